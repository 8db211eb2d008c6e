"""Which meetings are offered, and how they are shown."""

from __future__ import annotations

from datetime import datetime

import pytest

from holdfast.accounts.models import Person
from holdfast.directory.importing import import_demo
from holdfast.directory.models import Listing
from holdfast.directory.places import Place
from holdfast.directory.queries import Wish
from holdfast.directory.shown import Viewer
from holdfast.domain.network import Circle, SupportKind
from holdfast.home.keeping import Choice, filled, fitting, keep_listing
from holdfast.home.offered import Near, offers_for, rows_for
from holdfast.network.access import ties_of
from holdfast.network.actions import main_network
from tests.home.town import listed, meeting, needs

pytestmark = pytest.mark.django_db


@pytest.fixture
def chicago() -> Place:
    """Near most of the demo's meetings."""
    place = Near("Chicago, Illinois").place
    assert place is not None
    return place


@pytest.fixture
def demo(now: datetime) -> None:
    import_demo(now=now)


def choice(person: Person, now: datetime) -> Choice:
    network = main_network(by=person, name="My network", now=now)
    return Choice("Home group", Circle.WEEKLY, (network,), {})


def test_offers_what_is_near_and_what_is_online(john: Person, now: datetime, demo: None, chicago: Place) -> None:
    offers = offers_for(john, Wish(place=chicago), Viewer(now=now))

    assert {offer.is_online for offer in offers} == {True, False}
    assert all(offer.distance_km <= 25 for offer in offers if offer.distance_km is not None)


def test_offers_only_what_is_online_without_a_place(john: Person, now: datetime, demo: None) -> None:
    offers = offers_for(john, Wish(), Viewer(now=now))

    assert offers
    assert all("online" in offer.fits for offer in offers)


def test_leaves_out_what_is_kept(john: Person, now: datetime, demo: None, chicago: Place) -> None:
    first = offers_for(john, Wish(place=chicago), Viewer(now=now))[0]

    keep_listing(by=john, listing=Listing.objects.get(pk=first.id), choice=choice(john, now), now=now)

    assert first.id not in {offer.id for offer in offers_for(john, Wish(place=chicago), Viewer(now=now))}


def test_shows_offers_in_their_order(john: Person, now: datetime, demo: None, chicago: Place) -> None:
    offers = offers_for(john, Wish(place=chicago), Viewer(now=now))

    rows = rows_for(offers, Viewer(now=now, in_miles=True))

    assert [str(row.id) for row in rows] == [offer.id for offer in offers]
    assert any("miles" in row.distance for row in rows)


def test_shows_a_meeting_by_appointment_without_a_time(john: Person, now: datetime) -> None:
    listed(meeting(slots=(), attendance="online"), now=now)

    (row,) = rows_for(offers_for(john, Wish(), Viewer(now=now)), Viewer(now=now))

    assert (row.when, row.next) == ("By appointment", "")


@pytest.mark.parametrize(("typed", "known"), [("Chicago, Illinois", True), ("", False), ("Nowhereville", False)])
def test_knows_a_place_only_without_doubt(typed: str, known: bool) -> None:
    assert (Near(typed).place is not None) is known


def test_asks_which_place_is_meant() -> None:
    near = Near("Springfield")

    assert near.place is None
    assert len(near.choices) > 1


def test_takes_the_place_that_was_chosen() -> None:
    chosen = Near("Springfield").choices[1]

    assert Near(chosen.label, chosen.id).place == chosen


def test_keeping_twice_leads_to_the_same_tie(john: Person, now: datetime) -> None:
    group = listed(now=now)

    one, other = (keep_listing(by=john, listing=group, choice=choice(john, now), now=now) for _ in range(2))

    assert one == other
    assert ties_of(john).count() == 1


def test_two_people_keep_the_same_listing_each_for_themselves(john: Person, maria: Person, now: datetime) -> None:
    group = listed(now=now)
    for person in (john, maria):
        keep_listing(by=person, listing=group, choice=choice(person, now), now=now)

    assert ties_of(john).get() != ties_of(maria).get()


def test_fits_needs_by_what_is_given(john: Person, now: datetime) -> None:
    talk = needs(john, "Talk", SupportKind.EMOTIONAL, now)
    rides = needs(john, "Rides", SupportKind.PRACTICAL, now)

    assert fitting([talk, rides], {SupportKind.EMOTIONAL: 2, SupportKind.PRACTICAL: 0}) == [talk]


def test_a_seat_is_filled_only_where_it_was_open(john: Person, now: datetime) -> None:
    talk = needs(john, "Talk", SupportKind.EMOTIONAL, now)
    assert filled(john, [talk], today=now.date()) == [talk]

    keep_listing(by=john, listing=listed(now=now), choice=choice(john, now), now=now)

    assert filled(john, [talk], today=now.date()) == []
