"""Data packages: put together right, and refused when they are made to harm."""

from __future__ import annotations

import csv
import io
import json
import struct
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.domain.meetings.formats import Parsed, parse
from holdfast.domain.meetings.formats.hsds_tables import MOST_ENTRIES
from holdfast.domain.meetings.meeting import Attendance, Category, Meeting

Rows = list[dict[str, Any]]
TABLES: dict[str, Rows] = {
    "organizations": [
        {"id": "o1", "name": "Harbour House", "description": "Help", "website": "https://harbour.example"}
    ],
    "services": [
        {"id": "s1", "organization_id": "o1", "name": "Harbour support group", "status": "active", "email": ""},
        {"id": "s2", "organization_id": "o1", "name": "Night shelter", "status": "defunct"},
        {"id": "s3", "organization_id": "none", "name": "Advice", "status": "active"},
    ],
    "locations": [
        {"id": "l1", "location_type": "physical", "name": "Old Mill", "latitude": "41.5", "longitude": "-87.5"},
    ],
    "service_at_location": [{"id": "at1", "service_id": "s1", "location_id": "l1"}],
    "addresses": [
        {
            "id": "a1",
            "location_id": "l1",
            "address_1": "1 Mill Lane",
            "city": "Exampleton",
            "state_province": "IL",
            "postal_code": "60600",
            "country": "US",
            "address_type": "physical",
        }
    ],
    "schedules": [
        {"id": "t1", "service_id": "s1", "freq": "WEEKLY", "byday": "MO", "opens_at": "18:00", "closes_at": "19:00"}
    ],
    "phones": [
        {"id": "p1", "contact_id": "c1", "service_id": "s1", "number": "5550101"},
        {"id": "p2", "service_id": "s1", "number": "5550102"},
    ],
    "contacts": [{"id": "c1", "service_id": "s1", "name": "Ann Persona"}],
    "languages": [{"id": "g1", "service_id": "s1", "code": "es"}],
    "cost_options": [{"id": "f1", "service_id": "s1", "amount": "3", "currency": "usd"}],
    "required_documents": [{"id": "d1", "service_id": "s3", "document": "A letter"}],
    "accessibility": [{"id": "x1", "location_id": "l1", "description": "Wheelchair ramp"}],
    "taxonomies": [{"id": "y1", "name": "Topics", "description": "d"}],
    "taxonomy_terms": [{"id": "z1", "taxonomy_id": "y1", "name": "Mental health", "description": "d"}],
    "attributes": [{"id": "b1", "link_id": "s1", "link_entity": "service", "taxonomy_term_id": "z1"}],
}


def csv_of(rows: Rows) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def package(files: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def ours(folder: str = "", **changes: str | bytes) -> bytes:
    return package({**{f"{folder}{name}.csv": csv_of(rows) for name, rows in TABLES.items()}, **changes})


def first(parsed: Parsed) -> Meeting:
    return parsed.meetings[0]


def why(data: bytes) -> str:
    """Why nothing was read."""
    parsed = parse(data)
    assert (parsed.format, parsed.rows, len(parsed.problems)) == ("unknown", 0, 1)
    return parsed.problems[0].advice


def test_tables_become_a_listing_with_everything_that_belongs_to_it() -> None:
    found = first(parse(ours()))

    assert (found.name, found.key, found.organization) == ("Harbour support group", "at1", "Harbour House")
    assert (found.location, found.address, found.city, found.latitude) == (
        "Old Mill",
        "1 Mill Lane",
        "Exampleton",
        41.5,
    )
    assert [(slot.day, slot.start, slot.end) for slot in found.slots] == [(1, 1080, 1140)]
    assert (found.phone, found.cost, found.languages) == ("5550102", "3 USD", {"es"})
    assert (found.kinds, found.types) == ({"wheelchair", "mental_health"}, ("Mental health",))
    assert (found.category, found.attendance) == (Category.MEETING, Attendance.IN_PERSON)


def test_every_row_is_imported_or_named() -> None:
    parsed = parse(ours())

    assert [meeting.name for meeting in parsed.meetings] == ["Harbour support group", "Advice"]
    assert (parsed.rows, [(one.row, one.key, one.field) for one in parsed.problems]) == (3, [(2, "s2", "status")])


@pytest.mark.parametrize(
    "data",
    [
        ours(folder="package/"),
        ours(**{"datapackage.json": "{}", "README.txt": "hello"}),
        package({f"{name}.csv": b"\xef\xbb\xbf" + csv_of(rows).encode() for name, rows in TABLES.items()}),
        package({f"{name}.csv": csv_of(rows) for name, rows in TABLES.items()}, zipfile.ZIP_STORED),
        json.dumps(TABLES).encode(),
        json.dumps({f"{name}.csv": rows for name, rows in TABLES.items()}).encode(),
    ],
    ids=["in a folder", "with other files", "with a byte order mark", "not packed", "JSON", "JSON with file names"],
)
def test_the_same_tables_in_another_wrapping_say_the_same(data: bytes) -> None:
    assert parse(data).meetings == parse(ours()).meetings


@pytest.mark.parametrize(
    "name", ["../services.csv", "/etc/services.csv", "a/../../services.csv", "..\\services.csv", "C:services.csv"]
)
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    assert "leads out of it" in why(package({name: "id,name\n1,a\n"}))


def test_thousands_of_files_are_refused_before_they_are_listed() -> None:
    assert f"more than {MOST_ENTRIES} files" in why(package({f"{number}.csv": "" for number in range(3000)}))


def test_a_bomb_is_refused() -> None:
    assert "unpacks to far more" in why(package({"services.csv": b"0" * 30_000_000}))


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(package({"services.csv": b"0" * 30_000_000}))
    at = data.find(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 100)

    assert why(bytes(data))


def test_what_is_not_a_table_is_never_unpacked() -> None:
    assert parse(ours(**{"photo.jpg": b"0" * 30_000_000})).meetings == parse(ours()).meetings


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04 and then nothing", "damaged"),
        (ours()[:-30], "damaged"),
        (package({"organizations.csv": "id,name\n"}), "no services.csv"),
        (package({"services.csv": "id,name\n", "a/services.csv": "id,name\n"}), "twice"),
        (package({"services.csv": 'id,name\n1,"' + "x" * 200_000 + '"\n'}), "cannot be read near line"),
        (package({"services.csv": "id\n1\n"}, zipfile.ZIP_BZIP2), "unusual way"),
    ],
    ids=["no list", "cut off", "no services", "twice", "endless field", "unusual method"],
)
def test_what_cannot_be_read_is_said(data: bytes, said: str) -> None:
    assert said in why(data)


def test_a_locked_package_is_said_to_be_locked() -> None:
    data = bytearray(ours())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 1)

    assert "password" in why(bytes(data))


@settings(deadline=None, max_examples=80)
@given(st.data())
def test_a_damaged_package_breaks_nothing(data: st.DataObject) -> None:
    content = bytearray(ours())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))

    parsed = parse(bytes(content))

    assert parsed.rows == len(parsed.meetings) + parsed.refused


CELLS = st.text(max_size=6) | st.integers() | st.none()
NAMES = [
    "id",
    "service_id",
    "location_id",
    "link_id",
    "name",
    "status",
    "organization_id",
    "taxonomy_term_id",
    "number",
    "byday",
    "freq",
    "opens_at",
]


@settings(deadline=None, max_examples=80)
@given(
    st.dictionaries(
        st.sampled_from([*TABLES, "x"]),
        st.lists(st.dictionaries(st.sampled_from(NAMES), CELLS | st.just({}))),
        max_size=6,
    )
)
def test_nothing_in_tables_breaks_the_reader(tables: dict[str, Rows]) -> None:
    parsed = parse(json.dumps({**tables, "services": [*TABLES["services"], *tables.get("services", [])]}).encode())

    assert parsed.rows == len(parsed.meetings) + parsed.refused
