"""CSV tables: what the columns seem to mean, and rows read by the columns that a person chose.

A thin stand-in until the reader of tables is merged; it has the same two functions and knows the plainest fields only.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b

from holdfast.domain.meetings.formats import meeting_guide
from holdfast.domain.meetings.formats.feed import Parsed, nothing_read

COLUMNS: Mapping[str, str] = {
    "slug": "ID",
    "name": "Name",
    "day": "Day",
    "time": "Time",
    "end_time": "End Time",
    "timezone": "Timezone",
    "types": "Types",
    "location": "Location",
    "address": "Address",
    "city": "City",
    "state": "State",
    "postal_code": "Postal Code",
    "country": "Country",
    "notes": "Notes",
    "conference_url": "Conference URL",
    "conference_phone": "Conference Phone",
}
FIELDS = tuple(COLUMNS)


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it came, its first rows, and what its columns seem to be."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    columns: Mapping[str, str]
    """Our field -> its column, as far as the header tells."""


class TableRefused(Exception):
    """A file that is no table; the text says what to give instead."""


def preview(data: bytes) -> Table:
    """The header, the first rows and the guessed columns. Raises TableRefused."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig", errors="replace"))))
    if not rows or len(rows[0]) < 2:
        raise TableRefused("A table needs a header of 2 columns or more. Save it as CSV, with the names on top.")
    plain = {_plain(name): name for name in rows[0]}
    columns = {field: plain[_plain(name)] for field, name in COLUMNS.items() if _plain(name) in plain}
    return Table(tuple(rows[0]), tuple(tuple(row) for row in rows[1:6]), columns)


def _plain(text: str) -> str:
    return re.sub(r"[_\W]+", " ", text).strip().lower()


def read_table(data: bytes, columns: Mapping[str, str], *, fellowship: str | None = None) -> Parsed:
    """The meetings of a table by chosen columns (our field -> column)."""
    if "name" not in columns:
        return nothing_read("No column of this table was chosen for the name. Choose one.")
    found = csv.DictReader(io.StringIO(data.decode("utf-8-sig", errors="replace")))
    rows = [{field: row.get(column) or "" for field, column in columns.items()} for row in found]
    for row in rows:
        row.setdefault("slug", blake2b("".join(row.values()).encode(), digest_size=8).hexdigest())
    return replace(meeting_guide.read(rows, rows, fellowship=fellowship), format="csv")
