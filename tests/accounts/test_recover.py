"""A code from paper sets a new passphrase, once, and tells a guesser nothing."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.cache import cache

from holdfast.accounts.actions import end_other_sessions
from holdfast.accounts.models import Person, PersonSession
from holdfast.accounts.recovery import ALPHABET, CodeRefused, codes_left, digest_of, make_codes, use_code
from tests.browser import Browser
from tests.conftest import PASSPHRASE

pytestmark = pytest.mark.django_db
NEW = "eleven grey stones on the beach"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def test_sets_a_new_passphrase(john: Person, now: datetime, stranger: Browser) -> None:
    code = make_codes(by=john, now=now)[0]

    stranger.press("/account/recover/", {"nickname": "John-W", "code": code.upper(), "passphrase": NEW})

    john.refresh_from_db()
    assert john.check_password(NEW)
    assert codes_left(john) == 7


def test_takes_a_code_without_its_dash(john: Person, now: datetime) -> None:
    code = make_codes(by=john, now=now)[0].replace("-", " ")

    assert use_code(nickname="john-w", code=code, passphrase=NEW, now=now) == john


def test_a_code_works_once(john: Person, now: datetime) -> None:
    code = make_codes(by=john, now=now)[0]
    use_code(nickname="john-w", code=code, passphrase=NEW, now=now)

    with pytest.raises(CodeRefused):
        use_code(nickname="john-w", code=code, passphrase=NEW, now=now)


def test_new_codes_replace_the_old(john: Person, now: datetime) -> None:
    old = make_codes(by=john, now=now)[0]
    make_codes(by=john, now=now)

    with pytest.raises(CodeRefused):
        use_code(nickname="john-w", code=old, passphrase=NEW, now=now)


def test_somebody_elses_code_does_not_work(john: Person, maria: Person, now: datetime) -> None:
    code = make_codes(by=maria, now=now)[0]

    with pytest.raises(CodeRefused):
        use_code(nickname="john-w", code=code, passphrase=NEW, now=now)


def test_a_closed_account_stays_closed(john: Person, now: datetime) -> None:
    code = make_codes(by=john, now=now)[0]
    Person.objects.update(is_active=False)

    with pytest.raises(CodeRefused):
        use_code(nickname="john-w", code=code, passphrase=NEW, now=now)


def test_says_the_same_of_a_nickname_that_is_not_here(john: Person, stranger: Browser) -> None:
    facts = {"code": "22222-22222", "passphrase": NEW}

    known = stranger.post("/account/recover/", {"nickname": "john-w", **facts})
    unknown = stranger.post("/account/recover/", {"nickname": "john-x", **facts})

    plain = [answer.content.decode().replace("john-x", "john-w") for answer in (known, unknown)]
    without_tokens = [text.split("csrfmiddlewaretoken")[0] for text in plain]
    assert known.status_code == unknown.status_code == 200
    assert without_tokens[0] == without_tokens[1]


def test_stops_a_guesser(john: Person, stranger: Browser) -> None:
    facts = {"nickname": "john-w", "code": "22222-22222", "passphrase": NEW}

    answers = [stranger.post("/account/recover/", facts).status_code for _ in range(7)]

    assert answers[0] == 200
    assert answers[-1] == 429


def test_ends_every_session(john: Person, page: Browser, now: datetime) -> None:
    code = make_codes(by=john, now=now)[0]

    use_code(nickname="john-w", code=code, passphrase=NEW, now=now)

    assert page.get("/account/").headers["Location"].startswith("/account/in/")


def test_signs_out_everywhere_else(john: Person, page: Browser) -> None:
    other = Browser()
    other.force_login(john)

    page.press("/account/elsewhere/")

    assert page.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302


def test_a_session_knows_its_owner_and_nothing_of_the_device(john: Person, page: Browser) -> None:
    session = PersonSession.objects.get(person_id=john.pk)

    assert {field.name for field in session._meta.fields} == {"session_key", "session_data", "expire_date", "person_id"}
    assert end_other_sessions(by=john, keep=None) == 1


def test_codes_have_no_letters_that_look_alike() -> None:
    assert not set("01loi") & set(ALPHABET)
    assert digest_of("abcde-fghjk") == digest_of(" ABCDE fghjk ")


def test_asks_for_the_passphrase_before_showing_new_codes_later(john: Person, page: Browser) -> None:
    answer = page.post("/account/codes/")

    assert answer.headers["Location"].startswith("/account/again/")
    assert PASSPHRASE not in answer.headers["Location"]
