"""The shape of a network, one at a time in plain Python or thousands at once in NumPy.

A personal network is n ties and the acquaintances among them; the person is left out of every measure but constraint.
What is not defined is None (NaN in a batch), never zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from holdfast.domain.network import COUNTING, CoverState, Need, Network, Tie, coverage

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Shape:
    """Who knows whom: n ties numbered from 0, and each acquainted pair once, with how close they are."""

    size: int
    pairs: tuple[tuple[int, int], ...] = ()
    closeness: tuple[float, ...] | None = None
    """Of each pair; None is 1 for all."""
    strength: tuple[float, ...] | None = None
    """Of the person to each tie, above 0; None is 1 for all."""


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
class Known:
    """A tie and the ties it knows: one row of the table beside the map (DataBasic issue 291)."""

    tie: Tie
    others: tuple[Tie, ...]


def who_knows_whom(network: Network) -> tuple[Known, ...]:
    """Every tie with the ties it knows, those who know most first."""
    ties = {tie.id: tie for tie in network.ties}
    known: dict[str, set[str]] = {tie_id: set() for tie_id in ties}
    for one, two in network.acquainted:
        if one in ties and two in ties:
            known[one].add(two)
            known[two].add(one)
    rows = (Known(ties[one], tuple(ties[two] for two in sorted(others))) for one, others in known.items())
    return tuple(sorted(rows, key=lambda row: (-len(row.others), row.tie.id)))


def pieces(network: Network) -> tuple[tuple[Tie, ...], ...]:
    """The ties that hang together without the person, the largest piece first."""
    found: dict[int, list[Tie]] = {}
    for tie, root in zip(network.ties, _roots(shape_of(network)), strict=True):
        found.setdefault(root, []).append(tie)
    return tuple(sorted(map(tuple, found.values()), key=lambda piece: (-len(piece), min(tie.id for tie in piece))))


def counting(network: Network) -> Network:
    """The network of the ties that count towards a need."""
    return replace(network, ties=tuple(tie for tie in network.ties if tie.state in COUNTING))


@dataclass(frozen=True, slots=True)
class Parting:
    """What would change if one tie went."""

    tie: Tie
    opened: tuple[Need, ...]
    """Needs that nobody else could meet."""
    left_single: tuple[Need, ...]
    """Needs that would rest on only one more."""
    pieces: tuple[tuple[Tie, ...], ...]
    """What the others hang together in."""
    pieces_before: int

    @property
    def changes_nothing(self) -> bool:
        """No need opens or comes to rest on one, and those who hung together still do."""
        return not self.opened and not self.left_single and len(self.pieces) <= self.pieces_before


def without(network: Network, tie_id: str) -> Parting:
    """What would change if this tie went (W12). Raises KeyError for a tie that is not there."""
    tie = {tie.id: tie for tie in network.ties}[tie_id]
    rest = replace(network, ties=tuple(one for one in network.ties if one.id != tie_id))
    before = {row.need.id: row.state for row in coverage(network)}
    changed = [row for row in coverage(rest) if row.state is not before[row.need.id]]
    return Parting(
        tie=tie,
        opened=tuple(row.need for row in changed if row.state is CoverState.OPEN),
        left_single=tuple(row.need for row in changed if row.state is CoverState.SINGLE),
        pieces=pieces(counting(rest)),
        pieces_before=len(pieces(counting(network))),
    )


@dataclass(frozen=True, slots=True)
class Batch:
    """Many networks in flat lists. Pair ends are numbered within their own network."""

    sizes: Counts
    network: Counts
    """Of each pair: the number of its network."""
    one: Counts
    two: Counts
    closeness: Floats | None = None
    """Of each pair; None is 1 for all."""
    strength: Floats | None = None
    """Of each tie, network after network; None is 1 for all."""

    @classmethod
    def of(cls, shapes: Sequence[Shape]) -> Batch:
        """Flatten shapes. Weights are carried over as soon as one shape has them."""
        counts = np.fromiter((len(shape.pairs) for shape in shapes), np.int64, len(shapes))
        ends = np.fromiter(
            (end for shape in shapes for pair in shape.pairs for end in pair), np.int64, 2 * int(counts.sum())
        )
        sizes = np.fromiter((shape.size for shape in shapes), np.int64, len(shapes))
        closeness = _flat([shape.closeness for shape in shapes], counts)
        strength = _flat([shape.strength for shape in shapes], sizes)
        return cls(sizes, np.repeat(np.arange(len(shapes)), counts), ends[0::2], ends[1::2], closeness, strength)


def _flat(weights: Sequence[tuple[float, ...] | None], counts: Counts) -> Floats | None:
    if all(one is None for one in weights):
        return None
    some = (one or (1.0,) * int(count) for one, count in zip(weights, counts, strict=True))
    return np.fromiter(chain.from_iterable(some), np.float64, int(counts.sum()))


def measure_batch(batch: Batch) -> Mapping[str, Floats]:
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
        "constraint": _constraints(batch, one, two),
        "components": _pieces(start, one, two),
        "isolates": _alone(start, one, two),
    }


def _constraints(batch: Batch, one: Counts, two: Counts) -> Floats:
    many, total = len(batch.sizes), int(batch.sizes.sum())
    strength = np.ones(total) if batch.strength is None else batch.strength
    closeness = np.ones(len(one)) if batch.closeness is None else batch.closeness
    owner = np.repeat(np.arange(many), batch.sizes)
    own = strength / np.bincount(owner, strength, many)[owner]
    all_of = strength + np.bincount(one, closeness, total) + np.bincount(two, closeness, total)
    passed = own / all_of
    through = np.bincount(two, passed[one] * closeness, total) + np.bincount(one, passed[two] * closeness, total)
    return np.where(batch.sizes > 0, np.bincount(owner, (own + through) ** 2, many), np.nan)


def _alone(start: Counts, one: Counts, two: Counts) -> Floats:
    known = np.zeros(int(start[-1]), dtype=bool)
    known[one] = known[two] = True
    return _per_network(~known, start)


def _pieces(start: Counts, one: Counts, two: Counts) -> Floats:
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
    return _per_network(root == np.arange(len(root)), start)


def _per_network(marked: NDArray[np.bool_], start: Counts) -> Floats:
    """How many ties of each network are marked."""
    sums = np.concatenate(([0], np.cumsum(marked)))
    return np.asarray(sums[start[1:]] - sums[start[:-1]], dtype=np.float64)
