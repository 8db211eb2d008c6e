"""A meeting as events that repeat: for calendars, which know rules and exceptions but no changes that hold for good.

What differs for good from some day on ends one series and begins another; what differs on single days is an exception.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from holdfast.domain.meetings.meeting import Change, ChangeKind, Meeting, Slot
from holdfast.domain.meetings.times import DAY_CODES, change_on, clock, dates

LOOK_AHEAD = (timedelta(days=400), timedelta(days=366 * 9), timedelta(days=366 * 60))
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Series:
    """One event that repeats, or happens once where `rule` is empty."""

    uid: str
    first: date
    start: int
    end: int | None
    rule: str = ""
    place: str = ""
    note: str = ""
    without: tuple[date, ...] = ()
    instead: tuple[tuple[date, Change], ...] = ()
    usual_start: int = 0
    usual_end: int | None = None
    """What a date instead has where its change names no other time."""


def series_of(base: str, meeting: Meeting, start: date) -> list[Series]:
    """Everything from a day on, as events that repeat and their exceptions."""
    found = [one for slot in meeting.slots for one in _slot_series(base, meeting, slot, start)]
    found += [_extra(base, change) for change in meeting.changes if _is_extra(change, start)]
    seen: dict[str, int] = {}
    for number, one in enumerate(found):
        seen[one.uid] = seen.get(one.uid, 0) + 1
        if seen[one.uid] > 1:
            found[number] = replace(one, uid=f"{one.uid}-{seen[one.uid]}")
    return found


def _is_extra(change: Change, start: date) -> bool:
    return change.kind is ChangeKind.EXTRA and change.start is not None and (change.last_on or change.first_on) >= start


def _extra(base: str, change: Change) -> Series:
    last = change.last_on or change.first_on
    rule = "" if last == change.first_on else f"FREQ=DAILY;UNTIL={last:%Y%m%d}"
    uid = f"{base}-x{change.first_on:%Y%m%d}-{clock(change.start).replace(':', '')}"
    return Series(uid, change.first_on, change.start or 0, change.end, rule, change.place, change.note)


def _slot_series(base: str, meeting: Meeting, slot: Slot, start: date) -> Iterator[Series]:
    slot = _without_count(slot)
    for number, (first, last, standing) in enumerate(_spells(meeting.changes, start)):
        uid = f"{base}-d{slot.day}-{clock(slot.start).replace(':', '')}" + (f"-{first:%Y%m%d}" if number else "")
        unusual = _unusual(meeting.changes, slot, first, last, standing)
        begin, end = moved_times(slot, standing)
        place, note = (standing.place, standing.note) if standing else ("", "")
        if standing and standing.kind is ChangeKind.CANCELLED:
            for day, change in unusual:
                if change.kind is ChangeKind.MOVED:
                    yield Series(f"{uid}-{day:%Y%m%d}", day, *moved_times(slot, change), "", change.place, change.note)
        elif (begins := _begin(slot, first, last, is_now=number == 0)) is not None:
            yield Series(
                uid, begins, begin, end, _rule(slot, last), place, note,
                tuple(day for day, change in unusual if change.kind is ChangeKind.CANCELLED),
                tuple((day, change) for day, change in unusual if change.kind is ChangeKind.MOVED),
                slot.start, slot.end,
            )  # fmt: skip


def _spells(changes: Iterable[Change], start: date) -> list[tuple[date, date | None, Change | None]]:
    """From a day on: the stretches between changes that hold for good, and which of them holds."""
    for_good = [one for one in changes if one.last_on is None and one.kind is not ChangeKind.EXTRA]
    firsts = sorted({start, *(one.first_on for one in for_good if one.first_on > start)})
    lasts: list[date | None] = [*(first - DAY for first in firsts[1:]), None]
    return [(first, last, change_on(for_good, first)) for first, last in zip(firsts, lasts, strict=True)]


def _unusual(
    changes: Sequence[Change], slot: Slot, first: date, last: date | None, standing: Change | None
) -> list[tuple[date, Change]]:
    """The single dates of a stretch that are not as the stretch is."""
    found: dict[date, Change] = {}
    for one in changes:
        if one.last_on is not None and one.kind is not ChangeKind.EXTRA:
            for day in dates(slot, max(one.first_on, first), min(one.last_on, last or LAST_DAY)):
                change = change_on(changes, day)
                if change is not None and change is not standing:
                    found[day] = change
    return sorted(found.items())


def moved_times(slot: Slot, change: Change | None) -> tuple[int, int | None]:
    """Start and end as a change has them."""
    if change is None or change.start is None:
        return slot.start, slot.end
    return change.start, change.end


def _without_count(slot: Slot) -> Slot:
    """The same dates, ended by a date and not by a number: a series that begins later would count anew."""
    if "COUNT=" not in slot.rule:
        return slot
    rule = re.sub(r";?COUNT=\d+", "", slot.rule)
    all_dates = dates(slot, FIRST_DAY, LAST_DAY)
    last = all_dates[-1] if all_dates else FIRST_DAY
    return replace(slot, rule=re.sub(r";UNTIL=\w+", "", rule) + f";UNTIL={last:%Y%m%d}")


def _begin(slot: Slot, first: date, last: date | None, *, is_now: bool) -> date | None:
    """The first date of a series. A rhythm that nobody says begins later has begun: its latest date is taken."""
    if is_now and slot.rule and slot.since is None and (earlier := dates(slot, first - LOOK_AHEAD[0], first)):
        return earlier[-1]
    return _first_date(slot, first, last)


def _first_date(slot: Slot, first: date, last: date | None) -> date | None:
    for ahead in LOOK_AHEAD:
        begin = max(first, slot.since) if slot.since else first
        if found := dates(slot, first, min(begin + ahead, last or LAST_DAY)):
            return found[0]
    return None


def _rule(slot: Slot, last: date | None) -> str:
    """With a day as its end, in the meeting's own zone."""
    rule = slot.rule or f"FREQ=WEEKLY;BYDAY={DAY_CODES[slot.day]}"
    said = re.search(r";UNTIL=(\d{8})\w*", rule)
    ends = [text for text in (said[1] if said else "", f"{last:%Y%m%d}" if last else "") if text]
    rule = re.sub(r";UNTIL=\w+", "", rule)
    return f"{rule};UNTIL={min(ends)}" if ends else rule
