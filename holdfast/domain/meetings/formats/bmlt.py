"""BMLT: what NA's servers answer. Every value is text, and a missing one is empty.

A server is read by up to three of its answers: GetSearchResults (enough by itself), GetFormats, which says what the
codes mean there, and GetServiceBodies, which says who stands behind a meeting.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from holdfast.domain.meetings.fellowships import FELLOWSHIPS
from holdfast.domain.meetings.formats.bmlt_codes import (
    CLOSED,
    GERMAN,
    HYBRID,
    NAMED_CLOSED,
    VIRTUAL,
    WORLD,
    kind_named,
    language_of,
    own_meanings,
    rule_said,
    table_for,
    usual_meanings,
)
from holdfast.domain.meetings.formats.feed import Parsed, Row, RowRefused, minutes_of, plain_text, read_rows
from holdfast.domain.meetings.kinds import Meaning, is_known, understood
from holdfast.domain.meetings.meeting import DAY_MINUTES, Attendance, Meeting, Slot
from holdfast.domain.outside import object_of
from holdfast.domain.places import folded

NAME = "bmlt"
VENUES: Mapping[str, Attendance] = {"1": Attendance.IN_PERSON, "2": Attendance.ONLINE, "3": Attendance.HYBRID}
LANGUAGES = ("en", "es", "de", "fr", "pt", "it", "sv", "da", "pl", "fa")
"""In which formats are asked for; a server answers those it has."""
SERVICE_BODY = "service_body_bigint"
GERMAN_CLOSED = "VG"
STOCK_PLACE = (34.235918, -118.563659)
"""Where a BMLT server puts what nobody placed: the middle of its first map. Meetings in Germany were found there."""
PROMPT = "#@-@#"
"""Stands between the words of a form and the answer in some stored values."""
ON_THE_WAY = ("train_lines", "bus_lines", "public_transport", "parking")
OF_PEOPLE = re.compile(r"contact|e?mail|phone|name|helpline|person", re.IGNORECASE)
"""Fields that may name somebody are never read."""


def addresses(base: str) -> Mapping[str, str]:
    """Where a server answers, from the address of its main folder or of any of its answers."""
    root = re.sub(r"/+(client_interface(/.*)?|index\.php.*)?$", "", re.sub(r"[?#].*$", "", base.strip()))
    asked = f"{root}/client_interface/json/?switcher="
    languages = "".join(f"&lang_enum[]={code}" for code in LANGUAGES)
    return {
        "meetings": f"{asked}GetSearchResults&get_used_formats=1",
        "formats": f"{asked}GetFormats&show_all=1{languages}",
        "service_bodies": f"{asked}GetServiceBodies",
    }


def together(meetings: bytes, formats: bytes | None = None, service_bodies: bytes | None = None) -> bytes:
    """Several answers of one server as one file that `parse` reads. One that is not JSON is left out."""
    rows = _loaded(meetings)
    if rows is None:
        return meetings
    said = rows if isinstance(rows, dict) else {"meetings": rows}
    lists = [said.get("formats"), _loaded(formats)]
    whole = {"meetings": said.get("meetings"), "formats": lists, "service_bodies": _loaded(service_bodies)}
    return json.dumps(whole, ensure_ascii=False).encode()


def _loaded(body: bytes | None) -> Any:
    try:
        return json.loads(body) if body else None
    except (ValueError, RecursionError):
        return None


def rows_of(content: Any) -> list[Any] | None:
    """The rows, if this is an answer of GetSearchResults, alone or together with its formats."""
    if isinstance(content, dict):
        content = content.get("meetings")
    if not isinstance(content, list):
        return None
    some = [row for row in content[:50] if isinstance(row, dict)]
    return content if any("id_bigint" in row or "weekday_tinyint" in row for row in some) else None


# What the server says about its codes


@dataclass(frozen=True, slots=True)
class Said:
    """What one format means."""

    meaning: Meaning | None
    is_closed: bool = False
    """It says that the place is closed for now."""


@dataclass(frozen=True, slots=True)
class Formats:
    """The formats of a server, by number and by key in a language."""

    by_id: Mapping[str, Said] = field(default_factory=dict)
    by_key: Mapping[tuple[str, str], Said] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.by_id or self.by_key)

    def of(self, number: str, key: str, language: str) -> Said | None:
        """What the server says of one code: its number is sure, a key may mean two things in two languages."""
        return self.by_id.get(number) or self.by_key.get((language, key)) or self.by_key.get(("", key))


def read_formats(content: Any) -> Formats:
    """Formats from an answer of GetFormats, from several, or from an answer that carries them, in any languages."""
    by_id: dict[str, Said] = {}
    by_key: dict[tuple[str, str], Said] = {}
    for one in _objects(content, "formats"):
        key, language = str(one.get("key_string") or "").strip(), str(one.get("lang") or "")[:2].lower()
        said = _said(one, key, language)
        number = str(one.get("id") or "")
        if number and (number not in by_id or by_id[number].meaning is None):
            by_id[number] = said
        for known in ((language, key), ("", key)):
            if key and (known not in by_key or by_key[known].meaning is None):
                by_key[known] = said
    return Formats(by_id, by_key)


def _said(one: Mapping[str, Any], key: str, language: str) -> Said:
    world, name = str(one.get("world_id") or "").strip(), plain_text(str(one.get("name_string") or ""))[:200]
    is_closed = CLOSED in {world, key} or folded(name) in NAMED_CLOSED
    return Said(_meaning(world, name, key, language, str(one.get("format_type_enum") or "")), is_closed)


def _meaning(world: str, name: str, key: str, language: str, kind: str) -> Meaning | None:
    """World number, then name, then key. The name goes before the key: B with the name "Bilingual" is no beginner.

    A format of no type whose name is its key again is one that nobody described, so nothing is made of it.
    """
    if "LANG" in {world, kind}:
        return language_of(key, name)
    if world in WORLD:
        return WORLD[world]
    if not kind and name == key:
        return None
    return kind_named(name) or table_for(language).get(key)


def read_service_bodies(content: Any) -> Mapping[str, str]:
    """The names of the service bodies by their numbers."""
    named = {
        str(one.get("id") or ""): plain_text(str(one.get("name") or ""))[:300]
        for one in _objects(content, "service_bodies")
    }
    return {number: name for number, name in named.items() if number and name}


def _objects(content: Any, name: str, depth: int = 4) -> Iterator[Mapping[str, Any]]:
    """The objects of a list, of lists in lists, or of the list that an answer carries under a name."""
    if isinstance(content, dict) and name not in content:
        yield content
    inner = content.get(name) if isinstance(content, dict) else content
    for one in inner if isinstance(inner, list) and depth else ():
        yield from _objects(one, name, depth - 1)


# Rows


@dataclass(frozen=True, slots=True)
class _Server:
    """What is known beside the rows."""

    fellowship: str | None
    formats: Formats
    bodies: Mapping[str, str]
    unknown: dict[str, int] = field(default_factory=dict)


def read(
    rows: list[Any], content: Any, *, fellowship: str | None = None, formats: Any = None, service_bodies: Any = None
) -> Parsed:
    """Meetings and problems. Formats and service bodies are taken from what is given, else from the answer itself."""
    carried = object_of(content)
    server = _Server(
        fellowship=fellowship,
        formats=read_formats([carried.get("formats") or [], *_some(formats)]),
        bodies=read_service_bodies([carried.get("service_bodies") or [], *_some(service_bodies)]),
    )
    parsed = read_rows(NAME, rows, lambda row: _meeting(row, server))
    unknown = server.unknown
    return parsed.with_notes(
        f"Format {one!r} has no meaning we know; it was kept as it is ({unknown[one]} rows)" for one in unknown
    )


def _some(content: Any) -> list[Any]:
    return content if isinstance(content, list) else [] if content is None else [content]


def _meeting(row: Row, server: _Server) -> Meeting:
    if row.text("published") == "0":
        raise RowRefused("published", "The server marks it as not published")
    row.values = {name: _answer(name, value) for name, value in row.values.items()}
    codes, meanings, is_closed = _codes(row, server)
    kinds, languages = understood(codes, meanings)
    latitude, longitude = _position(row)
    attendance = _attendance(row, codes)
    return Meeting(
        key=_key(row),
        name=row.text("meeting_name") or _without_name(row),
        fellowship=_fellowship(row, server),
        types=codes,
        kinds=kinds,
        languages=languages or _own_language(row),
        slots=_slots(row, codes),
        zone=row.zone("time_zone"),
        zone_is_stated=bool(row.text("time_zone")),
        attendance=attendance,
        is_closed=is_closed,
        address=row.text("location_street"),
        city=row.text("location_municipality"),
        state=row.text("location_province"),
        postal_code=row.text("location_postal_code_1"),
        country=row.text("location_nation"),
        regions=_regions(row),
        latitude=latitude,
        longitude=longitude,
        is_approximate=attendance is Attendance.ONLINE or not row.text("location_street"),
        location=row.text("location_text"),
        location_notes=_lines(row, ("location_info", *ON_THE_WAY)),
        notes=_lines(row, ("comments", *_prompted(row))),
        conference_url=row.link("virtual_meeting_link"),
        conference_url_notes=row.text("virtual_meeting_additional_info"),
        conference_phone=row.phone("phone_meeting_number"),
        organization=server.bodies.get(row.text(SERVICE_BODY)) or row.text("service_body_name"),
    )


def _answer(name: str, value: Any) -> Any:
    """The value of a standard field without the words of the form that stand before it on old servers."""
    is_standard = name.startswith(("location_", "virtual_", "meeting_", "phone_"))
    return value.rsplit(PROMPT, 1)[1] if is_standard and isinstance(value, str) and PROMPT in value else value


def _fellowship(row: Row, server: _Server) -> str:
    """As the caller says; else our own field, by which one of our servers reads another; else NA, whose tool it is."""
    said = row.text("fellowship")
    return server.fellowship or (said if said in FELLOWSHIPS else "na")


def _codes(row: Row, server: _Server) -> tuple[tuple[str, ...], Mapping[str, Meaning], bool]:
    """The row's codes, what they mean, and whether one of them says that the place is closed."""
    language, numbers = row.text("lang_enum").lower()[:2], _numbers(row)
    fellowship = _fellowship(row, server)
    is_ours = row.text("fellowship") not in {"", "na"}
    usual = own_meanings() if is_ours else usual_meanings(fellowship, language)
    codes = tuple(numbers)
    found = {code: server.formats.of(number, code, language) for code, number in numbers.items()}
    for code, said in found.items():
        if said is None and not is_known(code, fellowship, usual) and not is_known(code, "na", usual):
            server.unknown[code] = server.unknown.get(code, 0) + 1
    meanings = {code: said.meaning if said else usual.get(code) for code, said in found.items()}
    is_closed = CLOSED in codes or (language == GERMAN and GERMAN_CLOSED in codes)
    is_closed = is_closed or any(said.is_closed for said in found.values() if said)
    return codes, {code: one for code, one in meanings.items() if one is not None}, is_closed


def _numbers(row: Row) -> Mapping[str, str]:
    """Code -> number of its format, where both lists have one for each."""
    codes = [code.strip()[:40] for code in row.text("formats").split(",")]
    numbers = [number.strip() for number in row.text("format_shared_id_list").split(",")]
    paired = numbers if len(numbers) == len(codes) else [""] * len(codes)
    found: dict[str, str] = {}
    for code, number in zip(codes, paired, strict=True):
        if code:
            found.setdefault(code, number)
    return found


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


def _position(row: Row) -> tuple[float | None, float | None]:
    latitude, longitude = row.position()
    if latitude is None or longitude is None:
        return None, None
    if abs(latitude - STOCK_PLACE[0]) < 1e-5 and abs(longitude - STOCK_PLACE[1]) < 1e-5:
        return None, None
    return latitude, longitude


def _regions(row: Row) -> tuple[str, ...]:
    names = ("location_sub_province", "location_city_subsection", "location_neighborhood")
    return tuple(dict.fromkeys(text for name in names if (text := row.text(name))))


def _lines(row: Row, names: tuple[str, ...]) -> str:
    """The answers of several fields, each on a line of its own with the words that stood before it."""
    return "\n".join(dict.fromkeys(text for name in names if (text := _with_prompt(row.text(name)))))


def _with_prompt(text: str) -> str:
    """A value saved twice on an old server carries its words twice."""
    parts = [part.strip() for part in text.split(PROMPT) if part.strip()]
    return ": ".join(dict.fromkeys((parts[0], parts[-1]))) if parts else ""


def _prompted(row: Row) -> tuple[str, ...]:
    """Fields of the server's own whose value carries the words of its form, unless they may name somebody."""
    own = (str(name) for name, value in row.values.items() if isinstance(value, str) and PROMPT in value)
    return tuple(name for name in own if name not in {"comments", *ON_THE_WAY} and not OF_PEOPLE.search(name))


def _slots(row: Row, codes: tuple[str, ...]) -> tuple[Slot, ...]:
    day, start = row.text("weekday_tinyint"), row.text("start_time")
    if not day and not start:
        return ()
    if day not in {"1", "2", "3", "4", "5", "6", "7"}:
        raise RowRefused("weekday_tinyint", f"{day[:40]!r} is not a day; 1 is Sunday and 7 is Saturday")
    minute = minutes_of(start)
    if minute is None:
        raise RowRefused("start_time", f"{start[:40]!r} is not a time; write 19:00:00")
    return (Slot(int(day) - 1, minute, _end(row, minute), rule_said(codes, int(day) - 1)),)


def _end(row: Row, start: int) -> int | None:
    """When it ends; 00:00:00 is not said, 24:00:00 is round the clock."""
    said = row.text("duration_time")
    length = DAY_MINUTES if said.startswith("24:00") else minutes_of(said)
    return (start + length) % DAY_MINUTES if length else None


def _attendance(row: Row, codes: tuple[str, ...]) -> Attendance:
    if said := VENUES.get(row.text("venue_type")):
        return said
    if HYBRID in codes:
        return Attendance.HYBRID
    if VIRTUAL in codes:
        return Attendance.ONLINE
    return Attendance.IN_PERSON if row.text("location_street") else Attendance.UNKNOWN
