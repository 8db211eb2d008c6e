"""All measures of 10,000 random networks: ours at once and one by one, beside python-igraph and networkx.

    python benchmarks/network/measures.py [--networkx 300]

Prints CPU seconds and ratios of one run, and the largest difference between the answers. networkx is asked about the
first so many networks only, because all of them take minutes; its time is scaled up and said to be so.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import time
from collections.abc import Callable
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
PLAIN = {
    "density": density,
    "effective_size": effective_size,
    "efficiency": efficiency,
    "constraint": constraint,
    "components": components,
    "isolates": isolates,
}


def networks(seed: int = 7) -> list[Shape]:
    """About 15 ties each, 32 at most, and about 25 acquaintances, as in field studies."""
    chance = random.Random(seed)
    return [_network(chance) for _ in range(MANY)]


def _network(chance: random.Random) -> Shape:
    size = min(32, max(0, round(chance.gauss(15, 6))))
    pairs = [(one, two) for one in range(size) for two in range(one + 1, size) if chance.random() < 0.21]
    return Shape(size, tuple(pairs))


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """The answer, and the least CPU seconds of three runs."""
    took = []
    for _ in range(3):
        before = time.process_time()
        answer = work()
        took.append(time.process_time() - before)
    return answer, min(took)


def plain(shapes: list[Shape]) -> dict[str, list[float]]:
    """One by one, in plain Python."""
    rows = [[rule(shape) for rule in PLAIN.values()] for shape in shapes]
    columns = zip(*rows, strict=True)
    return {
        name: [math.nan if one is None else one for one in column] for name, column in zip(PLAIN, columns, strict=True)
    }


def with_igraph(shapes: list[Shape]) -> dict[str, list[float]]:
    """What python-igraph has: density, constraint, components, isolates."""
    found: dict[str, list[float]] = {"density": [], "constraint": [], "components": [], "isolates": []}
    for shape in shapes:
        graph = igraph.Graph(n=shape.size, edges=list(shape.pairs))
        me = shape.size
        whole = igraph.Graph(n=me + 1, edges=[*shape.pairs, *((me, one) for one in range(me))])
        found["density"].append(graph.density() if shape.size > 1 else math.nan)
        found["constraint"].append(whole.constraint(vertices=[me])[0] if shape.size else math.nan)
        found["components"].append(len(graph.connected_components()))
        found["isolates"].append(sum(degree == 0 for degree in graph.degree()))
    return found


def with_networkx(shapes: list[Shape]) -> dict[str, list[float]]:
    """Everything but efficiency."""
    names = ("density", "effective_size", "constraint", "components", "isolates")
    found: dict[str, list[float]] = {name: [] for name in names}
    for shape in shapes:
        graph = nx.Graph(list(shape.pairs))
        graph.add_nodes_from(range(shape.size))
        whole = graph.copy()
        whole.add_node("me")
        whole.add_edges_from(("me", one) for one in range(shape.size))
        found["density"].append(nx.density(graph) if shape.size > 1 else math.nan)
        found["effective_size"].append(nx.effective_size(whole, nodes=["me"])["me"] if shape.size else math.nan)
        found["constraint"].append(nx.constraint(whole, nodes=["me"])["me"] if shape.size else math.nan)
        found["components"].append(nx.number_connected_components(graph))
        found["isolates"].append(nx.number_of_isolates(graph))
    return found


def difference(ours: Any, theirs: dict[str, list[float]]) -> float:
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
    parser.add_argument("--networkx", type=int, default=300, help="how many networks networkx is asked about")
    asked = parser.parse_args().networkx
    shapes = networks()
    batch, flatten = timed(lambda: Batch.of(shapes))
    ours, at_once = timed(lambda: measure_batch(batch))
    one_by_one, plainly = timed(lambda: plain(shapes))
    theirs, graphs = timed(lambda: with_igraph(shapes))
    before = time.process_time()
    others = with_networkx(shapes[:asked])
    slow = (time.process_time() - before) * MANY / asked
    whole = flatten + at_once
    print(f"{MANY} networks, CPU seconds, least of three; then how many times ours, and the largest difference")
    print(f"  ours, batch           {whole:8.3f}   (of which flattening {flatten:.3f})")
    rows = [
        ("ours, one by one", plainly, one_by_one),
        ("python-igraph", graphs, theirs),
        (f"networkx, from {asked}", slow, others),
    ]
    for name, took, answers in rows:
        print(f"  {name:21} {took:8.3f}   {took / whole:8.1f} x   {difference(ours, answers):.1e}")


if __name__ == "__main__":
    main()
