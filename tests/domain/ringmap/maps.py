"""Networks to draw, and questions to ask of a drawn map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from math import atan2, cos, hypot, pi, sin

from hypothesis import strategies as st

from holdfast.domain.network import Circle, Need, Network, Role, Sector, SupportKind, Tie, TieState, Urgency
from holdfast.domain.ringmap import Marks, RingMap, Words
from holdfast.domain.ringmap.picture import Box, Label, Node, TieMark

ENGLISH = Words(
    me="me",
    circles={
        Circle.WEEKLY: "weekly",
        Circle.MONTHLY: "monthly",
        Circle.NOW_AND_THEN: "now and then",
        Circle.YEARLY: "once a year",
    },
    sectors={
        Sector.FAMILY: "Family",
        Sector.FRIENDS: "Friends",
        Sector.PEERS: "Peers",
        Sector.PROFESSIONALS: "Professionals",
        Sector.GROUPS: "Groups and places",
    },
    invitations={
        Sector.FAMILY: "Someone in your family",
        Sector.FRIENDS: "A friend",
        Sector.PEERS: "Someone who has been there",
        Sector.PROFESSIONALS: "A professional",
        Sector.GROUPS: "A group, a place or a line",
    },
    apart="On their own",
)

SPANISH = Words(
    me="yo",
    circles={
        Circle.WEEKLY: "cada semana",
        Circle.MONTHLY: "cada mes",
        Circle.NOW_AND_THEN: "de vez en cuando",
        Circle.YEARLY: "una vez al año",
    },
    sectors={
        Sector.FAMILY: "Familia",
        Sector.FRIENDS: "Amistades",
        Sector.PEERS: "Personas con experiencia",
        Sector.PROFESSIONALS: "Profesionales",
        Sector.GROUPS: "Grupos y lugares",
    },
    invitations={
        Sector.FAMILY: "Alguien de tu familia",
        Sector.FRIENDS: "Una amistad",
        Sector.PEERS: "Alguien que ha pasado por esto",
        Sector.PROFESSIONALS: "Un profesional",
        Sector.GROUPS: "Un grupo, un lugar o una línea",
    },
    apart="Por su cuenta",
)

SHORT_NAMES = ("Rosa", "Mum", "Ben", "Leila", "Tom (work)", "Carl", "Nina", "Ida", "Dr Amari", "Jo", "Choir", "Abe")
LONG_NAMES = (
    "María de los Ángeles Etxeberria Goikoetxea",
    "The Thursday evening women's walking and talking circle at St Anne's",
    "Grüppchenübergreifendesselbsthilfenetzwerk",
    "Dr Oluwaseun Adébáyọ̀-Fitzgerald",
)
ONE_ROLE_EACH = (Role.SIBLING, Role.FRIEND, Role.PEER, Role.THERAPIST, Role.SUPPORT_GROUP)


def tie(n: int, name: str = "Rosa", role: Role = Role.FRIEND, circle: Circle = Circle.MONTHLY, **more: object) -> Tie:
    """One tie whose id says its number."""
    return replace(Tie(id=f"tie-{n:03}", name=name, role=role, circle=circle), **more)


def crowd(count: int, names: Sequence[str] = SHORT_NAMES) -> tuple[Tie, ...]:
    """So many ties, spread evenly over directions and circles."""
    circles = list(Circle)
    return tuple(
        tie(n, names[n % len(names)], ONE_ROLE_EACH[n % 5], circles[n // 5 % 4], gives={SupportKind.SOCIAL: n % 4})
        for n in range(count)
    )


def crammed(count: int) -> tuple[Tie, ...]:
    """So many ties, all in one direction and one circle."""
    return tuple(tie(n, SHORT_NAMES[n % 12], Role.FRIEND, Circle.WEEKLY) for n in range(count))


def needs(count: int) -> tuple[Need, ...]:
    """So many needs that nobody meets."""
    texts = ("a ride to appointments", "someone for Sundays", "help with the forms", "a call at night")
    urgencies = list(Urgency)
    return tuple(Need(f"need-{n}", texts[n % 4], SupportKind.SOCIAL, urgency=urgencies[n % 3]) for n in range(count))


names = st.one_of(
    st.sampled_from(SHORT_NAMES + LONG_NAMES),
    st.text(st.characters(categories=("Lu", "Ll", "Lo", "Zs", "Pd")), min_size=1, max_size=40),
)


@st.composite
def networks(draw: st.DrawFn, most: int = 24) -> Network:
    """Any ties in any circles, some of whom know each other."""
    count = draw(st.integers(0, most))
    ties = tuple(
        tie(
            n,
            draw(names),
            draw(st.sampled_from(Role)),
            draw(st.sampled_from(Circle)),
            state=draw(st.sampled_from(TieState)),
            gives={SupportKind.SOCIAL: draw(st.integers(0, 3))},
        )
        for n in range(count)
    )
    pairs = list(combinations([each.id for each in ties], 2))
    known = draw(st.frozensets(st.sampled_from(pairs), max_size=12)) if pairs else frozenset()
    return Network(ties, acquainted=known)


@st.composite
def marks(draw: st.DrawFn) -> Marks:
    """Open needs, and what is due, to thank, or rests on one alone."""
    some = st.frozensets(st.integers(0, 23).map("tie-{:03}".format), max_size=6)
    return Marks(
        open_needs=needs(draw(st.integers(0, 8))),
        due=draw(some),
        to_thank=draw(some),
        only_one=draw(some),
        rests_on=dict.fromkeys(draw(some), 3),
        notes=dict.fromkeys(draw(some), "9 days, usually 7"),
    )


def labels(drawn: RingMap) -> Iterator[tuple[str, Label]]:
    """Everything written on the map and beneath it, with what it belongs to."""
    yield "me", drawn.me_label
    yield from ((f"ring {ring.circle}", ring.label) for ring in drawn.rings)
    yield from ((f"wedge {wedge.key}", wedge.label) for wedge in drawn.wedges if wedge.label)
    for mark in drawn.ties:
        yield mark.tie.id, mark.label
    for seat in drawn.seats:
        yield seat.id, seat.label
    for spot in (*drawn.ties, *drawn.seats):
        if spot.entry:
            yield f"key {spot.number}", spot.entry.name
            yield f"number {spot.number}", spot.entry.number


def bulbs(drawn: RingMap) -> Iterator[tuple[str, Node]]:
    """Everything round on the map, with what it belongs to; a halo counts."""
    yield "me", drawn.me
    for mark in drawn.ties:
        yield mark.tie.id, replace(mark.node, radius=max(mark.node.radius, mark.halo))
    yield from ((seat.id, seat.node) for seat in drawn.seats)


def overlaps(boxes: Iterable[tuple[str, Box]]) -> list[tuple[str, str]]:
    """The pairs of boxes that share any area."""
    return [(one, other) for (one, a), (other, b) in combinations(list(boxes), 2) if a.overlaps(b)]


def covered(drawn: RingMap) -> list[tuple[str, str]]:
    """The words that stand over a bulb, with whose bulb it is; me is written on me."""
    return [
        (words, bulb)
        for words, label in labels(drawn)
        for bulb, node in bulbs(drawn)
        if _reaches(node, label.box) and words != "me"
    ]


def _reaches(node: Node, box: Box) -> bool:
    near_x, near_y = min(max(node.x, box.x), box.right), min(max(node.y, box.y), box.bottom)
    return hypot(node.x - near_x, node.y - near_y) < node.radius


def touching(drawn: RingMap) -> list[tuple[str, str]]:
    """The pairs of bulbs that touch."""
    return [
        (one, other)
        for (one, a), (other, b) in combinations(list(bulbs(drawn)), 2)
        if hypot(a.x - b.x, a.y - b.y) < a.radius + b.radius
    ]


def outside(drawn: RingMap) -> list[str]:
    """The words that leave the page."""
    page = Box(0, 0, drawn.width, drawn.height)
    return [
        words
        for words, label in labels(drawn)
        if label.box.x < 0 or label.box.y < 0 or label.box.right > page.right or label.box.bottom > page.bottom
    ]


def out_of(drawn: RingMap, node: Node) -> float:
    """How far out a bulb stands, where 1 is the outermost circle."""
    rim = drawn.rings[-1]
    return hypot((node.x - drawn.me.x) / rim.rx, (node.y - drawn.me.y) / rim.ry)


def direction(drawn: RingMap, node: Node) -> float:
    """The angle of a bulb, clockwise from straight down, from 0 to 2 pi."""
    rim = drawn.rings[-1]
    angle = atan2((node.y - drawn.me.y) / rim.ry, (node.x - drawn.me.x) / rim.rx)
    return (angle - pi / 2) % (2 * pi)


def in_wrong_circle(drawn: RingMap) -> list[str]:
    """The ties that do not stand between the line of their circle and the next one in."""
    bounds = [0.0] + [ring.rx / drawn.rings[-1].rx for ring in drawn.rings]
    return [
        mark.tie.name
        for mark in drawn.ties
        if not bounds[mark.tie.circle - 1] < out_of(drawn, mark.node) < bounds[mark.tie.circle]
    ]


def crossings(drawn: RingMap) -> list[tuple[str, str]]:
    """The strands that run through somebody else's words."""
    written = [(id_, label.box) for id_, label in labels(drawn) if id_.startswith(("tie", "need"))]
    return [
        (mark.tie.id, id_)
        for mark in drawn.ties
        for id_, box in written
        if id_ != mark.tie.id and any(_is_in(point, box) for point in _points(mark))
    ]


def _points(mark: TieMark) -> Iterator[tuple[float, float]]:
    for (ax, ay), (bx, by) in pairwise(mark.strand.spine):
        yield from ((ax + (bx - ax) * n / 6, ay + (by - ay) * n / 6) for n in range(6))


def _is_in(point: tuple[float, float], box: Box) -> bool:
    return box.x < point[0] < box.right and box.y < point[1] < box.bottom


def moved(before: RingMap, after: RingMap, by: float) -> set[str]:
    """The ties that stand elsewhere by more than so many units."""
    old = {mark.tie.id: mark.node for mark in before.ties}
    return {
        mark.tie.id
        for mark in after.ties
        if mark.tie.id in old and hypot(mark.node.x - old[mark.tie.id].x, mark.node.y - old[mark.tie.id].y) > by
    }


def rim_point(drawn: RingMap, angle: float) -> tuple[float, float]:
    """The point of the outermost circle in this direction."""
    rim = drawn.rings[-1]
    return drawn.me.x + rim.rx * cos(angle), drawn.me.y + rim.ry * sin(angle)
