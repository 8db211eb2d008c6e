"""John's people, for tending."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from holdfast.accounts.models import Person
from holdfast.domain.network import Circle, Role
from holdfast.network import actions
from holdfast.network.models import Tie

Add = Callable[..., Tie]


@pytest.fixture
def add(john: Person, now: datetime) -> Add:
    """Adds a tie to John's map, with the days since its last contact."""

    def added(name: str, role: Role = Role.FRIEND, *, ago: int | None = None, **facts: Any) -> Tie:
        network = actions.main_network(by=john, name="My network", now=now)
        facts = {"circle": Circle.WEEKLY, **facts}
        tie = actions.add_tie(by=john, networks=[network], facts=actions.TieFacts(name, role, **facts), now=now)
        if ago is not None:
            touched = actions.TouchFacts((now - timedelta(days=ago)).date())
            actions.log_touch(by=john, tie=tie, facts=touched, now=now)
        return tie

    return added


@pytest.fixture
def ben(add: Add) -> Tie:
    """A friend, due in a week."""
    return add("Ben", ago=0)
