"""John, his team at Riverside (Dee and Sam), and Harbour, another programme, with Lou."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.teams.models import CareTeam, Member, Programme, Worker
from tests.asks.circle import with_place
from tests.browser import Browser
from tests.teams.team import care_team, member, programme, worker
from tests.teams.world import World, a_plan, a_world


@pytest.fixture(autouse=True)
def mail(settings: Any) -> None:
    """This host sends mail, so letters are written."""
    settings.EMAIL_HOST = "mail.example.org"


@pytest.fixture
def present() -> datetime:
    """Now: pages ask the clock."""
    return timezone.now()


@pytest.fixture
def riverside(present: datetime) -> Programme:
    return programme("Riverside", present)


@pytest.fixture
def harbour(present: datetime) -> Programme:
    return programme("Harbour", present)


@pytest.fixture
def dee_works(riverside: Programme, present: datetime) -> Worker:
    found = worker(riverside, "Dee", present)
    with_place(found.person, "dee", present)
    return found


@pytest.fixture
def sam_works(riverside: Programme, present: datetime) -> Worker:
    found = worker(riverside, "Sam", present)
    with_place(found.person, "sam", present)
    return found


@pytest.fixture
def lou_works(harbour: Programme, present: datetime) -> Worker:
    found = worker(harbour, "Lou", present, leads=True)
    with_place(found.person, "lou", present)
    return found


@pytest.fixture
def team(john: Person, riverside: Programme, dee_works: Worker, sam_works: Worker, present: datetime) -> CareTeam:
    with_place(john, "john", present)
    return care_team(john, riverside, present, dee_works, sam_works)


@pytest.fixture
def dee(team: CareTeam, dee_works: Worker) -> Member:
    return member(team, dee_works)


@pytest.fixture
def sam(team: CareTeam, sam_works: Worker) -> Member:
    return member(team, sam_works)


@pytest.fixture
def office(dee: Member) -> Browser:
    """Dee, signed in."""
    browser = Browser()
    browser.force_login(dee.worker.person)
    return browser


@pytest.fixture
def next_door(sam: Member) -> Browser:
    """Sam, signed in."""
    browser = Browser()
    browser.force_login(sam.worker.person)
    return browser


@pytest.fixture
def other_house(lou_works: Worker) -> Browser:
    """Lou of Harbour, signed in."""
    browser = Browser()
    browser.force_login(lou_works.person)
    return browser


@pytest.fixture
def world(john: Person, present: datetime) -> World:
    """Riverside, and John, who has a plan for a hard hour and has shared nothing."""
    a_plan(john, present)
    return a_world(john, present)
