"""Words set beside a bulb, and the key beneath the map."""

from __future__ import annotations

from itertools import combinations, product
from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.ringmap.frame import STYLES
from holdfast.domain.ringmap.key import key_of
from holdfast.domain.ringmap.lettering import anchor_of, block, blocks_for, corner_beside, label_in, ways_from
from holdfast.domain.ringmap.picture import Anchor, Box, Shape
from tests.domain.ringmap import maps

SIDES = [way for way in product((-1, 0, 1), repeat=2) if way != (0, 0)]
texts = st.text(st.characters(categories=("Lu", "Ll", "Zs")), min_size=1, max_size=50)


@pytest.mark.parametrize("way", SIDES)
@pytest.mark.parametrize("lines", [("Rosa",), ("Friday home", "group"), ("a", "b", "c")])
@pytest.mark.parametrize("gap", [14.0, 30.0])
def test_words_keep_their_distance_from_the_bulb(way: tuple[int, int], lines: tuple[str, ...], gap: float) -> None:
    text = block(lines, 16)

    box = Box(*corner_beside((100, 100), way, text, gap), text.width, text.height)

    near_x, near_y = min(max(100, box.x), box.right), min(max(100, box.y), box.bottom)
    assert maps.hypot(100 - near_x, 100 - near_y) >= gap * 0.8


@pytest.mark.parametrize(("way", "anchor"), [((1, 0), Anchor.START), ((-1, 1), Anchor.END), ((0, -1), Anchor.MIDDLE)])
def test_words_are_held_by_the_end_nearest_to_the_bulb(way: tuple[int, int], anchor: Anchor) -> None:
    assert anchor_of(way) is anchor


@given(angle=st.floats(0, 2 * pi))
def test_every_side_is_tried_once(angle: float) -> None:
    assert sorted(ways_from(angle)) == sorted(SIDES)


@pytest.mark.parametrize(
    ("angle", "side"), [(0, (1, 0)), (pi, (-1, 0)), (pi / 2, (0, 1)), (-pi / 2, (0, -1)), (pi / 4, (1, 0))]
)
def test_words_go_outwards_first(angle: float, side: tuple[int, int]) -> None:
    assert ways_from(angle)[0] == side


@given(name=texts)
def test_a_name_is_never_cut_to_stand_on_the_map(name: str) -> None:
    for text in blocks_for(name, "", (16, 14), 150):
        assert " ".join(text.lines) == " ".join(name.split())


def test_a_name_is_tried_with_its_note_before_without() -> None:
    notes = [text.note for text in blocks_for("Rosa", "resting", (16, 14), 150)]

    assert notes == ["resting", ""]


def test_a_note_that_is_too_long_is_left_to_the_list() -> None:
    texts = blocks_for("Rosa", "was to call back about the forms on Tuesday", (16, 14), 150)

    assert {text.note for text in texts} == {""}


@given(name=texts, note=st.sampled_from(["", "resting"]))
def test_lines_stand_within_their_box(name: str, note: str) -> None:
    for text in blocks_for(name, note, (16, 14), 150):
        label = label_in(Box(10, 20, text.width, text.height), text, Anchor.START)

        assert all(20 < line.y < 20 + text.height for line in label.lines)
        assert all(line.width <= text.width for line in label.lines)


@given(names=st.lists(texts, max_size=70), shape=st.sampled_from(Shape))
def test_no_two_lines_of_the_key_overlap(names: list[str], shape: Shape) -> None:
    lines, _ = key_of({str(n): name for n, name in enumerate(names)}, STYLES[shape], 500)

    boxes = [label.box for entry in lines.values() for label in (entry.number, entry.name)]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


@given(names=st.lists(texts, max_size=70), shape=st.sampled_from(Shape))
def test_the_key_stays_on_the_page(names: list[str], shape: Shape) -> None:
    lines, end = key_of({str(n): name for n, name in enumerate(names)}, STYLES[shape], 500)

    assert all(entry.number.box.x >= 0 for entry in lines.values())
    assert all(entry.name.box.right <= STYLES[shape].width for entry in lines.values())
    assert all(entry.name.box.y >= 500 and entry.name.box.bottom <= end for entry in lines.values())


def test_nobody_numbered_needs_no_key() -> None:
    assert key_of({}, STYLES[Shape.WIDE], 500) == ({}, 500)
