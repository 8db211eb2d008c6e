"""When a meeting really meets: every week, every other week, the last Sunday of a month, and dates that differ.

Rules are RFC 5545 recurrence rules, expanded by dateutil on the meeting's own clock; the zone is put on afterwards, so
that seven in the evening stays seven in the evening when the clocks change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rruleset, rrulestr

from holdfast.domain.meetings.meeting import Change, ChangeKind, Meeting, Slot

DAY_CODES = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
"""In the order of `Slot.day`."""
LONGEST_RULE = 200
MOST_DATES = 1000
EPOCH = date(2000, 1, 2)
"""A Sunday; where a rule needs a beginning and nobody said one."""
_PARTS = {
    "FREQ": "DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": r"[1-9]\d?",
    "BYDAY": r"(?:[+-]?[1-5])?(?:SU|MO|TU|WE|TH|FR|SA)(?:,(?:[+-]?[1-5])?(?:SU|MO|TU|WE|TH|FR|SA)){0,6}",
    "BYMONTHDAY": r"-?\d{1,2}(?:,-?\d{1,2}){0,30}",
    "BYMONTH": r"\d{1,2}(?:,\d{1,2}){0,11}",
    "BYSETPOS": r"-?\d{1,2}",
    "WKST": "SU|MO|TU|WE|TH|FR|SA",
    "COUNT": r"\d{1,3}",
    "UNTIL": r"\d{8}(?:T\d{6}Z?)?",
}


class RuleRefused(Exception):
    """A recurrence rule that cannot be kept; the text says why."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time at which it meets. Aware, in the meeting's zone."""

    start: datetime
    end: datetime | None
    change: Change | None = None
    """Why this one is not as usual."""


def clock(minutes: int | None) -> str:
    """HH:MM; empty for None."""
    return "" if minutes is None else f"{minutes // 60:02}:{minutes % 60:02}"


def rule_of(text: str) -> str:
    """The rule in one spelling; empty for every week. Refuses what is not a rule or repeats within a day."""
    parts = dict(_part(one) for one in text.strip().upper().removeprefix("RRULE:").split(";") if one)
    if len(text) > LONGEST_RULE or "FREQ" not in parts:
        raise RuleRefused("Write a recurrence rule such as FREQ=MONTHLY;BYDAY=-1SU")
    if (
        parts["FREQ"] == "WEEKLY"
        and parts.get("INTERVAL", "1") == "1"
        and not parts.keys() - {"FREQ", "INTERVAL", "BYDAY", "WKST"}
    ):
        return ""
    rule = ";".join(f"{name}={parts[name]}" for name in _PARTS if name in parts)
    try:
        _expanded(rule, EPOCH)
    except (ValueError, TypeError, AttributeError) as error:
        raise RuleRefused(f"The recurrence rule cannot be read: {error}") from error
    return rule


def _part(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    if name not in _PARTS or not re.fullmatch(_PARTS[name], value):
        raise RuleRefused(f"{text[:40]!r} is not a part of a recurrence rule that can be kept")
    return name, value


def nth_of_month(day: int, *which: int) -> str:
    """The rule for the first, second or last (-1) such weekday of every month."""
    return "FREQ=MONTHLY;BYDAY=" + ",".join(f"{number}{DAY_CODES[day]}" for number in which)


def every_weeks(day: int, weeks: int) -> str:
    """The rule for every so many weeks; needs `Slot.since`."""
    return "" if weeks == 1 else f"FREQ=WEEKLY;INTERVAL={weeks};BYDAY={DAY_CODES[day]}"


def occurrences(meeting: Meeting, after: datetime, before: datetime, zone: str | None = None) -> list[Occurrence]:
    """When it meets, after <= start < before, in order. Empty where no zone is known: nothing is guessed."""
    name = zone or meeting.zone
    if name is None:
        return []
    here = _zone(name)
    first, last = after.astimezone(here).date() - timedelta(days=1), before.astimezone(here).date()
    found = [_occurrence(*one, here) for one in _dated(meeting, first, last)]
    kept = {(one.start, one.end): one for one in found if after <= one.start < before}
    return sorted(kept.values(), key=lambda one: one.start)


def next_occurrence(meeting: Meeting, now: datetime, *, within: timedelta = timedelta(days=400)) -> Occurrence | None:
    """The next time it meets; looks a week ahead first, since most meet every week."""
    for days in (timedelta(days=8), timedelta(days=70), within):
        if found := occurrences(meeting, now, now + min(days, within)):
            return found[0]
    return None


def _dated(meeting: Meeting, first: date, last: date) -> Iterator[tuple[date, int, int | None, Change | None]]:
    """Date, start, end and what is unusual; cancelled dates are left out."""
    for slot in meeting.slots:
        for day in dates(slot, first, last):
            change = change_on(meeting.changes, day)
            if change is None:
                yield day, slot.start, slot.end, None
            elif change.kind is ChangeKind.MOVED:
                start = slot.start if change.start is None else change.start
                yield day, start, change.end if change.start is not None else slot.end, change
    for change in meeting.changes:
        if change.kind is ChangeKind.EXTRA and change.start is not None:
            for day in _days_between(max(change.first_on, first), min(change.last_on or change.first_on, last)):
                yield day, change.start, change.end, change


def change_on(changes: Iterable[Change], day: date) -> Change | None:
    """What differs on a day; a cancellation speaks louder than a move, the shorter span louder than the longer."""
    there = [one for one in changes if one.kind is not ChangeKind.EXTRA and one.is_on(day)]
    return min(there, key=_loudness, default=None)


def _loudness(change: Change) -> tuple[bool, int]:
    length = 10_000 if change.last_on is None else (change.last_on - change.first_on).days
    return length > 0 and change.kind is not ChangeKind.CANCELLED, length


def dates(slot: Slot, first: date, last: date) -> list[date]:
    """The dates of a slot, first <= date <= last, without regard to exceptions."""
    if not slot.rule:
        begin = max(first, slot.since) if slot.since else first
        day = begin + timedelta(days=(slot.day - begin.isoweekday()) % 7)
        return [day + timedelta(days=7 * week) for week in range(max(0, (last - day).days // 7 + 1))]
    begin = slot.since or EPOCH + timedelta(days=slot.day)
    found = _expanded(slot.rule, begin).between(_midnight(first), _midnight(last), inc=True)
    return [moment.date() for moment in found[:MOST_DATES]]


@lru_cache(maxsize=2000)
def _expanded(rule: str, begin: date) -> rrule | rruleset:
    return rrulestr(rule.replace("Z", ""), dtstart=_midnight(begin), cache=False)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _days_between(first: date, last: date) -> Iterator[date]:
    for number in range(min((last - first).days + 1, MOST_DATES)):
        yield first + timedelta(days=number)


def _occurrence(day: date, start: int, end: int | None, change: Change | None, zone: ZoneInfo) -> Occurrence:
    begins = _moment(day, start, zone)
    if end is None:
        return Occurrence(begins, None, change)
    return Occurrence(begins, _moment(day if end > start else day + timedelta(days=1), end, zone), change)


def _moment(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """The moment on the clock of the zone; an hour that the change to summer time leaves out comes an hour later."""
    local = datetime.combine(day, time(minutes // 60 % 24, minutes % 60), zone)
    return local.astimezone(UTC).astimezone(zone)


@lru_cache(maxsize=600)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
