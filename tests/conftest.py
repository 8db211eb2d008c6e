"""People and pages for every test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connections
from django.utils import translation

from holdfast.accounts.actions import open_account
from holdfast.accounts.models import Person
from tests import prepared
from tests.browser import Browser

NOW = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)
PASSPHRASE = "three quiet herons at dawn"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that touch people need both databases."""
    for item in items:
        for marker in item.iter_markers("django_db"):
            marker.kwargs.setdefault("databases", ["default", "keys"])


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """Each worker begins with a copy of the prepared databases, so that there is nothing left to migrate."""
    with ExitStack() as kept:
        for one in connections.all():
            if one.vendor == "sqlite":
                kept.enter_context(prepared.in_memory(one.creation._get_test_db_name(), one.alias))
        yield


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """No test speaks the language of the one before: a request leaves its language behind in the thread."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def own_heads(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Heads of the record that one test publishes are not held against the record of another."""
    monkeypatch.setattr(settings, "RECORD_HEADS", tmp_path_factory.getbasetemp() / f"heads-{uuid4().hex}")


@pytest.fixture
def now() -> datetime:
    """A Friday evening in November."""
    return NOW


@pytest.fixture
def john(now: datetime) -> Person:
    """John: alcohol, AA; his network is his own."""
    return open_account(nickname="john-w", passphrase=PASSPHRASE, now=now, time_zone="America/Chicago")


@pytest.fixture
def maria(now: datetime) -> Person:
    """Maria: nobody John knows; she must see nothing of his."""
    return open_account(nickname="maria-l", passphrase=PASSPHRASE, now=now, time_zone="Europe/Madrid", language="es")


@pytest.fixture
def stranger() -> Browser:
    """Not signed in."""
    return Browser()


@pytest.fixture
def page(john: Person) -> Browser:
    """John, signed in."""
    browser = Browser()
    browser.force_login(john)
    return browser
