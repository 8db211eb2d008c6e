"""Today: at most three small things, and what is coming."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from holdfast.accounts.models import Person
from holdfast.domain.network import Role, SupportKind
from holdfast.home.actions import ask_erasure, end_first_evening
from holdfast.home.cast import CAST, Character
from holdfast.home.demo import fill, move_in
from holdfast.network.actions import TieFacts, TouchFacts, add_tie, log_touch, main_network
from tests.browser import Browser
from tests.conftest import PASSPHRASE
from tests.home.town import listed, meeting, needs

pytestmark = pytest.mark.django_db


def friend(person: Person, name: str, now: datetime) -> None:
    """Helped yesterday, where the person is, and was not thanked."""
    yesterday = (now - timedelta(days=1)).astimezone(ZoneInfo(person.time_zone)).date()
    network = main_network(by=person, name="My network", now=now)
    tie = add_tie(by=person, networks=[network], facts=TieFacts(name, Role.FRIEND), now=now)
    log_touch(by=person, tie=tie, facts=TouchFacts(yesterday, "received"), now=now)


@pytest.mark.parametrize("character", CAST, ids=lambda one: one.nickname)
def test_never_shows_more_than_three_steps(character: Character) -> None:
    browser = Browser()
    browser.force_login(move_in(character, passphrase=PASSPHRASE, now=timezone.now()))

    assert 1 <= len(browser.get("/today/").context["small"]) <= 3


def test_says_whom_to_thank(page: Browser, john: Person) -> None:
    friend(john, "Ben", timezone.now())

    text = page.get("/today/").content.decode()

    assert "Say thanks to Ben" in text
    assert "They helped you yesterday." in text


def test_offers_a_real_meeting_for_an_open_need(page: Browser, john: Person, now: datetime) -> None:
    needs(john, "Someone to talk to", SupportKind.EMOTIONAL, now)
    online = listed(meeting(attendance="online"), now=now)

    response = page.get("/today/")

    assert f"/find/{online.pk}/" in response.content.decode()


def test_does_not_offer_what_is_kept(page: Browser, john: Person, now: datetime) -> None:
    needs(john, "Someone to talk to", SupportKind.EMOTIONAL, now)
    online = listed(meeting(attendance="online"), now=now)
    page.post(f"/keep/{online.pk}/", {"name": "Online group", "circle": "1"})

    assert f"/find/{online.pk}/" not in page.get("/today/").content.decode()


@pytest.mark.parametrize(("supports", "offered"), [(False, False), (True, True)])
def test_offers_family_groups_to_supporters_only(
    page: Browser, john: Person, now: datetime, supports: bool, offered: bool
) -> None:
    john.supports_someone = supports
    john.save()
    needs(john, "Someone to talk to", SupportKind.EMOTIONAL, now)
    family = listed(meeting(fellowship="al-anon", attendance="online"), now=now)

    assert (f"/find/{family.pk}/" in page.get("/today/").content.decode()) is offered


def test_an_empty_map_is_no_fault(page: Browser) -> None:
    text = page.get("/today/").content.decode()

    assert "Start with a place, not a person" in text
    assert "0" not in text.split("<main")[1].split("</main>")[0].replace("2026", "").split("Coming up")[1]


def test_tells_when_a_kept_meeting_is(page: Browser) -> None:
    group = listed(now=timezone.now())
    page.post(f"/keep/{group.pk}/", {"name": "Home group", "circle": "1"})

    coming = page.get("/today/").content.decode().split("Coming up")[1]

    assert "Friday, 7:30 p.m." in coming
    assert "Home group" in coming


def test_leads_back_to_the_first_evening_until_it_is_over(page: Browser, john: Person, now: datetime) -> None:
    assert "at page 1 of 4" in page.get("/today/").content.decode()

    end_first_evening(by=john, now=now)

    assert "of 4" not in page.get("/today/").content.decode()


def test_reminds_of_an_erasure_that_can_be_taken_back(page: Browser, john: Person) -> None:
    ask_erasure(by=john, now=timezone.now())

    assert "You can still keep it." in page.get("/today/").content.decode()


def test_counts_open_seats_in_words(page: Browser, john: Person, now: datetime) -> None:
    for text in ("Rides", "Company"):
        needs(john, text, SupportKind.PRACTICAL, now)

    assert "Your needs have two open seats." in page.get("/today/").content.decode()


def test_asks_no_more_for_many_ties(
    page: Browser, john: Person, now: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    fill(john, main_network(by=john, name="My network", now=now), count=40, now=now)

    with django_assert_max_num_queries(33):
        page.get("/today/")


def test_a_stranger_signs_in_first(stranger: Browser) -> None:
    assert "/account/in/" in stranger.get("/today/").url
