"""What a drawn ring map consists of: values in user units, ready for a template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from holdfast.domain.network import Balance, Circle, Need, Sector, Tie


class Reading(StrEnum):
    """The three ways people read a picture of their own network."""

    CIRCLES = "circles"
    KEY_PEOPLE = "key_people"
    GROUPS = "groups"


class Shape(StrEnum):
    """The two pages the map is drawn for; each has a layout of its own."""

    WIDE = "wide"
    PHONE = "phone"


class Anchor(StrEnum):
    """Which end of a line of text its x belongs to, as SVG names it."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Words:
    """Every word on the map, already in the reader's language."""

    me: str
    circles: Mapping[Circle, str]
    sectors: Mapping[Sector, str]
    invitations: Mapping[Sector, str] = field(default_factory=dict)
    """What an empty map offers in each direction: "Someone in your family"."""
    apart: str = ""
    """The name of those who know none of the others, in the reading by groups."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What is true of the ties today, as the rest of the product knows it."""

    open_needs: tuple[Need, ...] = ()
    due: frozenset[str] = frozenset()
    to_thank: frozenset[str] = frozenset()
    only_one: frozenset[str] = frozenset()
    """Ties on whom alone some need rests."""
    rests_on: Mapping[str, int] = field(default_factory=dict)
    """How many needs each tie could meet."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """A few words under a name: "9 days, usually 7"."""


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def overlaps(self, other: Box) -> bool:
        """Whether the two share any area."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def grown(self, by: float) -> Box:
        """The same box with `by` more on every side."""
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; `y` is its baseline, `width` the room it takes."""

    text: str
    x: float
    y: float
    width: float
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """Words on the map, and the box nothing else may enter."""

    lines: tuple[Line, ...]
    anchor: Anchor
    box: Box
    leader: str = ""
    """The path of a fine line back to what is named, when the words stand apart from it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the key beneath the map: a number, and the name it stands for."""

    number: Label
    name: Label


@dataclass(frozen=True, slots=True)
class Node:
    """The bulb at the end of a strand."""

    x: float
    y: float
    radius: float
    half: str
    """The path that fills the right half."""

    @property
    def box(self) -> Box:
        return Box(self.x - self.radius, self.y - self.radius, 2 * self.radius, 2 * self.radius)


@dataclass(frozen=True, slots=True)
class Strand:
    """What grows from me to a tie: a stem that thins out, and its blades."""

    stem: str
    blades: str
    spine: tuple[tuple[float, float], ...]
    """Points along the middle, from me to the tie."""


@dataclass(frozen=True, slots=True)
class TieMark:
    """One tie as drawn."""

    tie: Tie
    node: Node
    strand: Strand
    label: Label
    balance: Balance
    halo: float
    """The radius of the halo of what is due or to be thanked; 0 for none."""
    is_only_one: bool
    note: str
    number: int = 0
    """Stands on the map for the name, which is then in `entry` beneath; 0 when the name is on the map."""
    entry: Entry | None = None

    @property
    def outer(self) -> float:
        """The radius of the second rim of someone on whom alone a need rests."""
        return self.node.radius + 3.6


@dataclass(frozen=True, slots=True)
class Seat:
    """A dashed place that nobody holds yet: for a need, or on an empty map for a direction."""

    id: str
    text: str
    node: Node
    label: Label
    strand: Strand
    number: int = 0
    entry: Entry | None = None

    @property
    def plus(self) -> str:
        """The path of the sign in its middle."""
        return f"M{self.node.x - 4:.1f} {self.node.y:.1f}h8m-4 -4v8"


@dataclass(frozen=True, slots=True)
class Ring:
    """One circle, drawn as an oval to use the page well."""

    circle: Circle
    rx: float
    ry: float
    label: Label


@dataclass(frozen=True, slots=True)
class Wedge:
    """One direction of the map: a sector, or a cluster of people who know each other."""

    key: str
    label: Label | None
    edge: str
    """The path of the line where it begins; empty when the ring names stand there."""


@dataclass(frozen=True, slots=True)
class RingMap:
    """A whole picture. `width` and `height` are its view box."""

    shape: Shape
    reading: Reading
    width: float
    height: float
    me: Node
    me_label: Label
    rings: tuple[Ring, ...]
    wedges: tuple[Wedge, ...]
    ties: tuple[TieMark, ...]
    seats: tuple[Seat, ...]
    links: tuple[str, ...] = ()
    """Paths between people who know each other, in the reading by groups."""
    pools: tuple[str, ...] = ()
    """Outlines round each cluster, to be stroked broadly."""
