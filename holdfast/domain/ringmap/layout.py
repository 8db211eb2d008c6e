"""From a network to its picture: who stands where, what reaches them, and what is written beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

from holdfast.domain.network import Network, Sector, Tie, TieState, balance
from holdfast.domain.ringmap.clusters import APART, hull, link
from holdfast.domain.ringmap.frame import STYLES
from holdfast.domain.ringmap.guests import SEAT, Guest, Table, guests
from holdfast.domain.ringmap.key import key_of
from holdfast.domain.ringmap.lettering import anchor_of, block, centred, label_in
from holdfast.domain.ringmap.picture import (
    Entry,
    Label,
    Marks,
    Node,
    Reading,
    RingMap,
    Seat,
    Shape,
    Strand,
    TieMark,
    Words,
)
from holdfast.domain.ringmap.placing import Spot
from holdfast.domain.ringmap.sheet import Sheet, sheet_for
from holdfast.domain.ringmap.strands import Growth, strand_along

_HALO = 4.5
_NOTHING = Marks()


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
    sheet = sheet_for(table, words, STYLES[shape])
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


def _drawn(sheet: Sheet, table: Table) -> _Drawn:
    nameless = [guest for guest in _in_reading_order(table) if sheet.spots[guest.id].label is None]
    entries = {guest.id: guest.name for guest in sorted(nameless, key=lambda guest: guest.tie is None)}
    key, bottom = key_of(entries, sheet.frame.style, sheet.frame.height)
    return _Drawn(
        spots=sheet.spots,
        strands={guest.id: _strand(guest, sheet) for row in table.values() for guest in row},
        numbers=dict(zip(entries, count(1), strict=False)),
        key=key,
        bottom=bottom,
    )


def _strand(guest: Guest, sheet: Sheet) -> Strand:
    count = len(sheet.spots)
    leaf = sheet.frame.style.leaf * (1 if count <= 8 else 0.75 if count <= 24 else 0.5)
    growth = Growth(
        weight=guest.weight,
        bulk=1 if count <= 24 else 0.62,
        leaf=leaf if guest.tie else 0.0,
        is_parted=guest.tie is not None and guest.tie.state is TieState.PHASING_OUT,
    )
    return strand_along(sheet.curves[guest.id], guest.id, growth, sheet.solid)


def _tie_mark(guest: Guest, tie: Tie, drawn: _Drawn, marks: Marks) -> TieMark:
    spot = drawn.spots[guest.id]
    is_warm = tie.id in marks.due or tie.id in marks.to_thank
    return TieMark(
        tie=tie,
        node=_node(spot.x, spot.y, spot.item.radius),
        strand=drawn.strands[guest.id],
        label=_label(guest, drawn),
        balance=balance(tie),
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


def _node(x: float, y: float, radius: float) -> Node:
    half = f"M{x:.1f} {y - radius:.1f}a{radius:.1f} {radius:.1f} 0 0 1 0 {2 * radius:.1f}z"
    return Node(x, y, radius, half)


def _links(network: Network, sheet: Sheet) -> tuple[str, ...]:
    spots, centre = sheet.spots, (sheet.frame.cx, sheet.frame.cy)
    return tuple(
        link((spots[one].x, spots[one].y), (spots[other].x, spots[other].y), centre)
        for one, other in sorted(network.acquainted)
        if one in spots and other in spots
    )


def _pools(table: Table, sheet: Sheet) -> tuple[str, ...]:
    rows = ([guest.id for guest in row if guest.tie] for key, row in table.items() if key != APART)
    return tuple(hull((sheet.spots[id_].x, sheet.spots[id_].y) for id_ in row) for row in rows if len(row) > 1)
