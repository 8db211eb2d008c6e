"""The hours of a week in which someone may be asked, in their own time zone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

DAY = 24 * 60
WEEK = 7 * DAY


@dataclass(frozen=True, slots=True)
class WeekHours:
    """Spans of minutes of the week, Sunday 0:00 = 0, by the wall clock of `zone`; the first minute is in, the last is
    out. A span may pass Saturday midnight: then its end is beyond the week. No span means never."""

    spans: tuple[tuple[int, int], ...]
    zone: str = "UTC"

    def holds(self, at: datetime) -> bool:
        """Whether this moment (aware) is one of the hours. An hour that a clock change repeats counts both times."""
        minute = minute_of_week(at.astimezone(ZoneInfo(self.zone)))
        return any(begins <= minute < ends or begins <= minute + WEEK < ends for begins, ends in self.spans)

    def next_open(self, at: datetime) -> datetime | None:
        """The first moment from `at` on that is one of the hours, to the minute, in UTC; None is never."""
        if self.holds(at):
            return at
        here = at.astimezone(UTC).replace(second=0, microsecond=0) + timedelta(minutes=1)
        waits = sorted({wait for begins, _ in self.spans if (wait := self._minutes_until(here, begins)) is not None})
        for wait in waits:
            for slip in (0, -60, 60, -30, 30):
                moment = here + timedelta(minutes=wait + slip)
                if moment >= here and self.holds(moment):
                    return moment
        return None

    def _minutes_until(self, at: datetime, minute: int) -> int:
        return (minute - minute_of_week(at.astimezone(ZoneInfo(self.zone)))) % WEEK


def minute_of_week(local: datetime) -> int:
    """Minutes since Sunday 0:00 on this wall clock."""
    return (local.isoweekday() % 7) * DAY + local.hour * 60 + local.minute


def every_day(begins: int, ends: int, days: Iterable[int] = range(7)) -> tuple[tuple[int, int], ...]:
    """The same minutes of several days, 0 = Sunday; an end at or before the beginning is on the next day."""
    length = (ends - begins) % DAY or DAY
    return tuple((day * DAY + begins, day * DAY + begins + length) for day in days)


ALWAYS = ((0, WEEK),)
