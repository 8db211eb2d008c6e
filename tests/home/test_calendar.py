"""The meetings one keeps, at a secret address: neutral, renewed and switched off at once, and nobody else's."""

from __future__ import annotations

from datetime import datetime

import pytest

from holdfast.accounts.models import Person
from holdfast.directory.actions import Feed, apply_feed
from holdfast.directory.models import CalendarAddress, Listing
from holdfast.domain.meetings.meeting import Attendance, Joining, Meeting, Slot
from holdfast.domain.network import Role, TieState
from holdfast.home.actions import erase_account
from holdfast.home.calendars import renew_calendar_address
from holdfast.network import actions
from holdfast.network.models import Tie
from tests.browser import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(john: Person, now: datetime) -> Tie:
    """John keeps one of two meetings."""
    meetings = [
        Meeting(
            key,
            name,
            "aa",
            slots=(Slot(1, 1140, 1200),),
            zone="America/Chicago",
            attendance=Attendance.HYBRID,
            address="1 Main Street",
            conference_url="https://zoom.us/j/5550100",
            joining=Joining.MEMBERS if key == "one" else Joining.OPEN,
        )
        for key, name in (("one", "Harbour sober group"), ("two", "Linden group"))
    ]
    apply_feed(feed=Feed("office", "Office", "meeting-guide"), meetings=meetings, now=now)
    listing = Listing.objects.get(key="one")
    network = actions.main_network(by=john, name="Mine", now=now)
    facts = actions.TieFacts("My Monday", Role.SUPPORT_GROUP, listing_key=str(listing.pk))
    return actions.add_tie(by=john, networks=[network], facts=facts, now=now)


def address(john: Person, now: datetime) -> str:
    return f"/calendar/{renew_calendar_address(by=john, now=now).secret}.ics"


def test_has_the_meetings_one_keeps_and_says_no_name(stranger: Browser, john: Person, kept: Tie, now: datetime) -> None:
    said = stranger.get(address(john, now)).content.decode()

    assert said.count("BEGIN:VEVENT") == 1
    assert "SUMMARY:Meeting\r\n" in said
    assert "1 Main Street" in said
    assert not [word for word in ("sober", "Harbour", "Linden", "My Monday", "Alcoholics") if word in said]


def test_says_names_where_they_are_asked_for(stranger: Browser, john: Person, kept: Tie, now: datetime) -> None:
    assert "SUMMARY:Harbour sober group" in stranger.get(address(john, now) + "?names").content.decode()


def test_keeps_back_what_the_group_keeps_back(stranger: Browser, john: Person, kept: Tie, now: datetime) -> None:
    assert b"zoom.us" not in stranger.get(address(john, now) + "?names").content


def test_an_ended_tie_leaves_the_calendar(stranger: Browser, john: Person, kept: Tie, now: datetime) -> None:
    Tie.objects.filter(pk=kept.pk).update(state=TieState.ENDED)

    assert b"VEVENT" not in stranger.get(address(john, now)).content


def test_every_wrong_address_gets_the_same_answer(
    stranger: Browser, john: Person, maria: Person, now: datetime
) -> None:
    renewed, stopped, closed = address(john, now), address(maria, now), address(john, now)
    browser = Browser()
    browser.force_login(maria)
    browser.press("/calendar/off/")
    Person.objects.filter(pk=john.pk).update(is_active=False)

    answers = [stranger.get(one) for one in (renewed, stopped, closed, "/calendar/nothing.ics")]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_is_off_until_it_is_switched_on(page: Browser, john: Person) -> None:
    before = page.get("/calendar/").content.decode()
    after = page.press("/calendar/new/").content.decode()

    secret = CalendarAddress.objects.get(person=john).secret
    assert "Switch it on" in before
    assert f"http://testserver/calendar/{secret}.ics" in after


def test_another_address_takes_the_place_of_the_first(page: Browser, john: Person, now: datetime) -> None:
    first = address(john, now)

    shown = page.press("/calendar/new/").content.decode()

    assert "The old one answers no more" in shown
    assert page.get(first).status_code == 404


def test_the_table_does_not_hold_the_secret(john: Person, now: datetime) -> None:
    secret = renew_calendar_address(by=john, now=now).secret

    (row,) = CalendarAddress.objects.values()

    assert secret not in str(row)


def test_goes_with_the_account(john: Person, now: datetime) -> None:
    renew_calendar_address(by=john, now=now)

    erase_account(by=john, now=now)

    assert not CalendarAddress.objects.exists()


def test_is_not_kept_by_caches_between(stranger: Browser, john: Person, now: datetime) -> None:
    assert stranger.get(address(john, now)).headers["Cache-Control"].startswith("private")
