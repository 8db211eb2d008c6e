"""The plan for a hard hour: what is open, what would make it hold, when it is looked over, who is suggested."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.network import COUNTING, Circle, Role, Tie, TieState
from holdfast.domain.safety_plan import (
    CALM_AFTER,
    REVIEW_EVERY,
    Seat,
    Standing,
    Step,
    What,
    Why,
    fits,
    hints,
    is_general,
    open_steps,
    review_due,
    standing_of,
    suggested,
)

NOW = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)
DAY = timedelta(days=1)
seats = st.builds(
    Seat,
    id=st.integers(0, 10**6).map(str),
    step=st.sampled_from(Step),
    name=st.sampled_from(["Rosa", "a friend", "the library", ""]),
    is_somebody=st.booleans(),
    can_be_called=st.booleans(),
    has_hour=st.booleans(),
    standing=st.sampled_from(Standing),
)
ties = st.builds(
    Tie,
    id=st.integers(0, 10**6).map(str),
    name=st.sampled_from(["Rosa", "Ben", "Ana"]),
    role=st.sampled_from(Role),
    circle=st.sampled_from(Circle),
    state=st.sampled_from(TieState),
    trust=st.none() | st.integers(0, 3),
    feel_after=st.none() | st.integers(-2, 2),
    takes_calls=st.booleans(),
)


def test_the_six_steps_have_their_order() -> None:
    assert [step.name for step in Step] == ["WARNING", "OWN", "COMPANY", "HELP", "CARE", "SURROUNDINGS"]


@pytest.mark.parametrize(
    ("state", "standing"),
    [
        (TieState.ACTIVE, Standing.THERE),
        (TieState.STRAINED, Standing.THERE),
        (TieState.RESTING, Standing.RESTING),
        (TieState.PHASING_OUT, Standing.STEPPING_BACK),
        (TieState.ENDED, Standing.ENDED),
        (None, Standing.GONE),
    ],
)
def test_somebody_stands_in_the_plan_as_on_the_map(state: TieState | None, standing: Standing) -> None:
    assert standing_of(state) is standing


@given(st.lists(seats, max_size=8, unique_by=lambda seat: seat.id))
def test_a_step_is_open_while_nothing_on_it_is_there(there: list[Seat]) -> None:
    assert set(open_steps(there)) == set(Step) - {seat.step for seat in there if seat.standing is Standing.THERE}


@given(st.lists(seats, max_size=8, unique_by=lambda seat: seat.id))
def test_there_is_one_hint_for_a_line_and_whoever_left_always_has_it(there: list[Seat]) -> None:
    found = hints(there)

    assert len(found) == len({hint.seat.id for hint in found})
    assert {hint.seat.id for hint in found if hint.what is What.NOT_THERE} == {
        seat.id for seat in there if not seat.is_there
    }
    assert [hint.seat.step for hint in found] == sorted(hint.seat.step for hint in found)


@pytest.mark.parametrize(
    ("facts", "what"),
    [
        ({"name": "Rosa", "can_be_called": True, "has_hour": True}, None),
        ({"name": "Rosa", "can_be_called": True}, What.HOUR),
        ({"name": "Rosa", "has_hour": True}, What.NUMBER),
        ({"name": "a friend"}, What.WHO),
        ({"name": "a friend", "standing": Standing.ENDED}, What.NOT_THERE),
        ({"name": "Kim", "step": Step.COMPANY}, None),
        ({"name": "Kim", "step": Step.SURROUNDINGS}, None),
        ({"name": "Breathe", "is_somebody": False}, None),
    ],
)
def test_the_hint_is_the_one_that_matters_most(facts: dict[str, object], what: What | None) -> None:
    seat = Seat(**{"id": "1", "step": Step.HELP, "is_somebody": True, **facts})  # type: ignore[arg-type]

    assert [hint.what for hint in hints([seat])] == ([what] if what else [])


@pytest.mark.parametrize(
    ("name", "is_so"),
    [
        ("a friend", True),
        ("My family", True),
        ("friends, neighbours", True),
        ("mi familia", True),
        ("una amiga", True),
        ("my therapist", True),
        ("Mum", False),
        ("my friend Ben", False),
        ("Dr. Dee", False),
        ("the", False),
        ("", False),
    ],
)
def test_a_name_is_somebody(name: str, is_so: bool) -> None:
    assert is_general(name) is is_so


@pytest.mark.parametrize(
    ("looked_ago", "hard_ago", "why"),
    [
        (DAY, None, None),
        (REVIEW_EVERY - DAY, None, None),
        (REVIEW_EVERY, None, Why.TIME),
        (10 * DAY, 20 * DAY, None),
        (10 * DAY, 2 * DAY, Why.HARD_MOMENT),
        (10 * DAY, CALM_AFTER, Why.HARD_MOMENT),
        (10 * DAY, CALM_AFTER - timedelta(seconds=1), None),
        (REVIEW_EVERY, 2 * DAY, Why.HARD_MOMENT),
    ],
)
def test_it_is_looked_over_after_90_days_and_after_a_hard_moment(
    looked_ago: timedelta, hard_ago: timedelta | None, why: Why | None
) -> None:
    hard_at = NOW - hard_ago if hard_ago is not None else None

    assert review_due(NOW - looked_ago, hard_at, NOW) is why


@given(st.timedeltas(timedelta(), 300 * DAY), st.none() | st.timedeltas(timedelta(), 300 * DAY))
def test_looking_it_over_is_enough_for_today(hard_ago: timedelta, other: timedelta | None) -> None:
    assert review_due(NOW, NOW - hard_ago, NOW) is None


@given(st.lists(ties, max_size=8, unique_by=lambda tie: tie.id), st.sampled_from(Step))
def test_only_those_who_are_there_are_suggested_and_nobody_twice(there: list[Tie], step: Step) -> None:
    taken = [tie.id for tie in there[:2]]

    found = suggested(step, there, taken=taken)

    assert all(tie.state in COUNTING and fits(step, tie.role) and tie.id not in taken for tie in found)
    assert len(found) == len({tie.id for tie in found})


@pytest.mark.parametrize(
    ("step", "role", "is_so"),
    [
        (Step.WARNING, Role.FRIEND, False),
        (Step.OWN, Role.FRIEND, False),
        (Step.COMPANY, Role.FRIEND, True),
        (Step.COMPANY, Role.CLUB, True),
        (Step.COMPANY, Role.HELPLINE, False),
        (Step.COMPANY, Role.THERAPIST, False),
        (Step.HELP, Role.SPONSOR, True),
        (Step.HELP, Role.CHILD, False),
        (Step.HELP, Role.SPONSEE, False),
        (Step.HELP, Role.CLINICIAN, False),
        (Step.CARE, Role.CLINICIAN, True),
        (Step.CARE, Role.HELPLINE, True),
        (Step.CARE, Role.FRIEND, False),
        (Step.SURROUNDINGS, Role.SIBLING, True),
        (Step.SURROUNDINGS, Role.CHILD, False),
    ],
)
def test_a_step_asks_for_certain_people(step: Step, role: Role, is_so: bool) -> None:
    assert fits(step, role) is is_so


def test_for_help_whoever_takes_calls_and_is_trusted_comes_first() -> None:
    near = Tie("1", "Ana", Role.FRIEND, Circle.WEEKLY)
    called = Tie("2", "Ben", Role.FRIEND, Circle.YEARLY, takes_calls=True)
    trusted = Tie("3", "Rosa", Role.FRIEND, Circle.YEARLY, takes_calls=True, trust=3)
    strained = Tie("4", "Kim", Role.FRIEND, Circle.WEEKLY, TieState.STRAINED, takes_calls=True, trust=3)

    found = suggested(Step.HELP, [near, called, trusted, strained])

    assert [tie.name for tie in found] == ["Rosa", "Ben", "Ana", "Kim"]
