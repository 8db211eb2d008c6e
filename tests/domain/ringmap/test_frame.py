"""The oval, its circles and its directions."""

from __future__ import annotations

from itertools import pairwise
from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.network import Circle
from holdfast.domain.ringmap.frame import STYLES, Frame, frame_for
from holdfast.domain.ringmap.picture import Shape

AS_THOUGHT = (1.0, 1.0, 1.0, 1.0)
KEYS = ("a", "b", "c", "d", "e")
shapes = st.sampled_from(Shape)
tables = st.fixed_dictionaries({key: st.lists(st.sampled_from(Circle), max_size=20) for key in KEYS})


def frame(shape: Shape = Shape.WIDE, relief: tuple[float, ...] = AS_THOUGHT, **rows: list[Circle]) -> Frame:
    """The frame for these rows; directions left out are empty."""
    return frame_for(STYLES[shape], {key: rows.get(key, []) for key in KEYS}, relief=relief)


def thickness(drawn: Frame, circle: Circle) -> float:
    """How much of the way out a circle takes."""
    return drawn.bounds[circle] - drawn.bounds[circle - 1]


@given(table=tables, shape=shapes)
def test_circles_follow_each_other_from_me_to_the_rim(table: dict[str, list[Circle]], shape: Shape) -> None:
    bounds = frame(shape, **table).bounds

    assert all(inner < outer for inner, outer in pairwise(bounds))
    assert bounds[-1] == pytest.approx(1)


@given(table=tables, shape=shapes)
def test_directions_go_round_once(table: dict[str, list[Circle]], shape: Shape) -> None:
    spans = frame(shape, **table).spans

    assert all(one.end == other.begin for one, other in pairwise(spans))
    assert spans[-1].end - spans[0].begin == pytest.approx(2 * pi)


@given(table=tables, shape=shapes)
def test_the_oval_lies_on_the_page(table: dict[str, list[Circle]], shape: Shape) -> None:
    drawn = frame(shape, **table)

    assert drawn.rx <= drawn.cx
    assert drawn.cy + drawn.ry <= drawn.height


@given(out=st.floats(0, 1), angle=st.floats(0, 2 * pi))
def test_a_point_is_as_far_out_as_it_was_put(out: float, angle: float) -> None:
    drawn = frame()

    assert drawn.out_of(*drawn.at(out, angle)) == pytest.approx(out, abs=1e-9)


def test_directions_are_equal_until_one_is_crowded() -> None:
    spans = frame(a=[Circle.WEEKLY] * 6, b=[Circle.WEEKLY]).spans

    assert {round(span.width, 6) for span in spans} == {round(2 * pi / 5, 6)}


def test_a_crowded_direction_is_broader() -> None:
    crowded, *others = frame(a=[Circle.MONTHLY] * 7).spans

    assert all(crowded.width > other.width for other in others)


@pytest.mark.parametrize("circle", Circle)
def test_a_crowded_circle_is_thicker(circle: Circle) -> None:
    crowded = frame(a=[circle] * 12)

    assert thickness(crowded, circle) > thickness(frame(), circle)


@pytest.mark.parametrize("circle", Circle)
def test_a_circle_that_was_too_small_gets_more_room_when_told(circle: Circle) -> None:
    row = [circle] * 12
    relief = tuple(2.0 if other is circle else 1.0 for other in Circle)

    before, after = frame(Shape.PHONE, a=row), frame(Shape.PHONE, relief, a=row)

    assert thickness(after, circle) * after.ry > thickness(before, circle) * before.ry


def test_the_page_is_no_higher_than_it_must_be() -> None:
    few = frame(Shape.PHONE, a=[Circle.MONTHLY])
    many = frame(Shape.PHONE, a=[Circle.MONTHLY] * 9, b=[Circle.YEARLY] * 9)

    assert few.height < many.height
