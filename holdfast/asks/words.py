"""The words people see for kinds of asks, limits, chances and moments.

Never a score and never a ranking: of others a person reads coarse, true things only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from holdfast.asks.models import Answer, Outcome
from holdfast.domain.asks.candidates import Candidate, Refusal
from holdfast.domain.asks.kinds import Kind, Stated
from holdfast.domain.asks.planning import Step
from holdfast.notices.queries import Carried

Words = Mapping[Any, Any]

KINDS: Words = {
    Kind.TALK: lazy("Someone to talk to"),
    Kind.STAY: lazy("Someone to stay with me"),
    Kind.RIDE: lazy("A ride"),
    Kind.MEAL: lazy("A meal"),
    Kind.ERRAND: lazy("An errand"),
    Kind.CHILDCARE: lazy("Childcare"),
    Kind.COMPANY: lazy("Company to an appointment"),
    Kind.MEDICATION: lazy("A medication reminder"),
    Kind.ADVICE: lazy("Advice"),
    Kind.MONEY: lazy("Help with money"),
    Kind.CRISIS: lazy("Support now"),
    Kind.MISSED: lazy("A missed check-in"),
}
DO_NOT: Words = {
    Kind.TALK: lazy("did not offer talks"),
    Kind.STAY: lazy("did not offer to stay over"),
    Kind.RIDE: lazy("does not do rides"),
    Kind.MEAL: lazy("does not do meals"),
    Kind.ERRAND: lazy("does not do errands"),
    Kind.CHILDCARE: lazy("does not do childcare"),
    Kind.COMPANY: lazy("did not offer to come along"),
    Kind.MEDICATION: lazy("did not offer reminders"),
    Kind.ADVICE: lazy("did not offer advice"),
    Kind.MONEY: lazy("did not offer help with money"),
    Kind.CRISIS: lazy("does not take calls in hard moments"),
    Kind.MISSED: lazy("did not offer to check in"),
}
DIAL: Words = {
    -2: lazy("Ask as few people as can be"),
    -1: lazy("Rather ask fewer people"),
    0: lazy("In between"),
    1: lazy("Rather be quick"),
    2: lazy("Reach someone fast"),
}
ANSWERS: Words = {
    Answer.YES: lazy("yes"),
    Answer.NO: lazy("cannot this time"),
    Answer.LATER: lazy("not now, maybe later"),
    Answer.AT: lazy("at another time"),
}
OUTCOMES: Words = {
    Outcome.MET: lazy("All covered"),
    Outcome.WITHDRAWN: lazy("You took it back"),
    Outcome.NOBODY: lazy("Nobody could this time"),
}
STATED: Words = {
    Stated.GLADLY: lazy("glad to be asked for this"),
    Stated.DEPENDS: lazy("says it depends on the day"),
    Stated.IF_NEEDED: lazy("there if nobody else can"),
}
CARRIED: Words = {
    Carried.NOWHERE: lazy("asked, but there is no place to send it to"),
    Carried.SAVED: lazy("saved, not sent yet"),
    Carried.HANDED_OVER: lazy("handed to mail or phone, not opened yet"),
    Carried.FAILED: lazy("could not be delivered so far; we try again"),
}
FEW_ANSWERS = 3
"""Nothing is said of somebody's usual answers before there are so many."""


def kinds_offered(*, with_money: bool) -> list[Kind]:
    """What a person can ask for, in this order. Money only if they switched it on."""
    hidden = {Kind.CRISIS, Kind.MISSED} | (set() if with_money else {Kind.MONEY})
    return [kind for kind in KINDS if kind not in hidden]


def clock(at: datetime, now: datetime) -> str:
    """A moment as one says it: only the hour today, "tomorrow" and the hour, the day of the week, or the date."""
    here = timezone.localtime(at)
    days = (here.date() - timezone.localtime(now).date()).days
    said = {"hour": date_format(here, "TIME_FORMAT"), "day": date_format(here, "l")}
    if days == 0:
        return str(said["hour"])
    if days == 1:
        return _("tomorrow, %(hour)s") % said
    if days == -1:
        return _("yesterday, %(hour)s") % said
    if 1 < days < 7:
        return _("%(day)s, %(hour)s") % said
    return _("%(day)s, %(hour)s") % {**said, "day": date_format(here, "MONTH_DAY_FORMAT")}


def span(starts_at: datetime | None, ends_at: datetime | None, now: datetime) -> str:
    """When something takes place; empty for as soon as somebody can."""
    if starts_at is None:
        return ""
    if ends_at is None:
        return clock(starts_at, now)
    until = date_format(timezone.localtime(ends_at), "TIME_FORMAT")
    return _("%(begins)s to %(ends)s") % {"begins": clock(starts_at, now), "ends": until}


def chance(value: float) -> str:
    """A chance (0 … 1) as one would say it."""
    tenths = round(value * 10)
    if tenths <= 0:
        return _("very little chance")
    if tenths >= 10:
        return _("more than 9 in 10")
    return _("about %(tenths)s in 10") % {"tenths": tenths}


def percent(value: float) -> str:
    """The same as a number for those who want it."""
    return _("%(number)s %%") % {"number": round(value * 100)}


def ago(at: datetime, now: datetime) -> str:
    """How long ago, in days or weeks."""
    days = (timezone.localtime(now).date() - timezone.localtime(at).date()).days
    if days <= 0:
        return _("today")
    if days < 14:
        return ngettext("yesterday", "%(days)s days ago", days) % {"days": days}
    return ngettext("%(weeks)s week ago", "%(weeks)s weeks ago", days // 7) % {"weeks": days // 7}


def why_asked(one: Candidate, kind: Kind, step: Step, now: datetime) -> str:
    """The reasons of the plan's own choice, as one sentence."""
    return _joined([*_said(one, kind, step), _lately(one, now), *_usually(one, step)])


def _said(one: Candidate, kind: Kind, step: Step) -> list[str]:
    found = [str(STATED[one.kinds[kind]])] if kind in one.kinds else []
    if any(offered is kind and hours.holds(step.at) for offered, hours in one.offers):
        return [_("offered this for such a day")]
    return found


def _lately(one: Candidate, now: datetime) -> str:
    if one.last_asked_at is None:
        return _("not asked before")
    return _("last asked %(ago)s") % {"ago": ago(one.last_asked_at, now)}


def _usually(one: Candidate, step: Step) -> list[str]:
    if one.learned.answered < FEW_ANSWERS:
        return []
    minutes = round(step.minutes)
    if minutes < 90:
        return [
            ngettext("answers in about %(n)s minute", "answers in about %(n)s minutes", minutes)
            % {"n": max(1, minutes)}
        ]
    hours = round(minutes / 60)
    return [ngettext("answers in about %(n)s hour", "answers in about %(n)s hours", hours) % {"n": hours}]


def _joined(parts: list[str]) -> str:
    sentence = ", ".join(part for part in parts if part)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def why_not(one: Candidate, kind: Kind, why: Refusal | None, now: datetime) -> str:
    """The first limit, coarse: nobody reads of other people's asks, or how long a rest is for."""
    if why is Refusal.KIND:
        return str(DO_NOT[kind])
    if why is Refusal.HOURS:
        opens = one.hours.next_open(now)
        return _("quiet until %(time)s") % {"time": clock(opens, now)} if opens else _("quiet for now")
    return str(REFUSED[why])


REFUSED: Words = {
    None: lazy("kept for another time, leaves room for others"),
    Refusal.LEFT_OUT: lazy("you leave them out"),
    Refusal.PAUSED: lazy("you ask nothing of them for now"),
    Refusal.UNREACHABLE: lazy("we have no place to write to yet"),
    Refusal.RESPITE: lazy("kept free this week"),
    Refusal.ASKED_ENOUGH: lazy("kept free this week"),
    Refusal.HELPED_ENOUGH: lazy("kept free this week"),
}


def refused(name: str, why: Refusal) -> str:
    """Why somebody cannot be asked at this moment."""
    reason = REFUSED.get(why) or (_("quiet at this hour") if why is Refusal.HOURS else _("did not offer this"))
    return _("%(name)s cannot be asked now: %(why)s.") % {"name": name, "why": reason}


@dataclass(frozen=True, slots=True)
class Help:
    """Something that would lift the chance: what, and to how much."""

    what: str
    to: str = ""


def waiting_longer(until: datetime, now: datetime) -> str:
    """Words for a later end."""
    return _("Wait for an answer until %(time)s") % {"time": clock(until, now)}


def in_a_while(wait: timedelta) -> str:
    """How long until something, in minutes, hours or days."""
    minutes = max(1, round(wait.total_seconds() / 60))
    if minutes < 90:
        return ngettext("in %(n)s minute", "in %(n)s minutes", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    if hours < 48:
        return ngettext("in %(n)s hour", "in %(n)s hours", hours) % {"n": hours}
    return ngettext("in %(n)s day", "in %(n)s days", hours // 24) % {"n": hours // 24}
