"""What every peer is given and asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from benchmarks.directory.answers import Answer
from benchmarks.directory.corpus import Corpus
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

    def move(self, starts: NDArray[np.int32]) -> None:
        """Give each weekly time its minute of the week in UTC; not timed."""

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


def windows(now: int, within: int, still: int = 10, week: int = 10_080) -> list[tuple[int, int]]:
    """Minutes of the week from `still` before now to `within` after it; two pieces over the end of the week."""
    low, high = (now - still) % week, (now + within) % week
    return [(low, high)] if low <= high else [(low, week - 1), (0, high)]


def epoch_minute(at: datetime) -> int:
    """Minutes since 1970."""
    return int(at.timestamp()) // 60
