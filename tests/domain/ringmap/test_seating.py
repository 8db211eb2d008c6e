"""Where each tie and each open seat stands."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.domain.network import Circle, Network, Role, Sector, TieState, Urgency
from holdfast.domain.ringmap import Marks, Shape, ring_map
from tests.domain.ringmap import maps
from tests.domain.ringmap.maps import tie

CLOCKWISE = (Sector.PROFESSIONALS, Sector.GROUPS, Sector.FAMILY, Sector.FRIENDS, Sector.PEERS)
FIFTH = 2 * maps.pi / 5

shapes = pytest.mark.parametrize("shape", Shape)


@shapes
@pytest.mark.parametrize("circle", Circle)
def test_the_nearer_the_circle_the_nearer_to_me(shape: Shape, circle: Circle) -> None:
    drawn = ring_map(Network((tie(1, circle=circle),)), maps.ENGLISH, shape=shape)

    assert maps.in_wrong_circle(drawn) == []


@shapes
@pytest.mark.parametrize("role", maps.ONE_ROLE_EACH)
def test_each_kind_of_tie_has_its_direction(shape: Shape, role: Role) -> None:
    drawn = ring_map(Network((tie(1, role=role),)), maps.ENGLISH, shape=shape)

    (mark,) = drawn.ties
    assert CLOCKWISE[int(maps.direction(drawn, mark.node) // FIFTH)] is mark.tie.sector


@given(count=st.integers(1, 30), shape=st.sampled_from(Shape))
@settings(max_examples=20, deadline=None)
def test_ties_of_one_kind_never_stand_among_another(count: int, shape: Shape) -> None:
    drawn = ring_map(Network(maps.crowd(count)), maps.ENGLISH, shape=shape)

    around = sorted(drawn.ties, key=lambda mark: maps.direction(drawn, mark.node))
    kinds = [mark.tie.sector for mark in around]
    assert kinds == sorted(kinds, key=CLOCKWISE.index)


@shapes
def test_family_is_on_top(shape: Shape) -> None:
    drawn = ring_map(Network((tie(1, role=Role.PARENT),)), maps.ENGLISH, shape=shape)

    (mark,) = drawn.ties
    assert mark.node.y < drawn.me.y


@shapes
def test_a_crowded_direction_gets_more_of_the_circle(shape: Shape) -> None:
    many = tuple(tie(n, circle=Circle(n % 4 + 1)) for n in range(30))

    drawn = ring_map(Network(many), maps.ENGLISH, shape=shape)

    angles = [maps.direction(drawn, mark.node) for mark in drawn.ties]
    assert max(angles) - min(angles) > 2 * FIFTH


def test_an_ended_tie_is_not_drawn() -> None:
    ended = tie(1, state=TieState.ENDED)

    drawn = ring_map(Network((ended, tie(2))), maps.ENGLISH)

    assert [mark.tie.id for mark in drawn.ties] == ["tie-002"]


@pytest.mark.parametrize("state", [TieState.ACTIVE, TieState.RESTING, TieState.STRAINED, TieState.PHASING_OUT])
def test_every_other_state_is_drawn(state: TieState) -> None:
    drawn = ring_map(Network((tie(1, state=state),)), maps.ENGLISH)

    assert [mark.tie.state for mark in drawn.ties] == [state]


@pytest.mark.parametrize(
    ("urgency", "circle"),
    [
        (Urgency.NOW, Circle.WEEKLY),
        (Urgency.SOON, Circle.MONTHLY),
        (Urgency.SOMETIME, Circle.NOW_AND_THEN),
    ],
)
@shapes
def test_a_need_nobody_meets_has_a_seat_as_near_as_it_is_urgent(shape: Shape, urgency: Urgency, circle: Circle) -> None:
    need = replace(maps.needs(1)[0], urgency=urgency)

    drawn = ring_map(Network(maps.crowd(5)), maps.ENGLISH, marks=Marks(open_needs=(need,)), shape=shape)

    (seat,) = drawn.seats
    lines = [0.0] + [ring.rx / drawn.rings[-1].rx for ring in drawn.rings]
    assert lines[circle - 1] < maps.out_of(drawn, seat.node) < lines[circle]


def test_a_seat_has_the_words_of_its_need() -> None:
    (need,) = maps.needs(1)

    drawn = ring_map(Network(), maps.ENGLISH, marks=Marks(open_needs=(need,)))

    assert [(seat.id, seat.text) for seat in drawn.seats] == [(need.id, need.text)]


def test_a_seat_stands_where_there_are_fewest() -> None:
    ties = tuple(tie(n, role=role) for n, role in enumerate(maps.ONE_ROLE_EACH) if role is not Role.PEER)

    drawn = ring_map(Network(ties), maps.ENGLISH, marks=Marks(open_needs=maps.needs(1)))

    (seat,) = drawn.seats
    assert CLOCKWISE[int(maps.direction(drawn, seat.node) // FIFTH)] is Sector.PEERS


def test_a_need_may_have_the_id_of_a_tie() -> None:
    (need,) = maps.needs(1)

    drawn = ring_map(Network((tie(1),)), maps.ENGLISH, marks=Marks(open_needs=(replace(need, id="tie-001"),)))

    assert (drawn.ties[0].tie.id, drawn.seats[0].id) == ("tie-001", "tie-001")


@shapes
def test_an_empty_map_invites_in_every_direction(shape: Shape) -> None:
    drawn = ring_map(Network(), maps.ENGLISH, shape=shape)

    assert {seat.id: seat.text for seat in drawn.seats} == dict(maps.ENGLISH.invitations)


@shapes
def test_an_empty_map_without_invitations_is_still_a_map(shape: Shape) -> None:
    drawn = ring_map(Network(), replace(maps.ENGLISH, invitations={}), shape=shape)

    assert (drawn.ties, drawn.seats, len(drawn.rings)) == ((), (), 4)


def test_nobody_is_invited_once_somebody_is_there() -> None:
    drawn = ring_map(Network((tie(1),)), maps.ENGLISH)

    assert drawn.seats == ()


def test_ties_come_in_the_order_in_which_the_words_name_the_directions() -> None:
    drawn = ring_map(Network(maps.crowd(15)), maps.ENGLISH)

    sectors = [mark.tie.sector for mark in drawn.ties]
    assert sectors == sorted(sectors, key=list(Sector).index)
