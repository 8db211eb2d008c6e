"""Answering a query: take the fewest rows that can hold all answers, look at those, and order only what is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import asin, cos, degrees, inf, radians, sin
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from holdfast.domain.meetings.fellowships import FELLOWSHIPS
from holdfast.domain.meetings.index.checks import Reason, column_checks, flag_checks, together
from holdfast.domain.meetings.index.clocks import Clocks, Reading, zone_named
from holdfast.domain.meetings.index.columns import (
    NO_START,
    PATHWAY_BITS,
    TIME_KEY,
    Rows,
    band_of,
    columns_of,
    key_at,
    spans,
)
from holdfast.domain.meetings.index.flags import (
    ATTENDANCES,
    KINDS,
    Mark,
    attendance_bits,
    days_bits,
    kinds_bits,
    mark_bit,
)
from holdfast.domain.meetings.meeting import WEEK_MINUTES, Attendance, Meeting
from holdfast.domain.meetings.query import Hit, Query, Results, Sense, Sort
from holdfast.domain.meetings.wording import Positions

STILL_COUNTS = 10
"""Minutes after the start in which a meeting still counts as soon (as in TSML UI)."""
EARTH_KM = 6371.0088
"""Mean radius (IUGG)."""
NEVER = 2**30
FEW = 16
"""Meetings that hold the words are taken as the beginning when they are fewer than one in so many."""
MANY = 20_000
"""Rows from which on only those of the next hours are put in order, where that is enough."""
SOON_MINUTES = 240
HALF_ROUND = EARTH_KM * 3.1415926535

Floats = NDArray[np.float64]
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class _Found:
    """Rows that answer so far, ascending, with how long until each starts and how far it is."""

    rows: Rows
    wait: NDArray[np.int64]
    chord: Floats | None
    """Squared straight line through the unit sphere: orders like the distance and is cheaper."""

    def keep(self, mask: NDArray[np.bool_] | Rows) -> _Found:
        chord = None if self.chord is None else self.chord[mask]
        return _Found(self.rows[mask], self.wait[mask], chord)


class Index:
    """Built from meetings, read once; answers `search`. Never changes, so any thread may ask."""

    def __init__(self, meetings: Iterable[Meeting], *, many: int = MANY) -> None:
        self._many = many
        self._columns = columns_of(meetings)
        self._clocks = Clocks(self._columns.zones)
        self.size = self._columns.meetings

    @property
    def fellowships(self) -> tuple[str, ...]:
        """The codes of the fellowships that have meetings, in the order of our list."""
        return tuple(code for code in FELLOWSHIPS if code in self._columns.fellowships)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that meetings are held in, ISO 639-1."""
        return tuple(sorted(self._columns.languages.rows))

    def search(self, query: Query, now: datetime) -> Results:
        """The meetings that answer, each once, at its best time. `now` is aware."""
        reading = self._clocks.read(now)
        holding = self._holding(query)
        rows = self._narrowed(query, self._candidates(query, reading, holding), holding)
        found = self._soonest_of_many(query, rows, reading)
        every = self._one_row_each(rows) if found is not None else None
        if found is None:
            found = self._each_once(self._measured(query, rows, reading))
        order = self._order(query, found)
        page = order[query.offset : query.offset + query.limit]
        hits = self._hits(found, page, reading)
        return self._counted(query, found.rows if every is None else every, hits)

    def _soonest_of_many(self, query: Query, rows: Rows, reading: Reading) -> _Found | None:
        """Where very many answer and the soonest are wanted: those of the next hours, if they fill the page. The rest
        begins later, so nobody needs to know when."""
        is_plain = query.sort is Sort.TIME and query.near is None and query.within_minutes is None
        if not is_plain or len(rows) < self._many:
            return None
        there = np.zeros(len(self._columns), dtype=bool)
        there[rows] = True
        soon = self._soon(SOON_MINUTES, reading)
        part = replace(query, within_minutes=SOON_MINUTES)
        found = self._each_once(self._measured(part, soon[there[soon]], reading))
        return found if len(found.rows) >= query.offset + query.limit else None

    def _one_row_each(self, rows: Rows) -> Rows:
        """The first row of each meeting; rows of one meeting stand beside each other."""
        return rows[np.flatnonzero(np.diff(self._columns.position[rows], prepend=-1))]

    def near_misses(self, query: Query, now: datetime, *, most: int = 5) -> tuple[tuple[Hit, Reason, str], ...]:
        """The nearest or soonest meetings that fail in just one thing, with that thing. Needs `near`."""
        if query.near is None or query.radius_km is None or query.within_minutes is not None:
            return ()
        wider = replace(query, radius_km=query.radius_km * 2)
        rows = spans(*self._near_spans(query.near, 2 * query.radius_km))
        failed = [(one.reason, one.detail, ~one.holds(self._columns.flags[rows])) for one in flag_checks(query)]
        failed += [(reason, "", ~mask) for reason, mask in column_checks(self._columns, query, rows)]
        if (holding := self._holding(query)) is not None:
            kept = self._among(holding, rows)  # what does not hold the words is no near miss
            rows, failed = rows[kept], [(reason, detail, mask[kept]) for reason, detail, mask in failed]
        failed.append((Reason.FAR, "", self._chord(query.near, rows) > _chord_of(query.radius_km)))
        mask = np.sum([one for _, _, one in failed], axis=0) == 1
        reading = self._clocks.read(now)
        found = self._each_once(self._measured(replace(wider, travel_kmh=None), rows[mask], reading))
        hits = self._hits(found, self._order(query, found)[:most], reading)
        answers = {hit.position for hit in self.search(replace(query, limit=10_000, counts=False), now).hits}
        return tuple(self._why(hit, rows, failed) for hit in hits if hit.position not in answers)

    def _why(
        self, hit: Hit, rows: Rows, failed: Sequence[tuple[Reason, str, NDArray[np.bool_]]]
    ) -> tuple[Hit, Reason, str]:
        own = np.flatnonzero(self._columns.position[rows] == hit.position)
        for reason, detail, mask in failed:
            if mask[own].all():
                return hit, reason, detail
        return hit, Reason.SOON, ""

    # The fewest rows

    def _candidates(self, query: Query, reading: Reading, holding: Positions | None) -> Rows:
        """Rows among which all answers are, ascending."""
        if holding is not None and len(holding) * FEW < self.size:
            return np.sort(self._columns.rows_of(holding))
        if query.near is not None and query.radius_km is not None:
            near = self._near_spans(query.near, query.radius_km)
            if query.within_minutes is None or near[1].sum() < 4000:
                return spans(*near)
            soon = self._soon(query.within_minutes, reading)
            return soon if len(soon) < near[1].sum() else spans(*near)
        if query.within_minutes is not None and query.within_minutes < WEEK_MINUTES // 4:
            return self._soon(query.within_minutes, reading)
        if query.languages and len(rows := self._columns.languages.of(query.languages)) * 2 < len(self._columns):
            return rows.astype(np.int64)
        return np.arange(len(self._columns))

    def _near_spans(self, near: tuple[float, float], radius_km: float) -> tuple[Rows, Rows]:
        """First row and number of rows in each band of a box around the circle."""
        latitude, longitude = near
        reach = min(radius_km, HALF_ROUND) / EARTH_KM
        low, high = max(latitude - degrees(reach), -90.0), min(latitude + degrees(reach), 90.0)
        bands = range(band_of(low), band_of(high) + 1)
        wests_and_easts = _around(latitude, longitude, reach)
        keys = [(key_at(band, west), key_at(band, east) + 1) for band in bands for west, east in wests_and_easts]
        at = np.searchsorted(self._columns.key, np.array(keys, dtype=np.int64).ravel()).reshape(-1, 2)
        return at[:, 0], at[:, 1] - at[:, 0]

    def _soon(self, within: int, reading: Reading) -> Rows:
        """Rows that may start within so many minutes: on each zone's clock, and by their dates."""
        columns = self._columns
        shift = np.where(reading.change_in <= within + STILL_COUNTS, np.abs(reading.shift), 0)
        begin = reading.week_minute - STILL_COUNTS - shift
        length = within + STILL_COUNTS + 2 * shift
        zone = np.arange(len(columns.zones)) * TIME_KEY
        lows = [np.maximum(begin, 0), np.where(begin < 0, begin + WEEK_MINUTES, 0)]
        highs = [
            np.minimum(begin + length, WEEK_MINUTES - 1),
            np.where(begin < 0, WEEK_MINUTES - 1, np.minimum(begin + length, 2 * WEEK_MINUTES - 1) - WEEK_MINUTES),
        ]
        low = np.concatenate([zone + one for one in lows])
        high = np.concatenate([np.where(one < 0, zone - 1, zone + one) for one in highs])
        first = np.searchsorted(columns.time_key, low)
        last = np.searchsorted(columns.time_key, high, side="right")
        weekly = columns.by_time[spans(first, np.maximum(last - first, 0))]
        weekly.sort()
        if not len(columns.ahead):
            return weekly.astype(np.int64)
        dated = columns.ahead.between(reading.minute - STILL_COUNTS, reading.minute + within)
        return np.unique(np.concatenate([weekly, dated])).astype(np.int64)

    # Looking at them

    def _narrowed(self, query: Query, rows: Rows, holding: Positions | None) -> Rows:
        """The rows that fit in everything but time and distance; the flags go first, they throw out most."""
        for check in together(list(flag_checks(query))):
            rows = rows[check.holds(self._columns.flags[rows])]
        if masks := [mask for _, mask in column_checks(self._columns, query, rows)]:
            rows = rows[np.logical_and.reduce(masks)]
        if holding is not None and len(holding) * FEW >= self.size:
            rows = rows[self._among(holding, rows)]
        return rows

    def _holding(self, query: Query) -> Positions | None:
        also = {sense.word: self._in_the_sense(sense) for sense in query.senses}
        return self._columns.wording.holding(query.words, also)

    def _among(self, positions: Positions, rows: Rows) -> NDArray[np.bool_]:
        """Which of the rows belong to one of the meetings."""
        held = np.zeros(self.size, dtype=bool)
        held[positions] = True
        found: NDArray[np.bool_] = held[self._columns.position[rows]]
        return found

    def _in_the_sense(self, sense: Sense) -> Positions:
        bits = np.uint64(kinds_bits(sense.kinds) | days_bits(sense.days))
        rows = np.flatnonzero((self._columns.flags & bits) != 0)
        spoken = self._columns.languages.of(sense.languages)
        positions: Positions = self._columns.position[np.concatenate([rows, spoken])]
        return positions

    def _measured(self, query: Query, rows: Rows, reading: Reading) -> _Found:
        """With waits and distances; what is too far, too late or out of reach is gone."""
        chord = None if query.near is None else self._chord(query.near, rows)
        if chord is not None and query.radius_km is not None:
            keep = chord <= _chord_of(query.radius_km)
            rows, chord = rows[keep], chord[keep]
        found = _Found(rows, self._wait(rows, reading), chord)
        if query.within_minutes is not None:
            found = found.keep(found.wait <= query.within_minutes)
        if query.travel_kmh and found.chord is not None:
            found = found.keep(self._in_reach(query, found, query.travel_kmh))
        return found

    def _chord(self, near: tuple[float, float], rows: Rows) -> Floats:
        """Infinite where there is no position."""
        north, east = radians(near[0]), radians(near[1])
        here = np.array([cos(north) * cos(east), cos(north) * sin(east), sin(north)])
        away = self._columns.xyz[rows] - here
        chord: Floats = np.einsum("ij,ij->i", away, away)
        return np.where(np.isnan(chord), np.inf, chord)

    def _in_reach(self, query: Query, found: _Found, kmh: float) -> NDArray[np.bool_]:
        """What can be joined online is always reached, except where somebody wants to be there in person."""
        joined = () if query.attendance is Attendance.IN_PERSON else (Attendance.ONLINE, Attendance.HYBRID)
        online = np.uint64(attendance_bits(*joined))
        minutes = _km_of(found.chord) / kmh * 60 if found.chord is not None else np.zeros(len(found.rows))
        reached: NDArray[np.bool_] = (minutes <= found.wait) | ((self._columns.flags[found.rows] & online) != 0)
        return reached

    def _wait(self, rows: Rows, reading: Reading) -> NDArray[np.int64]:
        """Real minutes until each row starts next, down to -STILL_COUNTS; NEVER for no time, no zone, or closed."""
        columns = self._columns
        zone, start = columns.zone[rows], columns.start[rows]
        wait = start - reading.week_minute[zone]
        wait += np.where(wait < -STILL_COUNTS, WEEK_MINUTES, 0)
        wait -= np.where(wait > WEEK_MINUTES - STILL_COUNTS - 1, WEEK_MINUTES, 0)
        change_in = reading.change_in
        if (change_in < WEEK_MINUTES).any():
            shift = reading.shift
            wait -= np.where(wait >= change_in[zone] + np.minimum(shift[zone], 0), shift[zone], 0)
        flags = columns.flags[rows]
        unknown = columns.zones.index("") if "" in columns.zones else -1
        wait[(start == NO_START) | (zone == unknown) | ((flags & np.uint64(mark_bit(Mark.CLOSED))) != 0)] = NEVER
        if len(columns.ahead):
            dated = np.flatnonzero((flags & np.uint64(mark_bit(Mark.DATED))) != 0)
            if len(dated):
                next_at = columns.ahead.next_of(rows[dated], reading.minute - STILL_COUNTS)
                wait[dated] = np.where(next_at < 0, NEVER, next_at - reading.minute)
        return wait

    # Each meeting once, in order

    def _each_once(self, found: _Found) -> _Found:
        """Of each meeting its soonest row. Rows of one meeting stand beside each other."""
        position = self._columns.position[found.rows]
        starts = np.flatnonzero(np.diff(position, prepend=-1))
        if len(starts) == len(position):
            return found
        local = np.arange(len(position))
        soonest = np.minimum.reduceat((found.wait + 2 * STILL_COUNTS) * (1 << 31) + local, starts)
        return found.keep(soonest & ((1 << 31) - 1))

    def _order(self, query: Query, found: _Found) -> Rows:
        """The order of all that will be shown; what comes after is left unordered."""
        keys = self._keys(query, found)
        most = query.offset + query.limit
        if most == 0:
            return np.zeros(0, dtype=np.int64)
        first: Rows = np.arange(len(found.rows))
        if len(first) > 4 * most:
            leading = keys[-1]
            first = np.flatnonzero(leading <= np.partition(leading, most - 1)[most - 1])
        return first[np.lexsort([key[first] for key in keys])]

    def _keys(self, query: Query, found: _Found) -> list[NDArray[np.int64] | Floats]:
        """The last is the most important, as lexsort has it."""
        position = self._columns.position[found.rows]
        name = self._columns.name[position].astype(np.int64)
        distance = [] if found.chord is None else [found.chord]
        if query.sort is Sort.NAME:
            return [found.wait, name]
        if query.sort is Sort.DISTANCE and distance:
            return [name, found.wait, distance[0] + self._behind(query, found)]
        if query.sort is Sort.FIT and query.any_kinds:
            wanted = self._columns.flags[found.rows] & np.uint64(kinds_bits(query.any_kinds))
            return [name, *distance, found.wait, -np.bitwise_count(wanted).astype(np.int64)]
        return [name, *distance, found.wait]

    def _behind(self, query: Query, found: _Found) -> Floats | float:
        """What puts a row behind all that can be gone to; no two points are so far apart."""
        if not query.online_last:
            return 0.0
        online = np.uint64(attendance_bits(Attendance.ONLINE))
        return np.where((self._columns.flags[found.rows] & online) != 0, 8.0, 0.0)

    def _hits(self, found: _Found, page: Rows, reading: Reading) -> tuple[Hit, ...]:
        rows, wait = found.rows[page], found.wait[page].tolist()
        km = [inf] * len(rows) if found.chord is None else _km_of(found.chord[page]).tolist()
        columns = self._columns
        zones, slots = columns.zone[rows].tolist(), columns.slot[rows].tolist()
        return tuple(
            Hit(
                position,
                columns.slots[slots[at]],
                _start(reading.minute + wait[at], columns.zones[zones[at]]) if wait[at] < NEVER else None,
                _told(km[at]),
            )
            for at, position in enumerate(columns.position[rows].tolist())
        )

    # Counts

    def _counted(self, query: Query, rows: Rows, hits: tuple[Hit, ...]) -> Results:
        """`rows` has one row of each meeting that answers."""
        if not query.counts:
            return Results(len(rows), hits)
        columns = self._columns
        bits = bit_counts(columns.flags[rows])
        fellowships = np.bincount(columns.fellowship[rows], minlength=len(columns.fellowships)).tolist()
        ways = bit_counts(columns.pathways[rows])
        return Results(
            len(rows),
            hits,
            kinds=_named(zip(KINDS, bits, strict=False)),
            attendances=_named(zip(ATTENDANCES, bits[len(KINDS) :], strict=False)),
            pathways=_named(zip(PATHWAY_BITS, ways, strict=False)),
            fellowships=_named(zip(columns.fellowships, fellowships, strict=True)),
            languages=_named(zip(columns.language_bits, bit_counts(columns.spoken[rows]), strict=False)),
        )


def bit_counts(numbers: NDArray[np.uint64] | NDArray[np.uint16]) -> list[int]:
    """How many of the numbers have each bit: a histogram of each byte says it for eight bits at once."""
    width = numbers.dtype.itemsize
    sliced = np.ascontiguousarray(numbers).view(np.uint8).reshape(-1, width)
    counts: list[int] = []
    for at in range(width):
        counts += (np.bincount(sliced[:, at], minlength=256) @ _BYTE_BITS).tolist()
    return counts


_BYTE_BITS = (np.arange(256)[:, None] >> np.arange(8)) & 1


def _named(pairs: Iterable[tuple[Thing, int]]) -> Mapping[Thing, int]:
    return {thing: count for thing, count in pairs if count}


def _start(minute: int, zone: str) -> datetime:
    return datetime.fromtimestamp(minute * 60, zone_named(zone))


def _told(km: float) -> float | None:
    return km if km < inf else None


def _chord_of(km: float) -> float:
    """The squared straight line through the unit sphere between points so far apart on it."""
    return (2 * sin(min(km / EARTH_KM, 3.1415926535) / 2)) ** 2


def _km_of(chord: Floats) -> Floats:
    return 2 * EARTH_KM * np.arcsin(np.minimum(np.sqrt(chord) / 2, 1.0)) + np.where(np.isinf(chord), np.inf, 0.0)


def _around(latitude: float, longitude: float, reach: float) -> list[tuple[float, float]]:
    """From which longitude to which a circle goes, in two pieces where it crosses 180 degrees."""
    north = radians(latitude)
    if abs(north) + reach >= 1.5707963:
        return [(-180.0, 180.0)]
    across = degrees(asin(min(sin(reach) / cos(north), 1.0)))
    west, east = longitude - across, longitude + across
    if west < -180:
        return [(west + 360, 180.0), (-180.0, east)]
    if east > 180:
        return [(west, 180.0), (-180.0, east - 360)]
    return [(west, east)]
