"""A circle to ask, and what went out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from holdfast.accounts.models import Person
from holdfast.supporters.models import Agreement
from tests.asks.circle import agreed

NOW = datetime(2026, 11, 17, 15, 0, tzinfo=UTC)
"""A Tuesday, nine in the morning in Chicago."""


@pytest.fixture(autouse=True)
def mail(settings: Any) -> None:
    """This host can send mail."""
    settings.EMAIL_HOST = "mail.example.org"


@pytest.fixture
def rosa(john: Person) -> Agreement:
    """At any hour, for anything, without a limit."""
    return agreed(john, "Rosa", NOW)


@pytest.fixture
def ben(john: Person) -> Agreement:
    """The same."""
    return agreed(john, "Ben", NOW)
