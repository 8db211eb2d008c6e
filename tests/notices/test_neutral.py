"""For any two events, what leaves is the same but for one opaque token: in mail, in push, in both languages."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from allauth.account.adapter import get_adapter
from django.conf import settings as ours
from django.core import mail as outbox
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from holdfast.accounts.models import Person
from holdfast.notices.actions import Target, add_destination, ask_confirmation, notify, set_receiver
from holdfast.notices.carriers.mail import letter_of
from holdfast.notices.carriers.message import Message
from holdfast.notices.jobs import deliver_due
from holdfast.notices.models import Notice, Urgency
from tests.notices.conftest import a_reply, letter_box, place_of
from tests.notices.servers import Device
from tests.words import NOT_IN_TITLES

pytestmark = pytest.mark.django_db
NOW_AND_AGAIN = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TOKEN = re.compile(r"[\w-]{32}(?=/\s|\"})")
ID = re.compile(r"(?<=Message-ID: <)[0-9a-f-]{36}(?=@)")
Facts = tuple[Target, str, Urgency]
DATE = re.compile(r"^Date: .*$", re.MULTILINE)

events = some.builds(
    Target,
    opens=some.sampled_from(["reply", "ask", "update", "agreement", "all", "crisis"]),
    until=some.integers(1, 90).map(lambda days: datetime.fromisoformat("2026-11-20T00:00Z") + timedelta(days=days)),
    thing=some.none() | some.uuids(version=4),
)
keys = some.text(some.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=40)
urgencies = some.sampled_from(list(Urgency))
facts = some.tuples(events, keys, urgencies)
languages = some.sampled_from(["en", "es"])


@pytest.fixture(autouse=True)
def host(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.org"


def written(owner: UUID, event: Target, key: str, urgency: Urgency) -> Notice:
    """A notice of this event; those before it are forgotten, so that keys may come again."""
    Notice.objects.all().delete()
    return notify(to=owner, target=event, unique_key=key, now=event.until - timedelta(days=1), urgency=urgency)[0]


def as_sent(notice: Notice) -> str:
    """The bytes of the letter, with the two opaque words and the date put out of sight."""
    message = Message(notice.pk, notice.address, notice.subject, notice.body, Urgency(notice.urgency))
    text = letter_of(message).message().as_bytes().decode()
    for what in (TOKEN, ID, DATE):
        assert len(what.findall(text)) == 1, (what.pattern, text)
        text = what.sub("x", text)
    return text


@given(facts, facts, languages)
@NOW_AND_AGAIN
def test_any_two_letters_are_the_same(john: Person, now: datetime, one: Facts, other: Facts, language: str) -> None:
    letter_box(john.pk, now)
    set_receiver(owner=john.pk, language=language)

    assert as_sent(written(john.pk, *one)) == as_sent(written(john.pk, *other))


@given(facts, facts, languages)
@NOW_AND_AGAIN
def test_any_two_pushes_are_the_same(john: Person, now: datetime, one: Facts, other: Facts, language: str) -> None:
    place_of(Device("https://push.example/x"), john.pk, now)
    set_receiver(owner=john.pk, language=language)

    bodies = [written(john.pk, *event).body for event in (one, other)]

    assert len(set(bodies)) == 2
    assert len({TOKEN.sub("x", body) for body in bodies}) == 1


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_word_tells(john: Person, now: datetime, language: str) -> None:
    letter_box(john.pk, now)
    set_receiver(owner=john.pk, language=language)

    text = as_sent(written(john.pk, a_reply(now), "k", Urgency.NOW)).lower()

    assert [word for word in NOT_IN_TITLES if word in text] == []
    assert "john-w" not in text
    assert "holdfast" not in text


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_letter_about_the_account_reads_like_every_other(
    john: Person, now: datetime, settings: Any, language: str
) -> None:
    john.language = language
    john.save()
    set_receiver(owner=john.pk, language=language)
    letter_box(john.pk, now)
    usual = as_sent(written(john.pk, a_reply(now), "k", Urgency.USUAL))

    account = account_letters(john)

    assert {as_sent(notice) for notice in account} == {usual}


def account_letters(person: Person) -> list[Notice]:
    """One that confirms an address, and one that tells of a new second factor."""
    Notice.objects.all().delete()
    for prefix, context in (
        ("account/email/email_confirmation", {"user": person, "key": "x", "activate_url": "https://x/account/mail/x/"}),
        ("mfa/email/totp_activated", {"user": person}),
    ):
        get_adapter().send_mail(prefix, "john@example.org", context)
    return list(Notice.objects.order_by("pk"))


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_letter_that_confirms_a_place_reads_like_every_other(john: Person, now: datetime, language: str) -> None:
    set_receiver(owner=john.pk, language=language)
    there = letter_box(john.pk, now)
    usual = as_sent(written(john.pk, a_reply(now), "k", Urgency.USUAL))

    assert as_sent(ask_confirmation(destination=there, now=now)) == usual


def test_a_digest_reads_like_every_other(john: Person, now: datetime) -> None:
    letter_box(john.pk, now)
    set_receiver(owner=john.pk, snoozed_until=now + timedelta(hours=1))
    usual = as_sent(written(john.pk, a_reply(now), "k", Urgency.NOW))
    Notice.objects.all().delete()
    for key in "ab":
        notify(to=john.pk, target=a_reply(now), unique_key=key, now=now)

    deliver_due(now=now + timedelta(hours=2))

    sent = outbox.outbox[0].message().as_bytes().decode()
    for what in (TOKEN, ID, DATE):
        sent = what.sub("x", sent)
    assert (len(outbox.outbox), sent) == (1, usual)


def test_a_letter_is_plain_text_that_says_it_can_be_ignored(john: Person, now: datetime) -> None:
    letter_box(john.pk, now)

    text = as_sent(written(john.pk, a_reply(now), "k", Urgency.USUAL))

    assert "Content-Type: text/plain" in text
    assert "ignore" in text


def test_what_a_device_shows_is_a_constant_that_does_not_tell() -> None:
    script = (Path(ours.BASE) / "holdfast/notices/static/notices/push-handler.js").read_text().lower()

    assert [word for word in NOT_IN_TITLES if word in script] == []


def test_the_language_of_a_page_does_not_reach_a_letter(john: Person, now: datetime) -> None:
    letter_box(john.pk, now)
    usual = as_sent(written(john.pk, a_reply(now), "k", Urgency.USUAL))

    with translation.override("es"):
        again = as_sent(written(john.pk, a_reply(now), "k", Urgency.USUAL))

    assert again == usual


def test_logs_carry_no_address(john: Person, now: datetime, settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    letter_box(john.pk, now)
    notify(to=john.pk, target=a_reply(now), unique_key="k", now=now)
    add_destination(owner=john.pk, via="mail", address="other@example.org", now=now)

    deliver_due(now=now)

    assert "cannot be reached" in caplog.text
    assert "example.org" not in caplog.text
