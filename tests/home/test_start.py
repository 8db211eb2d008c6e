"""The first evening: four calm pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from holdfast.accounts.models import Person
from holdfast.directory.importing import import_demo
from holdfast.domain.network import SupportKind
from holdfast.home.models import FirstEvening
from holdfast.network.access import needs_of, ties_of
from tests.browser import Browser
from tests.home.town import listed, meeting, needs

pytestmark = pytest.mark.django_db


def rows(*people: dict[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = {"form-TOTAL_FORMS": "5", "form-INITIAL_FORMS": "0"}
    for number in range(5):
        said = people[number] if number < len(people) else {}
        data |= {f"form-{number}-{name}": value for name, value in {"role": "friend", "circle": "1", **said}.items()}
    return data


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_says_where_one_is(page: Browser, number: int) -> None:
    response = page.get(f"/start/{number}/")

    assert f"{number} of 4" in response.content.decode()


@pytest.mark.parametrize("number", [0, 5])
def test_has_four_pages(page: Browser, number: int) -> None:
    assert page.get(f"/start/{number}/").status_code == 404


def test_begins_with_needs(page: Browser) -> None:
    assert page.get("/start/").url == "/start/1/"


def test_writes_down_needs_and_goes_on(page: Browser, john: Person) -> None:
    response = page.press("/start/1/", {"starters": ["rides", "talk"], "own": "A quiet room", "own_kind": "practical"})

    assert {need.text for need in needs_of(john)} == {"Rides to appointments", "Someone to talk to", "A quiet room"}
    assert response.redirect_chain[-1][0] == "/start/2/"


def test_sending_twice_writes_once(page: Browser, john: Person) -> None:
    for _ in range(2):
        page.press("/start/1/", {"starters": ["rides"], "own": "A quiet room", "own_kind": "practical"})
        page.press("/start/2/", rows({"name": "Rosa", "kinds": ["emotional"]}))

    assert needs_of(john).count() == 2
    assert ties_of(john).count() == 1


def test_adds_five_people_at_once(page: Browser, john: Person) -> None:
    people = [{"name": name, "kinds": ["emotional"]} for name in ("Rosa", "Ben", "Ana", "Tom", "Ines")]

    page.press("/start/2/", rows(*people))

    assert {tie.name for tie in ties_of(john)} == {"Rosa", "Ben", "Ana", "Tom", "Ines"}


def test_keeps_the_role_that_was_chosen(page: Browser) -> None:
    text = page.post("/start/2/", rows({"role": "sponsor", "kinds": ["practical"]})).content.decode()

    assert text.count('<option value="sponsor" selected>') == 1
    assert text.count('<option value="friend" selected>') == 4


def test_takes_no_empty_rows(page: Browser, john: Person) -> None:
    response = page.press("/start/2/", rows())

    assert not ties_of(john).exists()
    assert response.redirect_chain[-1][0] == "/start/3/"


def test_keeps_what_was_typed_when_a_name_is_missing(page: Browser, john: Person) -> None:
    response = page.post("/start/2/", rows({"name": "Rosa"}, {"kinds": ["practical"]}))

    assert 'value="Rosa"' in response.content.decode()
    assert not ties_of(john).exists()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_every_page_can_be_skipped(page: Browser, john: Person, number: int) -> None:
    response = page.post(f"/start/{number}/", {"skip": "yes"})

    assert response.url == f"/start/{number + 1}/"
    assert not needs_of(john).exists()


def test_goes_on_where_one_left_off(page: Browser) -> None:
    page.post("/start/1/", {"skip": "yes"})
    page.post("/start/2/", {"skip": "yes"})

    assert page.get("/start/").url == "/start/3/"


def test_going_back_loses_nothing(page: Browser) -> None:
    page.post("/start/2/", {"skip": "yes"})
    page.post("/start/1/", {"skip": "yes"})

    assert page.get("/start/").url == "/start/3/"


@pytest.mark.parametrize("path", ["/start/1/", "/start/2/", "/start/3/", "/start/4/", "/start/others/"])
def test_looking_changes_nothing(page: Browser, path: str) -> None:
    page.get(path)

    assert not FirstEvening.objects.exists()


def test_has_a_way_for_whoever_has_no_one(page: Browser) -> None:
    text = page.get("/start/others/").content.decode()

    assert "/find/" in text
    assert "/now/" in text
    assert "a community centre" in text


def test_names_gaps_kindly(page: Browser, john: Person, now: datetime) -> None:
    needs(john, "Rides", SupportKind.PRACTICAL, now)

    text = page.get("/start/3/").content.decode()

    assert "Everyone has open seats." in text
    assert "Rides" in text


def test_offers_groups_that_meet_online(page: Browser, now: datetime) -> None:
    listed(meeting(attendance="online", name="Evening room"), now=now)

    assert "Evening room" in page.get("/start/4/").content.decode()


def test_offers_groups_near_the_place_typed(page: Browser, now: datetime) -> None:
    import_demo(now=now)

    offered = page.get("/start/4/", {"near": "Evanston, Illinois"}).context

    assert offered["near"].typed == "Evanston, Illinois"
    assert offered["offered"]


def test_says_when_it_does_not_know_the_place(page: Browser) -> None:
    assert "We do not know “Nowhereville”" in page.get("/start/4/", {"near": "Nowhereville"}).content.decode()


def test_ends_at_today(page: Browser) -> None:
    response = page.press("/start/finish/")

    assert response.redirect_chain[-1][0] == "/today/"
    assert FirstEvening.objects.get().ended_at is not None


def test_a_stranger_signs_in_first(stranger: Browser) -> None:
    assert "/account/in/" in stranger.get("/start/").url
