"""Keeping a listing for its group: asking, agreeing, and what the group says over what a feed says."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from holdfast.accounts.models import Person
from holdfast.directory.actions import Feed, apply_feed
from holdfast.directory.claims import (
    EMPTY,
    add_listing,
    change_listing,
    claim_listing,
    give_up_listing,
    settle_claim,
)
from holdfast.directory.members import whole_meeting
from holdfast.directory.models import Claim, IndexVersion, Listing, ListingChange, Settled, SourceKind
from holdfast.directory.publishing import listings_shown
from holdfast.directory.standing import kept_over
from holdfast.domain.meetings.meeting import Joining, Meeting, Slot
from tests.directory.made import FRIDAY, made, operator

pytestmark = pytest.mark.django_db
MONDAY = Slot(1, 600)


def test_agreeing_makes_a_keeper(john: Person, now: datetime) -> None:
    listing = made()
    claim = claim_listing(by=john, listing=listing, text="ask the area office", now=now)

    settle_claim(claim=claim, accepted=True, by=operator(), now=now)

    listing.refresh_from_db()
    assert listing.keeper == john


def test_not_agreeing_makes_none(john: Person, now: datetime) -> None:
    listing = made()

    settle_claim(
        claim=claim_listing(by=john, listing=listing, text="x", now=now), accepted=False, by=operator(), now=now
    )

    listing.refresh_from_db()
    assert listing.keeper is None


def test_settling_erases_the_words(john: Person, now: datetime) -> None:
    claim = claim_listing(by=john, listing=made(), text="ask the area office", now=now)

    settle_claim(claim=claim, accepted=True, by=operator(), now=now)

    assert (Claim.objects.get().text, Claim.objects.get().state) == ("", Settled.ACCEPTED)


def test_settling_twice_changes_nothing(john: Person, now: datetime) -> None:
    listing, oda = made(), operator()
    claim = claim_listing(by=john, listing=listing, text="x", now=now)
    settle_claim(claim=claim, accepted=False, by=oda, now=now)

    settle_claim(claim=claim, accepted=True, by=oda, now=now)

    listing.refresh_from_db()
    assert listing.keeper is None


def test_asking_twice_is_one_claim(john: Person, now: datetime) -> None:
    listing = made()

    for text in ("first", "second"):
        claim_listing(by=john, listing=listing, text=text, now=now)

    assert Claim.objects.get().text == "second"


def test_a_keeper_can_stop(john: Person, now: datetime) -> None:
    listing = made(john)

    give_up_listing(by=john, listing=listing)

    listing.refresh_from_db()
    assert listing.keeper is None


def change(listing: Listing, now: datetime, **values: object) -> None:
    change_listing(listing=listing, meeting=replace(whole_meeting(listing), **values), now=now)  # type: ignore[arg-type]


def test_what_the_group_says_is_shown(now: datetime) -> None:
    listing = made(notes="Ring twice")

    change(listing, now, slots=(MONDAY,))

    assert whole_meeting(listing).slots == (MONDAY,)
    assert whole_meeting(listing).notes == "Ring twice"


def test_the_feeds_own_row_stays_as_it_was(now: datetime) -> None:
    listing = made()
    before = listing.meeting

    change(listing, now, slots=(MONDAY,))

    listing.refresh_from_db()
    assert listing.meeting == before


def test_only_what_differs_is_kept_and_it_is_merged_in(now: datetime) -> None:
    listing = made(notes="Ring twice")

    change(listing, now, slots=(MONDAY,))

    kept = kept_over(listing)
    assert kept is not None
    assert kept.source.kind == SourceKind.KEPT
    assert kept.merged_into == listing
    assert set(kept.meeting) == {"key", "name", "slots", "zone", "zone_is_stated", "updated_at"}
    assert Meeting.from_json(kept.meeting).slots == (MONDAY,)


def test_times_are_said_with_their_zone(now: datetime) -> None:
    listing = made(zone_is_stated=False)

    change(listing, now, slots=(MONDAY,))

    kept = kept_over(listing)
    assert kept is not None
    assert Meeting.from_json(kept.meeting).zone == "America/Chicago"


def test_each_meeting_is_still_found_once(now: datetime) -> None:
    listing = made()

    change(listing, now, slots=(MONDAY,))

    assert [one.pk for one in listings_shown()] == [listing.pk]


def test_a_group_can_say_that_something_is_empty(now: datetime) -> None:
    listing = made(conference_phone="+13125550100", joining=Joining.ASK)

    change(listing, now, conference_phone="", slots=(), joining=Joining.OPEN)

    found = whole_meeting(listing)
    assert (found.conference_phone, found.slots, found.joining) == ("", (), Joining.OPEN)


def test_going_back_to_what_the_feed_says_keeps_nothing_of_it(now: datetime) -> None:
    listing = made()
    change(listing, now, slots=(MONDAY,))

    change(listing, now, slots=(FRIDAY,))

    kept = kept_over(listing)
    assert kept is not None
    assert "slots" not in kept.meeting


def test_a_later_import_does_not_undo_the_group(now: datetime) -> None:
    feed = Feed("feed", "Feed", "meeting-guide")
    apply_feed(feed=feed, meetings=[Meeting("k", "Group", slots=(FRIDAY,))], now=now)
    listing = Listing.objects.get()
    change(listing, now, slots=(MONDAY,))

    apply_feed(feed=feed, meetings=[Meeting("k", "Group", slots=(FRIDAY,), notes="New")], now=now + timedelta(days=1))

    listing.refresh_from_db()
    assert (whole_meeting(listing).slots, whole_meeting(listing).notes) == ((MONDAY,), "New")


def test_a_change_is_in_the_history_with_before_and_after(now: datetime) -> None:
    listing = made()

    change(listing, now, notes="Ring twice")

    history = ListingChange.objects.get()
    assert (history.listing, history.kind) == (listing, ListingChange.Kind.CHANGED)
    assert history.fields == {"notes": ["", "Ring twice"]}


def test_a_change_checks_the_listing_and_moves_the_index(now: datetime) -> None:
    listing, later = made(), now + timedelta(days=3)

    change(listing, later, notes="Ring twice")

    listing.refresh_from_db()
    assert (listing.checked_at, listing.changed_at) == (later, later)
    assert IndexVersion.objects.get().moved_at == later


def test_saving_without_a_change_is_a_check_only(now: datetime) -> None:
    listing = made()

    change(listing, now)

    assert not ListingChange.objects.exists()
    assert whole_meeting(listing).updated_at is None


def test_a_new_address_is_not_left_at_the_old_position(now: datetime) -> None:
    listing = made(city="Chicago", state="IL", country="US", latitude=41.99, longitude=-87.66)

    change(listing, now, city="Springfield")

    found = whole_meeting(listing)
    assert found.latitude == pytest.approx(39.8, abs=0.1)
    assert found.is_approximate


def test_a_listing_that_no_feed_has_is_found_and_changed_in_place(now: datetime) -> None:
    listing = add_listing(meeting=replace(EMPTY, name="Harbour", city="Chicago", state="IL", country="US"), now=now)

    change(listing, now, notes="Ring twice")

    listing.refresh_from_db()
    assert listings_shown().get() == listing
    assert whole_meeting(listing).notes == "Ring twice"
    assert whole_meeting(listing).zone == "America/Chicago"
    assert kept_over(listing) is None
