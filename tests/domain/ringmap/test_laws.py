"""What holds of every ring map, whoever is on it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.domain.network import Network, TieState
from holdfast.domain.ringmap import Marks, Reading, RingMap, Shape, Words, ring_map
from tests.domain.ringmap import maps

LAWS: dict[str, Callable[[RingMap], list[object]]] = {
    "no words over other words": lambda drawn: list(maps.overlaps((id_, x.box) for id_, x in maps.labels(drawn))),
    "no words over a bulb": lambda drawn: list(maps.covered(drawn)),
    "no two bulbs touch": lambda drawn: list(maps.touching(drawn)),
    "no words leave the page": lambda drawn: list(maps.outside(drawn)),
    "each in their circle": lambda drawn: list(maps.in_wrong_circle(drawn)),
}

CASES: dict[str, tuple[Network, Marks]] = {
    "nobody": (Network(), Marks()),
    "nobody and two needs": (Network(), Marks(open_needs=maps.needs(2))),
    "one": (Network(maps.crowd(1)), Marks()),
    "five": (Network(maps.crowd(5)), Marks(open_needs=maps.needs(1))),
    "fifteen": (Network(maps.crowd(15)), Marks(open_needs=maps.needs(2))),
    "sixty": (Network(maps.crowd(60)), Marks(open_needs=maps.needs(2))),
    "a hundred and twenty": (Network(maps.crowd(120)), Marks()),
    "fifteen long names": (Network(maps.crowd(15, maps.LONG_NAMES)), Marks()),
    "sixty long names": (Network(maps.crowd(60, maps.LONG_NAMES)), Marks()),
    "eight seats": (Network(maps.crowd(5)), Marks(open_needs=maps.needs(8))),
    "twelve in one cell": (Network(maps.crammed(12)), Marks()),
    "sixty in one cell": (Network(maps.crammed(60)), Marks(open_needs=maps.needs(8))),
}


def broken(drawn: RingMap) -> dict[str, list[object]]:
    """Each law that does not hold, with where it does not."""
    found = {law: examples(drawn) for law, examples in LAWS.items()}
    return {law: where for law, where in found.items() if where}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize(("shape", "words"), list(product(Shape, (maps.ENGLISH, maps.SPANISH))))
def test_every_law_holds_in_every_case(case: str, shape: Shape, words: Words) -> None:
    network, marks = CASES[case]

    drawn = ring_map(network, words, marks=marks, shape=shape)

    assert broken(drawn) == {}


@given(network=maps.networks(), marks=maps.marks(), shape=st.sampled_from(Shape), reading=st.sampled_from(Reading))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_law_holds_for_any_network(network: Network, marks: Marks, shape: Shape, reading: Reading) -> None:
    drawn = ring_map(network, maps.ENGLISH, marks=marks, shape=shape, reading=reading)

    assert broken(drawn) == {}


@given(network=maps.networks(), marks=maps.marks(), shape=st.sampled_from(Shape))
@settings(max_examples=40, deadline=None)
def test_every_direction_is_named(network: Network, marks: Marks, shape: Shape) -> None:
    drawn = ring_map(network, maps.SPANISH, marks=marks, shape=shape)

    assert all(wedge.label for wedge in drawn.wedges)


@given(network=maps.networks(12), marks=maps.marks(), shape=st.sampled_from(Shape))
@settings(max_examples=25, deadline=None)
def test_the_same_network_gives_the_same_picture(network: Network, marks: Marks, shape: Shape) -> None:
    drawn = ring_map(network, maps.ENGLISH, marks=marks, shape=shape)

    assert ring_map(network, maps.ENGLISH, marks=marks, shape=shape) == drawn


@given(network=maps.networks(12), order=st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_the_order_in_which_ties_are_given_does_not_matter(network: Network, order: object) -> None:
    ties = list(network.ties)
    order.shuffle(ties)  # type: ignore[attr-defined]  # a random.Random in all but name

    shuffled = Network(tuple(ties), acquainted=network.acquainted)

    assert ring_map(shuffled, maps.ENGLISH) == ring_map(network, maps.ENGLISH)


@given(network=maps.networks(), marks=maps.marks(), shape=st.sampled_from(Shape), reading=st.sampled_from(Reading))
@settings(max_examples=40, deadline=None)
def test_everybody_is_on_the_map_but_those_whose_tie_ended(
    network: Network, marks: Marks, shape: Shape, reading: Reading
) -> None:
    drawn = ring_map(network, maps.ENGLISH, marks=marks, shape=shape, reading=reading)

    here = {tie.id for tie in network.ties if tie.state is not TieState.ENDED}
    assert {mark.tie.id for mark in drawn.ties} == here


@given(network=maps.networks(), marks=maps.marks(), shape=st.sampled_from(Shape))
@settings(max_examples=40, deadline=None)
def test_everybody_is_named_on_the_map_or_beneath_it(network: Network, marks: Marks, shape: Shape) -> None:
    drawn = ring_map(network, maps.ENGLISH, marks=marks, shape=shape)

    for mark in drawn.ties:
        words = mark.entry.name if mark.entry else mark.label
        written = " ".join(line.text for line in words.lines if not line.is_note)
        assert written == " ".join(mark.tie.name.split()) or "…" in written


@pytest.mark.parametrize("shape", Shape)
def test_numbers_count_up_from_one_and_none_is_given_twice(shape: Shape) -> None:
    drawn = ring_map(Network(maps.crowd(60)), maps.ENGLISH, marks=Marks(open_needs=maps.needs(3)), shape=shape)

    numbers = sorted(spot.number for spot in (*drawn.ties, *drawn.seats) if spot.number)
    assert numbers == list(range(1, len(numbers) + 1))
