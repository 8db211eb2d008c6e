"""Measures agree with published vectors, with networkx and igraph, and with each other."""

from __future__ import annotations

import math
import random
from fractions import Fraction
from typing import Any

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.measures import (
    Batch,
    Shape,
    components,
    constraint,
    density,
    effective_size,
    efficiency,
    isolates,
    measure_batch,
    multiplexity,
    outward,
    share,
    variety,
)

COMPLETE = tuple((one, two) for one in range(5) for two in range(one + 1, 5))
PATH = ((0, 1), (0, 2), (2, 3))

# reference: hand-checkable vectors; None is not defined
VECTORS = [
    ("no tie", Shape(0), None, None, None, None, 0, 0),
    ("one tie", Shape(1), None, 1, 1, 1, 1, 1),
    ("two, strangers", Shape(2), 0, 2, 1, Fraction(1, 2), 2, 2),
    ("two, acquainted", Shape(2, ((0, 1),)), 1, 1, Fraction(1, 2), Fraction(9, 8), 1, 0),
    ("five, star", Shape(5), 0, 5, 1, Fraction(1, 5), 5, 5),
    ("five, complete", Shape(5, COMPLETE), 1, 1, Fraction(1, 5), Fraction(648, 1000), 1, 0),
    ("path of four", Shape(4, PATH), Fraction(1, 2), Fraction(5, 2), Fraction(5, 8), Fraction(185, 288), 1, 0),
]
NAMES = ("density", "effective_size", "efficiency", "constraint", "components", "isolates")
PLAIN = dict(zip(NAMES, (density, effective_size, efficiency, constraint, components, isolates), strict=True))


def same(found: float | None, wanted: float | Fraction | None) -> bool:
    if found is None or wanted is None:
        return found is None and wanted is None
    return math.isclose(found, float(wanted), rel_tol=1e-12, abs_tol=1e-12)


@pytest.mark.parametrize("vector", VECTORS, ids=[vector[0] for vector in VECTORS])
def test_gives_the_values_worked_out_by_hand(vector: tuple[Any, ...]) -> None:
    _, shape, *wanted = vector

    found = [rule(shape) for rule in PLAIN.values()]

    assert all(same(one, other) for one, other in zip(found, wanted, strict=True)), found


def test_weights_constraint_by_strength_and_closeness() -> None:
    shape = Shape(4, PATH, closeness=(2.0, 1.0, 3.0), strength=(3.0, 2.0, 1.0, 1.0))

    assert same(constraint(shape), 0.6992346938775511)


def random_shape(chance: random.Random) -> Shape:
    size = chance.choice([0, 1, 2, 3, *range(4, 33)])
    pairs = [(one, two) for one in range(size) for two in range(one + 1, size) if chance.random() < 0.2]
    return Shape(size, tuple(pairs))


@pytest.fixture(scope="module")
def shapes() -> list[Shape]:
    chance = random.Random(7)
    return [random_shape(chance) for _ in range(300)]


def with_me(shape: Shape) -> nx.Graph:
    graph = nx.Graph(list(shape.pairs))
    graph.add_nodes_from(range(shape.size))
    graph.add_edges_from(("me", one) for one in range(shape.size))
    graph.add_node("me")
    return graph


def test_agrees_with_networkx(shapes: list[Shape]) -> None:
    for shape in shapes:
        graph = with_me(shape)
        others = graph.subgraph(range(shape.size))
        wanted_constraint = nx.constraint(graph, nodes=["me"])["me"] if shape.size else None
        wanted_size = nx.effective_size(graph, nodes=["me"])["me"] if shape.size else None

        assert same(density(shape), nx.density(others) if shape.size > 1 else None)
        assert same(constraint(shape), wanted_constraint)
        assert same(effective_size(shape), wanted_size)
        assert components(shape) == nx.number_connected_components(others)
        assert isolates(shape) == nx.number_of_isolates(others)


def test_agrees_with_igraph(shapes: list[Shape]) -> None:
    for shape in shapes:
        graph = igraph.Graph(n=shape.size, edges=list(shape.pairs))
        whole = igraph.Graph(n=shape.size + 1, edges=[*shape.pairs, *((shape.size, one) for one in range(shape.size))])
        wanted = whole.constraint(vertices=[shape.size])[0] if shape.size else None

        assert same(density(shape), graph.density() if shape.size > 1 else None)
        assert same(constraint(shape), wanted)
        assert components(shape) == len(graph.connected_components())


def test_a_batch_says_what_each_network_says(shapes: list[Shape]) -> None:
    found = measure_batch(Batch.of(shapes))

    for name, rule in PLAIN.items():
        wanted = [rule(shape) for shape in shapes]
        assert [math.isnan(one) for one in found[name]] == [one is None for one in wanted]
        np.testing.assert_allclose(found[name], [math.nan if one is None else one for one in wanted], rtol=1e-12)


def test_a_batch_of_nothing_is_nothing() -> None:
    assert all(len(values) == 0 for values in measure_batch(Batch.of([])).values())


@given(st.lists(st.sampled_from("abcde")))
def test_variety_lies_between_none_and_all_different(groups: list[str]) -> None:
    found = variety(groups)

    assert found is None if not groups else 0 <= found <= 1 - 1 / len(set(groups)) + 1e-12  # type: ignore[operator]


@pytest.mark.parametrize(("of", "among", "wanted"), [(0, 0, None), (1, 4, 0.25), (0, 3, 0.0)])
def test_a_share_among_none_is_not_zero(of: int, among: int, wanted: float | None) -> None:
    assert share(of, among) == wanted


def test_averages_over_nobody_are_not_defined() -> None:
    assert multiplexity(()) is None
    assert outward((), ()) is None
