"""Meeting Guide feeds are read as they really are: what can be read is, what cannot is named."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.domain.meetings.fellowships import Audience
from holdfast.domain.meetings.formats import Parsed, parse
from holdfast.domain.meetings.kinds import Kind
from holdfast.domain.meetings.meeting import Attendance, Meeting, Slot

PLAIN: dict[str, Any] = {"slug": "one", "name": "Early risers", "day": 1, "time": "07:00", "address": "1 Main St"}


def read(*rows: Any, **options: Any) -> Parsed:
    return parse(json.dumps(rows).encode(), **options)


def meeting(**changes: Any) -> Meeting:
    parsed = read({**PLAIN, **changes})
    assert len(parsed.meetings) == 1, parsed.problems
    return parsed.meetings[0]


def advice(**changes: Any) -> str:
    (problem,) = (one for one in read({**PLAIN, **changes}).problems if one.row)
    return f"{problem.severity} {problem.field}"


@pytest.mark.parametrize(
    ("day", "time", "slots"),
    [
        (1, "07:00", (Slot(1, 420),)),
        ("1", "7:00 AM", (Slot(1, 420),)),
        ([1, 3], "12:15 PM", (Slot(1, 735), Slot(3, 735))),
        (["0"], "12:00 AM", (Slot(0, 0),)),
        ("Monday", "19:00:00", (Slot(1, 1140),)),
        (7, "20:00", (Slot(0, 1200),)),
        (None, None, ()),
        ("", "", ()),
        (1, None, ()),
        (None, "19:00", ()),
        ([], "19:00", ()),
    ],
)
def test_reads_days_and_times_as_feeds_write_them(day: Any, time: Any, slots: tuple[Slot, ...]) -> None:
    assert meeting(day=day, time=time).slots == slots


def test_a_meeting_without_a_day_is_by_appointment_and_not_on_sunday() -> None:
    row = {name: value for name, value in PLAIN.items() if name not in {"day", "time"}}

    (found,) = read(row).meetings

    assert found.is_by_appointment


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "refused name"),
        ({"name": None}, "refused name"),
        ({"slug": ""}, "refused slug"),
        ({"day": "Funday"}, "refused day"),
        ({"day": 9}, "refused day"),
        ({"day": True}, "refused day"),
        ({"time": "late"}, "refused time"),
        ({"time": "25:00"}, "refused time"),
        ({"archived": True}, "refused archived"),
        ({"day": 7}, "warned day"),
        ({"time": None}, "warned time"),
        ({"end_time": "late"}, "warned end_time"),
        ({"timezone": "Eastern"}, "warned timezone"),
        ({"conference_url": "zoom, ask Ann"}, "warned conference_url"),
        ({"latitude": 0, "longitude": 0}, "warned latitude"),
        ({"latitude": 200, "longitude": 0}, "warned latitude"),
        ({"latitude": "north", "longitude": "1"}, "warned latitude"),
    ],
)
def test_names_what_cannot_be_read(changes: dict[str, Any], said: str) -> None:
    assert advice(**changes) == said


def test_a_bad_row_does_not_hold_up_the_rest() -> None:
    parsed = read(PLAIN, "not a row", {**PLAIN, "slug": "two", "day": "Funday"}, {**PLAIN, "slug": "three"})

    assert [one.key for one in parsed.meetings] == ["one", "three"]
    assert (parsed.rows, parsed.refused) == (4, 2)
    assert [one.row for one in parsed.problems if one.row] == [2, 3]


def test_keeps_two_meetings_with_one_slug() -> None:
    parsed = read(PLAIN, {**PLAIN, "time": "19:00"})

    assert [one.key for one in parsed.meetings] == ["one", "one#2"]
    assert parsed.warned == 1


@pytest.mark.parametrize(
    ("types", "kinds", "languages"),
    [
        (["O", "W", "X"], {Kind.OPEN, Kind.WOMEN, Kind.WHEELCHAIR}, set()),
        ("[open]", {Kind.OPEN}, set()),
        ("O, S", {Kind.OPEN}, {"es"}),
        (["S", "EN"], set(), {"es", "en"}),
        (None, set(), set()),
        ([], set(), set()),
    ],
)
def test_gives_codes_their_meaning(types: Any, kinds: set[Kind], languages: set[str]) -> None:
    found = meeting(types=types)

    assert (found.kinds, found.languages) == (kinds, languages)


def test_a_code_means_something_only_together_with_its_fellowship() -> None:
    aa = read({**PLAIN, "types": ["POA"]}).meetings[0]
    al_anon = read({**PLAIN, "types": ["POA"]}, fellowship="al-anon").meetings[0]

    assert aa.kinds == {Kind.PROOF_OF_ATTENDANCE}
    assert al_anon.kinds == {Kind.PARENTS}


def test_keeps_a_code_nobody_knows_and_says_so_once() -> None:
    parsed = read({**PLAIN, "types": ["ZZZ"]}, {**PLAIN, "slug": "two", "types": ["ZZZ"]})

    assert parsed.meetings[0].types == ("ZZZ",)
    assert sum("ZZZ" in one.advice for one in parsed.problems) == 1


@pytest.mark.parametrize(
    ("changes", "attendance", "is_closed"),
    [
        ({}, Attendance.IN_PERSON, False),
        ({"conference_url": "https://zoom.us/j/1"}, Attendance.HYBRID, False),
        ({"conference_url": "https://jitsi.my-group.example/room"}, Attendance.HYBRID, False),
        ({"conference_url": "https://zoom.us/j/1", "approximate": "yes"}, Attendance.ONLINE, False),
        ({"conference_url": "https://zoom.us/j/1", "types": ["TC"]}, Attendance.ONLINE, True),
        ({"types": ["TC"]}, Attendance.IN_PERSON, True),
        ({"conference_phone": "+12025550100,,1#", "address": ""}, Attendance.ONLINE, False),
        ({"address": ""}, Attendance.UNKNOWN, False),
        ({"attendance_option": "online"}, Attendance.ONLINE, False),
        ({"types": ["ONL"], "address": ""}, Attendance.ONLINE, False),
    ],
)
def test_says_how_one_takes_part(changes: dict[str, Any], attendance: Attendance, is_closed: bool) -> None:
    found = meeting(**changes)

    assert (found.attendance, found.is_closed) == (attendance, is_closed)


@pytest.mark.parametrize(
    ("changes", "fellowship"),
    [
        ({"entity": "Al-Anon of Somewhere"}, "al-anon"),
        ({"url": "https://meetings.alanon.example/x"}, "al-anon"),
        ({"group": "Friday Nar-Anon"}, "nar-anon"),
        ({"entity": "Area 1 of A.A."}, "aa"),
        ({"name": "SMART Recovery Friday"}, "smart"),
        ({"name": "Staffgate"}, "aa"),
    ],
)
def test_takes_the_fellowship_from_what_the_feed_says(changes: dict[str, Any], fellowship: str) -> None:
    assert meeting(**changes).fellowship == fellowship


def test_says_when_the_fellowship_was_assumed() -> None:
    assert any("AA was assumed" in one.advice for one in read(PLAIN).problems)
    assert not any("assumed" in one.advice for one in read(PLAIN, fellowship="aa").problems)


def test_groups_for_families_are_for_families() -> None:
    assert read(PLAIN, fellowship="nar-anon").meetings[0].audience is Audience.FAMILY


def test_leaves_contact_people_out() -> None:
    found = meeting(contact_1_name="Ann B.", contact_1_phone="555 0100", venmo="@ann")

    assert "Ann" not in json.dumps(found.to_json())


def test_turns_markup_into_plain_text() -> None:
    assert meeting(notes="Ring <b>twice</b>.<br>Stairs &amp; lift\u0000").notes == "Ring twice.\nStairs & lift"


def test_the_equator_is_a_place() -> None:
    found = meeting(latitude=0, longitude=32.5)

    assert Meeting.from_json(found.to_json()).latitude == 0


def test_a_number_is_a_fine_slug() -> None:
    assert meeting(slug=5202, postal_code=79107).key == "5202"


def test_reads_the_wrappers_of_a_database() -> None:
    row = {
        "_id": {"$oid": "x"},
        "slug": "online",
        "name": "Online",
        "day": 7,
        "time": "11:00",
        "duration": 90,
        "languages": ["es"],
        "conference_url": "https://zoom.us/j/1",
        "updatedAt": {"$date": "2025-01-30T14:13:55.582Z"},
    }

    parsed = read(row, fellowship="aa")

    assert parsed.problems == ()
    assert parsed.meetings[0].slots == (Slot(0, 660, 750),)
    assert parsed.meetings[0].languages == {"es"}


def test_a_meeting_may_end_after_midnight() -> None:
    assert meeting(time="23:00", end_time="00:30").slots == (Slot(1, 1380, 30),)


@pytest.mark.parametrize("name", ["Early risers", "Ñandú", "x" * 500])
def test_stored_and_read_again_is_the_same(name: str) -> None:
    found = meeting(name=name, types=["O", "S"], updated="2024-03-08 01:55:57", latitude="41.5", longitude=-87)

    assert Meeting.from_json(json.loads(json.dumps(found.to_json()))) == found


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'[{"slug": "a"} x]', "line 1, column 16"),
        (b"", "not valid JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b"\xff\xfe", "not valid JSON"),
        (b"{}", "not a feed we know"),
        (b"[]", "not a feed we know"),
        (b"3", "not a feed we know"),
        (b'[{"key_string": "O", "name_string": "Open"}]', "GetSearchResults"),
        (b'[{"id": "1", "name": "x", "helpline": "", "parent_id": "0"}]', "service bodies"),
        (b'[{"id": "1", "name": "x", "url": "https://x.example"}]', "list of servers"),
        (b'{"O": {"en": "Open"}}', "table of codes"),
    ],
)
def test_says_why_a_file_is_not_a_feed(data: bytes, said: str) -> None:
    parsed = parse(data)

    assert parsed.meetings == ()
    assert said in parsed.problems[0].advice


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    (
        *("slug", "name", "day", "time", "end_time", "duration", "timezone", "types", "languages", "latitude"),
        *("longitude", "approximate", "address", "city", "conference_url", "conference_phone", "regions", "region"),
        *("updated", "archived", "entity", "url", "notes", "id", "attendance_option"),
    )
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.dictionaries(FIELDS, VALUES, max_size=12) | VALUES, max_size=5))
def test_never_stumbles_and_counts_every_row(rows: list[Any]) -> None:
    parsed = parse(json.dumps([PLAIN, *rows]).encode())

    assert parsed.rows == len(parsed.meetings) + parsed.refused
    assert [Meeting.from_json(one.to_json()) for one in parsed.meetings] == list(parsed.meetings)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_never_stumbles_over_bytes(data: bytes) -> None:
    assert parse(data).rows == 0 or parse(data).meetings is not None
