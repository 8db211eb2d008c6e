"""Get support now: two taps to a person, for anyone, at any hour."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from holdfast.accounts.models import Person
from holdfast.network.models import Channel, Tie
from tests.browser import Browser

pytestmark = pytest.mark.django_db
OLD_LINE = """
[[line]]
key = "us-old"
country = "US"
name = "An old line"
call = ["555 0100"]
source = "a page"
checked_on = 2020-01-01
"""


def add(
    person: Person, name: str, now: datetime, via: str = "phone", value: str = "+1 312 555 0147", **more: object
) -> None:
    tie = Tie.objects.create(person=person, name=name, role="friend", created_at=now, **more)
    Channel.objects.create(person=person, tie=tie, via=via, value="+1 312 555 0147", created_at=now)


def around(person: Person, hours: int) -> time:
    """The time so many hours from now where the person is."""
    return (timezone.now() + timedelta(hours=hours)).astimezone(ZoneInfo(person.time_zone)).time()


def test_has_lines_for_a_stranger(stranger: Browser) -> None:
    response = stranger.get("/now/")

    assert 'href="tel:988"' in response.content.decode()
    assert "Sign in to see your own people here" in response.content.decode()


def test_calls_who_takes_calls_at_this_hour_first(page: Browser, john: Person, now: datetime) -> None:
    add(john, "Rosa", now, takes_calls=True, calls_from=around(john, -1), calls_until=around(john, 1))
    add(john, "Ben", now, takes_calls=True, calls_from=around(john, 1), calls_until=around(john, -1))

    text = page.get("/now/").content.decode()

    assert text.index(">Rosa</span>") < text.index("They take calls at other hours") < text.index(">Ben</span>")


def test_says_when_nobody_takes_calls(page: Browser, john: Person, now: datetime) -> None:
    add(john, "Ben", now, via="text")

    text = page.get("/now/").content.decode()

    assert "Nobody on your map takes calls at this hour." in text
    assert 'href="sms:+13125550147"' in text


def test_shows_an_empty_map_as_no_fault(page: Browser) -> None:
    assert "The lines below are there for you." in page.get("/now/").content.decode()


def test_shows_nobody_else_s_people(page: Browser, maria: Person, now: datetime) -> None:
    add(maria, "Daniel", now, takes_calls=True)

    assert "Daniel" not in page.get("/now/").content.decode()


@pytest.mark.parametrize(("country", "number"), [("IE", "tel:116123"), ("NZ", "tel:1737"), ("XX", "tel:988")])
def test_shows_the_lines_of_the_country_chosen_here(stranger: Browser, country: str, number: str) -> None:
    stranger.cookies["country"] = country

    assert f'href="{number}"' in stranger.get("/now/").content.decode()


def test_says_a_line_s_hours_source_and_day(stranger: Browser) -> None:
    text = stranger.get("/now/").content.decode()

    assert "Day and night, every day" in text
    assert "Checked on Nov. 20, 2026" in text


def test_hides_lines_nobody_checked(stranger: Browser) -> None:
    assert "211" not in stranger.get("/now/").content.decode()


def test_warns_of_an_old_check(stranger: Browser, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "lines.toml").write_text(OLD_LINE)
    settings.DATA = tmp_path

    assert "more than half a year ago" in stranger.get("/now/").content.decode()


def test_says_plainly_that_nobody_watches(stranger: Browser) -> None:
    assert "Nobody watches this page" in stranger.get("/now/").content.decode()


def test_speaks_spanish(stranger: Browser) -> None:
    stranger.cookies["language"] = "es"

    assert "Si una vida corre peligro" in stranger.get("/now/").content.decode()


def test_asks_no_more_for_many_people(
    page: Browser, john: Person, now: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        add(john, f"Friend {number}", now, takes_calls=True)

    with django_assert_max_num_queries(16):
        page.get("/now/")
