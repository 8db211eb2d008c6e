"""One meeting once: listings of several sources stand together, and people have the last word."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django.fixtures import DjangoAssertNumQueries

from holdfast.accounts.models import Person
from holdfast.directory.actions import Feed, apply_feed
from holdfast.directory.joining import decide_sameness, join_listings, split_listing
from holdfast.directory.members import members_of, shown_meeting, standing_meetings
from holdfast.directory.models import Listing, ListingChange, Lookalike, Source
from holdfast.directory.publishing import as_published, listings_published, published
from holdfast.directory.search import build, current_version
from holdfast.domain.meetings.meeting import Slot
from tests.directory.joined import imported, joined, listed
from tests.domain.meetings.merge_cases import HALL

pytestmark = pytest.mark.django_db
LATER = timedelta(hours=1)


def test_a_second_source_of_a_meeting_stands_with_the_first(now: datetime) -> None:
    listed("first", now=now)
    listed("second", now=now + LATER)

    assert joined(now=now + LATER) == {"first": None, "second": "first"}


def test_two_meetings_stay_two(now: datetime) -> None:
    listed("first", now=now)
    listed("second", now=now, name="Nuevo Camino")

    assert joined(now=now) == {"first": None, "second": None}


def test_nothing_is_compared_twice(now: datetime) -> None:
    listed("first", now=now)
    assert join_listings(now=now) == 1

    assert join_listings(now=now + LATER) == 0


def test_a_run_costs_what_changed(now: datetime, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    listed("first", now=now)
    imported("many", [replace(HALL, key=str(n), name=f"Other {n}", address=f"{n} Hill") for n in range(60)], now=now)
    while join_listings(now=now):
        pass

    with django_assert_num_queries(6):
        join_listings(now=now + LATER)


def test_work_that_is_too_much_for_one_run_waits(now: datetime) -> None:
    listed("first", now=now)
    listed("second", now=now + LATER)

    assert [join_listings(now=now + LATER, limit=1) for _ in range(3)] == [1, 1, 0]
    assert Listing.objects.filter(merged_into__isnull=False).count() == 1


def test_three_sources_have_one_that_stands_for_them(now: datetime) -> None:
    for number, source in enumerate(("first", "second", "third")):
        listed(source, now=now + number * LATER)

    assert joined(now=now + 3 * LATER) == {"first": None, "second": "first", "third": "first"}


def test_the_one_that_stands_for_a_meeting_stays(now: datetime) -> None:
    listed("first", now=now)
    listed("second", now=now + LATER)
    joined(now=now + LATER)
    listed("first", now=now + 2 * LATER, notes="Ring the bell")

    assert joined(now=now + 2 * LATER) == {"first": None, "second": "first"}


def test_a_listing_that_is_gone_hands_over(now: datetime) -> None:
    listed("first", now=now)
    listed("second", now=now + LATER)
    joined(now=now + LATER)
    imported("first", [], now=now + 2 * LATER)

    assert joined(now=now + 2 * LATER) == {"first": "second", "second": None}


def test_a_listing_that_comes_back_stands_with_its_heir(now: datetime) -> None:
    listed("first", now=now)
    listed("second", now=now + LATER)
    joined(now=now + LATER)
    imported("first", [], now=now + 2 * LATER)
    joined(now=now + 2 * LATER)
    listed("first", now=now + 3 * LATER)

    assert joined(now=now + 3 * LATER) == {"first": "second", "second": None}


def test_a_meeting_that_moved_to_another_day_parts(now: datetime) -> None:
    listed("first", now=now)
    listed("second", now=now)
    joined(now=now)
    listed("second", now=now + LATER, slots=(Slot(4, 1140),))

    assert joined(now=now + LATER) == {"first": None, "second": None}


def test_what_the_group_keeps_stands_first(john: Person, now: datetime) -> None:
    listed("first", now=now)
    Listing.objects.filter(pk=listed("own", now=now + LATER).pk).update(keeper=john)

    assert joined(now=now + LATER) == {"first": "own", "own": None}


def test_the_history_says_what_was_joined_and_split(john: Person, now: datetime) -> None:
    listed("first", now=now)
    second = listed("second", now=now + LATER)
    joined(now=now + LATER)
    split_listing(listing=Listing.objects.get(pk=second.pk), by=john, now=now + 2 * LATER)

    kinds = ListingChange.objects.filter(listing=second).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["joined", "split"]


def test_a_join_makes_search_and_feeds_new(now: datetime) -> None:
    listed("first", now=now)
    listed("second", now=now)
    before = current_version()
    join_listings(now=now)

    assert current_version() != before


def test_a_run_without_news_leaves_search_and_feeds(now: datetime) -> None:
    listed("first", now=now)
    before = current_version()
    join_listings(now=now)

    assert current_version() == before


# People


def test_split_stays_split_after_every_import(john: Person, now: datetime) -> None:
    listed("first", now=now)
    second = listed("second", now=now)
    joined(now=now)
    split_listing(listing=Listing.objects.get(pk=second.pk), by=john, now=now)
    listed("second", now=now + LATER, notes="New words")
    listed("first", now=now + LATER, notes="Other words")

    assert joined(now=now + LATER) == {"first": None, "second": None}


def test_a_split_of_the_first_leaves_the_others_together(john: Person, now: datetime) -> None:
    first = listed("first", now=now)
    listed("second", now=now + LATER)
    listed("third", now=now + 2 * LATER)
    joined(now=now + 2 * LATER)
    split_listing(listing=Listing.objects.get(pk=first.pk), by=john, now=now + 2 * LATER)

    assert joined(now=now + 3 * LATER) == {"first": None, "second": None, "third": "second"}


def test_a_person_joins_what_the_rule_would_not(john: Person, now: datetime) -> None:
    one, other = listed("first", now=now), listed("second", now=now + LATER, name="Nuevo Camino")
    decide_sameness(one=one, other=other, is_same=True, by=john, now=now + LATER)
    listed("second", now=now + 2 * LATER, name="Nuevo Camino", notes="New words")

    assert joined(now=now + 2 * LATER) == {"first": None, "second": "first"}


def test_a_later_word_replaces_an_earlier_one(john: Person, now: datetime) -> None:
    one, other = listed("first", now=now), listed("second", now=now)
    decide_sameness(one=one, other=other, is_same=False, by=john, now=now)
    decide_sameness(one=other, other=one, is_same=True, by=john, now=now)

    assert Listing.objects.filter(merged_into__isnull=False).count() == 1


def test_a_pair_nobody_is_sure_of_waits_until_it_is_answered(john: Person, now: datetime) -> None:
    one, other = listed("first", now=now), listed("second", now=now, name="Lantern Road Beginners")
    join_listings(now=now)
    assert Lookalike.objects.count() == 1

    decide_sameness(one=one, other=other, is_same=False, by=john, now=now)
    listed("second", now=now + LATER, name="Lantern Road Beginners", notes="x")
    join_listings(now=now + LATER)

    assert Lookalike.objects.count() == 0


# What is read


def test_what_is_shown_comes_from_both(now: datetime) -> None:
    first = listed("first", now=now, notes="", is_approximate=True)
    listed("second", now=now + LATER, notes="Ring the bell", address="")
    join_listings(now=now + LATER)

    whole = shown_meeting(first, members_of([first.pk])[first.pk]).meeting

    assert (whole.notes, whole.address) == ("Ring the bell", HALL.address)


def test_search_has_a_meeting_once_with_what_every_source_says(now: datetime) -> None:
    listed("first", now=now, languages=frozenset())
    listed("second", now=now + LATER, languages=frozenset({"es"}), name="Tuesday Lantern Road Group")
    join_listings(now=now + LATER)

    copy = build(1)

    assert (copy.index.size, copy.languages) == (1, ("es",))


def test_what_is_published_is_published_once(now: datetime) -> None:
    first = listed("first", now=now)
    listed("second", now=now + LATER, notes="Ring the bell")
    join_listings(now=now + LATER)

    found = list(published())

    assert [(one.id, one.meeting.notes, one.checked_at) for one in found] == [(first.pk, "Ring the bell", now + LATER)]


def test_a_source_that_may_not_be_given_on_adds_nothing_to_what_is_published(now: datetime) -> None:
    listed("first", now=now)
    listed("second", now=now + LATER, notes="Ring the bell")
    Source.objects.filter(key="second").update(is_published=False)
    join_listings(now=now + LATER)

    assert [one.meeting.notes for one in published()] == [""]


def test_the_licences_of_all_that_speak_are_named(now: datetime) -> None:
    listed("first", now=now)
    listed("second", now=now + LATER)
    Source.objects.filter(key="first").update(licence="CC0")
    Source.objects.filter(key="second").update(licence="CC BY")
    join_listings(now=now + LATER)

    assert as_published(listings_published().get()).licence == "CC0; CC BY"


@pytest.mark.parametrize("number", [2, 40])
def test_publishing_costs_the_same_for_few_and_many(
    number: int, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    meetings = [replace(HALL, key=str(n), name=f"Hill {n}", address=f"{n} Hill Road") for n in range(number)]
    imported("first", meetings, now=now)
    imported("second", meetings, now=now + LATER)
    join_listings(now=now + LATER)

    with django_assert_num_queries(2):
        assert len(list(published())) == number


def test_what_was_kept_of_a_listing_that_is_gone_leads_to_its_heir(now: datetime) -> None:
    first = listed("first", now=now)
    listed("second", now=now + LATER, notes="Ring the bell")
    joined(now=now + LATER)
    imported("first", [], now=now + 2 * LATER)
    joined(now=now + 2 * LATER)

    assert standing_meetings([first.pk])[first.pk].notes == "Ring the bell"


def test_the_command_compares_everything_again(now: datetime) -> None:
    listed("first", now=now)
    listed("second", now=now)
    join_listings(now=now)
    said = StringIO()

    call_command("join", "--all", stdout=said)

    assert "2 compared, 1 stand with another, 0 pairs wait" in said.getvalue()


def test_one_of_two_in_the_same_source_waits_for_a_person(now: datetime) -> None:
    listed("first", now=now)
    twins = [replace(HALL, key="a"), replace(HALL, key="b")]
    apply_feed(feed=Feed("twins", "Twins", "meeting-guide"), meetings=twins, now=now, confirm=True)
    join_listings(now=now)

    assert Listing.objects.filter(merged_into__isnull=False).count() == 1
    assert Lookalike.objects.count() == 1
