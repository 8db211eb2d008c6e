"""All rows in columns: one row for each meeting and each of its times, neighbours on the map beside each other.

A row is about 70 bytes, so that a million meetings fit where a browser tab does.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import nan

import numpy as np
from numpy.typing import NDArray

from holdfast.domain.meetings.index.ahead import Ahead, Dated, ways_it_meets
from holdfast.domain.meetings.index.flags import Mark, days_bits, flags_of, mark_bit
from holdfast.domain.meetings.meeting import DAY_MINUTES, Meeting, Slot
from holdfast.domain.meetings.pathways import Pathway, pathways_of
from holdfast.domain.meetings.wording import Wording, WordingBuilder

BAND = 0.1
"""Degrees of latitude in one band, 11 km: rows are sorted by band, then by longitude."""
NO_BAND = 5000
"""Of rows without a position: behind all others."""
ACROSS = 1 << 32
NO_START = -1
TIME_KEY = 1 << 14
"""More than the minutes of a week."""
MOST_LANGUAGES = 63

Rows = NDArray[np.int64]
PATHWAY_BITS = {way: 1 << at for at, way in enumerate(Pathway)}


@dataclass(frozen=True, slots=True)
class Postings:
    """The rows that have a value, in order."""

    rows: dict[str, NDArray[np.int32]]

    def of(self, values: Iterable[str]) -> NDArray[np.int32]:
        """The rows that have any of the values, each once."""
        found = [self.rows[value] for value in values if value in self.rows]
        if len(found) == 1:
            return found[0]
        return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns. Rows of one meeting stand beside each other."""

    meetings: int
    position: NDArray[np.int32]
    """Of the meeting in what the index was built from."""
    key: NDArray[np.int64]
    """Band and longitude, ascending: see `key_at`."""
    xyz: NDArray[np.float64]
    """The place as a point on the unit sphere; NaN where there is none."""
    start: NDArray[np.int16]
    """Minute of the week on the meeting's own clock; NO_START is none."""
    flags: NDArray[np.uint64]
    zone: NDArray[np.int16]
    fellowship: NDArray[np.int16]
    pathways: NDArray[np.uint16]
    slot: NDArray[np.int32]
    """Number in `slots`."""
    name: NDArray[np.int32]
    """Rank of the meeting's name; one entry for each meeting."""
    first_row: NDArray[np.int32]
    """For each meeting its first row."""
    row_count: NDArray[np.int32]
    slots: tuple[Slot | None, ...]
    zones: tuple[str, ...]
    fellowships: tuple[str, ...]
    languages: Postings
    language_bits: dict[str, int]
    spoken: NDArray[np.uint64]
    """The languages of a row by `language_bits`."""
    by_time: NDArray[np.int32]
    """Weekly rows by zone and start."""
    time_key: NDArray[np.int32]
    """Zone and start of each of `by_time`."""
    ahead: Ahead
    wording: Wording

    def __len__(self) -> int:
        return len(self.position)

    def rows_of(self, positions: NDArray[np.int32]) -> Rows:
        """The rows of meetings."""
        return spans(self.first_row[positions], self.row_count[positions])


def spans(starts: NDArray[np.int32] | Rows, lengths: NDArray[np.int32] | Rows) -> Rows:
    """The numbers start, start + 1, ... of each span, one span after the other."""
    total = int(lengths.sum())
    if not total:
        return np.zeros(0, dtype=np.int64)
    there = np.flatnonzero(lengths)
    starts, lengths = starts[there].astype(np.int64), lengths[there].astype(np.int64)
    steps = np.ones(total, dtype=np.int64)
    steps[0] = starts[0]
    ends = np.cumsum(lengths)[:-1]
    steps[ends] = starts[1:] - (starts[:-1] + lengths[:-1] - 1)
    return np.cumsum(steps)


def key_at(band: int, longitude: float) -> int:
    """The sorting key of a place: bands from the south, in each from the west."""
    return band * ACROSS + int((longitude + 180.0) * 1e6)


def band_of(latitude: float) -> int:
    """The number of the band, 0 at the south pole."""
    return int((latitude + 90.0) / BAND)


def columns_of(meetings: Iterable[Meeting]) -> Columns:
    """Read the meetings once, one after the other; nothing of them is held but the columns."""
    gathering = _Gathering()
    for meeting in meetings:
        gathering.add(meeting)
    return gathering.finish()


class _Gathering:
    """The columns in the order of the meetings, before they are sorted."""

    def __init__(self) -> None:
        self.position, self.key = array("i"), array("q")
        self.latitude, self.longitude = array("d"), array("d")
        self.start, self.flags = array("h"), array("Q")
        self.zone, self.fellowship, self.pathways = array("h"), array("h"), array("H")
        self.slot = array("i")
        self.zones: dict[str, int] = {}
        self.fellowships: dict[str, int] = {}
        self.slots: dict[Slot | None, int] = {}
        self.spoken: dict[str, array[int]] = {}
        self.names: list[str] = []
        self.dated: list[tuple[int, Meeting]] = []
        self.wording = WordingBuilder()

    def add(self, meeting: Meeting) -> None:
        """Take in one meeting with all its rows."""
        number = len(self.names)
        self.names.append(meeting.name.casefold())
        self.wording.add(meeting)
        flags, key = flags_of(meeting), _key_of(meeting)
        zone = self.zones.setdefault(meeting.zone or "", len(self.zones))
        fellowship = self.fellowships.setdefault(meeting.fellowship or "", len(self.fellowships))
        pathways = _pathway_bits(pathways_of(meeting))
        for slot, dated in ways_it_meets(meeting):
            row = len(self.position)
            if dated is not None:
                self.dated.append((row, dated))
            for language in meeting.languages:
                self.spoken.setdefault(language, array("i")).append(row)
            self.position.append(number)
            self.key.append(key)
            self.latitude.append(nan if meeting.latitude is None else meeting.latitude)
            self.longitude.append(nan if meeting.longitude is None else meeting.longitude)
            self.start.append(NO_START if slot is None else slot.day * DAY_MINUTES + slot.start)
            self.flags.append(
                flags | (0 if slot is None else days_bits((slot.day,))) | (0 if dated is None else mark_bit(Mark.DATED))
            )
            self.zone.append(zone)
            self.fellowship.append(fellowship)
            self.pathways.append(pathways)
            self.slot.append(self.slots.setdefault(slot, len(self.slots)))

    def finish(self) -> Columns:
        """Sort the rows by place and make what searches go through."""
        key = np.array(self.key, dtype=np.int64)
        order = np.argsort(key, kind="stable")
        place = np.empty(len(order), dtype=np.int32)
        place[order] = np.arange(len(order), dtype=np.int32)
        position = np.array(self.position, dtype=np.int32)[order]
        start, zone = np.array(self.start, dtype=np.int16)[order], np.array(self.zone, dtype=np.int16)[order]
        flags = np.array(self.flags, dtype=np.uint64)[order]
        first_row, row_count = _rows_of_each(position, len(self.names))
        languages = {code: np.sort(place[np.array(rows)]) for code, rows in self.spoken.items()}
        bits, spoken = _language_columns(languages, len(order))
        by_time, time_key = self._by_time(start, zone, flags)
        return Columns(
            meetings=len(self.names),
            position=position,
            key=key[order],
            xyz=_on_the_sphere(np.array(self.latitude)[order], np.array(self.longitude)[order]),
            start=start,
            flags=flags,
            zone=zone,
            fellowship=np.array(self.fellowship, dtype=np.int16)[order],
            pathways=np.array(self.pathways, dtype=np.uint16)[order],
            slot=np.array(self.slot, dtype=np.int32)[order],
            name=_ranks(self.names),
            first_row=first_row,
            row_count=row_count,
            slots=tuple(self.slots),
            zones=tuple(self.zones),
            fellowships=tuple(self.fellowships),
            languages=Postings(languages),
            language_bits=bits,
            spoken=spoken,
            by_time=by_time,
            time_key=time_key,
            ahead=Ahead([Dated(int(place[row]), meeting) for row, meeting in self.dated]),
            wording=self.wording.finish(),
        )

    def _by_time(
        self, start: NDArray[np.int16], zone: NDArray[np.int16], flags: NDArray[np.uint64]
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Weekly rows with a known zone, sorted by zone and start."""
        not_weekly = np.uint64(mark_bit(Mark.DATED) | mark_bit(Mark.CLOSED))
        is_weekly = (start != NO_START) & (zone != self.zones.get("", -1)) & (flags & not_weekly == 0)
        rows = np.flatnonzero(is_weekly).astype(np.int32)
        keys = zone[rows].astype(np.int32) * TIME_KEY + start[rows]
        order = np.argsort(keys, kind="stable")
        return rows[order], keys[order]


def _key_of(meeting: Meeting) -> int:
    if meeting.latitude is None or meeting.longitude is None:
        return key_at(NO_BAND, 0)
    return key_at(band_of(meeting.latitude), meeting.longitude)


@lru_cache(maxsize=5000)
def _pathway_bits(ways: frozenset[Pathway]) -> int:
    return sum(PATHWAY_BITS[way] for way in ways)


def _on_the_sphere(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> NDArray[np.float64]:
    north, east = np.radians(latitude), np.radians(longitude)
    return np.stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)], axis=1)


def _rows_of_each(position: NDArray[np.int32], meetings: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    first, count = np.zeros(meetings, dtype=np.int32), np.bincount(position, minlength=meetings).astype(np.int32)
    starts = np.flatnonzero(np.diff(position, prepend=-1))
    first[position[starts]] = starts
    return first, count


def _language_columns(postings: dict[str, NDArray[np.int32]], rows: int) -> tuple[dict[str, int], NDArray[np.uint64]]:
    """Bits for the most spoken languages; the others are found through their postings alone."""
    most = sorted(postings, key=lambda code: (-len(postings[code]), code))[:MOST_LANGUAGES]
    bits = {code: 1 << at for at, code in enumerate(most)}
    spoken = np.zeros(rows, dtype=np.uint64)
    for code, bit in bits.items():
        spoken[postings[code]] |= np.uint64(bit)
    return bits, spoken


def _ranks(names: list[str]) -> NDArray[np.int32]:
    ranks = np.empty(len(names), dtype=np.int32)
    ranks[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names), dtype=np.int32)
    return ranks
