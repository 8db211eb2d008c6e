"""Finding each tie a place of its own in its circle and direction, with room for its name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import hypot, inf

from holdfast.domain.ringmap.frame import Frame, Span
from holdfast.domain.ringmap.lettering import Block, anchor_of, block, blocks_for, corner_beside, label_in, ways_from
from holdfast.domain.ringmap.paper import Paper
from holdfast.domain.ringmap.picture import Box, Label
from holdfast.domain.ringmap.strands import whim

Point = tuple[float, float]
Side = tuple[int, int]

_HALO = 5.0
_GAP = 2.0
_FAR = (24.0, 46.0)
_UNSAID = 3.0
"""What it costs to leave out a note."""

_CONTENT = 1.0
"""A place that could be this little better is not looked for."""


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
    way: Side
    size: float
    leader: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Somewhere the bulb could stand, and what that costs in beauty."""

    toll: float
    out: float
    angle: float
    point: Point
    near: float
    """How far off the words begin when they stand beside it."""
    far: float = 0.0
    """How much farther off they stand, led back by a line."""


@dataclass(frozen=True, slots=True)
class _Choice:
    """A place together with words that fit beside it."""

    cost: float
    place: _Place
    side: Side
    text: Block
    box: Box


class NoRoom(Exception):
    """Somebody could not be placed in their circle, which has to grow."""

    def __init__(self, ring: int) -> None:
        super().__init__(ring)
        self.ring = ring


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
    steps = max(2, int(reach * desk.frame.ry / 6))
    for step in range(steps // 5, steps):
        desk.stems.dot(*desk.frame.at(reach * step / steps, item.angle))


def _settle(item: Item, desk: Desk) -> Spot:
    """With its name if that can be, after a longer search if it must be, else with a number."""
    if desk.names:
        texts = _named(item, desk)
        named = _best(item, desk, texts) or _best(item, desk, texts, thorough=True)
        if named:
            return _take(item, desk, named, is_number=False)
    number = block(("8" * desk.digits,), desk.frame.style.name)
    numbered = _best(item, desk, (number,), thorough=True)
    if numbered is None:
        raise NoRoom(item.ring)
    return _take(item, desk, numbered, is_number=True)


def _named(item: Item, desk: Desk) -> tuple[Block, ...]:
    style = desk.frame.style
    return blocks_for(item.name, item.note, (style.name, style.note), style.label_width)


def _best(item: Item, desk: Desk, texts: Sequence[Block], *, thorough: bool = False) -> _Choice | None:
    """The fairest place with room for the words; the search ends when a better one would be no fairer."""
    best: _Choice | None = None
    for toll, out, angle in _places(item, desk.frame, thorough=thorough):
        limit = best.cost if best else inf
        if toll + _CONTENT >= limit or (best and not desk.names):
            break
        point = desk.frame.at(out, angle)
        if desk.solid.is_free(_foot(point, item.radius + _HALO)):
            place = _Place(toll, out, angle, point, item.radius + _HALO + _GAP)
            best = _near_or_far(desk, texts, place, limit) or best
    return best


def _near_or_far(desk: Desk, texts: Sequence[Block], place: _Place, limit: float) -> _Choice | None:
    near = _beside(desk, texts, place, limit)
    if near or not desk.names:
        return near
    farther = (replace(place, toll=place.toll + far / 6, far=far) for far in _FAR)
    return next(filter(None, (_beside(desk, texts, there, limit) for there in farther)), None)


def _beside(desk: Desk, texts: Sequence[Block], place: _Place, limit: float) -> _Choice | None:
    """The best free way to set the words beside this place, if it costs less than `limit`."""
    best = None
    toll = place.toll
    for side in ways_from(place.angle):
        if toll >= limit:
            break
        choice = _set(desk, texts, place, side, toll)
        if choice and choice.cost < limit:
            best, limit = choice, choice.cost
        toll += 0.5
    return best


def _set(desk: Desk, texts: Sequence[Block], place: _Place, side: Side, toll: float) -> _Choice | None:
    for turn, text in enumerate(texts):
        corner = corner_beside(place.point, side, text, place.near + place.far)
        if desk.solid.has_room(corner, text.width, text.height):
            box = Box(*corner, text.width, text.height)
            if place.far and _is_crossed(place, box, desk.solid):
                continue
            cost = toll + 0.6 * turn + _UNSAID * (text.note != texts[0].note) + 0.8 * desk.stems.crowding(box)
            return _Choice(cost, place, side, text, box)
    return None


def _is_crossed(place: _Place, box: Box, solid: Paper) -> bool:
    """Whether a line from a bulb to its words would run over something."""
    (x, y), (tx, ty) = place.point, _end_of_leader(place.point, box)
    far = hypot(tx - x, ty - y) or 1
    shares = [(place.near + 3 * step) / far for step in range(int((far - place.near) / 3))]
    return bool(solid.hits((x + (tx - x) * share, y + (ty - y) * share) for share in shares))


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
    for n in range(7):
        for m in range(41):
            yield 99.0, inner + (outer - inner) * n / 6, begin + (end - begin) * m / 40


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
    place = choice.place
    desk.solid.fill(_foot(place.point, item.radius + _HALO))
    desk.solid.fill(choice.box)
    leader = _leader(place.point, item.radius, choice.box) if place.far else ""
    label = None if is_number else label_in(choice.box, choice.text, anchor_of(choice.side), leader=leader)
    return Spot(
        item=item,
        x=place.point[0],
        y=place.point[1],
        out=place.out,
        angle=place.angle,
        box=choice.box,
        label=label,
        way=choice.side,
        size=choice.text.size,
        leader=leader,
    )


def _foot(point: tuple[float, float], radius: float) -> Box:
    return Box(point[0] - radius, point[1] - radius, 2 * radius, 2 * radius)


def _leader(point: Point, radius: float, box: Box) -> str:
    """A fine line from the rim of a bulb to the nearest edge of its words."""
    (x, y), (tx, ty) = point, _end_of_leader(point, box)
    far = hypot(tx - x, ty - y) or 1
    sx, sy = x + (tx - x) * (radius + 2) / far, y + (ty - y) * (radius + 2) / far
    return f"M{sx:.1f} {sy:.1f}L{tx:.1f} {ty:.1f}"


def _end_of_leader(point: Point, box: Box) -> Point:
    x, y = point
    return min(max(x, box.x), box.right), min(max(y, box.y + 3), box.bottom - 3)
