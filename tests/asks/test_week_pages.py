"""The week's help as people see it, and as calendar apps read it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from holdfast.accounts.models import Person
from holdfast.asks.actions import AskFacts, SlotFacts, answer, move_ask, open_ask, tell_update, withdraw_ask
from holdfast.asks.calendars import calendar_at, renew_help_calendar, secret_of
from holdfast.asks.models import Answer, Ask, Update
from holdfast.asks.week import planned_by, planned_for
from holdfast.domain.asks.kinds import Kind
from holdfast.notices.models import Link, Notice
from holdfast.supporters.models import Agreement
from tests.asks.circle import agreed
from tests.browser import Browser

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 17, 15, 0, tzinfo=UTC)
AT = NOW + timedelta(days=1)
SPAN = {"begins": NOW - timedelta(days=7), "ends": NOW + timedelta(days=7)}


@pytest.fixture(autouse=True)
def mail(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.org"


@pytest.fixture
def ben(john: Person) -> Agreement:
    return agreed(john, "Ben", NOW)


@pytest.fixture
def ask(john: Person, ben: Agreement) -> Ask:
    slots = (SlotFacts("To the clinic", AT, AT + timedelta(hours=1)),)
    return open_ask(by=john, facts=AskFacts(Kind.RIDE, "a ride", slots=slots), now=NOW)


def said_yes(ask: Ask) -> None:
    move_ask(ask=ask, now=NOW + timedelta(seconds=10))
    answer(reply=ask.replies.get(), said=Answer.YES, now=NOW + timedelta(minutes=1))


def test_shows_what_is_still_open(john: Person, ask: Ask) -> None:
    assert [one.is_open for one in planned_for(john, **SPAN)] == [True]


def test_names_who_does_it(john: Person, ask: Ask) -> None:
    said_yes(ask)
    assert [one.who for one in planned_for(john, **SPAN)] == [("Ben",)]


def test_leaves_out_what_was_taken_back(john: Person, ask: Ask) -> None:
    withdraw_ask(ask=ask, now=NOW)
    assert planned_for(john, **SPAN) == []


def test_shows_a_supporter_what_they_promised(ask: Ask, ben: Agreement) -> None:
    said_yes(ask)
    assert [one.label for one in planned_by(ben.supporter, **SPAN)] == ["To the clinic"]


def test_is_nothing_of_another_person(maria: Person, ask: Ask) -> None:
    assert planned_for(maria, **SPAN) == []


@pytest.mark.usefixtures("ask")
def test_says_no_more_in_the_calendar_than_that_something_is_planned(john: Person) -> None:
    renew_help_calendar(owner=john.pk, now=NOW)
    events = Calendar.from_ical(calendar_at(secret_of(john.pk), now=NOW, is_named=False)).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == ["Planned"]


def test_names_it_in_the_calendar_when_asked(john: Person, ask: Ask) -> None:
    said_yes(ask)
    renew_help_calendar(owner=john.pk, now=NOW)
    events = Calendar.from_ical(calendar_at(secret_of(john.pk), now=NOW, is_named=True)).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == ["A ride: To the clinic (Ben)"]


def test_begins_in_the_calendar_when_it_begins(john: Person, ask: Ask) -> None:
    renew_help_calendar(owner=john.pk, now=NOW)
    (event,) = Calendar.from_ical(calendar_at(secret_of(john.pk), now=NOW, is_named=False)).walk("VEVENT")
    assert event.start == AT


def test_gives_a_supporter_a_calendar_of_their_own(ask: Ask, ben: Agreement) -> None:
    said_yes(ask)
    renew_help_calendar(owner=ben.supporter_id, now=NOW)
    secret = secret_of(ben.supporter_id)
    assert b"To the clinic" in calendar_at(secret, now=NOW, is_named=True)


def test_answers_no_more_at_an_old_address(stranger: Browser, john: Person) -> None:
    renew_help_calendar(owner=john.pk, now=NOW)
    old = secret_of(john.pk)
    renew_help_calendar(owner=john.pk, now=NOW)
    assert stranger.get(f"/week/calendar/{old}.ics").status_code == 404


def test_answers_at_the_address(stranger: Browser, john: Person) -> None:
    renew_help_calendar(owner=john.pk, now=NOW)
    assert stranger.get(f"/week/calendar/{secret_of(john.pk)}.ics").status_code == 200


@pytest.mark.usefixtures("ask")
def test_shows_the_week_in_words(page: Browser) -> None:
    assert "To the clinic" in page.get("/week/from/2026-11-18/").content.decode()


@pytest.mark.parametrize("day", ["2026-13-01", "x", "0001-01-01", "9999-12-31"])
def test_is_not_there_for_a_day_that_is_none(page: Browser, day: str) -> None:
    assert page.get(f"/week/from/{day}/").status_code == 404


def test_tells_an_update_only_to_the_chosen(page: Browser, ben: Agreement, john: Person) -> None:
    agreed(john, "Rosa", NOW)
    page.post("/week/updates/", {"text": "The operation went well", "circle": [str(ben.pk)]})
    assert list(Update.objects.get().told.all()) == [ben]


@pytest.mark.usefixtures("ben")
def test_keeps_what_was_typed_when_nobody_is_chosen(page: Browser) -> None:
    assert "The operation" in page.post("/week/updates/", {"text": "The operation went well"}).content.decode()


def test_closes_the_links_of_an_update_that_is_taken_back(page: Browser, ben: Agreement, john: Person) -> None:
    update = tell_update(by=john, text="x", circle=[ben], now=NOW)
    page.post(f"/week/updates/{update.pk}/back/")
    assert not Link.objects.filter(revoked_at=None).exists()
    assert not Notice.objects.exists()


def test_does_not_show_the_words_of_an_update_in_the_notice(ben: Agreement, john: Person) -> None:
    tell_update(by=john, text="The operation went well", circle=[ben], now=NOW)
    assert "operation" not in Notice.objects.get().body
