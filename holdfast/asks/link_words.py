"""The words of a supporter's pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holdfast.domain.asks.kinds import Kind
from holdfast.supporters.models import Supporter

Words = Mapping[Any, Any]

ASKS: Words = {
    Kind.CRISIS: _("%(name)s needs somebody now"),
    Kind.MISSED: _("Could you look in on %(name)s?"),
    Kind.TALK: _("%(name)s would like to talk"),
    Kind.STAY: _("%(name)s asks if you could stay for a while"),
    Kind.RIDE: _("%(name)s asks for a ride"),
    Kind.MEAL: _("%(name)s asks for a meal"),
    Kind.ERRAND: _("%(name)s asks for help with an errand"),
    Kind.CHILDCARE: _("%(name)s asks if you could look after a child"),
    Kind.COMPANY: _("%(name)s asks if you could come along to an appointment"),
    Kind.MEDICATION: _("%(name)s asks for a reminder"),
    Kind.ADVICE: _("%(name)s asks for advice"),
    Kind.MONEY: _("%(name)s asks for help with money"),
}
YES: Words = {
    Kind.CRISIS: _("Yes, I am there for them now"),
    Kind.MISSED: _("Yes, I look in"),
}
"""What a yes is called, where it is more than "Yes, I can"."""

DONE: Words = {
    "accepted": _("Thank you. They know that you said yes. This is your own page: keep its address."),
    "answered": _("Saved. Thank you."),
    "late": _("Thank you. It was over before your answer came; nothing was changed."),
    "resting": _("You are resting, so this was not saved. End your rest first, if you like."),
    "kept_it": _("Saved. It is yours."),
    "confirmed": _("Thank you. Nobody reminds you any more."),
    "back": _("Saved. It is free again, and others are asked."),
    "back_late": _("Saved. It is too late for us to ask others, so tell them yourself if you can."),
    "passed_on": _("Saved. Somebody else has it now."),
    "unlisted": _("Saved. You are no longer on the waiting list."),
    "swap": _("Saved. Others are asked if they can take it. It stays yours until somebody does."),
    "less": _("Saved. You will be asked less often."),
    "quiet": _("Saved. Nobody asks you before tomorrow morning."),
    "spoke": _("Thank you for looking in. Nobody waits for it any more."),
    "sent": _("We wrote to the places you gave. The letter has a link to your page."),
    "nowhere": _("You gave no place we can write to. Open the address of your page that you kept."),
    "kept": _("Saved. It holds from now on."),
    "rest": _("Saved. Nobody asks you in that time."),
    "there": _("Saved. You can be asked again."),
    "renewed": _("This is the new address of your page. The old ones no longer work."),
    "offered": _("Saved. They can see what you offer."),
    "ended": _("Saved. You no longer offer it."),
    "left": _("Saved. You no longer help there. Thank you for what you did."),
    "on": _("It is on."),
    "off": _("It is off. The address answers no more."),
}
"""What was just done, by the code in the address."""


def asks(kind: Kind, name: str) -> str:
    """What is asked, as a heading."""
    return str(ASKS[kind]) % {"name": name}


def load(supporter: Supporter, asked: int) -> str:
    """How much of what they allowed was used this week; a statement, never a score."""
    if supporter.most_asked is None:
        return ngettext(
            "You were asked %(asked)s time in the last 7 days. You set no limit.",
            "You were asked %(asked)s times in the last 7 days. You set no limit.",
            asked,
        ) % {"asked": asked}
    if asked == 0:
        return gettext("Nobody asked you in the last 7 days.")
    return ngettext(
        "%(asked)s of the %(most)s time a week you said.",
        "%(asked)s of the %(most)s times a week you said.",
        supporter.most_asked,
    ) % {"asked": asked, "most": supporter.most_asked}
