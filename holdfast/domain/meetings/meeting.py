"""One meeting, as its source describes it, in one shape for all formats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
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


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """One weekly time in the meeting's own zone. An end before the start is after midnight."""

    day: int
    """0 is Sunday, 6 is Saturday, as in Meeting Guide."""
    start: int
    """Minutes after midnight."""
    end: int | None = None
    """Minutes after midnight; None is not said."""


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
    """Weekly times. Empty is by appointment."""
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
        """It has no weekly time."""
        return not self.slots

    @property
    def place(self) -> str:
        """The address on one line."""
        parts = (self.address, self.city, self.state, self.postal_code, self.country)
        return ", ".join(part for part in parts if part)

    def to_json(self) -> dict[str, Any]:
        """Plain values for storage; what has its default is left out."""
        shown = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: _plain(value) for name, value in shown.items() if not _is_left_out(value)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Meeting:
        """The meeting that `to_json` stored."""
        return cls(**{name: _READ.get(name, _same)(value) for name, value in stored.items()})

    def with_zone(self, zone: str) -> Meeting:
        """The same meeting with a time zone that was worked out from its place."""
        return replace(self, zone=zone, zone_is_stated=False)


def _is_left_out(value: Any) -> bool:
    """Nothing said; 0 is said, the equator is a place."""
    return value is None or value is False or value in ("", (), frozenset())


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(str(one) for one in value)
    if isinstance(value, tuple):
        return [[one.day, one.start, one.end] if isinstance(one, Slot) else one for one in value]
    return str(value) if isinstance(value, StrEnum) else value


def _same(value: Any) -> Any:
    return value


_READ: Mapping[str, Any] = {
    "types": tuple,
    "kinds": lambda value: frozenset(Kind(one) for one in value if one in set(Kind)),
    "languages": frozenset,
    "slots": lambda value: tuple(Slot(*one) for one in value),
    "attendance": Attendance,
    "regions": tuple,
    "updated_at": datetime.fromisoformat,
}
