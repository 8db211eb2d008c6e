"""Signing in and out tells strangers nothing and leaves nothing behind."""

from __future__ import annotations

import pytest
from allauth.mfa.adapter import get_adapter
from django.core.cache import cache
from django.db import connection

from holdfast.accounts.actions import change_preferences, erase_person, set_operator
from holdfast.accounts.models import Person, PersonSession
from holdfast.sealing.models import PersonKey
from tests.browser import Browser
from tests.conftest import PASSPHRASE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def sign_in(browser: Browser, nickname: str, passphrase: str) -> str:
    answer = browser.post("/account/in/", {"login": nickname, "password": passphrase})
    return answer.headers.get("Location", "") or answer.content.decode()


@pytest.mark.parametrize("nickname", ["john-w", "JOHN-W"])
def test_lets_a_person_in_whatever_the_capitals(john: Person, stranger: Browser, nickname: str) -> None:
    assert sign_in(stranger, nickname, PASSPHRASE) == "/today/"


def test_says_the_same_of_a_wrong_passphrase_and_an_unknown_nickname(john: Person, stranger: Browser) -> None:
    wrong = sign_in(stranger, "john-w", "three loud herons at dawn")
    unknown = sign_in(stranger, "john-x", "three loud herons at dawn").replace("john-x", "john-w")

    assert wrong.split("csrfmiddlewaretoken")[0] == unknown.split("csrfmiddlewaretoken")[0]


def test_a_closed_account_does_not_open(john: Person, stranger: Browser) -> None:
    Person.objects.update(is_active=False)

    sign_in(stranger, "john-w", PASSPHRASE)

    assert stranger.get("/today/").status_code == 302


def test_asks_the_browser_to_forget_at_sign_out(page: Browser) -> None:
    answer = page.post("/account/out/")

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert page.get("/today/").status_code == 302


def test_keeps_every_signed_in_page_out_of_caches(page: Browser) -> None:
    assert page.get("/today/").headers["Cache-Control"] == "no-store"


def test_shows_times_in_the_persons_own_zone(john: Person, page: Browser) -> None:
    change_preferences(by=john, time_zone="Pacific/Auckland", language="en", supports_someone=True)

    answer = page.get("/account/")

    assert answer.context["form"]["time_zone"].value() == "Pacific/Auckland"
    assert john.supports_someone


def test_keeps_the_secret_of_a_second_factor_sealed() -> None:
    sealed = get_adapter().encrypt("JBSWY3DPEHPK3PXP")

    assert "JBSWY3DPEHPK3PXP" not in sealed
    assert get_adapter().decrypt(sealed) == "JBSWY3DPEHPK3PXP"


def test_an_operator_is_made_by_nickname(john: Person) -> None:
    assert set_operator(nickname="John-W", is_operator=True).is_operator
    with pytest.raises(Person.DoesNotExist):
        set_operator(nickname="nobody", is_operator=True)


def test_erasing_takes_sessions_and_key_along(john: Person, page: Browser) -> None:
    person_id = john.pk

    erase_person(person=john)

    assert not PersonSession.objects.filter(person_id=person_id).exists()
    assert not PersonKey.objects.filter(person_id=person_id).exists()
    assert not Person.objects.filter(pk=person_id).exists()


def test_no_table_has_a_column_for_where_a_person_is() -> None:
    people = [
        name for name in connection.introspection.table_names() if name.startswith(("accounts", "network", "home"))
    ]
    with connection.cursor() as cursor:
        columns = {
            column.name for table in people for column in connection.introspection.get_table_description(cursor, table)
        }

    assert not columns & {"latitude", "longitude", "ip", "ip_address", "user_agent", "address", "country", "last_seen"}


@pytest.mark.parametrize(("cookie", "said"), [(None, "Hoy"), ("en", "Today")])
def test_speaks_the_persons_language_unless_the_device_chose_another(
    maria: Person, cookie: str | None, said: str
) -> None:
    browser = Browser()
    browser.force_login(maria)
    if cookie:
        browser.cookies["language"] = cookie

    assert said in browser.get("/today/").content.decode()
