"""The tabular form of HSDS: a ZIP of CSV files, or one JSON object of tables, put together into services.

A package comes from outside: it is read in memory, never written to disk, its names are never used as paths, and it
is refused where it holds too much.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from holdfast.domain.meetings.formats.feed import MOST_ROWS
from holdfast.domain.meetings.formats.hsds_terms import Values
from holdfast.domain.packed import DAMAGED, TooMuch, unpacked

MAGIC = b"PK\x03\x04"
ENTRY = b"PK\x01\x02"
"""Begins each line of a ZIP's own list; counted before the list is read."""
MOST_ENTRIES = 200
MOST_BYTES = 100 * 1024 * 1024
"""Unpacked, all tables together."""
MOST_TIMES = 100
"""How many times larger than packed; tables of words reach 20."""
FREE_BYTES = 1024 * 1024
"""Below this nobody asks how many times."""
Tables = dict[str, list[Values]]
TABLES: Mapping[str, str] = {
    "organization": "organizations",
    "service": "services",
    "location": "locations",
    "service_at_location": "service_at_locations",
    "services_at_location": "service_at_locations",
    "schedule": "schedules",
    "address": "addresses",
    "phone": "phones",
    "language": "languages",
    "cost_option": "cost_options",
    "required_document": "required_documents",
    "attribute": "attributes",
    "taxonomy": "taxonomies",
    "taxonomy_term": "taxonomy_terms",
    "accessibilities": "accessibility",
}
"""Other names that publishers give the tables."""
KNOWN = frozenset(TABLES.values()) | {"accessibility"}


class PackageRefused(Exception):
    """A package that is not read; the text says why and what to do."""


def tables_in(data: bytes) -> Tables:
    """The tables of a ZIP of CSV files."""
    if data.count(ENTRY) > MOST_ENTRIES:
        raise PackageRefused(
            f"The ZIP holds more than {MOST_ENTRIES} files. A data package has about 20; send only those."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _tables(package, len(data))
    except DAMAGED as error:
        raise PackageRefused("The ZIP is damaged or locked with a password. Pack it again without one.") from error


def _tables(package: zipfile.ZipFile, packed: int) -> Tables:
    entries = package.infolist()
    for entry in entries:
        _refuse_paths(entry.filename)
    found: Tables = {}
    left = min(MOST_BYTES, max(FREE_BYTES, packed * MOST_TIMES))
    for entry in entries:
        name = _table_named(entry.filename)
        if name is None:
            continue
        if name in found:
            raise PackageRefused(f"The ZIP holds the table {name} twice. Keep one of the two.")
        content = _unpacked(package, entry, left)
        left -= len(content)
        found[name] = _rows(content, name)
    return found


def _refuse_paths(name: str) -> None:
    """A name that leads out of the package is meant to harm."""
    if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or re.match(r"[A-Za-z]:", name) or "\0" in name:
        raise PackageRefused(
            "The ZIP holds a file whose name leads out of it. Nothing was read; get it from its publisher."
        )


def _table_named(filename: str) -> str | None:
    """The table in a file, by its name; other files are passed over without being unpacked."""
    folder, _, name = filename.lower().rpartition("/")
    if not name.endswith(".csv") or "__macosx" in folder:
        return None
    return table_called(name)


def table_called(name: str) -> str | None:
    """The table of this name, also as services.csv, Service or hsds_services."""
    bare = name.lower().strip().removesuffix(".csv").removeprefix("hsds_").replace("-", "_")
    bare = TABLES.get(bare, bare)
    return bare if bare in KNOWN else None


def _unpacked(package: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise PackageRefused("The ZIP is packed in an unusual way. Pack it again as an ordinary ZIP.")
    try:
        return unpacked(package, entry, most)
    except TooMuch as error:
        raise PackageRefused(
            "The ZIP unpacks to far more than its size or to more than "
            f"{MOST_BYTES // 1024 // 1024} MB. Nothing was read; split it."
        ) from error


def _rows(content: bytes, name: str) -> list[Values]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        return [_row(row) for row in islice(reader, MOST_ROWS + 1)]
    except csv.Error as error:
        raise PackageRefused(
            f"{name}.csv cannot be read near line {reader.line_num}: {error}. Mend it there."
        ) from error


def _row(row: Mapping[Any, Any]) -> Values:
    """Names in lower case; empty cells are not said."""
    return {str(name).strip().lower(): value for name, value in row.items() if name and value not in (None, "")}


# One JSON object of tables


def tables_of(content: object) -> Tables | None:
    """The tables, if this is an object of them: {"services": [...], "organizations": [...]}, also with .csv names."""
    if not isinstance(content, dict) or {"id", "name"} <= content.keys():
        return None
    named = {table_called(name): rows for name, rows in content.items() if isinstance(rows, list)}
    found = {name: [row for row in rows if isinstance(row, dict)] for name, rows in named.items() if name}
    return found if "services" in found and "contents" not in content else None


# Together


def joined(tables: Tables) -> list[Values]:
    """Services with everything that belongs to them, as the API has them. Unknown ids lead to nothing."""
    organizations = {_id(one): one for one in tables.get("organizations", ())}
    locations = _locations(tables)
    schedules, phones, attributes = (_owned(tables.get(name, ())) for name in ("schedules", "phones", "attributes"))
    terms = _terms(tables)
    for rows in attributes.values():
        for row in rows:
            row.setdefault("taxonomy_term", terms.get(str(row.get("taxonomy_term_id")), {}))
    at = _by(tables.get("service_at_locations", ()), "service_id")
    parts = {
        name: _by(tables.get(name, ()), "service_id") for name in ("languages", "cost_options", "required_documents")
    }
    found = []
    for service in tables.get("services", ()):
        own = _id(service)
        places = [
            {"location": locations.get(str(one.get("location_id")), {}), **one, **_own(one, phones, schedules)}
            for one in at.get(own, ())
        ]
        nested: Values = {
            "organization": organizations.get(str(service.get("organization_id")), {}),
            "service_at_locations": places,
            "attributes": attributes.get(own, []),
            **{name: rows.get(own, []) for name, rows in parts.items()},
            **_own(service, phones, schedules),
        }
        found.append({**nested, **service})
    return found


def _locations(tables: Tables) -> dict[str, Values]:
    addresses, access = (_by(tables.get(name, ()), "location_id") for name in ("addresses", "accessibility"))
    phones = _owned(tables.get("phones", ()))
    schedules = _owned(tables.get("schedules", ()))
    return {
        _id(one): {
            "addresses": addresses.get(_id(one), []),
            "accessibility": access.get(_id(one), []),
            **_own(one, phones, schedules),
            **one,
        }
        for one in tables.get("locations", ())
    }


def _terms(tables: Tables) -> dict[str, Values]:
    taxonomies = {_id(one): one for one in tables.get("taxonomies", ())}
    return {
        _id(one): {"taxonomy_detail": taxonomies.get(str(one.get("taxonomy_id")), {}), **one}
        for one in tables.get("taxonomy_terms", ())
    }


def _own(row: Values, phones: Mapping[str, list[Values]], schedules: Mapping[str, list[Values]]) -> Values:
    return {"phones": phones.get(_id(row), []), "schedules": schedules.get(_id(row), [])}


def _id(row: Values) -> str:
    return str(row.get("id") or "")


def _by(rows: Iterable[Values], name: str) -> dict[str, list[Values]]:
    found: dict[str, list[Values]] = defaultdict(list)
    for row in rows:
        found[str(row.get(name) or "")].append(row)
    found.pop("", None)
    return found


OWNERS = ("contact_id", "link_id", "service_at_location_id", "service_id", "location_id", "organization_id")
"""From the most exact one; what belongs to a contact person belongs to nothing else here."""


def _owned(rows: Iterable[Values]) -> dict[str, list[Values]]:
    """Rows by the most exact thing they belong to."""
    found: dict[str, list[Values]] = defaultdict(list)
    for row in rows:
        owner = next((str(row[name]) for name in OWNERS if row.get(name)), "")
        found[owner].append(dict(row))
    found.pop("", None)
    return found
