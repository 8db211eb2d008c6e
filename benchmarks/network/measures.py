"""All measures of 10,000 random networks: ours at once and one by one, beside python-igraph and networkx.

    python benchmarks/network/measures.py [--networkx 10000]

Prints CPU seconds and ratios of one run, and the largest difference between the answers. networkx may be asked about
fewer, the first so many; its time is then scaled up and said to be so.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

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

MANY = 10_000
RUNS = 3
PLAIN = {
    "density": density,
    "effective_size": effective_size,
    "efficiency": efficiency,
    "constraint": constraint,
    "components": components,
    "isolates": isolates,
}
Columns = dict[str, list[float]]


def networks(seed: int = 7) -> list[Shape]:
    """About 15 ties each, 32 at most, and about 25 acquaintances, as in field studies; all weighted 1 to 3."""
    chance = random.Random(seed)
    return [_network(chance) for _ in range(MANY)]


def _network(chance: random.Random) -> Shape:
    size = min(32, max(0, round(chance.gauss(15, 6))))
    pairs = tuple((one, two) for one in range(size) for two in range(one + 1, size) if chance.random() < 0.21)
    closeness = tuple(float(chance.randint(1, 3)) for _ in pairs)
    return Shape(size, pairs, closeness, tuple(float(chance.randint(1, 3)) for _ in range(size)))


def timed(work: Callable[[], Any], runs: int = RUNS) -> tuple[Any, float]:
    """The answer, and the least CPU seconds of some runs."""
    took = []
    for _ in range(runs):
        before = time.process_time()
        answer = work()
        took.append(time.process_time() - before)
    return answer, min(took)


def at_once(batch: Batch) -> dict[str, Any]:
    """Every measure in NumPy, constraint with weights and without."""
    weighted = measure_batch(batch)["constraint"]
    return {**measure_batch(replace(batch, closeness=None, strength=None)), "weighted constraint": weighted}


def one_by_one(shapes: list[Shape]) -> Columns:
    """Every measure in plain Python."""
    found: Columns = {name: [] for name in (*PLAIN, "weighted constraint")}
    for shape in shapes:
        even = replace(shape, closeness=None, strength=None)
        for name, rule in PLAIN.items():
            found[name].append(_number(rule(even)))
        found["weighted constraint"].append(_number(constraint(shape)))
    return found


def _number(value: float | None) -> float:
    return math.nan if value is None else value


def with_igraph(shapes: list[Shape]) -> Columns:
    """What python-igraph has: all but effective size and efficiency."""
    found: Columns = {name: [] for name in ("density", "constraint", "weighted constraint", "components", "isolates")}
    for shape in shapes:
        size, me = shape.size, shape.size
        graph = igraph.Graph(n=size, edges=shape.pairs)
        whole = igraph.Graph(n=size + 1, edges=[*shape.pairs, *((me, one) for one in range(size))])
        weights = [*(shape.closeness or ()), *(shape.strength or ())]
        found["density"].append(graph.density() if size > 1 else math.nan)
        found["constraint"].append(whole.constraint(vertices=[me])[0] if size else math.nan)
        found["weighted constraint"].append(whole.constraint([me], weights)[0] if size else math.nan)
        found["components"].append(len(graph.connected_components()))
        found["isolates"].append(graph.degree().count(0))
    return found


def with_networkx(shapes: list[Shape]) -> Columns:
    """All but efficiency, by its faster path: without `nodes` it computes every node's value in SciPy."""
    names = ("density", "effective_size", "constraint", "weighted constraint", "components", "isolates")
    found: Columns = {name: [] for name in names}
    for shape in shapes:
        whole = _whole(shape)
        graph = whole.subgraph(range(shape.size))
        found["density"].append(nx.density(graph) if shape.size > 1 else math.nan)
        found["effective_size"].append(nx.effective_size(whole)["me"] if shape.size else math.nan)
        found["constraint"].append(nx.constraint(whole)["me"] if shape.size else math.nan)
        found["weighted constraint"].append(nx.constraint(whole, weight="weight")["me"] if shape.size else math.nan)
        found["components"].append(nx.number_connected_components(graph))
        found["isolates"].append(nx.number_of_isolates(graph))
    return found


def _whole(shape: Shape) -> nx.Graph:
    whole = nx.Graph()
    whole.add_nodes_from([*range(shape.size), "me"])
    closeness, strength = shape.closeness or (), shape.strength or ()
    whole.add_weighted_edges_from((*pair, close) for pair, close in zip(shape.pairs, closeness, strict=True))
    whole.add_weighted_edges_from(("me", one, strong) for one, strong in enumerate(strength))
    return whole


def difference(ours: dict[str, Any], theirs: dict[str, Any]) -> float:
    """The largest difference; infinite where one is defined and the other is not."""
    worst = 0.0
    for name, values in theirs.items():
        one, two = np.asarray(ours[name][: len(values)], dtype=float), np.asarray(values, dtype=float)
        if not np.array_equal(np.isnan(one), np.isnan(two)):
            return math.inf
        worst = max(worst, float(np.nanmax(np.abs(one - two), initial=0.0)))
    return worst


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--networkx", type=int, default=MANY, help="how many networks networkx is asked about")
    asked = parser.parse_args().networkx
    shapes = networks()
    nx.constraint(_whole(shapes[0]))  # its lazy imports are not counted
    batch, flatten = timed(lambda: Batch.of(shapes))
    ours, measuring = timed(lambda: at_once(batch))
    rows = [
        ("ours, one by one", *timed(lambda: one_by_one(shapes)), MANY),
        ("python-igraph", *timed(lambda: with_igraph(shapes)), MANY),
        ("networkx", *timed(lambda: with_networkx(shapes[:asked]), runs=1), asked),
    ]
    print(f"{MANY} networks, CPU seconds (least of {RUNS}; networkx once), times ours, largest difference from ours")
    print(f"{'ours, at once':18} {flatten + measuring:8.3f} s        1.0 x   (flattening {flatten:.3f} s)")
    for name, answers, took, of in rows:
        whole = took * MANY / of
        of_them = f"   asked about {of}" + (", time scaled up" if of < MANY else "")
        times, apart = whole / (flatten + measuring), difference(ours, answers)
        print(f"{name:18} {whole:8.3f} s {times:10.1f} x   {apart:.1e}{of_them}")


if __name__ == "__main__":
    main()
