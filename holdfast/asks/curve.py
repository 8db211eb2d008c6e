"""The picture of a chance that grows while people answer: points on a small sheet, and the same in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

WIDTH, HEIGHT = 340.0, 150.0
LEFT, RIGHT, TOP, BOTTOM = 8.0, 332.0, 14.0, 122.0


@dataclass(frozen=True, slots=True)
class Dot:
    """Somebody is asked at this point."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Curve:
    """Paths of an SVG of WIDTH × HEIGHT."""

    line: str
    area: str
    dots: tuple[Dot, ...]
    half: float
    """The height of one in two."""
    end: float
    """The height of the chance at the end."""
    base: float = BOTTOM


def curve_of(points: Sequence[tuple[datetime, float]], asked_at: Iterable[datetime]) -> Curve | None:
    """Where everything stands; None where there is nothing to draw."""
    if len(points) < 2 or points[0][0] >= points[-1][0]:
        return None
    placed = [(_x(points, at), _y(chance)) for at, chance in points]
    line = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in placed)
    area = f"{line}L{RIGHT:.1f} {BOTTOM:.1f}L{LEFT:.1f} {BOTTOM:.1f}Z"
    dots = tuple(Dot(round(x, 1), round(_at(placed, x), 1)) for x in sorted({_x(points, at) for at in asked_at}))
    return Curve(line, area, dots, _y(0.5), round(placed[-1][1], 1))


def _x(points: Sequence[tuple[datetime, float]], at: datetime) -> float:
    begins, ends = points[0][0], points[-1][0]
    share = (at - begins) / (ends - begins)
    return LEFT + (RIGHT - LEFT) * min(1.0, max(0.0, share))


def _y(chance: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * min(1.0, max(0.0, chance))


def _at(placed: Sequence[tuple[float, float]], x: float) -> float:
    """The height of the line at `x`."""
    for (left, low), (right, high) in pairwise(placed):
        if left <= x <= right:
            return low if right == left else low + (high - low) * (x - left) / (right - left)
    return placed[-1][1]
