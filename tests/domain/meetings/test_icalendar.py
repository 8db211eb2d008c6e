"""Calendars of ours say the very times at which meetings meet, and calendars of others are read as meetings."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from holdfast.domain.meetings.formats import parse
from holdfast.domain.meetings.formats.icalendar import Cover, render
from holdfast.domain.meetings.meeting import Attendance, Change, ChangeKind, Meeting, Slot
from holdfast.domain.meetings.times import nth_of_month, occurrences
from tests.domain.meetings.offered import all_given_on
from tests.domain.meetings.strategies import ZONES, meetings, patient

NOW = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)
PLAIN = Meeting(
    "00000000-0000-4000-8000-000000000001",
    "Early risers",
    "aa",
    slots=(Slot(1, 420, 480),),
    zone="America/Chicago",
    zone_is_stated=True,
    attendance=Attendance.HYBRID,
    address="1 Main Street, Chicago",
    latitude=41.9,
    longitude=-87.6,
    notes="Ring twice.",
    conference_url="https://zoom.us/j/5550100",
    conference_phone="+15550100,,1#",
    url="https://example.org/early",
    updated_at=datetime(2026, 5, 1, tzinfo=UTC),
)
OPEN = Cover()
Times = set[tuple[datetime, datetime | None]]


def written(*listed: Meeting, cover: Cover = OPEN) -> bytes:
    return render(all_given_on(listed), now=NOW, cover=cover)


def ours(meeting: Meeting, after: datetime, before: datetime) -> Times:
    found = occurrences(meeting, after, before)
    return {(one.start.astimezone(UTC), one.end.astimezone(UTC) if one.end else None) for one in found}


def oracle(data: bytes, after: datetime, before: datetime) -> Times:
    """What an independent reader finds in the calendar."""
    found = recurring_ical_events.of(Calendar.from_ical(data)).between(after - timedelta(days=2), before)
    return {one for one in map(_times, found) if after <= one[0] < before}


def _times(event: Any) -> tuple[datetime, datetime | None]:
    start, end = event["DTSTART"].dt, event["DTEND"].dt if "DTEND" in event else None
    return start.astimezone(UTC), None if end in (None, start) else end.astimezone(UTC)


@patient
@given(meetings(), st.sampled_from(ZONES), st.integers(0, 300))
def test_an_independent_reader_finds_the_same_times(meeting: Meeting, zone: str, days: int) -> None:
    meeting = replace(meeting, zone=zone, is_closed=False)
    after = NOW + timedelta(days=days)
    before = after + timedelta(days=60)

    assert oracle(written(meeting), after, before) == ours(meeting, after, before)


@patient
@given(meetings(), st.sampled_from(ZONES))
def test_reading_what_was_written_gives_the_same_times(meeting: Meeting, zone: str) -> None:
    meeting = replace(meeting, zone=zone, slots=tuple({one.start // 90: one for one in meeting.slots}.values())[:1])
    after, before = NOW, NOW + timedelta(days=300)
    wanted = ours(meeting, after, before)

    again = parse(written(meeting)).meetings

    assert {one for found in again for one in ours(found, after, before)} == wanted


def test_reading_what_was_written_gives_the_same_meeting() -> None:
    meeting = replace(PLAIN, slots=(Slot(1, 420, 480), Slot(0, 600, None, nth_of_month(0, -1))))

    (found,) = parse(written(meeting)).meetings

    assert replace(found, key="", slots=()) == replace(meeting, key="", slots=())
    assert found.slots == tuple(sorted(meeting.slots))


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (Change(date(2026, 11, 30), date(2026, 11, 30), ChangeKind.CANCELLED), {23: 420}),
        (Change(date(2026, 11, 30), date(2026, 11, 30), ChangeKind.MOVED, 600, 660), {23: 420, 30: 600}),
        (Change(date(2026, 11, 24), None, ChangeKind.CANCELLED), {23: 420}),
        (Change(date(2026, 11, 24), None, ChangeKind.MOVED, 600, 660), {23: 420, 30: 600}),
        (Change(date(2026, 11, 26), date(2026, 11, 26), ChangeKind.EXTRA, 600), {23: 420, 26: 600, 30: 420}),
    ],
    ids=["one date off", "one date moved", "ended", "moved for good", "one date more"],
)
def test_dates_that_differ_differ_in_the_calendar(change: Change, wanted: dict[int, int]) -> None:
    data = written(replace(PLAIN, changes=(change,)))

    after, before = datetime(2026, 11, 21, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
    zone = timedelta(hours=6)
    found = {(start - zone).day: (start - zone).hour * 60 for start, _ in oracle(data, after, before)}
    assert found == wanted


def test_a_neutral_calendar_names_nothing() -> None:
    meeting = replace(PLAIN, location="Harbour Recovery House", group="Harbour AA")

    text = written(meeting, cover=Cover("Notes", "Notes")).decode().replace("\r\n ", "")

    assert not re.search("Early|Ring twice|Recovery|AA|example.org", text)
    assert "SUMMARY:Notes" in text
    assert "1 Main Street" in text


def test_every_event_has_an_id_that_stays() -> None:
    first, second = written(PLAIN), render(all_given_on([PLAIN]), now=NOW + timedelta(days=40))

    assert re.findall(b"UID:.*", first) == re.findall(b"UID:.*", second) == [f"UID:{PLAIN.key}-d1-0700\r".encode()]


def test_clock_changes_stand_in_the_calendar() -> None:
    assert written(PLAIN).count(b"BEGIN:VTIMEZONE") == 1


def test_a_meeting_without_a_zone_has_no_times() -> None:
    assert b"VEVENT" not in written(replace(PLAIN, zone=None))


def foreign(*lines: str) -> bytes:
    """A calendar with one event, as somebody else's program writes it."""
    event = ["UID:one@example.org", "SUMMARY:Tuesday group", *lines]
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", *event, "END:VEVENT", "END:VCALENDAR", ""]
    ).encode()


CHICAGO = "DTSTART;TZID=America/Chicago:20261124T190000"


@pytest.mark.parametrize(
    ("lines", "slots"),
    [
        (["RRULE:FREQ=WEEKLY"], [Slot(2, 1140, None, "", date(2026, 11, 24))]),
        (["RRULE:FREQ=WEEKLY", "DTSTAMP:20261201T000000Z"], [Slot(2, 1140)]),
        (["RRULE:FREQ=WEEKLY;BYDAY=TU,TH", "DTSTAMP:20261201T000000Z"], [Slot(2, 1140), Slot(4, 1140)]),
        (["RRULE:FREQ=DAILY", "DTSTAMP:20261201T000000Z"], [Slot(day, 1140) for day in range(7)]),
        (
            ["RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,MO"],
            [
                Slot(1, 1140, None, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", date(2026, 12, 7)),
                Slot(2, 1140, None, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", date(2026, 11, 24)),
            ],
        ),
        (
            ["RRULE:FREQ=MONTHLY;BYDAY=4TU", "DURATION:PT1H", "DTSTAMP:20261201T000000Z"],
            [Slot(2, 1140, 1200, "FREQ=MONTHLY;BYDAY=4TU")],
        ),
        (
            ["RRULE:FREQ=WEEKLY;UNTIL=20270101T050000Z"],
            [Slot(2, 1140, None, "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261231", date(2026, 11, 24))],
        ),
        (["DTEND;TZID=America/Chicago:20261125T003000", "RRULE:FREQ=WEEKLY", "DTSTAMP:20261201T000000Z"],
         [Slot(2, 1140, 30)]),
    ],
)  # fmt: skip
def test_reads_rhythms(lines: list[str], slots: list[Slot]) -> None:
    (found,) = parse(foreign(CHICAGO, *lines)).meetings

    assert list(found.slots) == slots
    assert found.zone == "America/Chicago"


def test_reads_cancelled_dates_and_single_ones() -> None:
    data = foreign(CHICAGO, "RRULE:FREQ=WEEKLY", "EXDATE;TZID=America/Chicago:20261222T190000,20261229T190000")

    (found,) = parse(data).meetings

    assert [(one.kind, one.first_on.day) for one in found.changes] == [
        (ChangeKind.CANCELLED, 22),
        (ChangeKind.CANCELLED, 29),
    ]


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        (["DTSTART;VALUE=DATE:20261124"], "DTSTART"),
        ([], "DTSTART"),
        ([CHICAGO, "RRULE:FREQ=HOURLY"], "RRULE"),
        ([CHICAGO, "RRULE:FREQ=MONTHLY;BYWEEKNO=3"], "RRULE"),
    ],
)
def test_an_event_that_is_no_meeting_is_named(lines: list[str], field: str) -> None:
    parsed = parse(foreign(*lines))

    assert (parsed.rows, parsed.refused) == (1, 1)
    assert parsed.problems[0].field == field


@pytest.mark.parametrize(
    "data",
    [b"BEGIN:VCALENDAR", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR", b"BEGIN:VCALENDAR\r\n\x00\xff"],
)
def test_half_a_calendar_is_refused_with_a_reason(data: bytes) -> None:
    parsed = parse(data)

    assert parsed.meetings == ()
    assert all(one.advice for one in parsed.problems)


@settings(deadline=None)
@given(st.lists(st.integers(0, 400), max_size=3), st.binary(max_size=4), st.integers(0, 2000))
def test_a_damaged_calendar_never_breaks_the_reader(cuts: list[int], noise: bytes, end: int) -> None:
    data = bytearray(foreign(CHICAGO, "RRULE:FREQ=WEEKLY;BYDAY=TU", "EXDATE:20261222T190000Z", "GEO:1;2")[:end])
    for at in cuts:
        data[at:at] = noise

    parsed = parse(bytes(data))

    assert parsed.rows == len(parsed.meetings) + parsed.refused
