"""Finding meetings by words: accents and capitals ignored, the last word may be unfinished, one slip is forgiven."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from holdfast.domain.meetings.meeting import Meeting

Positions = NDArray[np.int32]
MOST_ENDINGS = 200
"""How many words an unfinished one may stand for."""
SHORTEST_SLIP = 4
"""Shorter words must be right."""


def folded(text: str) -> str:
    """In lower case and without accents: "San José" is "san jose"."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def words_of(text: str) -> list[str]:
    """The words of a text, folded."""
    return re.findall(r"\w+", folded(text))


class Wording:
    """An inverted list: word -> positions of the meetings that hold it."""

    def __init__(self, meetings: Sequence[Meeting]) -> None:
        found: dict[str, list[int]] = {}
        for position, meeting in enumerate(meetings):
            for word in set(words_of(_searched(meeting))):
                found.setdefault(word, []).append(position)
        self._vocabulary = sorted(found)
        self._positions = [np.array(found[word], dtype=np.int32) for word in self._vocabulary]
        self._count = len(meetings)

    def holding(self, text: str) -> Positions | None:
        """Positions of the meetings that hold every word; None where the text has no words."""
        words = words_of(text)
        if not words:
            return None
        mask = np.ones(self._count, dtype=bool)
        for number, word in enumerate(words):
            mask &= self._mask(word, is_last=number == len(words) - 1)
        return np.flatnonzero(mask).astype(np.int32)

    def _mask(self, word: str, *, is_last: bool) -> NDArray[np.bool_]:
        mask = np.zeros(self._count, dtype=bool)
        for number in self._numbers(word, is_last=is_last):
            mask[self._positions[number]] = True
        return mask

    def _numbers(self, word: str, *, is_last: bool) -> Iterable[int]:
        at = bisect_left(self._vocabulary, word)
        exact = at < len(self._vocabulary) and self._vocabulary[at] == word
        if is_last:
            endings = list(islice(self._starting(word, at), MOST_ENDINGS))
            if endings:
                return endings
        if exact:
            return [at]
        return self._nearly(word) if len(word) >= SHORTEST_SLIP else []

    def _starting(self, word: str, at: int) -> Iterable[int]:
        while at < len(self._vocabulary) and self._vocabulary[at].startswith(word):
            yield at
            at += 1

    def _nearly(self, word: str) -> list[int]:
        """Words that differ by one letter more, less, other or swapped; the first letter must be right."""
        low, high = bisect_left(self._vocabulary, word[0]), bisect_left(self._vocabulary, chr(ord(word[0]) + 1))
        near = range(low, high)
        return [number for number in near if is_one_slip_away(word, self._vocabulary[number])]


def is_one_slip_away(word: str, other: str) -> bool:
    """One letter inserted, left out, replaced, or two neighbours swapped (Damerau 1964)."""
    if abs(len(word) - len(other)) > 1:
        return False
    start = next((at for at, (one, two) in enumerate(zip(word, other, strict=False)) if one != two), None)
    if start is None:
        return True
    one, two = word[start:], other[start:]
    return one[1:] == two[1:] or one[1:] == two or one == two[1:] or (one[:2] == two[1::-1] and one[2:] == two[2:])


def _searched(meeting: Meeting) -> str:
    parts = (meeting.name, meeting.group, meeting.location, meeting.address, meeting.city, *meeting.regions)
    return " ".join(parts)
