"""Squared paper remembers what was drawn on it."""

from __future__ import annotations

from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.ringmap.paper import Paper
from holdfast.domain.ringmap.picture import Box

WIDTH, HEIGHT = 200.0, 120.0
boxes = st.builds(Box, st.floats(0, 150), st.floats(0, 90), st.floats(1, 50), st.floats(1, 30))


def squares(box: Box) -> set[tuple[int, int]]:
    """The squares of four units that a box touches, counted the slow way."""
    columns = range(floor(box.x / 4), ceil(box.right / 4))
    rows = range(floor(box.y / 4), ceil(box.bottom / 4))
    return {(column, row) for column in columns for row in rows}


@given(drawn=st.lists(boxes, max_size=8), asked=boxes)
def test_a_box_is_free_when_it_shares_no_square_with_what_was_drawn(drawn: list[Box], asked: Box) -> None:
    paper = Paper(WIDTH, HEIGHT)

    for box in drawn:
        paper.fill(box)

    taken = set().union(*map(squares, drawn))
    assert paper.is_free(asked) == taken.isdisjoint(squares(asked))


@given(drawn=st.lists(boxes, max_size=8), asked=boxes)
def test_crowding_counts_the_squares_that_are_taken(drawn: list[Box], asked: Box) -> None:
    paper = Paper(WIDTH, HEIGHT)

    for box in drawn:
        paper.fill(box)

    assert paper.crowding(asked) == len(set().union(*map(squares, drawn)) & squares(asked))


@given(one=boxes, other=boxes)
def test_two_boxes_that_overlap_are_never_both_free(one: Box, other: Box) -> None:
    paper = Paper(WIDTH, HEIGHT)

    paper.fill(one)

    assert not (one.overlaps(other) and paper.is_free(other))


@pytest.mark.parametrize(
    "box",
    [Box(-1, 10, 20, 20), Box(10, -1, 20, 20), Box(190, 10, 20, 20), Box(10, 110, 20, 20)],
    ids=["left", "top", "right", "bottom"],
)
def test_nothing_beyond_the_edge_is_free(box: Box) -> None:
    assert not Paper(WIDTH, HEIGHT).is_free(box)


def test_what_is_drawn_across_the_edge_counts_within_it() -> None:
    paper = Paper(WIDTH, HEIGHT)

    paper.fill(Box(-10, -10, 20, 20))

    assert not paper.is_free(Box(4, 4, 4, 4))


@given(x=st.floats(0, 199), y=st.floats(0, 119))
def test_a_dot_is_found_again(x: float, y: float) -> None:
    paper = Paper(WIDTH, HEIGHT)

    paper.dot(x, y)

    assert paper.hits([(x, y)]) == [(x, y)]


@given(box=boxes, x=st.floats(-50, 250), y=st.floats(-50, 170))
def test_a_point_hits_when_its_square_was_drawn(box: Box, x: float, y: float) -> None:
    paper = Paper(WIDTH, HEIGHT)

    paper.fill(box)

    assert bool(paper.hits([(x, y)])) == ((floor(x / 4), floor(y / 4)) in squares(box))
