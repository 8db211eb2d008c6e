"""Many plans at once say what the planner says of each."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.routing.instances import moment, supporter
from holdfast.domain.asks import schedule
from holdfast.domain.asks.batch import BARRED, KINDS, TIES, Asks, Pages, Schedules, packed, planned, problems, scored
from holdfast.domain.asks.candidates import Candidate, refusal_of
from holdfast.domain.asks.estimates import estimate
from holdfast.domain.asks.kinds import WEIGHTS, Kind
from holdfast.domain.asks.schedule import FORBIDDEN, NEVER, STARTS
from tests.domain.asks.people import ANA, NOON, PATIENT, candidates, somebody

SINGLE = 2e-3
"""Words of 16 bits and numbers of 32 are as near as this to the planner's."""
FEW = settings(PATIENT, max_examples=25)
"""Packing a page takes a while."""
seeds = st.integers(0, 10**6)


def asks_of(pages: Pages, kind: Kind, at: datetime, count: int = 1, *, dial: int = 0, minutes: float = 0) -> Asks:
    """One ask of each person at this moment."""
    minutes = minutes or WEIGHTS[kind].within.total_seconds() / 60
    return Asks(
        np.arange(count),
        np.full(count, KINDS.index(kind)),
        np.full(count, int((at - pages.since).total_seconds() // 60)),
        np.full(count, minutes, np.float32),
        np.full(count, dial),
    )


def crowd(seed: int, persons: int) -> tuple[list[list[Candidate]], datetime]:
    """Persons with up to twelve supporters each, and a moment."""
    rng = random.Random(seed)
    return [[supporter(rng, number) for number in range(rng.randrange(TIES + 1))] for _ in range(persons)], moment(rng)


def problems_of(seed: int, kind: Kind, dial: int = 0) -> list[tuple[schedule.Problem, float, schedule.Starts]]:
    """Each person's problem as the planner knows it, and what the batch found for it."""
    persons, now = crowd(seed, 6)
    pages = packed(persons, now)
    _, table = problems(pages, asks_of(pages, kind, now, len(persons), dial=dial))
    found = Schedules(table)
    found.improve()
    price = np.where(table.price >= BARRED, FORBIDDEN, table.price).astype(float)
    before = np.ones((1, NEVER + 1))
    return [
        (
            schedule.Problem(
                table.open_[..., row].astype(float), price[..., row], table.worth[:, row].astype(float), before
            ),
            float(found.costs()[row]),
            found.starts[:, row],
        )
        for row in range(len(persons))
    ]


@FEW
@given(seeds, st.sampled_from(Kind))
def test_a_score_is_the_estimate(seed: int, kind: Kind) -> None:
    persons, now = crowd(seed, 3)
    pages = packed(persons, now)
    scores = scored(pages, asks_of(pages, kind, now, len(persons)))

    for row, people in enumerate(persons):
        for place, one in enumerate(people):
            wanted = estimate(one, kind, [now], now)
            if scores.allowed[row, place]:
                assert scores.chance[row, place] == pytest.approx(wanted.chance[0], abs=1e-4)
                assert scores.mu[row, place] == pytest.approx(wanted.mu[0], abs=SINGLE)
                assert scores.price[row, place] == pytest.approx(wanted.price[0], abs=3 * SINGLE)


@FEW
@given(seeds, st.sampled_from(Kind))
def test_whole_hours_allow_what_the_limits_allow(seed: int, kind: Kind) -> None:
    persons, now = crowd(seed, 3)
    at = now.replace(minute=0)
    pages = packed(persons, at)
    scores = scored(pages, asks_of(pages, kind, at, len(persons)))

    for row, people in enumerate(persons):
        allowed = [refusal_of(one, kind, at) is None for one in people]
        assert scores.allowed[row].tolist() == allowed + [False] * (TIES - len(people))


@FEW
@given(candidates(), st.sampled_from(Kind), st.integers(0, 6 * 1440), st.integers(10, 1440))
def test_nobody_is_asked_outside_their_limits(people: list[Candidate], kind: Kind, later: int, minutes: int) -> None:
    at = NOON + timedelta(minutes=later)
    pages = packed([people], NOON)
    starts = planned(pages, asks_of(pages, kind, at, minutes=minutes)).starts[0]

    for one, start in zip(people, starts.tolist(), strict=False):
        if start != NEVER:
            when = at + timedelta(minutes=minutes) * STARTS[start]
            assert refusal_of(one, kind, when) is None
    assert (starts[len(people) :] == NEVER).all()


@FEW
@given(seeds, st.sampled_from(Kind), st.integers(-2, 2))
def test_a_schedule_costs_what_the_planner_says_it_costs(seed: int, kind: Kind, dial: int) -> None:
    for problem, found, starts in problems_of(seed, kind, dial):
        assert found == pytest.approx(schedule.cost(problem, starts), rel=SINGLE)


@FEW
@given(seeds, st.sampled_from(Kind))
def test_no_schedule_is_cheaper_than_the_planners_and_few_are_much_dearer(seed: int, kind: Kind) -> None:
    found, best = [], []
    for problem, cost, _ in problems_of(seed, kind):
        found.append(cost)
        best.append(schedule.cost(problem, schedule.cheapest(problem)))

    assert all(one >= other * (1 - SINGLE) for one, other in zip(found, best, strict=True))
    assert sum(found) <= sum(best) * 1.05


@FEW
@given(seeds, st.sampled_from(Kind))
def test_moving_one_at_a_time_is_what_the_planner_does(seed: int, kind: Kind) -> None:
    for problem, found, _ in problems_of(seed, kind):
        by_hand = schedule._one_at_a_time(problem, schedule.ladder(problem), rounds=2)
        assert found <= schedule.cost(problem, by_hand) * 1.05


def test_an_ask_is_planned_alike_alone_and_among_others() -> None:
    persons, now = crowd(3, 40)
    pages = packed(persons, now)
    among = planned(pages, asks_of(pages, Kind.TALK, now, len(persons)))

    for row, people in enumerate(persons):
        alone = packed([people], now)
        one = planned(alone, asks_of(alone, Kind.TALK, now))
        assert one.starts[0].tolist() == among.starts[row].tolist()
        assert one.chance[0] == pytest.approx(among.chance[row])


def test_a_person_with_nobody_is_planned_too() -> None:
    pages = packed([[]], NOON)
    plans = planned(pages, asks_of(pages, Kind.RIDE, NOON))

    assert (plans.starts == NEVER).all()
    assert plans.chance[0] == pytest.approx(0, abs=1e-6)


def test_a_page_has_twelve_places() -> None:
    with pytest.raises(ValueError, match="12 places"):
        packed([[somebody(f"S{number}") for number in range(13)]], NOON)


def test_a_respite_ends_within_the_week() -> None:
    pages = packed([[somebody("Ben", away_until=NOON + timedelta(days=2))]], NOON)
    before, after = (
        scored(pages, asks_of(pages, Kind.RIDE, NOON + timedelta(days=days))).allowed[0, 0] for days in (1, 3)
    )

    assert not before
    assert after


def test_who_sleeps_is_woken_in_a_crisis_only() -> None:
    sleeper = somebody("Ben", hours=ANA.hours.__class__(()), wakes=True)
    pages = packed([[sleeper]], NOON)
    crisis, ride = (scored(pages, asks_of(pages, kind, NOON)).allowed[0, 0] for kind in (Kind.CRISIS, Kind.RIDE))

    assert crisis
    assert not ride
