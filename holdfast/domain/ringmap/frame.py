"""The oval the map is drawn in: how large, where each circle ends, and where each direction begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, cos, pi, sin

from holdfast.domain.network import Circle
from holdfast.domain.ringmap.picture import Shape

_HOLE = 0.08
_THINNEST = 0.13
_ROOM = 1 - _HOLE - 4 * _THINNEST
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
    """Added for every tie beyond `ry_upto`."""
    ry_upto: int
    me: float
    node: float
    name: float
    note: float
    ring: float
    sector: float
    sector_width: float
    label_width: float
    names_upto: int
    """With more ties and seats than this, all are numbered and named beneath."""
    columns: int


STYLES: Mapping[Shape, Style] = {
    Shape.WIDE: Style(
        width=1000, side=92, head=40, ry=336, ry_more=4, ry_upto=30, me=26, node=9, name=16, note=14,
        ring=14, sector=18, sector_width=170, label_width=150, names_upto=80, columns=4,
    ),
    Shape.PHONE: Style(
        width=360, side=8, head=46, ry=176, ry_more=8, ry_upto=4, me=21, node=9, name=15, note=15,
        ring=15, sector=15.5, sector_width=118, label_width=104, names_upto=16, columns=2,
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
    ry: float
    spans: tuple[Span, ...]
    bounds: tuple[float, ...]
    """Five shares of the way out: where the first circle begins, then where each ends."""

    @property
    def rx(self) -> float:
        return self.style.width / 2 - self.style.side

    @property
    def cx(self) -> float:
        return self.style.width / 2

    @property
    def cy(self) -> float:
        return self.style.head + self.ry

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


def frame_for(style: Style, members: Mapping[str, int], circles: Sequence[Circle], *, stretch: float) -> Frame:
    """The frame for so many members in each direction (in order), and the circle each stands in."""
    crowd = max(0, len(circles) - style.ry_upto)
    return Frame(
        style=style,
        ry=(style.ry + style.ry_more * crowd) * stretch,
        spans=_spans(members),
        bounds=_bounds(circles),
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


def _bounds(circles: Sequence[Circle]) -> tuple[float, ...]:
    """Inner circles are thicker, being shorter; a crowded one takes room from the others, in steps."""
    demand = [max(1, ceil(sum(c is circle for c in circles) / 8)) / (n + 1.6) for n, circle in enumerate(Circle)]
    bounds = [_HOLE]
    for share in demand:
        bounds.append(bounds[-1] + _THINNEST + _ROOM * share / sum(demand))
    return tuple(bounds)
