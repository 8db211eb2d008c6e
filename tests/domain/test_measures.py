"""Measures agree with published vectors, with networkx and igraph, and with each other."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from fractions import Fraction
from typing import Any

import igraph
import networkx as nx
import numpy as np
import pytest

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
    closeness = tuple(float(chance.randint(1, 3)) for _ in pairs)
    return Shape(size, tuple(pairs), closeness, tuple(float(chance.randint(1, 3)) for _ in range(size)))


def even(shape: Shape) -> Shape:
    """The same network without weights."""
    return replace(shape, closeness=None, strength=None)


@pytest.fixture(scope="module")
def shapes() -> list[Shape]:
    chance = random.Random(7)
    return [random_shape(chance) for _ in range(300)]


def with_me(shape: Shape) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from([*range(shape.size), "me"])
    graph.add_weighted_edges_from((*pair, close) for pair, close in zip(shape.pairs, shape.closeness, strict=True))
    graph.add_weighted_edges_from(("me", one, strong) for one, strong in enumerate(shape.strength))
    return graph


def test_agrees_with_networkx_on_constraint(shapes: list[Shape]) -> None:
    for shape in shapes:
        graph = with_me(shape)
        plain, weighted = (nx.constraint(graph, weight=weight).get("me") for weight in (None, "weight"))

        assert same(constraint(even(shape)), plain if shape.size else None)
        assert same(constraint(shape), weighted if shape.size else None)


def test_agrees_with_networkx_on_size_and_pieces(shapes: list[Shape]) -> None:
    for shape in shapes:
        graph = with_me(shape)
        others = graph.subgraph(range(shape.size))

        assert same(density(shape), nx.density(others) if shape.size > 1 else None)
        assert same(effective_size(shape), nx.effective_size(graph)["me"] if shape.size else None)
        assert components(shape) == nx.number_connected_components(others)
        assert isolates(shape) == nx.number_of_isolates(others)


def test_agrees_with_igraph(shapes: list[Shape]) -> None:
    for shape in shapes:
        size, me = shape.size, shape.size
        graph = igraph.Graph(n=size, edges=shape.pairs)
        whole = igraph.Graph(n=size + 1, edges=[*shape.pairs, *((me, one) for one in range(size))])
        weights = [*shape.closeness, *shape.strength]

        assert same(density(shape), graph.density() if size > 1 else None)
        assert same(constraint(even(shape)), whole.constraint([me])[0] if size else None)
        assert same(constraint(shape), whole.constraint([me], weights)[0] if size else None)
        assert components(shape) == len(graph.connected_components())


@pytest.mark.parametrize("weights", [True, False], ids=["weighted", "even"])
def test_a_batch_says_what_each_network_says(shapes: list[Shape], weights: bool) -> None:
    asked = shapes if weights else [even(shape) for shape in shapes]
    found = measure_batch(Batch.of(asked))

    for name, rule in PLAIN.items():
        wanted = [rule(shape) for shape in asked]
        assert [math.isnan(one) for one in found[name]] == [one is None for one in wanted]
        np.testing.assert_allclose(found[name], [math.nan if one is None else one for one in wanted], rtol=1e-12)


def test_a_batch_may_hold_weighted_and_even_networks() -> None:
    both = [Shape(4, PATH), Shape(4, PATH, closeness=(2.0, 1.0, 3.0), strength=(3.0, 2.0, 1.0, 1.0)), Shape(0)]

    found = measure_batch(Batch.of(both))["constraint"]

    np.testing.assert_allclose(found, [185 / 288, 0.6992346938775511, math.nan], rtol=1e-14)


def test_a_batch_finds_the_pieces_of_a_long_chain() -> None:
    chain = Shape(1000, tuple((one, one + 1) for one in range(999) if one != 500))

    assert measure_batch(Batch.of([chain, Shape(2)]))["components"].tolist() == [2, 2]


def test_a_batch_of_nothing_is_nothing() -> None:
    assert all(len(values) == 0 for values in measure_batch(Batch.of([])).values())
