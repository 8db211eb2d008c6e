"""Weeks and months by which the database groups days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from holdfast.accounts.models import Person
from holdfast.checkins.models import CheckIn
from holdfast.checkins.numbered import MonthNumber, WeekNumber, first_of, monday_of

pytestmark = pytest.mark.django_db

DAYS = (
    date(1999, 12, 31),
    date(2000, 1, 1),
    date(2024, 2, 29),
    date(2024, 12, 30),
    date(2025, 1, 5),
    date(2026, 11, 22),
    date(2026, 11, 23),
    date(2030, 12, 31),
)


@pytest.fixture
def days(john: Person, now: datetime) -> None:
    CheckIn.objects.bulk_create([CheckIn(person=john, on=day, created_at=now) for day in DAYS])


def test_a_day_lies_in_the_week_of_its_monday(days: None) -> None:
    found = CheckIn.objects.annotate(week=WeekNumber("on")).values_list("on", "week")

    assert {on: monday_of(week) for on, week in found} == {day: day - timedelta(days=day.weekday()) for day in DAYS}


def test_a_day_lies_in_the_month_of_its_first(days: None) -> None:
    found = CheckIn.objects.annotate(month=MonthNumber("on")).values_list("on", "month")

    assert {on: first_of(month) for on, month in found} == {day: day.replace(day=1) for day in DAYS}
