"""The listing's page on freshness, first visits and joining; and the pages on which visitors tell something."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.directory.claims import change_listing
from holdfast.directory.first_visit import first_visit_lines, words_to_bring
from holdfast.directory.members import whole_meeting
from holdfast.directory.models import Listing, Report
from holdfast.directory.reporting import hide_listing
from holdfast.directory.shown import Viewer
from holdfast.directory.standing import kept_over
from holdfast.domain.meetings.kinds import Kind
from holdfast.domain.meetings.meeting import Attendance, Category, Change, ChangeKind, Joining, Meeting
from tests.browser import Browser
from tests.conftest import NOW
from tests.directory.made import FRIDAY, made

pytestmark = pytest.mark.django_db
LINK = {"conference_url": "https://meet.example.org/a", "conference_password": "kelp-42"}


def text(browser: Browser, listing: Listing) -> str:
    return str(browser.get(f"/find/{listing.pk}/").content.decode())


def report(browser: Browser, listing: Listing, **values: str) -> str:
    return str(browser.press(f"/find/{listing.pk}/problem/", {"kind": "nobody_there", **values}).content.decode())


# I was there


def test_being_there_is_shown_to_others(stranger: Browser) -> None:
    listing = made()

    html = stranger.press(f"/find/{listing.pk}/was-there/").content.decode()

    assert "Others now see that somebody was there" in html
    assert "Somebody was there on" in text(Browser(), listing)


def test_a_device_tells_it_once_a_day(stranger: Browser) -> None:
    listing = made()
    stranger.press(f"/find/{listing.pk}/was-there/")
    Listing.objects.update(confirmed_at=None)

    html = stranger.press(f"/find/{listing.pk}/was-there/").content.decode()

    assert "You told us today already" in html
    assert Listing.objects.get().confirmed_at is None


def test_the_device_does_not_carry_which_listing_it_was(stranger: Browser) -> None:
    listing = made()

    stranger.press(f"/find/{listing.pk}/was-there/")

    assert str(listing.pk) not in stranger.cookies["told"].value
    assert stranger.cookies["told"]["max-age"] == 24 * 3600


def test_a_forged_cookie_is_no_cookie(stranger: Browser) -> None:
    listing = made()
    stranger.cookies["told"] = "abc:def"

    assert "I was there" in text(stranger, listing)


def test_one_address_does_not_tell_it_of_every_listing() -> None:
    listings = [made() for _ in range(21)]

    answers = [Browser().post(f"/find/{one.pk}/was-there/").status_code for one in listings]

    assert answers == [302] * 20 + [429]


# Something is wrong


def test_a_problem_can_be_told_without_an_account(stranger: Browser) -> None:
    listing = made()

    html = report(stranger, listing, text="The door was locked")

    told = Report.objects.get()
    assert (told.listing, told.text) == (listing, "The door was locked")
    assert "An operator will look at it" in html


def test_the_page_says_what_will_happen_and_names_the_listing(stranger: Browser) -> None:
    listing = made(feedback_url="https://example.org/tell")

    html = stranger.get(f"/find/{listing.pk}/problem/").content.decode()

    assert str(listing.pk) in html
    assert "We do not keep who you are" in html
    assert "https://example.org/tell" in html


def test_what_was_typed_is_kept_when_the_kind_is_missing(stranger: Browser) -> None:
    html = report(stranger, made(), kind="", text="The door was locked")

    assert "The door was locked" in html
    assert not Report.objects.exists()


def test_two_devices_at_one_address_are_one_reporter() -> None:
    listing = made()

    for _ in range(2):
        report(Browser(), listing)

    assert Listing.objects.get().hidden_at is None


def test_signing_out_does_not_make_another_reporter(page: Browser, stranger: Browser) -> None:
    listing = made()

    report(page, listing)
    report(stranger, listing)

    assert Listing.objects.get().hidden_at is None


def test_two_addresses_are_two_reporters(stranger: Browser) -> None:
    listing = made()

    report(stranger, listing)
    stranger.press(f"/find/{listing.pk}/problem/", {"kind": "nobody_there"}, REMOTE_ADDR="198.51.100.7")

    assert Listing.objects.get().hidden_why == "nobody_there"


def test_a_report_carries_no_address_and_no_person(page: Browser, john: Person) -> None:
    report(page, made())

    told = Report.objects.get()
    assert "127.0.0.1" not in told.mark
    assert john.pk.hex not in told.mark


def test_one_address_does_not_report_without_end(stranger: Browser) -> None:
    listing = made()

    kinds = [kind for kind in Report.Kind for _ in range(2)][:11]
    path = f"/find/{listing.pk}/problem/"
    answers = [stranger.post(path, {"kind": kind}).status_code for kind in kinds]

    assert answers == [302] * 10 + [429]


def test_a_hidden_listing_says_why(stranger: Browser) -> None:
    listing = made()
    hide_listing(listing=listing, why="nobody_there", now=NOW)

    assert "People went there and found nobody" in text(stranger, listing)


def test_other_reasons_are_not_told(stranger: Browser) -> None:
    listing = made()
    hide_listing(listing=listing, why="unsafe", now=NOW)

    html = text(stranger, listing)

    assert "We are checking this listing" in html
    assert "unsafe" not in html


def test_a_groups_own_record_leads_to_the_listing(stranger: Browser) -> None:
    listing = made()
    change_listing(listing=listing, meeting=replace(whole_meeting(listing), notes="x"), now=NOW)
    kept = kept_over(listing)
    assert kept is not None

    assert stranger.get(f"/find/{kept.pk}/").headers["Location"] == f"/find/{listing.pk}/"


# Joining


@pytest.mark.parametrize(
    ("joining", "to_strangers", "to_members"),
    [(Joining.OPEN, True, True), (Joining.MEMBERS, False, True), (Joining.ASK, False, False)],
)
def test_the_link_and_the_password_are_shown_as_the_group_wishes(
    stranger: Browser, page: Browser, joining: Joining, to_strangers: bool, to_members: bool
) -> None:
    listing = made(joining=joining, **LINK)

    shown = [[word in text(browser, listing) for word in LINK.values()] for browser in (stranger, page)]

    assert shown == [[to_strangers] * 2, [to_members] * 2]


def test_asking_the_group_is_said(stranger: Browser) -> None:
    assert "Ask the group how to join" in text(stranger, made(joining=Joining.ASK, **LINK))


def test_members_are_led_to_sign_in(stranger: Browser) -> None:
    listing = made(joining=Joining.MEMBERS, **LINK)

    assert f"/account/in/?next=/find/{listing.pk}/" in text(stranger, listing)


# What is said


def test_dates_and_closures_stand_on_the_page(stranger: Browser) -> None:
    today = timezone.localdate(timezone.now())
    friday = today + timedelta(days=(5 - today.isoweekday()) % 7 + 7)
    changes = (
        Change(friday, friday, ChangeKind.CANCELLED, note="Holiday"),
        Change(today - timedelta(days=2), None, ChangeKind.MOVED, place="Elm Street 4"),
    )

    html = text(stranger, made(changes=changes))

    assert "does not meet. Holiday" in html
    assert "Moved until further notice: Elm Street 4" in html


def test_a_service_says_first_what_to_do(stranger: Browser) -> None:
    listing = made(
        category=Category.SERVICE, next_step="Walk in", eligibility="Adults", cost="Free", phone="+1 312 555 0100"
    )

    html = text(stranger, listing)

    assert html.index("Walk in") < html.index("Adults") < html.index("Free") < html.index("<dt>When</dt>")
    assert 'href="tel:+13125550100"' in html


@pytest.mark.parametrize(("moderation", "says"), [("Three volunteers", "Three volunteers"), ("", "We do not know")])
def test_a_community_says_who_looks_after_it_and_what_others_see(stranger: Browser, moderation: str, says: str) -> None:
    html = text(stranger, made(category=Category.COMMUNITY, slots=(), moderation=moderation))

    assert says in html
    assert "can be read by others" in html


# The first time


@pytest.mark.parametrize(
    ("values", "says", "not_said"),
    [
        ({}, "Come a few minutes early", "camera"),
        ({"attendance": Attendance.ONLINE}, "camera off", "at the door"),
        ({"attendance": Attendance.HYBRID}, "camera off", "basket"),
        ({"fellowship": "aa"}, "first names only", "camera"),
        ({"fellowship": "smart"}, "You need not speak", "basket"),
        ({"kinds": frozenset({Kind.CLOSED})}, "share the problem", "family"),
        ({"kinds": frozenset({Kind.CLOSED}), "fellowship": "al-anon"}, "family and friends", "share the problem"),
        ({"category": Category.SERVICE}, "what it costs", "speak"),
        ({"category": Category.COMMUNITY}, "before you write", "leave"),
    ],
)
def test_the_first_time_is_described_by_what_it_is(values: dict[str, object], says: str, not_said: str) -> None:
    lines = " ".join(first_visit_lines(Meeting("k", "Group", **{"attendance": Attendance.IN_PERSON, **values})))  # type: ignore[arg-type]

    assert says in lines
    assert not_said not in lines


def test_what_the_group_says_comes_first(stranger: Browser) -> None:
    html = text(stranger, made(first_visit="Ring the lower bell"))

    assert html.index("Ring the lower bell") < html.index("Come a few minutes early")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (
            {"location": "Fellowship House", "address": "1 Road", "city": "Town"},
            "Would you come with me on Friday, November 20, at 7 p.m.? It is here: 1 Road, Town.",
        ),
        (
            {"attendance": Attendance.ONLINE},
            "Would you come with me on Friday, November 20, at 7 p.m.? It is online.",
        ),
        ({"slots": (), "address": "1 Road"}, "Would you come somewhere with me? It is here: 1 Road."),
        ({"slots": (), "attendance": Attendance.ONLINE}, "Would you come somewhere with me? It is online."),
        ({"slots": ()}, "Would you come somewhere with me?"),
    ],
)
def test_words_to_send_name_neither_group_nor_cause(values: dict[str, object], words: str) -> None:
    given = {"slots": (FRIDAY,), "zone": "America/Chicago", "attendance": Attendance.IN_PERSON, "fellowship": "aa"}

    assert words_to_bring(Meeting("k", "Quiet Friday", **{**given, **values}), Viewer(NOW)) == words  # type: ignore[arg-type]


def test_words_to_send_open_in_the_devices_own_messages(stranger: Browser) -> None:
    html = text(stranger, made(address="1 Road & 2nd"))

    assert 'href="sms:?&amp;body=Would%20you' in html
    assert quote("1 Road & 2nd", safe="") in html
