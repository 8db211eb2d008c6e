"""Who knows whom: the clusters among a person's ties, and how they are drawn together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from math import hypot

Point = tuple[float, float]

APART = "apart"
"""The direction of those who know none of the others."""


def clusters(ids: Sequence[str], acquainted: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """The ids by cluster, largest first; each cluster is named by its first id, and those alone come last."""
    found: dict[str, list[str]] = {}
    roots = _roots(ids, acquainted)
    for id_ in sorted(ids):
        found.setdefault(roots[id_], []).append(id_)
    groups = sorted((tuple(group) for group in found.values()), key=lambda group: (-len(group), group))
    alone = tuple(group[0] for group in groups if len(group) == 1)
    named = {group[0]: group for group in groups if len(group) > 1}
    return named | ({APART: alone} if alone else {})


def _roots(ids: Collection[str], acquainted: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    roots = {id_: id_ for id_ in ids}

    def root(id_: str) -> str:
        while roots[id_] != id_:
            roots[id_] = roots[roots[id_]]
            id_ = roots[id_]
        return id_

    for one, other in acquainted:
        if one in roots and other in roots:
            low, high = sorted((root(one), root(other)))
            roots[high] = low
    return {id_: root(id_) for id_ in ids}


def link(one: Point, other: Point, centre: Point) -> str:
    """The path between two people who know each other, bowed a little away from me."""
    middle = ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
    dx, dy = middle[0] - centre[0], middle[1] - centre[1]
    bow = 0.18 * hypot(other[0] - one[0], other[1] - one[1]) / (hypot(dx, dy) or 1)
    return f"M{_at(one)}Q{_at((middle[0] + dx * bow, middle[1] + dy * bow))} {_at(other)}"


def hull(points: Iterable[Point]) -> str:
    """The outline round some points, as a closed path to be stroked broadly."""
    ordered = sorted(set(points))
    edge = _half(ordered)[:-1] + _half(ordered[::-1])[:-1] if len(ordered) > 2 else ordered
    return f"M{'L'.join(map(_at, edge))}Z"


def _half(points: Sequence[Point]) -> list[Point]:
    edge: list[Point] = []
    for point in points:
        while len(edge) > 1 and _turn(edge[-2], edge[-1], point) <= 0:
            edge.pop()
        edge.append(point)
    return edge


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _at(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
