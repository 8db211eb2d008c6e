"""A small network of John's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from holdfast.accounts.models import Person
from holdfast.domain.network import Circle, Role, SupportKind, Urgency
from holdfast.network import actions
from holdfast.network.models import Need, Network, Tie


@pytest.fixture
def network(john: Person, now: datetime) -> Network:
    """John's main network."""
    return actions.main_network(by=john, name="Recovery", now=now)


@pytest.fixture
def add_tie(john: Person, network: Network, now: datetime) -> Callable[..., Tie]:
    """Adds a tie; everything but the name may be left out."""

    def add(name: str, role: Role = Role.FRIEND, **facts: Any) -> Tie:
        return actions.add_tie(by=john, networks=[network], facts=actions.TieFacts(name, role, **facts), now=now)

    return add


@pytest.fixture
def ben(add_tie: Callable[..., Tie]) -> Tie:
    """Ben gives practical help."""
    return add_tie("Ben", gives={SupportKind.PRACTICAL: 2}, circle=Circle.WEEKLY)


@pytest.fixture
def rides(john: Person, network: Network, now: datetime) -> Need:
    """A practical need."""
    facts = actions.NeedFacts("Rides to the clinic", SupportKind.PRACTICAL, urgency=Urgency.NOW)
    return actions.add_need(by=john, network=network, facts=facts, now=now)
