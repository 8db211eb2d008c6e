"""Everything a listing's own page says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.utils.translation import gettext as _

from holdfast.directory.comparing import Said, said_by
from holdfast.directory.dated import DateLine, date_lines, lines_for_viewer, next_line, span_lines
from holdfast.directory.first_visit import first_visit_lines, words_to_bring
from holdfast.directory.line_words import language_words
from holdfast.directory.members import members_of, shown_meeting
from holdfast.directory.models import Listing, Report
from holdfast.directory.shown import Viewer, day, next_words, times, zone_words
from holdfast.directory.standing import is_written_here
from holdfast.directory.words import ATTENDANCE, KINDS, STEPS, Words, fellowship_name, is_for_family, tags
from holdfast.domain.meetings.meeting import Attendance, Category, Joining, Meeting
from holdfast.domain.meetings.spoken import has_met, may_not_be_weekly, next_moment

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
    """How to take part from afar, as far as the group shows it to whoever looks."""

    link: str = ""
    host: str = ""
    notes: str = ""
    dial: str = ""
    number: str = ""
    phone_notes: str = ""
    password: str = ""
    withheld: str = ""
    """Why nothing is shown: `members` or `ask`."""

    def __bool__(self) -> bool:
        return bool(self.link or self.number or self.withheld)


@dataclass(frozen=True, slots=True)
class Help:
    """What somebody needs to know first of a service, and of whoever stands behind a listing."""

    eligibility: str
    cost: str
    next_step: str
    moderation: str
    phone: str
    dial: str
    email: str
    organization: str


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
    category: Category
    times: tuple[str, ...]
    zone: str
    times_for_you: tuple[str, ...]
    next: str
    next_date: str
    dates: tuple[DateLine, ...]
    """The coming dates, where the times alone do not tell them."""
    spans: tuple[str, ...]
    """Closures and moves to come."""
    spot: Spot
    join: Join
    help: Help
    notes: str
    group: str
    group_notes: str
    url: str
    url_host: str
    first_visit: str
    first_visit_lines: tuple[str, ...]
    checked: str
    updated: str
    confirmed: str
    source: str
    feedback_url: str
    sources: tuple[Said, ...] = ()
    """What each source says, where several list it."""
    bring: str = ""
    """Words to send to somebody who may come along."""
    has_met: bool = False
    """Somebody can have been there lately."""
    has_times: bool = False
    """A calendar can hold it."""


def details(listing: Listing, viewer: Viewer) -> Details:
    """A listing as its page shows it to this viewer, with what every source says of it. One query."""
    members = members_of([listing.pk]).get(listing.pk, [])
    whole = shown_meeting(listing, members)
    meeting = whole.meeting
    rows = [listing, *members]
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
        category=meeting.category,
        times=tuple(times(meeting)),
        zone=_zone(meeting),
        times_for_you=lines_for_viewer(meeting, viewer),
        next=next_words(next_moment(meeting, viewer.now), viewer),
        next_date=next_line(meeting, viewer),
        dates=date_lines(meeting, viewer.now),
        spans=tuple(span_lines(meeting, viewer.now)[1]),
        spot=Spot() if meeting.attendance is Attendance.ONLINE else _spot(meeting),
        join=_join(meeting, viewer),
        help=_help(meeting),
        notes=meeting.notes,
        group=meeting.group if meeting.group != meeting.name else "",
        group_notes=meeting.group_notes,
        url=meeting.url,
        url_host=_host(meeting.url),
        first_visit=meeting.first_visit,
        first_visit_lines=tuple(first_visit_lines(meeting)),
        checked=_("Last checked on %(day)s.") % {"day": day(_checked_at(rows))},
        updated=_updated(listing, meeting),
        confirmed=_confirmed(listing),
        source="" if members else _source(listing),
        sources=tuple(said_by(rows, whole)) if members else (),
        feedback_url=meeting.feedback_url,
        bring=words_to_bring(meeting, viewer),
        has_met=has_met(meeting, viewer.now),
        has_times=bool(meeting.zone) and not meeting.is_by_appointment,
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


def _join(meeting: Meeting, viewer: Viewer) -> Join:
    if not (meeting.conference_url or meeting.conference_phone or meeting.conference_password):
        return Join(withheld="ask" if meeting.joining is Joining.ASK else "")
    if not is_open_to(meeting, is_member=viewer.is_member):
        return Join(withheld=meeting.joining.value)
    return Join(
        link=meeting.conference_url,
        host=_host(meeting.conference_url),
        notes=meeting.conference_url_notes,
        dial=_dial(meeting.conference_phone),
        number=meeting.conference_phone,
        phone_notes=meeting.conference_phone_notes,
        password=meeting.conference_password,
    )


def is_open_to(meeting: Meeting, *, is_member: bool) -> bool:
    """Whether the group wants its link, number and password shown to somebody."""
    return meeting.joining is Joining.OPEN or (meeting.joining is Joining.MEMBERS and is_member)


def _dial(number: str) -> str:
    return f"tel:{number}".replace("#", "%23") if number else ""


def _help(meeting: Meeting) -> Help:
    return Help(
        eligibility=meeting.eligibility,
        cost=meeting.cost,
        next_step=meeting.next_step,
        moderation=meeting.moderation,
        phone=meeting.phone,
        dial=_dial(meeting.phone.replace(" ", "")),
        email=meeting.email,
        organization=meeting.organization,
    )


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
        _hidden(rows[0]): rows[0].hidden_at is not None,
        _("Closed for now. Check before you go."): meeting.is_closed,
        _("Its own words say that it may not meet every week. Read them first."): may_not_be_weekly(meeting),
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
    return [*span_lines(meeting, now)[0], *(words for words, holds in found.items() if holds)]


def _hidden(listing: Listing) -> str:
    """Why a listing is not found."""
    if listing.hidden_why == Report.Kind.NOBODY_THERE:
        return _("People went there and found nobody. Until somebody has checked, the search leaves it out.")
    return _("We are checking this listing. Until then, the search leaves it out.")


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""


def _updated(listing: Listing, meeting: Meeting) -> str:
    if meeting.updated_at:
        return _("The group last changed it on %(day)s.") % {"day": day(meeting.updated_at)}
    return _("What it says last changed on %(day)s.") % {"day": day(listing.changed_at)}


def _confirmed(listing: Listing) -> str:
    return _("Somebody was there on %(day)s.") % {"day": day(listing.confirmed_at)} if listing.confirmed_at else ""


def _source(listing: Listing) -> str:
    if is_written_here(listing):
        return _("Written on this site.")
    said = {"name": listing.source.name, "licence": listing.source.licence}
    return _("Source: %(name)s (%(licence)s).") % said if said["licence"] else _("Source: %(name)s.") % said
