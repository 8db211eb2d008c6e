"""The channels of apprise, each message in a process that is led nowhere inside."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from holdfast.accounts.models import Person
from holdfast.notices.actions import can_send, notify
from holdfast.notices.checks import channels_are_there
from holdfast.notices.jobs import deliver_due
from holdfast.notices.models import Destination, Notice
from tests.notices.conftest import a_reply, place
from tests.notices.servers import HERE, Chat

pytestmark = pytest.mark.django_db
pytest.importorskip("apprise")


def tell(person: Person, address: str, now: datetime) -> Notice:
    place(person.pk, Destination.Via.APPRISE, address, now)
    return notify(to=person.pk, target=a_reply(now), unique_key="k", now=now)[0]


def test_the_message_arrives_as_it_was_written(chat: Chat, john: Person, now: datetime) -> None:
    notice = tell(john, chat.address, now)

    assert deliver_due(now=now) == 1

    assert [(got["title"], got["message"].strip()) for got in chat.got] == [(notice.subject, notice.body.strip())]


def test_a_chat_that_says_no_is_a_refusal(chat: Chat, john: Person, now: datetime) -> None:
    chat.answer = 403
    tell(john, chat.address, now)

    deliver_due(now=now)

    assert Notice.objects.get().refusals == 1


def test_a_chat_that_nobody_answers_at_is_not(chat: Chat, john: Person, now: datetime) -> None:
    tell(john, f"json://{HERE}:1/room", now)

    deliver_due(now=now)

    notice = Notice.objects.get()
    assert (notice.refusals, notice.failed_at) == (0, now)


def test_is_not_led_inside(chat: Chat, settings: Any, john: Person, now: datetime) -> None:
    settings.CHANNEL_HOSTS = []
    tell(john, chat.address, now)

    deliver_due(now=now)

    assert (chat.got, Notice.objects.get().refusals) == ([], 1)


@pytest.mark.parametrize("address", ["json://127.0.0.1, syslog://", "nonsense://x", "json://"])
def test_what_apprise_cannot_read_is_a_refusal(
    chat: Chat, settings: Any, john: Person, now: datetime, address: str
) -> None:
    settings.CHANNELS = ["json", "nonsense"]
    tell(john, address, now)

    deliver_due(now=now)

    assert (chat.got, Notice.objects.get().sent_at) == ([], None)


def test_a_channel_that_is_offered_no_more_gets_nothing(chat: Chat, settings: Any, john: Person, now: datetime) -> None:
    tell(john, chat.address, now)
    settings.CHANNELS = ["ntfys"]

    deliver_due(now=now)

    assert chat.got == []


def test_without_a_channel_none_is_offered(settings: Any) -> None:
    settings.CHANNELS = []

    assert not can_send("apprise")
    assert channels_are_there() == []
