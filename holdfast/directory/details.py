"""Everything a listing's own page says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.utils.translation import gettext as _

from holdfast.directory.line_words import language_words
from holdfast.directory.models import Listing
from holdfast.directory.shown import Viewer, day, differs, for_viewer, next_words, times, zone_words
from holdfast.directory.words import ATTENDANCE, KINDS, Words, fellowship_name, is_for_family, tags
from holdfast.domain.meetings.index import next_start
from holdfast.domain.meetings.meeting import Attendance, Meeting

STALE_AFTER = timedelta(days=180)
OLD_AFTER = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Details:
    """One listing in words. Text of the source stands as it was written."""

    id: UUID
    name: str
    fellowship: str
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
    place_name: str
    address: str
    place_notes: str
    geo: str
    coordinates: str
    is_approximate: bool
    link: str
    link_host: str
    link_notes: str
    phone: str
    phone_words: str
    phone_notes: str
    notes: str
    group: str
    group_notes: str
    url: str
    url_host: str
    checked: str
    updated: str
    source: str


def details(listing: Listing, viewer: Viewer) -> Details:
    """A listing as its page shows it to this viewer."""
    meeting = Meeting.from_json(listing.meeting)
    starts = _next_starts(meeting, viewer)
    is_online = meeting.attendance is Attendance.ONLINE
    is_elsewhere = bool(meeting.zone) and differs(meeting.zone or "", viewer)
    position = _position(meeting)
    return Details(
        id=listing.id,
        name=meeting.name,
        fellowship=fellowship_name(meeting.fellowship),
        how=ATTENDANCE[meeting.attendance],
        tags=tags(meeting, KINDS),
        languages=tuple(language_words(code) for code in sorted(meeting.languages)),
        is_for_family=is_for_family(meeting),
        is_gone=listing.gone_at is not None,
        warnings=tuple(_warnings(listing, meeting, viewer.now)),
        times=tuple(times(meeting)),
        zone=_zone(meeting),
        times_for_you=tuple(for_viewer(starts, viewer)) if is_elsewhere else (),
        next=next_words(min(starts, default=None), viewer),
        place_name="" if is_online or meeting.location in meeting.place else meeting.location,
        address="" if is_online else meeting.place,
        place_notes=meeting.location_notes,
        geo=f"geo:{position[0]},{position[1]}" if position else "",
        coordinates=", ".join(str(degrees) for degrees in position),
        is_approximate=meeting.is_approximate,
        link=meeting.conference_url,
        link_host=_host(meeting.conference_url),
        link_notes=meeting.conference_url_notes,
        phone=f"tel:{meeting.conference_phone}".replace("#", "%23") if meeting.conference_phone else "",
        phone_words=meeting.conference_phone,
        phone_notes=meeting.conference_phone_notes,
        notes=meeting.notes,
        group=meeting.group if meeting.group != meeting.name else "",
        group_notes=meeting.group_notes,
        url=meeting.url,
        url_host=_host(meeting.url),
        checked=_("Last checked on %(day)s.") % {"day": day(listing.checked_at)},
        updated=_updated(meeting),
        source=_source(listing),
    )


def _next_starts(meeting: Meeting, viewer: Viewer) -> list[datetime]:
    return [next_start(slot, meeting.zone, viewer.now) for slot in meeting.slots] if meeting.zone else []


def _position(meeting: Meeting) -> tuple[float, float] | tuple[()]:
    """Where to go; what is only online has nowhere to go to."""
    if meeting.latitude is None or meeting.longitude is None or meeting.attendance is Attendance.ONLINE:
        return ()
    return round(meeting.latitude, 5), round(meeting.longitude, 5)


def _zone(meeting: Meeting) -> str:
    if meeting.is_by_appointment:
        return ""
    if meeting.zone is None:
        return _("The source does not say in which time zone. For a place, take the clock there.")
    if meeting.zone_is_stated:
        return zone_words(meeting.zone)
    return _("%(zone)s, worked out from the place") % {"zone": zone_words(meeting.zone)}


def _warnings(listing: Listing, meeting: Meeting, now: datetime) -> list[str]:
    found = {
        _("Its source no longer lists it. It may have ended: check before you go."): listing.gone_at is not None,
        _("Closed for now. Check before you go."): meeting.is_closed,
        _("We have not checked this for more than 180 days. Check before you go."): (
            now - listing.checked_at > STALE_AFTER
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
