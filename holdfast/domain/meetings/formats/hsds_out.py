"""Writing HSDS 3.0: a listing as a service with its provider, places and times.

What HSDS has a field for stands there. What it has none for stands in an attribute of our own vocabulary, so that
reading what we wrote gives the same listing again. Ids are made of ours and stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha1
from typing import Any
from uuid import UUID, uuid5

from holdfast.domain.meetings.fellowships import FELLOWSHIPS
from holdfast.domain.meetings.formats.hsds_terms import (
    APPROXIMATE,
    CLOSED,
    FELLOWSHIP,
    FIELD,
    KINDS,
    LISTING,
    NAMESPACE,
    TYPES,
    ZONE_STATED,
    Values,
    as_json,
    spoken,
    term,
)
from holdfast.domain.meetings.formats.hsds_times import alert_of, extra_schedule, is_away, schedule_of
from holdfast.domain.meetings.kinds import ACCESS
from holdfast.domain.meetings.meeting import Attendance, Change, ChangeKind, Meeting

PLACE, VIRTUAL = 1, 2
"""The two places a listing may have: a door, and a link."""
MARKS: Mapping[int, int] = {PLACE: 0x0000_5EA7_0001, VIRTUAL: 0x0000_5EA7_0002}
ADDRESS: Mapping[str, str] = {
    "address_1": "address",
    "city": "city",
    "state_province": "state",
    "postal_code": "postal_code",
    "country": "country",
}
"""Field of an HSDS address -> ours."""
ONLINE_WAYS = ("conference_url", "conference_url_notes", "conference_phone", "conference_phone_notes")


@dataclass(frozen=True, slots=True)
class Provider:
    """Who stands behind a listing: the organisation it names, else its group, its fellowship or its source."""

    kind: str
    """organization, group, fellowship or source."""
    name: str
    source: str = ""
    """Two groups of one name in two sources are two; an organisation is one in all of them."""

    @property
    def id(self) -> str:
        """The same for the same provider."""
        return provider_id(self.kind, self.name, self.source if self.kind in {"group", "source"} else "")


@lru_cache(maxsize=20_000)
def provider_id(kind: str, name: str, source: str = "") -> str:
    """The id of an organisation of our HSDS."""
    return str(uuid5(NAMESPACE, f"{kind} {source} {name}"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One listing to be written."""

    id: UUID
    meeting: Meeting
    changed_at: datetime
    checked_at: datetime
    source: str = ""
    licence: str = ""

    @property
    def provider(self) -> Provider:
        """Who stands behind it."""
        return provider_of(self.meeting.organization, self.meeting.group, self.meeting.fellowship or "", self.source)


def provider_of(organization: str, group: str, fellowship: str, source: str) -> Provider:
    """The most exact one that is named."""
    if organization:
        return Provider("organization", organization)
    if group:
        return Provider("group", group, source)
    if fellowship:
        return Provider("fellowship", fellowship)
    return Provider("source", source, source)


def organization(provider: Provider) -> Values:
    """The provider as HSDS has it."""
    name = provider.name
    if provider.kind == "fellowship":
        known = FELLOWSHIPS.get(provider.name)
        name = known.name if known else provider.name
    listed = f", as {provider.source} lists it" if provider.source and provider.source != name else ""
    return {"id": provider.id, "name": name or "Not stated", "description": f"{name or 'Not stated'}{listed}."}


def place_id(listing: UUID, which: int) -> UUID:
    """The id of a service at a place; turned back by `listing_of`."""
    return UUID(int=listing.int ^ MARKS[which])


def listing_of(place: UUID, which: int) -> UUID:
    """The listing whose place has this id, if there is one."""
    return UUID(int=place.int ^ MARKS[which])


def minimal(listing: UUID, changed_at: datetime) -> Values:
    """What a reader needs to see what changed."""
    return {"id": str(listing), "modified_date": moment(changed_at), "last_modified": moment(changed_at)}


def service(entry: Entry, on: date, *, full: bool) -> Values:
    """A listing as a service, alone or with everything that belongs to it."""
    shown = {**_fields(entry, on), "organization": organization(entry.provider)}
    return {**shown, **_parts(entry, on)} if full else shown


def service_at_location(entry: Entry, which: int, on: date, *, full: bool) -> Values:
    """A listing at one of its places, with the service inside."""
    found = _at(entry, which, full=full)
    inside = {**service(entry, on, full=False), **(_own_parts(entry, on) if full else {})}
    return {**found, "service": inside}


def places_of(meeting: Meeting) -> tuple[int, ...]:
    """The places of a listing. One that does not say where it is has a place without an address."""
    both = {Attendance.ONLINE: (VIRTUAL,), Attendance.HYBRID: (PLACE, VIRTUAL)}
    return both.get(meeting.attendance, (PLACE,))


def moment(value: datetime) -> str:
    """A moment with thousandths of a second, in UTC."""
    return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


# The service


def _fields(entry: Entry, on: date) -> Values:
    """The fields that hold one value; what is not said is left out."""
    meeting = entry.meeting
    said = {
        "name": meeting.name,
        "description": meeting.notes,
        "url": meeting.url,
        "email": meeting.email,
        "application_process": meeting.next_step,
        "fees_description": meeting.cost,
        "eligibility_description": meeting.eligibility,
        "alert": alert_of(meeting.changes, on),
    }
    return {
        "id": str(entry.id),
        **{name: value for name, value in said.items() if value},
        "status": "temporarily closed" if is_away(meeting, on) else "active",
        "assured_date": f"{entry.checked_at.astimezone(UTC):%Y-%m-%d}",
        "last_modified": moment(entry.changed_at),
    }


def _parts(entry: Entry, on: date) -> Values:
    at = [_at(entry, which, full=True) for which in places_of(entry.meeting)]
    return {**_own_parts(entry, on), "service_at_locations": at}


def _own_parts(entry: Entry, on: date) -> Values:
    """Everything that belongs to the service but its places."""
    meeting = entry.meeting
    found = {
        "phones": [{"id": _child(entry, "phone"), "number": meeting.phone}] if meeting.phone else [],
        "schedules": list(_schedules(entry, on)),
        "languages": [{"id": _child(entry, f"language {code}"), "code": code} for code in sorted(meeting.languages)],
        "cost_options": [{"id": _child(entry, "cost"), "amount_description": meeting.cost}] if meeting.cost else [],
        "attributes": list(_attributes(entry)),
        "metadata": [_provenance(entry)],
    }
    return {name: value for name, value in found.items() if value}


def _schedules(entry: Entry, on: date) -> Iterator[Values]:
    meeting = entry.meeting
    for number, slot in enumerate(meeting.slots):
        yield schedule_of(slot, _child(entry, f"schedule {number}"), meeting.zone, on)
    for number, change in enumerate(meeting.changes):
        if change.kind is ChangeKind.EXTRA and change.start is not None:
            yield extra_schedule(change, _child(entry, f"extra {number}"), meeting.zone, on)


def _provenance(entry: Entry) -> Values:
    """Where it is from, in the only place HSDS has for it."""
    return {
        "id": _child(entry, "provenance"),
        "resource_type": "service",
        "last_action_date": f"{entry.checked_at.astimezone(UTC):%Y-%m-%d}",
        "last_action_type": "checked",
        "field_name": "",
        "previous_value": "",
        "replacement_value": "",
        "updated_by": f"{entry.source} ({entry.licence})" if entry.licence else entry.source,
    }


def history_of(entry: Entry, number: int, at: datetime, changed: tuple[str, Any, Any]) -> Values:
    """One field that changed, with what it said before and after."""
    field, before, after = changed
    return {
        **_provenance(entry),
        "id": _child(entry, f"history {number} {field}"),
        "last_action_date": f"{at.astimezone(UTC):%Y-%m-%d}",
        "last_action_type": "update",
        "field_name": field,
        "previous_value": _as_text(before),
        "replacement_value": _as_text(after),
    }


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else as_json(value)


# Places


def _at(entry: Entry, which: int, *, full: bool) -> Values:
    found: Values = {"id": str(place_id(entry.id, which))}
    if which == VIRTUAL or _has_place(entry.meeting) or entry.meeting.attendance is not Attendance.UNKNOWN:
        found["location"] = _location(entry, which, full=full)
    return found


def _has_place(meeting: Meeting) -> bool:
    said = (*(getattr(meeting, name) for name in ADDRESS.values()), meeting.location, meeting.location_notes)
    return any(said) or meeting.latitude is not None


def _location(entry: Entry, which: int, *, full: bool) -> Values:
    """A door or a link. The position of an online meeting, which is of its area, stands with the link."""
    meeting, is_virtual = entry.meeting, which == VIRTUAL
    found: Values = {
        "id": _child(entry, f"location {which}"),
        "location_type": "virtual" if is_virtual else "physical",
    }
    if is_virtual:
        found |= {"url": meeting.conference_url, "description": meeting.conference_url_notes}
    else:
        found |= {"description": meeting.location_notes}
    if not is_virtual or meeting.attendance is Attendance.ONLINE:
        found |= {"name": meeting.location, **_position(meeting)}
        found |= {"addresses": _addresses(entry, which)} if full else {}
    found |= {"phones": _dial_in(entry) if is_virtual else [], "accessibility": _access(entry, which)} if full else {}
    return {name: value for name, value in found.items() if value not in ("", [])}


def _position(meeting: Meeting) -> Values:
    if meeting.latitude is None or meeting.longitude is None:
        return {}
    return {"latitude": meeting.latitude, "longitude": meeting.longitude}


def _addresses(entry: Entry, which: int) -> list[Values]:
    parts = {name: getattr(entry.meeting, own) for name, own in ADDRESS.items()}
    if not any(parts.values()):
        return []
    return [{"id": _child(entry, "address"), **parts, "address_type": "virtual" if which == VIRTUAL else "physical"}]


def _dial_in(entry: Entry) -> list[Values]:
    meeting = entry.meeting
    if not meeting.conference_phone:
        return []
    said = {"description": meeting.conference_phone_notes} if meeting.conference_phone_notes else {}
    return [{"id": _child(entry, "dial in"), "number": meeting.conference_phone, "type": "voice", **said}]


def _access(entry: Entry, which: int) -> list[Values]:
    if which == VIRTUAL:
        return []
    kinds = [kind for kind in ACCESS if kind in entry.meeting.kinds]
    return [{"id": _child(entry, f"access {kind}"), "description": spoken(kind)} for kind in kinds]


# Attributes


def _attributes(entry: Entry) -> Iterator[Values]:
    for number, (key, code, value) in enumerate(_said(entry.meeting)):
        found = {"id": _child(entry, f"attribute {number} {key} {code}"), "link_type": key, "link_entity": "service"}
        yield {**found, "taxonomy_term": term(key, code), **({"value": value} if value else {})}


def _said(meeting: Meeting) -> Iterator[tuple[str, str, str]]:
    """Taxonomy, code and value of everything that is said in our own vocabularies."""
    yield LISTING, f"category/{meeting.category}", ""
    yield LISTING, f"attendance/{meeting.attendance}", ""
    yield LISTING, f"joining/{meeting.joining}", ""
    flags = {CLOSED: meeting.is_closed, APPROXIMATE: meeting.is_approximate, ZONE_STATED: meeting.zone_is_stated}
    yield from ((LISTING, code, "") for code, is_so in flags.items() if is_so)
    if meeting.fellowship:
        yield FELLOWSHIP, meeting.fellowship, ""
    yield from ((KINDS, kind, "") for kind in sorted(meeting.kinds))
    yield from ((f"{TYPES}{meeting.fellowship or ''}", code, "") for code in meeting.types)
    yield from ((LISTING, FIELD + name, value) for name, value in _beyond(meeting))


def _beyond(meeting: Meeting) -> Iterator[tuple[str, str]]:
    """Fields that HSDS has no place for, or not for this listing."""
    names = ["group", "group_notes", "conference_password", "moderation", "feedback_url"]
    is_online = VIRTUAL in places_of(meeting)
    names += [] if is_online else ONLINE_WAYS
    names += ["conference_phone_notes"] if is_online and not meeting.conference_phone else []
    names += ["location_notes"] if meeting.attendance is Attendance.ONLINE else []
    yield from ((name, value) for name in names if (value := getattr(meeting, name)))
    if meeting.zone:
        yield "zone", meeting.zone
    if meeting.updated_at:
        yield "updated_at", meeting.updated_at.isoformat()
    yield from (("region", region) for region in meeting.regions)
    yield from (("change", as_json(_change_parts(change))) for change in meeting.changes)


def _change_parts(change: Change) -> list[Any]:
    """As `Meeting.from_json` reads it."""
    last = f"{change.last_on}" if change.last_on else None
    return [f"{change.first_on}", last, change.kind, change.start, change.end, change.place, change.note]


def _child(entry: Entry, name: str) -> str:
    """The id of something that belongs to a listing: its uuid5, made in a third of the time (20 for each service)."""
    digest = sha1(entry.id.bytes + name.encode(), usedforsecurity=False).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{VARIANT[digest[16]]}{digest[17:20]}-{digest[20:32]}"


VARIANT = {digit: f"{int(digit, 16) & 3 | 8:x}" for digit in "0123456789abcdef"}
"""RFC 9562: the two highest bits of the clock sequence are 10."""
