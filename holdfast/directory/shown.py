"""A meeting as a page shows it: its times in words, in whose zone, how far, and what to be careful about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, number_format, time_format
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from holdfast.directory.words import ATTENDANCE, TAGS_IN_LIST, Words, fellowship_name, is_for_family, tags
from holdfast.domain.meetings.meeting import Attendance, Category, Meeting, Slot
from holdfast.domain.meetings.query import Hit
from holdfast.domain.meetings.spoken import Often, Rhythm, is_shut, may_not_be_weekly, rhythm_of

KM_IN_A_MILE = 1.609344
IN_MILES = frozenset({"US", "GB", "LR"})
SOON = timedelta(hours=3)
ORDINALS: dict[int, Words] = {
    1: gettext_lazy("first"),
    2: gettext_lazy("second"),
    3: gettext_lazy("third"),
    4: gettext_lazy("fourth"),
    5: gettext_lazy("fifth"),
    -1: gettext_lazy("last"),
}
"""Of the weekdays of a month."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, as far as the words depend on it. Their zone is None where we do not know it."""

    now: datetime
    zone: str | None = None
    in_miles: bool = False
    is_member: bool = False
    """Has an account here."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list of results."""

    id: UUID
    name: str
    when: str
    zone: str
    next: str
    how: Words
    where: str
    distance: str
    fellowship: str
    is_for_family: bool
    is_closed: bool
    tags: tuple[Words, ...]
    latitude: float | None = None
    longitude: float | None = None
    """None for what is only online: it is not on the map."""
    is_approximate: bool = False


def row(listing_id: UUID, meeting: Meeting, hit: Hit, viewer: Viewer) -> Row:
    """A listing that answered a search."""
    is_somewhere = meeting.attendance is not Attendance.ONLINE
    return Row(
        id=listing_id,
        name=meeting.name,
        when="; ".join(times(meeting)),
        zone=zone_beside(meeting, viewer),
        next=_("Perhaps not every week: read its page")
        if may_not_be_weekly(meeting)
        else next_words(hit.next_start, viewer),
        how=ATTENDANCE[meeting.attendance],
        where=where(meeting),
        distance=distance_words(hit.distance_km, meeting, viewer),
        fellowship=fellowship_name(meeting.fellowship),
        is_for_family=is_for_family(meeting),
        is_closed=is_shut(meeting, viewer.now),
        tags=tags(meeting, TAGS_IN_LIST),
        latitude=meeting.latitude if is_somewhere else None,
        longitude=meeting.longitude if is_somewhere else None,
        is_approximate=meeting.is_approximate,
    )


def _next(meeting: Meeting, hit: Hit, viewer: Viewer) -> str:
    if may_not_be_weekly(meeting):
        return _("Perhaps not every week: read its page")
    return next_words(hit.next_start, viewer)


def where(meeting: Meeting) -> str:
    """The place in a few words; nothing for what is only online."""
    if meeting.attendance is Attendance.ONLINE:
        return ""
    is_whole = "," in meeting.address
    town = meeting.city or (meeting.regions[-1] if meeting.regions and not is_whole else "")
    parts = [meeting.location, meeting.address, "" if town in meeting.address else town]
    return ", ".join(dict.fromkeys(part for part in parts if part))


# Times


def times(meeting: Meeting) -> list[str]:
    """The regular times in words, weekly days with the same hours together."""
    if meeting.is_by_appointment:
        return [_("At any hour") if meeting.category is Category.COMMUNITY else _("By appointment")]
    if not meeting.slots:
        return [_("Irregular: see the dates")]
    days: dict[tuple[int, int | None, Rhythm, int | None], list[int]] = {}
    for slot in meeting.slots:
        rhythm = rhythm_of(slot)
        days.setdefault((slot.start, slot.end, rhythm, slot.day if slot.rule else None), []).append(slot.day)
    return [_time_words(rhythm, on, (start, end)) for (start, end, rhythm, _day), on in days.items()]


def slot_words(slot: Slot) -> str:
    """One regular time in words."""
    return _time_words(rhythm_of(slot), [slot.day], (slot.start, slot.end))


def _time_words(rhythm: Rhythm, days: Iterable[int], at: tuple[int, int | None]) -> str:
    return capfirst(_("%(days)s, %(hours)s") % {"days": rhythm_words(rhythm, days), "hours": hours(*at)})


def rhythm_words(rhythm: Rhythm, days: Iterable[int]) -> str:
    """How often, in the middle of a sentence."""
    if rhythm.often is Often.RULE:
        return _("on certain dates")
    words = day_words(days)
    if rhythm.often is Often.MONTHLY:
        which = get_text_list([str(ORDINALS[one]) for one in rhythm.which], _("and"))
        return _("the %(which)s %(day)s of the month") % {"which": which, "day": words}
    if rhythm.weeks == 2:
        return _("every other %(day)s") % {"day": words}
    return _("every %(weeks)s weeks on %(day)s") % {"weeks": rhythm.weeks, "day": words} if rhythm.weeks > 2 else words


def day_words(days: Iterable[int]) -> str:
    """Days in words, from Monday on. 0 is Sunday."""
    ordered = sorted((day - 1) % 7 for day in set(days))
    if len(ordered) == 7:
        return _("Every day")
    return get_text_list([str(WEEKDAYS[day]) for day in ordered], _("and"))


def hours(start: int, end: int | None) -> str:
    """From when to when; an end that is not known is not made up."""
    begins = clock(start)
    return begins if end is None else _("%(begins)s to %(ends)s") % {"begins": begins, "ends": clock(end)}


def clock(minutes: int) -> str:
    """A time of day as the reader's language writes it."""
    return time_format(time(minutes // 60 % 24, minutes % 60), "TIME_FORMAT")


def next_words(start: datetime | None, viewer: Viewer) -> str:
    """When it begins, if that is soon: today and tomorrow are the viewer's."""
    if start is None:
        return ""
    minutes = int((start - viewer.now).total_seconds() // 60)
    if minutes <= 0:
        return _("It has just begun")
    if start - viewer.now < SOON:
        return _in_minutes(minutes)
    days = (_here(start, viewer).date() - _here(viewer.now, viewer, start).date()).days
    return {0: _("Today"), 1: _("Tomorrow")}.get(days, "")


def _in_minutes(minutes: int) -> str:
    if minutes < 60:
        return ngettext("In %(count)s minute", "In %(count)s minutes", minutes) % {"count": minutes}
    full = minutes // 60
    return ngettext("In about %(count)s hour", "In about %(count)s hours", full) % {"count": full}


def _here(moment: datetime, viewer: Viewer, otherwise: datetime | None = None) -> datetime:
    """A moment on the viewer's clock, or on the meeting's own where the viewer's is not known."""
    zone = ZoneInfo(viewer.zone) if viewer.zone else (otherwise or moment).tzinfo
    return moment.astimezone(zone)


# Zones


def zone_words(zone: str) -> str:
    """A time zone by the name of its city."""
    return _("%(city)s time") % {"city": zone.rsplit("/", 1)[-1].replace("_", " ")}


def zone_beside(meeting: Meeting, viewer: Viewer) -> str:
    """Whose time it is, where that could be mistaken."""
    if meeting.is_by_appointment or (meeting.zone is None and meeting.attendance is Attendance.IN_PERSON):
        return ""
    if meeting.zone is None:
        return _("time zone not known")
    if viewer.zone is None:
        return "" if meeting.attendance is Attendance.IN_PERSON else zone_words(meeting.zone)
    return zone_words(meeting.zone) if differs(meeting.zone, viewer) else ""


def differs(zone: str, viewer: Viewer) -> bool:
    """The viewer's clock shows another time now."""
    if viewer.zone is None:
        return False
    return viewer.now.astimezone(ZoneInfo(zone)).utcoffset() != viewer.now.astimezone(ZoneInfo(viewer.zone)).utcoffset()


def for_viewer(starts: Iterable[datetime], viewer: Viewer) -> list[str]:
    """The times on the viewer's own clock, days with the same hour together."""
    days: dict[int, list[int]] = {}
    for start in sorted(starts):
        here = _here(start, viewer)
        days.setdefault(here.hour * 60 + here.minute, []).append(here.isoweekday() % 7)
    return [_("For you: %(days)s, %(time)s") % {"days": day_words(on), "time": clock(at)} for at, on in days.items()]


# Distances and days


def distance_words(km: float | None, meeting: Meeting, viewer: Viewer) -> str:
    """How far, in the unit of the place that was asked for; nothing for what is only online."""
    if km is None or meeting.attendance is Attendance.ONLINE:
        return ""
    length = km / KM_IN_A_MILE if viewer.in_miles else km
    number = number_format(round(length, 1), 1) if round(length, 1) < 10 else number_format(round(length))
    unit = _("%(number)s miles") if viewer.in_miles else _("%(number)s km")
    words = unit % {"number": number}
    return _("about %(distance)s") % {"distance": words} if meeting.is_approximate else words


def day(moment: datetime) -> str:
    """A calendar day."""
    return date_format(timezone.localtime(moment), "DATE_FORMAT")
