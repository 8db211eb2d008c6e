"""Living strands: stems that leave me like the root of a kelp, thin out, and bear a few blades."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import atan2, cos, hypot, sin
from zlib import crc32

from holdfast.domain.ringmap.frame import Frame
from holdfast.domain.ringmap.paper import Paper
from holdfast.domain.ringmap.picture import Strand

Point = tuple[float, float]
Cubic = tuple[Point, Point, Point, Point]

_STEPS = 12
_MANNERS = (
    (0.8, 1.0), (0.8, -0.8), (0.45, 1.0), (0.45, -0.8), (0.2, 0.5), (0.0, 0.0), (-0.3, 0.4),
    (0.3, 1.9), (0.3, -1.9), (-0.5, 1.3), (-0.5, -1.3), (1.0, 2.6), (1.0, -2.6),
)  # fmt: skip
"""How a strand may grow: how much it keeps to the middle of its direction at first, and how far it sways."""

_PARTS = ((0.0, 0.66), (0.72, 0.83), (0.89, 1.0))
"""What is left of a strand that is being let go."""


def _basis(t: float) -> tuple[float, float, float, float]:
    """How much each of its four points counts at `t` of a cubic curve."""
    s = 1 - t
    return s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t


_FINE = tuple(_basis(step / 24) for step in range(3, 24))


@dataclass(frozen=True, slots=True)
class Reach:
    """What one strand has to reach, and from the middle of which direction."""

    id: str
    out: float
    angle: float
    middle: float
    radius: float


@dataclass(frozen=True, slots=True)
class Growth:
    """How a strand is drawn."""

    weight: float
    """0 to 1: how strong the tie is."""
    bulk: float
    """How broad strands are on this map; less where there are many."""
    leaf: float
    """How long a blade is; 0 for none."""
    is_parted: bool
    """It has come apart near its end."""


def whim(id_: str, salt: str) -> float:
    """A number from -1 to 1 that belongs to this tie and never changes."""
    return crc32(f"{salt}:{id_}".encode()) / 0x7FFFFFFF - 1


def course(reach: Reach, frame: Frame, solid: Paper) -> Cubic:
    """The fairest way to reach a tie that crosses the least of what stands already."""
    curves = _curves(reach, frame)
    best = next(curves)
    fewest = _crossed(best, reach, frame, solid)
    for curve in curves if fewest else ():
        count = _crossed(curve, reach, frame, solid)
        if count < fewest:
            best, fewest = curve, count
        if not count:
            break
    return best


def _crossed(curve: Cubic, reach: Reach, frame: Frame, solid: Paper) -> int:
    """How many points of a curve are on something, but for those near me and near the bulb it ends in."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = curve
    points = [(a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy) for a, b, c, d in _FINE]
    ex, ey = frame.at(reach.out, reach.angle)
    me, bulb = frame.style.me + 10, reach.radius + 9
    return sum(hypot(x - ex, y - ey) > bulb and hypot(x - frame.cx, y - frame.cy) > me for x, y in solid.hits(points))


def spine_of(curve: Cubic) -> tuple[Point, ...]:
    """Points along a curve, evenly by its own measure."""
    return tuple(point_on(curve, step / _STEPS) for step in range(_STEPS + 1))


def strand_along(curve: Cubic, id_: str, growth: Growth, solid: Paper) -> Strand:
    """The strand that follows a curve: its stem, and its blades where no word is in their way."""
    parts = _PARTS if growth.is_parted else ((0.0, 1.0),)
    stem = "".join(_stem(part_of(curve, begin, end), growth, (begin, end)) for begin, end in parts)
    return Strand(stem, _blades(curve, id_, growth, solid) if growth.leaf else "", spine_of(curve))


def _curves(reach: Reach, frame: Frame) -> Iterator[Cubic]:
    """From the most bundled and wavy to nearly straight; which way it sways is the tie's own."""
    way = 1 if whim(reach.id, "way") > 0 else -1
    for bundle, sway in _MANNERS:
        yield _curve(reach, frame, bundle, sway * way)


def _curve(reach: Reach, frame: Frame, bundle: float, sway: float) -> Cubic:
    turn = reach.middle - reach.angle
    wave = sway * (0.10 + 0.07 * abs(whim(reach.id, "wave"))) / (0.35 + reach.out)
    start = frame.at(0.03, reach.angle + bundle * turn)
    first = frame.at(0.36 * reach.out + 0.03, reach.angle + bundle * turn * 0.85 + wave * 0.6)
    second = frame.at(0.72 * reach.out, reach.angle - wave)
    end = frame.at(reach.out, reach.angle)
    return start, first, second, _short_of(end, second, reach.radius)


def _short_of(end: Point, before: Point, by: float) -> Point:
    dx, dy = end[0] - before[0], end[1] - before[1]
    share = by / (hypot(dx, dy) or 1)
    return end[0] - dx * share, end[1] - dy * share


def point_on(curve: Cubic, t: float) -> Point:
    """The point at `t` (0 to 1) of a cubic curve."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = curve
    a, b, c, d = _basis(t)
    return a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy


def part_of(curve: Cubic, begin: float, end: float) -> Cubic:
    """The stretch of a curve between two of its points."""
    if (begin, end) == (0.0, 1.0):
        return curve
    a, d = point_on(curve, begin), point_on(curve, end)
    third = (end - begin) / 3
    (ax, ay), (dx, dy) = _speed(curve, begin), _speed(curve, end)
    return a, (a[0] + ax * third, a[1] + ay * third), (d[0] - dx * third, d[1] - dy * third), d


def _speed(curve: Cubic, t: float) -> Point:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = curve
    s = 1 - t
    a, b, c = 3 * s * s, 6 * s * t, 3 * t * t
    return a * (bx - ax) + b * (cx - bx) + c * (dx - cx), a * (by - ay) + b * (cy - by) + c * (dy - cy)


def _stem(curve: Cubic, growth: Growth, part: tuple[float, float]) -> str:
    """Two curves, one along each side, broad at the root and fine at the tip."""
    begin, end = part
    left, right = [], []
    for n, (x, y) in enumerate(curve):
        nx, ny = _normal(curve[max(n - 1, 0)], curve[min(n + 1, 3)])
        half = _breadth(begin + (end - begin) * n / 3, growth) / 2
        left.append((x + nx * half, y + ny * half))
        right.append((x - nx * half, y - ny * half))
    right.reverse()
    return f"M{_at(left[0])}C{' '.join(map(_at, left[1:]))}L{_at(right[0])}C{' '.join(map(_at, right[1:]))}Z"


def _breadth(t: float, growth: Growth) -> float:
    root, tip = growth.bulk * (4.4 + 7.4 * growth.weight), 1.2 + 1.5 * growth.weight
    return float(tip + (root - tip) * (1 - t) ** 2.6)


def _blades(curve: Cubic, id_: str, growth: Growth, solid: Paper) -> str:
    """Slender leaves on alternate sides; a strong tie bears more of them, and a long strand."""
    (ax, ay), (dx, dy) = curve[0], curve[3]
    count = round((1.4 + 6 * growth.weight) * (0.3 + hypot(dx - ax, dy - ay) / 360))
    side = 1 if whim(id_, "side") > 0 else -1
    blades = []
    for n in range(count):
        t = 0.36 + 0.56 * (n + 0.5 + 0.35 * whim(id_, f"t{n}")) / count
        length = growth.leaf * (0.8 + 0.4 * growth.weight) * (1.3 - 0.6 * t) * (1 + 0.25 * whim(id_, f"l{n}"))
        blade = _blade(curve, t, length, side * (-1) ** n)
        if not solid.hits(blade[2:]):
            blades.append(_drawn(blade))
    return "".join(blades)


def _blade(curve: Cubic, t: float, length: float, side: int) -> tuple[Point, ...]:
    """Where a blade begins, bulges out, is half way, comes back, and ends; it bends with the current."""
    start = point_on(curve, t)
    fx, fy = _speed(curve, t)
    heading = atan2(fy, fx) + side * 0.75
    tip = _off(start, heading - side * 0.22, length)
    outer = _off(start, heading + side * 0.3, length * 0.55)
    inner = _off(start, heading - side * 0.5, length * 0.45)
    return start, outer, _off(start, heading, length * 0.5), inner, tip


def _drawn(blade: tuple[Point, ...]) -> str:
    start, outer, _, inner, tip = map(_at, blade)
    return f"M{start}Q{outer} {tip}Q{inner} {start}Z"


def _off(point: Point, heading: float, by: float) -> Point:
    return point[0] + by * cos(heading), point[1] + by * sin(heading)


def _normal(before: Point, after: Point) -> Point:
    dx, dy = after[0] - before[0], after[1] - before[1]
    length = hypot(dx, dy) or 1
    return -dy / length, dx / length


def _at(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
