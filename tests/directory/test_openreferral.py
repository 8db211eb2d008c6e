"""Our HSDS API gives what the standard asks for, to anybody, and nothing that a group keeps to itself."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from holdfast.directory.models import Listing, ListingChange, Source
from holdfast.domain.meetings.formats import parse
from holdfast.domain.meetings.formats.hsds_terms import TYPES, taxonomy_id, term_id
from holdfast.domain.meetings.meeting import Meeting, Slot
from tests.conftest import NOW
from tests.directory.hsds_listings import ALL, COMMUNITY, HELD_BACK, HYBRID, SERVICE, WOMEN, publish

pytestmark = pytest.mark.django_db
ABSENT = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def ids() -> dict[str, str]:
    """The published listings."""
    return publish(*ALL)


def got(path: str, status: int = 200, **query: Any) -> Any:
    response = Client().get(f"/hsds/{path}", query)
    assert response.status_code == status, response.content
    return response.json()


def names(path: str = "services", **query: Any) -> list[str]:
    return sorted(one["name"] for one in got(path, **query)["contents"])


def lines(path: str, **query: Any) -> bytes:
    return b"".join(Client().get(f"/hsds/{path}", {"format": "ndjson", **query}).streaming_content)  # type: ignore[attr-defined]


# What the standard requires


def test_says_which_version_it_is() -> None:
    assert got("") == {
        "version": "3.0",
        "profile": "https://docs.openreferral.org/en/v3.0/",
        "openapi_url": "http://testserver/feeds/openapi.json",
    }


def test_a_page_of_services(ids: dict[str, str]) -> None:
    page = got("services", per_page=2, page=2)

    assert {name: value for name, value in page.items() if name != "contents"} == {
        "total_items": 5,
        "total_pages": 3,
        "page_number": 2,
        "size": 2,
        "first_page": False,
        "last_page": False,
        "empty": False,
    }


def test_pages_together_are_everything_once(ids: dict[str, str]) -> None:
    found = [one["id"] for page in (1, 2, 3) for one in got("services", per_page=2, page=page)["contents"]]

    assert sorted(found) == sorted(ids.values())


def test_places_are_paged_as_one_list(ids: dict[str, str]) -> None:
    pages = [got("service_at_locations", per_page=2, page=page) for page in (1, 2, 3, 4)]

    found = [one["id"] for page in pages for one in page["contents"]]
    assert (len(found), len(set(found)), pages[0]["total_items"], pages[3]["empty"]) == (6, 6, 6, True)


def test_an_empty_directory_is_an_empty_page() -> None:
    page = got("services")

    assert (page["total_items"], page["total_pages"], page["empty"], page["first_page"], page["last_page"]) == (
        0,
        0,
        True,
        True,
        True,
    )


def test_one_service_has_everything(ids: dict[str, str]) -> None:
    found = got(f"services/{ids['service']}")

    assert (found["name"], found["organization"]["name"], found["application_process"]) == (
        "Bed for tonight",
        "Harbour House",
        "Ring first.",
    )
    assert [one["byday"] for one in found["schedules"]] == ["MO", "WE"]
    assert found["phones"][0]["number"] == "+15550101"
    assert found["service_at_locations"][0]["location"]["addresses"][0]["address_1"] == "5 Harbour Street"


def test_one_place_has_its_service(ids: dict[str, str]) -> None:
    at = got(f"services/{ids['hybrid']}")["service_at_locations"]

    found = [got(f"service_at_locations/{one['id']}") for one in at]

    assert [one["location"]["location_type"] for one in found] == ["physical", "virtual"]
    assert {one["service"]["id"] for one in found} == {ids["hybrid"]}


def test_one_organization_has_its_services(ids: dict[str, str]) -> None:
    own_id = got(f"services/{ids['service']}")["organization"]["id"]

    assert got(f"organizations/{own_id}")["services"] == [{"id": ids["service"], "name": "Bed for tonight"}]
    assert got(f"organizations/{own_id}", full_service="true")["services"][0]["application_process"] == "Ring first."


def test_organizations_are_named_once(ids: dict[str, str]) -> None:
    publish(SERVICE, name="Another office")

    assert names("organizations") == ["Area office", "Harbour House", "Linden Group", "Narcotics Anonymous"]


def test_organizations_with_what_they_offer(ids: dict[str, str]) -> None:
    found = got("organizations", full="true")["contents"]

    assert {one["name"]: [offered["name"] for offered in one["services"]] for one in found} == {
        "Area office": ["Night chat"],
        "Harbour House": ["Bed for tonight"],
        "Linden Group": ["Tuesday Women"],
        "Narcotics Anonymous": sorted(["Last Sunday", "Quiet Room"], key=lambda name: ids[_key(name)]),
    }


def _key(name: str) -> str:
    return next(one.key for one in ALL if one.name == name)


def test_there_is_one_taxonomy_for_each_fellowship(ids: dict[str, str]) -> None:
    assert {"Types of Alcoholics Anonymous", "Types of Narcotics Anonymous", "Kinds"} <= set(
        names("taxonomies", per_page=100)
    )


def test_a_term_that_only_a_listing_uses_is_there(ids: dict[str, str]) -> None:
    own_id = term_id(f"{TYPES}na", "été")

    assert got(f"taxonomy_terms/{own_id}")["name"] == "été"
    assert names("taxonomy_terms", search="été") == ["été"]


def test_every_term_and_taxonomy_of_a_service_can_be_asked_for(ids: dict[str, str]) -> None:
    terms = [one["taxonomy_term"] for one in got(f"services/{ids['women']}")["attributes"]]

    assert [got(f"taxonomy_terms/{term['id']}")["code"] for term in terms] == [term["code"] for term in terms]
    assert all(got(f"taxonomies/{term['taxonomy_id']}")["name"] == term["taxonomy"] for term in terms)


# Filters


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"search": "linden"}, [WOMEN]),
        ({"search": "WOMEN chicago"}, [WOMEN]),
        ({"search": "women harbour"}, []),
        ({"search": "%"}, []),
        ({"taxonomy_term_id": term_id("kinds", "women")}, [WOMEN]),
        ({"taxonomy_term_id": term_id("types-aa", "St")}, [WOMEN]),
        ({"taxonomy_term_id": term_id("types-aa", "ST")}, []),
        ({"taxonomy_term_id": term_id("types-na", "ST")}, [HYBRID]),
        ({"taxonomy_term_id": term_id("types-na", "été")}, [HYBRID]),
        ({"taxonomy_term_id": term_id("fellowships", "na")}, [HYBRID, HELD_BACK]),
        ({"taxonomy_term_id": term_id("listing", "category/service")}, [SERVICE]),
        ({"taxonomy_term_id": term_id("listing", "category/meeting")}, [WOMEN, HYBRID, HELD_BACK]),
        ({"taxonomy_term_id": term_id("listing", "attendance/online")}, [HELD_BACK]),
        ({"taxonomy_term_id": term_id("listing", "joining/ask")}, [HELD_BACK]),
        ({"taxonomy_term_id": term_id("listing", "field/moderation")}, [COMMUNITY]),
        ({"taxonomy_term_id": term_id("listing", "field/conference_password")}, []),
        ({"taxonomy_term_id": ABSENT}, []),
        ({"taxonomy_id": taxonomy_id("kinds")}, [WOMEN]),
        ({"taxonomy_id": taxonomy_id("types-na")}, [HYBRID]),
        ({"taxonomy_id": taxonomy_id("listing")}, list(ALL)),
        ({"taxonomy_id": taxonomy_id("fellowships")}, [WOMEN, HYBRID, HELD_BACK]),
        ({"organization_id": ABSENT}, []),
        ({"modified_after": "2026-11-20T19:30:00Z"}, list(ALL)),
        ({"modified_after": "2026-11-20T13:30:01-06:00"}, []),
        ({"modified_after": "2026-11-20"}, list(ALL)),
        ({"modified_after": "0001-01-01T00:00:00+14:00"}, list(ALL)),
        ({"modified_after": "9999-12-31T23:59:59-14:00"}, []),
        ({"search": ""}, list(ALL)),
    ],
)
def test_filters(ids: dict[str, str], query: dict[str, str], found: list[Meeting]) -> None:
    assert names(**query) == sorted(one.name for one in found)


@pytest.mark.parametrize("key", [one.key for one in ALL])
def test_the_organization_of_a_service_finds_it(ids: dict[str, str], key: str) -> None:
    own_id = got(f"services/{ids[key]}")["organization"]["id"]

    assert ids[key] in [one["id"] for one in got("services", organization_id=own_id)["contents"]]


def test_groups_of_one_name_in_two_sources_are_two(ids: dict[str, str]) -> None:
    publish(WOMEN, name="Another office")
    own_id = got(f"services/{ids['women']}")["organization"]["id"]

    assert [one["id"] for one in got("services", organization_id=own_id)["contents"]] == [ids["women"]]


@pytest.mark.parametrize(
    ("metres", "found"),
    [("5000", [WOMEN]), (None, [WOMEN]), ("150000", [WOMEN, HYBRID]), ("20000000", [WOMEN, HYBRID])],
)
def test_places_near_a_postal_code_are_the_nearest_first(
    ids: dict[str, str], metres: str | None, found: list[Meeting]
) -> None:
    near = {"proximity": metres} if metres else {}

    rows = got("service_at_locations", postcode="60614", **near)["contents"]

    assert [one["service"]["name"] for one in rows] == [one.name for one in found]


def test_only_ids_come_all_at_once(ids: dict[str, str]) -> None:
    response = Client().get("/hsds/services", {"minimal": "true", "per_page": "1"})

    page = json.loads(b"".join(response.streaming_content))  # type: ignore[attr-defined]
    assert (page["total_items"], page["size"], page["last_page"], page["empty"]) == (5, 5, True, False)
    assert page["contents"][0].keys() == {"id", "modified_date", "last_modified"}


def test_no_ids_are_a_page_too() -> None:
    response = Client().get("/hsds/services", {"minimal": "true"})

    assert json.loads(b"".join(response.streaming_content))["empty"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("path", "count"),
    [("services", 5), ("service_at_locations", 6), ("organizations", 4), ("taxonomies", 7)],
)
def test_lines_are_everything(ids: dict[str, str], path: str, count: int) -> None:
    assert len(lines(path, per_page=1).splitlines()) == count


# Mistakes


@pytest.mark.parametrize(
    ("path", "query", "parameter"),
    [
        ("services", {"page": "0"}, "page"),
        ("services", {"page": "x"}, "page"),
        ("services", {"page": "٣"}, "page"),
        ("services", {"per_page": "501"}, "per_page"),
        ("services", {"format": "xml"}, "format"),
        ("services", {"full": "perhaps"}, "full"),
        ("services", {"taxonomy_term_id": "women"}, "taxonomy_term_id"),
        ("services", {"modified_after": "yesterday"}, "modified_after"),
        ("services", {"modified_after": "2026-02-30"}, "modified_after"),
        ("services", {"taxonomy_id": ""}, "taxonomy_id"),
        ("services", {"search": "a\0b"}, "search"),
        ("services", {"search": "a" * 201}, "search"),
        ("services", {"page": ["1", "2"]}, "page"),
        ("services", {"postcode": "60614"}, "postcode"),
        ("services", {"day": "2"}, "day"),
        ("service_at_locations", {"proximity": "100"}, "proximity"),
        ("service_at_locations", {"postcode": "60614", "proximity": "-1"}, "proximity"),
        ("organizations", {"format": "ndjson", "full": "true"}, "format"),
        (f"services/{ABSENT}", {"full": "true"}, "full"),
    ],
)
def test_a_mistake_is_named(path: str, query: dict[str, Any], parameter: str) -> None:
    found = got(path, status=422, **query)

    assert [one["parameter"] for one in found["problems"]] == [parameter]
    assert found["problems"][0]["advice"]


@pytest.mark.parametrize("query", [{}, {"format": "ndjson"}])
@pytest.mark.parametrize(("postcode", "said"), [("Nowhere at all", "do not know"), ("Springfield", "Say which one: ")])
def test_a_place_that_is_not_clear_is_said(
    ids: dict[str, str], query: dict[str, str], postcode: str, said: str
) -> None:
    found = got("service_at_locations", status=404, postcode=postcode, **query)

    assert said in found["problems"][0]["advice"]


def test_every_mistake_is_named_at_once() -> None:
    found = got("services", status=422, page="x", full="x")

    assert [one["parameter"] for one in found["problems"]] == ["page", "full"]


@pytest.mark.parametrize("kind", ["services", "service_at_locations", "organizations", "taxonomies", "taxonomy_terms"])
@pytest.mark.parametrize("own_id", [ABSENT, "x", "{" + ABSENT + "}"])
def test_what_is_not_there_is_said_so(ids: dict[str, str], kind: str, own_id: str) -> None:
    assert got(f"{kind}/{own_id}", status=404)["status"] == 404


def test_another_site_may_read_a_mistake() -> None:
    assert Client().get("/hsds/services", {"page": "x"}).headers["Access-Control-Allow-Origin"] == "*"


# What is kept back


def everything(ids: dict[str, str]) -> str:
    """Everything that is published."""
    said = [lines(path, full="true") for path in ("services", "service_at_locations")]
    said += [json.dumps(got(f"services/{own_id}")).encode() for own_id in ids.values()]
    return b"".join(said).decode()


def test_what_a_group_keeps_to_itself_is_not_told(ids: dict[str, str]) -> None:
    row = Listing.objects.get(pk=ids["held-back"])
    moved = {
        "conference_url": ["https://older.example.org/room", "https://secret.example.org/room"],
        "name": ["A", "B"],
    }
    ListingChange.objects.create(listing=row, at=NOW, kind="changed", fields=moved)

    said = everything(ids)

    assert not any(word in said for word in ("secret.example.org", "older.example.org", "open-sesame"))


@pytest.mark.parametrize("state", [{"hidden_at": NOW}, {"gone_at": NOW}, {"source__is_published": False}])
def test_what_is_no_longer_published_leaves_every_page_at_once(ids: dict[str, str], state: dict[str, Any]) -> None:
    names()
    for field, value in state.items():
        rows = Source.objects if field.startswith("source__") else Listing.objects.filter(pk=ids["women"])
        rows.update(**{field.removeprefix("source__"): value})  # type: ignore[attr-defined]

    assert "Tuesday Women" not in names()


@pytest.mark.parametrize("state", [{"hidden_at": NOW}, {"gone_at": NOW}])
def test_what_is_not_found_is_not_published(ids: dict[str, str], state: dict[str, Any]) -> None:
    at = got(f"services/{ids['women']}")["service_at_locations"][0]["id"]
    Listing.objects.filter(pk=ids["women"]).update(**state)

    got(f"services/{ids['women']}", status=404)
    got(f"service_at_locations/{at}", status=404)
    assert "Tuesday Women" not in names()


def test_a_source_that_may_not_be_given_on_is_not_published(ids: dict[str, str]) -> None:
    Source.objects.update(is_published=False)

    assert names() == names("organizations") == []


def test_history_tells_what_changed(ids: dict[str, str]) -> None:
    row = Listing.objects.get(pk=ids["women"])
    ListingChange.objects.create(listing=row, at=NOW, kind="changed", fields={"city": ["Evanston", "Chicago"]})

    last = got(f"services/{row.pk}")["metadata"][-1]

    assert (last["field_name"], last["previous_value"], last["replacement_value"]) == ("city", "Evanston", "Chicago")
    assert last["updated_by"] == "Area office (CC0)"


# Round trip, and what it costs


def test_what_is_published_can_be_taken_over_again(ids: dict[str, str]) -> None:
    parsed = parse(lines("services", full="true"))

    assert (parsed.rows, parsed.problems) == (5, ())
    kept = [one for one in ALL if one is not HELD_BACK]
    assert {_plain(one) for one in kept} <= {_plain(one) for one in parsed.meetings}


def _plain(meeting: Meeting) -> str:
    return json.dumps({**meeting.to_json(), "key": ""}, sort_keys=True)


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("services?full=true", 5),
        ("services?search=group&full=true", 5),
        ("service_at_locations?full=true", 8),
        ("service_at_locations?postcode=60614", 4),
        (f"services?taxonomy_term_id={term_id('kinds', 'women')}", 6),
        ("organizations", 4),
        ("organizations?full=true&per_page=2", 6),
        ("taxonomy_terms", 4),
    ],
)
@pytest.mark.parametrize("count", [3, 60])
def test_a_page_costs_the_same_queries_however_many_there_are(
    path: str, most: int, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    slot = (Slot(2, 1140),)
    publish(*(Meeting(f"{number}", f"Group {number}", "aa", group=f"{number}", slots=slot) for number in range(count)))

    with django_assert_max_num_queries(most):
        got(path)


def test_what_did_not_change_is_not_sent_again(ids: dict[str, str]) -> None:
    etag = Client().get("/hsds/services").headers["ETag"]

    assert Client().get("/hsds/services", headers={"If-None-Match": etag}).status_code == 304


def test_a_new_listing_makes_a_new_vocabulary(ids: dict[str, str]) -> None:
    before = names("organizations")
    publish(Meeting("x", "X", organization="New House"), name="Other")

    assert set(names("organizations")) - set(before) == {"New House"}


def test_modified_after_leaves_out_what_is_older(ids: dict[str, str]) -> None:
    Listing.objects.filter(pk=ids["women"]).update(changed_at=NOW + timedelta(days=1))

    assert names(modified_after="2026-11-21") == ["Tuesday Women"]
