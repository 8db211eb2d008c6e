"""Laying the sheet: the frame, its words, and a place, a name and a way to reach it for everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from holdfast.domain.network import Circle
from holdfast.domain.ringmap.clusters import APART
from holdfast.domain.ringmap.frame import Frame, Span, Style, frame_for
from holdfast.domain.ringmap.guests import Table
from holdfast.domain.ringmap.naming import ring_label, wedge_label
from holdfast.domain.ringmap.paper import Paper
from holdfast.domain.ringmap.picture import Box, Ring, Wedge, Words
from holdfast.domain.ringmap.placing import Desk, Item, NoRoom, Spot, place
from holdfast.domain.ringmap.strands import Cubic, Reach, course

_ATTEMPTS = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """One attempt at the map: the frame, the words of the map itself, and where everybody got a place."""

    frame: Frame
    rings: tuple[Ring, ...]
    wedges: tuple[Wedge, ...]
    solid: Paper
    spots: Mapping[str, Spot]
    curves: Mapping[str, Cubic]


def sheet_for(table: Table, words: Words, style: Style) -> Sheet:
    """The first attempt in which everybody gets a place; a circle that was too small gets more room in the next."""
    relief = [1.0] * len(Circle)
    for _ in range(_ATTEMPTS):
        try:
            return _attempt(table, words, style, relief)
        except NoRoom as refusal:
            relief[refusal.ring] *= 1.3
    raise NoRoom(0)


def _attempt(table: Table, words: Words, style: Style, relief: Sequence[float]) -> Sheet:
    everyone = [guest for row in table.values() for guest in row]
    frame = frame_for(style, {key: [guest.circle for guest in row] for key, row in table.items()}, relief=relief)
    solid = Paper(style.width, frame.height)
    solid.fill(Box(frame.cx, frame.cy, 0, 0).grown(style.me + 5))
    rings = tuple(_ring(circle, words, frame) for circle in Circle)
    for ring in rings:
        _write(ring, solid)
    wedges = tuple(_wedge(span, words, frame, solid) for span in frame.spans)
    named = len(everyone) <= style.names_upto
    desk = Desk(frame, solid, Paper(style.width, frame.height), digits=len(str(len(everyone))), names=named)
    spots = place(_items(table, frame, style.node if named else style.node_numbered), desk)
    curves = {id_: _course(spot, desk) for id_, spot in spots.items()}
    return Sheet(frame, rings, wedges, solid, spots, curves)


def _course(spot: Spot, desk: Desk) -> Cubic:
    reach = Reach(spot.item.id, spot.out, spot.angle, spot.item.span.middle, spot.item.radius)
    return course(reach, desk.frame, desk.solid)


def _ring(circle: Circle, words: Words, frame: Frame) -> Ring:
    out = frame.bounds[circle]
    return Ring(circle, frame.rx * out, frame.ry * out, ring_label(words.circles[circle], frame, out))


def _write(ring: Ring, solid: Paper) -> None:
    if not solid.is_free(ring.label.box):
        raise NoRoom(ring.circle - 1)
    solid.fill(ring.label.box.grown(1))


def _wedge(span: Span, words: Words, frame: Frame, solid: Paper) -> Wedge:
    name = words.apart if span.key == APART else {str(key): text for key, text in words.sectors.items()}.get(span.key)
    label = wedge_label(name, span, frame, solid) if name else None
    if label:
        solid.fill(label.box.grown(1))
    (ax, ay), (bx, by) = frame.at(frame.bounds[0] * 1.6, span.begin), frame.at(1.0, span.begin)
    edge = f"M{ax:.1f} {ay:.1f}L{bx:.1f} {by:.1f}" if span is not frame.spans[0] else ""
    return Wedge(span.key, label, edge)


def _items(table: Table, frame: Frame, radius: float) -> Sequence[Item]:
    items = []
    for span, row in zip(frame.spans, table.values(), strict=True):
        pad = 0.1 * span.width
        lane = (span.width - 2 * pad) / max(1, len(row))
        for n, guest in enumerate(row):
            items.append(
                Item(
                    id=guest.id,
                    name=guest.name,
                    note=guest.note,
                    ring=guest.circle - 1,
                    span=span,
                    angle=span.begin + pad + lane * (n + 0.5),
                    lane=lane,
                    radius=radius * guest.size,
                )
            )
    return items
