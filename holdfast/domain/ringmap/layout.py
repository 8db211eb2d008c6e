"""From a network to its picture: who stands where, what reaches them, and what is written beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from holdfast.domain.network import Circle, Network, Sector, Tie
from holdfast.domain.ringmap.clusters import APART, hull, link
from holdfast.domain.ringmap.frame import STYLES, Frame, Span, Style, frame_for
from holdfast.domain.ringmap.guests import SEAT, Guest, Table, guests
from holdfast.domain.ringmap.key import key_of
from holdfast.domain.ringmap.lettering import anchor_of, block, centred, label_in
from holdfast.domain.ringmap.naming import ring_label, wedge_label
from holdfast.domain.ringmap.paper import Paper
from holdfast.domain.ringmap.picture import (
    Balance,
    Entry,
    Label,
    Marks,
    Node,
    Reading,
    Ring,
    RingMap,
    Seat,
    Shape,
    Strand,
    TieMark,
    Wedge,
    Words,
)
from holdfast.domain.ringmap.placing import Desk, Item, NoRoom, Spot, place
from holdfast.domain.ringmap.strands import Reach, strand_for

_HALO = 5.5
_STRETCHES = 40
_NOTHING = Marks()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One attempt at the map: the frame, the words of the map itself, and where everybody got a place."""

    frame: Frame
    rings: tuple[Ring, ...]
    wedges: tuple[Wedge, ...]
    solid: Paper
    spots: Mapping[str, Spot]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What belongs to each guest, by id: a place, a strand, and for some a number and a line in the key."""

    spots: Mapping[str, Spot]
    strands: Mapping[str, Strand]
    numbers: Mapping[str, int]
    key: Mapping[str, Entry]
    bottom: float


def ring_map(
    network: Network,
    words: Words,
    *,
    marks: Marks = _NOTHING,
    reading: Reading = Reading.CIRCLES,
    shape: Shape = Shape.WIDE,
) -> RingMap:
    """The picture of one network. The same network always gives the same picture; ended ties are not in it."""
    table = guests(network, words, marks, reading)
    sheet = _sheet(table, words, STYLES[shape])
    drawn = _drawn(sheet, table)
    frame = sheet.frame
    together = reading is Reading.GROUPS
    return RingMap(
        shape=shape,
        reading=reading,
        width=frame.style.width,
        height=drawn.bottom,
        me=_node(frame.cx, frame.cy, frame.style.me),
        me_label=centred(frame.cx, frame.cy, block((words.me,), frame.style.name)),
        rings=sheet.rings,
        wedges=sheet.wedges,
        ties=tuple(_tie_mark(guest, guest.tie, drawn, marks) for guest in _in_reading_order(table) if guest.tie),
        seats=tuple(_seat(guest, drawn) for guest in _in_reading_order(table) if not guest.tie),
        links=_links(network, sheet) if together else (),
        pools=_pools(table, sheet) if together else (),
    )


def _in_reading_order(table: Table) -> list[Guest]:
    order: list[str] = [key for key in Sector if key in table]
    return [guest for key in order or table for guest in table[key]]


def _sheet(table: Table, words: Words, style: Style) -> _Sheet:
    for attempt in range(_STRETCHES):
        try:
            return _attempt(table, words, style, 1.12**attempt)
        except NoRoom:
            continue
    raise NoRoom


def _attempt(table: Table, words: Words, style: Style, stretch: float) -> _Sheet:
    everyone = [guest for row in table.values() for guest in row]
    members = {key: len(row) for key, row in table.items()}
    frame = frame_for(style, members, [guest.circle for guest in everyone], stretch=stretch)
    solid = Paper(style.width, frame.height)
    solid.fill(_node(frame.cx, frame.cy, style.me + 5).box)
    rings = tuple(_ring(circle, words, frame) for circle in Circle)
    for ring in rings:
        solid.fill(ring.label.box.grown(1))
    wedges = tuple(_wedge(span, words, frame, solid) for span in frame.spans)
    desk = Desk(
        frame=frame,
        solid=solid,
        stems=Paper(style.width, frame.height),
        digits=len(str(len(everyone))),
        names=len(everyone) <= style.names_upto,
    )
    return _Sheet(frame, rings, wedges, solid, place(list(_items(table, frame)), desk))


def _ring(circle: Circle, words: Words, frame: Frame) -> Ring:
    out = frame.bounds[circle]
    return Ring(circle, frame.rx * out, frame.ry * out, ring_label(words.circles[circle], frame, out))


def _wedge(span: Span, words: Words, frame: Frame, solid: Paper) -> Wedge:
    name = words.apart if span.key == APART else {str(key): text for key, text in words.sectors.items()}.get(span.key)
    label = wedge_label(name, span, frame, solid) if name else None
    if label:
        solid.fill(label.box.grown(1))
    (ax, ay), (bx, by) = frame.at(frame.bounds[0] * 1.6, span.begin), frame.at(1.0, span.begin)
    edge = f"M{ax:.1f} {ay:.1f}L{bx:.1f} {by:.1f}" if span is not frame.spans[0] else ""
    return Wedge(span.key, label, edge)


def _items(table: Table, frame: Frame) -> Sequence[Item]:
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
                    radius=frame.style.node * guest.size,
                )
            )
    return items


def _drawn(sheet: _Sheet, table: Table) -> _Drawn:
    nameless = [guest for guest in _in_reading_order(table) if sheet.spots[guest.id].label is None]
    entries = {guest.id: guest.name for guest in nameless}
    key, bottom = key_of(entries, sheet.frame.style, sheet.frame.height)
    return _Drawn(
        spots=sheet.spots,
        strands=_strands(sheet, table),
        numbers=dict(zip(entries, count(1), strict=False)),
        key=key,
        bottom=bottom,
    )


def _strands(sheet: _Sheet, table: Table) -> dict[str, Strand]:
    """Every strand, kept off the words and bulbs of others where it can be."""
    leafy = 1.0 if len(sheet.spots) <= 24 else 0.6
    strands = {}
    for guest in _in_reading_order(table):
        spot = sheet.spots[guest.id]
        reach = Reach(
            id=guest.id,
            out=spot.out,
            angle=spot.angle,
            middle=spot.item.span.middle,
            radius=spot.item.radius,
            weight=guest.weight,
        )
        strands[guest.id] = strand_for(reach, sheet.frame, sheet.solid, leafy=leafy if guest.tie else 0.0)
    return strands


def _tie_mark(guest: Guest, tie: Tie, drawn: _Drawn, marks: Marks) -> TieMark:
    spot = drawn.spots[guest.id]
    is_warm = tie.id in marks.due or tie.id in marks.to_thank
    return TieMark(
        tie=tie,
        node=_node(spot.x, spot.y, spot.item.radius),
        strand=drawn.strands[guest.id],
        label=_label(guest, drawn),
        balance=_balance(tie),
        halo=spot.item.radius + _HALO if is_warm else 0.0,
        is_only_one=tie.id in marks.only_one,
        note=guest.note,
        number=drawn.numbers.get(guest.id, 0),
        entry=drawn.key.get(guest.id),
    )


def _seat(guest: Guest, drawn: _Drawn) -> Seat:
    spot = drawn.spots[guest.id]
    return Seat(
        id=guest.id.removeprefix(SEAT),
        text=guest.name,
        node=_node(spot.x, spot.y, spot.item.radius + 1.5),
        label=_label(guest, drawn),
        strand=drawn.strands[guest.id],
        number=drawn.numbers.get(guest.id, 0),
        entry=drawn.key.get(guest.id),
    )


def _label(guest: Guest, drawn: _Drawn) -> Label:
    spot = drawn.spots[guest.id]
    if spot.label:
        return spot.label
    number = block((str(drawn.numbers[guest.id]),), spot.size)
    return label_in(spot.box, number, anchor_of(spot.way), leader=spot.leader)


def _balance(tie: Tie) -> Balance:
    """Two thirds of all touches in one direction make it mostly that way."""
    if not tie.given + tie.received:
        return Balance.UNKNOWN
    if tie.received >= 2 * tie.given:
        return Balance.THEY_HELP
    return Balance.I_HELP if tie.given >= 2 * tie.received else Balance.BOTH_WAYS


def _node(x: float, y: float, radius: float) -> Node:
    half = f"M{x:.1f} {y - radius:.1f}a{radius:.1f} {radius:.1f} 0 0 1 0 {2 * radius:.1f}z"
    return Node(x, y, radius, half)


def _links(network: Network, sheet: _Sheet) -> tuple[str, ...]:
    spots, centre = sheet.spots, (sheet.frame.cx, sheet.frame.cy)
    return tuple(
        link((spots[one].x, spots[one].y), (spots[other].x, spots[other].y), centre)
        for one, other in sorted(network.acquainted)
        if one in spots and other in spots
    )


def _pools(table: Table, sheet: _Sheet) -> tuple[str, ...]:
    rows = ([guest.id for guest in row if guest.tie] for key, row in table.items() if key != APART)
    return tuple(hull((sheet.spots[id_].x, sheet.spots[id_].y) for id_ in row) for row in rows if len(row) > 1)
