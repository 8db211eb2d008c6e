"""Meeting Guide JSON (code4recovery/spec): one list of flat objects, weekly meetings only.

Read leniently, because real feeds are: days as lists or text, 12-hour times, numbers as text, nulls, types as one
string, wrappers of a database, no position. Nothing is invented: a meeting without a day is by appointment.

Written strictly: one row for each weekly time, because readers trip over lists of days; `slug` is made of the
listing's id, the day and the time; `holdfast_id` is the same in all rows of one meeting, so that our reader makes one
meeting of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC
from typing import Any

from holdfast.domain.meetings.fellowships import FELLOWSHIPS, fellowship_in
from holdfast.domain.meetings.formats.beyond import beyond, listed, read_beyond, rhythm, slot_texts
from holdfast.domain.meetings.formats.feed import (
    Offered,
    Parsed,
    Row,
    RowRefused,
    minutes_of,
    moment_of,
    plain_text,
    read_rows,
)
from holdfast.domain.meetings.kinds import CODE_OF, Kind, is_known, meanings_for, understood
from holdfast.domain.meetings.meeting import DAY_MINUTES, Attendance, Category, Meeting, Slot
from holdfast.domain.meetings.times import clock

NAME = "meeting-guide"
TEMPORARILY_CLOSED = "TC"
ONLINE = "ONL"
NO_TYPES = "-"
"""Stands for an empty list of own types."""
DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
OTHERS = frozenset({"day", "time", "types", "location"})
"""Fields that tell a meeting from anything else with a name."""
TEXTS = (
    "location",
    "location_notes",
    "group",
    "group_notes",
    "notes",
    "conference_url_notes",
    "conference_phone_notes",
)
LONGEST_NAME = 255
SPOKEN: Mapping[str, str] = {
    "open": "O",
    "closed": "C",
    "women": "W",
    "men": "M",
    "online": ONLINE,
    "onl": ONLINE,
    "speaker": "SP",
}
"""Types that some feeds write as words."""
ASSUMED = (
    "Nothing in the feed says which fellowship it belongs to; AA was assumed, whose format this is. Say it if not."
)


def rows_of(content: Any) -> list[Any] | None:
    """The rows, if this is a Meeting Guide feed."""
    if not isinstance(content, list):
        return None
    some = [row for row in content[:50] if isinstance(row, dict)]
    looks = sum("slug" in row or ("name" in row and not OTHERS.isdisjoint(row)) for row in some)
    return content if looks and looks * 2 >= len(some) else None


def read(rows: list[Any], content: Any, *, fellowship: str | None = None) -> Parsed:
    """Meetings and problems. Where nothing says whose they are, they are AA's."""
    found = fellowship or fellowship_said(rows)
    parsed = read_named(NAME, rows, fellowship=found or "aa")
    return parsed if found else parsed.with_notes([ASSUMED])


def read_named(name: str, rows: list[Any], *, fellowship: str | None) -> Parsed:
    """Meetings and problems of rows with the fields of this format, from whatever file they came."""
    unknown: dict[str, int] = {}
    first, others = _gathered(rows)
    parsed = read_rows(name, first, lambda row: _with_times_of(others, row, meeting_of(row, fellowship, unknown)))
    told = "has no meaning we know; it was kept as it is"
    return parsed.with_notes(f"Type {code!r} {told} ({count} rows)" for code, count in unknown.items())


def _gathered(rows: list[Any]) -> tuple[list[Any], Mapping[str, list[dict[str, Any]]]]:
    """The first row of each meeting, and by the id that we gave it the other rows with its other times."""
    first: list[Any] = []
    others: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        known = row.get("holdfast_id") if isinstance(row, dict) else None
        if isinstance(known, str) and known in others:
            others[known].append(row)
            continue
        first.append(row)
        if isinstance(known, str) and known:
            others[known] = []
    return first, others


def _with_times_of(others: Mapping[str, list[dict[str, Any]]], row: Row, meeting: Meeting) -> Meeting:
    more = others.get(str(row.values.get("holdfast_id")))
    if not more:
        return meeting
    found = {*meeting.slots, *(slot for values in more for slot in _slots(Row(values)))}
    return replace(meeting, slots=tuple(sorted(found)))


def fellowship_said(rows: list[Any]) -> str | None:
    """The fellowship for which at least half of the first rows give evidence in entity, name, group or address."""
    some = [Row(row) for row in rows[:200] if isinstance(row, dict)]
    found = [_evidence(row) for row in some]
    said = [one for one in found if one]
    most = max(set(said), key=said.count, default=None)
    return most if most and said.count(most) * 2 >= len(some) else None


def _evidence(row: Row) -> str | None:
    if (said := row.text("fellowship")) in FELLOWSHIPS:
        return said
    entity = row.text("entity").lower()
    if re.search(r"\b(aa|a\.a\.|alcoholics anonymous)\b", entity):
        return "aa"
    words = " ".join((entity, row.text("name"), row.text("group"), row.text("url").replace("/", " ").replace("-", " ")))
    host = re.sub(r"^https?://([^/]*).*$", r"\1", row.text("url").lower())
    known = fellowship_in(words) or (fellowship_in(re.sub(r"(al-?anon|nar-?anon)", r" \1 ", host)) if host else None)
    return known.code if known else None


def meeting_of(row: Row, fellowship: str | None, unknown: dict[str, int]) -> Meeting:
    """One row with its own time. Codes without a meaning are counted in `unknown`."""
    if row.values.get("archived") is True:
        raise RowRefused("archived", "The feed marks it as archived; it no longer meets")
    said = row.text("fellowship")
    fellowship = said if said in FELLOWSHIPS else fellowship
    codes = _codes(row)
    meanings = meanings_for(fellowship)
    for code in codes:
        if not is_known(code, fellowship, meanings):
            unknown[code] = unknown.get(code, 0) + 1
    kinds, languages = understood(codes, meanings)
    own = read_beyond(row)
    link, phone = row.link("conference_url"), row.phone("conference_phone")
    attendance = _attendance(row, codes, is_online=bool(link or phone) or ONLINE in codes)
    facts = {
        "key": _key(row),
        "name": _name(row),
        "fellowship": fellowship,
        "types": codes,
        "kinds": kinds,
        "languages": _languages(row) | (frozenset() if "kinds" in own else languages),
        "slots": _slots(row),
        "zone": row.zone("timezone"),
        "zone_is_stated": bool(row.text("timezone")) and row.text("timezone_derived") != "yes",
        "attendance": attendance,
        "is_closed": TEMPORARILY_CLOSED in codes or row.text("temporarily_closed") == "yes",
        "regions": _regions(row),
        "conference_url": link,
        "conference_phone": phone,
        "url": row.link("url") or row.link("website"),
        "feedback_url": row.link("feedback_url"),
        "updated_at": moment_of(row.values.get("updated") or row.values.get("updatedAt")),
    }
    texts = {name: row.text(name) for name in TEXTS}
    return Meeting(**{**facts, **texts, **_place(row, attendance), **_entity(row), **own})


def _place(row: Row, attendance: Attendance) -> dict[str, Any]:
    """Address and position. What is only online has no door."""
    is_derived = row.text("address_derived") == "yes"
    one_line = "" if row.text("address") or is_derived else row.text("formatted_address")
    parts = {name: "" if one_line else row.text(name) for name in ("city", "state", "postal_code", "country")}
    latitude, longitude, is_box = _position(row)
    is_area = is_box or not _is_specific(row) or attendance is Attendance.ONLINE
    return {
        **parts,
        "address": one_line or row.text("address"),
        "latitude": latitude,
        "longitude": longitude,
        "is_approximate": {"area": True, "exact": False}.get(row.text("position_is"), is_area),
    }


def _position(row: Row) -> tuple[float | None, float | None, bool]:
    """Latitude, longitude, and whether it is the middle of a box around an area."""
    for name in ("latitude", "longitude"):
        row.values.setdefault(name, row.values.get(f"area_{name}"))
    numbers = re.findall(r"-?\d+(?:\.\d+)?", row.text("coordinates"))
    if row.values.get("latitude") not in (None, "") or len(numbers) not in {2, 4}:
        return *row.position(), False
    corners = [float(number) for number in numbers]
    row.values["latitude"] = sum(corners[::2]) / (len(corners) // 2)
    row.values["longitude"] = sum(corners[1::2]) / (len(corners) // 2)
    return *row.position(), len(corners) == 4


def _entity(row: Row) -> dict[str, str]:
    """Who stands behind it. A row's own phone and e-mail may be a person's: they are only read where we wrote them."""
    is_ours = bool(row.text("holdfast_id"))
    phone = row.text("entity_phone") or (row.text("phone") if is_ours else "")
    email = row.text("entity_email") or (row.text("email") if is_ours else "")
    return {
        "organization": row.text("entity") or row.text("district"),
        "phone": phone[:60],
        "email": email[:254] if re.fullmatch(r"[^@\s]+@[^@\s]+", email) else "",
    }


def _key(row: Row) -> str:
    key = row.text("holdfast_id") or row.text("slug")
    if not key and (number := row.text("id")):
        row.warn("slug", "The slug is missing; the id was taken in its place")
        return number[:190]
    if not key:
        raise RowRefused("slug", "Give every meeting a slug of its own")
    return key[:190]


def _name(row: Row) -> str:
    name = row.text("name")
    if not name:
        raise RowRefused("name", "Give the meeting a name")
    return name


def _slots(row: Row) -> tuple[Slot, ...]:
    said, start = _days(row), row.values.get("time")
    if start in (None, ""):
        if said:
            row.warn("time", "There is a day but no time; it is listed as by appointment")
        return ()
    minute = minutes_of(start)
    if minute is None:
        raise RowRefused("time", f"{str(start)[:40]!r} is not a time; write 19:00")
    rule, since, days = rhythm(row, said)
    if not days:
        row.warn("day", "There is a time but no day; it is listed as by appointment")
    end = _end(row, minute)
    return tuple(sorted(Slot(day, minute, end, rule, since) for day in days))


def _days(row: Row) -> frozenset[int]:
    value = row.values.get("day")
    return frozenset(_day(row, one) for one in (value if isinstance(value, list) else [value]) if one not in (None, ""))


def _day(row: Row, value: Any) -> int:
    text = str(value).strip().lower()
    if text in DAYS:
        return DAYS.index(text)
    if not re.fullmatch(r"[0-7]", text):
        raise RowRefused("day", f"{str(value)[:40]!r} is not a day; write 0 for Sunday to 6 for Saturday")
    if text == "7" and "_id" not in row.values:
        row.warn("day", "Day 7 was taken as Sunday; write 0")
    return int(text) % 7


def _end(row: Row, start: int) -> int | None:
    value = row.values.get("end_time")
    if value not in (None, ""):
        minute = minutes_of(value)
        if minute is None:
            row.warn("end_time", f"{str(value)[:40]!r} is not a time; it was left out")
        return minute
    length = row.number("duration")
    return int(start + length) % DAY_MINUTES if length and 0 < length < DAY_MINUTES else None


def _codes(row: Row) -> tuple[str, ...]:
    value = row.values.get("own_types", row.values.get("types"))
    if isinstance(value, str):
        value = re.split(r"[,;]", value.strip("[] "))
    codes = [plain_text(str(one)).strip(" []\"'") for one in value] if isinstance(value, list) else []
    said = (SPOKEN.get(code.lower(), code)[:40] for code in codes if code and code != NO_TYPES)
    return tuple(dict.fromkeys(said))


def _languages(row: Row) -> frozenset[str]:
    found = [one.lower()[:2] for one in listed(row.values.get("languages"))]
    return frozenset(one for one in found if re.fullmatch("[a-z]{2}", one))


def _regions(row: Row) -> tuple[str, ...]:
    value = row.values.get("regions")
    if isinstance(value, list):
        texts = (plain_text(one)[:100] for one in value if isinstance(one, str))
        return tuple(text for text in texts if text)
    return tuple(text for name in ("region", "sub_region", "sub_sub_region") if (text := row.text(name)))


def _is_specific(row: Row) -> bool:
    """Whether the address is of a door. Where the feed does not say, an address with a street is."""
    said = str(row.values.get("approximate", "")).lower()
    if said in {"yes", "true"}:
        return False
    if said in {"no", "false"} or row.text("address"):
        return True
    return row.text("formatted_address").count(",") >= 3


def _attendance(row: Row, codes: tuple[str, ...], *, is_online: bool) -> Attendance:
    """As the plugin and TSML UI derive it, but an unusual link does not make a meeting vanish."""
    said = row.text("attendance_option")
    if said in set(Attendance):
        return Attendance(said)
    if is_online and (TEMPORARILY_CLOSED in codes or not _is_specific(row)):
        return Attendance.ONLINE
    if not _is_specific(row):
        return Attendance.UNKNOWN
    return Attendance.HYBRID if is_online else Attendance.IN_PERSON


def render(offered: Iterable[Offered]) -> Iterator[bytes]:
    """The feed, a meeting at a time: UTF-8, one row on each line."""
    between = b"[\n"
    for one in offered:
        for row in rows_for(one):
            yield between + json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()
            between = b",\n"
    yield b"[]\n" if between == b"[\n" else b"\n]\n"


def rows_for(offered: Offered) -> Iterator[dict[str, Any]]:
    """One row for each weekly time, or one without a time where it is by appointment.

    None for what the format would say wrongly: services, communities, and what only meets in another rhythm.
    """
    meeting = offered.meeting
    if meeting.category is not Category.MEETING:
        return
    common = {**for_readers(meeting), "holdfast_id": str(offered.id), "data_source_name": offered.source_name}
    if offered.licence:
        common["data_source_licence"] = offered.licence
    if meeting.is_by_appointment:
        yield {"slug": str(offered.id), **common}
    taken: set[str] = set()
    for slot in meeting.slots:
        if not slot.rule:
            yield {"slug": slug_of(str(offered.id), slot, taken), **time_of(slot), **common}


def slug_of(base: str, slot: Slot, taken: set[str]) -> str:
    """`<id>-d2-1900`; with a number behind it where two times differ only in their end."""
    wanted = f"{base}-d{slot.day}-{clock(slot.start).replace(':', '')}"
    slug, number = wanted, 2
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    taken.add(slug)
    return slug


def time_of(slot: Slot) -> dict[str, Any]:
    said = {"day": slot.day, "time": clock(slot.start)}
    return {**said, **({} if slot.end is None else {"end_time": clock(slot.end)}), **slot_texts(slot)}


def shared(meeting: Meeting) -> dict[str, Any]:
    """What all rows of a meeting say, in the words of the format."""
    is_area = meeting.is_approximate or meeting.attendance is Attendance.ONLINE
    entity = "entity_" if meeting.organization else ""
    said: dict[str, Any] = {name: getattr(meeting, name) for name in TEXTS}
    said |= {
        "name": meeting.name[:LONGEST_NAME],
        "types": list(meeting.types),
        "timezone": meeting.zone,
        **_address(meeting),
        "approximate": "yes" if is_area else "no",
        "regions": list(meeting.regions),
        "conference_url": meeting.conference_url,
        "conference_phone": meeting.conference_phone,
        "url": meeting.url,
        "entity": meeting.organization,
        f"{entity}phone": meeting.phone,
        f"{entity}email": meeting.email,
        "feedback_url": meeting.feedback_url,
        "updated": f"{meeting.updated_at.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if meeting.updated_at else "",
    }
    return {name: value for name, value in {**said, **beyond(meeting)}.items() if value not in (None, "", [])}


def _address(meeting: Meeting) -> dict[str, Any]:
    parts = {name: getattr(meeting, name) for name in ("city", "state", "postal_code", "country")}
    street = "address" if any(parts.values()) else "formatted_address"
    if not meeting.place and (about := _about_where(meeting)):
        parts = {"formatted_address": about, "address_derived": "yes"}
    position: dict[str, float] = {}
    if meeting.latitude is not None and meeting.longitude is not None:
        position = {"latitude": round(meeting.latitude, 5), "longitude": round(meeting.longitude, 5)}
    return {street: meeting.address, **parts, **position}


def for_readers(meeting: Meeting) -> dict[str, Any]:
    """The same as readers of the format understand it; what they would misread stands under keys of ours beside it.

    They take `approximate` for "there is no door": so one with a street says "no", wherever its position comes from,
    and the position of a town is not given as a door's. They know AA's codes only: so other fellowships' own codes
    would be misread (NA's B, beginners, as Big Book).
    """
    said, types = shared(meeting), _types_for_readers(meeting)
    is_area = _is_area(meeting)
    if types != list(meeting.types):
        said |= {"types": types, "own_types": list(meeting.types) or [NO_TYPES]}
    if meeting.attendance is not Attendance.ONLINE and is_area != meeting.is_approximate:
        said |= {
            "approximate": "yes" if is_area else "no",
            "position_is": "area" if meeting.is_approximate else "exact",
        }
    if meeting.is_approximate and not is_area:
        said |= {f"area_{name}": said.pop(name) for name in ("latitude", "longitude") if name in said}
    return {name: value for name, value in said.items() if value != []}


def _is_area(meeting: Meeting) -> bool:
    if meeting.attendance not in {Attendance.IN_PERSON, Attendance.HYBRID}:
        return True
    return meeting.is_approximate and not meeting.address


def _types_for_readers(meeting: Meeting) -> list[str]:
    closed = [TEMPORARILY_CLOSED] if meeting.is_closed and TEMPORARILY_CLOSED not in meeting.types else []
    if meeting.fellowship == "aa":
        return list(meeting.types) + closed
    said = [CODE_OF[kind] for kind in Kind if kind in meeting.kinds and kind in CODE_OF]
    return said + closed + [CODE_OF[code] for code in sorted(meeting.languages) if code in CODE_OF]


def _about_where(meeting: Meeting) -> str:
    """Something in place of an address that nobody has: known readers drop a row without one, also online. Our own
    reader does not take it for an address."""
    zone = (meeting.zone or "").rpartition("/")[2].replace("_", " ")
    return meeting.location or ", ".join(reversed(meeting.regions)) or zone or "Online"
