"""What Meeting Guide feeds of ours say: strictly, without false rhythms, and read back as the same meetings."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from holdfast.domain.meetings.formats import parse
from holdfast.domain.meetings.formats.meeting_guide import render
from holdfast.domain.meetings.kinds import Kind
from holdfast.domain.meetings.meeting import Attendance, Category, Change, ChangeKind, Meeting, Slot
from tests.domain.meetings.offered import all_given_on
from tests.domain.meetings.strategies import meetings, patient

PLAIN = Meeting(
    "00000000-0000-4000-8000-000000000001",
    "Early risers",
    "aa",
    slots=(Slot(1, 420, 480),),
    zone="America/Chicago",
    zone_is_stated=True,
    attendance=Attendance.IN_PERSON,
    address="1 Main Street",
)
ALLOWED_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def rows(*listed: Meeting) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(b"".join(render(all_given_on(listed))))
    return found


def again(*listed: Meeting) -> tuple[Meeting, ...]:
    parsed = parse(b"".join(render(all_given_on(listed))))
    assert not [one for one in parsed.problems if one.row]
    return parsed.meetings


def sayable(meeting: Meeting) -> Meeting:
    """The meeting without what docs/formats.md says that this format cannot say."""
    is_online = meeting.attendance is Attendance.ONLINE
    is_one_line = not any((meeting.city, meeting.state, meeting.postal_code, meeting.country))
    return replace(
        meeting,
        slots=tuple(slot for slot in meeting.slots if not slot.rule),
        is_approximate=meeting.is_approximate or is_online,
        zone_is_stated=meeting.zone_is_stated and meeting.zone is not None,
        address=meeting.address if meeting.address or not is_one_line else "",
    )


@patient
@given(meetings(category=Category.MEETING))
def test_reading_what_was_written_gives_the_same_meeting(meeting: Meeting) -> None:
    wanted = sayable(meeting)

    found = again(meeting)

    assert found == ((wanted,) if wanted.slots or meeting.is_by_appointment else ())


@patient
@given(meetings(category=Category.MEETING))
def test_every_row_keeps_to_the_specification(meeting: Meeting) -> None:
    for row in rows(meeting):
        assert row["name"]
        assert re.fullmatch(r"[a-z0-9-]{1,64}", row["slug"])
        assert row.get("day") in {None, 0, 1, 2, 3, 4, 5, 6}
        assert all(ALLOWED_TIME.fullmatch(row[name]) for name in ("time", "end_time") if name in row)
        assert row["approximate"] in {"yes", "no"}
        assert not [name for name, value in row.items() if value in (None, "", [])]


def test_each_weekly_time_is_a_row_with_a_slug_of_its_own() -> None:
    meeting = replace(PLAIN, slots=(Slot(1, 420, 480), Slot(1, 420, 510), Slot(3, 420)))

    found = rows(meeting)

    assert [row["slug"].removeprefix(PLAIN.key) for row in found] == ["-d1-0700", "-d1-0700-2", "-d3-0700"]
    assert again(meeting) == (meeting,)


def test_a_meeting_by_appointment_has_neither_day_nor_time() -> None:
    (found,) = rows(replace(PLAIN, slots=()))

    assert {"day", "time", "end_time"} & found.keys() == set()


@pytest.mark.parametrize(
    "meeting",
    [
        replace(PLAIN, slots=(Slot(1, 420, 480, "FREQ=MONTHLY;BYDAY=-1MO"),)),
        replace(PLAIN, slots=(), changes=(Change(date(2026, 12, 4), date(2026, 12, 4), ChangeKind.EXTRA, 420),)),
        replace(PLAIN, category=Category.SERVICE),
        replace(PLAIN, category=Category.COMMUNITY, slots=()),
    ],
    ids=["every month", "irregular", "service", "community"],
)
def test_what_would_look_weekly_and_is_not_stays_out(meeting: Meeting) -> None:
    assert rows(meeting) == []


def test_a_meeting_online_never_looks_as_if_it_had_a_door() -> None:
    (found,) = rows(replace(PLAIN, attendance=Attendance.ONLINE, conference_url="https://zoom.us/j/5550100"))

    assert found["approximate"] == "yes"


def test_each_fellowship_keeps_its_own_codes() -> None:
    both = (replace(PLAIN, types=("S",)), replace(PLAIN, key=PLAIN.key[:-1] + "2", fellowship="smart", types=("S",)))

    assert [(meeting.fellowship, meeting.types) for meeting in again(*both)] == [("aa", ("S",)), ("smart", ("S",))]
    assert [row.get("types") for row in rows(*both)] == [["S"], None]


def test_readers_are_told_kinds_by_the_codes_they_know() -> None:
    beginners = replace(PLAIN, fellowship="na", types=("B", "RF"), kinds=frozenset({Kind.NEWCOMERS}))

    (row,) = rows(replace(beginners, languages=frozenset({"es"})))

    assert (row["types"], row["own_types"]) == (["BE", "S"], ["B", "RF"])
    assert again(beginners) == (beginners,)


def test_a_street_is_a_door_wherever_its_position_comes_from() -> None:
    street = replace(
        PLAIN,
        attendance=Attendance.IN_PERSON,
        address="5 Mill Lane",
        city="Elgin",
        latitude=42.0,
        longitude=-88.2,
        is_approximate=True,
    )

    (row,) = rows(street)

    assert row["approximate"] == "no"
    assert "latitude" not in row
    assert again(street) == (street,)


def test_an_empty_feed_is_an_empty_list() -> None:
    assert rows() == []


@patient
@given(meetings(category=Category.MEETING))
def test_known_readers_take_every_row_and_conclude_what_we_know(meeting: Meeting) -> None:
    """TSML UI drops rows without an address or a zone, and concludes from `approximate` how one takes part."""
    for row in rows(replace(meeting, zone=meeting.zone or "America/Chicago")):
        assert any(
            row.get(name) for name in ("formatted_address", "address", "city", "state", "postal_code", "country")
        )
        assert row["timezone"]
        is_there = row["approximate"] == "no" and "TC" not in row.get("types", ())
        assert not (is_there and meeting.attendance is Attendance.ONLINE)
