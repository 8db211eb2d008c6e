"""All meetings in memory, in columns, answering a query in well under a millisecond.

The index never changes; when meetings change a new one is built and swapped in whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from holdfast.domain.meetings.fellowships import FELLOWSHIPS
from holdfast.domain.meetings.index.checks import Reason
from holdfast.domain.meetings.index.clocks import zone_named
from holdfast.domain.meetings.index.engine import EARTH_KM, STILL_COUNTS, Index
from holdfast.domain.meetings.meeting import Meeting, Slot

__all__ = ["EARTH_KM", "STILL_COUNTS", "Index", "Reason", "fellowships_in", "next_start"]


def next_start(slot: Slot, zone: str, now: datetime) -> datetime:
    """When a weekly slot starts next in its own zone; one that began at most ten minutes ago is still the next."""
    here = now.astimezone(zone_named(zone))
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    ahead = (slot.day - (here.isoweekday() % 7)) % 7
    for days in (ahead - 7, ahead, ahead + 7):
        day = midnight + timedelta(days=days)
        start = day.replace(hour=slot.start // 60, minute=slot.start % 60)
        if start.timestamp() >= now.timestamp() - STILL_COUNTS * 60:
            return start
    raise AssertionError("a weekly slot comes within a week")


def fellowships_in(meetings: Iterable[Meeting]) -> tuple[str, ...]:
    """The codes of the fellowships that have meetings, in the order of our list."""
    there = {one.fellowship for one in meetings}
    return tuple(code for code in FELLOWSHIPS if code in there)
