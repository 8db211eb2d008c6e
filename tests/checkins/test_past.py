"""What was written before: by month, by week, and after a fresh start."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.accounts.models import Person
from holdfast.checkins.models import CheckIn, Day, HardMoment, Urge
from holdfast.checkins.wishes import WishFacts, set_wishes
from tests.browser import Browser

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
TEN_YEARS = 3652


def checked(person: Person, on: date, **more: Any) -> CheckIn:
    made: CheckIn = CheckIn.objects.create(person=person, on=on, created_at=AT, **more)
    return made


def years(person: Person, now: datetime, days: int) -> None:
    """A check-in with a note on each day, and now and then an urge and a hard moment."""
    for back in range(days):
        at = now - timedelta(days=back)
        row = CheckIn(person=person, on=at.date(), created_at=at, feeling=1 + back % 5, urge=back % 11)
        row.note = "slept badly" if back < 40 else ""
        row.save()
        if back % 5 == 0:
            Urge.objects.create(person=person, on=at.date(), created_at=at, strength=4)
            HardMoment.objects.create(person=person, on=at.date(), created_at=at, who="someone", used_own=back % 2 == 0)
            Day.objects.create(person=person, on=at.date(), created_at=at, hard=3)


def queries(browser: Browser, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize("path", ["/check-in/past/", "/check-in/", "/check-in/urges/", "/today/"])
def test_years_ask_the_database_no_more_than_a_week(page: Browser, john: Person, present: datetime, path: str) -> None:
    years(john, present, 7)
    week = queries(page, path)
    CheckIn.objects.all().delete()
    Urge.objects.all().delete()
    HardMoment.objects.all().delete()
    Day.objects.all().delete()
    years(john, present, 800)

    assert queries(page, path) <= week


def test_a_month_shows_its_notes_and_leads_on(page: Browser, john: Person) -> None:
    checked(john, date(2026, 9, 3), note="slept badly", feeling=2)
    checked(john, date(2026, 11, 5), feeling=4)
    checked(john, date(2027, 2, 1))

    text = page.get("/check-in/past/?month=2026-09").content.decode()
    middle = page.get("/check-in/past/?month=2026-11").content.decode()

    assert "slept badly" in text
    assert "?month=2026-11" in text
    assert ("?month=2026-09" in middle, "?month=2027-02" in middle) == (True, True)


@pytest.mark.parametrize("month", ["2026-13", "x", "0000-01", "9999-12"])
def test_a_month_that_is_none_is_not_there(page: Browser, month: str) -> None:
    assert page.get(f"/check-in/past/?month={month}").status_code == 404


def test_nobody_else_sees_them(page: Browser, maria: Person) -> None:
    checked(maria, date(2026, 9, 3), note="slept badly")

    assert "slept badly" not in page.get("/check-in/past/?month=2026-09").content.decode()


def test_a_fresh_start_hides_what_was_and_deletes_nothing(page: Browser, john: Person, present: datetime) -> None:
    before = present.date() - timedelta(days=40)
    checked(john, before, note="slept badly")
    Urge.objects.create(person=john, on=before, created_at=present, trigger="payday")
    month = f"/check-in/past/?month={before:%Y-%m}"

    page.press("/check-in/wishes/", {"is_fresh": "on", "with_urge": "on"})

    assert "slept badly" not in page.get(month).content.decode()
    assert "payday" not in page.get("/check-in/urges/").content.decode()
    assert CheckIn.objects.count() == 1

    page.press("/check-in/wishes/", {"with_urge": "on"})

    assert "slept badly" in page.get(month).content.decode()
    assert "payday" in page.get("/check-in/urges/").content.decode()


def test_a_fresh_start_that_goes_on_keeps_its_day(john: Person, now: datetime) -> None:
    set_wishes(by=john, facts=WishFacts(is_fresh=True), now=now)

    wishes = set_wishes(by=john, facts=WishFacts(is_fresh=True, with_morning=True), now=now + timedelta(days=9))

    assert (wishes.fresh_on, wishes.with_morning) == (now.date(), True)
