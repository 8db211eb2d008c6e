"""How a tie is drawn: its balance, its halo, its strand and its words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from holdfast.domain.network import Balance, Circle, Network, SupportKind, TieState
from holdfast.domain.ringmap import Marks, RingMap, Shape, ring_map
from holdfast.domain.ringmap.picture import TieMark
from tests.domain.ringmap import maps
from tests.domain.ringmap.maps import tie

NOTHING = Marks()
shapes = pytest.mark.parametrize("shape", Shape)


def drawn_one(marks: Marks = NOTHING, **more: object) -> TieMark:
    """The only tie of a map."""
    return ring_map(Network((tie(1, **more),)), maps.ENGLISH, marks=marks).ties[0]


def breadth(mark: TieMark) -> float:
    """How broad a strand is at its root."""
    numbers = [float(part) for part in mark.strand.stem[1:].split("Z")[0].replace("C", " ").replace("L", " ").split()]
    (left_x, left_y), (right_x, right_y) = numbers[:2], numbers[-2:]
    return maps.hypot(left_x - right_x, left_y - right_y)


@pytest.mark.parametrize(
    ("given", "received", "balance"),
    [
        (0, 0, Balance.NOT_KNOWN),
        (0, 1, Balance.THEY_HELP_ME),
        (1, 0, Balance.I_HELP_THEM),
        (1, 1, Balance.BOTH_WAYS),
        (3, 2, Balance.BOTH_WAYS),
        (2, 3, Balance.BOTH_WAYS),
        (4, 2, Balance.I_HELP_THEM),
        (2, 4, Balance.THEY_HELP_ME),
    ],
)
def test_who_mostly_helps_whom(given: int, received: int, balance: Balance) -> None:
    mark = drawn_one(given=given, received=received)

    assert mark.balance is balance


@pytest.mark.parametrize("why", ["due", "to_thank"])
def test_what_is_due_or_to_be_thanked_has_a_halo(why: str) -> None:
    mark = drawn_one(Marks(**{why: frozenset({"tie-001"})}))

    assert mark.halo > mark.node.radius


def test_nothing_else_has_a_halo() -> None:
    mark = drawn_one(Marks(due=frozenset({"tie-002"})))

    assert mark.halo == 0


def test_someone_on_whom_alone_a_need_rests_is_marked() -> None:
    mark = drawn_one(Marks(only_one=frozenset({"tie-001"})))

    assert mark.is_only_one


def test_a_strong_tie_has_a_broader_strand() -> None:
    weak = drawn_one(gives={SupportKind.SOCIAL: 1})
    strong = drawn_one(gives={SupportKind.SOCIAL: 3, SupportKind.EMOTIONAL: 3})

    assert breadth(strong) > breadth(weak) + 1


def test_a_strong_tie_bears_more_blades() -> None:
    weak = drawn_one(circle=Circle.YEARLY)
    strong = drawn_one(circle=Circle.YEARLY, gives={SupportKind.SOCIAL: 3, SupportKind.EMOTIONAL: 3})

    assert strong.strand.blades.count("M") > weak.strand.blades.count("M")


def test_a_strand_that_is_let_go_has_come_apart() -> None:
    mark = drawn_one(state=TieState.PHASING_OUT)

    assert mark.strand.stem.count("M") == 3


def test_any_other_strand_is_whole() -> None:
    mark = drawn_one(state=TieState.RESTING)

    assert mark.strand.stem.count("M") == 1


@shapes
def test_strands_leave_me_and_end_at_their_tie(shape: Shape) -> None:
    drawn = ring_map(Network(maps.crowd(15)), maps.ENGLISH, shape=shape)

    for mark in drawn.ties:
        (from_x, from_y), (to_x, to_y) = mark.strand.spine[0], mark.strand.spine[-1]
        assert maps.hypot(from_x - drawn.me.x, from_y - drawn.me.y) < drawn.me.radius
        assert maps.hypot(to_x - mark.node.x, to_y - mark.node.y) == pytest.approx(mark.node.radius)


@shapes
@pytest.mark.parametrize("count", [1, 5, 15])
def test_no_strand_runs_through_words_while_there_is_room(shape: Shape, count: int) -> None:
    drawn = ring_map(Network(maps.crowd(count)), maps.ENGLISH, shape=shape)

    assert maps.crossings(drawn) == []


def test_two_ties_alike_in_all_but_id_grow_differently() -> None:
    first = ring_map(Network((tie(1),)), maps.ENGLISH).ties[0]
    second = ring_map(Network((tie(2),)), maps.ENGLISH).ties[0]

    assert first.strand.stem != second.strand.stem


def test_a_note_stands_under_the_name() -> None:
    mark = drawn_one(Marks(notes={"tie-001": "9 days, usually 7"}))

    assert [(line.text, line.is_note) for line in mark.label.lines] == [("Rosa", False), ("9 days, usually 7", True)]


def test_a_name_that_is_long_is_broken_and_not_cut() -> None:
    mark = drawn_one(name="Friday evening home group by the harbour")

    assert " ".join(line.text for line in mark.label.lines) == "Friday evening home group by the harbour"


@shapes
def test_a_name_too_long_for_the_map_is_told_in_full_beneath(shape: Shape) -> None:
    name = "The Thursday evening walking and talking circle at St Anne's by the old harbour wall"

    (mark,) = ring_map(Network((tie(1, name),)), maps.ENGLISH, shape=shape).ties

    assert mark.number == 1
    assert mark.entry is not None
    assert mark.entry.name.lines[0].text.startswith("The Thursday")


def numbered(drawn: RingMap) -> int:
    """How many names are beneath the map and not on it."""
    return sum(bool(mark.number) for mark in drawn.ties)


@pytest.mark.parametrize(("shape", "count"), [(Shape.WIDE, 15), (Shape.WIDE, 60), (Shape.PHONE, 5), (Shape.PHONE, 15)])
def test_names_stand_on_the_map_while_there_is_room(shape: Shape, count: int) -> None:
    drawn = ring_map(Network(maps.crowd(count)), maps.ENGLISH, shape=shape)

    assert numbered(drawn) == 0


def test_on_a_phone_a_crowd_is_numbered() -> None:
    drawn = ring_map(Network(maps.crowd(60)), maps.ENGLISH, shape=Shape.PHONE)

    assert numbered(drawn) == 60


def test_on_a_phone_no_words_are_smaller_than_twelve_pixels() -> None:
    drawn = ring_map(Network(maps.crowd(5)), maps.ENGLISH, shape=Shape.PHONE)

    page_at_320 = 288 / drawn.width
    heights = [label.box.height / 1.2 / len(label.lines) for _, label in maps.labels(drawn)]
    assert min(heights) * page_at_320 >= 12


@shapes
def test_every_circle_and_direction_is_named(shape: Shape) -> None:
    drawn = ring_map(Network(maps.crowd(15)), maps.SPANISH, shape=shape)

    circles = [ring.label.lines[0].text for ring in drawn.rings]
    directions = {" ".join(line.text for line in wedge.label.lines) for wedge in drawn.wedges if wedge.label}
    assert circles == list(maps.SPANISH.circles.values())
    assert directions == set(maps.SPANISH.sectors.values())


@shapes
def test_words_that_stand_apart_are_led_back_to_their_tie(shape: Shape) -> None:
    drawn = ring_map(Network(maps.crammed(18)), maps.ENGLISH, shape=shape)

    for mark in drawn.ties:
        x = min(max(mark.node.x, mark.label.box.x), mark.label.box.right)
        y = min(max(mark.node.y, mark.label.box.y), mark.label.box.bottom)
        apart = maps.hypot(x - mark.node.x, y - mark.node.y) - mark.node.radius
        assert bool(mark.label.leader) == (apart > 20)


def test_the_picture_grows_and_nobody_is_left_out() -> None:
    few = ring_map(Network(maps.crammed(5)), maps.ENGLISH, shape=Shape.PHONE)
    many = ring_map(Network(maps.crammed(60)), maps.ENGLISH, shape=Shape.PHONE)

    assert many.height > few.height
    assert replace(many, ties=()) != many
