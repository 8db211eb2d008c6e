"""John, and those who work with him. Pages ask the clock, so it is now."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils import timezone

from holdfast.accounts.models import Person
from tests.teams.world import World, a_plan, a_world


@pytest.fixture
def present() -> datetime:
    """Now: pages ask the clock."""
    return timezone.now()


@pytest.fixture
def world(john: Person, present: datetime) -> World:
    """Riverside, and John, who has a plan for a hard hour and has shared nothing."""
    a_plan(john, present)
    return a_world(john, present)
