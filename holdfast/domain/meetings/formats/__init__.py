"""Feeds of meetings: recognise the format, read what can be read, and name what cannot."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from holdfast.domain.meetings.formats import bmlt, hsds, icalendar, meeting_guide, table
from holdfast.domain.meetings.formats.feed import Parsed, Problem, Severity, json_of, nothing_read

FORMATS: Mapping[str, ModuleType] = {one.NAME: one for one in (meeting_guide, bmlt, hsds)}

UNCLEAR_TABLE = (
    "This looks like a table, but its header does not tell which columns are the name and the day or time of meetings. "
    "Choose its columns, or name them Name, Day and Time."
)

__all__ = ["FORMATS", "Parsed", "Problem", "Severity", "parse"]


def parse(data: bytes, *, fellowship: str | None = None) -> Parsed:
    """Read a feed of any format we know. Never raises for what stands in it: problems are part of the answer.

    `fellowship` is the code of the fellowship where the caller knows it; otherwise it is taken from the feed.
    Always `rows == len(meetings) + refused`.
    """
    if hsds.is_package(data):
        return hsds.read_package(data, fellowship=fellowship)
    if icalendar.looks_like(data):
        return icalendar.read_calendar(data, fellowship=fellowship)
    content, problem = json_of(data)
    if problem is not None and (content := hsds.lines_in(data)) is None:
        return _table(data, problem, fellowship)
    for known in FORMATS.values():
        rows = known.rows_of(content)
        if rows is not None:
            parsed: Parsed = known.read(rows, content, fellowship=fellowship)
            return parsed
    return nothing_read(_what_it_is(content))


def _table(data: bytes, problem: str, fellowship: str | None) -> Parsed:
    """What is not JSON: a table whose header says enough, or why it cannot be read."""
    if table.looks_like(data):
        return table.read_guessed(data, fellowship=fellowship)
    return nothing_read(UNCLEAR_TABLE if table.is_table(data) else problem)


def _what_it_is(content: object) -> str:
    """Why a well-formed file is not a feed of meetings, and what to give instead."""
    row = content[0] if isinstance(content, list) and content else content
    names = set(row) if isinstance(row, dict) else set()
    if {"key_string", "name_string"} <= names:
        return "This is a BMLT list of formats (GetFormats), not of meetings. Give the answer of GetSearchResults."
    if {"helpline", "parent_id"} <= names:
        return "This is a BMLT list of service bodies, not of meetings. Give the answer of GetSearchResults."
    if isinstance(row, dict) and (said := hsds.what_it_is(row)):
        return said
    if {"name", "url", "id"} == names:
        return "This is a list of servers, not of meetings. Give the feed of one of them."
    if isinstance(content, dict) and content and all(isinstance(one, dict) for one in content.values()):
        return "This is a table of codes, not a list of meetings. Give the Meeting Guide or BMLT feed itself."
    return (
        "This is not a feed we know. Give a Meeting Guide JSON list, the answer of BMLT's GetSearchResults, "
        "or HSDS services (the answer of /services, or a ZIP of CSV files)."
    )
