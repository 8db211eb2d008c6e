"""CSV tables: what the columns seem to mean, and rows read by the columns that a person chose.

A thin stand-in until the reader of tables is merged; it has the same two functions and knows the plainest fields only.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

from holdfast.domain.meetings.formats import meeting_guide
from holdfast.domain.meetings.formats.feed import Parsed, nothing_read

FIELDS: Mapping[str, tuple[str, ...]] = {
    "slug": ("slug", "id", "key"),
    "name": ("name", "meeting", "title"),
    "day": ("day", "weekday"),
    "time": ("time", "start", "start time"),
    "end_time": ("end time", "end"),
    "timezone": ("timezone", "time zone"),
    "types": ("types", "type"),
    "location": ("location", "venue", "place"),
    "address": ("address", "street"),
    "city": ("city", "town"),
    "state": ("state", "province"),
    "postal_code": ("postal code", "zip", "postcode"),
    "country": ("country",),
    "notes": ("notes", "comments"),
    "conference_url": ("conference url", "url", "link", "zoom"),
    "conference_phone": ("conference phone",),
}
"""Our field -> names that columns often have."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it came, its first rows, and what its columns seem to be."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    guessed: Mapping[str, str]
    """Our field -> column."""


def preview(data: bytes) -> Table:
    """The header, the first rows and a guess for each column."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig", errors="replace"))))
    header = tuple(rows[0]) if rows else ()
    plain = {re.sub(r"[_\W]+", " ", name).strip().lower(): name for name in header}
    guessed = {field: plain[name] for field, names in FIELDS.items() for name in reversed(names) if name in plain}
    return Table(header, tuple(tuple(row) for row in rows[1:6]), guessed)


def read_table(data: bytes, columns: Mapping[str, str], *, fellowship: str | None = None) -> Parsed:
    """Meetings and problems, by the columns chosen (our field -> column)."""
    if not data:
        return nothing_read("The file is empty.")
    found = csv.DictReader(io.StringIO(data.decode("utf-8-sig", errors="replace")))
    rows = [{field: row.get(column) or "" for field, column in columns.items()} for row in found]
    return meeting_guide.read(rows, rows, fellowship=fellowship)
