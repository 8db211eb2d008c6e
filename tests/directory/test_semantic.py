"""The addresses of BMLT's read interface: what they answer, to whom, and what they never do."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from holdfast.directory.actions import listings_moved
from holdfast.directory.importing import Order, import_source
from holdfast.directory.models import Listing, ListingChange, Source
from holdfast.domain.meetings.formats import parse
from holdfast.domain.meetings.meeting import Meeting
from tests.conftest import NOW
from tests.directory.feeds import bmlt_meeting, file_of, meeting

pytestmark = pytest.mark.django_db
BASE = "/bmlt/client_interface"


@pytest.fixture(autouse=True)
def listed(tmp_path: Path) -> None:
    """Two sources: a BMLT server and a Meeting Guide feed."""
    import_source(Order(file_of(tmp_path, [bmlt_meeting(1), bmlt_meeting(2, formats="C,W")], "na.json")), now=NOW)
    rows = [meeting("tuesday-group", types=["O", "X"]), meeting("no-day", day=None, time=None)]
    import_source(Order(file_of(tmp_path, rows, "aa.json"), fellowship="aa", name="City A"), now=NOW)


def body(query: str, kind: str = "json") -> str:
    """What an address answers, which must be well."""
    response = Client().get(f"{BASE}/{kind}/?{query}")
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content).decode() if response.streaming else response.content.decode()


def rows(query: str = "switcher=GetSearchResults") -> Any:
    return json.loads(body(query))


def test_gives_out_every_weekly_meeting_of_every_source() -> None:
    assert sorted(row["meeting_name"] for row in rows()) == ["Evening 1", "Evening 2", "Tuesday Group"]


def test_another_server_of_ours_reads_the_same_meetings_back() -> None:
    answer = body("switcher=GetSearchResults&get_used_formats=1").encode()

    found = {one.name: one for one in parse(answer).meetings}

    stored = [Meeting.from_json(one.meeting) for one in Listing.objects.all()]
    weekly = {one.name: one for one in stored if one.slots}
    said = [(one.fellowship, one.kinds, one.slots, one.place, one.attendance) for one in map(found.get, weekly) if one]
    assert said == [(one.fellowship, one.kinds, one.slots, one.place, one.attendance) for one in weekly.values()]


def test_the_formats_of_the_rows_come_with_them_when_asked_for() -> None:
    answer = rows("switcher=GetSearchResults&get_used_formats&weekdays=3&lang_enum=es")

    used = {one for row in answer["meetings"] for one in row["format_shared_id_list"].split(",")}
    assert {one["id"] for one in answer["formats"]} == used
    assert {one["lang"] for one in answer["formats"]} == {"es"}


def test_formats_come_alone_when_only_they_are_asked_for() -> None:
    assert set(rows("switcher=GetSearchResults&get_formats_only=1")) == {"formats"}


@pytest.mark.parametrize(
    ("switcher", "names"),
    [
        ("GetFormats", {"key_string", "name_string", "description_string", "lang", "id", "world_id"}),
        ("GetServiceBodies", {"id", "parent_id", "name", "description", "type", "url", "helpline", "world_id"}),
        ("GetServerInfo", {"version", "versionInt", "langs", "nativeLang", "available_keys", "distanceUnits"}),
        ("GetCoverageArea", {"nw_corner_longitude", "nw_corner_latitude", "se_corner_longitude"}),
        ("GetFieldKeys", {"key", "description"}),
        ("GetFieldValues&meeting_key=location_province", {"location_province", "ids"}),
    ],
)
def test_each_answer_is_a_list_of_rows_of_text(switcher: str, names: set[str]) -> None:
    found = rows(f"switcher={switcher}")

    assert found
    assert all(names <= set(row) and all(isinstance(one, (str, bool)) for one in row.values()) for row in found)


def test_formats_come_in_every_language_asked_for() -> None:
    found = rows("switcher=GetFormats&lang_enum[]=es&lang_enum[]=de")

    assert {row["lang"] for row in found} == {"es", "de"}


def test_a_language_we_do_not_have_is_answered_in_english() -> None:
    assert {row["lang"] for row in rows("switcher=GetFormats&lang_enum=xx")} == {"en"}


def test_every_service_body_of_a_row_is_in_the_list() -> None:
    bodies = {one["id"] for one in rows("switcher=GetServiceBodies")}

    assert {row["service_body_bigint"] for row in rows()} <= bodies


@pytest.mark.parametrize(
    "path",
    [
        f"{BASE}/json/",
        f"{BASE}/json",
        "/bmlt//client_interface/json/",
        "/bmlt///client_interface//json//",
    ],
)
def test_a_slash_too_many_or_too_few_does_no_harm(path: str) -> None:
    assert Client().get(f"{path}?switcher=GetServerInfo").status_code == 200


def test_old_clients_find_the_version() -> None:
    response = Client().get(f"{BASE}/serverInfo.xml")

    assert response.headers["Content-Type"].startswith("application/xml")
    assert b"<readableString>4.2.7</readableString>" in response.content


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{BASE}/json/", 422),
        (f"{BASE}/json/?switcher=GetEverything", 422),
        (f"{BASE}/json/?switcher=__class__", 422),
        (f"{BASE}/php/?switcher=GetSearchResults", 422),
        (f"{BASE}/csv/?switcher=GetNAWSDump&sb_id=1", 422),
        (f"{BASE}/tsml/?switcher=GetFormats", 422),
        (f"{BASE}/json/?switcher=GetFieldValues", 400),
        (f"{BASE}/json/?switcher=GetFieldValues&meeting_key=keeper", 400),
        (f"{BASE}/json/?switcher=GetChanges&start_date=yesterday", 422),
        (f"{BASE}/json/?switcher=GetChanges&end_date=2026-02-30", 422),
        (f"{BASE}/json/?switcher=GetSearchResults&SearchString=Qqqxyz&StringSearchIsAnAddress=1", 422),
    ],
)
def test_what_cannot_be_answered_is_said_as_json(path: str, status: int) -> None:
    response = Client().get(path)

    assert response.status_code == status
    assert set(response.json()) == {"message"}


def test_an_address_beside_it_is_not_found() -> None:
    assert Client().get("/bmlt/local_server/server_admin/json.php").status_code == 404


def test_nobody_writes_here() -> None:
    assert Client().post(f"{BASE}/json/?switcher=GetSearchResults").status_code == 405


def test_a_place_is_looked_up_on_this_host() -> None:
    found = rows("switcher=GetSearchResults&SearchString=Chicago,%20IL&StringSearchIsAnAddress=1&SearchStringRadius=20")

    assert [row["meeting_name"] for row in found] == ["Tuesday Group"]


# For other sites


@pytest.mark.parametrize("kind", ["json", "jsonp", "csv", "tsml"])
def test_any_site_may_load_it_and_no_browser_guesses_what_it_is(kind: str) -> None:
    response = Client().get(f"{BASE}/{kind}/?switcher=GetSearchResults")

    kept = {"Access-Control-Allow-Origin", "Cross-Origin-Resource-Policy", "X-Content-Type-Options"}
    assert {name: response.headers[name] for name in kept} == {
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "X-Content-Type-Options": "nosniff",
    }


@pytest.mark.parametrize("callback", ["callback", "jQuery_19", "a.b.c", "$x"])
def test_jsonp_calls_the_function_named(callback: str) -> None:
    text = body(f"switcher=GetCoverageArea&callback={callback}", "jsonp")

    assert text.startswith(f"/**/{callback}([{{")
    assert text.endswith("}]);")


def test_jsonp_is_a_script() -> None:
    response = Client().get(f"{BASE}/jsonp/?switcher=GetCoverageArea")

    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"


@pytest.mark.parametrize(
    "callback",
    ["alert(1)//", "a;b", "a b", "<script>", "1a", "a..b", ".a", "a.", "a[0]", "ä", "a\n", "a\u2028b", "x" * 129,
     "a.b.c.d.e", "=", "%00"],
)  # fmt: skip
def test_jsonp_refuses_whatever_is_more_than_a_name(callback: str) -> None:
    response = Client().get(f"{BASE}/jsonp/", {"switcher": "GetCoverageArea", "callback": callback})

    assert response.status_code == 400


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=20))
def test_jsonp_answers_with_a_name_or_not_at_all(callback: str) -> None:
    response = Client().get(f"{BASE}/jsonp/", {"switcher": "GetCoverageArea", "callback": callback})

    assert response.status_code == 400 or set(callback) <= set("._$") | {one for one in callback if one.isalnum()}


def test_nothing_in_a_script_ends_a_script_or_a_line(tmp_path: Path) -> None:
    odd = bmlt_meeting(9, meeting_name="5 < 6 \u2028 </ script", comments="a <3 b")
    import_source(Order(file_of(tmp_path, [odd], "odd.json")), now=NOW)

    text = body("switcher=GetSearchResults", "jsonp")

    assert text.isascii()
    assert "<" not in text


def test_csv_has_a_header_and_no_formula(tmp_path: Path) -> None:
    odd = bmlt_meeting(9, meeting_name="=HYPERLINK(1)", phone_meeting_number="+1 555 0100")
    import_source(Order(file_of(tmp_path, [odd], "odd.json")), now=NOW)

    found = list(csv.DictReader(io.StringIO(body("switcher=GetSearchResults", "csv"))))

    (row,) = [one for one in found if "HYPERLINK" in one["meeting_name"]]
    assert row["meeting_name"] == "'=HYPERLINK(1)"
    assert (row["phone_meeting_number"], row["longitude"]) == ("+15550100", "-74.006")


def test_tsml_is_meeting_guide() -> None:
    found = json.loads(body("switcher=GetSearchResults", "tsml"))

    assert {row["slug"] for row in found} == {row["id_bigint"] for row in rows()}


# What it keeps to itself


def test_a_source_that_may_not_be_given_on_is_not() -> None:
    Source.objects.filter(key="aa.json").update(is_published=False)
    listings_moved(now=NOW)

    assert "Tuesday Group" not in body("switcher=GetSearchResults")
    assert "City A" not in body("switcher=GetServiceBodies")


@pytest.mark.parametrize("state", ["gone_at", "hidden_at"])
def test_what_is_not_found_here_is_not_given_out(state: str) -> None:
    Listing.objects.filter(name="Evening 1").update(**{state: NOW})
    listings_moved(now=NOW)

    assert "Evening 1" not in body("switcher=GetSearchResults")


@pytest.mark.parametrize("joining", ["members", "ask"])
def test_a_link_that_a_group_keeps_to_itself_stays_there(joining: str) -> None:
    kept = Listing.objects.get(name="Evening 1")
    secret = {"conference_url": "https://video.example.org/secret", "conference_password": "swordfish"}
    kept.meeting = {**kept.meeting, **secret, "joining": joining}
    kept.save()
    listings_moved(now=NOW)

    assert "secret" not in body("switcher=GetSearchResults")
    assert "swordfish" not in body("switcher=GetSearchResults", "jsonp")


def test_changes_tell_what_but_not_who_and_not_the_words() -> None:
    kept = Listing.objects.get(name="Evening 1")
    fields = {"conference_url": ["https://old.example.org/secret", ""]}
    ListingChange.objects.create(listing=kept, at=NOW, kind="changed", fields=fields)

    (row,) = (one for one in rows("switcher=GetChanges") if one["details"])

    number = next(one["id_bigint"] for one in rows() if one["meeting_name"] == "Evening 1")
    assert (row["user_id"], row["user_name"], row["details"]) == ("", "", "conference_url")
    assert (row["meeting_id"], row["meeting_name"]) == (number, "Evening 1")
    assert "secret" not in json.dumps(row)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("start_date=2026-11-20", 6),
        ("start_date=2026-11-21", 1),
        ("end_date=2026-11-20", 5),
        ("start_date=2026-11-20&end_date=2026-11-22", 6),
        ("service_body_id=99", 0),
        ("meeting_id=12345", 0),
    ],
)
def test_changes_are_narrowed_by_days_meeting_and_service_body(query: str, count: int) -> None:
    kept = Listing.objects.get(name="Evening 1")
    for days in (0, 2):
        ListingChange.objects.create(listing=kept, at=NOW + timedelta(days=days), kind="changed", fields={"name": []})

    assert len(rows(f"switcher=GetChanges&{query}")) == count


def test_changes_tell_what_came_and_what_ended() -> None:
    Listing.objects.filter(name="Evening 1").update(gone_at=NOW)
    kept = Listing.objects.get(name="Evening 1")
    ListingChange.objects.create(listing=kept, at=NOW + timedelta(days=1), kind="gone")

    newest, *others = rows("switcher=GetChanges")

    assert (newest["change_type"], newest["meeting_exists"]) == ("comdef_change_type_delete", "0")
    assert {one["change_type"] for one in others} == {"comdef_change_type_new"}


def test_no_contact_leaves_the_house(tmp_path: Path) -> None:
    row = bmlt_meeting(9, contact_name_1="Ann B.", contact_phone_1="555 0100", email_contact="ann@example.org")
    import_source(Order(file_of(tmp_path, [row], "contacts.json")), now=NOW)

    assert "Ann" not in body("switcher=GetSearchResults")


# What it costs


def test_a_filter_asks_the_database_for_its_version_and_no_more(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    body("switcher=GetSearchResults")

    with django_assert_num_queries(2):
        body("switcher=GetSearchResults&weekdays=3&SearchString=evening&sort_key=town")


def test_an_unchanged_answer_is_not_sent_again() -> None:
    first = Client().get(f"{BASE}/json/?switcher=GetSearchResults")

    again = Client().get(f"{BASE}/json/?switcher=GetSearchResults", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304


def test_a_change_is_answered_at_once(tmp_path: Path) -> None:
    body("switcher=GetSearchResults")
    import_source(Order(file_of(tmp_path, [bmlt_meeting(5)], "more.json")), now=NOW)

    assert "Evening 5" in body("switcher=GetSearchResults")


NAMES = [
    "switcher",
    "meeting_ids",
    "weekdays[]",
    "venue_types",
    "formats",
    "services",
    "recursive",
    "SearchString",
    "lat_val",
    "long_val",
    "StringSearchIsAnAddress",
    "geo_width",
    "geo_width_km",
    "meeting_key",
    "meeting_key_value[]",
    "data_field_key",
    "sort_keys",
    "page_size",
    "page_num",
    "advanced_published",
    "lang_enum",
    "get_used_formats",
    "start_date",
    "end_date",
    "meeting_id",
    "service_body_id",
    "format_ids",
    "key_strings[]",
    "show_all",
    "specific_formats",
    "callback",
]
SWITCHERS = [
    "GetSearchResults",
    "GetFormats",
    "GetServiceBodies",
    "GetFieldKeys",
    "GetFieldValues",
    "GetChanges",
    "GetServerInfo",
    "GetCoverageArea",
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["json", "jsonp", "csv", "tsml", "xml"]),
    st.sampled_from(SWITCHERS),
    st.dictionaries(st.sampled_from(NAMES), st.text(max_size=10) | st.integers().map(str), max_size=5),
)
def test_any_question_is_answered_or_refused(kind: str, switcher: str, values: dict[str, str]) -> None:
    response = Client().get(f"{BASE}/{kind}/", {"switcher": switcher, **values})

    if response.status_code == 200:
        b"".join(response.streaming_content)
    assert response.status_code in {200, 400, 422}
