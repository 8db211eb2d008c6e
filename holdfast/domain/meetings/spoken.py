"""A meeting's rhythm as people say it, and what is not as usual on its next dates; the words are the page's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from holdfast.domain.meetings.meeting import Change, ChangeKind, Meeting, Slot
from holdfast.domain.meetings.times import (
    DAY_CODES,
    change_on,
    every_weeks,
    next_occurrence,
    nth_of_month,
    occurrences,
)

WHICH = (1, 2, 3, 4, 5, -1)
"""Of the weekdays of a month; -1 is the last."""
STILL_COUNTS = timedelta(minutes=10)
"""After its start a meeting is still the next one."""
SPANS = (timedelta(days=8), timedelta(days=70), timedelta(days=400))


class Often(StrEnum):
    """How often, as people choose it."""

    WEEKLY = "weekly"
    EVERY_WEEKS = "every_weeks"
    MONTHLY = "monthly"
    """On the first, second or last such weekday."""
    RULE = "rule"
    """By a rule that has no plain words."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a slot's weekday comes round."""

    often: Often
    weeks: int = 1
    which: tuple[int, ...] = ()


WEEKLY = Rhythm(Often.WEEKLY)
BY_RULE = Rhythm(Often.RULE)


def rhythm_of(slot: Slot) -> Rhythm:
    """The slot's rhythm, where plain words say exactly what its rule says."""
    if not slot.rule:
        return WEEKLY
    parts = dict(part.partition("=")[::2] for part in slot.rule.split(";"))
    frequency, days = parts.pop("FREQ", ""), parts.pop("BYDAY", DAY_CODES[slot.day]).split(",")
    interval, place = int(parts.pop("INTERVAL", 1)), parts.pop("BYSETPOS", "")
    parts.pop("WKST", None)
    if parts:
        return BY_RULE
    if frequency == "WEEKLY" and days == [DAY_CODES[slot.day]] and not place:
        return Rhythm(Often.EVERY_WEEKS, interval) if interval > 1 else WEEKLY
    if frequency == "MONTHLY" and interval == 1:
        return _monthly(slot.day, days, place)
    return BY_RULE


def _monthly(day: int, days: list[str], place: str) -> Rhythm:
    if place:
        days = [place + one for one in days]
    which = [one.removesuffix(DAY_CODES[day]) for one in days]
    if (len(days) > 1 and place) or not all(one.lstrip("+-").isdigit() and int(one) in WHICH for one in which):
        return BY_RULE
    return Rhythm(Often.MONTHLY, which=tuple(sorted({int(one) for one in which}, key=WHICH.index)))


def rule_for(rhythm: Rhythm, day: int) -> str:
    """The recurrence rule of a rhythm on a weekday. Not for `BY_RULE`, which has its own."""
    if rhythm.often is Often.MONTHLY:
        return nth_of_month(day, *rhythm.which)
    return every_weeks(day, rhythm.weeks)


@dataclass(frozen=True, slots=True)
class Ahead:
    """One coming date: it meets as usual, otherwise, or not."""

    start: datetime
    end: datetime | None
    change: Change | None = None

    @property
    def is_off(self) -> bool:
        """It does not meet."""
        return self.change is not None and self.change.kind is ChangeKind.CANCELLED


def dates_ahead(meeting: Meeting, now: datetime, *, most: int = 6) -> tuple[Ahead, ...]:
    """The next dates in order, with single dates on which it does not meet among them.

    Longer closures are left out: see `spans_ahead`. Where the zone is not known the times are the place's own, put
    down as UTC.
    """
    single = tuple(one for one in meeting.changes if one.kind is ChangeKind.CANCELLED and not is_span(one))
    meeting = replace(meeting, changes=tuple(one for one in meeting.changes if one not in single))
    begin = now - STILL_COUNTS
    for span in SPANS:
        found = occurrences(meeting, begin, begin + span, meeting.zone or "UTC")
        if len(found) >= most:
            break
    return tuple(_ahead(one.start, one.end, one.change, single) for one in found[:most])


def _ahead(start: datetime, end: datetime | None, change: Change | None, off: Iterable[Change]) -> Ahead:
    is_extra = change is not None and change.kind is ChangeKind.EXTRA
    return Ahead(start, end, change if is_extra else change_on(off, start.date()) or change)


def is_span(change: Change) -> bool:
    """It is about more than one day."""
    return change.last_on is None or change.last_on > change.first_on


def is_over(change: Change, today: date) -> bool:
    """It says nothing about today or later."""
    return change.last_on is not None and change.last_on < today


def spans_ahead(meeting: Meeting, today: date) -> tuple[Change, ...]:
    """Closures and moves of more than a day that last or are to come, the first one first."""
    spans = (one for one in meeting.changes if is_span(one) and one.kind is not ChangeKind.EXTRA)
    return tuple(sorted((one for one in spans if not is_over(one, today)), key=lambda one: one.first_on))


def today_at(meeting: Meeting, now: datetime) -> date:
    """The day it is where it meets."""
    return now.astimezone(ZoneInfo(meeting.zone)).date() if meeting.zone else now.date()


def is_shut(meeting: Meeting, now: datetime) -> bool:
    """It is closed for now: its source says so, or a closure of more than a day holds today."""
    today = today_at(meeting, now)
    closures = (one for one in spans_ahead(meeting, today) if one.kind is ChangeKind.CANCELLED)
    return meeting.is_closed or any(one.is_on(today) for one in closures)


def is_plain(meeting: Meeting) -> bool:
    """It meets every week, and nothing is said about single dates."""
    return bool(meeting.slots) and not meeting.changes and all(not slot.rule for slot in meeting.slots)


def next_moment(meeting: Meeting, now: datetime) -> datetime | None:
    """When it starts next; None where it does not, or where nobody knows in which zone."""
    found = next_occurrence(meeting, now - STILL_COUNTS)
    return found.start if found else None


_NTH = r"(?:1st|2nd|3rd|4th|5th|first|second|third|fourth|last)"
_NOT_WEEKLY = re.compile(
    r"(?<!also )(?<!business )\b(?:only )?(?:meets?|meeting (?:occurs|is held|takes place))"
    rf"(?: only)?(?: on)?(?: the)? {_NTH}\b"
    rf"|\b{_NTH}\b[^.;!?]{{0,40}}\bmonth\b[^.;!?]{{0,10}}\bonly\b"
    r"|\bmeets? (?:every other|every second|bi-?weekly|monthly|once a month|alternate)"
    r"|\bse reúne (?:solo |sólo )?(?:el|la|los|las) (?:primer|segund|tercer|cuart|últim)"
    r"|\bse reúne (?:cada dos semanas|cada quince días|una vez al mes|mensualmente)"
    r"|\b(?:trifft sich|meeting) (?:nur )?(?:am|jeden) (?:[1-5]\.|erst|zweit|dritt|viert|letzt)",
    re.IGNORECASE,
)  # fmt: skip
"""Only what says when the group meets: one with a "speaker on the last Sunday of the month" meets every week."""


def may_not_be_weekly(meeting: Meeting) -> bool:
    """Listed as every week, while its own words speak of another rhythm: most formats cannot say one. English, Spanish
    and German."""
    if any(slot.rule for slot in meeting.slots) or not meeting.slots:
        return False
    return any(_NOT_WEEKLY.search(text) for text in (meeting.name, meeting.notes, meeting.group_notes) if text)
