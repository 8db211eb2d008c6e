"""Finding each tie a place of its own in its circle and direction, with room for its name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import hypot

from holdfast.domain.ringmap.frame import Frame, Span
from holdfast.domain.ringmap.lettering import Block, anchor_of, block, blocks_for, box_beside, label_in, ways_from
from holdfast.domain.ringmap.paper import Paper
from holdfast.domain.ringmap.picture import Box, Label
from holdfast.domain.ringmap.strands import whim

_HALO = 6.0
_GAP = 2.0
_FAR = (24.0, 46.0)


@dataclass(frozen=True, slots=True)
class Item:
    """Something that wants a place: a tie or an open seat."""

    id: str
    name: str
    note: str
    ring: int
    span: Span
    angle: float
    lane: float
    """How much of the circle it has to itself."""
    radius: float


@dataclass(frozen=True, slots=True)
class Spot:
    """The place an item got. Without a label it is to be numbered, and `box` is where the number goes."""

    item: Item
    x: float
    y: float
    out: float
    angle: float
    box: Box
    label: Label | None
    way: tuple[int, int]
    size: float
    leader: str


@dataclass(frozen=True, slots=True)
class _Choice:
    cost: float
    out: float
    angle: float
    text: Block
    box: Box
    way: tuple[int, int]
    far: float


class NoRoom(Exception):
    """Somebody could not be placed; the frame has to grow."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What is drawn already: `solid` must not be covered, `stems` should not be."""

    frame: Frame
    solid: Paper
    stems: Paper
    digits: int
    names: bool
    """Whether names may stand on the map at all."""


def place(items: Sequence[Item], desk: Desk) -> dict[str, Spot]:
    """A spot for every item, inner circles first. Raises NoRoom."""
    for item in items:
        _sketch(item, desk)
    spots = {}
    for item in sorted(items, key=lambda item: (item.ring, -item.radius)):
        spots[item.id] = _settle(item, desk)
    return spots


def _sketch(item: Item, desk: Desk) -> None:
    """Where the strand will probably run: straight out along the lane."""
    inner, outer = desk.frame.bounds[item.ring], desk.frame.bounds[item.ring + 1]
    reach = (inner + outer) / 2
    steps = max(2, int(reach * desk.frame.ry / 4))
    for step in range(steps // 5, steps):
        desk.stems.dot(*desk.frame.at(reach * step / steps, item.angle))


def _settle(item: Item, desk: Desk) -> Spot:
    choice = _best(item, desk, _named(item, desk)) if desk.names else None
    number = block(("8" * desk.digits,), desk.frame.style.name)
    chosen = choice or _best(item, desk, (number,), thorough=True)
    if chosen is None:
        raise NoRoom
    return _take(item, desk, chosen, is_number=choice is None)


def _named(item: Item, desk: Desk) -> tuple[Block, ...]:
    style = desk.frame.style
    return blocks_for(item.name, item.note, (style.name, style.note), style.label_width)


def _best(item: Item, desk: Desk, texts: Sequence[Block], *, thorough: bool = False) -> _Choice | None:
    best: _Choice | None = None
    for cost, out, angle in _places(item, desk.frame, thorough=thorough):
        if best and cost >= best.cost:
            break
        point = desk.frame.at(out, angle)
        if desk.solid.is_free(_foot(point, item.radius + _HALO)):
            for choice in _choices(item, desk, texts, (cost, out, angle)):
                best = choice if best is None or choice.cost < best.cost else best
            if thorough and best:
                break
    return best


def _choices(item: Item, desk: Desk, texts: Sequence[Block], at: tuple[float, float, float]) -> Iterator[_Choice]:
    """Every free way to set the name beside this place, with what it costs."""
    cost, out, angle = at
    point = desk.frame.at(out, angle)
    near = item.radius + _HALO + _GAP
    for farther in (0.0, *_FAR):
        found = False
        for rank, way in enumerate(ways_from(angle)):
            for turn, text in enumerate(texts):
                box = box_beside(point, way, text, near + farther)
                if desk.solid.is_free(box):
                    found = True
                    toll = 0.5 * rank + 0.6 * turn + farther / 6 + 0.8 * desk.stems.crowding(box)
                    yield _Choice(cost + toll, out, angle, text, box, way, farther)
                    break
        if found:
            return


def _places(item: Item, frame: Frame, *, thorough: bool) -> Iterator[tuple[float, float, float]]:
    """Places within the circle and direction, the fairest first, with what each costs in beauty."""
    inner, outer, begin, end = _cell(item, frame)
    middle = (inner + outer) / 2 + (outer - inner) * 0.32 * whim(item.id, "out")
    step = max(item.lane, 24 / (middle * frame.rx)) * 0.5
    shifts = _THOROUGH if thorough else _SHIFTS
    for cost, across, along in shifts:
        out = middle + along * (outer - inner) / 2
        angle = item.angle + across * step
        if begin <= angle <= end:
            yield cost, min(max(out, inner), outer), angle
    if thorough:
        yield from _all_over(inner, outer, begin, end)


def _all_over(inner: float, outer: float, begin: float, end: float) -> Iterator[tuple[float, float, float]]:
    for n in range(9):
        for m in range(61):
            yield 99.0, inner + (outer - inner) * n / 8, begin + (end - begin) * m / 60


def _cell(item: Item, frame: Frame) -> tuple[float, float, float, float]:
    """The shares of the way out, and the angles, between which a centre may stand."""
    inner, outer = frame.bounds[item.ring], frame.bounds[item.ring + 1]
    edge = min((item.radius + 3) / min(frame.rx, frame.ry), (outer - inner) * 0.45)
    pad = min(0.1, item.span.width * 0.1)
    return inner + edge, outer - edge, item.span.begin + pad, item.span.end - pad


def _ordered(across: Iterable[float], along: Iterable[float]) -> tuple[tuple[float, float, float], ...]:
    shifts = ((hypot(a, 1.3 * b) * 1.6, a, b) for a in across for b in along)
    return tuple(sorted(shifts, key=lambda shift: (round(shift[0], 6), shift)))


_SHIFTS = _ordered((0, 0.6, -0.6, 1.3, -1.3, 2.2, -2.2, 3.4, -3.4), (0, 0.45, -0.45, 0.9, -0.9))
_THOROUGH = _ordered((n / 2 for n in range(-14, 15)), (0, 0.3, -0.3, 0.6, -0.6, 0.95, -0.95))


def _take(item: Item, desk: Desk, choice: _Choice, *, is_number: bool) -> Spot:
    x, y = desk.frame.at(choice.out, choice.angle)
    desk.solid.fill(_foot((x, y), item.radius + _HALO))
    desk.solid.fill(choice.box)
    leader = _leader((x, y), item.radius, choice.box) if choice.far else ""
    label = None if is_number else label_in(choice.box, choice.text, anchor_of(choice.way), leader=leader)
    return Spot(item, x, y, choice.out, choice.angle, choice.box, label, choice.way, choice.text.size, leader)


def _foot(point: tuple[float, float], radius: float) -> Box:
    return Box(point[0] - radius, point[1] - radius, 2 * radius, 2 * radius)


def _leader(point: tuple[float, float], radius: float, box: Box) -> str:
    """A fine line from the rim of a bulb to the nearest edge of its words."""
    x, y = point
    tx, ty = min(max(x, box.x), box.right), min(max(y, box.y + box.height / 2 - 4), box.bottom - 4)
    far = hypot(tx - x, ty - y) or 1
    sx, sy = x + (tx - x) * (radius + 2) / far, y + (ty - y) * (radius + 2) / far
    return f"M{sx:.1f} {sy:.1f}L{tx:.1f} {ty:.1f}"
