"""The measurement of the directory search: what it lays out, and that it runs and notices a wrong answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from benchmarks.directory.answers import Answer, Row, disagreement
from benchmarks.directory.corpus import Corpus, corpus
from benchmarks.directory.moments import NEVER, Moment, minute_of_week, starts
from benchmarks.directory.questions import CLASSES, Asker, Question
from benchmarks.directory.search import Ours, report, run
from holdfast.domain.meetings.query import Query, Sort
from holdfast.domain.meetings.times import next_occurrence

COUNT = 300
BEFORE_A_CHANGE = datetime(2026, 10, 28, 22, 15, tzinfo=UTC)
"""Three days before the clocks of the United States go back."""


@pytest.fixture(scope="module")
def made() -> Corpus:
    """A small corpus."""
    return corpus(COUNT)


def test_a_corpus_has_as_many_meetings_as_asked_for(made: Corpus) -> None:
    assert len(list(made)) == len(made) == COUNT


def test_the_same_corpus_comes_again(made: Corpus) -> None:
    assert list(corpus(COUNT)) == list(made)


def test_another_seed_gives_another_corpus(made: Corpus) -> None:
    assert list(corpus(COUNT, seed=8)) != list(made)


def test_meetings_lie_near_their_city(made: Corpus) -> None:
    cities = [made.cities[number] for number in made.city]
    middle = np.array([(city.latitude, city.longitude) for city in cities])
    north = np.abs(made.latitude - middle[:, 0]) * 111
    east = np.abs((made.longitude - middle[:, 1] + 180) % 360 - 180) * 111 * np.cos(np.radians(middle[:, 0]))

    there = ~np.isnan(north)
    assert there.sum() > COUNT / 2
    assert np.hypot(north, east)[there].max() < 80


def test_meetings_keep_the_times_of_their_row(made: Corpus) -> None:
    rows = [made.templates[number] for number in made.template]

    assert [(one.slots, one.kinds) for one in made] == [(row.slots, row.kinds) for row in rows]


def test_a_time_comes_next_when_a_calendar_says_so(made: Corpus) -> None:
    moment = Moment(BEFORE_A_CHANGE, 0)
    minutes = starts(made, moment)

    for (number, slot), minute in zip(made.slots(), minutes, strict=True):
        if slot is None or made[number].is_closed:
            assert minute == NEVER
        else:
            alone = replace(made[number], slots=(slot,))
            found = next_occurrence(alone, BEFORE_A_CHANGE - timedelta(minutes=10))
            assert found is not None
            wait = int((found.start - BEFORE_A_CHANGE).total_seconds()) // 60
            assert (minute_of_week(BEFORE_A_CHANGE) + wait) % moment.period == minute


def test_every_class_of_questions_is_asked_and_reported(made: Corpus) -> None:
    contestants = [Ours(made)]

    tally = run(made, contestants, queries=4, many_moments=2)

    assert {letter: len(tally.took["ours", letter]) for letter in CLASSES} == dict.fromkeys(CLASSES, 4)
    assert len(list(report(tally, contestants))) == 2 + 2 * len(CLASSES)


def test_the_same_questions_come_again(made: Corpus) -> None:
    moment = Moment(BEFORE_A_CHANGE, 360)

    asked = [[asker.ask(letter, moment) for letter in CLASSES] for asker in (Asker(made), Asker(made))]

    assert asked[0] == asked[1]


SOONER, LATER, LATEST = Row(1, 10, 3.0), Row(2, 20, 2.0), Row(3, 30, 1.0)
WHOLE = Answer(3, (SOONER, LATER, LATEST))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (Answer(3, (SOONER, LATER)), ""),
        (Answer(2, (SOONER, LATER)), "total"),
        (Answer(3, (LATER, SOONER)), "should come before"),
        (Answer(3, (SOONER, LATEST)), "is missing"),
        (Answer(3, (SOONER,)), "different rows"),
        (Answer(3, (SOONER, Row(9, 20, 2.0))), "does not answer"),
        (Answer(3, (SOONER, Row(2, 20, 2.1))), "should be"),
        (Answer(3, (SOONER, Row(2, 21, 2.0))), "should be"),
    ],
)
def test_a_wrong_page_is_noticed(given: Answer, said: str) -> None:
    question = Question("b", Query(near=(0, 0), sort=Sort.TIME, limit=2), BEFORE_A_CHANGE)

    found = disagreement(given, WHOLE, question)

    assert (said in found) if said else not found


@pytest.mark.parametrize("order", [(SOONER, LATER), (LATER, SOONER)])
def test_rows_that_are_equal_may_stand_in_any_order(order: tuple[Row, Row]) -> None:
    rows = tuple(Row(row.number, 10, 1.0) for row in order)
    question = Question("a", Query(near=(0, 0), sort=Sort.DISTANCE), BEFORE_A_CHANGE)

    assert not disagreement(Answer(2, rows), Answer(2, rows[::-1]), question)
