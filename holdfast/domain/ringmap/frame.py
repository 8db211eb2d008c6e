"""The oval the map is drawn in: how large, where each circle ends, and where each direction begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, cos, pi, sin, sqrt

from holdfast.domain.network import Circle
from holdfast.domain.ringmap.picture import Shape

_FILLED = 0.85
"""How much of a circle's room in one direction can be used, bulbs and words not being made to tile it."""

_LEAST = (0.06, 0.14, 0.18, 0.21)
_SLACK = (0.30, 0.27, 0.23, 0.20)
"""Of the area within the rim: what each circle has at least, and its share of what nobody needs."""

_AXIS = pi / 2
"""Straight down: the first direction begins here, and the names of the circles stand here."""


@dataclass(frozen=True, slots=True)
class Style:
    """The sizes of one shape of page, in user units."""

    width: float
    side: float
    """Left free at both sides of the oval."""
    head: float
    """Left free above and below it."""
    ry: float
    ry_more: float
    """Added for every name beyond `ry_upto`."""
    ry_upto: int
    ry_most: float
    """Beyond this it grows only when somebody finds no place."""
    me: float
    node: float
    node_numbered: float
    leaf: float
    """How long a blade is on an uncrowded map."""
    name: float
    note: float
    ring: float
    sector: float
    sector_width: float
    label_width: float
    room_named: float
    """The area a bulb with a name takes."""
    room_numbered: float
    names_upto: int
    """With more ties and seats than this, all are numbered and named beneath."""
    columns: int


STYLES: Mapping[Shape, Style] = {
    Shape.WIDE: Style(
        width=1000, side=92, head=40, ry=336, ry_more=1.5, ry_upto=24, ry_most=400, me=26, node=9, node_numbered=8.5,
        leaf=34, name=16, note=14, ring=14, sector=18, sector_width=170, label_width=150,
        room_named=2600, room_numbered=1500, names_upto=80, columns=4,
    ),
    Shape.PHONE: Style(
        width=360, side=8, head=46, ry=176, ry_more=8, ry_upto=4, ry_most=300, me=21, node=9, node_numbered=7.5,
        leaf=24, name=15, note=15, ring=15, sector=15.5, sector_width=118, label_width=104,
        room_named=2700, room_numbered=1350, names_upto=18, columns=2,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """The angles one direction takes, clockwise from `begin` to `end`."""

    key: str
    begin: float
    end: float

    @property
    def middle(self) -> float:
        return (self.begin + self.end) / 2

    @property
    def width(self) -> float:
        return self.end - self.begin


@dataclass(frozen=True, slots=True)
class Frame:
    """Where everything may stand. Points are given by their share of the way out, and an angle."""

    style: Style
    cx: float
    cy: float
    rx: float
    ry: float
    spans: tuple[Span, ...]
    bounds: tuple[float, ...]
    """Five shares of the way out: where the first circle begins, then where each ends."""

    @property
    def height(self) -> float:
        """A whole number of squares of paper."""
        return 4.0 * ceil(self.cy / 2)

    def at(self, out: float, angle: float) -> tuple[float, float]:
        """The point `out` of the way from me to the outermost circle."""
        return self.cx + self.rx * out * cos(angle), self.cy + self.ry * out * sin(angle)

    def out_of(self, x: float, y: float) -> float:
        """The share of the way out at which a point stands."""
        return float((((x - self.cx) / self.rx) ** 2 + ((y - self.cy) / self.ry) ** 2) ** 0.5)


def frame_for(style: Style, seated: Mapping[str, Sequence[Circle]], *, relief: Sequence[float]) -> Frame:
    """The frame for guests given by direction (in clockwise order) and the circle each stands in.

    `relief` has for each circle how much more room it needs than was thought.
    """
    spans = _spans({key: len(circles) for key, circles in seated.items()})
    rx = style.width / 2 - style.side
    whole = sum(map(len, seated.values()))
    room = (style.room_named if whole <= style.names_upto else style.room_numbered) / _FILLED
    floors = [share * rx * style.ry for share in _LEAST]
    needs = [max(n * room, floor) * more for n, floor, more in zip(_counts(spans, seated), floors, relief, strict=True)]
    hole = (style.me + 8) / rx
    usual = min(style.ry + style.ry_more * max(0, whole - style.ry_upto), style.ry_most)
    ry = max(usual, sum(needs) / rx / (1 - hole**2))
    return Frame(
        style=style,
        cx=style.width / 2,
        cy=style.head + ry,
        rx=rx,
        ry=ry,
        spans=spans,
        bounds=_bounds(hole, [need / (rx * ry) for need in needs]),
    )


def _spans(members: Mapping[str, int]) -> tuple[Span, ...]:
    """Directions are equally broad until one is crowded, and grow in steps, so that one tie more moves few others."""
    weights = {key: 6 * max(1, ceil(count / 6)) for key, count in members.items()}
    whole = sum(weights.values()) or 1
    spans, begin = [], _AXIS
    for key, weight in weights.items():
        end = begin + 2 * pi * weight / whole
        spans.append(Span(key, begin, end))
        begin = end
    return tuple(spans)


def _counts(spans: Sequence[Span], seated: Mapping[str, Sequence[Circle]]) -> list[float]:
    """For each circle, how many it would hold if all its directions were as crowded as the most crowded, in steps."""
    rows = list(zip(spans, seated.values(), strict=True))
    return [max(2 * _stepped(row.count(circle)) / span.width for span, row in rows) for circle in Circle]


def _stepped(count: int) -> int:
    return count if count < 3 else 2 * ceil(count / 2)


def _bounds(hole: float, needs: Sequence[float]) -> tuple[float, ...]:
    """Where each circle ends. What nobody needs is shared out so that an uncrowded map always looks the same."""
    slack = 1 - hole**2 - sum(needs)
    areas = [need + slack * share for need, share in zip(needs, _SLACK, strict=True)]
    return tuple(sqrt(hole**2 + area) for area in (0.0, *accumulate(areas)))
