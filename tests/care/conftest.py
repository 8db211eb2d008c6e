"""John's map, for his plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.domain.network import Role
from holdfast.network import actions
from holdfast.network.models import Tie

Add = Callable[..., Tie]


@pytest.fixture
def present() -> datetime:
    """Now: pages ask the clock."""
    return timezone.now()


@pytest.fixture
def add(john: Person, present: datetime) -> Add:
    """Adds a tie to John's map, with a number to call if one is given."""

    def added(name: str, role: Role = Role.FRIEND, number: str = "", **facts: Any) -> Tie:
        network = actions.main_network(by=john, name="My network", now=present)
        channels = (actions.ChannelFacts("phone", number),) if number else ()
        said = actions.TieFacts(name, role, channels=channels, **facts)
        return actions.add_tie(by=john, networks=[network], facts=said, now=present)

    return added


@pytest.fixture
def rosa(add: Add) -> Tie:
    """His sister, who can be called."""
    return add("Rosa", Role.SIBLING, "+1 312 555 0147", takes_calls=True)
