"""The words people see for kinds of asks, limits, chances and moments.

Never a score and never a ranking: of others a person reads coarse, true things only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise as Lazy
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from holdfast.asks.models import Answer, Outcome
from holdfast.domain.asks.candidates import Candidate, Refusal
from holdfast.domain.asks.explaining import Fact, Reason
from holdfast.domain.asks.kinds import Kind, Stated
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
FACTS: Many = {
    Fact.OFFER: gettext_lazy("offered this for such a day"),
    Fact.WAKES: gettext_lazy("may be woken in a hard moment"),
    Fact.NEW: gettext_lazy("not asked before"),
}


def kinds_offered(*, with_money: bool) -> list[Kind]:
    """What a person can ask for, in this order. Money only if they switched it on."""
    hidden = {Kind.CRISIS, Kind.MISSED} | (set() if with_money else {Kind.MONEY})
    return [kind for kind in KINDS if kind not in hidden]


OVER_NIGHT = timedelta(hours=14)
"""What takes longer says on which day it ends."""
SMALL_DAYS = frozenset({"es"})
"""Languages that write the days of the week with a small letter."""


def weekday(here: date) -> str:
    """The day of the week of a local time, as it stands inside a sentence."""
    day = date_format(here, "l")
    return day.lower() if (get_language() or "")[:2] in SMALL_DAYS else day


def day_said(at: date) -> str:
    """The day of the week and the date, in the order of the language."""
    here = timezone.localtime(at) if isinstance(at, datetime) else at
    return f"{weekday(here)}, {date_format(here, 'MONTH_DAY_FORMAT')}"


def moment_said(at: datetime) -> str:
    """The day of the week, the date and the hour."""
    return f"{day_said(at)}, {date_format(timezone.localtime(at), 'TIME_FORMAT')}"


def clock(at: datetime, now: datetime) -> str:
    """A moment as one says it: only the hour today, "tomorrow" and the hour, the day of the week, or the date."""
    here = timezone.localtime(at)
    days = (here.date() - timezone.localtime(now).date()).days
    said = {"hour": date_format(here, "TIME_FORMAT"), "day": weekday(here)}
    if days == 0:
        return str(said["hour"])
    if days == 1:
        return _("tomorrow, %(hour)s") % said
    if days == -1:
        return _("yesterday, %(hour)s") % said
    if 1 < days < 7:
        return _("%(day)s, %(hour)s") % said
    return _("%(day)s, %(hour)s") % {**said, "day": day_said(at)}


def span(starts_at: datetime | None, ends_at: datetime | None, now: datetime) -> str:
    """When something takes place; empty for as soon as somebody can."""
    if starts_at is None:
        return ""
    if ends_at is None:
        return clock(starts_at, now)
    until = date_format(timezone.localtime(ends_at), "TIME_FORMAT")
    if ends_at - starts_at > OVER_NIGHT:
        until = clock(ends_at, now)
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


def ago(since: timedelta) -> str:
    """How long ago, in days or weeks."""
    days = since.days
    if days < 1:
        return _("today")
    if days < 14:
        return ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": days}
    return ngettext("%(weeks)s week ago", "%(weeks)s weeks ago", days // 7) % {"weeks": days // 7}


def why_asked(reasons: Iterable[Reason], *, is_offered: bool) -> str:
    """The plan's own reasons as one sentence. `is_offered`: a standing offer holds when the thing takes place."""
    known = {reason.fact: reason for reason in reasons}
    if is_offered or Fact.OFFER in known:
        known.pop(Fact.STATED, None)
        known = {Fact.OFFER: Reason(Fact.OFFER), **known}
    return _joined([_fact(reason) for reason in known.values()])


def _fact(reason: Reason) -> str:
    if reason.fact is Fact.STATED:
        return str(STATED[reason.stated])
    if reason.fact is Fact.LAST_ASKED:
        return _("last asked %(ago)s") % {"ago": ago(reason.ago or timedelta())}
    if reason.fact is Fact.MINUTES:
        return _usually(reason.minutes or 0)
    if reason.fact is Fact.SAID_YES:
        return _("said yes to %(yes)s of %(of)s asks") % {"yes": reason.yes, "of": reason.of}
    return str(FACTS[reason.fact])


def _usually(minutes: float) -> str:
    n = max(1, round(minutes))
    if n < 90:
        return ngettext("often answers in %(n)s minute", "often answers in %(n)s minutes", n) % {"n": n}
    hours = round(n / 60)
    return ngettext("often answers in %(n)s hour", "often answers in %(n)s hours", hours) % {"n": hours}


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
