"""Signing up takes a nickname and a passphrase, and gives codes for paper."""

from __future__ import annotations

from typing import Any

import pytest

from holdfast.accounts.models import Person, RecoveryCode
from holdfast.sealing.models import PersonKey
from tests.browser import Browser

pytestmark = pytest.mark.django_db

GOOD = {"username": "kelp-forest", "password1": "seven wet boots by the door", "time_zone": "Europe/Madrid"}


def sign_up(browser: Browser, **changed: str) -> Any:
    return browser.press("/account/new/", {**GOOD, **changed})


def test_opens_an_account_without_an_e_mail(stranger: Browser) -> None:
    answer = sign_up(stranger)

    person = Person.objects.get(nickname="kelp-forest")
    assert answer.redirect_chain[-1][0] == "/account/codes/"
    assert (person.email, person.time_zone) == ("", "Europe/Madrid")


def test_gives_the_person_a_key_of_their_own(stranger: Browser) -> None:
    sign_up(stranger)

    assert PersonKey.objects.filter(person_id=Person.objects.get().pk).exists()


def test_takes_the_language_of_the_page(stranger: Browser) -> None:
    stranger.cookies["language"] = "es"

    sign_up(stranger)

    assert Person.objects.get().language == "es"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"password1": "too short"}, "15"),
        ({"password1": "onedayatatime one"}, ""),
        ({"password1": "correct horse battery staple"}, "Many people use this one"),
        ({"password1": "aaaaaaaaaaaaaaaaaaaaaa"}, "Many people use this one"),
        ({"password1": "passwordpasswordpassword"}, "Many people use this one"),
        ({"password1": "qwertyuiopasdfghjkl"}, "Many people use this one"),
        ({"time_zone": "Atlantis/Deep"}, "Select a valid choice"),
        ({"username": ""}, "required"),
    ],
)
def test_says_what_to_change_and_keeps_the_nickname(stranger: Browser, changed: dict[str, str], said: str) -> None:
    answer = sign_up(stranger, **changed)

    if said:
        assert said in answer.content.decode()
        assert not Person.objects.exists()
        assert changed.get("username", GOOD["username"]) in answer.content.decode()
    else:
        assert Person.objects.exists()


def test_refuses_a_nickname_that_is_taken_in_any_capitals(stranger: Browser, john: Person) -> None:
    sign_up(stranger, username="JOHN-W")

    assert Person.objects.count() == 1


def test_shows_eight_codes_once(stranger: Browser) -> None:
    sign_up(stranger)

    shown = stranger.post("/account/codes/").content.decode()
    again = stranger.get("/account/codes/").content.decode()

    assert shown.count("<li>") >= 8
    assert RecoveryCode.objects.count() == 8
    assert '<ol class="codes"' not in again


def test_keeps_no_code_in_the_clear(stranger: Browser) -> None:
    sign_up(stranger)

    shown = stranger.post("/account/codes/").context["codes"]

    assert not set(shown) & set(RecoveryCode.objects.values_list("digest", flat=True))


@pytest.mark.parametrize(
    ("wanted", "onward"),
    [
        ("/find/", "/find/"),
        ("", "/start/"),
        ("https://elsewhere.example/", "/start/"),
        ("//elsewhere.example", "/start/"),
    ],
)
def test_goes_on_to_where_the_person_was_going_after_the_codes(stranger: Browser, wanted: str, onward: str) -> None:
    answer = sign_up(stranger, next=wanted)

    codes = stranger.post(answer.redirect_chain[-1][0])
    assert answer.redirect_chain[-1][0].startswith("/account/codes/")
    assert codes.context["onward"] == onward
