"""The last moment of what was shared, on the pages: a second before it, at it, and a second after it.

The days that are kept move; the clock of the pages stands still for one request, so that "at it" is exactly at it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.consent.models import Emergency, Entry, Grant
from holdfast.domain.consent import Item, Viewer, ViewerKind
from holdfast.supporters.models import Agreement
from holdfast.teams.looking import open_in_emergency
from holdfast.teams.models import Worker
from holdfast.teams.queries import team_viewer
from tests.asks.circle import agreed
from tests.asks.pages_of_links import address
from tests.browser import Browser
from tests.teams.test_emergency import REASON
from tests.teams.world import World, at, shared

pytestmark = pytest.mark.django_db
MOMENTS = {"a second before": (1, True), "at it": (0, False), "a second after": (-1, False)}
"""How many seconds are left, and whether it is still there."""
moments = pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)


@pytest.fixture
def dee(world: World) -> Browser:
    """Dee, signed in, and at work already."""
    browser = at(world.dee.person)
    browser.get("/work/")
    return browser


@pytest.fixture
def ben(john: Person, present: datetime) -> Agreement:
    """A friend with a page."""
    return agreed(john, "Ben", present)


@pytest.fixture
def here(ben: Agreement, present: datetime) -> str:
    """Where Ben reads what John shares with him."""
    return f"{address(ben, present)}shared/{ben.pk}/"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """It stands still."""
    stands = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: stands)
    return stands


def ends(clock: datetime, left: float) -> None:
    """Everything that was given, or opened, ends so many seconds from now."""
    last = {"ends_at": clock + timedelta(seconds=left)}
    Grant.objects.update(starts_at=clock - timedelta(days=1), **last)
    Emergency.objects.update(created_at=clock - timedelta(days=1), **last)


def answers(browser: Browser, where: str) -> list[bool]:
    """Whether the page is there, stays open, is listed, and leaves a line of the record."""
    looks = Entry.objects.filter(verb__in=[Entry.Verb.LOOKED, Entry.Verb.TOOK])
    known = looks.count()
    listed, _, slug = where.removesuffix("/").rpartition("/")
    page, still = (browser.get(one).status_code for one in (where, f"{where}still/"))
    lists = f"{listed.removesuffix('/shared') if listed.startswith('/work/') else listed}/"
    is_listed = f'/{slug}/"' in browser.get(lists).content.decode()
    return [page == 200, still == 204, is_listed, looks.count() == known + 1]


@pytest.fixture
def plan(world: World, john: Person) -> str:
    """Where Dee reads what was given to her team."""
    shared(john, team_viewer(world.team), world.now)
    return f"/work/{world.team.pk}/shared/plan/"


@moments
def test_a_worker_sees_what_the_team_was_given_to_its_last_second(
    dee: Browser, plan: str, clock: datetime, moment: tuple[int, bool]
) -> None:
    left, is_there = moment
    ends(clock, left)

    assert answers(dee, plan) == [is_there] * 4


@pytest.fixture
def his_plan(here: str, ben: Agreement, world: World, john: Person) -> str:
    """Where Ben reads what was given to him."""
    shared(john, Viewer(ViewerKind.AGREEMENT, ben.pk), world.now)
    return f"{here}plan/"


@moments
def test_a_supporter_sees_what_they_were_given_to_its_last_second(
    stranger: Browser, his_plan: str, clock: datetime, moment: tuple[int, bool]
) -> None:
    left, is_there = moment
    ends(clock, left)

    assert answers(stranger, his_plan) == [is_there] * 4


@moments
def test_an_emergency_is_open_to_its_last_second(
    dee: Browser, world: World, clock: datetime, moment: tuple[int, bool]
) -> None:
    left, is_there = moment
    open_in_emergency(member=world.member(world.dee), reason=REASON, now=world.now)
    ends(clock, left)

    assert answers(dee, f"/work/{world.team.pk}/shared/plan/") == [is_there] * 4


@moments
def test_a_file_can_be_taken_along_to_the_last_second(
    dee: Browser, plan: str, clock: datetime, moment: tuple[int, bool]
) -> None:
    left, is_there = moment
    ends(clock, left)
    answer = dee.post(plan.replace("shared/plan", "file"), {"items": [Item.SAFETY_PLAN]})

    assert ("the heron leaves" in answer.content.decode()) == is_there


@moments
def test_a_worker_works_to_the_last_second_they_are_verified_for(
    dee: Browser, plan: str, clock: datetime, moment: tuple[int, bool]
) -> None:
    left, is_there = moment
    Worker.objects.update(verified_until=clock + timedelta(seconds=left))

    assert answers(dee, plan) == [is_there] * 4


@pytest.mark.parametrize(("past", "is_there"), [(-1, False), (0, True), (1, True)], ids=["before", "at it", "after"])
def test_what_begins_on_a_day_is_there_from_its_first_second(
    dee: Browser, plan: str, clock: datetime, past: int, is_there: bool
) -> None:
    Grant.objects.update(starts_at=clock - timedelta(seconds=past))

    assert answers(dee, plan) == [is_there] * 4
