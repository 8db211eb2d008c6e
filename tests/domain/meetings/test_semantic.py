"""BMLT's read interface answers each parameter as a BMLT server does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.domain.meetings.formats.bmlt_out import FIELDS, Entry, ServiceBody, body_of, number_of, rows_for
from holdfast.domain.meetings.kinds import Kind
from holdfast.domain.meetings.meeting import Attendance, Meeting, Slot
from holdfast.domain.meetings.semantic import Packed, Table, with_services
from holdfast.domain.meetings.semantic_question import (
    SORT_ALIASES,
    QuestionRefused,
    address_in,
    around,
    listed,
    number,
    question,
    whole,
)

AT = datetime(2026, 11, 20, tzinfo=UTC)
NORTH, SOUTH = ServiceBody(1, "North"), ServiceBody(2, "South")


def meeting(key: str, day: int, start: int, **changes: Any) -> Meeting:
    """A weekly meeting of an hour."""
    plain = Meeting(key, key.title(), "na", ("O",), frozenset({Kind.OPEN}), frozenset({"en"}),
                    (Slot(day, start, start + 60),), attendance=Attendance.IN_PERSON)  # fmt: skip
    return replace(plain, **changes)


LISTED = (
    (NORTH, meeting("alder", 0, 600, city="Salem", latitude=40.0, longitude=-75.0)),
    (NORTH, meeting("birch", 1, 1140, city="Dover", latitude=40.1, longitude=-75.0, organization="Sample Area",
                    types=("O", "W"), kinds=frozenset({Kind.OPEN, Kind.WOMEN}))),
    (SOUTH, meeting("cedar", 1, 1080, city="Salem", latitude=41.0, longitude=-75.0, types=("C", "W"),
                    kinds=frozenset({Kind.CLOSED, Kind.WOMEN}), slots=(Slot(1, 1080, 1170),))),
    (SOUTH, meeting("douglas", 6, 1410, attendance=Attendance.ONLINE, types=("O", "VM"), location="Zürich room")),
)  # fmt: skip
TABLE = Table(
    rows_for(Entry(UUID(int=at + 1), one, source, AT) for at, (source, one) in enumerate(LISTED)), [NORTH, SOUTH]
)
IDS = {one.key: number_of(UUID(int=at + 1)) for at, (_, one) in enumerate(LISTED)}
SAMPLE_AREA = body_of(Entry(UUID(int=2), LISTED[1][1], NORTH, AT)).id
OPEN, CLOSED, WOMEN, VIRTUAL = 4, 5, 7, 1
ALL = ["alder", "cedar", "birch", "douglas"]


def names(query: str) -> list[str]:
    """Which meetings answer, in order."""
    values = parse_qs(query, keep_blank_values=True)
    asked = with_services(question(values, in_miles=True), TABLE, values)
    return [row["meeting_name"].lower() for row in TABLE.rows(TABLE.found(replace(asked, fields=())), root="")]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ALL),
        ("weekdays=2", ["cedar", "birch"]),
        ("weekdays=1,7", ["alder", "douglas"]),
        ("weekdays[]=1&weekdays[]=7", ["alder", "douglas"]),
        ("weekdays=-2", ["alder", "douglas"]),
        ("weekdays=2,-2", []),
        ("weekdays=someday", ALL),
        ("venue_types=2", ["douglas"]),
        ("venue_types=-2", ["alder", "cedar", "birch"]),
        (f"meeting_ids={IDS['alder']},{IDS['birch']}", ["alder", "birch"]),
        (f"meeting_ids=-{IDS['alder']}", ["cedar", "birch", "douglas"]),
        (f"formats={WOMEN}", ["cedar", "birch"]),
        (f"formats={WOMEN},{OPEN}", ["birch"]),
        (f"formats={VIRTUAL},{CLOSED}&formats_comparison_operator=OR", ["cedar", "douglas"]),
        (f"formats={WOMEN},-{OPEN}", ["cedar"]),
        (f"formats=-{WOMEN}", ["alder", "douglas"]),
        ("formats=999999", []),
        ("services=2", ["cedar", "douglas"]),
        ("services=1", ["alder"]),
        ("services=1&recursive=1", ["alder", "birch"]),
        ("services=-1&recursive=1", ["cedar", "douglas"]),
        (f"services={SAMPLE_AREA}", ["birch"]),
        ("services=77", []),
        ("SearchString=salem", ["alder", "cedar"]),
        ("SearchString=zurich", ["douglas"]),
        ("SearchString=sal%20ced", ["cedar"]),
        ("SearchString=al", ALL),
        (f"SearchString={IDS['birch']}", ["birch"]),
        (f"SearchString={IDS['birch']},{IDS['alder']}", ["alder", "birch"]),
        ("StartsAfterH=18&StartsAfterM=0", ["birch", "douglas"]),
        ("StartsBeforeH=18", ["alder"]),
        ("EndsBeforeH=20", ["alder", "cedar", "birch"]),
        ("EndsBeforeH=23&EndsBeforeM=59", ["alder", "cedar", "birch"]),
        ("MinDurationH=1&MinDurationM=15", ["cedar"]),
        ("MaxDurationM=60", ["alder", "birch", "douglas"]),
        ("lat_val=40&long_val=-75&geo_width_km=12", ["alder", "birch"]),
        ("lat_val=40&long_val=-75&geo_width=6", ["alder"]),
        ("lat_val=40&long_val=-75&geo_width=-1", ["alder"]),
        ("lat_val=41.1&long_val=-75&geo_width_km=-2", ["cedar", "birch"]),
        ("lat_val=41.1&long_val=-75&geo_width_km=-99&sort_results_by_distance=1", ["cedar", "birch", "alder"]),
        ("lat_val=40&geo_width=5", []),
        ("lat_val=40&long_val=-75", []),
        ("lat_val=40&long_val=-75&data_field_key=meeting_name,distance_in_km", ALL),
        ("lat_val=x&long_val=y&geo_width=5", ALL),
        ("meeting_key=location_municipality&meeting_key_value=salem", ["alder", "cedar"]),
        ("meeting_key=location_municipality&meeting_key_value[]=Salem&meeting_key_value[]=Dover",
         ["alder", "cedar", "birch"]),
        ("meeting_key=start_time&meeting_key_value=10:00", ["alder"]),
        ("meeting_key=weekday_tinyint&meeting_key_value=7", ["douglas"]),
        ("meeting_key=meeting_name", []),
        ("meeting_key=nothing&meeting_key_value=1", []),
        ("sort_keys=meeting_name", ["alder", "birch", "cedar", "douglas"]),
        ("sort_keys=location_municipality,start_time", ["douglas", "birch", "alder", "cedar"]),
        ("sort_keys=duration_time,meeting_name", ["alder", "birch", "douglas", "cedar"]),
        ("sort_key=town", ["douglas", "birch", "alder", "cedar"]),
        ("sort_key=nothing", ALL),
        ("lat_val=40.1&long_val=-75&geo_width=500&sort_keys=distance_in_miles", ["birch", "alder", "cedar"]),
        ("page_size=2", ["alder", "cedar"]),
        ("page_size=2&page_num=2", ["birch", "douglas"]),
        ("page_size=2&page_num=9", []),
        ("page_size=0", []),
        ("page_size=many", ALL),
        ("advanced_published=0", ALL),
        ("advanced_published=-1", []),
        ("root_server_ids=3", ALL),
    ],
)  # fmt: skip
def test_a_parameter_narrows_or_orders_as_bmlt_does(query: str, found: list[str]) -> None:
    assert names(query) == found


@pytest.mark.parametrize("alias", SORT_ALIASES)
def test_every_order_shows_every_meeting(alias: str) -> None:
    assert sorted(names(f"sort_key={alias}")) == sorted(ALL)


@pytest.mark.parametrize("query", ["x=1,2", "x[]=1&x[]=2", "x[0]=1&x[1]=2", "x=1&x=2", "x[]=1,2", "x= 1 ,, 2 "])
def test_a_list_is_a_list_however_it_is_written(query: str) -> None:
    assert listed(parse_qs(query), "x") == ["1", "2"]


@pytest.mark.parametrize("text", ["", "x", "1e5", "٣", "1" * 30, "0x1", None])
def test_what_is_no_number_is_none(text: str | None) -> None:
    assert whole(text) is None
    assert number(text) is None


def rows(query: str) -> Sequence[dict[str, str]]:
    values = parse_qs(query)
    asked = question(values, in_miles=True)
    return list(TABLE.rows(TABLE.found(asked), root="https://here.example/bmlt", fields=asked.fields))


def test_a_row_has_every_field_and_every_value_is_text() -> None:
    found = rows("lat_val=40&long_val=-75&geo_width=500")

    assert all(tuple(row) == FIELDS and all(isinstance(one, str) for one in row.values()) for row in found)


def test_the_fields_asked_for_come_in_the_order_of_a_row() -> None:
    assert tuple(rows("data_field_key=meeting_name,id_bigint,nothing")[0]) == ("id_bigint", "meeting_name")


def test_says_how_far_away_a_meeting_is() -> None:
    (row,) = rows("lat_val=40&long_val=-75&geo_width=1&sort_results_by_distance=1")

    assert (row["distance_in_km"], row["distance_in_miles"]) == ("0.0000", "0.0000")


def test_a_row_says_whose_it_is() -> None:
    assert {row["root_server_uri"] for row in rows("")} == {"https://here.example/bmlt"}


def test_the_formats_in_use_are_those_of_the_rows_found() -> None:
    found = TABLE.found(question({"weekdays": ["7"]}, in_miles=True))

    assert [one.key for one in TABLE.formats_in(found.positions)] == ["VM", "O"]


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("", ["VM", "O", "C", "W"]),
        ("key_strings[]=TC&key_strings[]=VM", ["VM"]),
        ("key_strings[]=TC&key_strings[]=VM&show_all=1", ["VM", "TC"]),
        ("format_ids=4,5", ["O", "C"]),
        ("format_ids=-4", ["VM", "C", "W"]),
    ],
)
def test_formats_are_those_in_use_unless_all_are_asked_for(query: str, keys: list[str]) -> None:
    assert [one.key for one in TABLE.formats_asked(parse_qs(query))] == keys


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["North", "South", "Sample Area"]),
        ("services=1", ["North"]),
        ("services=1&recursive=1", ["North", "Sample Area"]),
        ("services=-1&recursive=1", ["South"]),
        (f"services={SAMPLE_AREA}&parents=1", ["North", "Sample Area"]),
        ("services=99", []),
    ],
)
def test_service_bodies_are_a_tree(query: str, found: list[str]) -> None:
    assert [one.name for one in TABLE.bodies_asked(parse_qs(query))] == found


def test_field_values_name_the_meetings_that_have_them() -> None:
    found = {row["location_municipality"]: row["ids"] for row in
             TABLE.field_values({"meeting_key": ["location_municipality"]})}  # fmt: skip

    assert found == {"NULL": str(IDS["douglas"]), "Dover": str(IDS["birch"]),
                     "Salem": f"{IDS['alder']},{IDS['cedar']}"}  # fmt: skip


@pytest.mark.parametrize(("operator", "count"), [({}, 2), ({"all_formats": ["1"]}, 1)])
def test_field_values_are_of_meetings_with_the_formats_named(operator: dict[str, list[str]], count: int) -> None:
    values = {"meeting_key": ["meeting_name"], "specific_formats": [f"{WOMEN},{CLOSED}"], **operator}

    assert len(list(TABLE.field_values(values))) == count


@pytest.mark.parametrize("key", [[], ["contact_name_1"], ["password"], ["__class__"]])
def test_values_of_a_field_we_do_not_have_are_refused(key: list[str]) -> None:
    with pytest.raises(QuestionRefused):
        list(TABLE.field_values({"meeting_key": key}))


def test_the_coverage_is_the_box_of_all_positions() -> None:
    found = TABLE.coverage()

    assert (found.north, found.south, found.west, found.east) == (41.0, 40.0, -75.0, -75.0)


def test_an_address_is_looked_for_in_the_servers_own_unit() -> None:
    values = {"SearchStringRadius": ["5"]}

    assert around(40.0, -75.0, values, in_miles=True).km == pytest.approx(8.04672)
    assert around(40.0, -75.0, {}, in_miles=False).nearest == 10


def test_words_are_an_address_only_where_it_is_said() -> None:
    assert address_in({"SearchString": ["Salem"]}) == ""
    assert address_in({"SearchString": ["Salem"], "StringSearchIsAnAddress": ["1"]}) == "Salem"


def test_a_number_leads_back_to_its_listing() -> None:
    assert TABLE.listing_of(IDS["cedar"]) == UUID(int=3)
    assert TABLE.listing_of(12345) is None


def test_tsml_marks_online_meetings_and_says_when_a_row_changed() -> None:
    (row,) = TABLE.guide_rows(TABLE.found(question({"venue_types": ["2"]}, in_miles=True)))

    assert row["types"] == ["O", "ONL"] or row["types"] == ["ONL", "O"]
    assert (row["attendance_option"], row["updated"], row["day"]) == ("online", "2026-11-20 00:00:00", 6)


def test_an_empty_directory_answers_every_question_with_nothing() -> None:
    empty = Table([])

    assert list(empty.rows(empty.found(question({"SearchString": ["salem"], "sort_key": ["town"]}, in_miles=True)),
                           root="")) == []  # fmt: skip
    assert empty.coverage().to_row()["nw_corner_latitude"] == "0.0"


@given(st.integers(1, 400), st.data())
def test_packed_rows_come_out_in_the_order_asked_for(count: int, data: st.DataObject) -> None:
    packed = Packed(f"{at}\x1fö" for at in range(count))
    wanted = data.draw(st.lists(st.integers(0, count - 1), max_size=20))

    assert list(packed.rows(np.array(wanted, dtype=np.intp))) == [[str(at), "ö"] for at in wanted]


NAMES = [
    "meeting_ids",
    "weekdays[]",
    "venue_types",
    "formats",
    "formats_comparison_operator",
    "services",
    "recursive",
    "SearchString",
    "StartsAfterH",
    "StartsAfterM",
    "EndsBeforeH",
    "MinDurationH",
    "lat_val",
    "long_val",
    "geo_width",
    "geo_width_km",
    "sort_results_by_distance",
    "meeting_key",
    "meeting_key_value",
    "data_field_key",
    "sort_keys",
    "sort_key",
    "page_size",
    "page_num",
    "advanced_published",
]
ANYTHING = st.text(max_size=12) | st.integers().map(str) | st.floats().map(str) | st.sampled_from(FIELDS)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), st.lists(ANYTHING, min_size=1, max_size=3), max_size=6))
def test_any_parameters_answer_with_some_of_the_rows(values: dict[str, list[str]]) -> None:
    asked = with_services(question(values, in_miles=True), TABLE, values)
    found = TABLE.found(asked)

    assert len(list(TABLE.rows(found, root="", fields=asked.fields))) == len(set(found.positions.tolist())) <= 4
