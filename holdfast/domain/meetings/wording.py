"""Finding meetings by words: accents and capitals ignored, the last word may be unfinished, one slip is forgiven."""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from holdfast.domain.meetings.fellowships import FELLOWSHIPS
from holdfast.domain.meetings.meeting import Meeting

Positions = NDArray[np.int32]
SHORTEST_SLIP = 4
"""Shorter words must be right."""
MOST_WORDS = 8
"""Of a query; the rest is not looked at."""


def folded(text: str) -> str:
    """In lower case and without accents: "San José" is "san jose"."""
    if text.isascii():
        return text.lower()
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def words_of(text: str) -> list[str]:
    """The words of a text, folded."""
    return re.findall(r"\w+", folded(text))


class WordingBuilder:
    """Takes meetings in, in the order of their positions. Texts that come again are read once."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._known: dict[str, tuple[int, ...]] = {}
        self._words, self._positions = array("i"), array("i")
        self._count = 0

    def add(self, meeting: Meeting) -> None:
        """The words of the next meeting."""
        found: set[int] = set()
        for text in _searched(meeting):
            if text:
                found.update(self._known.get(text) or self._read(text))
        self._words.extend(found)
        self._positions.extend([self._count] * len(found))
        self._count += 1

    def _read(self, text: str) -> tuple[int, ...]:
        found = tuple(self._numbers.setdefault(word, len(self._numbers)) for word in words_of(text))
        if len(text) < 60:
            self._known[text] = found
        return found

    def finish(self) -> Wording:
        """The inverted list."""
        vocabulary = sorted(self._numbers)
        rank = np.empty(len(vocabulary), dtype=np.int32)
        rank[[self._numbers[word] for word in vocabulary]] = np.arange(len(vocabulary), dtype=np.int32)
        words = rank[np.frombuffer(self._words, dtype=np.int32)] if self._words else np.zeros(0, dtype=np.int32)
        order = np.argsort(words, kind="stable")
        positions = np.array(self._positions, dtype=np.int32)[order]
        starts = np.searchsorted(words[order], np.arange(len(vocabulary) + 1))
        return Wording(vocabulary, positions, starts, self._count)


class Wording:
    """An inverted list: the positions of all words one after the other, in the order of the words."""

    def __init__(self, vocabulary: Sequence[str], positions: Positions, starts: NDArray[np.int64], count: int) -> None:
        self._vocabulary = vocabulary
        self._positions = positions
        self._starts = starts
        self._count = count
        self._spellings = _Spellings(vocabulary)

    def holding(self, text: str, also: Mapping[str, Positions] | None = None) -> Positions | None:
        """Positions of the meetings that hold every word, ascending; None where the text has no words.

        `also` gives, for a word, meetings that hold it in another sense: "mujeres" holds for meetings for women.
        """
        words = words_of(text)[:MOST_WORDS]
        if not words:
            return None
        found = [
            self._of(word, is_last=number == len(words) - 1, also=(also or {}).get(word))
            for number, word in enumerate(words)
        ]
        mask = found[0]
        for one in found[1:]:
            mask &= one
        return np.flatnonzero(mask).astype(np.int32)

    def _of(self, word: str, *, is_last: bool, also: Positions | None) -> NDArray[np.bool_]:
        mask = np.zeros(self._count, dtype=bool)
        for low, high in self._ranges(word, is_last=is_last):
            mask[self._positions[self._starts[low] : self._starts[high]]] = True
        if also is not None:
            mask[also] = True
        return mask

    def _ranges(self, word: str, *, is_last: bool) -> Iterable[tuple[int, int]]:
        """Ranges of the vocabulary that a word stands for."""
        low = bisect_left(self._vocabulary, word)
        high = bisect_left(self._vocabulary, word + "\U0010ffff", lo=low) if is_last else low
        if high > low:
            return [(low, high)]
        if low < len(self._vocabulary) and self._vocabulary[low] == word:
            return [(low, low + 1)]
        near = self._spellings.nearly(word) if len(word) >= SHORTEST_SLIP else []
        return [(number, number + 1) for number in near]


class _Spellings:
    """Words of one first letter and one length as rows of letters, so that all are compared at once."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        groups: dict[tuple[str, int], list[int]] = {}
        for number, word in enumerate(vocabulary):
            if len(word) >= SHORTEST_SLIP - 1:
                groups.setdefault((word[0], len(word)), []).append(number)
        self._groups = {
            group: (np.array(numbers), _letters([vocabulary[number] for number in numbers], group[1]))
            for group, numbers in groups.items()
        }

    def nearly(self, word: str) -> list[int]:
        """Words that differ by one letter more, less, other or swapped (Damerau 1964); the first must be right."""
        found: list[int] = []
        for length in (len(word) - 1, len(word), len(word) + 1):
            numbers, letters = self._groups.get((word[0], length), (None, None))
            if numbers is not None and letters is not None:
                found += numbers[_is_one_slip(letters, _letters([word], len(word))[0])].tolist()
        return found


def _letters(words: Sequence[str], length: int) -> NDArray[np.uint32]:
    return np.frombuffer("".join(words).encode("utf-32-le"), dtype="<u4").reshape(len(words), length)


def _is_one_slip(others: NDArray[np.uint32], word: NDArray[np.uint32]) -> NDArray[np.bool_]:
    if others.shape[1] == len(word):
        wrong = others != word
        count = wrong.sum(axis=1)
        at = wrong.argmax(axis=1)
        then = np.minimum(at + 1, len(word) - 1)
        rows = np.arange(len(others))
        is_swapped = (count == 2) & (others[rows, at] == word[then]) & (others[rows, then] == word[at])
        is_near: NDArray[np.bool_] = (count <= 1) | is_swapped
        return is_near
    shorter = min(others.shape[1], len(word))
    same_from_front = _run(others[:, :shorter] == word[:shorter])
    same_from_back = _run((others[:, -shorter:] == word[-shorter:])[:, ::-1])
    is_slip: NDArray[np.bool_] = same_from_front + same_from_back >= shorter
    return is_slip


def _run(same: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many of each row are true from the left."""
    found: NDArray[np.int64] = np.logical_and.accumulate(same, axis=1).sum(axis=1)
    return found


def _searched(meeting: Meeting) -> Iterable[str]:
    yield meeting.name
    yield meeting.group
    yield meeting.location
    yield meeting.address
    yield meeting.city
    yield meeting.organization
    yield from meeting.regions
    yield _fellowship_words(meeting.fellowship or "")


@lru_cache(maxsize=200)
def _fellowship_words(code: str) -> str:
    known = FELLOWSHIPS.get(code)
    return f"{known.code} {known.name}" if known and code != "other" else ""
