"""Who may be called at this hour: only those who agreed to it, and only within the hours they gave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from holdfast.domain.asks.hours import DAY, WeekHours, every_day, minute_of_week
from holdfast.domain.network import COUNTING, Tie, TieState

WEEK = timedelta(days=7)
NOBODY: Mapping[str, bool] = {}


@dataclass(frozen=True, slots=True)
class AtThisHour:
    """One person's supporters in the order they are offered in a hard moment."""

    now: tuple[Tie, ...]
    """Agreed to be called, and this is one of their hours."""
    later: tuple[Tie, ...]
    """Agreed to be called, at other hours."""
    others: tuple[Tie, ...]
    """Not asked about calls yet: a message is kinder than a call."""


def takes_calls_at(tie: Tie, at: time) -> bool:
    """Whether the tie agreed to be called and this is one of their hours.

    No hours given means any hour. One bound alone is read with midnight as the other. Hours may pass midnight:
    from 20:00 until 02:00 holds at 23:00 and at 1:00. The first minute is in, the last one is out; the same time
    twice is the whole day.
    """
    if not tie.takes_calls:
        return False
    begins, ends = tie.calls_from or time.min, tie.calls_until or time.min
    if begins == ends:
        return True
    if begins < ends:
        return begins <= at < ends
    return at >= begins or at < ends


@dataclass(frozen=True, slots=True)
class Window:
    """When somebody takes calls, seen from one moment: now, until `ends_at` (None is without an end), or not now, but
    again from `opens_at` (None is never)."""

    is_now: bool
    ends_at: datetime | None = None
    opens_at: datetime | None = None


def window_at(hours: WeekHours, at: datetime) -> Window:
    """The window of a week's hours at this moment (aware). Spans that touch are one."""
    if not hours.holds(at):
        return Window(is_now=False, opens_at=hours.next_open(at))
    ends = at
    while hours.holds(ends) and ends < at + WEEK:
        ends = _end_of_span(hours, ends)
    return Window(is_now=True, ends_at=ends if ends < at + WEEK else None)


def _end_of_span(hours: WeekHours, at: datetime) -> datetime:
    local = at.astimezone(ZoneInfo(hours.zone))
    minute, week = minute_of_week(local), 7 * DAY
    left = max(ends - one for begins, ends in hours.spans for one in (minute, minute + week) if begins <= one < ends)
    wall = local.replace(second=0, microsecond=0, tzinfo=None, fold=0) + timedelta(minutes=left)
    return max(wall.replace(tzinfo=ZoneInfo(hours.zone)), at + timedelta(minutes=1))


def call_hours(tie: Tie, zone: str) -> WeekHours:
    """The hours in which a tie takes calls, as the person wrote them down, on the person's clock."""
    if not tie.takes_calls:
        return WeekHours((), zone)
    begins, ends = (one.hour * 60 + one.minute if one else 0 for one in (tie.calls_from, tie.calls_until))
    return WeekHours(every_day(begins, ends), zone)


def callable_at(ties: Iterable[Tie], at: time, agreed: Mapping[str, bool] = NOBODY) -> AtThisHour:
    """Everyone who is there, in three parts; each part nearest first, those after whom one feels worse last.

    `agreed` holds, by the id of a tie, who said themselves that they may be asked in a hard moment, and whether this is
    one of their hours: it goes before what the person wrote down.
    """
    there = sorted((tie for tie in ties if tie.state in COUNTING), key=_nearness)
    now = tuple(tie for tie in there if agreed.get(tie.id, takes_calls_at(tie, at)))
    takes = [tie for tie in there if tie.takes_calls or tie.id in agreed]
    later = tuple(tie for tie in takes if tie not in now)
    return AtThisHour(now, later, tuple(tie for tie in there if tie not in takes))


def _nearness(tie: Tie) -> tuple[bool, bool, int, int, str, str]:
    feels_worse = tie.feel_after is not None and tie.feel_after < 0
    trust = 0 if tie.trust is None else tie.trust
    return feels_worse, tie.state is TieState.STRAINED, tie.circle, -trust, tie.name.casefold(), tie.id
