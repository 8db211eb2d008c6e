"""What people said of a listing holds for the meeting, however its sources come and go."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from holdfast.accounts.models import Person
from holdfast.directory.claims import change_listing, claim_listing, settle_claim
from holdfast.directory.joining import join_listings
from holdfast.directory.members import shown_meetings, standing_ids, standing_meetings, whole_meeting
from holdfast.directory.models import Listing, Report, Source
from holdfast.directory.publishing import listings_published, listings_shown
from holdfast.directory.reporting import report_problem, settle_report
from holdfast.directory.source_actions import change_source
from tests.browser import Browser
from tests.directory.joined import imported, listed
from tests.directory.made import operator

pytestmark = pytest.mark.django_db
LATER = timedelta(hours=1)


def two_sources(now: datetime) -> tuple[Listing, Listing]:
    """The one that stands for the meeting, and the other."""
    first, second = listed("first", now=now), listed("second", now=now + LATER)
    join_listings(now=now + LATER)
    second.refresh_from_db()
    assert second.merged_into_id == first.pk
    return first, second


@pytest.mark.parametrize("number", [1, 2**127])
def test_a_group_is_heard_whatever_the_number_of_its_record(number: int, now: datetime) -> None:
    listing = listed("first", now=now)
    meeting = whole_meeting(listing)
    change_listing(listing=listing, meeting=replace(meeting, address="77 New Street"), now=now)
    Listing.objects.filter(source__key="kept-over").update(id=UUID(int=number))

    assert shown_meetings([listing.pk])[listing.pk].address == "77 New Street"


def test_a_report_follows_its_meeting(now: datetime) -> None:
    first, second = listed("first", now=now), listed("second", now=now + LATER)
    report = report_problem(listing=second, kind=Report.Kind.UNSAFE, text="x", mark="one", now=now)
    join_listings(now=now + LATER)

    settle_report(report=report, accepted=True, by=operator(), now=now + LATER)

    assert not listings_shown().filter(pk__in=[first.pk, second.pk]).exists()


def test_what_is_hidden_stays_hidden_when_another_source_takes_its_place(now: datetime) -> None:
    two_sources(now)
    Listing.objects.filter(source__key="first").update(hidden_at=now, hidden_why="unsafe")

    imported("first", [], now=now + 2 * LATER)
    join_listings(now=now + 2 * LATER)

    assert not listings_shown().exists()


def test_whoever_asked_to_keep_one_source_keeps_the_meeting(john: Person, now: datetime) -> None:
    first, second = two_sources(now)
    claim = claim_listing(by=john, listing=second, text="x", now=now)

    settle_claim(claim=claim, accepted=True, by=operator(), now=now)

    first.refresh_from_db()
    assert first.keeper == john


def test_a_source_that_may_not_be_given_on_takes_no_meeting_with_it(now: datetime) -> None:
    two_sources(now)
    source = Source.objects.get(key="first")

    change_source(source=source, facts={"is_published": False}, by=operator(), now=now + LATER)
    join_listings(now=now + LATER)

    assert [row.source.key for row in listings_published()] == ["second"]


def test_what_was_kept_of_either_source_leads_to_the_meeting(now: datetime) -> None:
    first, second = two_sources(now)

    found = standing_ids([str(first.pk), str(second.pk), "elsewhere-42"])

    assert found == {str(first.pk): first.pk, str(second.pk): first.pk}


def test_a_hidden_meeting_is_not_coming_up(now: datetime) -> None:
    first, _second = two_sources(now)
    Listing.objects.filter(pk=first.pk).update(hidden_at=now)

    assert standing_meetings([first.pk]) == {}


def test_the_calendar_of_a_listing_that_may_not_be_given_on_is_not_there(stranger: Browser, now: datetime) -> None:
    listing = listed("first", now=now)
    Source.objects.update(is_published=False)

    assert stranger.get(f"/find/{listing.pk}/calendar.ics").status_code == 404


@pytest.mark.parametrize("since", ["9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00%2B14:00"])
def test_a_moment_beyond_all_time_is_refused(since: str, stranger: Browser) -> None:
    assert stranger.get(f"/feeds/meetings.json?modified_since={since}").status_code == 400
