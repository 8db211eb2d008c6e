"""What became of it over weeks and months, and where its line is drawn."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.trends import (
    EDGE,
    HEIGHT,
    WIDTH,
    Course,
    Held,
    Scale,
    Span,
    course,
    drawn,
    held,
    pieces_of,
)

TODAY = date(2026, 11, 21)
FIVE = Scale(1, 5)
VALUES = st.lists(st.none() | st.floats(1, 5), max_size=60)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], Course.NOT_ENOUGH),
        ([1, None, 5, 5], Course.NOT_ENOUGH),
        ([3, 3, 3, 3], Course.STEADY),
        ([3, 3.1, 3.0, 3.15], Course.STEADY),
        ([2.8, 2.9, 3.1, 3.3], Course.UP_A_LITTLE),
        ([1, 2, 3, 4], Course.UP),
        ([3.3, 3.1, 2.9, 2.8], Course.DOWN_A_LITTLE),
        ([5, 4, 3, 1], Course.DOWN),
    ],
)
def test_the_course_is_said_in_steps(values: list[float | None], expected: Course) -> None:
    assert course(values, FIVE) is expected


def test_one_very_hard_week_does_not_turn_it() -> None:
    steady: list[float | None] = [4, 4, 4, 4, 4, 4, 4, 1]

    assert course(steady, FIVE) is Course.STEADY


@given(VALUES)
def test_turned_round_it_went_the_other_way(values: list[float | None]) -> None:
    other = {
        Course.UP: Course.DOWN,
        Course.DOWN: Course.UP,
        Course.UP_A_LITTLE: Course.DOWN_A_LITTLE,
        Course.DOWN_A_LITTLE: Course.UP_A_LITTLE,
    }
    there = course(values, FIVE)

    assert course(values[::-1], FIVE) in {there, other.get(there)}


@given(VALUES)
def test_nothing_leaves_the_picture(values: list[float | None]) -> None:
    picture = drawn(values, FIVE)

    points = [*picture.dots, *([picture.last] if picture.last else [])]
    points += [tuple(map(float, pair.split())) for line in picture.lines for pair in line[1:].split("L")]  # type: ignore[misc]
    assert all(EDGE <= x <= WIDTH - EDGE and EDGE <= y <= HEIGHT - EDGE for x, y in points)


@given(VALUES)
def test_every_value_is_in_the_picture_once(values: list[float | None]) -> None:
    picture = drawn(values, FIVE)

    on_lines = sum(line.count("L") + 1 for line in picture.lines)
    assert on_lines + len(picture.dots) == sum(value is not None for value in values)


def test_a_long_silence_is_not_drawn_over() -> None:
    assert len(drawn([2, 3, None, None, None, 4, 5], FIVE).lines) == 2


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from(Span), st.integers(0, 6000))
def test_every_day_since_the_beginning_lies_in_one_piece(today: date, span: Span, back: int) -> None:
    first_on = today - timedelta(days=back)

    pieces = pieces_of(span, today, first_on)

    day = max(first_on, pieces.since)
    inside = [begin for begin, end in zip(pieces.begins, pieces.ends(), strict=True) if begin <= day <= end]
    assert inside == [pieces.of(day)]
    assert pieces.begins[-1] <= today <= pieces.ends()[-1]


def test_after_a_fresh_start_only_what_came_since_is_looked_at() -> None:
    assert pieces_of(Span.YEAR, TODAY, TODAY - timedelta(days=9)).since == date(2026, 11, 9)


@pytest.mark.parametrize(
    ("who", "used_own", "expected"),
    [
        ("someone", True, Held.SOMEONE),
        ("service", False, Held.SOMEONE),
        ("alone", True, Held.OWN),
        ("alone", False, Held.ALONE),
        ("", True, Held.OWN),
        ("", False, Held.NOT_SAID),
    ],
)
def test_what_held_is_what_the_person_said(who: str, used_own: bool, expected: Held) -> None:
    assert held(who, used_own=used_own) is expected
