"""The three readings of one network: circles, key people, groups."""

from __future__ import annotations

import pytest

from holdfast.domain.network import Network
from holdfast.domain.ringmap import Marks, Reading, RingMap, Shape, ring_map
from holdfast.domain.ringmap.clusters import APART, clusters, hull, link
from tests.domain.ringmap import maps
from tests.domain.ringmap.maps import tie

shapes = pytest.mark.parametrize("shape", Shape)


def pairs(*numbers: tuple[int, int]) -> frozenset[tuple[str, str]]:
    """Who knows whom, by number."""
    return frozenset((f"tie-{one:03}", f"tie-{other:03}") for one, other in numbers)


def sizes(drawn: RingMap) -> dict[str, float]:
    """How large each bulb is."""
    return {mark.tie.id: mark.node.radius for mark in drawn.ties}


def test_key_people_are_as_large_as_what_rests_on_them() -> None:
    marks = Marks(rests_on={"tie-000": 4, "tie-001": 1})

    drawn = ring_map(Network(maps.crowd(3)), maps.ENGLISH, marks=marks, reading=Reading.KEY_PEOPLE)

    radius = sizes(drawn)
    assert radius["tie-000"] > radius["tie-001"] > radius["tie-002"]


def test_in_the_circles_everybody_is_equally_large() -> None:
    marks = Marks(rests_on={"tie-000": 4, "tie-001": 1})

    drawn = ring_map(Network(maps.crowd(3)), maps.ENGLISH, marks=marks)

    assert len(set(sizes(drawn).values())) == 1


def test_with_nothing_resting_on_anybody_all_key_people_are_small_and_equal() -> None:
    drawn = ring_map(Network(maps.crowd(3)), maps.ENGLISH, reading=Reading.KEY_PEOPLE)

    assert len(set(sizes(drawn).values())) == 1


@shapes
def test_those_who_know_each_other_stand_together(shape: Shape) -> None:
    network = Network(maps.crowd(12), acquainted=pairs((0, 6), (6, 11), (1, 2)))

    drawn = ring_map(network, maps.ENGLISH, reading=Reading.GROUPS, shape=shape)

    around = sorted(drawn.ties, key=lambda mark: maps.direction(drawn, mark.node))
    assert {mark.tie.id for mark in around[:3]} == {"tie-000", "tie-006", "tie-011"}
    assert {mark.tie.id for mark in around[3:5]} == {"tie-001", "tie-002"}


def test_each_acquaintance_is_one_link() -> None:
    network = Network(maps.crowd(12), acquainted=pairs((0, 6), (6, 11), (1, 2)))

    drawn = ring_map(network, maps.ENGLISH, reading=Reading.GROUPS)

    assert len(drawn.links) == 3


def test_each_cluster_has_one_pool_and_those_apart_have_none() -> None:
    network = Network(maps.crowd(12), acquainted=pairs((0, 6), (6, 11), (1, 2)))

    drawn = ring_map(network, maps.ENGLISH, reading=Reading.GROUPS)

    assert len(drawn.pools) == 2


@pytest.mark.parametrize("reading", [Reading.CIRCLES, Reading.KEY_PEOPLE])
def test_the_other_readings_show_no_links(reading: Reading) -> None:
    network = Network(maps.crowd(4), acquainted=pairs((0, 1)))

    drawn = ring_map(network, maps.ENGLISH, reading=reading)

    assert (drawn.links, drawn.pools) == ((), ())


def test_those_apart_have_a_name_and_clusters_have_none() -> None:
    network = Network(maps.crowd(5), acquainted=pairs((0, 1)))

    drawn = ring_map(network, maps.ENGLISH, reading=Reading.GROUPS)

    named = {wedge.key: wedge.label.lines[0].text for wedge in drawn.wedges if wedge.label}
    assert named == {APART: "On their own"}


def test_a_link_to_a_tie_that_ended_or_is_unknown_is_left_out() -> None:
    network = Network((tie(0), tie(1)), acquainted=pairs((0, 1), (0, 7)))

    drawn = ring_map(network, maps.ENGLISH, reading=Reading.GROUPS)

    assert len(drawn.links) == 1


def test_a_star_in_which_nobody_knows_anybody_is_still_drawn() -> None:
    drawn = ring_map(Network(maps.crowd(5)), maps.ENGLISH, reading=Reading.GROUPS)

    assert len(drawn.ties) == 5


@shapes
def test_an_empty_map_read_by_groups_invites_like_any_other(shape: Shape) -> None:
    drawn = ring_map(Network(), maps.ENGLISH, reading=Reading.GROUPS, shape=shape)

    assert len(drawn.seats) == 5


@pytest.mark.parametrize(
    ("acquainted", "found"),
    [
        ([], {APART: ("a", "b", "c", "d")}),
        ([("a", "b")], {"a": ("a", "b"), APART: ("c", "d")}),
        ([("c", "d"), ("a", "b")], {"a": ("a", "b"), "c": ("c", "d")}),
        ([("b", "d"), ("c", "d")], {"b": ("b", "c", "d"), APART: ("a",)}),
        ([("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")], {"a": ("a", "b", "c", "d")}),
        ([("a", "x")], {APART: ("a", "b", "c", "d")}),
    ],
)
def test_clusters_are_who_is_joined_by_any_chain(
    acquainted: list[tuple[str, str]], found: dict[str, tuple[str, ...]]
) -> None:
    assert clusters(("d", "b", "a", "c"), acquainted) == found


def test_the_largest_cluster_comes_first_and_those_apart_last() -> None:
    found = clusters("abcdefg", [("a", "b"), ("c", "d"), ("d", "e")])

    assert list(found) == ["c", "a", APART]


def test_an_outline_leaves_out_what_is_inside() -> None:
    square = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]

    assert hull([*square, (5.0, 5.0)]) == hull(square)


@pytest.mark.parametrize("points", [[(1.0, 2.0)], [(1.0, 2.0), (3.0, 4.0)], [(0.0, 0.0), (1.0, 1.0), (2.0, 2.0)]])
def test_an_outline_of_few_points_or_of_a_line_is_still_a_path(points: list[tuple[float, float]]) -> None:
    assert hull(points).startswith("M")
    assert hull(points).endswith("Z")


def test_a_link_bows_away_from_me() -> None:
    path = link((0.0, 0.0), (100.0, 0.0), (50.0, 100.0))

    assert path == "M0.0 0.0Q50.0 -18.0 100.0 0.0"
