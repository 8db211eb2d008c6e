"""Against the official HSDS 3.0 schemas, examples and real services, where they stand beside the checkout."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from holdfast.directory.importing import Order, import_source
from holdfast.directory.models import Listing
from holdfast.domain.meetings.formats import Parsed, parse
from holdfast.domain.meetings.formats.hsds_out import Entry, places_of, service, service_at_location
from holdfast.domain.meetings.meeting import Category, Meeting
from tests.conftest import NOW
from tests.directory.hsds_listings import ALL, publish
from tests.domain.meetings.hsds_strategies import meetings
from tests.domain.meetings.test_hsds import ID

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "directory" / "hsds"
SCHEMA = DATA / "3.0" / "schema"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.real_data,
    pytest.mark.skipif(not SCHEMA.exists(), reason="no official schemas beside the checkout"),
]


@cache
def schemas() -> Registry[Any]:
    """The official schemas, by the file names with which they refer to one another."""
    files = sorted(SCHEMA.glob("*.json"))
    return Registry().with_resources(
        (file.name, Resource(contents=json.loads(file.read_text()), specification=DRAFT202012)) for file in files
    )


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"{name}.json"}, registry=schemas(), format_checker=FormatChecker())


def faults(name: str, content: Any) -> list[str]:
    """What the official schema has against it."""
    return [f"{error.json_path}: {error.message}" for error in validator(name).iter_errors(content)]


def known_fields(name: str, content: dict[str, Any]) -> set[str]:
    """Our fields that the official schema does not name."""
    return set(content) - set(schemas().contents(f"{name}.json")["properties"])


@pytest.fixture
def ids() -> dict[str, str]:
    """The published listings."""
    return publish(*ALL)


def got(path: str, **query: str) -> Any:
    return Client().get(f"/hsds/{path}", query).json()


KINDS = {
    "services": "service",
    "service_at_locations": "service_at_location",
    "organizations": "organization",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}


@pytest.mark.parametrize(("path", "name"), KINDS.items())
def test_every_list_is_as_the_standard_says(ids: dict[str, str], path: str, name: str) -> None:
    contents = got(path, per_page="500")["contents"]

    assert contents
    assert [fault for one in contents for fault in faults(name, one)] == []


@pytest.mark.parametrize("path", ["services", "service_at_locations", "organizations"])
def test_every_full_list_is_as_the_standard_says(ids: dict[str, str], path: str) -> None:
    contents = got(path, full="true")["contents"]

    assert [fault for one in contents for fault in faults(KINDS[path], one)] == []


@pytest.mark.parametrize(("path", "name"), KINDS.items())
def test_every_single_thing_is_as_the_standard_says(ids: dict[str, str], path: str, name: str) -> None:
    wanted = [one["id"] for one in got(path)["contents"]][:20]

    assert [fault for own_id in wanted for fault in faults(name, got(f"{path}/{own_id}"))] == []


@pytest.mark.parametrize("path", KINDS)
def test_every_page_is_as_the_standard_says(ids: dict[str, str], path: str) -> None:
    page = json.loads((SCHEMA / "openapi.json").read_text())["components"]["schemas"]["Page"]

    Draft202012Validator({**page, "required": list(page["properties"])}).validate(got(path))


def test_a_service_has_no_field_beside_those_of_the_standard(ids: dict[str, str]) -> None:
    assert known_fields("service", got(f"services/{ids['women']}")) == set()


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(meetings())
def test_any_listing_is_written_as_the_standard_says(meeting: Meeting) -> None:
    entry = Entry(ID, meeting, NOW, NOW, "Area office", "CC0")
    at = [service_at_location(entry, which, NOW.date(), full=True) for which in places_of(meeting)]

    found = faults("service", service(entry, NOW.date(), full=True))
    assert found + [fault for one in at for fault in faults("service_at_location", one)] == []


def test_a_wrong_service_is_noticed() -> None:
    assert faults("service", {"id": "x", "name": "A", "status": "open", "schedules": [{"freq": "DAILY"}]})


# Reading

READ = {
    "3.0/examples/service_full.json": 1,
    "3.0/examples/service_list.json": 1,
    "3.0/examples/service_at_location_full.json": 1,
    "3.0/examples/service_at_location_list.json": 1,
    "3.0/examples/organization_full.json": 1,
    "3.0/examples/tabular.json": 1,
    "3.0-uk-mock-good/service_full.json": 1,
    "3.0-uk-mock-good/service_list.json": 128,
    "3.0-uk-mock-good/service_at_location_full.json": 1,
    "3.0-uk-mock-good/service_at_location_list.json": 1,
    "3.0-uk-mock-good/organization_full.json": 1,
}
OTHERS = sorted(
    str(file.relative_to(DATA))
    for folder in ("3.0/examples", "3.0-uk-mock-good")
    for file in (DATA / folder).glob("*.json")
    if str(file.relative_to(DATA)) not in READ
)


@pytest.mark.parametrize(("name", "rows"), READ.items())
def test_every_service_is_imported_or_named(name: str, rows: int) -> None:
    said = import_source(Order(str(DATA / name)), now=NOW).to_json()

    assert (said["format"], said["rows"], said["imported"] + said["refused"]) == ("hsds", rows, rows)
    assert Listing.objects.count() == said["imported"]


@pytest.mark.parametrize("name", OTHERS)
def test_what_holds_no_services_is_said_so(name: str) -> None:
    account = import_source(Order(str(DATA / name)), now=NOW)

    assert not account.is_read
    assert account.parsed.problems[0].advice


def zipped(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return out.getvalue()


def test_the_example_package_says_what_the_example_tables_say() -> None:
    folder = DATA / "3.0" / "examples"
    package = zipped({file.name: file.read_text() for file in (folder / "csv").glob("*.csv")})

    assert parse(package).meetings == parse((folder / "tabular.json").read_bytes()).meetings


def test_an_imported_example_is_published_as_the_standard_says() -> None:
    import_source(Order(str(DATA / "3.0/examples/service_full.json")), now=NOW)

    assert [fault for one in got("services", full="true")["contents"] for fault in faults("service", one)] == []


# Real services: a list of legal aid in Florida, its own columns mapped to the tables of HSDS

SERVICE = {
    "id": "service_uuid",
    "organization_id": "organization_uuid",
    "name": "service_name",
    "description": "service_description",
    "email": "service_email",
    "url": "service_url",
    "minimum_age": "service_min_age",
    "maximum_age": "service_max_age",
    "eligibility_description": "service_immigration_status",
}
ORGANIZATION = {
    "id": "organization_uuid",
    "name": "organization_name",
    "description": "organization_description",
    "email": "organization_email",
    "website": "organization_url",
}


def mapped(file: str, columns: dict[str, str], **same: str) -> list[dict[str, str]]:
    with (DATA / "florida-legal" / file).open(encoding="utf-8-sig", newline="") as rows:
        return [{**{own: row[theirs] for own, theirs in columns.items()}, **same} for row in csv.DictReader(rows)]


def csv_of(rows: list[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def florida() -> bytes:
    """The list as a data package."""
    location = {"id": "location_uuid", "name": "location_name"}
    offered = {row["organization_id"]: row["id"] for row in mapped("services.csv", SERVICE)}
    at = mapped("locations.csv", {"id": "location_uuid", "location_id": "location_uuid", "by": "organization_uuid"})
    tables = {
        "organizations": mapped("organizations.csv", ORGANIZATION),
        "services": mapped("services.csv", SERVICE, status="active"),
        "locations": mapped("locations.csv", location, location_type="physical"),
        "service_at_location": [{**row, "service_id": offered.get(row["by"], "")} for row in at],
        "addresses": mapped("locations.csv", {"location_id": "location_uuid", "address_1": "location_address"}),
    }
    return zipped({f"{name}.csv": csv_of(rows) for name, rows in tables.items()})


def florida_read() -> Parsed:
    return parse(florida())


def test_real_services_are_all_imported() -> None:
    parsed = florida_read()

    assert (parsed.format, parsed.refused, len({one.name for one in parsed.meetings}) > 80) == ("hsds", 0, True)
    assert {one.category for one in parsed.meetings} == {Category.SERVICE}
    assert all(one.organization for one in parsed.meetings)


def test_real_services_at_real_places_have_their_address() -> None:
    placed = [one for one in florida_read().meetings if one.location]

    assert len(placed) > 300
    assert any("Sarasota, FL 34234" in one.address for one in placed)


def test_real_services_are_read_again_as_they_were(tmp_path: Path) -> None:
    file = tmp_path / "florida.zip"
    file.write_bytes(florida())
    import_source(Order(str(file)), now=NOW)
    lines = b"".join(Client().get("/hsds/services", {"format": "ndjson", "full": "true"}).streaming_content)  # type: ignore[attr-defined]

    again = parse(lines)

    stored = [Meeting.from_json(row.meeting) for row in Listing.objects.all()]
    assert again.problems == ()
    assert sorted(_plain(one) for one in again.meetings) == sorted(_plain(one) for one in stored)


def _plain(meeting: Meeting) -> str:
    return json.dumps({**meeting.to_json(), "key": ""}, sort_keys=True)
