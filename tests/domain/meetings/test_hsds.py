"""HSDS is read from anybody, and what we write is read again as it was."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.domain.meetings.formats import Parsed, parse
from holdfast.domain.meetings.formats.hsds_out import (
    PLACE,
    VIRTUAL,
    Entry,
    listing_of,
    place_id,
    places_of,
    service,
    service_at_location,
)
from holdfast.domain.meetings.kinds import Kind
from holdfast.domain.meetings.meeting import Attendance, Category, Change, ChangeKind, Meeting, Slot
from tests.domain.meetings.hsds_strategies import meetings

NOW = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)
ON = NOW.date()
ID = UUID("6f9f1d5e-5d0c-4f7a-9d0e-0a4c5a9f2b11")
SERVICE_ID = "ac148810-d857-441c-9679-408f346de14b"
SLOW = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None, max_examples=60
)


def entry(meeting: Meeting, own_id: UUID = ID) -> Entry:
    return Entry(own_id, meeting, NOW, NOW, "Area office", "CC0")


def read(content: Any, **options: Any) -> Parsed:
    return parse(json.dumps(content).encode(), **options)


def place(**location: Any) -> dict[str, Any]:
    """A service at a place."""
    number = location.pop("number", 1)
    return {"id": f"{number:032x}", "location": {"id": f"{number:031x}f", "location_type": "physical", **location}}


def weekly(**changes: Any) -> dict[str, Any]:
    return {"id": "s1", "freq": "WEEKLY", "byday": "TU", "opens_at": "19:00", "closes_at": "20:00", **changes}


def a_service(**changes: Any) -> dict[str, Any]:
    """A service as another publisher writes it."""
    return {
        "id": SERVICE_ID,
        "name": "Advice desk",
        "description": "We help with forms.",
        "status": "active",
        "organization": {
            "id": "o1",
            "name": "Town Advice",
            "description": "Advice",
            "website": "https://advice.example",
        },
        **changes,
    }


def one(content: Any, **options: Any) -> Meeting:
    parsed = read(content, **options)
    assert parsed.format == "hsds", parsed.problems
    assert len(parsed.meetings) == 1, parsed.problems
    return parsed.meetings[0]


def words(parsed: Parsed) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.key, problem.field) for problem in parsed.problems]


# What we write is read as it was


def as_read(meeting: Meeting) -> Meeting:
    """The listing under the key that its place gives it."""
    return replace(meeting, key=str(place_id(ID, places_of(meeting)[0])))


@SLOW
@given(meetings())
def test_a_service_read_again_is_the_same_listing(meeting: Meeting) -> None:
    assert one(service(entry(meeting), ON, full=True)) == as_read(meeting)


@SLOW
@given(meetings())
def test_services_at_places_read_again_are_the_same_listing(meeting: Meeting) -> None:
    at = [service_at_location(entry(meeting), which, ON, full=True) for which in places_of(meeting)]

    assert one({"contents": at}) == as_read(meeting)


@settings(parent=SLOW, max_examples=20)
@given(st.lists(meetings(), min_size=2, max_size=4))
def test_lines_of_services_read_again_are_the_same_listings(some: list[Meeting]) -> None:
    rows = [service(entry(meeting, UUID(int=ID.int + 16 * n)), ON, full=True) for n, meeting in enumerate(some)]
    lines = "\n".join(json.dumps(row) for row in rows)

    assert [found.name for found in parse(lines.encode()).meetings] == [meeting.name for meeting in some]


@SLOW
@given(meetings())
def test_writing_does_not_depend_on_the_order_of_sets(meeting: Meeting) -> None:
    assert service(entry(meeting), ON, full=True) == service(entry(Meeting.from_json(meeting.to_json())), ON, full=True)


@given(st.uuids(), st.sampled_from([PLACE, VIRTUAL]))
def test_the_id_of_a_place_leads_back_to_its_listing(own_id: UUID, which: int) -> None:
    assert listing_of(place_id(own_id, which), which) == own_id


@given(meetings(), st.uuids())
@settings(parent=SLOW, max_examples=10)
def test_the_id_of_a_part_is_its_uuid5(meeting: Meeting, own_id: UUID) -> None:
    attributes = service(entry(meeting, own_id), ON, full=True)["attributes"]

    assert attributes[0]["id"] == str(uuid5(own_id, f"attribute 0 listing category/{meeting.category}"))


def test_ids_never_change() -> None:
    written = service(entry(Meeting("k", "Group", "aa", types=("W",), slots=(Slot(2, 1140),))), ON, full=True)

    assert (
        written["service_at_locations"][0]["id"],
        written["schedules"][0]["id"],
        written["organization"]["id"],
        written["attributes"][-1]["taxonomy_term"]["id"],
    ) == (
        "6f9f1d5e-5d0c-4f7a-9d0e-0a4c04382b10",
        "42fb0ceb-35f1-510d-ba65-efae1b7652dd",
        "13a19e51-9cd6-5ddf-b3f5-574a662ef98b",
        "9d08e047-b807-5103-aac9-f6efca98a191",
    )


def test_times_carry_the_offset_of_the_zone() -> None:
    meeting = Meeting("k", "Group", zone="America/Chicago", slots=(Slot(2, 1140, 1200),))

    schedule = service(entry(meeting), ON, full=True)["schedules"][0]

    assert (schedule["opens_at"], schedule["closes_at"], schedule["timezone"]) == ("19:00-06:00", "20:00-06:00", -6)


def test_the_last_sunday_of_a_month_needs_no_attribute() -> None:
    meeting = Meeting("k", "Group", slots=(Slot(0, 600, 660, "FREQ=MONTHLY;BYDAY=-1SU"),))

    schedule = service(entry(meeting), ON, full=True)["schedules"][0]

    assert (schedule["freq"], schedule["byday"], "attributes" in schedule) == ("MONTHLY", "-1SU", False)


def test_a_rule_that_hsds_cannot_say_is_not_said_by_half() -> None:
    meeting = Meeting("k", "Group", slots=(Slot(5, 600, 660, "FREQ=MONTHLY;BYDAY=MO,FR;BYSETPOS=-1"),))

    schedule = service(entry(meeting), ON, full=True)["schedules"][0]

    assert "freq" not in schedule
    assert "attributes" in schedule


def test_a_closure_without_end_is_temporarily_closed() -> None:
    closed = Change(date(2026, 11, 1), None, ChangeKind.CANCELLED, note="Water damage.")

    written = service(entry(Meeting("k", "Group", changes=(closed,))), ON, full=False)

    assert written["status"] == "temporarily closed"
    assert written["alert"] == "From 2026-11-01 until further notice: closed. Water damage."


def test_a_past_exception_is_no_alert() -> None:
    past = Change(date(2025, 12, 24), date(2025, 12, 24), ChangeKind.CANCELLED)

    assert "alert" not in service(entry(Meeting("k", "Group", changes=(past,))), ON, full=False)


# What others write


@pytest.mark.parametrize(
    "content",
    [
        a_service(),
        [a_service()],
        {"total_items": 1, "contents": [a_service()]},
        {"contents": [{"id": "sal", "location": {"id": "l"}, "service": a_service()}]},
        {"services": [a_service()]},
        {"services.csv": [a_service()], "organizations.csv": []},
    ],
    ids=["one", "list", "page", "at places", "tables", "tables with file names"],
)
def test_every_shape_is_recognised(content: Any) -> None:
    assert one(content).name == "Advice desk"


def test_a_service_has_its_provider_conditions_cost_and_first_step() -> None:
    found = one(
        a_service(
            application_process="Ring first.",
            eligibility_description="Adults.",
            minimum_age=18,
            fees_description="Free.",
            required_documents=[{"id": "d", "document": "A letter"}],
            phones=[{"id": "p", "number": "555 0100", "extension": 3}],
            email="desk@advice.example",
            languages=[{"id": "l", "code": "es"}, {"id": "m", "code": "pol"}, {"id": "n"}],
        )
    )

    assert found.category is Category.SERVICE
    assert (found.organization, found.url, found.phone) == ("Town Advice", "https://advice.example", "5550100,3")
    assert (found.next_step, found.eligibility, found.cost) == (
        "Ring first.\nBring: A letter",
        "Adults.\nAge: 18-",
        "Free.",
    )
    assert (found.email, found.languages) == ("desk@advice.example", {"es", "po"})


def test_each_place_is_a_listing_of_its_own() -> None:
    parsed = read(a_service(service_at_locations=[place(number=1, name="North"), place(number=2, name="South")]))

    assert [(found.key, found.location) for found in parsed.meetings] == [
        (f"{1:032x}", "North"),
        (f"{2:032x}", "South"),
    ]


def test_a_second_place_leaves_the_first_as_it_was() -> None:
    before = one(a_service(service_at_locations=[place(number=1)]))
    after = read(a_service(service_at_locations=[place(number=2), place(number=1)]))

    assert before in after.meetings


def test_places_beyond_the_limit_are_named() -> None:
    parsed = read(a_service(service_at_locations=[place(number=number) for number in range(2003)]))

    refused = [(one.key, one.field) for one in parsed.problems if one.severity == "refused"]
    assert (len(parsed.meetings), refused) == (2000, [(SERVICE_ID, "service_at_locations")])


def test_a_link_beside_a_door_is_hybrid() -> None:
    link = {"id": "v", "location": {"id": "w", "location_type": "virtual", "url": "https://meet.example.org/x"}}
    found = one(a_service(service_at_locations=[link, place(latitude="41.9", longitude=-87.6)]))

    assert found.attendance is Attendance.HYBRID
    assert (found.conference_url, found.latitude) == ("https://meet.example.org/x", 41.9)


@pytest.mark.parametrize(
    ("schedule", "slots"),
    [
        (weekly(), [(2, 1140, 1200, "")]),
        (weekly(byday="TH,FR"), [(4, 1140, 1200, ""), (5, 1140, 1200, "")]),
        (weekly(byday=["MO", "SU"]), [(0, 1140, 1200, ""), (1, 1140, 1200, "")]),
        (weekly(freq=None), [(2, 1140, 1200, "")]),
        (weekly(opens_at="19:00:00-05:00", closes_at="20:00:00-05:00"), [(2, 1140, 1200, "")]),
        (weekly(opens_at="7:00 PM", closes_at="24:00"), [(2, 1140, 0, "")]),
        (weekly(freq="MONTHLY", byday="-1SU"), [(0, 1140, 1200, "FREQ=MONTHLY;BYDAY=-1SU")]),
        (weekly(freq="MONTHLY", byday="2MO,4MO"), [(1, 1140, 1200, "FREQ=MONTHLY;BYDAY=2MO,4MO")]),
        (
            weekly(freq="MONTHLY", byday="1MO,1TU"),
            [(1, 1140, 1200, "FREQ=MONTHLY;BYDAY=1MO"), (2, 1140, 1200, "FREQ=MONTHLY;BYDAY=1TU")],
        ),
        (weekly(freq="MONTHLY"), [(2, 1140, 1200, "")]),
        (weekly(freq="MONTHLY", byday="", bymonthday="15"), [(0, 1140, 1200, "FREQ=MONTHLY;BYMONTHDAY=15")]),
        (weekly(interval="2"), [(2, 1140, 1200, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU")]),
        (weekly(until="2027-01-31"), [(2, 1140, 1200, "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270131")]),
        (weekly(valid_to="2027-01-31"), [(2, 1140, 1200, "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270131")]),
        (weekly(byday=""), []),
        (weekly(byday="someday"), []),
        (weekly(freq="YEARLY"), []),
        (weekly(byweekno="41,42"), []),
        (weekly(opens_at=""), []),
        (weekly(opens_at=5), []),
        (weekly(interval=-1), [(2, 1140, 1200, "")]),
    ],
)
def test_a_schedule_becomes_times_or_none(schedule: dict[str, Any], slots: list[Any]) -> None:
    found = one(a_service(schedules=[schedule]))

    assert [(slot.day, slot.start, slot.end, slot.rule) for slot in found.slots] == slots


def test_a_schedule_that_cannot_be_read_is_named_and_its_words_are_kept() -> None:
    parsed = read([a_service(schedules=[weekly(byweekno="3", description="Third week of the year.")])])

    assert words(parsed) == [(1, SERVICE_ID, "byweekno")]
    assert "Third week of the year." in parsed.meetings[0].notes


def test_one_date_is_an_extra_time() -> None:
    found = one(a_service(schedules=[{"id": "s", "dtstart": "2026-12-24", "opens_at": "18:00"}]))

    assert found.changes == (Change(date(2026, 12, 24), date(2026, 12, 24), ChangeKind.EXTRA, 1080),)


@pytest.mark.parametrize(
    ("changes", "category"),
    [
        ({"name": "Grief support group", "schedules": [weekly()]}, Category.MEETING),
        ({"name": "Grief support group", "schedules": [weekly(closes_at="17:00", opens_at="09:00")]}, Category.SERVICE),
        ({"name": "Grief support group", "schedules": [weekly(byday="MO,TU")]}, Category.SERVICE),
        ({"name": "Grief support group"}, Category.SERVICE),
        ({"schedules": [weekly()]}, Category.SERVICE),
    ],
)
def test_one_short_time_and_the_word_make_a_meeting(changes: dict[str, Any], category: Category) -> None:
    assert one(a_service(**changes)).category is category


@pytest.mark.parametrize("status", ["inactive", "defunct"])
def test_what_is_not_offered_is_refused_with_the_reason(status: str) -> None:
    parsed = read([a_service(status=status), a_service(id="2")])

    refused = [(problem.key, problem.field) for problem in parsed.problems if problem.row == 1]
    assert (refused, [meeting.key for meeting in parsed.meetings]) == ([(SERVICE_ID, "status")], ["2"])


def test_what_is_closed_for_now_is_kept_as_closed() -> None:
    assert one(a_service(status="temporarily closed")).is_closed


@pytest.mark.parametrize(
    ("changes", "field"), [({"id": ""}, "id"), ({"name": ""}, "name"), ({"id": None}, "id"), ({"name": {}}, "name")]
)
def test_a_service_without_id_or_name_is_refused(changes: dict[str, Any], field: str) -> None:
    parsed = read([a_service(**changes)])

    assert (parsed.rows, parsed.refused, parsed.problems[-1].field) == (1, 1, field)


@pytest.mark.parametrize(
    ("description", "kinds"),
    [
        ("Wheelchair access on all levels.", {Kind.WHEELCHAIR}),
        ("Not wheelchair accessible.", set()),
        ("There is no step-free entrance.", set()),
        ("BSL interpreter", {Kind.SIGN_LANGUAGE}),
    ],
)
def test_access_is_believed_only_where_it_is_said(description: str, kinds: set[Kind]) -> None:
    at = place(accessibility=[{"id": "a", "description": description}])

    assert one(a_service(service_at_locations=[at])).kinds == kinds


def test_contact_people_are_never_read() -> None:
    contact = {
        "id": "c",
        "name": "Ann Persona",
        "email": "ann@example.org",
        "phones": [{"id": "p", "number": "5550101"}],
    }
    found = one(a_service(contacts=[contact], service_at_locations=[{**place(), "contacts": [contact]}]))

    assert not any(word in json.dumps(found.to_json()) for word in ("Ann", "ann@", "5550101"))


def test_a_fax_is_not_a_number_to_call() -> None:
    assert one(a_service(phones=[{"id": "f", "number": "5550102", "type": "fax"}])).phone == ""


def test_one_page_of_several_is_warned() -> None:
    parsed = read({"total_pages": 3, "contents": [a_service(schedules=[])]})

    assert parsed.problems[0].row == 0
    assert "one page of 3" in parsed.problems[0].advice


@pytest.mark.parametrize(
    "content",
    [
        {"contents": [{"id": "1", "name": "Org", "description": "d", "website": "https://a.example"}]},
        {"contents": [{"id": "1", "name": "Term", "description": "d", "taxonomy": "t"}]},
        {"total_items": 0, "contents": []},
    ],
    ids=["organizations", "terms", "empty page"],
)
def test_what_else_hsds_has_is_said_to_be_that(content: Any) -> None:
    parsed = read(content)

    assert (parsed.format, "/services" in parsed.problems[0].advice) == ("unknown", True)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = [
    "id",
    "name",
    "status",
    "description",
    "organization",
    "schedules",
    "service_at_locations",
    "attributes",
    "phones",
    "languages",
    "cost_options",
    "required_documents",
    "accessibility",
    "location",
    "addresses",
    "freq",
    "byday",
    "opens_at",
    "closes_at",
    "dtstart",
    "until",
    "count",
    "interval",
    "bymonthday",
    "wkst",
    "valid_from",
    "valid_to",
    "taxonomy_term",
    "code",
    "value",
    "latitude",
    "longitude",
    "url",
    "email",
    "number",
    "minimum_age",
    "last_modified",
    "contents",
    "total_pages",
    "service",
    "services",
    "location_type",
    "slug",
    "door",
    "link",
]


@st.composite
def wrong(draw: st.DrawFn, depth: int = 3) -> Any:
    """HSDS with anything in any place."""
    if depth == 0:
        return draw(JSON)
    inner = wrong(depth - 1)
    shapes = st.dictionaries(st.sampled_from(NAMES), inner | JSON | st.lists(inner, max_size=2), max_size=6)
    return draw(shapes)


@settings(parent=SLOW, max_examples=80)
@given(wrong())
def test_nothing_in_a_service_breaks_the_reader(values: dict[str, Any]) -> None:
    parsed = read([{**a_service(), **values}])

    assert parsed.rows == len(parsed.meetings) + parsed.refused


@settings(parent=SLOW, max_examples=60)
@given(st.lists(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=12) | st.integers(), max_size=8), max_size=3))
def test_nothing_in_a_schedule_breaks_the_reader(schedules: list[dict[str, Any]]) -> None:
    parsed = read([a_service(schedules=[{**weekly(), **schedule} for schedule in schedules])])

    assert len(parsed.meetings) == 1
