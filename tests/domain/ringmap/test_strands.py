"""Living strands."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.network import Circle
from holdfast.domain.ringmap.frame import STYLES, Frame, frame_for
from holdfast.domain.ringmap.paper import Paper
from holdfast.domain.ringmap.picture import Shape
from holdfast.domain.ringmap.strands import Growth, Reach, course, part_of, point_on, spine_of, strand_along, whim
from tests.domain.ringmap import maps

REACH = Reach(id="tie-001", out=0.8, angle=0.3, middle=0.6, radius=9)
GROWTH = Growth(weight=0.8, bulk=1, leaf=30, is_parted=False)
CURVE = ((0.0, 0.0), (30.0, 10.0), (60.0, -10.0), (100.0, 20.0))
PATH = re.compile(r"(M-?[\d.]+ -?[\d.]+[QCL](-?[\d.]+ ?)+.*?Z)+$")


def frame() -> Frame:
    """An ordinary wide frame."""
    return frame_for(STYLES[Shape.WIDE], {"a": [Circle.WEEKLY]}, relief=(1, 1, 1, 1))


def blank() -> Paper:
    """Paper with nothing on it."""
    return Paper(1000, 760)


def blocked(points: list[tuple[float, float]]) -> Paper:
    """Paper with a blot at each point."""
    paper = blank()
    for x, y in points:
        paper.fill(maps.Box(x - 6, y - 6, 12, 12))
    return paper


@given(id_=st.text(max_size=30), salt=st.text(max_size=5))
def test_a_whim_is_from_minus_one_to_one_and_stays(id_: str, salt: str) -> None:
    assert -1 <= whim(id_, salt) <= 1.001
    assert whim(id_, salt) == whim(id_, salt)


def test_a_strand_makes_way_for_what_stands_already() -> None:
    fairest = course(REACH, frame(), blank())

    detour = course(REACH, frame(), blocked(list(spine_of(fairest)[5:8])))

    assert detour != fairest


def test_a_strand_goes_through_when_there_is_no_way_round() -> None:
    wall = blank()
    wall.fill(maps.Box(560, 0, 20, 752))

    curve = course(REACH, frame(), wall)

    assert maps.hypot(curve[3][0] - frame().at(0.8, 0.3)[0], curve[3][1] - frame().at(0.8, 0.3)[1]) == pytest.approx(9)


@pytest.mark.parametrize(("begin", "end"), [(0.0, 1.0), (0.0, 0.5), (0.2, 0.7), (0.9, 1.0)])
def test_a_part_of_a_curve_lies_on_it(begin: float, end: float) -> None:
    part = part_of(CURVE, begin, end)

    for t in (0.0, 0.25, 0.5, 1.0):
        assert point_on(part, t) == pytest.approx(point_on(CURVE, begin + (end - begin) * t))


def test_the_paths_are_closed_shapes() -> None:
    strand = strand_along(CURVE, "tie-001", GROWTH, blank())

    assert PATH.match(strand.stem)
    assert PATH.match(strand.blades)


def test_no_blade_grows_over_words() -> None:
    everywhere = blank()
    everywhere.fill(maps.Box(0, 0, 1000, 752))
    inside = tuple((x + 300, y + 300) for x, y in CURVE)

    strand = strand_along(inside, "tie-001", GROWTH, everywhere)

    assert strand.blades == ""


def test_a_seat_bears_no_blades() -> None:
    strand = strand_along(CURVE, "seat:1", replace(GROWTH, leaf=0), blank())

    assert strand.blades == ""


def test_a_parted_strand_ends_where_a_whole_one_does() -> None:
    whole = strand_along(CURVE, "tie-001", GROWTH, blank())
    parted = strand_along(CURVE, "tie-001", replace(GROWTH, is_parted=True), blank())

    assert parted.spine == whole.spine
    assert parted.stem.count("Z") == 3
