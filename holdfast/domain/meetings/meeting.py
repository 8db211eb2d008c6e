"""One meeting, service or community, as its source describes it, in one shape for all formats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from holdfast.domain.meetings.fellowships import FELLOWSHIPS, Audience
from holdfast.domain.meetings.kinds import Kind

DAY_MINUTES = 24 * 60
WEEK_MINUTES = 7 * DAY_MINUTES


class Attendance(StrEnum):
    """How one takes part. Unknown is said, never guessed."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    HYBRID = "hybrid"
    UNKNOWN = "unknown"


class Category(StrEnum):
    """What a listing is."""

    MEETING = "meeting"
    SERVICE = "service"
    """Help one asks for: it may have conditions, a cost and a first step. Its times are opening hours."""
    COMMUNITY = "community"
    """A forum, a chat or an app: there at any hour."""


class Joining(StrEnum):
    """To whom the group wants its link, its number and its password shown."""

    OPEN = "open"
    MEMBERS = "members"
    """To people with an account here; never in what is published."""
    ASK = "ask"
    """To nobody: one asks the group."""


class ChangeKind(StrEnum):
    """How dates differ from the usual."""

    CANCELLED = "cancelled"
    MOVED = "moved"
    """It meets, elsewhere or at another time."""
    EXTRA = "extra"
    """It meets in addition; the only times of a meeting that is irregular."""


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """Dates on which it is not as usual: one day, some weeks, or from a day on until somebody says otherwise."""

    first_on: date
    last_on: date | None
    """None is until further notice."""
    kind: ChangeKind
    start: int | None = None
    """Minutes after midnight; needed for EXTRA, another time for MOVED."""
    end: int | None = None
    place: str = ""
    """Where it meets then."""
    note: str = ""

    def is_on(self, day: date) -> bool:
        """Whether it says something about a day."""
        return self.first_on <= day and (self.last_on is None or day <= self.last_on)


@dataclass(frozen=True, slots=True)
class Slot:
    """One regular time in the meeting's own zone. An end before the start is after midnight."""

    day: int
    """0 is Sunday, 6 is Saturday, as in Meeting Guide."""
    start: int
    """Minutes after midnight."""
    end: int | None = None
    """Minutes after midnight; None is not said."""
    rule: str = ""
    """RFC 5545 recurrence rule; empty is every week on `day`. See `times.rule_of`."""
    since: date | None = None
    """A date on which it meets; without it nobody knows which of two weeks is meant."""

    def __lt__(self, other: Slot) -> bool:
        return _slot_order(self) < _slot_order(other)


def _slot_order(slot: Slot) -> tuple[int, int, int, str, str]:
    return slot.day, slot.start, -1 if slot.end is None else slot.end, slot.rule, str(slot.since or "")


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a person needs to decide and to get there. Names and numbers of contact people are never read in."""

    key: str
    """The source's own id."""
    name: str
    fellowship: str | None = None
    types: tuple[str, ...] = ()
    """The source's own codes; they mean something only together with the fellowship."""
    kinds: frozenset[Kind] = frozenset()
    languages: frozenset[str] = frozenset()
    """ISO 639-1; empty is not said."""
    slots: tuple[Slot, ...] = ()
    """Regular times. Empty is by appointment, or irregular where `changes` has extra dates."""
    zone: str | None = None
    """IANA time zone; None is unknown."""
    zone_is_stated: bool = False
    """The source said it; otherwise it was worked out from the place."""
    attendance: Attendance = Attendance.UNKNOWN
    is_closed: bool = False
    """The place is closed for now."""
    address: str = ""
    """Street and house number, or one line with everything."""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""
    regions: tuple[str, ...] = ()
    """From general to specific."""
    latitude: float | None = None
    longitude: float | None = None
    is_approximate: bool = False
    """The position is of the area, not of a door."""
    location: str = ""
    location_notes: str = ""
    group: str = ""
    group_notes: str = ""
    notes: str = ""
    conference_url: str = ""
    conference_url_notes: str = ""
    conference_phone: str = ""
    conference_phone_notes: str = ""
    url: str = ""
    updated_at: datetime | None = None
    category: Category = Category.MEETING
    changes: tuple[Change, ...] = ()
    """Dated exceptions, closures and moves."""
    organization: str = ""
    """The service entity, the programme or the provider that stands behind it."""
    joining: Joining = Joining.OPEN
    conference_password: str = ""
    eligibility: str = ""
    """Who may come or be helped, in the provider's words."""
    cost: str = ""
    next_step: str = ""
    """What to do first: call, walk in, send a form."""
    moderation: str = ""
    """Who looks after a community, and how."""
    phone: str = ""
    """Of a service or an organisation, never of a person in a fellowship."""
    email: str = ""
    feedback_url: str = ""
    """Where the source wants to hear of mistakes."""
    first_visit: str = ""
    """What the group tells somebody who comes for the first time."""

    @property
    def audience(self) -> Audience:
        """Whom it is for."""
        known = FELLOWSHIPS.get(self.fellowship or "")
        return known.audience if known else Audience.OWN

    @property
    def twelve_step(self) -> bool | None:
        """Twelve-step, not twelve-step, or not known."""
        known = FELLOWSHIPS.get(self.fellowship or "")
        return known.twelve_step if known else None

    @property
    def is_by_appointment(self) -> bool:
        """It has no time of its own."""
        return not self.slots and not any(one.kind is ChangeKind.EXTRA for one in self.changes)

    @property
    def place(self) -> str:
        """The address on one line."""
        parts = (self.address, self.city, self.state, self.postal_code, self.country)
        return ", ".join(part for part in parts if part)

    def to_json(self) -> dict[str, Any]:
        """Plain values for storage; what has its default is left out."""
        shown = [(name, getattr(self, name)) for name in _NAMES]
        return {name: _plain(value) for name, value in shown if name in _ALWAYS or not _is_left_out(value)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Meeting:
        """The meeting that `to_json` stored."""
        return cls(**{name: _READ.get(name, _same)(value) for name, value in stored.items()})

    def with_zone(self, zone: str) -> Meeting:
        """The same meeting with a time zone that was worked out from its place."""
        return replace(self, zone=zone, zone_is_stated=False)


_NAMES = tuple(one.name for one in fields(Meeting))
_PARTS = {one: tuple(part.name for part in fields(one)) for one in (Slot, Change)}
"""Looked up once: a large feed asks for them many millions of times."""


def _is_left_out(value: Any) -> bool:
    """Nothing said; 0 is said, the equator is a place. A group may be called "open" and keeps its name."""
    if value:
        return value is Category.MEETING or value is Joining.OPEN
    return value is None or value is False or not isinstance(value, (int, float))


def _plain(value: Any) -> Any:
    if type(value) is str:
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(str(one) for one in value)
    if isinstance(value, tuple):
        return [_parts(one) if isinstance(one, (Slot, Change)) else one for one in value]
    return str(value) if isinstance(value, StrEnum) else value


def _parts(value: Slot | Change) -> list[Any]:
    """The parts in their order; what has its default at the end is left out."""
    parts = [getattr(value, name) for name in _PARTS[type(value)]]
    least = 3
    while len(parts) > least and parts[-1] in (None, ""):
        parts.pop()
    return [
        one.isoformat() if isinstance(one, date) else str(one) if isinstance(one, StrEnum) else one for one in parts
    ]


def _slot(day: int, start: int, end: int | None, rule: str = "", since: str | None = None) -> Slot:
    return Slot(day, start, end, rule, date.fromisoformat(since) if since else None)


def _change(first_on: str, last_on: str | None, kind: str, *rest: Any) -> Change:
    last = date.fromisoformat(last_on) if last_on else None
    return Change(date.fromisoformat(first_on), last, ChangeKind(kind), *rest)


def _same(value: Any) -> Any:
    return value


_READ: Mapping[str, Any] = {
    "types": tuple,
    "kinds": lambda value: frozenset(Kind(one) for one in value if one in set(Kind)),
    "languages": frozenset,
    "slots": lambda value: tuple(_slot(*one) for one in value),
    "changes": lambda value: tuple(_change(*one) for one in value),
    "attendance": Attendance,
    "category": Category,
    "joining": Joining,
    "regions": tuple,
    "updated_at": datetime.fromisoformat,
}
_ALWAYS = frozenset({"key", "name"})
"""Said also where it is empty: a meeting cannot be made without."""
