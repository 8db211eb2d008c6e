"""When a notice may leave: quiet hours in the receiver's own zone, snooze, one message a day; and trying again.

Wall times follow the receiver's clock through its changes. A wall time that the clock jumps over is taken as much later
as the clock jumped; one that comes twice counts both times.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import IntEnum, StrEnum
from zoneinfo import ZoneInfo

from holdfast.domain.asks.hours import WeekHours

MORNING = time(8)
NEAR = range(-1, 4)
"""Days around a moment, in which the next occurrence of any wall time lies, whatever the zone does."""


class Urgency(IntEnum):
    """When a notice may leave."""

    NOW = 1
    """At once, whatever the quiet hours: a crisis the receiver opened their limits for."""
    USUAL = 2
    """At once within the receiver's hours, else when they begin."""
    LATER = 3
    """With the day's digest, if the receiver has one."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How somebody wants to be told. Quiet hours that begin and end at the same time are none. `hours` are those in
    which a supporter may be asked, None is any; `away_until` the end of a rest they took."""

    zone: str = "UTC"
    quiet_from: time | None = None
    quiet_until: time | None = None
    digest_at: time | None = None
    snoozed_until: datetime | None = None
    hours: WeekHours | None = None
    away_until: datetime | None = None


class Snooze(StrEnum):
    """How long to be left alone."""

    HOURS = "hours"
    """Three hours."""
    MORNING = "morning"
    """Until the next morning at eight."""
    DAYS = "days"
    """Three days."""
    WEEK = "week"


LENGTHS = {Snooze.HOURS: timedelta(hours=3), Snooze.DAYS: timedelta(days=3), Snooze.WEEK: timedelta(days=7)}


def leaves_at(urgency: Urgency, wishes: Wishes, *, written_at: datetime, now: datetime) -> datetime:
    """The first moment from `now` on at which it may leave. Asked again at that moment, it is that moment."""
    if urgency is Urgency.NOW:
        return now
    zone = ZoneInfo(wishes.zone)
    moment = max(now, wishes.snoozed_until or now, wishes.away_until or now)
    if urgency is Urgency.LATER and wishes.digest_at is not None:
        moment = max(moment, _next(wishes.digest_at, zone, written_at))
    for _ in range(2):  # the end of the one may lie within the other
        moment = _end_of_quiet(wishes, zone, moment) if is_quiet(wishes, moment) else moment
        moment = (wishes.hours.next_open(moment) if wishes.hours else None) or moment
    return moment


def is_quiet(wishes: Wishes, moment: datetime) -> bool:
    """Whether the moment lies within the quiet hours, which may run past midnight."""
    begin, end = wishes.quiet_from, wishes.quiet_until
    if begin is None or end is None:
        return False
    at = moment.astimezone(ZoneInfo(wishes.zone)).time()
    return begin <= at < end if begin <= end else at >= begin or at < end


def snooze_end(length: Snooze, *, zone: str, now: datetime) -> datetime:
    """When a snooze begun now is over."""
    if length is Snooze.MORNING:
        return _next(MORNING, ZoneInfo(zone), now + timedelta(seconds=1))
    return now + LENGTHS[length]


def _end_of_quiet(wishes: Wishes, zone: ZoneInfo, moment: datetime) -> datetime:
    end = wishes.quiet_until or time()
    return next((at for at in _occurrences(end, zone, moment) if at > moment and not is_quiet(wishes, at)), moment)


def _next(wall: time, zone: ZoneInfo, since: datetime) -> datetime:
    """The first time the receiver's clock shows this, then or later."""
    return next(at for at in _occurrences(wall, zone, since) if at >= since)


def _occurrences(wall: time, zone: ZoneInfo, around: datetime) -> Iterator[datetime]:
    """In order; both readings of a wall time that comes twice, the later one of a wall time that is jumped over."""
    day = around.astimezone(zone).date()
    for step in NEAR:
        local = datetime.combine(day + timedelta(days=step), wall, tzinfo=zone)
        first, second = (local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
        yield first
        if second > first:
            yield second


FIRST_WAITS = {Urgency.NOW: timedelta(seconds=5)}
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAITS = {Urgency.NOW: timedelta(minutes=1)}


def tried_again_after(urgency: Urgency, attempts: int, *, longest: timedelta) -> timedelta:
    """How long after so many attempts (at least one) the next is made: twice as long each time, up to a bound."""
    wait = FIRST_WAITS.get(urgency, FIRST_WAIT) * (1 << min(attempts - 1, 16))
    return min(wait, longest, LONGEST_WAITS.get(urgency, longest))
