"""The pages on which a group keeps its listing, and operators add one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from holdfast.accounts.models import Person
from holdfast.directory.members import whole_meeting
from holdfast.directory.models import Claim, Listing, Report
from holdfast.directory.reporting import hide_listing, report_problem
from holdfast.domain.meetings.kinds import Kind
from holdfast.domain.meetings.meeting import Attendance, Category, Joining, Slot
from tests.browser import Browser
from tests.conftest import NOW
from tests.directory.made import FRIDAY, made, operator

pytestmark = pytest.mark.django_db
TYPED = {
    "name": "Quiet Friday",
    "fellowship": "aa",
    "attendance": "hybrid",
    "address": "1 Road",
    "city": "Chicago",
    "spot": "41.88, -87.63",
    "zone": "America/Chicago",
    "conference_url": "https://bbb.our-own.example.org/room",
    "conference_phone": "+1 (312) 555-0100,,7#",
    "conference_password": "kelp-42",
    "joining": "members",
    "kinds": ["women", "newcomers"],
    "languages": ["en", "es"],
    "first_visit": "Ring the lower bell",
    "notes": "Bring a cup",
}


@pytest.fixture
def oda() -> Browser:
    """An operator at a browser."""
    browser = Browser()
    browser.force_login(operator())
    return browser


def test_a_person_asks_to_keep_a_listing(page: Browser, john: Person) -> None:
    listing = made()

    html = page.press(f"/find/{listing.pk}/claim/", {"text": "Ask the area office"}).content.decode()

    assert Claim.objects.get().person == john
    assert "An operator will answer" in html


def test_asking_needs_words(page: Browser) -> None:
    page.press(f"/find/{made().pk}/claim/", {"text": ""})

    assert not Claim.objects.exists()


def test_the_offer_to_keep_it_goes_once_it_is_kept(page: Browser, maria: Person) -> None:
    offer = "I keep this listing for the group"

    shown = [offer in page.get(f"/find/{made(keeper).pk}/").content.decode() for keeper in (None, maria)]

    assert shown == [True, False]


def test_a_keeper_says_everything_about_it(page: Browser, john: Person) -> None:
    listing = made(john)

    page.press(f"/find/{listing.pk}/edit/", TYPED)

    found = whole_meeting(listing)
    assert (found.fellowship, found.attendance, found.joining) == ("aa", Attendance.HYBRID, Joining.MEMBERS)
    assert (found.conference_url, found.conference_phone) == (TYPED["conference_url"], "+13125550100,,7#")
    assert (found.kinds, found.languages) == (frozenset({Kind.WOMEN, Kind.NEWCOMERS}), frozenset({"en", "es"}))
    assert (found.latitude, found.longitude, found.first_visit) == (41.88, -87.63, "Ring the lower bell")
    assert found.slots == (FRIDAY,)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": ""}, "This field is required"),
        ({"conference_phone": "call Ana"}, "Enter a number that a phone can dial"),
        ({"conference_url": "not a link"}, "Enter a valid URL"),
        ({"spot": "here"}, "Enter two numbers"),
        ({"spot": "91, 0"}, "Enter two numbers"),
        ({"zone": "Mars/Base"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(
    page: Browser, john: Person, wrong: dict[str, str], says: str
) -> None:
    listing = made(john)

    html = page.press(f"/find/{listing.pk}/edit/", {**TYPED, **wrong}).content.decode()

    assert says in html
    assert "Ring the lower bell" in html
    assert whole_meeting(listing).first_visit == ""


def test_opening_and_keeping_the_form_changes_nothing(page: Browser, john: Person) -> None:
    listing = made(john, latitude=41.5, longitude=-87.5, is_approximate=True, kinds=frozenset({Kind.OPEN}))
    before = whole_meeting(listing)
    initial = page.get(f"/find/{listing.pk}/edit/").context["form"].initial

    page.press(f"/find/{listing.pk}/edit/", {name: value for name, value in initial.items() if value is not None})

    assert whole_meeting(listing) == before


def dates(**values: Any) -> dict[str, Any]:
    """The page on dates with one weekly time and one date, as a browser sends it."""
    return {
        "meets": "regular",
        "times-TOTAL_FORMS": "1",
        "times-INITIAL_FORMS": "1",
        "times-0-day": "0",
        "times-0-start": "10:00",
        "times-0-often": "monthly",
        "times-0-which": ["-1"],
        "dates-TOTAL_FORMS": "1",
        "dates-INITIAL_FORMS": "0",
        **values,
    }


def test_a_keeper_says_when_it_meets(page: Browser, john: Person) -> None:
    listing = made(john)

    html = page.press(f"/find/{listing.pk}/dates/", dates()).content.decode()

    assert whole_meeting(listing).slots == (Slot(0, 600, None, "FREQ=MONTHLY;BYDAY=-1SU"),)
    assert "The last Sunday of the month, 10 a.m." in html


def test_one_more_row_is_not_kept_yet(page: Browser, john: Person) -> None:
    listing = made(john)

    html = page.press(f"/find/{listing.pk}/dates/", dates(more="dates")).content.decode()

    assert 'name="dates-1-kind"' in html
    assert whole_meeting(listing).slots == (FRIDAY,)


def test_a_mistake_in_a_date_is_marked(page: Browser, john: Person) -> None:
    html = page.press(f"/find/{made(john).pk}/dates/", dates(**{"dates-0-kind": "cancelled"})).content.decode()

    assert "Enter a date." in html
    assert "What you typed is still there" in html


def test_a_keeper_says_that_it_still_meets(page: Browser, john: Person) -> None:
    listing = made(john)
    hide_listing(listing=listing, why="nobody_there", now=NOW)

    page.press(f"/find/{listing.pk}/verify/")

    listing.refresh_from_db()
    assert listing.hidden_at is None


def test_a_keeper_is_not_offered_to_show_what_an_operator_took_away(page: Browser, john: Person) -> None:
    listing = made(john)
    hide_listing(listing=listing, why="unsafe", now=NOW)

    assert "show it again" not in page.get(f"/find/{listing.pk}/").content.decode()
    assert page.post(f"/find/{listing.pk}/verify/").status_code == 404


@pytest.mark.parametrize("what", [one.value for one in Category])
def test_an_operator_adds_what_no_feed_has(oda: Browser, what: str) -> None:
    typed = {**TYPED, "eligibility": "Adults", "cost": "Free", "next_step": "Call", "moderation": "Volunteers"}

    response = oda.post(f"/find/new/?what={what}", typed)

    listing = Listing.objects.get()
    found = whole_meeting(listing)
    assert response.headers["Location"].startswith(f"/find/{listing.pk}/")
    assert (found.category, found.name) == (what, "Quiet Friday")
    assert listing.source.name == "Kept by its group"


@pytest.mark.parametrize(
    ("what", "asked", "not_asked"),
    [
        ("meeting", "conference_url", "eligibility"),
        ("service", "eligibility", "conference_url"),
        ("community", "moderation", "address"),
    ],
)
def test_each_kind_is_asked_for_what_it_has(oda: Browser, what: str, asked: str, not_asked: str) -> None:
    html = oda.get(f"/find/new/?what={what}").content.decode()

    assert f'name="{asked}"' in html
    assert f'name="{not_asked}"' not in html


def test_an_operator_chooses_first_what_it_is(oda: Browser) -> None:
    html = oda.get("/find/new/").content.decode()

    assert [f"?what={what.value}" in html for what in Category] == [True] * 3


# The queue


def test_the_queue_begins_with_what_may_harm_somebody(oda: Browser) -> None:
    for kind in (Report.Kind.OTHER_TIME, Report.Kind.UNSAFE):
        report_problem(listing=made(name=f"About {kind}"), kind=kind, text="words", mark="one", now=NOW)

    html = oda.get("/review/").content.decode()

    assert "About unsafe" in html
    assert "About other_time" not in html


def test_the_next_one_is_a_link_away(oda: Browser) -> None:
    for minute, name in enumerate(("First", "Second")):
        at = NOW + timedelta(minutes=minute)
        report_problem(listing=made(name=name), kind=Report.Kind.OTHER, text="", mark="one", now=at)

    assert "Second" in oda.get("/review/?pile=reports&skip=1").content.decode()


@pytest.mark.parametrize("query", ["?pile=nonsense", "?skip=99", "?skip=x", "?pile=claims&skip=-1", "?skip=²"])
def test_a_strange_address_breaks_nothing(oda: Browser, query: str) -> None:
    report_problem(listing=made(), kind=Report.Kind.OTHER, text="", mark="one", now=NOW)

    assert oda.get(f"/review/{query}").status_code == 200


def test_a_report_is_settled(oda: Browser) -> None:
    listing = made()
    report = report_problem(listing=listing, kind=Report.Kind.NOBODY_THERE, text="", mark="one", now=NOW)

    html = oda.press(f"/review/report/{report.pk}/", {"answer": "yes"}).content.decode()

    assert Listing.objects.get().hidden_why == "nobody_there"
    assert "Hidden" in html


def test_agreeing_with_another_time_leads_to_the_times(oda: Browser) -> None:
    listing = made()
    report = report_problem(listing=listing, kind=Report.Kind.OTHER_TIME, text="", mark="one", now=NOW)

    response = oda.post(f"/review/report/{report.pk}/", {"answer": "yes"})

    assert response.headers["Location"] == f"/find/{listing.pk}/dates/"


def test_a_claim_is_settled(oda: Browser, page: Browser, john: Person) -> None:
    listing = made()
    page.press(f"/find/{listing.pk}/claim/", {"text": "Ask the area office"})
    html = oda.get("/review/").content.decode()

    oda.press(f"/review/claim/{Claim.objects.get().pk}/", {"answer": "yes"})

    assert "Ask the area office" in html
    assert Listing.objects.get().keeper == john


def test_the_queue_says_how_to_tell_a_group_that_nobody_keeps(oda: Browser) -> None:
    hide_listing(listing=made(feedback_url="https://example.org/tell"), why="nobody_there", now=NOW)

    html = oda.get("/review/?pile=hidden").content.decode()

    assert "https://example.org/tell" in html


def test_a_hidden_listing_is_shown_again_from_the_queue(oda: Browser) -> None:
    listing = made()
    hide_listing(listing=listing, why="unsafe", now=NOW)

    response = oda.post(f"/find/{listing.pk}/verify/", {"next": "review"})

    assert response.headers["Location"] == "/review/"
    assert Listing.objects.get().hidden_at is None


def test_an_empty_queue_says_so(oda: Browser) -> None:
    assert "Nothing waits here" in oda.get("/review/").content.decode()


def test_the_queue_asks_as_often_for_many_as_for_few(oda: Browser, django_assert_max_num_queries: Any) -> None:
    for number in range(8):
        report_problem(listing=made(), kind=Report.Kind.OTHER, text="", mark=str(number), now=NOW)

    with django_assert_max_num_queries(16):
        oda.get("/review/")
