"""BMLT answers are read, and their codes mean what their server says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.domain.meetings.formats import Parsed, parse
from holdfast.domain.meetings.kinds import Kind
from holdfast.domain.meetings.meeting import Attendance, Slot

PLAIN: dict[str, Any] = {
    "id_bigint": "10",
    "weekday_tinyint": "1",
    "start_time": "19:30:00",
    "duration_time": "01:30:00",
    "meeting_name": "Just for tonight",
    "venue_type": "1",
    "formats": "O,W",
    "location_street": "5 High St",
    "lang_enum": "en",
}


def read(*rows: Any, formats: list[dict[str, str]] | None = None) -> Parsed:
    content: Any = list(rows) if formats is None else {"meetings": list(rows), "formats": formats}
    return parse(json.dumps(content).encode())


def test_reads_a_meeting() -> None:
    (found,) = read(PLAIN).meetings

    assert found.slots == (Slot(0, 1170, 1260),)
    assert (found.fellowship, found.twelve_step) == ("na", True)
    assert found.kinds == {Kind.OPEN, Kind.WOMEN}


@pytest.mark.parametrize(("venue", "attendance"), [("1", "in_person"), ("2", "online"), ("3", "hybrid")])
def test_says_how_one_takes_part(venue: str, attendance: str) -> None:
    assert read({**PLAIN, "venue_type": venue}).meetings[0].attendance is Attendance(attendance)


@pytest.mark.parametrize(
    ("formats", "attendance"), [("VM", Attendance.ONLINE), ("HY", Attendance.HYBRID), ("O", Attendance.IN_PERSON)]
)
def test_takes_it_from_the_formats_where_the_venue_is_not_said(formats: str, attendance: Attendance) -> None:
    assert read({**PLAIN, "venue_type": "", "formats": formats}).meetings[0].attendance is attendance


def test_reads_german_codes_where_a_row_is_german() -> None:
    (found,) = read({**PLAIN, "formats": "F,S,Beh", "lang_enum": "de"}).meetings

    assert found.kinds == {Kind.WOMEN, Kind.STEP, Kind.WHEELCHAIR}


def test_believes_the_answers_own_formats_first() -> None:
    own = [{"key_string": "Q", "world_id": "W", "name_string": "Women"}]

    assert read({**PLAIN, "formats": "Q"}, formats=own).meetings[0].kinds == {Kind.WOMEN}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id_bigint": ""}, "id_bigint"),
        ({"weekday_tinyint": "0"}, "weekday_tinyint"),
        ({"weekday_tinyint": "8"}, "weekday_tinyint"),
        ({"start_time": "soon"}, "start_time"),
        ({"published": "0"}, "published"),
    ],
)
def test_refuses_what_cannot_be_a_meeting(changes: dict[str, str], field: str) -> None:
    parsed = read({**PLAIN, **changes}, {**PLAIN, "id_bigint": "11"})

    assert [one.field for one in parsed.problems if one.row] == [field]
    assert len(parsed.meetings) == 1


def test_a_meeting_without_day_and_time_is_by_appointment() -> None:
    assert read({**PLAIN, "weekday_tinyint": "", "start_time": ""}).meetings[0].is_by_appointment


def test_leaves_contact_people_out() -> None:
    row = {**PLAIN, "contact_name_1": "Ann B.", "contact_phone_1": "555 0100", "email_contact": "ann@example.org"}

    assert "Ann" not in json.dumps(read(row).meetings[0].to_json())


def test_a_meeting_without_a_name_is_shown_by_its_fellowship() -> None:
    parsed = read({**PLAIN, "meeting_name": ""})

    assert parsed.meetings[0].name == "NA"
    assert parsed.warned == 1


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.dictionaries(st.sampled_from(sorted(PLAIN)), st.text(max_size=12) | st.none(), max_size=9), max_size=4)
)
def test_never_stumbles_and_counts_every_row(rows: list[Any]) -> None:
    parsed = read(PLAIN, *rows)

    assert parsed.rows == len(parsed.meetings) + parsed.refused
