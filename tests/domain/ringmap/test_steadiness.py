"""A map people come back to stays the map they know."""

from __future__ import annotations

from dataclasses import replace

import pytest

from holdfast.domain.network import Circle, Network, Role, Tie, TieState
from holdfast.domain.ringmap import Marks, Reading, Shape, ring_map
from tests.domain.ringmap import maps
from tests.domain.ringmap.maps import tie

A_HAIR = 1.0
shapes = pytest.mark.parametrize("shape", Shape)


def with_changed(ties: tuple[Tie, ...], id_: str, **changes: object) -> Network:
    """The network in which one tie is otherwise."""
    return Network(tuple(replace(each, **changes) if each.id == id_ else each for each in ties))


@pytest.mark.parametrize("id_", ["tie-000", "tie-003", "tie-007", "tie-011"])
@pytest.mark.parametrize("circle", [Circle.MONTHLY, Circle.YEARLY])
def test_moving_one_tie_to_another_circle_moves_few_others(id_: str, circle: Circle) -> None:
    ties = maps.crowd(15)

    before = ring_map(Network(ties), maps.ENGLISH)
    after = ring_map(with_changed(ties, id_, circle=circle), maps.ENGLISH)

    assert len(maps.moved(before, after, A_HAIR) - {id_}) <= 2


@pytest.mark.parametrize("role", [Role.PARTNER, Role.FRIEND, Role.PEER, Role.CLINICIAN, Role.CLUB])
def test_a_new_tie_moves_only_those_of_its_own_kind(role: Role) -> None:
    ties = maps.crowd(10)
    newcomer = tie(99, "Grace", role, Circle.NOW_AND_THEN)

    before = ring_map(Network(ties), maps.ENGLISH)
    after = ring_map(Network((*ties, newcomer)), maps.ENGLISH)

    strangers = {each.id for each in ties if each.sector is not newcomer.sector}
    assert maps.moved(before, after, A_HAIR) & strangers == set()


@shapes
def test_renaming_a_tie_moves_nobody_else_much(shape: Shape) -> None:
    ties = maps.crowd(10)

    before = ring_map(Network(ties), maps.ENGLISH, shape=shape)
    after = ring_map(with_changed(ties, "tie-002", name="Rosalind"), maps.ENGLISH, shape=shape)

    assert len(maps.moved(before, after, A_HAIR) - {"tie-002"}) <= 2


@shapes
@pytest.mark.parametrize("state", [TieState.RESTING, TieState.STRAINED, TieState.PHASING_OUT])
def test_how_a_tie_is_changes_nobodys_place(shape: Shape, state: TieState) -> None:
    ties = maps.crowd(15)

    before = ring_map(Network(ties), maps.ENGLISH, shape=shape)
    after = ring_map(with_changed(ties, "tie-004", state=state), maps.ENGLISH, shape=shape)

    assert maps.moved(before, after, 0) == set()


@shapes
def test_what_is_due_today_changes_nobodys_place(shape: Shape) -> None:
    network = Network(maps.crowd(15))
    today = Marks(due=frozenset({"tie-001", "tie-006"}), to_thank=frozenset({"tie-003"}))

    before = ring_map(network, maps.ENGLISH, shape=shape)
    after = ring_map(network, maps.ENGLISH, marks=today, shape=shape)

    assert maps.moved(before, after, 0) == set()


def test_key_people_stand_where_they_stand_in_the_circles() -> None:
    network = Network(maps.crowd(10))
    marks = Marks(rests_on={"tie-001": 3})

    circles = ring_map(network, maps.ENGLISH, marks=marks)
    key_people = ring_map(network, maps.ENGLISH, marks=marks, reading=Reading.KEY_PEOPLE)

    assert maps.moved(circles, key_people, 12) == set()
