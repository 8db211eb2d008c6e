"""When a service is open: HSDS schedules, which are RFC 5545 rules in parts, and our slots.

HSDS has no time zone by name, only an offset, and no dates on which something is off. What a schedule cannot say
stands beside it in an attribute.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from holdfast.domain.meetings.formats.feed import minutes_of
from holdfast.domain.meetings.formats.hsds_terms import FIELD, LISTING, Values, as_json, said_in, term
from holdfast.domain.meetings.meeting import Change, ChangeKind, Meeting, Slot
from holdfast.domain.meetings.times import DAY_CODES, RuleRefused, change_on, rule_of
from holdfast.domain.outside import objects

Warn = Callable[[str, str], None]
OFFSET = re.compile(r"\s*(Z|[+-]\d{1,2}(?::?\d{2})?)$", re.IGNORECASE)
SAID = {"INTERVAL": "interval", "BYDAY": "byday", "BYMONTHDAY": "bymonthday", "WKST": "wkst", "COUNT": "count"}
"""Parts of a rule that a schedule has a field for, beside FREQ and UNTIL."""
NO_RHYTHM = "The times of this schedule cannot be read; its words were kept in the notes"


# Reading


def slots_in(schedule: Values, warn: Warn) -> tuple[Slot, ...]:
    """The regular times of one schedule; none where they cannot be read, which is warned."""
    exact = said_in(objects(schedule.get("attributes"))).values.get("slot")
    if exact:
        return _exact(exact, warn)
    if not _text(schedule, "freq") and not _text(schedule, "byday"):
        return ()
    start = clock(schedule.get("opens_at"), warn)
    if start is None:
        warn("opens_at", f"{NO_RHYTHM}. Give opens_at as 19:00")
        return ()
    end, since = clock(schedule.get("closes_at"), warn), day_of(schedule.get("dtstart"))
    return tuple(Slot(day, start, end, rule, since) for day, rule in _rhythms(schedule, since, warn))


def _exact(values: list[str], warn: Warn) -> tuple[Slot, ...]:
    try:
        found = [Meeting.from_json({"slots": [json.loads(one)], "key": "", "name": ""}).slots[0] for one in values]
        return tuple(slot for slot in found if rule_of(slot.rule) == slot.rule or not slot.rule)
    except (ValueError, TypeError, RuleRefused):
        warn("schedules", NO_RHYTHM)
        return ()


def extra_in(schedule: Values, warn: Warn) -> Change | None:
    """A schedule without a rhythm is one day, where it names the day."""
    if _text(schedule, "freq") or _text(schedule, "byday"):
        return None
    first, last = day_of(schedule.get("valid_from")), day_of(schedule.get("valid_to"))
    day = day_of(schedule.get("dtstart")) or (first if first == last else None)
    start = clock(schedule.get("opens_at"), warn)
    if day is None or start is None:
        return None
    return Change(day, day, ChangeKind.EXTRA, start, clock(schedule.get("closes_at"), warn))


def _rhythms(schedule: Values, since: date | None, warn: Warn) -> Iterator[tuple[int, str]]:
    """Day and rule, one for each day of the week where a rule can be divided."""
    parts = _rule_parts(schedule, since, warn)
    if parts is None:
        return
    days = [one for one in parts.get("BYDAY", "").split(",") if one]
    weekdays = {one[-2:] for one in days}
    together = "COUNT" in parts or "BYMONTHDAY" in parts or not days
    for weekday in sorted(weekdays, key=_number) if not together else [None]:
        chosen = {**parts, "BYDAY": ",".join(one for one in days if one.endswith(weekday))} if weekday else parts
        try:
            yield _day_of_rule(chosen, since), rule_of(";".join(f"{name}={value}" for name, value in chosen.items()))
        except (RuleRefused, ValueError) as refusal:
            warn("schedules", f"{NO_RHYTHM}. {refusal}")


def _number(code: str) -> int:
    return DAY_CODES.index(code) if code in DAY_CODES else len(DAY_CODES)


def _rule_parts(schedule: Values, since: date | None, warn: Warn) -> dict[str, str] | None:
    """The parts of the rule, or none where it would not be true."""
    freq = _text(schedule, "freq").upper() or "WEEKLY"
    days = re.sub(r"[\s\[\]'\"]", "", _text(schedule, "byday").upper())
    monthdays = re.sub(r"\s", "", _text(schedule, "bymonthday"))
    if freq not in {"WEEKLY", "MONTHLY"} or _text(schedule, "byweekno"):
        warn("freq" if not _text(schedule, "byweekno") else "byweekno", f"{NO_RHYTHM}. Use WEEKLY or MONTHLY with days")
        return None
    if freq == "MONTHLY" and days and not monthdays and not re.search(r"\d", days):
        freq = "WEEKLY" if _count(schedule, "interval") in {None, 1} else freq
    parts = {"FREQ": freq, "BYDAY": days or _day_said(freq, monthdays, since)}
    if monthdays and freq == "MONTHLY":
        parts["BYMONTHDAY"] = monthdays
    elif monthdays:
        warn("bymonthday", "bymonthday belongs to MONTHLY; it was left out")
    if not parts["BYDAY"] and "BYMONTHDAY" not in parts and since is None:
        warn("byday", f"{NO_RHYTHM}. Say the days: byday MO,TU")
        return None
    return {name: value for name, value in {**parts, **_limits(schedule, since, warn)}.items() if value}


def _day_said(freq: str, monthdays: str, since: date | None) -> str:
    """A weekly rule without days is on the weekday on which it began."""
    return DAY_CODES[since.isoweekday() % 7] if freq == "WEEKLY" and since else ""


def _limits(schedule: Values, since: date | None, warn: Warn) -> dict[str, str]:
    """Interval, first day of the week and the end of the rule."""
    interval, count = _count(schedule, "interval"), _count(schedule, "count")
    until = min((day for name in ("until", "valid_to") if (day := day_of(schedule.get(name)))), default=None)
    if interval and interval > 1 and since is None:
        warn("dtstart", "Without dtstart nobody knows which of the weeks is meant")
    limits = {"INTERVAL": str(interval) if interval and interval > 1 else "", "WKST": _text(schedule, "wkst").upper()}
    if not limits["INTERVAL"]:
        limits["WKST"] = ""
    if until:
        limits["UNTIL"] = f"{until:%Y%m%d}"
    elif count and since:
        limits["COUNT"] = str(count)
    return limits


def _day_of_rule(parts: Mapping[str, str], since: date | None) -> int:
    """The weekday of a slot; of a rule by dates in the month, the one on which it began."""
    first = parts.get("BYDAY", "").split(",")[0][-2:]
    if first:
        return DAY_CODES.index(first)
    return since.isoweekday() % 7 if since else 0


def clock(value: object, warn: Warn) -> int | None:
    """Minutes after midnight on the clock of the place."""
    text = str(value).strip() if isinstance(value, (str, int)) else ""
    found = OFFSET.search(text)
    if found and found[1].upper() == "Z":
        warn("opens_at", "The time is given in UTC (Z); it was taken as the clock time of the place")
    bare = OFFSET.sub("", text) if found and ":" in text[: found.start()] else text
    return 0 if re.fullmatch(r"24:00(:00)?", bare) else minutes_of(bare)


def day_of(value: object) -> date | None:
    """A date from YYYY-MM-DD, also where a time follows."""
    try:
        return date.fromisoformat(str(value).strip()[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


def _text(values: Values, name: str) -> str:
    value = values.get(name)
    if isinstance(value, list):
        return ",".join(str(one) for one in value[:31])
    return "" if value is None or isinstance(value, (bool, dict)) else str(value).strip()[:200]


def _count(values: Values, name: str) -> int | None:
    text = _text(values, name)
    return int(float(text)) if re.fullmatch(r"\d{1,3}(\.0+)?", text) and float(text) >= 1 else None


# Writing


def schedule_of(slot: Slot, own_id: str, zone: str | None, on: date) -> Values:
    """One slot as a schedule. Its times carry the offset that the zone has on a day."""
    schedule = {"id": own_id, **_said(slot), **_clocks(slot.start, slot.end, zone, on)}
    if slot.rule and slots_in(schedule, _silent) != (slot,):
        parts = Meeting("", "", slots=(slot,)).to_json()["slots"][0]
        exact = {
            "id": str(uuid5(UUID(own_id), "slot")),
            "taxonomy_term": term(LISTING, FIELD + "slot"),
            "value": as_json(parts),
        }
        schedule["attributes"] = [exact]
    return schedule


def extra_schedule(change: Change, own_id: str, zone: str | None, on: date) -> Values:
    """An extra date as a schedule without a rhythm."""
    days = {"dtstart": f"{change.first_on}", "valid_from": f"{change.first_on}"}
    last = {"valid_to": f"{change.last_on}"} if change.last_on else {}
    noted = {"notes": change.note} if change.note else {}
    return {"id": own_id, **days, **last, **_clocks(change.start or 0, change.end, zone, on), **noted}


def _silent(name: str, advice: str) -> None:
    """Nobody needs to be told what we wrote ourselves."""


def _said(slot: Slot) -> Values:
    """What HSDS has fields for. A rule with other parts is left to the attribute: half a rule would be untrue."""
    begun = {"dtstart": f"{slot.since}"} if slot.since else {}
    if not slot.rule:
        return {"freq": "WEEKLY", "interval": 1, "byday": DAY_CODES[slot.day], **begun}
    parts = dict(one.split("=", 1) for one in slot.rule.split(";"))
    until = parts.pop("UNTIL", "")
    freq = parts.pop("FREQ")
    if freq not in {"WEEKLY", "MONTHLY"} or parts.keys() - SAID.keys() or "T" in until:
        return begun
    found: Values = {SAID[name]: int(value) if value.isdigit() else value for name, value in parts.items()}
    if "bymonthday" in found:
        found["bymonthday"] = str(found["bymonthday"])
    ends = {"until": f"{until[:4]}-{until[4:6]}-{until[6:]}"} if until else {}
    return {"freq": freq, "interval": 1, **found, **ends, **begun}


def _clocks(start: int, end: int | None, zone: str | None, on: date) -> Values:
    said: Values = {"opens_at": _time(start, zone, on)}
    if end is not None:
        said["closes_at"] = _time(end, zone, on)
    if zone:
        hours = _offset_minutes(start, zone, on) / 60
        said |= {"timezone": int(hours) if hours.is_integer() else hours, "description": f"Times are those of {zone}."}
    return said


def _time(minutes: int, zone: str | None, on: date) -> str:
    clock_time = f"{minutes // 60 % 24:02}:{minutes % 60:02}"
    if not zone:
        return clock_time
    offset = _offset_minutes(minutes, zone, on)
    return f"{clock_time}{'-' if offset < 0 else '+'}{abs(offset) // 60:02}:{abs(offset) % 60:02}"


def _offset_minutes(minutes: int, zone: str, on: date) -> int:
    moment = datetime.combine(on, time(minutes // 60 % 24, minutes % 60), ZoneInfo(zone))
    offset = moment.utcoffset()
    return round(offset.total_seconds() / 60) if offset else 0


def alert_of(changes: tuple[Change, ...], on: date) -> str:
    """What differs from now on, in words; HSDS has no dates for it."""
    coming = [one for one in changes if one.kind is not ChangeKind.EXTRA and (one.last_on is None or one.last_on >= on)]
    return " ".join(_in_words(one) for one in sorted(coming, key=lambda one: (one.first_on, str(one.last_on))))


def _in_words(change: Change) -> str:
    if change.last_on == change.first_on:
        when = f"{change.first_on}"
    else:
        when = f"From {change.first_on} " + (f"to {change.last_on}" if change.last_on else "until further notice")
    said = "closed" if change.kind is ChangeKind.CANCELLED else "elsewhere or at another time"
    at = f", {change.start // 60 % 24:02}:{change.start % 60:02}" if change.start is not None else ""
    where = f", {change.place}" if change.place else ""
    return f"{when}: {said}{where}{at}." + (f" {change.note}" if change.note else "")


def is_away(meeting: Meeting, on: date) -> bool:
    """Closed on a day until somebody says otherwise."""
    change = change_on(meeting.changes, on)
    return meeting.is_closed or bool(change and change.kind is ChangeKind.CANCELLED and change.last_on is None)


def spoken_in(schedule: Values) -> list[str]:
    """What a schedule says in words."""
    return [text for name in ("description", "attending_type", "notes") if (text := _text_long(schedule.get(name)))]


def _text_long(value: Any) -> str:
    return value.strip()[:1000] if isinstance(value, str) else ""
