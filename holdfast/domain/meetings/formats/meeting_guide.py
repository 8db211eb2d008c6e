"""Meeting Guide JSON (code4recovery/spec): one list of flat objects, weekly meetings only.

Read leniently, because real feeds are: days as lists or text, 12-hour times, numbers as text, nulls, types as one
string, wrappers of a database, no position. Nothing is invented: a meeting without a day is by appointment.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from holdfast.domain.meetings.fellowships import fellowship_in
from holdfast.domain.meetings.formats.feed import Parsed, Row, RowRefused, minutes_of, moment_of, plain_text, read_rows
from holdfast.domain.meetings.kinds import Meaning, is_known, meanings_for, understood
from holdfast.domain.meetings.meeting import DAY_MINUTES, Attendance, Meeting, Slot

NAME = "meeting-guide"
TEMPORARILY_CLOSED = "TC"
ONLINE = "ONL"
DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
OTHERS = frozenset({"day", "time", "types", "location"})
"""Fields that tell a meeting from anything else with a name."""
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
    """Meetings and problems."""
    found = fellowship or fellowship_said(rows)
    code = found or "aa"
    meanings = meanings_for(code)
    unknown: dict[str, int] = {}
    parsed = read_rows(NAME, rows, lambda row: _meeting(row, code, meanings, unknown))
    notes = [] if found else [ASSUMED]
    notes += [f"Type {one!r} has no meaning we know; it was kept as it is ({unknown[one]} rows)" for one in unknown]
    return parsed.with_notes(notes)


def fellowship_said(rows: list[Any]) -> str | None:
    """The fellowship for which at least half of the first rows give evidence in entity, name, group or address."""
    some = [Row(row) for row in rows[:200] if isinstance(row, dict)]
    found = [_evidence(row) for row in some]
    said = [one for one in found if one]
    most = max(set(said), key=said.count, default=None)
    return most if most and said.count(most) * 2 >= len(some) else None


def _evidence(row: Row) -> str | None:
    entity = row.text("entity").lower()
    if re.search(r"\b(aa|a\.a\.|alcoholics anonymous)\b", entity):
        return "aa"
    words = " ".join((entity, row.text("name"), row.text("group"), row.text("url").replace("/", " ").replace("-", " ")))
    host = re.sub(r"^https?://([^/]*).*$", r"\1", row.text("url").lower())
    known = fellowship_in(words) or (fellowship_in(re.sub(r"(al-?anon|nar-?anon)", r" \1 ", host)) if host else None)
    return known.code if known else None


def _meeting(row: Row, fellowship: str, meanings: Mapping[str, Meaning], unknown: dict[str, int]) -> Meeting:
    if row.values.get("archived") is True:
        raise RowRefused("archived", "The feed marks it as archived; it no longer meets")
    codes = _codes(row)
    for code in codes:
        if not is_known(code, fellowship, meanings):
            unknown[code] = unknown.get(code, 0) + 1
    kinds, languages = understood(codes, meanings)
    latitude, longitude = row.position()
    link, phone = row.link("conference_url"), row.phone("conference_phone")
    attendance = _attendance(row, codes, is_online=bool(link or phone) or ONLINE in codes)
    return Meeting(
        key=_key(row),
        name=_name(row),
        fellowship=fellowship,
        types=codes,
        kinds=kinds,
        languages=languages | _languages(row),
        slots=_slots(row),
        zone=row.zone("timezone"),
        zone_is_stated=bool(row.text("timezone")),
        attendance=attendance,
        is_closed=TEMPORARILY_CLOSED in codes,
        address=row.text("address") or row.text("formatted_address"),
        city=row.text("city") if row.text("address") else "",
        state=row.text("state") if row.text("address") else "",
        postal_code=row.text("postal_code") if row.text("address") else "",
        country=row.text("country") if row.text("address") else "",
        regions=_regions(row),
        latitude=latitude,
        longitude=longitude,
        is_approximate=not _is_specific(row),
        location=row.text("location"),
        location_notes=row.text("location_notes"),
        group=row.text("group"),
        group_notes=row.text("group_notes"),
        notes=row.text("notes"),
        conference_url=link,
        conference_url_notes=row.text("conference_url_notes"),
        conference_phone=phone,
        conference_phone_notes=row.text("conference_phone_notes"),
        url=row.link("url"),
        updated_at=moment_of(row.values.get("updated") or row.values.get("updatedAt")),
    )


def _key(row: Row) -> str:
    key = row.text("slug")
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
    days, start = _days(row), row.values.get("time")
    if start in (None, ""):
        if days:
            row.warn("time", "There is a day but no time; it is listed as by appointment")
        return ()
    minute = minutes_of(start)
    if minute is None:
        raise RowRefused("time", f"{str(start)[:40]!r} is not a time; write 19:00")
    if not days:
        row.warn("day", "There is a time but no day; it is listed as by appointment")
    end = _end(row, minute)
    return tuple(sorted(Slot(day, minute, end) for day in days))


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
    value = row.values.get("types")
    if isinstance(value, str):
        value = re.split(r"[,;]", value.strip("[] "))
    codes = [plain_text(str(one)).strip(" []\"'") for one in value] if isinstance(value, list) else []
    return tuple(dict.fromkeys(SPOKEN.get(code.lower(), code)[:40] for code in codes if code))


def _languages(row: Row) -> frozenset[str]:
    value = row.values.get("languages")
    found = [str(one).lower()[:2] for one in value] if isinstance(value, list) else []
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
    if said in {"in_person", "online", "hybrid"}:
        return Attendance(said)
    if is_online and (TEMPORARILY_CLOSED in codes or not _is_specific(row)):
        return Attendance.ONLINE
    if not _is_specific(row):
        return Attendance.UNKNOWN
    return Attendance.HYBRID if is_online else Attendance.IN_PERSON
