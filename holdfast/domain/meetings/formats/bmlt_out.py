"""BMLT as we give it out: the rows of GetSearchResults, formats and service bodies, every value text.

One row for each meeting and weekly time. What BMLT cannot say is in `CANNOT_SAY`; services, communities and meetings
without a weekly time are left out, since every client would show them on some day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import blake2b
from uuid import UUID

from holdfast.domain.meetings.formats.bmlt_codes import (
    CLOSED,
    GERMAN,
    HYBRID,
    NATIVE,
    OWN_FORMATS,
    RESERVED,
    SPOKEN,
    STANDARD,
    VIRTUAL,
    Format,
    format_of,
    own_meanings,
    rule_said,
    usual_meanings,
)
from holdfast.domain.meetings.formats.feed import plain_text
from holdfast.domain.meetings.kinds import Kind, Meaning, understood
from holdfast.domain.meetings.meeting import DAY_MINUTES, Attendance, Category, Change, ChangeKind, Meeting, Slot

CANNOT_SAY = frozenset(
    {
        "key", "category", "changes", "conference_password", "conference_phone_notes", "cost", "eligibility", "email",
        "feedback_url", "group", "group_notes", "is_approximate", "joining", "moderation", "next_step", "phone",
        "types", "updated_at", "url", "zone", "zone_is_stated",
    }
)  # fmt: skip
"""Fields of a meeting that are lost or only partly kept on the way through BMLT; docs/formats.md says how."""
FIELDS = (
    "id_bigint", "worldid_mixed", "shared_group_id_bigint", "service_body_bigint", "service_body_name",
    "weekday_tinyint", "venue_type", "start_time", "duration_time", "time_zone", "formats", "lang_enum", "longitude",
    "latitude", "distance_in_km", "distance_in_miles", "email_contact", "published", "root_server_uri",
    "format_shared_id_list", "meeting_name", "location_text", "location_info", "location_street",
    "location_city_subsection", "location_neighborhood", "location_municipality", "location_sub_province",
    "location_province", "location_postal_code_1", "location_nation", "comments", "train_lines", "bus_lines",
    "phone_meeting_number", "virtual_meeting_link", "virtual_meeting_additional_info", "contact_phone_1",
    "contact_email_1", "contact_name_1", "contact_phone_2", "contact_email_2", "contact_name_2", "fellowship",
)  # fmt: skip
"""In the order of a row. `fellowship` is our own field, as a BMLT server may have; contact fields stay empty."""
DESCRIBED: Mapping[str, str] = {
    "id_bigint": "ID", "worldid_mixed": "World ID", "service_body_bigint": "Service Body ID",
    "service_body_name": "Service Body", "weekday_tinyint": "Weekday", "venue_type": "Venue Type",
    "start_time": "Start Time", "duration_time": "Duration", "time_zone": "Time Zone", "formats": "Formats",
    "lang_enum": "Language", "longitude": "Longitude", "latitude": "Latitude", "published": "Published",
    "meeting_name": "Meeting Name", "location_text": "Location Name", "location_info": "Location Details",
    "location_street": "Street Address", "location_city_subsection": "Borough",
    "location_neighborhood": "Neighborhood", "location_municipality": "Town", "location_sub_province": "County",
    "location_province": "State", "location_postal_code_1": "Zip Code", "location_nation": "Nation",
    "comments": "Comments", "train_lines": "Train Lines", "bus_lines": "Bus Lines",
    "phone_meeting_number": "Phone Meeting Number", "virtual_meeting_link": "Virtual Meeting Link",
    "virtual_meeting_additional_info": "Virtual Meeting Additional Info", "fellowship": "Fellowship",
}  # fmt: skip
VENUE_NUMBERS: Mapping[Attendance, int] = {Attendance.IN_PERSON: 1, Attendance.ONLINE: 2, Attendance.HYBRID: 3}
MOST_NUMBER = 2**53 - 1
"""Ids stay whole in JavaScript and above 0."""
MOST_SMALL_NUMBER = 2**31 - 1
"""Ids of formats and service bodies stay whole in clients that count in 32 bits."""
ORGANIZATIONS = 1_000_000
"""Service bodies of organisations have numbers above this; sources have their own small numbers below."""
ROOT = "0"
ODD = re.compile(r"[<&\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]|\s\s|^\s|\s$")
WEB = re.compile(r"https?://", re.IGNORECASE)
OPENING = re.compile(r"<(?=[a-zA-Z/!?])")
"""What a browser would take for the beginning of a tag."""


def number_of(*parts: object, most: int = MOST_NUMBER, least: int = 1) -> int:
    """The same whole number for the same parts on every server and in every version: a hash, `least` to `most`."""
    text = "\x1f".join(str(part) for part in parts)
    return least + int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") % (most - least)


# Service bodies


@dataclass(frozen=True, slots=True)
class ServiceBody:
    """Who stands behind meetings: a source, or an organisation that a source names."""

    id: int
    name: str
    parent_id: int = 0
    """0 is the root."""
    url: str = ""

    def to_row(self) -> dict[str, str]:
        """As GetServiceBodies answers."""
        return {
            "id": str(self.id),
            "parent_id": str(self.parent_id) if self.parent_id else ROOT,
            "name": self.name,
            "description": "",
            "type": "AS" if self.parent_id else "RS",
            "url": self.url,
            "helpline": "",
            "world_id": "",
        }


@dataclass(frozen=True, slots=True)
class Entry:
    """One listing to give out."""

    id: UUID
    meeting: Meeting
    source: ServiceBody
    changed_at: datetime


def body_of(entry: Entry) -> ServiceBody:
    """The service body of a listing."""
    name = said(entry.meeting.organization)
    if not name:
        return entry.source
    number = number_of(entry.source.id, name, most=MOST_SMALL_NUMBER, least=ORGANIZATIONS)
    return ServiceBody(number, name, entry.source.id)


# Formats


@dataclass(frozen=True, slots=True)
class Coded:
    """What of a meeting is said in codes."""

    fellowship: str | None
    types: tuple[str, ...]
    kinds: frozenset[Kind]
    languages: frozenset[str]
    attendance: Attendance
    is_closed: bool


def coded(meeting: Meeting) -> Coded:
    """What of the meeting is said in codes."""
    return Coded(
        meeting.fellowship, meeting.types, meeting.kinds, meeting.languages, meeting.attendance, meeting.is_closed
    )


@lru_cache(maxsize=4_096)
def formats_of(meeting: Coded) -> tuple[tuple[Format, ...], str]:
    """The formats of a meeting, and the language under which its own codes are understood as it means them.

    A fellowship's own codes are kept for NA, for which BMLT was made; the others' kinds are said with our list.
    """
    language = _language(meeting)
    table = _table(meeting.fellowship, language)
    own = meeting.types if meeting.fellowship == "na" else ()
    means = {*meeting.kinds, *meeting.languages}
    formats = [_own_format(code, table.get(code), means) for code in own]
    kinds, spoken = understood(own, table)
    missing: list[Meaning] = sorted(meeting.kinds - kinds)
    if meeting.fellowship != "na" or spoken or meeting.languages != _one(language):
        missing += sorted(one for one in meeting.languages - spoken if _is_language(one))
    formats += [format_of(meaning) for meaning in missing]
    formats += [RESERVED[code] for code in _reserved(meeting) if code not in own]
    return tuple(dict.fromkeys(formats)), language


def _own_format(code: str, meaning: Meaning | None, means: set[Meaning]) -> Format:
    """The format of a code that came with the source; ours where it is the same."""
    kind = meaning if meaning in means else None
    ours = RESERVED.get(code) or (format_of(kind) if kind is not None else None)
    if ours is not None and ours.key == code:
        return ours
    number = number_of("na", code, kind or "", most=MOST_SMALL_NUMBER, least=OWN_FORMATS)
    key = said(code).replace(",", " ")
    names = ours.names if ours else (key, key, key, key)
    return Format(number, key, kind, ours.world_id if ours else "", ours.type if ours else "", names)


def _reserved(meeting: Coded) -> Iterator[str]:
    if meeting.attendance is Attendance.ONLINE:
        yield VIRTUAL
    if meeting.attendance is Attendance.HYBRID:
        yield HYBRID
    if meeting.is_closed:
        yield CLOSED


def _language(meeting: Coded) -> str:
    """The language in which its codes say just what it means; else the one it is held in, where there is one."""
    own = sorted(one for one in meeting.languages if _is_language(one))
    if meeting.fellowship != "na":
        return own[0] if own else ""
    tried = [*(own if len(own) == 1 else []), NATIVE, GERMAN, ""]
    return min(tried, key=lambda language: _misread(meeting, language))


def _misread(meeting: Coded, language: str) -> int:
    """How many meanings would be lost or invented by whoever reads the codes as of that language."""
    kinds, spoken = understood(meeting.types, usual_meanings("na", language))
    return len(kinds ^ meeting.kinds) + len((spoken or _one(language)) ^ meeting.languages)


def _table(fellowship: str | None, language: str) -> Mapping[str, Meaning]:
    return usual_meanings("na", language) if fellowship == "na" else own_meanings()


def _one(language: str) -> frozenset[str]:
    return frozenset({language} if language else ())


def _is_language(code: str) -> bool:
    return re.fullmatch("[a-z]{2}", code) is not None


def format_row(one: Format, language: str, root: str) -> dict[str, str]:
    """As GetFormats answers, in a language we have, else in English."""
    spoken = language if language in SPOKEN else NATIVE
    name = one.names[SPOKEN.index(spoken)] or one.names[0]
    return {
        "key_string": one.key,
        "name_string": name,
        "description_string": name,
        "lang": spoken,
        "id": str(one.id),
        "world_id": one.world_id,
        "root_server_uri": root,
        "format_type_enum": one.type,
    }


STANDARD_FORMATS: Mapping[int, Format] = {one.id: one for one in STANDARD}


# Rows


@dataclass(frozen=True, slots=True)
class BmltRow:
    """One meeting at one weekly time, with what a search compares."""

    number: int
    listing: UUID
    slot: Slot
    venue: int
    """0 is not known."""
    latitude: float | None
    longitude: float | None
    body: ServiceBody
    formats: tuple[Format, ...]
    changed_at: datetime
    values: tuple[str, ...]
    """In the order of FIELDS; distances and the server's address are empty."""

    @property
    def length(self) -> int:
        """Minutes; 0 is not said."""
        return _length(self.slot)

    def renumbered(self, taken: Mapping[int, UUID] | set[int]) -> BmltRow:
        """The same row under the next free number, should two ever have one."""
        number = self.number
        while number in taken:
            number = number % MOST_NUMBER + 1
        return self if number == self.number else replace(self, number=number, values=(str(number), *self.values[1:]))


def rows_for(entries: Iterable[Entry]) -> Iterator[BmltRow]:
    """The rows of many listings, each under a number of its own."""
    taken: set[int] = set()
    for entry in entries:
        for row in rows_of_one(entry):
            own = row.renumbered(taken)
            taken.add(own.number)
            yield own


def rows_of_one(entry: Entry) -> Iterator[BmltRow]:
    """A row for each weekly time. The number of a meeting with one time stays when the time changes."""
    meeting = entry.meeting
    if meeting.category is not Category.MEETING:
        return
    formats, language = formats_of(coded(meeting))
    body, shared = body_of(entry), _shared(meeting, formats, language)
    codes = meeting.types if meeting.fellowship == "na" else ()
    for slot in meeting.slots:
        if slot.rule == rule_said(codes, slot.day):
            number = number_of(entry.id) if len(meeting.slots) == 1 else number_of(entry.id, slot.day, slot.start)
            yield _row(entry, body, slot, formats, {**shared, **_of_slot(number, slot, body)})


def _row(
    entry: Entry, body: ServiceBody, slot: Slot, formats: tuple[Format, ...], values: Mapping[str, str]
) -> BmltRow:
    meeting = entry.meeting
    return BmltRow(
        number=int(values["id_bigint"]),
        listing=entry.id,
        slot=slot,
        venue=VENUE_NUMBERS.get(meeting.attendance, 0),
        latitude=meeting.latitude,
        longitude=meeting.longitude,
        body=body,
        formats=formats,
        changed_at=entry.changed_at,
        values=tuple(values.get(name, "") for name in FIELDS),
    )


def _of_slot(number: int, slot: Slot, body: ServiceBody) -> dict[str, str]:
    return {
        "id_bigint": str(number),
        "service_body_bigint": str(body.id),
        "service_body_name": body.name if body.parent_id else "",
        "weekday_tinyint": str(slot.day + 1),
        "start_time": clock(slot.start),
        "duration_time": clock(_length(slot)),
    }


def _shared(meeting: Meeting, formats: tuple[Format, ...], language: str) -> dict[str, str]:
    """What all rows of a meeting have in common."""
    county, borough, quarter = _three(meeting.regions)
    texts = {
        "meeting_name": meeting.name,
        "location_text": meeting.location,
        "location_info": meeting.location_notes,
        "location_street": meeting.address,
        "location_city_subsection": borough,
        "location_neighborhood": quarter,
        "location_municipality": meeting.city,
        "location_sub_province": county,
        "location_province": meeting.state,
        "location_postal_code_1": meeting.postal_code,
        "location_nation": meeting.country,
        "comments": "\n".join([meeting.notes, *map(change_said, meeting.changes)]),
        "phone_meeting_number": meeting.conference_phone,
        "virtual_meeting_link": meeting.conference_url if WEB.match(meeting.conference_url) else "",
        "virtual_meeting_additional_info": _joining(meeting),
    }
    return {
        **{name: said(text) for name, text in texts.items()},
        "venue_type": str(VENUE_NUMBERS.get(meeting.attendance, "")),
        "time_zone": (meeting.zone or "") if meeting.zone_is_stated else "",
        "formats": ",".join(one.key for one in formats),
        "format_shared_id_list": ",".join(str(one.id) for one in formats),
        "lang_enum": language,
        "latitude": "" if meeting.latitude is None else repr(meeting.latitude),
        "longitude": "" if meeting.longitude is None else repr(meeting.longitude),
        "published": "1",
        "fellowship": meeting.fellowship or "",
    }


def _three(regions: tuple[str, ...]) -> tuple[str, str, str]:
    """County, borough and neighbourhood: the three from general to specific, or the ends where there are two."""
    county, borough, quarter, *_ = (*regions, "", "", "")
    return (county, "", borough) if len(regions) == 2 else (county, borough, quarter)


def _joining(meeting: Meeting) -> str:
    """How to come in, for those who may know: a group that keeps it to itself has neither here."""
    password = f"Password: {meeting.conference_password}" if meeting.conference_password else ""
    return "\n".join(part for part in (meeting.conference_url_notes, password) if part)


def change_said(change: Change) -> str:
    """A dated exception in words, since BMLT has no place for it and clients show the comments."""
    last = change.last_on
    until = "" if last == change.first_on else f" to {last}" if last else " until further notice"
    what = {
        ChangeKind.CANCELLED: "no meeting",
        ChangeKind.MOVED: "meets elsewhere" if change.place else "other time",
        ChangeKind.EXTRA: "also meets",
    }[change.kind]
    at = f" at {clock(change.start)[:5]}" if change.start is not None else ""
    more = ", ".join(part for part in (change.place, change.note) if part)
    return f"{change.first_on}{until}: {what}{at}" + (f" ({more})" if more else "")


def _length(slot: Slot) -> int:
    return 0 if slot.end is None else (slot.end - slot.start) % DAY_MINUTES or DAY_MINUTES


def clock(minutes: int) -> str:
    """Minutes as BMLT writes times and durations: 19:30:00."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}:00"


def said(text: str) -> str:
    """Text in which nothing can be taken for markup, however often somebody decodes it: many clients paste it in."""
    if not ODD.search(text):
        return text
    for _ in range(5):
        before, text = text, plain_text(text)
        if before == text:
            return OPENING.sub("< ", text)
    return re.sub(r"[<>&]", "", text)


# The other answers


@dataclass(frozen=True, slots=True)
class Coverage:
    """The box in which the meetings lie, and its middle; zeros where none has a position."""

    north: float = 0.0
    west: float = 0.0
    south: float = 0.0
    east: float = 0.0
    latitude: float = 0.0
    longitude: float = 0.0

    def to_row(self) -> dict[str, str]:
        """As GetCoverageArea answers."""
        return {
            "nw_corner_longitude": str(self.west),
            "nw_corner_latitude": str(self.north),
            "se_corner_longitude": str(self.east),
            "se_corner_latitude": str(self.south),
        }


VERSION = (4, 2, 7)
"""The version of BMLT whose read interface this is."""


@dataclass(frozen=True, slots=True)
class Server:
    """What this server says about itself."""

    coverage: Coverage
    in_miles: bool
    country: str
    provinces: tuple[str, ...]
    counties: tuple[str, ...]

    def to_row(self) -> dict[str, object]:
        """As GetServerInfo answers; what would tell about the machine is empty."""
        return {
            "version": version_said(),
            "versionInt": str(VERSION[0] * 1_000_000 + VERSION[1] * 1_000 + VERSION[2]),
            "langs": ",".join(sorted(SPOKEN)),
            "nativeLang": NATIVE,
            "centerLongitude": str(self.coverage.longitude),
            "centerLatitude": str(self.coverage.latitude),
            "centerZoom": "6",
            "defaultDuration": "01:00:00",
            "regionBias": self.country.lower(),
            "charSet": "UTF-8",
            "distanceUnits": "mi" if self.in_miles else "km",
            "semanticAdmin": "0",
            "emailEnabled": "0",
            "emailIncludesServiceBodies": "0",
            "changesPerMeeting": "0",
            "meeting_states_and_provinces": ",".join(self.provinces),
            "meeting_counties_and_sub_provinces": ",".join(self.counties),
            "available_keys": ",".join(FIELDS),
            "google_api_key": "",
            "dbVersion": "",
            "dbPrefix": "",
            "meeting_time_zones_enabled": "1",
            "phpVersion": "",
            "auto_geocoding_enabled": False,
            "county_auto_geocoding_enabled": False,
            "zip_auto_geocoding_enabled": False,
            "commit": "",
            "default_closed_status": False,
            "aggregator_mode_enabled": False,
        }


def version_said() -> str:
    """The version as text: 4.2.7."""
    return ".".join(str(part) for part in VERSION)


def server_info_xml() -> str:
    """What old clients ask first."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        "<bmltInfo><serverVersion><readableString>"
        f"{version_said()}"
        "</readableString></serverVersion></bmltInfo>\n"
    )


def field_keys() -> list[dict[str, str]]:
    """As GetFieldKeys answers."""
    return [{"key": key, "description": words} for key, words in DESCRIBED.items()]


@dataclass(frozen=True, slots=True)
class Changed:
    """One change of a listing. Who made it is never told, and neither is what it said before."""

    at: datetime
    kind: str
    """comdef_change_type_new, _change or _delete."""
    id: int
    meeting: int
    name: str
    body: ServiceBody
    exists: bool
    fields: tuple[str, ...]

    def to_row(self) -> dict[str, object]:
        """As GetChanges answers, with blanks for the editors."""
        return {
            "date_int": str(int(self.at.timestamp())),
            "date_string": self.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"),
            "change_type": self.kind,
            "change_id": str(self.id),
            "meeting_id": str(self.meeting),
            "meeting_name": self.name,
            "user_id": "",
            "user_name": "",
            "service_body_id": str(self.body.id),
            "service_body_name": self.body.name,
            "meeting_exists": "1" if self.exists else "0",
            "details": ", ".join(self.fields),
            "json_data": {},
        }


# As Meeting Guide, which the tsml answers are

WORLD_TO_GUIDE: Mapping[str, str] = {"CLOSED": "C", "OPEN": "O", "WCHR": "X", "VM": "ONL", "HYBR": ""}
GUIDE = frozenset(
    {
        "CPT", "BT", "BEG", "CAN", "CW", "DISC", "GL", "IP", "IW", "JFT", "LIT", "LC", "M", "MED", "NS", "QA", "RA",
        "SMOK", "SPAD", "SPK", "STEP", "SWG", "TC", "TOP", "TRAD", "VAR", "W", "Y",
    }
)  # fmt: skip


def guide_row(values: Mapping[str, str], worlds: Iterable[str], changed_at: datetime) -> dict[str, object]:
    """A row as the tsml answers have it: Meeting Guide with NA's type codes."""
    types = [WORLD_TO_GUIDE.get(world, world if world in GUIDE else "") for world in worlds]
    start = values["start_time"]
    length = _minutes(values["duration_time"])
    parts = ("location_street", "location_municipality", "location_province", "location_postal_code_1",
             "location_nation")  # fmt: skip
    is_online, is_placed = values["venue_type"] == "2", bool(values["latitude"])
    row: dict[str, object] = {
        "slug": values["id_bigint"],
        "name": values["meeting_name"],
        "day": int(values["weekday_tinyint"]) - 1,
        "time": start[:5],
        "end_time": clock((_minutes(start) + length) % DAY_MINUTES)[:5] if length else "",
        "timezone": values["time_zone"],
        "location": values["location_text"],
        "formatted_address": ", ".join(values[part] for part in parts if values[part]),
        "address": values["location_street"],
        "city": values["location_municipality"],
        "state": values["location_province"],
        "postal_code": values["location_postal_code_1"],
        "country": values["location_nation"],
        "latitude": float(values["latitude"]) if is_placed and not is_online else "",
        "longitude": float(values["longitude"]) if is_placed and not is_online else "",
        "types": list(dict.fromkeys(one for one in types if one)),
        "languages": [values["lang_enum"]] if values["lang_enum"] else "",
        "location_notes": values["location_info"],
        "notes": values["comments"],
        "region": values["service_body_name"],
        "conference_url": values["virtual_meeting_link"],
        "conference_url_notes": values["virtual_meeting_additional_info"],
        "conference_phone": values["phone_meeting_number"],
        "attendance_option": {"1": "in_person", "2": "online", "3": "hybrid"}.get(values["venue_type"], ""),
        "updated": changed_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"),
    }
    return {name: value for name, value in row.items() if value != ""}


def _minutes(time: str) -> int:
    return int(time[:2]) * 60 + int(time[3:5])


def day_of(text: str) -> date | None:
    """A day written YYYY-MM-DD."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None
