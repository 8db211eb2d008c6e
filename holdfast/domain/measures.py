"""The shape of a network, one at a time in plain Python or thousands at once in NumPy.

A personal network is n ties and the acquaintances among them; the person is left out of every measure but constraint.
What is not defined is None (NaN in a batch), never zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from holdfast.domain.network import Network, Tie

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shape:
    """Who knows whom: n ties numbered from 0, and each acquainted pair once, with how close they are."""

    size: int
    pairs: tuple[tuple[int, int], ...] = ()
    closeness: tuple[float, ...] | None = None
    """Of each pair; None is 1 for all."""
    strength: tuple[float, ...] | None = None
    """Of the person to each tie; None is 1 for all."""


def shape_of(network: Network) -> Shape:
    """The shape of a network's ties, in their order."""
    number = {tie.id: at for at, tie in enumerate(network.ties)}
    pairs = ((number[one], number[two]) for one, two in sorted(network.acquainted) if one in number and two in number)
    return Shape(len(network.ties), tuple(pairs))


def density(shape: Shape) -> float | None:
    """The share of possible acquaintances that exist, `2t / n(n-1)`; undefined below two ties."""
    if shape.size < 2:
        return None
    return 2 * len(shape.pairs) / (shape.size * (shape.size - 1))


def effective_size(shape: Shape) -> float | None:
    """Ties less the average overlap among them, `n - 2t/n` (Burt 1992; Borgatti 1997); undefined with no tie."""
    return shape.size - 2 * len(shape.pairs) / shape.size if shape.size else None


def efficiency(shape: Shape) -> float | None:
    """Effective size per tie; undefined with no tie."""
    effective = effective_size(shape)
    return None if effective is None else effective / shape.size


def constraint(shape: Shape) -> float | None:
    """How much everything runs through the same people (Burt 1992): sum over ties j of (p_j + sum of p_q p_qj) squared.

    p is the share of strength, normalised within this network, so it differs from the same person's value in a
    whole network, and may exceed 1. Undefined with no tie.
    """
    if not shape.size:
        return None
    strength = shape.strength or (1.0,) * shape.size
    own = [one / sum(strength) for one in strength]
    closeness = shape.closeness or (1.0,) * len(shape.pairs)
    all_of = list(strength)
    for (one, two), close in zip(shape.pairs, closeness, strict=True):
        all_of[one] += close
        all_of[two] += close
    through = [0.0] * shape.size
    for (one, two), close in zip(shape.pairs, closeness, strict=True):
        through[two] += own[one] * close / all_of[one]
        through[one] += own[two] * close / all_of[two]
    return sum((direct + indirect) ** 2 for direct, indirect in zip(own, through, strict=True))


def components(shape: Shape) -> int:
    """How many pieces the network falls into without the person."""
    return len(set(_roots(shape)))


def isolates(shape: Shape) -> int:
    """How many ties know none of the others."""
    return shape.size - len({end for pair in shape.pairs for end in pair})


def _roots(shape: Shape) -> list[int]:
    root = list(range(shape.size))

    def find(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    for one, two in shape.pairs:
        root[find(one)] = find(two)
    return [find(at) for at in range(shape.size)]


def variety(groups: Iterable[object]) -> float | None:
    """The chance that two draws differ, `1 - sum p squared` (Blau 1977); undefined for none."""
    counts = Counter(groups)
    total = counts.total()
    return 1 - sum((count / total) ** 2 for count in counts.values()) if total else None


def share(of: int, among: int) -> float | None:
    """A share; undefined among none."""
    return of / among if among else None


def multiplexity(ties: Sequence[Tie]) -> float | None:
    """Mean number of kinds of support per tie; undefined with no tie."""
    kinds = [sum(strength > 0 for strength in tie.gives.values()) for tie in ties]
    return sum(kinds) / len(kinds) if kinds else None


def outward(ties: Sequence[Tie], same: Iterable[str]) -> float | None:
    """The E-I index `(E - I) / (E + I)` with the given tie ids as inside (Krackhardt and Stern 1988)."""
    inside = len({tie.id for tie in ties} & set(same))
    return (len(ties) - 2 * inside) / len(ties) if ties else None


@dataclass(frozen=True, slots=True)
class Batch:
    """Many networks in flat lists. Pair ends are numbered within their own network."""

    sizes: NDArray[np.int64]
    network: NDArray[np.int64]
    """Of each pair: the number of its network."""
    one: NDArray[np.int64]
    two: NDArray[np.int64]

    @classmethod
    def of(cls, shapes: Sequence[Shape]) -> Batch:
        """Flatten shapes; weights are not carried over."""
        counts = np.fromiter((len(shape.pairs) for shape in shapes), np.int64, len(shapes))
        ends = np.fromiter(
            (end for shape in shapes for pair in shape.pairs for end in pair), np.int64, 2 * int(counts.sum())
        )
        sizes = np.fromiter((shape.size for shape in shapes), np.int64, len(shapes))
        return cls(sizes, np.repeat(np.arange(len(shapes)), counts), ends[0::2], ends[1::2])


def measure_batch(batch: Batch) -> Mapping[str, NDArray[np.float64]]:
    """Every measure of every network; NaN where it is not defined."""
    sizes = batch.sizes.astype(np.float64)
    pairs = np.bincount(batch.network, minlength=len(sizes)).astype(np.float64)
    some = np.where(sizes > 0, sizes, np.nan)
    enough = np.where(sizes > 1, sizes, np.nan)
    effective = some - 2 * pairs / some
    start = np.concatenate(([0], np.cumsum(batch.sizes)))
    one, two = batch.one + start[batch.network], batch.two + start[batch.network]
    return {
        "density": 2 * pairs / (enough * (enough - 1)),
        "effective_size": effective,
        "efficiency": effective / some,
        "constraint": _constraints(batch, start, one, two),
        "components": _pieces(batch.sizes, start, one, two),
        "isolates": _alone(batch.sizes, start, one, two),
    }


def _constraints(batch: Batch, start: NDArray[np.int64], one: NDArray[np.int64], two: NDArray[np.int64]) -> Floats:
    total = int(start[-1])
    degree = np.bincount(one, minlength=total) + np.bincount(two, minlength=total)
    passed = 1.0 / (degree + 1.0)
    through = np.bincount(two, passed[one], total) + np.bincount(one, passed[two], total)
    owner = np.repeat(np.arange(len(batch.sizes)), batch.sizes)
    sums = np.bincount(owner, (1.0 + through) ** 2, len(batch.sizes))
    size = np.where(batch.sizes > 0, batch.sizes, np.nan).astype(np.float64)
    return np.asarray(sums / size**2, dtype=np.float64)


def _alone(
    sizes: NDArray[np.int64], start: NDArray[np.int64], one: NDArray[np.int64], two: NDArray[np.int64]
) -> Floats:
    known = np.zeros(int(start[-1]), dtype=bool)
    known[one] = known[two] = True
    sums = np.concatenate(([0], np.cumsum(~known)))
    return np.asarray(sums[start[1:]] - sums[start[:-1]], dtype=np.float64)


def _pieces(
    sizes: NDArray[np.int64], start: NDArray[np.int64], one: NDArray[np.int64], two: NDArray[np.int64]
) -> Floats:
    """Connected pieces by hooking the larger root onto the smaller and halving paths until nothing moves."""
    root = np.arange(int(start[-1]))
    while True:
        left, right = root[one], root[two]
        low, high = np.minimum(left, right), np.maximum(left, right)
        if not (apart := low != high).any():
            break
        np.minimum.at(root, high[apart], low[apart])
        while not np.array_equal(shorter := root[root], root):
            root = shorter
    is_root = np.concatenate(([0], np.cumsum(root == np.arange(len(root)))))
    return np.asarray(is_root[start[1:]] - is_root[start[:-1]], dtype=np.float64)
