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
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from holdfast.asks.models import Answer, Outcome
from holdfast.domain.asks.candidates import Candidate, Refusal
from holdfast.domain.asks.kinds import Kind, Stated
from holdfast.domain.asks.planning import Step
from holdfast.notices.queries import Carried

Words = str | Lazy
Many = Mapping[Any, Any]
"""A value -> its words, translated when they are shown."""

KINDS: dict[Kind, Words] = {
    Kind.CRISIS: gettext_lazy("Support now"),
    Kind.MISSED: gettext_lazy("A check-in that did not come"),
    Kind.TALK: gettext_lazy("A talk"),
    Kind.STAY: gettext_lazy("Stay with me"),
    Kind.RIDE: gettext_lazy("A ride"),
    Kind.MEAL: gettext_lazy("A meal"),
    Kind.ERRAND: gettext_lazy("An errand"),
    Kind.CHILDCARE: gettext_lazy("Time with my children"),
    Kind.COMPANY: gettext_lazy("Company to an appointment"),
    Kind.MEDICATION: gettext_lazy("A reminder to take medication"),
    Kind.ADVICE: gettext_lazy("Advice"),
    Kind.MONEY: gettext_lazy("Money"),
}
DO_NOT: Many = {
    Kind.TALK: gettext_lazy("did not offer talks"),
    Kind.STAY: gettext_lazy("did not offer to stay over"),
    Kind.RIDE: gettext_lazy("does not do rides"),
    Kind.MEAL: gettext_lazy("does not do meals"),
    Kind.ERRAND: gettext_lazy("does not do errands"),
    Kind.CHILDCARE: gettext_lazy("does not do childcare"),
    Kind.COMPANY: gettext_lazy("did not offer to come along"),
    Kind.MEDICATION: gettext_lazy("did not offer reminders"),
    Kind.ADVICE: gettext_lazy("did not offer advice"),
    Kind.MONEY: gettext_lazy("did not offer help with money"),
    Kind.CRISIS: gettext_lazy("does not take calls in hard moments"),
    Kind.MISSED: gettext_lazy("did not offer to check in"),
}
DIAL: Many = {
    -2: gettext_lazy("Ask as few people as can be"),
    -1: gettext_lazy("Rather ask fewer people"),
    0: gettext_lazy("In between"),
    1: gettext_lazy("Rather be quick"),
    2: gettext_lazy("Reach someone fast"),
}
ANSWERS: Many = {
    Answer.YES: gettext_lazy("yes"),
    Answer.NO: gettext_lazy("cannot this time"),
    Answer.LATER: gettext_lazy("not now, maybe later"),
    Answer.AT: gettext_lazy("at another time"),
}
OUTCOMES: Many = {
    Outcome.PARTLY: gettext_lazy("Partly covered"),
    Outcome.MET: gettext_lazy("All covered"),
    Outcome.WITHDRAWN: gettext_lazy("You took it back"),
    Outcome.NOBODY: gettext_lazy("Nobody could this time"),
}
STATED: Many = {
    Stated.GLADLY: gettext_lazy("glad to be asked for this"),
    Stated.DEPENDS: gettext_lazy("says it depends on the day"),
    Stated.IF_NEEDED: gettext_lazy("there if nobody else can"),
}
CARRIED: Many = {
    Carried.NOWHERE: gettext_lazy("asked, but there is no place to send it to"),
    Carried.SAVED: gettext_lazy("saved, not sent yet"),
    Carried.HANDED_OVER: gettext_lazy("handed to mail or phone, not opened yet"),
    Carried.FAILED: gettext_lazy("could not be delivered so far; we try again"),
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
    return _("%(number)s%%") % {"number": round(value * 100)}


def ago(at: datetime, now: datetime) -> str:
    """How long ago, in days or weeks."""
    days = (timezone.localtime(now).date() - timezone.localtime(at).date()).days
    if days <= 0:
        return _("today")
    if days < 14:
        return ngettext("yesterday", "%(days)s days ago", days) % {"days": days}
    return ngettext("%(weeks)s week ago", "%(weeks)s weeks ago", days // 7) % {"weeks": days // 7}


@dataclass(frozen=True, slots=True)
class Moments:
    """Now, and when the thing itself takes place, if it has a time."""

    now: datetime
    about: datetime | None = None


def why_asked(one: Candidate, kind: Kind, step: Step, when: Moments) -> str:
    """The reasons of the plan's own choice, as one sentence."""
    return _joined([_said(one, kind, when.about or step.at), _lately(one, when.now), *_usually(one, step)])


def _said(one: Candidate, kind: Kind, at: datetime) -> str:
    if any(offered is kind and hours.holds(at) for offered, hours in one.offers):
        return _("offered this for such a day")
    return str(STATED[one.kinds[kind]]) if kind in one.kinds else ""


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


REFUSED: Many = {
    None: gettext_lazy("kept for another time, leaves room for others"),
    Refusal.LEFT_OUT: gettext_lazy("you leave them out"),
    Refusal.PAUSED: gettext_lazy("you ask nothing of them for now"),
    Refusal.UNREACHABLE: gettext_lazy("we have no place to write to yet"),
    Refusal.RESPITE: gettext_lazy("kept free this week"),
    Refusal.ASKED_ENOUGH: gettext_lazy("kept free this week"),
    Refusal.HELPED_ENOUGH: gettext_lazy("kept free this week"),
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
