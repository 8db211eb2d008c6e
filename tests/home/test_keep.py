"""Keeping a listing: it becomes a tie and closes a gap."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pytest

from holdfast.accounts.models import Person
from holdfast.directory.models import Listing
from holdfast.domain.network import SupportKind, gaps
from holdfast.home.keeping import tie_from
from holdfast.network.access import ties_of
from holdfast.network.actions import add_network
from holdfast.network.queries import network_value
from tests.browser import Browser
from tests.home.town import listed, meeting, needs

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(now: datetime) -> Listing:
    return listed(now=now)


def answers(*ticked: object) -> dict[str, object]:
    return {"name": "Home group", "circle": "1", "needs": [str(getattr(one, "pk", one)) for one in ticked]}


def test_asks_first_with_what_fits_ticked(page: Browser, john: Person, now: datetime, group: Listing) -> None:
    talk = needs(john, "Someone to talk to", SupportKind.EMOTIONAL, now)
    needs(john, "Rides", SupportKind.PRACTICAL, now)

    form = page.get(f"/keep/{group.pk}/").context["form"]

    assert form.initial["needs"] == [str(talk.pk)]
    assert form.initial["name"] == "Friday home group"


def test_the_button_on_the_listing_leads_to_the_questions(page: Browser, group: Listing) -> None:
    response = page.press(f"/keep/{group.pk}/")

    assert response.redirect_chain == [(f"/keep/{group.pk}/", 302)]
    assert "Keep it on my map" in response.content.decode()


def test_closes_the_gap(page: Browser, john: Person, now: datetime, group: Listing) -> None:
    talk = needs(john, "Someone to talk to", SupportKind.EMOTIONAL, now)
    assert len(gaps(network_value(john, today=now.date()))) == 1

    response = page.press(f"/keep/{group.pk}/", answers(talk))

    assert "An open seat is taken: Someone to talk to." in response.content.decode()
    assert gaps(network_value(john, today=now.date())) == ()


def test_keeps_where_and_how_it_is_reached(page: Browser, john: Person, now: datetime) -> None:
    online = listed(meeting(conference_url="https://meet.example.org/1"), now=now)

    page.press(f"/keep/{online.pk}/", answers())

    tie = ties_of(john).get()
    assert {channel.value for channel in tie.channels.all()} >= {"https://meet.example.org/1"}


def test_an_unticked_need_stays_open(page: Browser, john: Person, now: datetime, group: Listing) -> None:
    needs(john, "Someone to talk to", SupportKind.EMOTIONAL, now)

    response = page.press(f"/keep/{group.pk}/", answers())

    assert "It is on your map now." in response.content.decode()
    assert len(gaps(network_value(john, today=now.date()))) == 1


def test_works_on_an_empty_map(page: Browser, john: Person, group: Listing) -> None:
    page.press(f"/keep/{group.pk}/", answers())

    assert [network.name for network in ties_of(john).get().networks.all()] == ["My network"]


def test_asks_which_network_only_when_there_are_several(
    page: Browser, john: Person, now: datetime, group: Listing
) -> None:
    add_network(by=john, name="Recovery", now=now)
    assert "networks" not in page.get(f"/keep/{group.pk}/").context["form"].fields

    work = add_network(by=john, name="New job", now=now)
    page.press(f"/keep/{group.pk}/", {**answers(), "networks": [str(work.pk)]})

    assert ties_of(john).get().networks.get() == work


def test_keeping_again_leads_to_the_same_tie(page: Browser, john: Person, group: Listing) -> None:
    page.press(f"/keep/{group.pk}/", answers())

    response = page.post(f"/keep/{group.pk}/", answers())

    tie = tie_from(john, group)
    assert tie is not None
    assert response.url == f"/ties/{tie.pk}/"
    assert ties_of(john).count() == 1


def test_says_whom_a_family_group_is_for(page: Browser, now: datetime) -> None:
    family = listed(meeting(fellowship="al-anon"), now=now)

    assert "for people who support someone" in page.get(f"/keep/{family.pk}/").content.decode()


def test_keeps_what_was_typed_when_something_is_missing(page: Browser, group: Listing) -> None:
    response = page.post(f"/keep/{group.pk}/", {"name": "", "circle": "1"})

    assert response.status_code == 200
    assert "Something needs a second look" in response.content.decode()


@pytest.mark.parametrize("need", ["nonsense", "5262b90e-cf99-4a9d-a687-08e625e428b8"])
def test_knows_only_one_s_own_needs(page: Browser, john: Person, group: Listing, need: str) -> None:
    page.post(f"/keep/{group.pk}/", answers(need))

    assert all(not tie.answers.exists() for tie in ties_of(john))


def test_knows_nobody_else_s_network(page: Browser, john: Person, maria: Person, now: datetime, group: Listing) -> None:
    hers = add_network(by=maria, name="Hers", now=now)
    for name in ("One", "Two"):
        add_network(by=john, name=name, now=now)

    page.post(f"/keep/{group.pk}/", {**answers(), "networks": [str(hers.pk)]})

    assert not hers.ties.exists()


def test_a_stranger_signs_in_first(stranger: Browser, group: Listing) -> None:
    assert "/account/in/" in stranger.get(f"/keep/{group.pk}/").url


def test_is_not_there_for_an_unknown_listing(page: Browser) -> None:
    assert page.get(f"/keep/{uuid4()}/").status_code == 404
