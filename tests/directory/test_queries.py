"""What the directory offers to a network: groups that fit, and what a kept one usually gives."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from holdfast.directory.models import Listing
from holdfast.directory.places import meant
from holdfast.directory.queries import FITS, Wish, offers_near, suggestion_for
from holdfast.directory.shown import Viewer
from holdfast.domain.meetings.kinds import Kind
from holdfast.domain.meetings.meeting import Attendance, Meeting, Slot
from holdfast.domain.network import Circle, Role, SupportKind
from holdfast.domain.steps import Offer
from tests.conftest import NOW

VIEWER = Viewer(NOW, "America/Chicago")
CHICAGO = meant("Chicago")[0]


def listing(**values: Any) -> Listing:
    """A listing of a weekly meeting; not stored."""
    meeting = Meeting(**{"key": "k", "name": "Quiet Tuesday", "slots": (Slot(2, 1140),), **values})
    return Listing(id=uuid4(), name=meeting.name, meeting=meeting.to_json())


def names(offers: list[Offer]) -> list[str]:
    """The names behind offers, in order."""
    stored = dict(Listing.objects.values_list("pk", "name"))
    return [{str(pk): name for pk, name in stored.items()}[offer.id] for offer in offers]


def test_a_group_is_a_support_group_of_the_week() -> None:
    suggestion = suggestion_for(listing(attendance=Attendance.IN_PERSON))

    assert (suggestion.name, suggestion.role, suggestion.circle) == (
        "Quiet Tuesday",
        Role.SUPPORT_GROUP,
        Circle.WEEKLY,
    )


def test_what_meets_only_online_is_an_online_community() -> None:
    assert suggestion_for(listing(attendance=Attendance.ONLINE)).role is Role.ONLINE_COMMUNITY


def test_what_meets_by_appointment_is_no_weekly_contact() -> None:
    assert suggestion_for(listing(slots=())).circle is Circle.MONTHLY


def test_a_group_gives_what_peers_give() -> None:
    gives = suggestion_for(listing(attendance=Attendance.IN_PERSON)).gives

    assert gives == {
        SupportKind.EMOTIONAL: 2,
        SupportKind.INFORMATIONAL: 2,
        SupportKind.SOCIAL: 2,
        SupportKind.ACCOUNTABILITY: 1,
    }


def test_company_is_weaker_online() -> None:
    assert suggestion_for(listing(attendance=Attendance.ONLINE)).gives[SupportKind.SOCIAL] == 1


@pytest.mark.parametrize(
    ("values", "channels"),
    [
        ({"location": "Hall", "city": "Town", "attendance": Attendance.IN_PERSON}, (("place", "Hall, Town"),)),
        ({"conference_url": "https://meet.example.org/a"}, (("video", "https://meet.example.org/a"),)),
        ({"conference_phone": "+12025550143"}, (("phone", "+12025550143"),)),
        ({"url": "https://example.org"}, (("web", "https://example.org"),)),
        ({}, ()),
    ],
)
def test_a_group_is_reached_as_its_listing_says(values: dict[str, Any], channels: tuple[Any, ...]) -> None:
    assert suggestion_for(listing(**values)).channels == channels


def test_a_suggestion_leads_back_to_its_listing() -> None:
    kept = listing()

    assert suggestion_for(kept).listing_key == str(kept.pk)


@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
class TestOffers:
    def test_without_a_place_only_what_is_online_is_offered(self) -> None:
        offers = offers_near(Wish(), viewer=VIEWER)

        assert offers
        assert all("online" in offer.fits for offer in offers)

    def test_near_and_online_take_turns(self) -> None:
        offers = offers_near(Wish(place=CHICAGO), viewer=VIEWER)

        assert [offer.is_online for offer in offers[:4]] == [False, True, False, True]

    def test_what_is_near_is_within_25_km(self) -> None:
        offers = offers_near(Wish(place=CHICAGO), viewer=VIEWER, limit=50)

        assert all(offer.distance_km <= 25 for offer in offers if offer.distance_km is not None)

    def test_no_programme_fills_the_list(self) -> None:
        offers = offers_near(Wish(), viewer=VIEWER, limit=4)

        stored = dict(Listing.objects.values_list("pk", "meeting"))
        codes = {str(pk): meeting.get("fellowship") for pk, meeting in stored.items()}
        assert len({codes[offer.id] for offer in offers}) == 4

    def test_nothing_is_offered_twice(self) -> None:
        offers = offers_near(Wish(place=CHICAGO), viewer=VIEWER, limit=50)

        assert len({offer.id for offer in offers}) == len(offers)

    def test_family_groups_are_not_offered_as_ones_own(self) -> None:
        assert not any(offer.for_family for offer in offers_near(Wish(), viewer=VIEWER, limit=50))

    def test_family_groups_are_offered_to_family(self) -> None:
        offers = offers_near(Wish(for_family=True), viewer=VIEWER)

        assert sorted(names(offers)) == ["Families Online", "Worldwide Families"]
        assert all(offer.for_family and "family" in offer.fits for offer in offers)

    def test_a_language_that_was_asked_for_is_kept_to(self) -> None:
        assert set(names(offers_near(Wish(language="es"), viewer=VIEWER))) == {"Noche en Español"}

    def test_access_that_was_asked_for_is_kept_to(self) -> None:
        offers = offers_near(Wish(place=CHICAGO, access=frozenset({Kind.CHILDCARE})), viewer=VIEWER)

        assert names(offers) == ["Women of the Lake"]

    def test_not_12_step_is_kept_to(self) -> None:
        offers = offers_near(Wish(is_not_12_step=True), viewer=VIEWER)

        assert "Round the Clock" not in names(offers)
        assert all("not_12_step" in offer.fits for offer in offers)

    def test_a_place_closed_for_now_is_not_offered(self) -> None:
        toronto = meant("Toronto")[0]

        assert "Resting for the Winter" not in names(offers_near(Wish(place=toronto), viewer=VIEWER, limit=50))

    def test_every_reason_has_words(self) -> None:
        offers = offers_near(Wish(place=CHICAGO, language="es"), viewer=VIEWER, limit=50)

        assert {code for offer in offers for code in offer.fits} <= set(FITS)

    def test_costs_the_same_for_few_and_many(self, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
        offers_near(Wish(), viewer=VIEWER)

        with django_assert_max_num_queries(3):
            offers_near(Wish(place=CHICAGO), viewer=VIEWER, limit=50)
