"""What every peer is given and asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from benchmarks.directory.answers import Answer
from benchmarks.directory.corpus import Corpus
from benchmarks.directory.moments import STILL_COUNTS
from benchmarks.directory.questions import Question, searched_words
from holdfast.domain.meetings.kinds import Kind
from holdfast.domain.meetings.meeting import Attendance, Meeting

KIND_CODES = {kind: number for number, kind in enumerate(Kind)}
EVERYTHING = 100_000_000
"""A limit that leaves nothing out."""


class Peer(Protocol):
    """One of them, loaded with a corpus."""

    name: str
    loading_seconds: float

    def move(self, starts: NDArray[np.int32], period: int) -> None:
        """Give each weekly time its minute of the period in UTC; not timed."""

    def ask(self, question: Question, limit: int) -> Any:
        """The answer as the peer gives it; this is timed."""

    def answer(self, question: Question, given: Any) -> Answer:
        """The same, in the shape that is compared."""

    def size_bytes(self) -> int:
        """What it keeps, with its indexes."""


@dataclass(frozen=True, slots=True)
class Record:
    """A meeting as a peer stores it."""

    number: int
    latitude: float | None
    longitude: float | None
    in_person: bool
    online: bool
    kinds: tuple[int, ...]
    languages: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def bits(self) -> int:
        """The kinds as one number."""
        return sum(1 << kind for kind in self.kinds)


def records(corpus: Corpus) -> Iterator[Record]:
    """Every meeting, in the order of its number. Words are folded and cut as ours are."""
    return (_record(number, meeting) for number, meeting in enumerate(corpus.meetings()))


def _record(number: int, one: Meeting) -> Record:
    kinds = tuple(sorted(KIND_CODES[kind] for kind in one.kinds))
    in_person = one.attendance in {Attendance.IN_PERSON, Attendance.HYBRID}
    online = one.attendance in {Attendance.ONLINE, Attendance.HYBRID}
    place = (one.latitude, one.longitude)
    words = tuple(searched_words(one))
    return Record(number, *place, in_person, online, kinds, tuple(sorted(one.languages)), words)


def windows(now: int, within: int, period: int) -> list[tuple[int, int]]:
    """Minutes from what still counts now to `within` after it; two pieces over the end of the period."""
    low, high = (now - STILL_COUNTS) % period, (now + within) % period
    return [(low, high)] if low <= high else [(low, period - 1), (0, high)]


def page_windows(total: int, limit: int, week: int = 10_080) -> Iterator[int]:
    """Minutes of windows that should hold a page when answers are spread over the week; none where few answer."""
    width = week * 3 * limit // max(total, 1)
    while width < week // 2 and limit < EVERYTHING:
        yield width
        width *= 4


def counted(rows: Sequence[tuple[int, int]]) -> Answer:
    """Counts for each combination of kinds as counts of each kind."""
    kinds = {str(kind): sum(count for bits, count in rows if bits >> code & 1) for kind, code in KIND_CODES.items()}
    return Answer(sum(count for _, count in rows), (), {kind: count for kind, count in kinds.items() if count})
