"""A time agreed between two places: typed on one clock, read on both, kept in a calendar that tells nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

PRODUCT = "-//Holdfast//Calendar//EN"


class NoSuchTime(Exception):
    """The clock leaps over this time on that day."""


def moment(on: date, at: time, zone: str) -> datetime:
    """The moment of a time on a wall clock; the first of two where the clock goes back. Raises NoSuchTime."""
    local = datetime.combine(on, at, ZoneInfo(zone))
    found = local.astimezone(UTC)
    if found.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NoSuchTime
    return found


def is_twice(on: date, at: time, zone: str) -> bool:
    """Whether the clock shows this time twice on that day."""
    local = datetime.combine(on, at, ZoneInfo(zone))
    return local.utcoffset() != local.replace(fold=1).utcoffset() and _is_there(local)


def _is_there(local: datetime) -> bool:
    return local.astimezone(UTC).astimezone(local.tzinfo).replace(tzinfo=None) == local.replace(tzinfo=None)


def clocks_differ(at: datetime, zone: str, other: str) -> bool:
    """Whether two places read different times off the clock at that moment; their names do not matter."""
    return at.astimezone(ZoneInfo(zone)).utcoffset() != at.astimezone(ZoneInfo(other)).utcoffset()


def calendar_entry(uid: str, starts_at: datetime, minutes: int, *, summary: str, now: datetime) -> bytes:
    """One entry for a calendar: when, and the summary that is given. No place, no link, no words."""
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", starts_at.astimezone(UTC))
    event.add("dtend", (starts_at + timedelta(minutes=minutes)).astimezone(UTC))
    event.add("summary", summary)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
