"""What a request to our HSDS asks for: read strictly, since a filter that is passed over gives wrong help."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_datetime

USUAL_PER_PAGE, MOST_PER_PAGE = 50, 500
MOST_PAGES = 1_000_000
USUAL_METRES, MOST_METRES = 25_000, 20_000_000
LONGEST_SEARCH, MOST_WORDS = 200, 8
BEGIN, END = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
MAY_BE_EMPTY = frozenset({"search", "postcode"})
"""What people type; a program that has no id to give leaves the parameter out."""
PAGED = ("page", "per_page", "format")
FILTERED = ("search", "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after")
SERVICES = (*FILTERED, *PAGED, "minimal", "full")
AT_LOCATIONS = (*FILTERED, *PAGED, "full", "postcode", "proximity")
ORGANIZATIONS = ("search", *PAGED, "full", "full_service")
TAXONOMIES = ("search", *PAGED)
TERMS = ("search", *PAGED, "taxonomy_id", "top_only", "parent_id")


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters of HSDS; what is not given has its usual value."""

    search: tuple[str, ...] = ()
    """Words, all of which must be there."""
    page: int = 1
    per_page: int = USUAL_PER_PAGE
    format: str = "json"
    taxonomy_term_id: UUID | None = None
    taxonomy_id: UUID | None = None
    organization_id: UUID | None = None
    parent_id: UUID | None = None
    modified_after: datetime | None = None
    minimal: bool = False
    full: bool = False
    full_service: bool = False
    top_only: bool = False
    postcode: str = ""
    proximity: int | None = None
    """Metres."""

    @property
    def is_stream(self) -> bool:
        """All results, one a line."""
        return self.format == "ndjson"


@dataclass(slots=True)
class Refused(Exception):
    """A request that is not answered: what is wrong with which parameter, and what to give."""

    problems: dict[str, str] = field(default_factory=dict)
    status: int = 422


def asked_of(query: QueryDict, names: tuple[str, ...]) -> Asked:
    """What is asked for, or every mistake in it at once."""
    problems: dict[str, str] = {}
    found: dict[str, Any] = {}
    for name, values in query.lists():
        if name not in names:
            problems[name[:40]] = f"Not a parameter here. Known are: {', '.join(names)}."
            continue
        if values == [""] and name in MAY_BE_EMPTY:
            continue
        try:
            found[name] = READ[name](_one(values))
        except (ValueError, OverflowError):
            problems[name] = ADVICE[name]
    if "proximity" in found and not found.get("postcode") and "postcode" not in problems:
        problems["proximity"] = "Give a postcode too: the distance is measured from its middle."
    if found.get("format") == "ndjson" and (
        found.get("full_service") or (names is ORGANIZATIONS and found.get("full"))
    ):
        problems["format"] = "Ask for pages: organizations with their services are not given in lines."
    if problems:
        raise Refused(problems)
    return replace(Asked(), **found)


def _one(values: list[str]) -> str:
    if len(values) > 1 or "\0" in values[0]:
        raise ValueError
    return values[0]


def _number(most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not 1 <= int(text) <= most:
            raise ValueError
        return int(text)

    return read


def _yes_or_no(text: str) -> bool:
    if text.lower() not in {"true", "1", "false", "0"}:
        raise ValueError
    return text.lower() in {"true", "1"}


def uuid_of(text: str) -> UUID:
    """An id in its one usual spelling."""
    if not re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text):
        raise ValueError
    return UUID(text)


def _moment(text: str) -> datetime:
    """A date or a moment; without an offset it is UTC. A + that was not escaped arrives as a space."""
    text = re.sub(r" (\d\d:?\d\d)$", r"+\1", text.upper())
    day = parse_date(text)
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else parse_datetime(text)
    if moment is None:
        raise ValueError
    return max(BEGIN, min(END, moment if moment.tzinfo else moment.replace(tzinfo=UTC)))


def _words(text: str) -> tuple[str, ...]:
    """The words; of many, the last ones must stand together."""
    if len(text) > LONGEST_SEARCH:
        raise ValueError
    return tuple(dict.fromkeys(text.split(maxsplit=MOST_WORDS - 1)))


def _format(text: str) -> str:
    if text not in {"json", "ndjson"}:
        raise ValueError
    return text


def _postcode(text: str) -> str:
    if len(text) > 100:
        raise ValueError
    return text.strip()


READ: Mapping[str, Callable[[str], Any]] = {
    "search": _words,
    "page": _number(MOST_PAGES),
    "per_page": _number(MOST_PER_PAGE),
    "format": _format,
    "taxonomy_term_id": uuid_of,
    "taxonomy_id": uuid_of,
    "organization_id": uuid_of,
    "parent_id": uuid_of,
    "modified_after": _moment,
    "minimal": _yes_or_no,
    "full": _yes_or_no,
    "full_service": _yes_or_no,
    "top_only": _yes_or_no,
    "postcode": _postcode,
    "proximity": _number(MOST_METRES),
}
_ID = "Give one id, a UUID such as 6f9f1d5e-5d0c-4f7a-9d0e-0a4c5a9f2b11."
_BOOLEAN = "Give true or false."
ADVICE: Mapping[str, str] = {
    "search": f"Give some words, at most {LONGEST_SEARCH} letters in all.",
    "page": f"Give one whole number from 1 to {MOST_PAGES}.",
    "per_page": f"Give one whole number from 1 to {MOST_PER_PAGE}. For everything at once ask for format=ndjson.",
    "format": "Give json or ndjson.",
    "taxonomy_term_id": _ID,
    "taxonomy_id": _ID,
    "organization_id": _ID,
    "parent_id": _ID,
    "modified_after": "Give one date or moment such as 2026-11-20 or 2026-11-20T19:30:00Z.",
    "minimal": _BOOLEAN,
    "full": _BOOLEAN,
    "full_service": _BOOLEAN,
    "top_only": _BOOLEAN,
    "postcode": "Give one postal code or place that we know, such as 60614 or Chicago, IL.",
    "proximity": f"Give one whole number of metres from 1 to {MOST_METRES}.",
}
