"""Checking in: ten seconds, every field optional, and what is offered afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from holdfast.accounts.models import Person
from holdfast.asks.models import Ask, CheckInWatch
from holdfast.asks.watching import WatchFacts, watch_check_ins
from holdfast.checkins.checking import CheckInFacts, check_in
from holdfast.checkins.coping import add_step
from holdfast.checkins.models import CheckIn
from holdfast.checkins.wishes import WishFacts, set_wishes
from holdfast.domain.lateness import Stage
from holdfast.network.models import Channel
from holdfast.notices.actions import Target, make_link
from holdfast.notices.models import Notice
from holdfast.tending.thanks import ThanksFacts, keep_thanks
from tests.asks.circle import agreed
from tests.browser import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa(john: Person, present: datetime) -> Person:
    """Rosa takes calls at any hour; John is who checks in."""
    tie = agreed(john, "Rosa", present).tie
    Channel.objects.create(person=john, tie=tie, via="phone", value="+1 555 0147", created_at=present)
    return john


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({}, (None, None, False, "")),
        ({"feeling": "4"}, (4, None, False, "")),
        ({"urge": "0"}, (None, 0, False, "")),
        ({"feeling": "2", "urge": "7", "note": " slept badly "}, (2, 7, False, "slept badly")),
        ({"wants_contact": "on"}, (None, None, True, "")),
    ],
    ids=["nothing", "a face", "no urge", "all", "contact"],
)
def test_keeps_what_was_said_and_asks_for_nothing(page: Browser, sent: dict[str, str], kept: tuple[Any, ...]) -> None:
    page.press("/check-in/", sent)

    row = CheckIn.objects.get()
    assert (row.feeling, row.urge, row.wants_contact, row.note) == kept


def test_several_a_day_are_fine(page: Browser) -> None:
    for feeling in "135":
        page.press("/check-in/", {"feeling": feeling})

    assert CheckIn.objects.count() == 3


def test_what_cannot_be_is_answered_with_a_word_and_nothing_is_lost(page: Browser) -> None:
    text = page.press("/check-in/", {"feeling": "9", "note": "slept badly"}).content.decode()

    assert "Something needs a second look" in text
    assert "slept badly" in text
    assert not CheckIn.objects.exists()


def test_the_first_page_has_it_too(page: Browser) -> None:
    text = page.get("/today/").content.decode()

    assert 'action="/check-in/"' in text
    assert "So-so" in text


def test_a_check_in_closes_what_is_awaited(page: Browser, john: Person, present: datetime) -> None:
    at = (present + timedelta(hours=2)).time().replace(microsecond=0)
    john.time_zone = "UTC"
    john.save()
    watch_check_ins(by=john, facts=WatchFacts(at), now=present)
    assert "closes the check-in that is awaited" in page.get("/check-in/").content.decode()

    page.press("/check-in/", {})

    watch = CheckInWatch.objects.get()
    assert (watch.stage, watch.due_at > present + timedelta(hours=24)) == (Stage.CLOSED, True)


def test_the_link_of_a_question_leads_here(page: Browser, john: Person, present: datetime) -> None:
    token = make_link(owner=john.pk, target=Target("check_in", present + timedelta(hours=1)), now=present)

    assert page.get(f"/u/{token}/").headers["Location"] == "/check-in/"


@pytest.mark.parametrize("sent", [{"feeling": "1"}, {"urge": "8"}, {"urge": "10", "feeling": "5"}])
def test_a_hard_one_is_met_with_ones_own_list_then_people_then_support_now(
    page: Browser, rosa: Person, present: datetime, sent: dict[str, str]
) -> None:
    add_step(by=rosa, text="Walk to the river", now=present)

    main = page.press("/check-in/", sent).content.decode().split("<main")[1]

    places = [main.index(words) for words in ("Walk to the river", "+1 555 0147", "Get support now")]
    assert places == sorted(places)


@pytest.mark.parametrize("sent", [{"feeling": "2"}, {"urge": "7"}, {}])
def test_any_other_one_just_goes_on(page: Browser, sent: dict[str, str]) -> None:
    assert page.press("/check-in/", sent).redirect_chain[-1][0] == "/today/"


def test_wanting_contact_offers_people_and_sends_nothing(page: Browser, rosa: Person) -> None:
    Notice.objects.all().delete()

    text = page.press("/check-in/", {"wants_contact": "on"}).content.decode()

    assert 'href="tel:+15550147"' in text
    assert "/asks/new/talk/" in text
    assert (Ask.objects.count(), Notice.objects.count()) == (0, 0)


def test_offers_three_people_at_most(page: Browser, john: Person, present: datetime) -> None:
    for name in ("Ana", "Ben", "Rosa", "Tom", "Uma"):
        tie = agreed(john, name, present).tie
        Channel.objects.create(person=john, tie=tie, via="phone", value="+1 555 0147", created_at=present)

    response = page.press("/check-in/", {"wants_contact": "on"})

    assert len(response.context["offer"].people) == 3


def test_an_urge_is_not_asked_where_it_is_not_wanted(page: Browser, john: Person, present: datetime) -> None:
    set_wishes(by=john, facts=WishFacts(with_urge=False), now=present)

    assert 'name="urge"' not in page.get("/check-in/").content.decode()
    assert 'name="urge"' not in page.get("/today/").content.decode()


def test_can_be_changed_and_a_face_taken_back(page: Browser, john: Person, present: datetime) -> None:
    row = check_in(by=john, facts=CheckInFacts(feeling=2, urge=5, note="x"), now=present)

    page.press(f"/check-in/{row.pk}/", {"do": "keep", "feeling": "", "urge": "3", "note": "y"})

    row.refresh_from_db()
    assert (row.feeling, row.urge, row.note) == (None, 3, "y")


def test_can_be_deleted(page: Browser, john: Person, present: datetime) -> None:
    row = check_in(by=john, facts=CheckInFacts(feeling=2), now=present)

    page.press(f"/check-in/{row.pk}/", {"do": "remove"})

    assert not CheckIn.objects.exists()


def test_the_page_after_asks_no_more_for_a_longer_list(
    page: Browser, rosa: Person, present: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    row = check_in(by=rosa, facts=CheckInFacts(feeling=1), now=present)
    for number in range(20):
        add_step(by=rosa, text=f"Step {number}", now=present)

    with django_assert_max_num_queries(16):
        page.get(f"/check-in/{row.pk}/then/")


def test_a_hard_day_brings_back_one_kind_word(page: Browser, rosa: Person, present: datetime) -> None:
    keep_thanks(by=rosa, facts=ThanksFacts(None, False, "You were a light", present.date()), now=present)
    row = check_in(by=rosa, facts=CheckInFacts(feeling=1), now=present)

    assert "You were a light" in page.get(f"/check-in/{row.pk}/then/").content.decode()


def test_a_wish_for_contact_alone_brings_none(page: Browser, rosa: Person, present: datetime) -> None:
    keep_thanks(by=rosa, facts=ThanksFacts(None, False, "You were a light", present.date()), now=present)
    row = check_in(by=rosa, facts=CheckInFacts(wants_contact=True), now=present)

    assert "You were a light" not in page.get(f"/check-in/{row.pk}/then/").content.decode()
