"""iCalendar (RFC 5545): when meetings meet, for calendars; and calendars of groups, read as meetings.

Written for now and later: a weekly time begins in the week before the moment of writing, so that nobody's past fills
up. Nothing that stands in a calendar is ever followed or fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vBroken, vRecur, vUri

from holdfast.domain.meetings.fellowships import FELLOWSHIPS, fellowship_called
from holdfast.domain.meetings.formats.feed import (
    MOST_ROWS,
    Offered,
    Parsed,
    Row,
    RowRefused,
    is_zone,
    nothing_read,
    plain_text,
    read_rows,
)
from holdfast.domain.meetings.meeting import Attendance, Change, ChangeKind, Meeting, Slot
from holdfast.domain.meetings.series import Series, series_of
from holdfast.domain.meetings.times import DAY_CODES, RuleRefused, dates, rule_of

NAME = "icalendar"
PRODUCT = "-//Holdfast//Calendar//EN"
MEETING_ID = "X-LISTING-ID"
BACK = timedelta(days=7)
DAY = timedelta(days=1)
MOST_DATES = 1000
WEEKS = timedelta(days=7 * 100)
"""The longest rhythm of weeks that can be written."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What a calendar shows of itself. With a `summary`, that stands for every meeting: no name, no notes, no link to
    a page about it; only when, where, and how to join."""

    name: str = "Calendar"
    summary: str = ""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One listing on its way into a calendar."""

    listing: Offered
    now: datetime
    cover: Cover

    @property
    def meeting(self) -> Meeting:
        return self.listing.meeting

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.meeting.zone or "UTC")


def render(offered: Iterable[Offered], *, now: datetime, cover: Cover = Cover()) -> bytes:
    """A calendar of these meetings from about now on. Meetings without a zone, and by appointment, have no times."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", cover.name)
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    sheets = [_Sheet(one, now, cover) for one in offered if one.meeting.zone and is_zone(one.meeting.zone)]
    for name in sorted({sheet.zone.key for sheet in sheets}):
        calendar.add_component(_zone_rules(name, now.year))
    for sheet in sheets:
        for event in _events(sheet):
            calendar.add_component(event)
    return bytes(calendar.to_ical())


@lru_cache(maxsize=100)
def _zone_rules(zone: str, year: int) -> Timezone:
    """How the clocks of a zone change, a year back and eleven ahead."""
    return Timezone.from_tzid(zone, first_date=date(year - 1, 1, 1), last_date=date(year + 11, 1, 1))


def _events(sheet: _Sheet) -> Iterator[Event]:
    start = sheet.now.astimezone(sheet.zone).date() - BACK
    for series in series_of(str(sheet.listing.id), sheet.meeting, start):
        yield _event(series, sheet)
        for day, change in series.instead:
            yield _instead(series, day, change, sheet)


def _event(series: Series, sheet: _Sheet) -> Event:
    event = _filled(series.uid, sheet, series.place, series.note)
    _put_times(event, series.first, series.start, series.end, sheet.zone)
    if series.rule:
        event.add("rrule", vRecur.from_ical(_rule_in_utc(series.rule, sheet.zone)))
    if series.without:
        event.add("exdate", [_moment(day, series.start, sheet.zone) for day in series.without])
    return event


def _instead(series: Series, day: date, change: Change, sheet: _Sheet) -> Event:
    event = _filled(series.uid, sheet, change.place, change.note)
    event.add("recurrence-id", _moment(day, series.start, sheet.zone))
    times = (series.usual_start, series.usual_end) if change.start is None else (change.start, change.end)
    _put_times(event, day, *times, sheet.zone)
    return event


def _rule_in_utc(rule: str, zone: ZoneInfo) -> str:
    """An end is written as the last moment of its day: RFC 5545 wants UTC where the start has a zone."""
    found = re.search(r"UNTIL=(\d{8})", rule)
    if found is None:
        return rule
    ends = datetime.combine(date.fromisoformat(found[1]), time(23, 59, 59), zone)
    return rule.replace(found[0], f"UNTIL={ends.astimezone(UTC):%Y%m%dT%H%M%SZ}")


def _put_times(event: Event, day: date, start: int, end: int | None, zone: ZoneInfo) -> None:
    event.add("dtstart", _moment(day, start, zone))
    if end is not None:
        event.add("dtend", _moment(day if end > start else day + DAY, end, zone))


def _moment(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(minutes // 60 % 24, minutes % 60), zone)


def _filled(uid: str, sheet: _Sheet, place: str, note: str) -> Event:
    """What the event says apart from its times."""
    meeting, cover, event = sheet.meeting, sheet.cover, Event()
    event.add("uid", uid)
    event.add("dtstamp", sheet.now.astimezone(UTC).replace(microsecond=0))
    event.add("summary", cover.summary or meeting.name)
    event.add(MEETING_ID, str(sheet.listing.id))
    if where := place or _where(meeting, is_named=not cover.summary):
        event.add("location", where)
    if meeting.is_closed:
        event.add("status", "CANCELLED")
    _put_links(event, meeting)
    if not cover.summary:
        _put_details(event, meeting, note)
    return event


def _where(meeting: Meeting, *, is_named: bool) -> str:
    """The place, or the link of a meeting that is only online."""
    if meeting.attendance is Attendance.ONLINE:
        return meeting.conference_url
    named = meeting.location if is_named and meeting.location not in meeting.place else ""
    return ", ".join(part for part in (named, meeting.place) if part)


def _put_links(event: Event, meeting: Meeting) -> None:
    if meeting.conference_url:
        event.add("conference", vUri(meeting.conference_url), parameters={"VALUE": "URI", "FEATURE": "VIDEO"})
    if meeting.conference_phone:
        number = meeting.conference_phone.replace("#", "%23")
        event.add("conference", vUri(f"tel:{number}"), parameters={"VALUE": "URI", "FEATURE": "PHONE"})


def _put_details(event: Event, meeting: Meeting, note: str) -> None:
    known = FELLOWSHIPS.get(meeting.fellowship or "")
    if text := "\n\n".join(part for part in (meeting.notes, *_links(meeting)) if part):
        event.add("description", text)
    if meeting.url:
        event.add("url", vUri(meeting.url))
    if meeting.latitude is not None and meeting.longitude is not None and meeting.attendance is not Attendance.ONLINE:
        event.add("geo", (round(meeting.latitude, 5), round(meeting.longitude, 5)))
    if known:
        event.add("categories", [known.name])
    if note:
        event.add("comment", note)
    if meeting.updated_at:
        event.add("last-modified", meeting.updated_at.astimezone(UTC))


def _links(meeting: Meeting) -> tuple[str, str]:
    """Repeated in the description, because few calendars show the field that is meant for them."""
    return meeting.conference_url, meeting.conference_phone


def looks_like(data: bytes) -> bool:
    """Whether this is a calendar."""
    return data[:200].decode("utf-8", "replace").lstrip("\ufeff \t\r\n").upper().startswith("BEGIN:VCALENDAR")


def read_calendar(data: bytes, *, fellowship: str | None = None) -> Parsed:
    """The meetings of a calendar: each event with its exceptions is one."""
    try:
        calendars = Calendar.from_ical(data.decode("utf-8-sig", "replace"), multiple=True)
        groups = _groups(calendars)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, OSError) as error:
        # OSError: a time zone's name is looked for among files, and may be too long for one
        return nothing_read(f"This calendar cannot be read: {str(error)[:100]}. Save it again and give that file.")
    return read_rows(
        NAME, [{"slug": key, "events": found} for key, found in groups], lambda row: _read(row, fellowship)
    )


def _groups(calendars: Iterable[Any]) -> list[tuple[str, list[tuple[Any, str]]]]:
    """The events of each meeting, with the zone that their calendar names."""
    found: dict[str, list[tuple[Any, str]]] = {}
    for calendar in calendars:
        usual = str(calendar.get("X-WR-TIMEZONE", ""))
        for number, event in enumerate(calendar.walk("VEVENT")[:MOST_ROWS]):
            key = str(event.get(MEETING_ID) or event.get("UID") or f"event-{number}")
            found.setdefault(key[:190], []).append((event, usual))
    return list(found.items())


def _read(row: Row, fellowship: str | None) -> Meeting:
    events = row.values["events"]
    for one, _ in events:
        _leave_broken(row, one)
    main = next((one for one, _ in events if "RECURRENCE-ID" not in one), events[0][0])
    row.values |= _texts(main)
    name = row.text("name")
    if not name:
        raise RowRefused("SUMMARY", "Give the event a title")
    zone = _zone(main, events[0][1])
    if zone is None and _has_clock(main):
        row.warn(
            "DTSTART", "Its time zone is not known; its times are kept, but nobody can say when they are elsewhere"
        )
    times = [_times(row, one, ZoneInfo(zone or "UTC"), row.values["place"]) for one, _ in events]
    latitude, longitude = row.position()
    link, phone = row.link("conference_url"), row.phone("conference_phone")
    place = row.text("place")
    return Meeting(
        key=row.text("slug"),
        name=name,
        fellowship=fellowship or _category(main),
        slots=tuple(sorted({slot for slots, _ in times for slot in slots})),
        changes=tuple(sorted({change for _, changes in times for change in changes}, key=_change_order)),
        zone=zone,
        zone_is_stated=zone is not None,
        attendance=_attendance(is_online=bool(link or phone), is_there=bool(place)),
        is_closed=row.values["is_closed"],
        address=place,
        latitude=latitude,
        longitude=longitude,
        is_approximate=not place,
        notes=row.text("notes"),
        conference_url=link,
        conference_phone=phone,
        url=row.link("url"),
        updated_at=_updated(main),
    )


def _leave_broken(row: Row, event: Any) -> None:
    """Take away what cannot be read; without its start or its rhythm an event would say something else."""
    broken = [name for name in event if any(isinstance(one, vBroken) for one in _all(event, name))]
    for name in broken:
        if name in {"DTSTART", "DTEND", "RRULE", "RECURRENCE-ID"}:
            raise RowRefused(name, f"{str(event[name])[:40]!r} cannot be read; save the event again")
        row.warn(name, f"{str(event[name])[:40]!r} cannot be read; it was left out")
        del event[name]


def _change_order(change: Change) -> tuple[date, str, int]:
    return change.first_on, str(change.kind), change.start or 0


def _texts(event: Any) -> dict[str, Any]:
    """The event's words, as a row of any feed."""
    links = [str(one) for one in _all(event, "CONFERENCE")]
    link = next((one for one in links if one.startswith(("https://", "http://"))), "")
    phone = next((one for one in links if one.startswith("tel:")), "").removeprefix("tel:").replace("%23", "#")
    place = str(event.get("LOCATION", ""))
    if re.match(r"https?://\S+$", place):
        link, place = link or place, ""
    notes = plain_text(str(event.get("DESCRIPTION", "")))
    for one in (phone, link):
        notes = notes.removesuffix(one).rstrip("\n") if one else notes
    geo = event.get("GEO")
    return {
        "name": str(event.get("SUMMARY", "")),
        "is_closed": _is_cancelled(event),
        "place": plain_text(place)[:500],
        "notes": notes,
        "conference_url": link,
        "conference_phone": phone,
        "url": str(event.get("URL", "")),
        "latitude": getattr(geo, "latitude", None),
        "longitude": getattr(geo, "longitude", None),
    }


def _all(event: Any, name: str) -> list[Any]:
    value = event.get(name)
    return [] if value is None else value if isinstance(value, list) else [value]


def _category(event: Any) -> str | None:
    for one in _all(event, "CATEGORIES"):
        for name in getattr(one, "cats", []):
            if known := fellowship_called(str(name)):
                return known.code
    return None


def _attendance(*, is_online: bool, is_there: bool) -> Attendance:
    if is_online:
        return Attendance.HYBRID if is_there else Attendance.ONLINE
    return Attendance.IN_PERSON if is_there else Attendance.UNKNOWN


def _is_cancelled(event: Any) -> bool:
    return str(event.get("STATUS", "")).upper() == "CANCELLED"


def _updated(event: Any) -> datetime | None:
    value = getattr(event.get("LAST-MODIFIED"), "dt", None)
    return value.astimezone(UTC) if isinstance(value, datetime) and value.tzinfo else None


def _has_clock(event: Any) -> bool:
    return isinstance(getattr(event.get("DTSTART"), "dt", None), datetime)


def _zone(event: Any, usual: str) -> str | None:
    """The zone of the event's start; where that is in UTC or floats, the one that the calendar names."""
    start = event.get("DTSTART")
    named = str(getattr(start, "params", {}).get("TZID", ""))
    if named and is_zone(named):
        return named
    if usual and is_zone(usual):
        return usual
    zone = getattr(getattr(start, "dt", None), "tzinfo", None)
    key = getattr(zone, "key", None) or ("UTC" if zone is UTC else None)
    return key if isinstance(key, str) and is_zone(key) else None


def _times(row: Row, event: Any, zone: ZoneInfo, place: str) -> tuple[list[Slot], list[Change]]:
    """Regular times and dated ones of a single event."""
    begins = _local(event.get("DTSTART"), zone)
    if begins is None:
        raise RowRefused("DTSTART", "The event has no time of day; give it one")
    start, end = begins.hour * 60 + begins.minute, _end(event, begins, zone)
    here = plain_text(str(event.get("LOCATION", "")))[:500]
    other = "" if here == place or here.startswith("http") else here
    note = plain_text(str(event.get("COMMENT", "")))[:500] if not isinstance(event.get("COMMENT"), list) else ""
    extra = Change(begins.date(), begins.date(), ChangeKind.EXTRA, start, end, other, note)
    if "RECURRENCE-ID" in event:
        return [], _override(event, zone, extra, is_closed=row.values["is_closed"])
    more = [Change(day, day, ChangeKind.EXTRA, start, end) for day in _dates_of(event, "RDATE", zone)]
    more += [Change(day, day, ChangeKind.CANCELLED) for day in _dates_of(event, "EXDATE", zone)]
    if "RRULE" not in event:
        return [], [*more, extra]
    text = _rule_text(_all(event, "RRULE")[0], begins.date(), zone)
    if days := re.fullmatch(r"FREQ=DAILY;UNTIL=(\d{8})\w*", text):
        return [], [*more, replace(extra, last_on=_day(days[1], extra.first_on))]
    return _slots(row, event, text, begins.date(), (start, end)), more


def _day(text: str, first: date) -> date:
    """The last of some days; never before the first."""
    try:
        return max(first, date.fromisoformat(text))
    except ValueError:
        return first


def _override(event: Any, zone: ZoneInfo, extra: Change, *, is_closed: bool) -> list[Change]:
    """One date of a series: cancelled (unless the whole is), at another time or place, or on another day."""
    usual = _local(event.get("RECURRENCE-ID"), zone)
    if usual is None:
        return []
    day = usual.date()
    if _is_cancelled(event) and not is_closed:
        return [Change(day, day, ChangeKind.CANCELLED, note=extra.note)]
    if day != extra.first_on:
        return [Change(day, day, ChangeKind.CANCELLED), extra]
    return [replace(extra, kind=ChangeKind.MOVED)]


def _local(value: Any, zone: ZoneInfo) -> datetime | None:
    """On the clock of the meeting; None for whole days and for what cannot be read."""
    moment = getattr(value, "dt", value)
    if not isinstance(moment, datetime):
        return None
    try:
        return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
    except (OverflowError, ValueError):
        return None


def _end(event: Any, begins: datetime, zone: ZoneInfo) -> int | None:
    """Minutes after midnight; None where it is not said or a day later."""
    ends = _local(event.get("DTEND"), zone)
    length = getattr(event.get("DURATION"), "dt", None)
    if ends is None and isinstance(length, timedelta) and timedelta() < length < DAY:
        ends = begins + length
    if ends is None or not begins.replace(tzinfo=None) < ends.replace(tzinfo=None) <= begins.replace(tzinfo=None) + DAY:
        return None
    return ends.hour * 60 + ends.minute


def _dates_of(event: Any, name: str, zone: ZoneInfo) -> list[date]:
    found = [_local(one, zone) for many in _all(event, name) for one in getattr(many, "dts", [])]
    return [one.date() for one in found if one is not None][:MOST_DATES]


def _slots(row: Row, event: Any, text: str, since: date, times: tuple[int, int | None]) -> list[Slot]:
    try:
        rule, days = rule_of(text), re.findall(r"SU|MO|TU|WE|TH|FR|SA", text.partition("BYDAY=")[2].partition(";")[0])
    except RuleRefused as refusal:
        raise RowRefused("RRULE", str(refusal)) from refusal
    if len(_all(event, "RRULE")) > 1:
        row.warn("RRULE", "Only the first of several rules was taken")
    stamp = getattr(event.get("DTSTAMP"), "dt", None)
    begun = isinstance(stamp, datetime) and since <= stamp.date()
    if text.startswith("FREQ=WEEKLY") and "COUNT=" not in text:
        begin = None if begun and not rule else since
        return [slot for code in dict.fromkeys(days) for slot in _weekly(code, rule, begin, times)]
    is_since_said = not begun or "INTERVAL" in rule or "COUNT" in rule or not re.search("BYDAY|BYMONTHDAY", rule)
    return [Slot(since.isoweekday() % 7, *times, rule, since if is_since_said or "YEARLY" in rule else None)]


def _weekly(code: str, rule: str, since: date | None, times: tuple[int, int | None]) -> Iterator[Slot]:
    """One day of the week with a rule of its own, which begins on the first such day of the whole rule."""
    day = DAY_CODES.index(code)
    if not rule or since is None:
        yield Slot(day, *times, "", since)
        return
    all_days = dates(Slot(day, 0, None, rule, since), since, since + WEEKS)
    first = next((one for one in all_days if one.isoweekday() % 7 == day), None)
    if first is not None:
        yield Slot(day, *times, re.sub(r"BYDAY=[^;]+", f"BYDAY={code}", rule), first)


def _rule_text(rule: Any, since: date, zone: ZoneInfo) -> str:
    """The rule with every day as a week of seven days, with its weekday said, and with an end in the meeting's zone."""
    text = re.sub(r";?INTERVAL=1(?=;|$)", "", rule.to_ical().decode().upper())
    until = rule.get("UNTIL", [None])[0]
    if isinstance(until, datetime):
        local = _local(until, zone)
        text = re.sub(r"UNTIL=\w+", f"UNTIL={local or until:%Y%m%d}", text)
    if re.match("FREQ=DAILY", text) and not re.search("INTERVAL|COUNT|UNTIL|BYDAY|BYSETPOS", text):
        text = text.replace("FREQ=DAILY", f"FREQ=WEEKLY;BYDAY={','.join(DAY_CODES)}")
    if text.startswith("FREQ=WEEKLY") and "BYDAY" not in text:
        text += f";BYDAY={DAY_CODES[since.isoweekday() % 7]}"
    return text
