"""BMLT GetSearchResults: what NA's servers answer. Every value is text, and a missing one is empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from holdfast.domain.meetings.formats.feed import Parsed, Row, RowRefused, minutes_of, read_rows
from holdfast.domain.meetings.kinds import NA, NA_GERMAN, Meaning, is_known, meanings_for, understood
from holdfast.domain.meetings.meeting import DAY_MINUTES, Attendance, Meeting, Slot

NAME = "bmlt"
VIRTUAL, HYBRID, CLOSED = "VM", "HY", "TC"
VENUES: Mapping[str, Attendance] = {"1": Attendance.IN_PERSON, "2": Attendance.ONLINE, "3": Attendance.HYBRID}


def rows_of(content: Any) -> list[Any] | None:
    """The rows, if this is an answer of GetSearchResults, alone or together with its formats."""
    if isinstance(content, dict):
        content = content.get("meetings")
    if not isinstance(content, list):
        return None
    some = [row for row in content[:50] if isinstance(row, dict)]
    return content if any("id_bigint" in row or "weekday_tinyint" in row for row in some) else None


def read(rows: list[Any], content: Any, *, fellowship: str | None = None) -> Parsed:
    """Meetings and problems. The answer's own formats, where it carries them, say what its codes mean."""
    code = fellowship or "na"
    own = _own_meanings(content)
    unknown: dict[str, int] = {}
    parsed = read_rows(NAME, rows, lambda row: _meeting(row, code, own, unknown))
    notes = [f"Format {one!r} has no meaning we know; it was kept as it is ({unknown[one]} rows)" for one in unknown]
    return parsed.with_notes(notes)


def _own_meanings(content: Any) -> dict[str, Meaning]:
    formats = content.get("formats") if isinstance(content, dict) else None
    found: dict[str, Meaning] = {}
    for one in formats if isinstance(formats, list) else ():
        if isinstance(one, dict) and (meaning := NA.get(str(one.get("world_id") or ""))):
            found[str(one.get("key_string"))] = meaning
    return found


def _meanings(row: Row, fellowship: str, own: Mapping[str, Meaning]) -> Mapping[str, Meaning]:
    usual = NA_GERMAN if fellowship == "na" and row.text("lang_enum") == "de" else meanings_for(fellowship)
    return {**usual, **own}


def _meeting(row: Row, fellowship: str, own: Mapping[str, Meaning], unknown: dict[str, int]) -> Meeting:
    if row.text("published") == "0":
        raise RowRefused("published", "The server marks it as not published")
    codes = tuple(dict.fromkeys(code.strip()[:40] for code in row.text("formats").split(",") if code.strip()))
    meanings = _meanings(row, fellowship, own)
    for code in codes:
        if not is_known(code, fellowship, meanings):
            unknown[code] = unknown.get(code, 0) + 1
    kinds, languages = understood(codes, meanings)
    latitude, longitude = row.position()
    attendance = _attendance(row, codes)
    return Meeting(
        key=_key(row),
        name=row.text("meeting_name") or _without_name(row),
        fellowship=fellowship,
        types=codes,
        kinds=kinds,
        languages=languages or _own_language(row),
        slots=_slots(row),
        zone=row.zone("time_zone"),
        zone_is_stated=bool(row.text("time_zone")),
        attendance=attendance,
        is_closed=CLOSED in codes,
        address=row.text("location_street"),
        city=row.text("location_municipality"),
        state=row.text("location_province"),
        postal_code=row.text("location_postal_code_1"),
        country=row.text("location_nation"),
        regions=tuple(text for name in ("location_sub_province", "location_neighborhood") if (text := row.text(name))),
        latitude=latitude,
        longitude=longitude,
        is_approximate=attendance is Attendance.ONLINE or not row.text("location_street"),
        location=row.text("location_text"),
        location_notes=row.text("location_info"),
        notes=row.text("comments"),
        conference_url=row.link("virtual_meeting_link"),
        conference_url_notes=row.text("virtual_meeting_additional_info"),
        conference_phone=row.phone("phone_meeting_number"),
    )


def _key(row: Row) -> str:
    key = row.text("id_bigint")
    if not key:
        raise RowRefused("id_bigint", "The meeting's id is missing")
    return key[:190]


def _without_name(row: Row) -> str:
    row.warn("meeting_name", "It has no name; the fellowship's name is shown")
    return "NA"


def _own_language(row: Row) -> frozenset[str]:
    said = row.text("lang_enum").lower()[:2]
    return frozenset({said}) if len(said) == 2 and said.isalpha() else frozenset()


def _slots(row: Row) -> tuple[Slot, ...]:
    day, start = row.text("weekday_tinyint"), row.text("start_time")
    if not day and not start:
        return ()
    if day not in {"1", "2", "3", "4", "5", "6", "7"}:
        raise RowRefused("weekday_tinyint", f"{day[:40]!r} is not a day; 1 is Sunday and 7 is Saturday")
    minute = minutes_of(start)
    if minute is None:
        raise RowRefused("start_time", f"{start[:40]!r} is not a time; write 19:00:00")
    length = minutes_of(row.text("duration_time"))
    return (Slot(int(day) - 1, minute, (minute + length) % DAY_MINUTES if length else None),)


def _attendance(row: Row, codes: tuple[str, ...]) -> Attendance:
    if said := VENUES.get(row.text("venue_type")):
        return said
    if HYBRID in codes:
        return Attendance.HYBRID
    if VIRTUAL in codes:
        return Attendance.ONLINE
    return Attendance.IN_PERSON if row.text("location_street") else Attendance.UNKNOWN
