"""All meetings in memory, in columns, answering a query in well under a millisecond.

One row per meeting and weekly time, sorted by latitude so that a search near a place looks at a band only.
The index never changes; when meetings change a new one is built and swapped in whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from holdfast.domain.meetings.fellowships import FELLOWSHIPS, Audience
from holdfast.domain.meetings.kinds import Kind
from holdfast.domain.meetings.meeting import WEEK_MINUTES, Attendance, Meeting, Slot
from holdfast.domain.meetings.query import Hit, Query, Results, Sort
from holdfast.domain.meetings.wording import Wording

STILL_COUNTS = 10
"""Minutes after the start in which a meeting still counts as soon (as in TSML UI)."""
EARTH_KM = 6371.0088
"""Mean radius (IUGG)."""
NEVER = 2**30
_BITS = {kind: np.uint64(1 << number) for number, kind in enumerate(Kind)}
_STEPS = {None: 0, False: 1, True: 2}
_ATTENDANCE = {one: number for number, one in enumerate(Attendance)}

Rows = NDArray[np.intp]


class Index:
    """Built from a list of meetings; answers `search`."""

    def __init__(self, meetings: Sequence[Meeting]) -> None:
        rows = [(position, slot) for position, one in enumerate(meetings) for slot in one.slots or (None,)]
        rows.sort(key=lambda row: _latitude(meetings[row[0]]))
        of_row = [meetings[position] for position, _ in rows]
        self.size = len(meetings)
        self._slots: list[Slot | None] = [slot for _, slot in rows]
        self._position = np.array([position for position, _ in rows], dtype=np.int32)
        self._latitude = np.radians(np.array([_latitude(one) for one in of_row], dtype=np.float64))
        self._longitude = np.radians(np.array([_longitude(one) for one in of_row], dtype=np.float64))
        self._start = np.array([-1 if slot is None else slot.day * 1440 + slot.start for _, slot in rows], np.int32)
        self._kinds = np.array([_bits(one.kinds) for one in of_row], dtype=np.uint64)
        self._attendance = np.array([_ATTENDANCE[one.attendance] for one in of_row], dtype=np.int8)
        self._steps = np.array([_STEPS[one.twelve_step] for one in of_row], dtype=np.int8)
        self._family = np.array([one.audience is Audience.FAMILY for one in of_row], dtype=bool)
        self._zones, self._zone = _coded(one.zone or "" for one in of_row)
        self._fellowships, self._fellowship = _coded(one.fellowship or "" for one in of_row)
        self._spoken = {
            code: np.array([code in one.languages for one in of_row], dtype=bool)
            for code in sorted({code for one in of_row for code in one.languages})
        }
        self._names = np.argsort(np.argsort([one.name.casefold() for one in of_row], kind="stable"))
        self._wording = Wording(meetings)

    def search(self, query: Query, now: datetime) -> Results:
        """The meetings that answer, each once, at its best time. `now` is aware."""
        rows = self._near_enough(query)
        rows = rows[self._fits(query, rows)]
        distance = self._distance(query, rows)
        if distance is not None and query.radius_km is not None:
            keep = distance <= query.radius_km
            rows, distance = rows[keep], distance[keep]
        wait = self._wait(rows, now)
        if query.within_minutes is not None:
            keep = wait <= query.within_minutes
            rows, wait = rows[keep], wait[keep]
            distance = None if distance is None else distance[keep]
        order = self._order(query, rows, wait, distance)
        first = order[_first_of_each(self._position[rows[order]])]
        return Results(len(first), self._page(query, rows, first, now, distance), self._counts(rows[first]))

    def _near_enough(self, query: Query) -> Rows:
        if query.near is None or query.radius_km is None:
            return np.arange(len(self._start))
        band = query.radius_km / EARTH_KM
        middle = np.radians(query.near[0])
        low, high = np.searchsorted(self._latitude, [middle - band, middle + band])
        return np.arange(low, high)

    def _fits(self, query: Query, rows: Rows) -> NDArray[np.bool_]:
        mask = np.ones(len(rows), dtype=bool)
        for one in self._conditions(query, rows):
            mask &= one
        return mask

    def _conditions(self, query: Query, rows: Rows) -> Iterable[NDArray[np.bool_]]:
        yield from self._when(query, rows)
        yield from self._who(query, rows)
        if query.kinds:
            wanted = _bits(query.kinds)
            yield self._kinds[rows] & wanted == wanted
        if query.attendance is not None:
            yield np.isin(self._attendance[rows], [_ATTENDANCE[one] for one in _INCLUDES[query.attendance]])
        if query.languages:
            spoken = [self._spoken[code][rows] for code in query.languages if code in self._spoken]
            yield np.logical_or.reduce(spoken) if spoken else np.zeros(len(rows), dtype=bool)
        if (holding := self._wording.holding(query.words)) is not None:
            held = np.zeros(self.size, dtype=bool)
            held[holding] = True
            yield held[self._position[rows]]

    def _when(self, query: Query, rows: Rows) -> Iterable[NDArray[np.bool_]]:
        start = self._start[rows]
        if query.days:
            yield (start >= 0) & np.isin(start // 1440, list(query.days))
        if query.start_after is not None:
            yield (start >= 0) & (start % 1440 >= query.start_after)
        if query.start_before is not None:
            yield (start >= 0) & (start % 1440 < query.start_before)

    def _who(self, query: Query, rows: Rows) -> Iterable[NDArray[np.bool_]]:
        if query.fellowships:
            yield np.isin(self._fellowship[rows], [self._fellowships.get(code, -1) for code in query.fellowships])
        if query.without_fellowships:
            barred = [self._fellowships.get(code, -1) for code in query.without_fellowships]
            yield ~np.isin(self._fellowship[rows], barred)
        if query.twelve_step is not None:
            yield self._steps[rows] == _STEPS[query.twelve_step]
        if query.audience is not None:
            yield self._family[rows] == (query.audience is Audience.FAMILY)

    def _distance(self, query: Query, rows: Rows) -> NDArray[np.float64] | None:
        """Great-circle distance in km by the haversine formula; infinite where the meeting gives no position."""
        if query.near is None:
            return None
        latitude, longitude = np.radians(query.near[0]), np.radians(query.near[1])
        across = np.sin((self._latitude[rows] - latitude) / 2) ** 2
        along = np.sin((self._longitude[rows] - longitude) / 2) ** 2
        chord = across + np.cos(latitude) * np.cos(self._latitude[rows]) * along
        found: NDArray[np.float64] = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))
        return np.where(np.isnan(self._longitude[rows]), np.inf, found)

    def _wait(self, rows: Rows, now: datetime) -> NDArray[np.int64]:
        """Minutes until each row starts next, down to -STILL_COUNTS; NEVER for no time or no zone."""
        clocks = np.array([_minute_of_week(name, now) for name in self._zones] or [0])
        start = self._start[rows]
        since = (start - clocks[self._zone[rows]] + STILL_COUNTS) % WEEK_MINUTES - STILL_COUNTS
        known = (start >= 0) & (self._zone[rows] != self._zones.get("", -1))
        wait = np.where(known, since, NEVER)
        for name, code in self._zones.items():
            if name and (moved := _shift_ahead(name, now)):
                self._mend(wait, rows, np.flatnonzero(known & (self._zone[rows] == code)), (name, now, moved))
        return wait

    def _mend(self, wait: NDArray[np.int64], rows: Rows, which: Rows, zone: tuple[str, datetime, int]) -> None:
        """In a week with a clock change, count in real minutes for what starts after the change."""
        name, now, moved = zone
        change = _minutes_to_change(name, now)
        after = which[wait[which] >= change]
        wait[after] -= moved

    def _order(self, query: Query, rows: Rows, wait: NDArray[np.int64], distance: NDArray[np.float64] | None) -> Rows:
        names = self._names[rows]
        if query.sort is Sort.DISTANCE and distance is not None:
            return np.lexsort((names, wait, np.round(distance, 1)))
        if query.sort is Sort.NAME:
            return np.lexsort((wait, names))
        return np.lexsort((names, distance if distance is not None else names, wait))

    def _page(
        self, query: Query, rows: Rows, first: Rows, now: datetime, distance: NDArray[np.float64] | None
    ) -> tuple[Hit, ...]:
        page = first[query.offset : query.offset + query.limit]
        return tuple(self._hit(int(rows[at]), now, None if distance is None else float(distance[at])) for at in page)

    def _hit(self, row: int, now: datetime, distance: float | None) -> Hit:
        slot, zone = self._slots[row], self._zone_names()[int(self._zone[row])]
        start = next_start(slot, zone, now) if slot and zone else None
        return Hit(int(self._position[row]), slot, start, None if distance in (None, float("inf")) else distance)

    def _zone_names(self) -> list[str]:
        return list(self._zones)

    def _counts(self, rows: Rows) -> Mapping[Kind, int]:
        kinds = self._kinds[rows]
        counted = {kind: int(np.count_nonzero(kinds & bit)) for kind, bit in _BITS.items()}
        return {kind: count for kind, count in counted.items() if count}


_INCLUDES = {
    Attendance.ONLINE: (Attendance.ONLINE, Attendance.HYBRID),
    Attendance.IN_PERSON: (Attendance.IN_PERSON, Attendance.HYBRID),
    Attendance.HYBRID: (Attendance.HYBRID,),
    Attendance.UNKNOWN: (Attendance.UNKNOWN,),
}


def next_start(slot: Slot, zone: str, now: datetime) -> datetime:
    """When the slot starts next in its own zone; one that began at most ten minutes ago is still the next."""
    here = now.astimezone(_zone(zone))
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


def _latitude(meeting: Meeting) -> float:
    return 95.0 if meeting.latitude is None else meeting.latitude


def _longitude(meeting: Meeting) -> float:
    return float("nan") if meeting.longitude is None else meeting.longitude


def _bits(kinds: Iterable[Kind]) -> np.uint64:
    total = np.uint64(0)
    for kind in kinds:
        total |= _BITS[kind]
    return total


def _coded(values: Iterable[str]) -> tuple[dict[str, int], NDArray[np.int32]]:
    codes: dict[str, int] = {}
    return codes, np.array([codes.setdefault(value, len(codes)) for value in values], dtype=np.int32)


def _first_of_each(positions: NDArray[np.int32]) -> Rows:
    _, first = np.unique(positions, return_index=True)
    return np.sort(first)


@lru_cache(maxsize=600)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _minute_of_week(name: str, now: datetime) -> int:
    here = now.astimezone(_zone(name)) if name else now
    return (here.isoweekday() % 7) * 1440 + here.hour * 60 + here.minute


def _offset(name: str, moment: datetime) -> int:
    shift = moment.astimezone(_zone(name)).utcoffset()
    return 0 if shift is None else int(shift.total_seconds()) // 60


def _shift_ahead(name: str, now: datetime) -> int:
    """Minutes by which the zone's clock goes forward (or back, negative) within the next week."""
    return _offset(name, now + timedelta(days=7)) - _offset(name, now)


def _minutes_to_change(name: str, now: datetime) -> int:
    """Minutes on the zone's clock from now to its change, by bisection."""
    low, high, before = 0, WEEK_MINUTES, _offset(name, now)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(name, now + timedelta(minutes=middle)) == before:
            low = middle
        else:
            high = middle
    return high
