"""What every zone's clock shows, worked out for all zones at once.

The changes of a year are found once; a search then only looks up where it stands among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from holdfast.domain.meetings.meeting import WEEK_MINUTES

LOOK_EVERY = timedelta(days=5)
"""No zone changes its clock twice within so short a time."""
NO_CHANGE = 2**40
A_SUNDAY = datetime(1970, 1, 4, tzinfo=UTC)
"""From which minutes of the week are counted."""

Minutes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reading:
    """The clocks at one moment; one entry for each zone. The unknown zone reads UTC."""

    minute: int
    """Whole minutes since 1970 in UTC."""
    week_minute: Minutes
    """Minutes since Sunday 00:00 on the zone's clock."""
    change_in: Minutes
    """Minutes until its clock next changes."""
    shift: Minutes
    """Minutes by which it then goes forward (or back, negative)."""


class Clocks:
    """Reads the clocks of the given zones."""

    def __init__(self, zones: Sequence[str]) -> None:
        self._zones = tuple(zones)
        self._years: dict[int, tuple[Minutes, Minutes]] = {}

    def read(self, now: datetime) -> Reading:
        """All clocks at `now`."""
        minute = int(now.timestamp() // 60)
        at, offsets = self._changes(now.year)
        here = np.arange(len(self._zones))
        step = (at <= minute).sum(axis=1)
        offset = offsets[here, step]
        since_sunday = minute - int(A_SUNDAY.timestamp()) // 60
        following = np.minimum(step + 1, offsets.shape[1] - 1)
        next_at = at[here, np.minimum(step, at.shape[1] - 1)]
        change_in = np.where(next_at > minute, next_at - minute, NO_CHANGE)
        return Reading(minute, (since_sunday + offset) % WEEK_MINUTES, change_in, offsets[here, following] - offset)

    def _changes(self, year: int) -> tuple[Minutes, Minutes]:
        """When each zone's clock changes, padded to one length, and its offsets before, between and after."""
        if year not in self._years:
            found = [_changes_of(zone, year) for zone in self._zones]
            most = max((len(changes) for _, changes in found), default=0)
            at = np.full((len(found), most + 1), NO_CHANGE, dtype=np.int64)
            offsets = np.zeros((len(found), most + 2), dtype=np.int64)
            for number, (first, changes) in enumerate(found):
                after = [first, *(offset for _, offset in changes)]
                at[number, : len(changes)] = [moment for moment, _ in changes]
                offsets[number, : len(after)] = after
                offsets[number, len(after) :] = after[-1]
            self._years[year] = at, offsets
        return self._years[year]


@lru_cache(maxsize=5000)
def _changes_of(zone: str, year: int) -> tuple[int, tuple[tuple[int, int], ...]]:
    """The zone's offset before the year, and its changes until some weeks after it: (minute since 1970, new offset)."""
    if not zone:
        return 0, ()
    low, end = datetime(year, 1, 1, tzinfo=UTC) - timedelta(days=15), datetime(year + 1, 1, 1, tzinfo=UTC)
    first = before = offset_at(zone, low)
    changes = []
    while low < end + timedelta(days=30):
        high = low + LOOK_EVERY
        if (after := offset_at(zone, high)) != before:
            changes.append((_moment_of_change(zone, low, high), after))
            before = after
        low = high
    return first, tuple(changes)


def _moment_of_change(zone: str, low: datetime, high: datetime) -> int:
    """Minutes since 1970, by bisection."""
    early, late, before = int(low.timestamp()) // 60, int(high.timestamp()) // 60, offset_at(zone, low)
    while late - early > 1:
        middle = (early + late) // 2
        if offset_at(zone, datetime.fromtimestamp(middle * 60, UTC)) == before:
            early = middle
        else:
            late = middle
    return late


def offset_at(zone: str, moment: datetime) -> int:
    """Minutes that the zone's clock is ahead of UTC."""
    shift = moment.astimezone(zone_named(zone)).utcoffset()
    return 0 if shift is None else int(shift.total_seconds()) // 60


@lru_cache(maxsize=600)
def zone_named(name: str) -> ZoneInfo:
    """The zone; kept, because making one reads a file."""
    return ZoneInfo(name)
