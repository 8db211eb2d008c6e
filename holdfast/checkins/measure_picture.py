"""The small picture of one measure over time: a line on a sheet. The list beside it says the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 340.0, 150.0
LEFT, RIGHT, TOP, BOTTOM = 34.0, 330.0, 14.0, 120.0
DOTS = 40
"""More of them would hide the line."""
Point = tuple[date, float, float, float]
"""Day, value, lowest and highest possible."""


@dataclass(frozen=True, slots=True)
class Line:
    """What an SVG of WIDTH × HEIGHT shows."""

    path: str
    dots: tuple[tuple[float, float], ...]
    first: date
    last: date
    low: float
    high: float


def line_of(points: Sequence[Point]) -> Line | None:
    """Where everything stands; None while there is no line to draw."""
    if len(points) < 2 or points[0][0] == points[-1][0]:
        return None
    first, last = points[0][0], points[-1][0]
    placed = tuple((_x(on, first, last), _y(value, low, high)) for on, value, low, high in points)
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in placed)
    return Line(path, placed if len(placed) <= DOTS else placed[-1:], first, last, points[-1][2], points[-1][3])


def _x(on: date, first: date, last: date) -> float:
    return round(LEFT + (RIGHT - LEFT) * (on - first).days / (last - first).days, 1)


def _y(value: float, low: float, high: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * (value - low) / (high - low), 1)
