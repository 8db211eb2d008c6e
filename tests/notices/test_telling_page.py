"""The page on which somebody says how they want to be told."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.notices.jobs import deliver_due
from holdfast.notices.models import Destination, Link, Notice, Receiver, Urgency
from holdfast.notices.telling import MOST_PLACES
from tests.browser import Browser
from tests.conftest import PASSPHRASE
from tests.notices.conftest import letter_box
from tests.notices.servers import Device

pytestmark = pytest.mark.django_db
PAGE = "/notices/"


@pytest.fixture(autouse=True)
def host(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.org"


def said(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def add_mail(page: Browser, address: str = "john@example.org") -> Any:
    return page.press(PAGE, {"act": "mail", "mail-address": address})


def token() -> str:
    link = re.search(r"/u/([\w-]{32})/", Notice.objects.latest("created_at").body)
    assert link
    return link[1]


def test_shows_that_nothing_is_set_up(page: Browser) -> None:
    assert "Nowhere yet" in said(page.get(PAGE))


def test_a_new_address_waits_until_its_link_is_opened(page: Browser, john: Person) -> None:
    response = add_mail(page)

    assert "Waits for you to open the link" in said(response)
    assert Destination.objects.get().confirmed_at is None


def test_the_link_asks_before_it_confirms(page: Browser, stranger: Browser) -> None:
    add_mail(page)

    response = stranger.get(f"/u/{token()}/")

    assert "Send updates to this place?" in said(response)
    assert "john" not in said(response)
    assert Destination.objects.get().confirmed_at is None


def test_the_button_behind_the_link_confirms(page: Browser, stranger: Browser) -> None:
    add_mail(page)

    response = stranger.post(f"/u/{token()}/")

    assert "Updates go there now" in said(response)
    assert "Works." in said(page.get(PAGE))


def test_a_link_that_was_used_is_like_one_that_never_was(page: Browser, stranger: Browser) -> None:
    add_mail(page)
    used = token()
    stranger.post(f"/u/{used}/")

    answers = [stranger.get(f"/u/{one}/") for one in (used, "a" * 32, "absent")]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_a_letter_that_does_not_come_through_shows(page: Browser, settings: Any, now: datetime) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    add_mail(page)

    deliver_due(now=timezone.now())

    assert "has not come through yet" in said(page.get(PAGE))


def test_the_link_is_sent_again_but_not_all_day(page: Browser) -> None:
    add_mail(page)
    again = {"act": "again", "place": str(Destination.objects.get().pk)}

    answers = [said(page.press(PAGE, again)) for _ in range(3)]

    assert ["That is enough for today" in answer for answer in answers] == [False, False, True]
    assert Notice.objects.count() == 3


def test_adding_and_removing_sends_no_more_letters_than_that(page: Browser) -> None:
    for _ in range(6):
        add_mail(page)
        Destination.objects.all().delete()

    assert Notice.objects.count() == 3


def test_what_is_no_address_is_refused_and_kept(page: Browser) -> None:
    response = add_mail(page, "john@")

    assert "john@" in response.content.decode()
    assert not Destination.objects.exists()


def test_so_many_places_and_no_more(page: Browser) -> None:
    for number in range(MOST_PLACES):
        add_mail(page, f"john{number}@example.org")

    response = add_mail(page, "more@example.org")

    assert "as many places as fit" in said(response)
    assert Destination.objects.count() == MOST_PLACES


def test_a_host_without_mail_offers_none(page: Browser, settings: Any) -> None:
    settings.EMAIL_HOST = ""

    assert "E-mail address" not in said(page.get(PAGE))
    add_mail(page)
    assert not Destination.objects.exists()


def test_a_device_needs_no_letter(page: Browser) -> None:
    response = page.press(PAGE, {"act": "push", "push-subscription": Device("https://push.example/x").subscription})

    assert "Updates come to this device." in said(response)
    assert Destination.objects.get().confirmed_at


def test_a_device_that_answers_nonsense_is_told_so(page: Browser) -> None:
    response = page.press(PAGE, {"act": "push", "push-subscription": "{}"})

    assert "did not answer as it should" in said(response)


def test_other_channels_are_offered_only_where_the_host_chose_them(page: Browser, settings: Any) -> None:
    assert "Another channel" not in said(page.get(PAGE))
    pytest.importorskip("apprise")
    settings.CHANNELS = ["ntfys"]

    assert "Another channel" in said(page.get(PAGE))


@pytest.mark.parametrize("address", ["json://127.0.0.1/", "ntfys://a b", "ntfys", "https://x.example/"])
def test_only_addresses_of_those_channels_are_taken(page: Browser, settings: Any, address: str) -> None:
    pytest.importorskip("apprise")
    settings.CHANNELS = ["ntfys"]

    response = page.press(PAGE, {"act": "chosen", "chosen-address": address})

    assert "without spaces" in said(response)
    assert not Destination.objects.exists()


def test_a_channel_is_confirmed_like_a_letter_box_and_its_secret_is_not_shown(page: Browser, settings: Any) -> None:
    pytest.importorskip("apprise")
    settings.CHANNELS = ["ntfys"]

    response = page.press(PAGE, {"act": "chosen", "chosen-address": "ntfys://secret-topic"})

    assert Notice.objects.get().destination == Destination.objects.get()
    assert "secret-topic" not in said(response)


def test_quiet_hours_are_kept(page: Browser, john: Person) -> None:
    times = {"times-quiet_from": "22:00", "times-quiet_until": "07:00", "times-digest_at": "18:00"}

    page.press(PAGE, {"act": "times", **times})

    receiver = Receiver.objects.get(pk=john.pk)
    assert (receiver.quiet_from, receiver.quiet_until, receiver.digest_at) == (time(22), time(7), time(18))


@pytest.mark.parametrize(
    ("begin", "end", "words"),
    [
        ("22:00", "", "Enter both times"),
        ("", "07:00", "Enter both times"),
        ("07:00", "07:00", "Enter another time"),
        ("25:00", "07:00", "Enter a valid time"),
    ],
)
def test_quiet_hours_need_a_beginning_and_an_end(page: Browser, begin: str, end: str, words: str) -> None:
    response = page.press(PAGE, {"act": "times", "times-quiet_from": begin, "times-quiet_until": end})

    assert words in said(response)


def test_a_break_begins_and_ends(page: Browser, john: Person) -> None:
    response = page.press(PAGE, {"act": "snooze", "snooze-length": "days"})
    assert "Quiet until" in said(response)
    assert "End the rest" in said(response)

    page.press(PAGE, {"act": "wake"})

    assert Receiver.objects.get(pk=john.pk).snoozed_until is None


def test_one_can_be_sent_to_try_whatever_the_hour(page: Browser, john: Person) -> None:
    letter_box(john.pk, timezone.now())

    page.press(PAGE, {"act": "try"})
    page.press(PAGE, {"act": "try"})

    assert {notice.urgency for notice in Notice.objects.all()} == {Urgency.NOW}
    assert Notice.objects.count() <= 2


def test_the_one_to_try_leads_to_todays_page(page: Browser, john: Person) -> None:
    letter_box(john.pk, timezone.now())
    page.press(PAGE, {"act": "try"})

    response = page.get(f"/u/{token()}/")

    assert response.headers["Location"] == "/today/"


def test_a_place_is_removed(page: Browser, john: Person, now: datetime) -> None:
    there = letter_box(john.pk, now)

    page.press(PAGE, {"act": "remove", "place": str(there.pk)})

    assert not Destination.objects.exists()


@pytest.mark.parametrize("act", ["remove", "again"])
def test_nobody_touches_the_places_of_others(page: Browser, maria: Person, now: datetime, act: str) -> None:
    theirs = letter_box(maria.pk, now, "maria@example.org")

    answers = [page.post(PAGE, {"act": act, "place": one}).status_code for one in (str(theirs.pk), "x", "")]

    assert answers == [404, 404, 404]
    assert Destination.objects.get() == theirs


def test_what_is_no_wish_changes_nothing(page: Browser) -> None:
    assert page.post(PAGE, {"act": "nonsense"}).status_code == 200


def test_the_page_costs_the_same_with_many_places(
    page: Browser, john: Person, now: datetime, django_assert_max_num_queries: Any
) -> None:
    page.get(PAGE)
    for number in range(MOST_PLACES):
        letter_box(john.pk, now, f"john{number}@example.org")

    with django_assert_max_num_queries(8):
        page.get(PAGE)


def test_notices_speak_the_language_of_the_account(stranger: Browser) -> None:
    facts = {"username": "new-person", "password1": PASSPHRASE, "time_zone": "Europe/Madrid"}
    stranger.cookies["language"] = "es"
    stranger.post("/account/new/", facts)

    receiver = Receiver.objects.get(pk=Person.objects.get().pk)
    assert (receiver.language, receiver.time_zone) == ("es", "Europe/Madrid")


def test_notices_follow_the_accounts_preferences(page: Browser, john: Person) -> None:
    page.post("/account/", {"time_zone": "Asia/Tokyo", "language": "es"})

    receiver = Receiver.objects.get(pk=john.pk)
    assert (receiver.language, receiver.time_zone) == ("es", "Asia/Tokyo")


def test_a_link_that_ended_confirms_nothing(page: Browser, stranger: Browser) -> None:
    add_mail(page)

    Link.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert stranger.post(f"/u/{token()}/").status_code == 404
