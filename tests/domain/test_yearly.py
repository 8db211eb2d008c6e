"""Days that come every year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from holdfast.domain.yearly import day_in, is_a_day, is_within, next_time

days = some.dates(date(2000, 1, 1), date(2000, 12, 31)).map(lambda day: (day.month, day.day))
todays = some.dates(date(2025, 1, 1), date(2105, 1, 1))


@pytest.mark.parametrize(
    ("month", "day", "today", "wanted"),
    [
        (11, 20, "2026-11-20", "2026-11-20"),
        (11, 19, "2026-11-20", "2027-11-19"),
        (1, 1, "2026-12-31", "2027-01-01"),
        (2, 29, "2026-02-01", "2026-02-28"),
        (2, 29, "2026-03-01", "2027-02-28"),
        (2, 29, "2028-02-28", "2028-02-29"),
        (2, 29, "2099-12-01", "2100-02-28"),
    ],
)
def test_a_day_comes_every_year(month: int, day: int, today: str, wanted: str) -> None:
    assert next_time(month, day, date.fromisoformat(today)) == date.fromisoformat(wanted)


@pytest.mark.parametrize(
    ("month", "day", "wanted"), [(2, 29, True), (2, 30, False), (4, 31, False), (12, 31, True), (13, 1, False)]
)
def test_knows_which_days_there_are(month: int, day: int, wanted: bool) -> None:
    assert is_a_day(month, day) is wanted


@given(days, todays)
def test_it_comes_within_a_year_and_not_before_today(day: tuple[int, int], today: date) -> None:
    assert timedelta(0) <= next_time(*day, today) - today <= timedelta(days=366)


@given(days, todays)
def test_it_comes_once_in_every_year(day: tuple[int, int], today: date) -> None:
    first = next_time(*day, today)

    assert next_time(*day, first + timedelta(days=1)).year == first.year + 1


@given(days, todays)
def test_it_is_coming_for_two_weeks_before(day: tuple[int, int], today: date) -> None:
    on = day_in(today.year, *day)

    assert is_within(*day, today, 14) is (0 <= (next_time(*day, today) - today).days <= 14)
    assert is_within(*day, on, 14)
