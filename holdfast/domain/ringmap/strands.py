"""Living strands: stems that leave me like the root of a kelp, thin out, and bear a few blades."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, pi, sin
from zlib import crc32

from holdfast.domain.ringmap.frame import Frame
from holdfast.domain.ringmap.paper import Paper
from holdfast.domain.ringmap.picture import Strand

Point = tuple[float, float]
Cubic = tuple[Point, Point, Point, Point]

_STEPS = 14


@dataclass(frozen=True, slots=True)
class Reach:
    """What one strand has to reach, from the middle of which direction, and how strong it is (0 to 1)."""

    id: str
    out: float
    angle: float
    middle: float
    radius: float
    weight: float


def whim(id_: str, salt: str) -> float:
    """A number from -1 to 1 that belongs to this tie and never changes."""
    return crc32(f"{salt}:{id_}".encode()) / 0x7FFFFFFF - 1


def strand_for(reach: Reach, frame: Frame, solid: Paper, *, leafy: float) -> Strand:
    """The fairest strand that crosses the least of what stands already."""
    found: list[tuple[int, int, Cubic, tuple[Point, ...]]] = []
    for n, curve in enumerate(_curves(reach, frame)):
        spine = tuple(point_on(curve, step / _STEPS) for step in range(_STEPS + 1))
        count = sum(solid.has_dot(x, y) for x, y in _middle(spine, frame, reach))
        found.append((count, n, curve, spine))
        if not count:
            break
    _, _, curve, spine = min(found)
    return Strand(_stem(curve, reach.weight), _blades(curve, reach, leafy), spine)


def _middle(spine: Sequence[Point], frame: Frame, reach: Reach) -> Iterator[Point]:
    """The points well clear of me and of the bulb the strand ends in."""
    end = frame.at(reach.out, reach.angle)
    for x, y in spine:
        clear_of_me = hypot(x - frame.cx, y - frame.cy) > frame.style.me + 10
        if clear_of_me and hypot(x - end[0], y - end[1]) > reach.radius + 10:
            yield x, y


def _curves(reach: Reach, frame: Frame) -> Iterator[Cubic]:
    """From the most bundled and wavy to nearly straight; which way it sways is the tie's own."""
    way = 1 if whim(reach.id, "way") > 0 else -1
    for bundle, sway in ((0.8, 1.0), (0.8, -0.8), (0.45, 1.0), (0.45, -0.8), (0.2, 0.5), (0.0, 0.0), (-0.3, 0.4)):
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
    s = 1 - t
    a, b, c, d = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
    return a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy


def _stem(curve: Cubic, weight: float) -> str:
    """Two curves, one along each side, broad at the root and fine at the tip."""
    root, tip = 2.6 + 4.2 * weight, 0.8 + 0.9 * weight
    widths = (root, tip + (root - tip) * 0.32, tip + (root - tip) * 0.06, tip)
    left, right = [], []
    for n, (x, y) in enumerate(curve):
        nx, ny = _normal(curve[max(n - 1, 0)], curve[min(n + 1, 3)])
        left.append((x + nx * widths[n], y + ny * widths[n]))
        right.append((x - nx * widths[n], y - ny * widths[n]))
    right.reverse()
    return f"M{_at(left[0])}C{' '.join(map(_at, left[1:]))}L{_at(right[0])}C{' '.join(map(_at, right[1:]))}Z"


def _blades(curve: Cubic, reach: Reach, leafy: float) -> str:
    """Slender leaves on alternate sides; a strong tie bears more of them."""
    count = round((1 + 5 * reach.weight) * leafy * (0.35 + reach.out))
    side = 1 if whim(reach.id, "side") > 0 else -1
    blades = []
    for n in range(count):
        t = 0.34 + 0.56 * (n + 0.5 + 0.3 * whim(reach.id, f"t{n}")) / count
        length = (12 + 7 * reach.weight) * (1.15 - 0.5 * t) * (1 + 0.25 * whim(reach.id, f"l{n}"))
        blades.append(_blade(curve, t, length, side * (-1) ** n))
    return "".join(blades)


def _blade(curve: Cubic, t: float, length: float, side: int) -> str:
    x, y = point_on(curve, t)
    fx, fy = point_on(curve, t + 0.04)
    heading = atan2(fy - y, fx - x) + side * 0.62
    tip = (x + length * cos(heading), y + length * sin(heading))
    belly = length * 0.24
    bulge = heading + side * pi / 2
    half = (x + length * 0.5 * cos(heading), y + length * 0.5 * sin(heading))
    out = (half[0] + belly * cos(bulge), half[1] + belly * sin(bulge))
    back = (half[0] - belly * 0.5 * cos(bulge), half[1] - belly * 0.5 * sin(bulge))
    return f"M{_at((x, y))}Q{_at(out)} {_at(tip)}Q{_at(back)} {_at((x, y))}Z"


def _normal(before: Point, after: Point) -> Point:
    dx, dy = after[0] - before[0], after[1] - before[1]
    length = hypot(dx, dy) or 1
    return -dy / length / 2, dx / length / 2


def _at(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
