"""What goes out as BMLT comes back as it was, but for what BMLT cannot say."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.domain.meetings.formats import bmlt, parse
from holdfast.domain.meetings.formats.bmlt_codes import FORMAT_OF, STANDARD
from holdfast.domain.meetings.formats.bmlt_out import (
    FIELDS,
    MOST_NUMBER,
    BmltRow,
    Entry,
    ServiceBody,
    body_of,
    coded,
    format_row,
    formats_of,
    number_of,
    rows_for,
    said,
)
from holdfast.domain.meetings.kinds import Kind
from holdfast.domain.meetings.meeting import Attendance, Category, Change, ChangeKind, Meeting, Slot

REAL = Path(__file__).parents[4] / "shared" / "data" / "directory" / "bmlt"
FEEDS = sorted(REAL.glob("*SearchResults.json"))
LISTS: dict[str, tuple[list[str], list[str]]] = {
    "na-berlin.GetSearchResults.json": (["na-german-formats-de.json", "na-german-formats-en.json"], []),
    "na-new-york-downstate.GetSearchResults.json": (
        ["na-new-york.GetFormats.json"],
        ["na-new-york-downstate.GetServiceBodies.json"],
    ),
}
AT = datetime(2026, 11, 20, tzinfo=UTC)
SOURCE = ServiceBody(7, "Feed")
WEEKLY = Meeting("one", "Evening", "na", ("O", "W"), frozenset({Kind.OPEN, Kind.WOMEN}), frozenset({"en"}),
                 (Slot(2, 1140, 1230),))  # fmt: skip


def entry(meeting: Meeting) -> Entry:
    return Entry(uuid5(NAMESPACE_URL, meeting.key), meeting, SOURCE, AT)


def rows_of(*meetings: Meeting) -> list[BmltRow]:
    return list(rows_for(map(entry, meetings)))


def content_of(rows: Iterable[BmltRow], *, with_lists: bool = False) -> bytes:
    """As GetSearchResults would answer, alone or with the other lists."""
    rows = list(rows)
    meetings = [dict(zip(FIELDS, row.values, strict=True)) for row in rows]
    formats = [format_row(one, "en", "") for one in {one for row in rows for one in row.formats}]
    bodies = [row.body.to_row() for row in rows if row.body.parent_id]
    whole = {"meetings": meetings, "formats": formats, "service_bodies": bodies}
    return json.dumps(whole if with_lists else meetings).encode()


def came_back(meetings: Sequence[Meeting], *, with_lists: bool = False) -> list[Meeting]:
    """The meetings after going out and in, in their order and under their own keys."""
    rows = rows_of(*meetings)
    found = parse(content_of(rows, with_lists=with_lists)).meetings
    return [replace(one, key=meeting.key) for one, meeting in zip(found, meetings, strict=True)]


# Real servers


def read(feed: Path, *, with_lists: bool) -> Sequence[Meeting]:
    rows = json.loads(feed.read_bytes())
    formats, bodies = LISTS[feed.name] if with_lists else ([], [])
    return bmlt.read(
        rows,
        rows,
        formats=[json.loads((REAL / name).read_bytes()) for name in formats],
        service_bodies=[json.loads((REAL / name).read_bytes()) for name in bodies],
    ).meetings


@pytest.mark.real_data
@pytest.mark.parametrize("gives_lists", [False, True], ids=["rows-alone", "with-formats-and-bodies"])
@pytest.mark.parametrize("has_lists", [False, True], ids=["from-rows", "from-three-answers"])
@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.name)
def test_a_real_servers_meetings_come_back_the_same(feed: Path, has_lists: bool, gives_lists: bool) -> None:
    meetings = read(feed, with_lists=has_lists)

    assert came_back(meetings, with_lists=gives_lists) == list(meetings)


@pytest.mark.real_data
@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.name)
def test_every_meeting_of_a_real_server_has_a_number_of_its_own(feed: Path) -> None:
    meetings = read(feed, with_lists=False)

    assert len({row.number for row in rows_of(*meetings)}) == len(meetings)


# Laws

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30).map(said).map(said)
codes = st.lists(st.sampled_from(["O", "C", "W", "BT", "RF", "St", "ES", "WC", "Q9", "VM", "TC"]), unique=True)


@st.composite
def meetings(draw: st.DrawFn) -> Meeting:
    """Weekly meetings of NA as a BMLT server would have been read."""
    types = draw(codes)
    row = {
        "id_bigint": "1", "weekday_tinyint": str(draw(st.integers(1, 7))),
        "start_time": f"{draw(st.integers(0, 23)):02d}:{draw(st.integers(0, 59)):02d}:00",
        "duration_time": draw(st.sampled_from(["", "01:00:00", "01:30:00", "24:00:00", "00:05:00"])),
        "venue_type": draw(st.sampled_from(["1", "1", "3"])) if not {"VM", "TC"} & set(types) else "2",
        "formats": ",".join(types), "lang_enum": draw(st.sampled_from(["en", "de", "sv", "es", ""])),
        "latitude": str(draw(st.floats(-89, 89, allow_nan=False))), "longitude": "12.5",
        "time_zone": draw(st.sampled_from(["", "Europe/Berlin", "America/New_York"])),
        "virtual_meeting_link": draw(st.sampled_from(["", "https://video.example.org/room"])),
    }  # fmt: skip
    names = ["meeting_name", "location_text", "location_info", "location_street", "location_municipality",
             "location_province", "location_sub_province", "location_city_subsection", "location_neighborhood",
             "comments", "virtual_meeting_additional_info", "service_body_name"]  # fmt: skip
    return bmlt.read([{**row, **{name: draw(texts) for name in names}}], []).meetings[0]


@settings(max_examples=150, deadline=None)
@given(meetings(), st.booleans())
def test_whatever_a_server_says_comes_back_the_same(meeting: Meeting, with_lists: bool) -> None:
    (back,) = came_back([meeting], with_lists=with_lists)

    added = set(back.types) - set(meeting.types)
    assert replace(back, types=()) == replace(meeting, types=())
    assert set(meeting.types) <= set(back.types)
    assert added <= {"VM", "HY", "de", "en", "es", "sv"}


@given(st.text(max_size=80))
def test_nothing_that_goes_out_can_be_taken_for_markup(text: str) -> None:
    out = said(text)

    assert not any(f"<{letter}" in out for letter in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ/!?")


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("Tom & Jerry", "Tom & Jerry"),
        ("5 < 6", "5 < 6"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "alert(1)"),
        ("&amp;amp;lt;img src=x onerror=alert(1)&amp;amp;gt;", ""),
        ("<img src=x onerror=alert(1) " + "a" * 600 + ">", "< img src=x onerror=alert(1) " + "a" * 600 + ">"),
        ("a\x1fb\x1ec", "abc"),
    ],
)
def test_markup_is_taken_out_however_it_was_hidden(text: str, out: str) -> None:
    assert said(text) == out


# Numbers


@given(st.uuids(), st.integers(0, 6), st.integers(0, 1439))
def test_a_number_is_whole_in_javascript(listing: UUID, day: int, start: int) -> None:
    assert 0 < number_of(listing, day, start) <= MOST_NUMBER


def test_a_number_was_given_out_and_stays() -> None:
    assert number_of(UUID(int=1)) == 2642114295196697


def test_a_meeting_that_moves_to_another_day_keeps_its_number() -> None:
    moved = replace(WEEKLY, slots=(Slot(4, 600, None),))

    assert rows_of(moved)[0].number == rows_of(WEEKLY)[0].number


def test_each_weekly_time_is_a_row_with_a_number() -> None:
    rows = rows_of(replace(WEEKLY, slots=(Slot(1, 600), Slot(3, 600), Slot(3, 1140))))

    assert len({row.number for row in rows}) == 3


def test_two_rows_never_share_a_number() -> None:
    (row,) = rows_of(WEEKLY)

    again = row.renumbered({row.number, row.number + 1})

    assert (again.number, again.values[0]) == (row.number + 2, str(row.number + 2))


def test_the_numbers_of_our_formats_were_given_out_and_stay() -> None:
    assert [one.id for one in STANDARD] == list(range(1, 40))
    assert {(one.id, one.key) for one in STANDARD} >= {(1, "VM"), (2, "HY"), (3, "TC"), (4, "O"), (7, "W"), (26, "WC")}


# What can be said


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_format_that_is_read_again(kind: Kind) -> None:
    meeting = Meeting("one", "Evening", "smart", (), frozenset({kind}), slots=(Slot(2, 1140, 1200),))

    (back,) = came_back([meeting])

    assert (back.kinds, back.fellowship) == ({kind}, "smart")


def test_every_kind_is_in_our_list() -> None:
    assert set(Kind) <= set(FORMAT_OF)


def test_the_codes_of_other_fellowships_do_not_go_out_as_those_of_na() -> None:
    meeting = Meeting("one", "Evening", "aa", ("T", "B"), frozenset({Kind.TRANSGENDER, Kind.LITERATURE}),
                      frozenset({"es", "en"}), (Slot(2, 1140),))  # fmt: skip

    assert rows_of(meeting)[0].values[FIELDS.index("formats")] == "LIT,TRANS,en,es"


def test_what_a_code_of_the_sources_own_means_goes_out_with_it() -> None:
    swedish = replace(WEEKLY, types=("S", "K"), kinds=frozenset({Kind.CLOSED, Kind.WOMEN}))

    (back,) = came_back([swedish])

    assert back.kinds == {Kind.CLOSED, Kind.WOMEN}
    assert back.types[:2] == ("S", "K")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"attendance": Attendance.ONLINE}, "VM"),
        ({"attendance": Attendance.HYBRID}, "HY"),
        ({"is_closed": True}, "TC"),
    ],
)
def test_the_reserved_formats_say_how_one_comes_in(changes: dict[str, Any], code: str) -> None:
    assert code in [one.key for one in formats_of(coded(replace(WEEKLY, **changes)))[0]]


@pytest.mark.parametrize(
    "meeting",
    [
        replace(WEEKLY, category=Category.SERVICE),
        replace(WEEKLY, category=Category.COMMUNITY),
        replace(WEEKLY, slots=()),
        replace(WEEKLY, slots=(Slot(0, 600, None, "FREQ=MONTHLY;BYDAY=-1SU"),)),
    ],
    ids=["a service", "a community", "by appointment", "monthly"],
)
def test_what_bmlt_would_show_on_a_wrong_day_is_left_out(meeting: Meeting) -> None:
    assert rows_of(meeting) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change(date(2026, 12, 24), date(2026, 12, 24), ChangeKind.CANCELLED), "2026-12-24: no meeting"),
        (Change(date(2026, 12, 1), None, ChangeKind.CANCELLED, note="Repairs"),
         "2026-12-01 until further notice: no meeting (Repairs)"),
        (Change(date(2026, 7, 1), date(2026, 8, 31), ChangeKind.MOVED, 690, place="Hall B"),
         "2026-07-01 to 2026-08-31: meets elsewhere at 11:30 (Hall B)"),
    ],
)  # fmt: skip
def test_dated_exceptions_stand_in_the_comments(change: Change, words: str) -> None:
    row = rows_of(replace(WEEKLY, notes="Bring a cup", changes=(change,)))[0]

    assert row.values[FIELDS.index("comments")] == f"Bring a cup\n{words}"


def test_a_zone_that_was_worked_out_is_not_said_as_if_it_were_known() -> None:
    row = rows_of(replace(WEEKLY, zone="Europe/Berlin", zone_is_stated=False))[0]

    assert row.values[FIELDS.index("time_zone")] == ""


def test_every_value_is_text() -> None:
    assert all(isinstance(value, str) for value in rows_of(WEEKLY)[0].values)


def test_an_organisation_stands_below_its_source() -> None:
    body = body_of(entry(replace(WEEKLY, organization="Sample Area")))

    assert (body.name, body.parent_id, body.to_row()["type"]) == ("Sample Area", SOURCE.id, "AS")
    assert SOURCE.to_row()["parent_id"] == "0"
