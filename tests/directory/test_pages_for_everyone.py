"""The directory's pages as every reader gets them: in both languages, signed in or not, by the methods meant."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.test import Client

from holdfast.accounts.models import Person
from holdfast.directory.models import Listing
from tests.browser import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
SEARCHES = [
    "",
    "?how=online",
    "?near=Chicago",
    "?near=Springfield",
    "?near=Xyzzy",
    "?near=Chicago&sort=distance&page=2",
    "?words=zebra&kind=women&language=es",
    "?who=family",
    "?when=now&how=online",
    "?within=wrong&kind=wrong",
]


def some_listings() -> list[UUID]:
    """One listing of each source."""
    firsts = {listing.source_id: listing.pk for listing in Listing.objects.order_by("-key")}
    return list(firsts.values())


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("search", SEARCHES)
def test_a_search_stands_for_a_stranger(stranger: Browser, search: str, language: str) -> None:
    stranger.cookies["language"] = language

    response = stranger.get(f"/find/{search}")

    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.content.decode()


@pytest.mark.parametrize("search", SEARCHES)
def test_a_search_stands_for_a_person(page: Browser, search: str) -> None:
    assert page.get(f"/find/{search}").status_code == 200


@pytest.mark.parametrize("search", SEARCHES)
def test_a_part_stands_alone(stranger: Browser, search: str) -> None:
    assert stranger.get(f"/find/{search}", headers={"HX-Request": "true"}).status_code == 200


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_listing_stands_for_a_stranger(stranger: Browser, language: str) -> None:
    stranger.cookies["language"] = language

    assert {stranger.get(f"/find/{pk}/").status_code for pk in some_listings()} == {200}


def test_a_listing_stands_for_a_person(page: Browser) -> None:
    assert {page.get(f"/find/{pk}/").status_code for pk in some_listings()} == {200}


def test_a_spanish_speaker_reads_their_own_clock(maria: Person) -> None:
    browser = Browser()
    browser.force_login(maria)
    browser.cookies["language"] = "es"
    listing = Listing.objects.get(name="Noche en Español")

    html = browser.get(f"/find/{listing.pk}/").content.decode()

    assert "Para ti: martes, jueves y sábado, 0" in html


@pytest.mark.parametrize("path", ["/find/", "/find/places/"])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_reading_pages_take_no_changes(stranger: Browser, path: str, method: str) -> None:
    assert getattr(stranger, method)(path).status_code == 405


def test_a_place_is_not_remembered_by_a_link(stranger: Browser) -> None:
    assert stranger.get("/find/near/").status_code == 405


def test_a_place_is_not_remembered_for_another_site() -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post("/find/near/", {"place": "1"}).status_code == 403


@pytest.mark.parametrize("search", SEARCHES)
def test_a_search_changes_nothing(stranger: Browser, search: str) -> None:
    before = list(Listing.objects.order_by("pk").values())

    stranger.get(f"/find/{search}")

    assert list(Listing.objects.order_by("pk").values()) == before


def test_no_page_may_be_kept_in_a_cache(stranger: Browser) -> None:
    assert stranger.get("/find/?near=Chicago").headers["Cache-Control"] == "no-store"
