"""Days that come every year: birthdays and others."""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta

LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_a_day(month: int, day: int) -> bool:
    """Whether some year has this day."""
    return 1 <= month <= 12 and 1 <= day <= LONGEST[month - 1]


def day_in(year: int, month: int, day: int) -> date:
    """The day in one year; 29 February is kept on 28 February where a year has none."""
    return date(year, month, 28 if (month, day) == (2, 29) and not isleap(year) else day)


def next_time(month: int, day: int, today: date) -> date:
    """When the day comes next, today included."""
    this_year = day_in(today.year, month, day)
    return this_year if this_year >= today else day_in(today.year + 1, month, day)


def is_within(month: int, day: int, today: date, days: int) -> bool:
    """Whether it comes today or in the next so many days."""
    return next_time(month, day, today) - today <= timedelta(days=days)
