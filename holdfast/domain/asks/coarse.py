"""The hours of a supporter in a few words: the usual choices, and how much of them the other side may know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from itertools import pairwise

from holdfast.domain.asks.hours import ALWAYS, DAY, WEEK, every_day

Spans = tuple[tuple[int, int], ...]
WEEKEND = (0, 6)
WEEKDAYS = (1, 2, 3, 4, 5)
STEP = 30
"""Minutes between two looks at the week."""


class Usual(StrEnum):
    """A choice of hours that needs one tap."""

    DAYS = "days"
    EVENINGS = "evenings"
    WEEKENDS = "weekends"
    EVENINGS_WEEKENDS = "evenings_weekends"
    ALWAYS = "always"
    OWN = "own"


USUAL: Mapping[Usual, Spans] = {
    Usual.DAYS: every_day(9 * 60, 21 * 60),
    Usual.EVENINGS: every_day(17 * 60, 22 * 60),
    Usual.WEEKENDS: every_day(9 * 60, 21 * 60, WEEKEND),
    Usual.EVENINGS_WEEKENDS: tuple(sorted(every_day(17 * 60, 22 * 60, WEEKDAYS) + every_day(9 * 60, 22 * 60, WEEKEND))),
    Usual.ALWAYS: ALWAYS,
}


class Part(StrEnum):
    """A part of the week, large enough that it tells nobody when a supporter is at home."""

    WEEKDAYS_BY_DAY = "weekdays_by_day"
    WEEKDAY_EVENINGS = "weekday_evenings"
    WEEKENDS_BY_DAY = "weekends_by_day"
    WEEKEND_EVENINGS = "weekend_evenings"
    NIGHTS = "nights"


_PARTS: Mapping[Part, Spans] = {
    Part.WEEKDAYS_BY_DAY: every_day(8 * 60, 17 * 60, WEEKDAYS),
    Part.WEEKDAY_EVENINGS: every_day(17 * 60, 22 * 60, WEEKDAYS),
    Part.WEEKENDS_BY_DAY: every_day(8 * 60, 17 * 60, WEEKEND),
    Part.WEEKEND_EVENINGS: every_day(17 * 60, 22 * 60, WEEKEND),
    Part.NIGHTS: every_day(23 * 60, 7 * 60),
}


def usual_of(spans: Iterable[Iterable[int]]) -> Usual:
    """The choice these hours are; `OWN` when they are none of the usual ones."""
    found = tuple((begins, ends) for begins, ends in spans)
    return next((usual for usual, chosen in USUAL.items() if chosen == found), Usual.OWN)


def parts_of(spans: Iterable[Iterable[int]]) -> tuple[Part, ...]:
    """The parts of the week of which these hours hold at least half, in order."""
    hours = tuple((begins, ends) for begins, ends in spans)
    return tuple(part for part, whole in _PARTS.items() if _share(whole, hours) >= 0.5)


def days_of(spans: Iterable[Iterable[int]]) -> dict[int, tuple[int, int]]:
    """Day of the week (0 = Sunday) -> minutes of that day from which until which; the first span of each day counts,
    and one over several days counts for each of them. An end at or below the beginning is on the next day."""
    found: dict[int, tuple[int, int]] = {}
    for begins, ends in spans:
        for here, until in _by_day(begins, ends):
            found.setdefault(here // DAY % 7, (here % DAY, until % DAY))
    return found


def spans_of(days: Mapping[int, tuple[int, int]]) -> Spans:
    """Spans of minutes of the week from the hours of each day, as `days_of` gives them."""
    return tuple(span for day, (begins, ends) in sorted(days.items()) for span in every_day(begins, ends, (day,)))


def _by_day(begins: int, ends: int) -> Iterable[tuple[int, int]]:
    """A span of a day or less as it is; a longer one cut at each midnight."""
    if ends - begins <= DAY:
        return [(begins, ends)]
    cuts = [begins, *range((begins // DAY + 1) * DAY, ends, DAY), ends]
    return pairwise(cuts)


def _share(whole: Spans, hours: Spans) -> float:
    minutes = [minute for begins, ends in whole for minute in range(begins, ends, STEP)]
    return sum(_holds(hours, minute % WEEK) for minute in minutes) / len(minutes)


def _holds(hours: Spans, minute: int) -> bool:
    return any(begins <= minute < ends or begins <= minute + WEEK < ends for begins, ends in hours)
