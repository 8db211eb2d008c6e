"""How to ask: for each kind what is worth saying, and sentences to begin with.

A good ask says what is needed, one clear thing, and leaves the other a way out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from holdfast.domain.asks.kinds import Kind
from holdfast.domain.network import SupportKind

NOW, ONCE, SEVERAL, REPEAT = "now", "once", "several", "repeat"


@dataclass(frozen=True, slots=True)
class Template:
    """What the page of one kind asks for; empty labels are not asked. `gives`: the kind of support it is."""

    hint: Any
    starters: tuple[Any, ...]
    whens: tuple[str, ...] = (ONCE, SEVERAL, REPEAT)
    place: Any = ""
    bring: Any = ""
    parts: Any = ""
    gives: SupportKind = SupportKind.PRACTICAL


TEMPLATES = {
    Kind.TALK: Template(
        _("Say how you are in a few words, and what would be good: to be heard, or to think of other things."),
        (
            _("I have a hard day. Could you call me for ten minutes? If not, that is fine."),
            _("I need someone who listens for a while, no advice. If it does not suit you, just say so."),
            _("Could we talk this week? Nothing is burning. Pick a time that is good for you, or leave it."),
        ),
        (NOW, ONCE, REPEAT),
        gives=SupportKind.EMOTIONAL,
    ),
    Kind.STAY: Template(
        _("Say from when to when, and whether you want to talk, or only not be alone."),
        (
            _("I would rather not be alone tonight. Could you come and stay a few hours? No is a fine answer."),
            _("Could I sleep on your sofa tonight? I will bring my own bedding. If it is too much, tell me."),
            _("Could you sit with me this afternoon? We need not talk. If you cannot, that is all right."),
        ),
        (NOW, ONCE, SEVERAL),
        place=_("Where?"),
        gives=SupportKind.EMOTIONAL,
    ),
    Kind.RIDE: Template(
        _("Say from where to where, and whether you need a ride back."),
        (
            _("I need to be at an appointment. Could you drive me there? If it does not fit, no worries at all."),
            _("Could you drive me there and back? It takes about an hour in all. If not, I will find another way."),
            _("I cannot drive just now. Could you pick me up? Please only say yes if it really suits you."),
        ),
        place=_("From where to where?"),
        bring=_("Anything to bring or to know? Such as a child seat, or stairs"),
    ),
    Kind.MEAL: Template(
        _("Say for how many, and what you do not eat."),
        (
            _("Cooking is too much this week. Could you bring one simple meal? If not, that is fine."),
            _("Could you cook for us on one of these days? We are four and eat everything. No is a good answer too."),
            _("Would you like to eat with me? I will cook, you bring the salad. Only if you feel like it."),
        ),
        place=_("Where to bring it?"),
        bring=_("What we eat, and what we do not"),
        parts=_("What each one brings, one thing a line"),
    ),
    Kind.ERRAND: Template(
        _("Say what is to be done, where, and how it is paid for."),
        (
            _("Could you bring me a few things from the shop? The list is below. If you are not going, leave it."),
            _("Could you take a letter to the post for me? It is ready. If it does not fit, no harm done."),
            _("I need my prescription from the pharmacy. Could you fetch it? Please say no if it is too far."),
        ),
        place=_("Where?"),
        bring=_("The list"),
        parts=_("If several could share it: one thing a line"),
    ),
    Kind.CHILDCARE: Template(
        _("Say for how many, how old, from when to when."),
        (
            _("Could you look after my daughter while I am out? She will have eaten. If not, just say so."),
            _("Could you fetch the children from school? They know you. No is a fine answer."),
            _("Could the children come to you for two hours? I will bring their things. Only if it suits you."),
        ),
        place=_("Where?"),
        bring=_("What is good to know"),
    ),
    Kind.COMPANY: Template(
        _("Say what it is, and what would help: to sit beside you, to listen along, to wait outside."),
        (
            _("I have an appointment that I am afraid of. Could you come with me? Waiting outside is enough."),
            _("Could you come along and help me remember what is said? If you are busy, that is all right."),
            _("I want to go to a group for the first time. Would you come with me once? No need to stay."),
        ),
        place=_("Where, and where to meet?"),
        gives=SupportKind.SOCIAL,
    ),
    Kind.MEDICATION: Template(
        _("Say at which hour, and how: a call or a short message. You need not say what it is for."),
        (
            _("Could you text me each day at eight? One word is enough. If not, that is fine."),
            _("Could you call me each evening for a week? Say no if it is too often."),
        ),
        (REPEAT, ONCE, SEVERAL),
        gives=SupportKind.ACCOUNTABILITY,
    ),
    Kind.ADVICE: Template(
        _("Say what it is about, and what you have tried."),
        (
            _("You know about this. Could I ask you a few questions? Ten minutes would do. If not, no worries."),
            _("Could you look over a letter with me? It is one page. Please say so if you would rather not."),
            _("I have to decide something. Could I hear how you see it? You need not solve it for me."),
        ),
        (NOW, ONCE),
        gives=SupportKind.INFORMATIONAL,
    ),
    Kind.MONEY: Template(
        _("Say how much, what for, and whether and when you can give it back. Being exact makes it easier to answer."),
        (
            _("I am short this month. Could you lend me a part of the rent? If not, all stays well with us."),
            _("Could you help me with the fare to my appointments? Any part of it helps. No is a fine answer."),
        ),
        (NOW, ONCE),
        parts=_("If several could share it: one part a line"),
        gives=SupportKind.FINANCIAL,
    ),
}
WHENS = {
    NOW: _("As soon as someone can"),
    ONCE: _("On one day"),
    SEVERAL: _("On several days"),
    REPEAT: _("Again and again"),
}
