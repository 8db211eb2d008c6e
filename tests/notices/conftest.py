"""The outside: a mail server, a push service and a chat; and somebody with a place at each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from holdfast.notices.actions import Target, add_destination, confirm_destination
from holdfast.notices.carriers.push import Subscription
from holdfast.notices.models import Destination
from tests.notices.servers import HERE, Chat, Device, MailServer, PushService, serving


@pytest.fixture
def mail(settings: Any) -> Iterator[MailServer]:
    """A mail server this host uses."""
    with MailServer() as server, serving(server):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = HERE, server.port
        settings.EMAIL_USE_TLS = False
        yield server


@pytest.fixture(scope="session")
def push_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("push")


@pytest.fixture
def service(push_files: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[PushService]:
    """A push service inside the own network, which the operator opened; its certificate is trusted."""
    service = PushService(push_files)
    monkeypatch.setenv("SSL_CERT_FILE", str(service.certificate))
    settings.CHANNEL_HOSTS = [HERE]
    with service.running():
        yield service


@pytest.fixture
def chat(settings: Any) -> Iterator[Chat]:
    """A channel of apprise."""
    settings.CHANNELS, settings.CHANNEL_HOSTS = ["json"], [HERE]
    chat = Chat()
    with serving(chat.http):
        yield chat


def a_reply(now: datetime, thing: UUID | None = None) -> Target:
    """Something that a notice opens."""
    return Target("reply", now + timedelta(days=7), thing or uuid4())


def place(owner: UUID, via: str, address: str, now: datetime) -> Destination:
    """A confirmed one."""
    there = add_destination(owner=owner, via=via, address=address, now=now)
    return confirm_destination(destination=there, now=now)


def place_of(device: Device, owner: UUID, now: datetime) -> Destination:
    """A device that was added."""
    return place(owner, Destination.Via.PUSH, Subscription.read(device.subscription).written(), now)


def letter_box(owner: UUID, now: datetime, address: str = "john@example.org") -> Destination:
    """A mail address that was added."""
    return place(owner, Destination.Via.MAIL, address, now)
