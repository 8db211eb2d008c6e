"""The schedule that costs least, against every schedule there is."""

from __future__ import annotations

from itertools import product
from math import erf, exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.domain.asks.schedule import (
    FORBIDDEN,
    NEVER,
    POINTS,
    SIZE,
    STARTS,
    Problem,
    cheapest,
    cost,
    exactly,
    first_schedules,
    normal,
    still_open,
    unanswered,
    worth,
)
from tests.domain.asks.people import PATIENT


def problem_of(seed: int, count: int, places: int = 1, limits: float = 0.2) -> Problem:
    """Somebody's chances, speeds, prices and limits, drawn."""
    draws = np.random.default_rng(seed)
    chance = draws.uniform(0.05, 0.9, (count, 1)) * draws.uniform(0.7, 1.0, (count, NEVER))
    mu = draws.normal(2, 1, (count, 1)) + np.zeros((count, NEVER))
    price = np.zeros((count, SIZE))
    price[:, :NEVER] = draws.uniform(0.5, 4, (count, 1))
    price[:, :NEVER][draws.random((count, NEVER)) < limits] = FORBIDDEN
    waiting, failing = draws.uniform(0, 0.3), draws.uniform(5, 150)
    before = exactly(unanswered(chance[:1], mu[:1], np.ones(1), 60.0)[:, 0] if draws.random() < 0.5 else [], places)
    return Problem(unanswered(chance, mu, np.full(count, 1.1), 60.0), price, worth(60.0, waiting, failing), before)


def price_by_hand(problem: Problem, starts: tuple[int, ...]) -> float:
    """What a schedule of one place costs, written out as routing model 3.1 says it."""
    still = [
        float(
            problem.before[0, point] * np.prod([problem.open_[one, start, point] for one, start in enumerate(starts)])
        )
        for point in range(SIZE)
    ]
    asking = sum(problem.price[one, start] * still[start] for one, start in enumerate(starts) if start != NEVER)
    return asking + sum(price * open_ for price, open_ in zip(problem.worth, still, strict=True))


@pytest.mark.parametrize("z", [-7, -3.2, -1, -0.001, 0, 0.4, 2.5, 7])
def test_the_table_of_the_normal_distribution_is_right_to_a_millionth(z: float) -> None:
    assert normal(np.array([z]))[0] == pytest.approx((1 + erf(z / sqrt(2))) / 2, abs=1e-6)


def test_the_chance_of_no_yes_is_the_lognormal_one() -> None:
    open_ = unanswered(np.full((1, NEVER), 0.4), np.full((1, NEVER), log(10.0)), np.array([1.1]), 100.0)

    after = (1 - STARTS[2]) * 100
    assert open_[0, 2, -1] == pytest.approx(1 - 0.4 * (1 + erf(log(after / 10) / 1.1 / sqrt(2))) / 2, abs=1e-5)
    assert (open_[0, 2, :3] == 1).all()
    assert (open_[0, NEVER] == 1).all()


def test_the_price_of_waiting_is_the_area_under_what_is_still_open() -> None:
    times = POINTS * 60
    still = np.exp(-times / 30)

    area = float(still @ worth(60.0, 2.0, 7.0))
    assert area == pytest.approx(2 * np.trapezoid(still, times) + 7 * exp(-2))


@PATIENT
@given(st.integers(0, 10**6), st.integers(1, 5), st.lists(st.integers(0, NEVER), min_size=5, max_size=5))
def test_a_schedule_costs_what_the_model_says(seed: int, count: int, starts: list[int]) -> None:
    problem, chosen = problem_of(seed, count, limits=0), tuple(starts[:count])

    assert cost(problem, np.array(chosen)) == pytest.approx(price_by_hand(problem, chosen))


@settings(PATIENT, max_examples=30)
@given(st.integers(0, 10**6), st.integers(0, 3))
def test_no_schedule_of_up_to_three_is_cheaper(seed: int, count: int) -> None:
    problem = problem_of(seed, count)

    best = min(price_by_hand(problem, starts) for starts in product(range(SIZE), repeat=count))
    assert cost(problem, cheapest(problem)) == pytest.approx(best)


@settings(PATIENT, max_examples=40)
@given(st.integers(0, 10**6), st.integers(2, 10), st.data())
def test_no_two_together_would_do_better(seed: int, count: int, data: st.DataObject) -> None:
    problem = problem_of(seed, count)
    starts = cheapest(problem)
    found = cost(problem, starts)
    two = data.draw(st.lists(st.integers(0, count - 1), min_size=2, max_size=2, unique=True))

    for moves in product(range(SIZE), repeat=2):
        moved = starts.copy()
        moved[two] = moves
        assert cost(problem, moved) >= found - 1e-6


@PATIENT
@given(st.integers(0, 10**6), st.integers(0, 10), st.integers(1, 3))
def test_nobody_starts_at_a_forbidden_moment(seed: int, count: int, places: int) -> None:
    problem = problem_of(seed, count, places, limits=0.5)
    starts = cheapest(problem)

    assert (problem.price[np.arange(count), starts] < FORBIDDEN).all()


@PATIENT
@given(st.integers(0, 10**6), st.integers(1, 8))
def test_a_schedule_is_never_dearer_than_the_simple_ones(seed: int, count: int) -> None:
    problem = problem_of(seed, count)
    found = cost(problem, cheapest(problem))

    assert all(found <= cost(problem, simple) + 1e-6 for simple in first_schedules(problem))


@PATIENT
@given(st.integers(0, 10**6), st.integers(2, 5), st.integers(2, 3))
def test_the_chance_of_too_few_yeses_is_counted_over_all_who_may_say_it(seed: int, count: int, places: int) -> None:
    problem = problem_of(seed, count, places)
    starts = first_schedules(problem)[0]
    silent = exactly(problem.before[:0], places)

    chances = 1 - problem.open_[np.arange(count), starts, -1]
    too_few = sum(
        float(np.prod([chance if yes else 1 - chance for chance, yes in zip(chances, answers, strict=True)]))
        for answers in product((0, 1), repeat=count)
        if sum(answers) < places
    )
    alone = Problem(problem.open_, problem.price, problem.worth, silent)
    assert still_open(alone, starts)[-1] == pytest.approx(too_few)


@settings(PATIENT, max_examples=40)
@given(st.integers(0, 10**6), st.integers(2, 6))
def test_several_places_wanted_are_planned_so_that_no_one_moved_alone_does_better(seed: int, count: int) -> None:
    problem = problem_of(seed, count, places=2)
    starts = cheapest(problem)
    found = cost(problem, starts)

    for one, start in product(range(count), range(SIZE)):
        moved = starts.copy()
        moved[one] = start
        assert cost(problem, moved) >= found - 1e-3 * abs(found)
