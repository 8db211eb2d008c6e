"""The page on which a person erases their account."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.urls import reverse

from holdfast.accounts.models import Person
from holdfast.home.actions import ask_erasure
from holdfast.home.models import ErasureRequest
from tests.browser import Browser
from tests.home.confirmed import confirmed

pytestmark = pytest.mark.django_db


def test_asks_for_the_passphrase_again(page: Browser) -> None:
    assert page.get("/erase/").url.startswith(reverse("account_reauthenticate"))


def test_erases_nothing_without_the_passphrase(page: Browser) -> None:
    page.post("/erase/", {"nickname": "john-w", "when": "now"})

    assert Person.objects.exists()


def test_presets_the_week(page: Browser) -> None:
    assert confirmed(page).get("/erase/").context["form"]["when"].value() == "week"


def test_waits_a_week(page: Browser) -> None:
    response = confirmed(page).press("/erase/", {"nickname": "John-W", "when": "week"})

    assert "Your account will be erased on" in response.content.decode()
    assert Person.objects.exists()


def test_erases_at_once_and_says_so(page: Browser) -> None:
    response = confirmed(page).press("/erase/", {"nickname": "john-w", "when": "now"})

    assert "It is erased" in response.content.decode()
    assert not Person.objects.exists()


def test_signs_out(page: Browser) -> None:
    confirmed(page).post("/erase/", {"nickname": "john-w", "when": "now"})

    assert "_auth_user_id" not in page.session


@pytest.mark.parametrize("typed", ["", "maria-l", "john"])
def test_wants_the_own_nickname(page: Browser, typed: str) -> None:
    response = confirmed(page).post("/erase/", {"nickname": typed, "when": "now"})

    assert response.status_code == 200
    assert Person.objects.exists()


def test_lets_the_person_change_their_mind(page: Browser, john: Person, now: datetime) -> None:
    ask_erasure(by=john, now=now)

    page.post("/erase/stay/")

    assert not ErasureRequest.objects.exists()


def test_keeps_the_request_of_others(page: Browser, maria: Person, now: datetime) -> None:
    ask_erasure(by=maria, now=now)

    page.post("/erase/stay/")

    assert ErasureRequest.objects.get().person_id == maria.pk


def test_tells_nobody_whose_account_it_was(stranger: Browser) -> None:
    assert "john" not in stranger.get("/erased/").content.decode()
