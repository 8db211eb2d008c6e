"""The dates of what does not simply meet every week: other rhythms, exceptions, irregular dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from holdfast.domain.meetings.meeting import Change, ChangeKind, Meeting, Slot
from holdfast.domain.meetings.times import occurrences

BLOCK_DAYS = 28
"""Dates are worked out for so many days at once, and kept."""
AHEAD_DAYS = 130
"""How far beyond the block; what meets less often has no next time here, its own page looks further."""


@dataclass(frozen=True, slots=True)
class Dated:
    """One row and the meeting as that row alone has it."""

    row: int
    meeting: Meeting


@dataclass(frozen=True, slots=True)
class _Block:
    """The dates from one block on: sorted by row and moment, and again by moment."""

    keys: NDArray[np.int64]
    by_moment: NDArray[np.int64]
    rows_by_moment: NDArray[np.int64]


_ROW = 1 << 32
"""Moments are minutes since 1970, which fit below it."""


class Ahead:
    """Knows when the dated rows meet next."""

    def __init__(self, dated: Sequence[Dated]) -> None:
        self._dated = tuple(dated)
        self._blocks: dict[int, _Block] = {}

    def __len__(self) -> int:
        return len(self._dated)

    def next_of(self, rows: NDArray[np.int64], since: int) -> NDArray[np.int64]:
        """The first moment of each row at or after `since`, in minutes since 1970; -1 where there is none."""
        keys = self._block(since).keys
        if not len(keys):
            return np.full(len(rows), -1, dtype=np.int64)
        at = np.searchsorted(keys, rows * _ROW + since)
        there = keys[np.minimum(at, len(keys) - 1)]
        is_own = (at < len(keys)) & (there // _ROW == rows)
        return np.where(is_own, there % _ROW, -1)

    def between(self, since: int, until: int) -> NDArray[np.int64]:
        """The rows that meet at since <= moment <= until; a row may stand there twice."""
        block = self._block(since)
        low, high = np.searchsorted(block.by_moment, [since, until + 1])
        return block.rows_by_moment[low:high]

    def _block(self, minute: int) -> _Block:
        number = minute // (1440 * BLOCK_DAYS)
        if number not in self._blocks:
            self._blocks = {number: self._worked_out(number)} | dict(list(self._blocks.items())[-12:])
        return self._blocks[number]

    def _worked_out(self, number: int) -> _Block:
        first = datetime.fromtimestamp(number * BLOCK_DAYS * 86400, UTC) - timedelta(days=1)
        last = first + timedelta(days=BLOCK_DAYS + AHEAD_DAYS)
        found = [
            one.row * _ROW + int(met.start.timestamp()) // 60
            for one in self._dated
            for met in occurrences(one.meeting, first, last)
        ]
        keys = np.array(sorted(found), dtype=np.int64)
        order = np.argsort(keys % _ROW, kind="stable")
        return _Block(keys, (keys % _ROW)[order], (keys // _ROW)[order])


def ways_it_meets(meeting: Meeting) -> Iterable[tuple[Slot | None, Meeting | None]]:
    """The rows of a meeting: its regular times and its extra dates. The second value is set for what is dated."""
    extras = [one for one in meeting.changes if one.kind is ChangeKind.EXTRA and one.start is not None]
    others = tuple(one for one in meeting.changes if one.kind is not ChangeKind.EXTRA)
    for slot in meeting.slots:
        is_dated = bool(slot.rule or slot.since or others)
        yield slot, replace(meeting, slots=(slot,), changes=others) if is_dated and meeting.zone else None
    for extra in extras:
        yield _slot_of(extra), replace(meeting, slots=(), changes=(extra,))
    if not meeting.slots and not extras:
        yield None, None


def _slot_of(extra: Change) -> Slot:
    return Slot(day_of(extra.first_on), extra.start or 0, extra.end)


def day_of(day: date) -> int:
    """0 is Sunday."""
    return day.isoweekday() % 7
