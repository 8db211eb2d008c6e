"""Operators say which listings are one meeting; everybody sees which sources a meeting has."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pytest

from holdfast.accounts.actions import open_account, set_operator
from holdfast.directory.joining import join_listings
from holdfast.directory.models import Listing, Source
from holdfast.domain.meetings.meeting import Joining
from tests.browser import Browser
from tests.conftest import PASSPHRASE
from tests.directory.joined import listed

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(now: datetime) -> Browser:
    """Oda, who operates this host."""
    open_account(nickname="oda-operates", passphrase=PASSPHRASE, now=now)
    browser = Browser()
    browser.force_login(set_operator(nickname="oda-operates", is_operator=True))
    return browser


@pytest.fixture
def unsure(now: datetime) -> tuple[Listing, Listing]:
    """Two listings that the rule is not sure about."""
    two = listed("first", now=now), listed("second", now=now, name="Lantern Road Beginners")
    join_listings(now=now)
    return two


@pytest.fixture
def two(now: datetime) -> tuple[Listing, Listing]:
    """Two sources of one meeting; the first stands for both."""
    first, second = listed("first", now=now), listed("second", now=now, notes="Ring the bell", key="other")
    join_listings(now=now)
    first.refresh_from_db()
    return (second, first) if first.merged_into_id else (first, second)


def stands_with(listing: Listing) -> UUID | None:
    """Whom a listing stands with now."""
    return Listing.objects.get(pk=listing.pk).merged_into_id


def test_a_pair_stands_side_by_side_with_what_differs(operator: Browser, unsure: tuple[Listing, Listing]) -> None:
    html = operator.get("/review/same/").content.decode()

    assert "Lantern Road Group" in html
    assert "Lantern Road Beginners" in html
    assert "1 pair waits." in html
    assert html.count('<tr class="differs">') == 1


def test_says_why_it_asks(operator: Browser, unsure: tuple[Listing, Listing]) -> None:
    assert "The names say two kinds of meeting." in operator.get("/review/same/").content.decode()


@pytest.mark.parametrize(("answer", "is_one"), [("same", True), ("different", False)])
def test_an_answer_is_final(operator: Browser, unsure: tuple[Listing, Listing], answer: str, is_one: bool) -> None:
    one, other = unsure

    response = operator.press("/review/same/answer/", {"one": one.pk, "other": other.pk, "answer": answer})

    assert "Nothing waits here." in response.content.decode()
    assert bool(stands_with(one) or stands_with(other)) is is_one


@pytest.mark.parametrize(
    "data", [{}, {"answer": "same", "one": "x", "other": "y"}, {"answer": "perhaps"}, {"answer": "same", "twice": "1"}]
)
def test_an_answer_to_no_question_is_not_there(
    operator: Browser, unsure: tuple[Listing, Listing], data: dict[str, str]
) -> None:
    ids = {"one": str(unsure[0].pk), "other": str(unsure["twice" not in data].pk)}

    assert operator.post("/review/same/answer/", {**ids, **data} if data else {}).status_code == 404


def test_later_shows_the_next_pair(operator: Browser, unsure: tuple[Listing, Listing]) -> None:
    assert operator.get("/review/same/?skip=7").status_code == 200
    assert operator.get("/review/same/?skip=x").status_code == 200


def test_the_address_of_a_joined_listing_leads_on(stranger: Browser, two: tuple[Listing, Listing]) -> None:
    response = stranger.get(f"/find/{two[1].pk}/")

    assert (response.status_code, response.headers["Location"]) == (302, f"/find/{two[0].pk}/")


def test_the_page_names_every_source_and_what_it_says_otherwise(
    stranger: Browser, two: tuple[Listing, Listing], now: datetime
) -> None:
    listed("second", now=now, notes="Ring the bell", key="other", location="The Library")
    Source.objects.filter(key="second").update(licence="CC BY", website="https://example.org/")

    html = stranger.get(f"/find/{two[0].pk}/").content.decode()

    assert "Same meeting in 2 sources" in html
    assert "(CC BY)" in html
    assert "The Library" in html
    assert "Linden Library" in html


def test_a_link_that_the_group_keeps_to_itself_is_not_told_by_another_source(
    stranger: Browser, two: tuple[Listing, Listing], now: datetime
) -> None:
    listed("first", now=now, joining=Joining.ASK)
    listed("second", now=now, key="other", conference_url="https://zoom.us/j/5550001112")

    assert "5550001112" not in stranger.get(f"/find/{two[0].pk}/").content.decode()


def test_only_operators_are_offered_to_join_and_split(page: Browser, two: tuple[Listing, Listing]) -> None:
    assert "/review/same/" not in page.get(f"/find/{two[0].pk}/").content.decode()


def test_a_listing_is_taken_out(operator: Browser, two: tuple[Listing, Listing]) -> None:
    assert "This is another meeting" in operator.get(f"/review/same/{two[0].pk}/").content.decode()

    response = operator.press(f"/review/same/{two[1].pk}/split/")

    assert "It is a meeting of its own again." in response.content.decode()
    assert stands_with(two[1]) is None


def test_a_pasted_address_joins(operator: Browser, now: datetime) -> None:
    one, other = listed("first", now=now), listed("second", now=now, name="Nuevo Camino")

    response = operator.press(f"/review/same/{one.pk}/", {"other": f"https://host.example/find/{other.pk}/?x=1"})

    assert "They stand as one meeting now." in response.content.decode()
    assert bool(stands_with(one)) is not bool(stands_with(other))


@pytest.mark.parametrize("typed", ["", "hello", "/find/4d1b6c1e-6f0a-4d0c-9a53-d1c7e0a1f001/", "itself"])
def test_what_is_no_other_listing_is_kept_and_explained(operator: Browser, now: datetime, typed: str) -> None:
    one = listed("first", now=now)

    typed = str(one.pk) if typed == "itself" else typed

    response = operator.post(f"/review/same/{one.pk}/", {"other": typed})

    html = response.content.decode()
    assert response.status_code == 200
    assert "error" in html
    assert typed in html


def test_the_page_of_a_joined_listing_is_that_of_the_meeting(operator: Browser, two: tuple[Listing, Listing]) -> None:
    assert operator.get(f"/review/same/{two[1].pk}/").headers["Location"] == f"/review/same/{two[0].pk}/"
