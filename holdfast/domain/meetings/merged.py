"""What a meeting says that several sources list: each field from the source that is believed first and says it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any, Generic

from holdfast.domain.meetings.meeting import Attendance, Joining, Meeting
from holdfast.domain.meetings.merge import Id

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
PLACE = ("latitude", "longitude", "is_approximate", "address", "city", "state", "postal_code", "country", "regions")
TIMES = ("slots", "zone", "zone_is_stated")
JOIN = ("conference_url", "conference_url_notes", "conference_phone", "conference_phone_notes", "conference_password")
TYPES = ("fellowship", "types", "kinds")
TOGETHER = (PLACE, TIMES, JOIN, TYPES)
"""Fields that mean something only together, so they come from one source together."""
_NEVER_MIXED = frozenset(name for unit in TOGETHER for name in unit)
# A group that gives its link to members only has said so, also where another source gives the link away.
_STRICTEST = (Joining.ASK, Joining.MEMBERS, Joining.OPEN)


@dataclass(frozen=True, slots=True)
class Member(Generic[Id]):
    """One source's listing of the meeting."""

    id: Id
    meeting: Meeting
    checked_at: datetime
    source_rank: int = 0
    is_kept: bool = False
    """Kept by the group itself."""


@dataclass(frozen=True, slots=True)
class Merged(Generic[Id]):
    """The meeting, who said what of it, and what the others say instead."""

    meeting: Meeting
    provenance: Mapping[str, Id]
    """Field -> the member it comes from; only fields that say something."""
    differs: Mapping[str, tuple[tuple[Id, Any], ...]]
    """Field -> (member, value) of those who say something else, in the order in which they are believed."""


Says = Callable[[Meeting], bool]


def merged(members: Sequence[Member[Id]]) -> Merged[Id]:
    """One meeting of all members, at least one. The group's own word first, then the source of the higher rank, then
    what was changed last, then what was checked last. What a source leaves empty never hides what another says."""
    ranked = sorted(members, key=lambda member: str(member.id))
    ranked.sort(key=_believed, reverse=True)
    chosen = dict(_chosen(ranked))
    values = {name: getattr(member.meeting, name) for name, member in chosen.items()}
    meeting = replace(ranked[0].meeting, **values)
    said = {name: member.id for name, member in chosen.items() if _is_said(getattr(meeting, name))}
    return Merged(meeting, said, dict(_differing(ranked, chosen)))


def _believed(member: Member[Id]) -> tuple[bool, int, datetime, datetime]:
    changed_at = member.meeting.updated_at or LONG_AGO
    aware = changed_at if changed_at.tzinfo else changed_at.replace(tzinfo=UTC)
    return member.is_kept, member.source_rank, aware, member.checked_at


def _chosen(ranked: Sequence[Member[Id]]) -> Iterator[tuple[str, Member[Id]]]:
    """Field -> the member whose word it is."""
    strictest = min(ranked, key=lambda member: _STRICTEST.index(member.meeting.joining))
    is_open = strictest.meeting.joining is Joining.OPEN
    units = {
        TIMES: _first(ranked, lambda one: bool(one.slots)),
        TYPES: _first(ranked, lambda one: bool(one.types or one.kinds)),
        PLACE: _where(ranked),
        JOIN: _first(ranked, _has_join) if is_open else strictest,
    }
    yield from ((name, member) for unit, member in units.items() for name in unit)
    yield "joining", strictest
    yield "attendance", _attendance(ranked)
    yield "is_closed", ranked[0]
    yield "key", ranked[0]
    for field in fields(Meeting):
        if field.name not in _NEVER_MIXED | {"attendance", "joining", "is_closed", "key"}:
            yield field.name, _first(ranked, _says(field.name))


def _says(name: str) -> Says:
    return lambda meeting: _is_said(getattr(meeting, name))


def _first(ranked: Sequence[Member[Id]], says: Says) -> Member[Id]:
    return next((member for member in ranked if says(member.meeting)), ranked[0])


def _attendance(ranked: Sequence[Member[Id]]) -> Member[Id]:
    """A source without the link calls a meeting "in person" that others know to be both; the group itself knows."""
    if ranked[0].is_kept and ranked[0].meeting.attendance is not Attendance.UNKNOWN:
        return ranked[0]
    both = (member for member in ranked if member.meeting.attendance is Attendance.HYBRID)
    return next(both, _first(ranked, lambda one: one.attendance is not Attendance.UNKNOWN))


def _where(ranked: Sequence[Member[Id]]) -> Member[Id]:
    """A door before an address, an address before the middle of the town."""
    ways: tuple[Says, ...] = (
        lambda one: bool(one.address) and not one.is_approximate,
        lambda one: bool(one.address),
        lambda one: bool(one.city or one.latitude is not None),
    )
    found = (member for says in ways for member in ranked if says(member.meeting))
    return next(found, ranked[0])


def _has_join(meeting: Meeting) -> bool:
    return bool(meeting.conference_url or meeting.conference_phone)


def _is_said(value: Any) -> bool:
    return value not in (None, "", (), frozenset(), False, Attendance.UNKNOWN)


def _differing(
    ranked: Sequence[Member[Id]], chosen: Mapping[str, Member[Id]]
) -> Iterator[tuple[str, tuple[tuple[Id, Any], ...]]]:
    """What others say instead, field by field."""
    for name, member in chosen.items():
        value = getattr(member.meeting, name)
        others = tuple(_others(ranked, name, value))
        if others and name != "key":
            yield name, others


def _others(ranked: Iterable[Member[Id]], name: str, value: Any) -> Iterator[tuple[Id, Any]]:
    for member in ranked:
        said = getattr(member.meeting, name)
        if _is_said(said) and said != value:
            yield member.id, said
