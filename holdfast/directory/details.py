"""Everything a listing's own page says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.utils.translation import gettext as _

from holdfast.directory.comparing import Said, said_by
from holdfast.directory.line_words import language_words
from holdfast.directory.members import members_of, shown_meeting
from holdfast.directory.models import Listing
from holdfast.directory.shown import Viewer, day, differs, for_viewer, next_words, times, zone_words
from holdfast.directory.words import ATTENDANCE, KINDS, STEPS, Words, fellowship_name, is_for_family, tags
from holdfast.domain.meetings.index import next_start
from holdfast.domain.meetings.meeting import Attendance, Meeting

STALE_AFTER = timedelta(days=180)
OLD_AFTER = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where to go; empty for what is only online."""

    name: str = ""
    address: str = ""
    notes: str = ""
    geo: str = ""
    coordinates: str = ""
    is_approximate: bool = False

    def __bool__(self) -> bool:
        return bool(self.name or self.address or self.geo)


@dataclass(frozen=True, slots=True)
class Join:
    """How to take part from afar; empty where one cannot."""

    link: str
    host: str
    notes: str
    dial: str
    number: str
    phone_notes: str

    def __bool__(self) -> bool:
        return bool(self.link or self.number)


@dataclass(frozen=True, slots=True)
class Details:
    """One listing in words. Text of the source stands as it was written."""

    id: UUID
    name: str
    fellowship: str
    steps: Words
    """12-step or not, where we know."""
    how: Words
    tags: tuple[Words, ...]
    languages: tuple[Words, ...]
    is_for_family: bool
    is_gone: bool
    warnings: tuple[str, ...]
    times: tuple[str, ...]
    zone: str
    times_for_you: tuple[str, ...]
    next: str
    spot: Spot
    join: Join
    notes: str
    group: str
    group_notes: str
    url: str
    url_host: str
    checked: str
    updated: str
    source: str
    sources: tuple[Said, ...] = ()
    """What each source says, where several list it."""


def details(listing: Listing, viewer: Viewer) -> Details:
    """A listing as its page shows it to this viewer, with what every source says of it. One query."""
    members = members_of([listing.pk]).get(listing.pk, [])
    whole = shown_meeting(listing, members)
    meeting = whole.meeting
    rows = [listing, *members]
    starts = _next_starts(meeting, viewer)
    return Details(
        id=listing.id,
        name=meeting.name,
        fellowship=fellowship_name(meeting.fellowship),
        steps=STEPS[meeting.twelve_step],
        how=ATTENDANCE[meeting.attendance],
        tags=tags(meeting, KINDS),
        languages=tuple(language_words(code) for code in sorted(meeting.languages)),
        is_for_family=is_for_family(meeting),
        is_gone=_is_gone(rows),
        warnings=tuple(_warnings(rows, meeting, viewer.now)),
        times=tuple(times(meeting)),
        zone=_zone(meeting),
        times_for_you=tuple(for_viewer(starts, viewer)) if meeting.zone and differs(meeting.zone, viewer) else (),
        next=next_words(min(starts, default=None), viewer),
        spot=Spot() if meeting.attendance is Attendance.ONLINE else _spot(meeting),
        join=_join(meeting),
        notes=meeting.notes,
        group=meeting.group if meeting.group != meeting.name else "",
        group_notes=meeting.group_notes,
        url=meeting.url,
        url_host=_host(meeting.url),
        checked=_("Last checked on %(day)s.") % {"day": day(_checked_at(rows))},
        updated=_updated(meeting),
        source="" if members else _source(listing),
        sources=tuple(said_by(rows, whole)) if members else (),
    )


def _is_gone(rows: Sequence[Listing]) -> bool:
    """No source lists it any more."""
    return all(row.gone_at for row in rows)


def _checked_at(rows: Sequence[Listing]) -> datetime:
    return max(row.checked_at for row in rows)


def _spot(meeting: Meeting) -> Spot:
    latitude, longitude = meeting.latitude, meeting.longitude
    known = latitude is not None and longitude is not None
    at = (round(latitude or 0, 5), round(longitude or 0, 5))
    return Spot(
        name="" if meeting.location in meeting.place else meeting.location,
        address=meeting.place,
        notes=meeting.location_notes,
        geo=f"geo:{at[0]},{at[1]}" if known else "",
        coordinates=f"{at[0]}, {at[1]}" if known else "",
        is_approximate=meeting.is_approximate,
    )


def _join(meeting: Meeting) -> Join:
    return Join(
        link=meeting.conference_url,
        host=_host(meeting.conference_url),
        notes=meeting.conference_url_notes,
        dial=f"tel:{meeting.conference_phone}".replace("#", "%23"),
        number=meeting.conference_phone,
        phone_notes=meeting.conference_phone_notes,
    )


def _next_starts(meeting: Meeting, viewer: Viewer) -> list[datetime]:
    return [next_start(slot, meeting.zone, viewer.now) for slot in meeting.slots] if meeting.zone else []


def _zone(meeting: Meeting) -> str:
    if meeting.is_by_appointment:
        return ""
    if meeting.zone is None:
        return _("The source does not say in which time zone. For a place, take the clock there.")
    if meeting.zone_is_stated:
        return zone_words(meeting.zone)
    return _("%(zone)s, worked out from the place") % {"zone": zone_words(meeting.zone)}


def _warnings(rows: Sequence[Listing], meeting: Meeting, now: datetime) -> list[str]:
    found = {
        _("Its source no longer lists it. It may have ended: check before you go."): _is_gone(rows),
        _("Closed for now. Check before you go."): meeting.is_closed,
        _("We have not checked this for more than 180 days. Check before you go."): (
            now - _checked_at(rows) > STALE_AFTER
        ),
        _("The group has not changed this for over a year. Check before you go."): (
            meeting.updated_at is not None and now - meeting.updated_at > OLD_AFTER
        ),
        _("We do not know whether it meets in person or online. Check before you go."): (
            meeting.attendance is Attendance.UNKNOWN
        ),
    }
    return [words for words, holds in found.items() if holds]


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""


def _updated(meeting: Meeting) -> str:
    return _("The group last changed it on %(day)s.") % {"day": day(meeting.updated_at)} if meeting.updated_at else ""


def _source(listing: Listing) -> str:
    said = {"name": listing.source.name, "licence": listing.source.licence}
    return _("Source: %(name)s (%(licence)s).") % said if said["licence"] else _("Source: %(name)s.") % said
