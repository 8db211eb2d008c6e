"""What reading any feed needs: problems, rows, and lenient readers of single values."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from math import isfinite
from typing import Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from holdfast.domain.meetings.formats.rows import Rows, is_list
from holdfast.domain.meetings.meeting import Meeting

MOST_ROWS = 500_000
LONGEST = {"name": 300}
LONGEST_TEXT = 5_000
LINK = re.compile(r"https?://[^\s/]+\.[^\s]+$")
LARGE = 2 * 1024 * 1024
"""Bytes from which on a list is read row by row."""


class Severity(StrEnum):
    """Refused: the row is not imported. Warned: it is, but something in it was left out or taken with care."""

    REFUSED = "refused"
    WARNED = "warned"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that could not be read, where it stands, and what to do about it."""

    row: int
    """1 is the first; 0 is the whole feed."""
    key: str
    field: str
    severity: Severity
    advice: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a feed says. `rows == len(meetings) + refused`."""

    format: str
    rows: int
    meetings: tuple[Meeting, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def refused(self) -> int:
        """How many rows were not imported."""
        return sum(one.severity is Severity.REFUSED and one.row > 0 for one in self.problems)

    @property
    def warned(self) -> int:
        """How many rows were imported with a warning."""
        return len({one.row for one in self.problems if one.severity is Severity.WARNED and one.row > 0})

    def with_notes(self, notes: Iterable[str]) -> Parsed:
        """The same, with warnings about the whole feed in front."""
        about_all = tuple(Problem(0, "", "", Severity.WARNED, note) for note in notes)
        return replace(self, problems=about_all + self.problems)


class RowRefused(Exception):
    """A row that cannot become a meeting; carries the field and the advice."""

    def __init__(self, name: str, advice: str) -> None:
        super().__init__(advice)
        self.name, self.advice = name, advice


@dataclass(slots=True)
class Row:
    """One row being read: its values, and the warnings so far."""

    values: dict[str, Any]
    warnings: list[tuple[str, str]] = field(default_factory=list)

    def warn(self, name: str, advice: str) -> None:
        """Note that something in the row was left out or taken with care."""
        self.warnings.append((name, advice))

    def text(self, name: str) -> str:
        """Plain text without markup; numbers are taken as text, null as nothing."""
        value = self.values.get(name)
        if value is None or isinstance(value, (dict, list, bool)):
            return ""
        return plain_text(str(value))[: LONGEST.get(name, LONGEST_TEXT)]

    def number(self, name: str) -> float | None:
        """A number, also when it was written as text."""
        value = self.values.get(name)
        if value in (None, "") or isinstance(value, bool):
            return None
        try:
            number = float(value)
        except (TypeError, ValueError, OverflowError):
            number = float("nan")
        if not isfinite(number):
            self.warn(name, f"{str(value)[:40]!r} is not a number; it was left out")
            return None
        return number

    def position(self) -> tuple[float | None, float | None]:
        """Latitude and longitude, or neither."""
        latitude, longitude = self.number("latitude"), self.number("longitude")
        if latitude is None or longitude is None:
            return None, None
        if abs(latitude) > 90 or abs(longitude) > 180 or (latitude == 0 and longitude == 0):
            self.warn("latitude", "The position is not on land or not on Earth; it was left out")
            return None, None
        return latitude, longitude

    def link(self, name: str) -> str:
        """A web address; anything else is left out with a warning."""
        value = self.text(name)
        if value and not re.match(LINK, value):
            several = [one for one in re.split(r"[\s,;]+(?=https?://)", value) if re.match(LINK, one)]
            if several:
                self.warn(name, "There are several web addresses; the first was taken")
                return several[0]
            self.warn(name, "Not a web address starting with https://; it was left out")
            return ""
        return value

    def phone(self, name: str) -> str:
        """A number to dial, with pauses."""
        value = re.sub(r"[^\d+,*#]", "", self.text(name))
        return value if sum(letter.isdigit() for letter in value) >= 3 else ""

    def date(self, name: str) -> date | None:
        """A day, written 2026-12-24."""
        value = self.text(name)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            self.warn(name, f"{value[:40]!r} is not a date such as 2026-12-24; it was left out")
            return None

    def zone(self, name: str) -> str | None:
        """An IANA time zone."""
        value = self.text(name)
        if value and not is_zone(value):
            self.warn(name, f"{value[:40]!r} is not an IANA time zone such as America/New_York; it was left out")
            return None
        return value or None


class Offered(Protocol):
    """A listing to give on, with where it came from."""

    @property
    def id(self) -> UUID:
        """Ours; it stays when the source says something else of the meeting."""

    @property
    def meeting(self) -> Meeting:
        """As others may have it."""

    @property
    def source_name(self) -> str:
        """Who says it."""

    @property
    def licence(self) -> str:
        """Of the source."""


def read_rows(name: str, rows: list[Any], make: Callable[[Row], Meeting]) -> Parsed:
    """Turn rows into meetings one by one; a bad row is named and the rest goes on."""
    meetings: list[Meeting] = []
    problems: list[Problem] = []
    seen: Counter[str] = Counter()
    for number, values in enumerate(islice(rows, MOST_ROWS), start=1):
        row = Row(values if isinstance(values, dict) else {"row": values})
        try:
            meeting = _with_own_key(make(row), seen, row)
        except RowRefused as refusal:
            problems.append(Problem(number, _key_of(row), refusal.name, Severity.REFUSED, refusal.advice))
            continue
        meetings.append(meeting)
        problems += [Problem(number, meeting.key, field, Severity.WARNED, advice) for field, advice in row.warnings]
    problems += _beyond_the_limit(len(rows))
    return Parsed(name, len(rows), tuple(meetings), tuple(problems))


def _beyond_the_limit(count: int) -> list[Problem]:
    advice = f"A feed may hold {MOST_ROWS} rows; split it"
    return [Problem(row, "", "row", Severity.REFUSED, advice) for row in range(MOST_ROWS + 1, count + 1)]


def _with_own_key(meeting: Meeting, seen: Counter[str], row: Row) -> Meeting:
    """Two rows with one key are both kept: which of them is right is not ours to guess."""
    if not meeting.key:
        raise RowRefused("id", "Give it an id of its own, of letters and digits")
    seen[meeting.key] += 1
    if seen[meeting.key] == 1:
        return meeting
    row.warn("slug", "Another row has the same id; both were kept. Give each meeting an id of its own")
    return replace(meeting, key=f"{meeting.key}#{seen[meeting.key]}")


def _key_of(row: Row) -> str:
    return (row.text("slug") or row.text("id_bigint") or row.text("name") or row.text("meeting_name"))[:100]


def json_of(data: bytes) -> tuple[Any, str | None]:
    """The content, or why it cannot be read."""
    try:
        if len(data) > LARGE and is_list(data):
            return Rows(data), None
    except (ValueError, RecursionError):
        pass  # what follows says where the fault is, or reads another encoding
    try:
        return json.loads(_decoded(data)), None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        return None, f"This is not valid JSON: {error.msg} at {where}. Nothing was imported; mend the file there."
    except (ValueError, RecursionError):
        return None, "This is not a JSON file that can be read: it is nested too deeply or holds an impossible number."


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def nothing_read(why: str) -> Parsed:
    """A file that is not a feed: no rows, one problem."""
    return Parsed("unknown", 0, (), (Problem(0, "", "file", Severity.REFUSED, why),))


def plain_text(value: str) -> str:
    """Without markup, entities and control characters; line breaks stay."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    if "<" in value:
        value = re.sub(r"(?i)<(br|/p|/div|/li)\b[^<>]{0,200}>", "\n", value)
        value = re.sub(r"</?[a-zA-Z][^<>]{0,500}>", "", value)
    value = html.unescape(value) if "&" in value else value
    if not value.isprintable():
        value = "".join(letter for letter in value if letter in "\n\t" or letter.isprintable())
        value = _AROUND_BREAK.sub("\n", _SPACES.sub(" ", value))
    elif "  " in value:
        value = _SPACES.sub(" ", value)
    return value.strip()


_SPACES = re.compile(r"[ \t]+")
_AROUND_BREAK = re.compile(r"[ \t]*\n\s*")


_TIME = re.compile(r"^\s*(\d{1,2})[:.](\d{2})(?::\d{2})?\s*([AaPp])?\.?\s*[Mm]?\.?\s*$")


def minutes_of(value: object) -> int | None:
    """Minutes after midnight from "19:00", "19:00:00" or "7:00 PM"; None where it cannot be read."""
    found = _TIME.match(str(value)) if isinstance(value, (str, int)) else None
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2]), (found[3] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + minute if hour < 24 and minute < 60 else None


@lru_cache(maxsize=1000)
def is_zone(name: str) -> bool:
    """Whether this is an IANA time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


_MOMENTS = ("%Y-%m-%d %H:%M:%S", "%m/%d/%Y %I:%M:%S %p", "%Y-%m-%dT%H:%M:%S.%fZ", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d")


def moment_of(value: object) -> datetime | None:
    """A moment in UTC from the ways feeds write it; None where it cannot be read."""
    if isinstance(value, dict):
        value = value.get("$date")
    if not isinstance(value, str):
        return None
    for pattern in _MOMENTS:
        try:
            return datetime.strptime(value, pattern).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None
