"""What is asked: six classes of searches, drawn at random, the same for the same corpus and seed."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from benchmarks.directory.corpus import Corpus
from benchmarks.directory.moments import Moment
from holdfast.domain.meetings.fellowships import FELLOWSHIPS
from holdfast.domain.meetings.kinds import Kind
from holdfast.domain.meetings.meeting import Attendance, Meeting
from holdfast.domain.meetings.query import Query, Sort
from holdfast.domain.meetings.wording import words_of

RADIUS_KM = 25.0
SOON = 180
"""Minutes."""
PAGE = 50
METROPOLISES = 40
CLASSES = {
    "a": "in person within 25 km, next 3 h, women, nearest first",
    "b": "whole week within 25 km of a metropolis, soonest first",
    "c": "nearest 50 for women in Spanish, at any distance",
    "d": "online anywhere, next 3 h, soonest first",
    "e": "words: one or two, unfinished or with a slip",
    "f": "how many of each kind within 25 km, whole week",
}
UNFINISHED, SLIPPED = 0.3, 0.1
"""Shares of the questions in words."""
SHORTEST = 3
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Question:
    """One search."""

    letter: str
    query: Query
    now: datetime
    is_compared: bool = True
    """A peer without forgiveness for slips, or with other endings, should find the same."""

    def told(self) -> str:
        """To ask it again by hand."""
        return f"{self.letter} near {self.query.near}, words {self.query.words!r}, {self.now:%Y-%m-%d %H:%M} UTC"


class Asker:
    """Draws questions about a corpus."""

    def __init__(self, corpus: Corpus, seed: int = 7) -> None:
        self._corpus = corpus
        self._chance = random.Random(seed)
        self._placed = np.flatnonzero(~np.isnan(corpus.latitude))
        self._large = corpus.largest(METROPOLISES)
        self._vocabulary = sorted(_vocabulary(corpus))

    def ask(self, letter: str, moment: Moment) -> Question:
        """One question of a class."""
        query, is_compared = _CLASSES[letter](self)
        return Question(letter, query, moment.minute(self._chance), is_compared)

    def tonight_near(self) -> tuple[Query, bool]:
        """Class a."""
        query = Query(
            near=self._point(),
            radius_km=RADIUS_KM,
            within_minutes=SOON,
            attendance=Attendance.IN_PERSON,
            kinds=frozenset({Kind.WOMEN}),
            sort=Sort.DISTANCE,
            limit=PAGE,
            counts=False,
        )
        return query, True

    def week_in_a_metropolis(self) -> tuple[Query, bool]:
        """Class b."""
        city = self._chance.choice(self._large)
        away = [self._chance.uniform(-0.05, 0.05) for _ in range(2)]
        near = (city.latitude + away[0], city.longitude + away[1])
        return Query(near=near, radius_km=RADIUS_KM, sort=Sort.TIME, limit=PAGE, counts=False), True

    def nearest_in_spanish(self) -> tuple[Query, bool]:
        """Class c."""
        query = Query(
            near=self._point(),
            kinds=frozenset({Kind.WOMEN}),
            languages=frozenset({"es"}),
            sort=Sort.DISTANCE,
            limit=PAGE,
            counts=False,
        )
        return query, True

    def online_soon(self) -> tuple[Query, bool]:
        """Class d."""
        return Query(attendance=Attendance.ONLINE, within_minutes=SOON, sort=Sort.TIME, limit=PAGE, counts=False), True

    def in_words(self) -> tuple[Query, bool]:
        """Class e. Compared where the words are whole and the last is the beginning of no other."""
        words = self._some_words()
        kind = self._chance.random()
        if kind < SLIPPED:
            words[-1] = self._slipped(words[-1])
        elif kind < SLIPPED + UNFINISHED:
            words[-1] = words[-1][: self._chance.randint(2, max(2, len(words[-1]) - 1))]
        is_whole = kind >= SLIPPED + UNFINISHED and not self._goes_on(words[-1])
        return Query(words=" ".join(words), sort=Sort.TIME, limit=PAGE, counts=False), is_whole

    def counts_near(self) -> tuple[Query, bool]:
        """Class f."""
        return Query(near=self._point(), radius_km=RADIUS_KM, limit=0), True

    def _point(self) -> tuple[float, float]:
        number = int(self._chance.choice(self._placed))
        return float(self._corpus.latitude[number]), float(self._corpus.longitude[number])

    def _some_words(self) -> list[str]:
        meeting = self._corpus[self._chance.randrange(len(self._corpus))]
        found = [word for word in searched_words(meeting) if len(word) >= SHORTEST]
        return self._chance.sample(found, min(len(found), self._chance.randint(1, 2))) or ["group"]

    def _slipped(self, word: str) -> str:
        """With one letter other, missing, too many or swapped, as fingers slip; never the first."""
        at, letter = self._chance.randrange(1, len(word)), self._chance.choice(LETTERS)
        ways = (
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] if at > 1 else word + letter,
        )
        return self._chance.choice(ways)

    def _goes_on(self, word: str) -> bool:
        at = bisect_right(self._vocabulary, word)
        return at < len(self._vocabulary) and self._vocabulary[at].startswith(word)


_CLASSES: dict[str, Callable[[Asker], tuple[Query, bool]]] = {
    "a": Asker.tonight_near,
    "b": Asker.week_in_a_metropolis,
    "c": Asker.nearest_in_spanish,
    "d": Asker.online_soon,
    "e": Asker.in_words,
    "f": Asker.counts_near,
}


def searched_words(meeting: Meeting) -> list[str]:
    """The different words by which a meeting is found, those of its names and places first."""
    parts = (meeting.name, meeting.group, meeting.location, meeting.address, meeting.city, *meeting.regions)
    more = (meeting.organization, _fellowship(meeting.fellowship))
    return list(dict.fromkeys(words_of(" ".join([*parts, *more]))))


def _fellowship(code: str | None) -> str:
    known = FELLOWSHIPS.get(code or "")
    return f"{known.code} {known.name}" if known and known.code != "other" else ""


def _vocabulary(corpus: Corpus) -> set[str]:
    texts = {" ".join((one.name, one.region)) for one in corpus.cities}
    return {word for one in corpus.templates for word in searched_words(one)} | {
        word for text in texts for word in words_of(text)
    }
