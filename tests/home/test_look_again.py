"""Looking again: what the page says, what it leads to, and what it keeps to itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from holdfast.accounts.models import Person
from holdfast.checkins.goals import GoalFacts, add_goal
from holdfast.checkins.looking import Words, keep_look
from holdfast.checkins.models import HardMoment, LookAgain
from holdfast.home.look_again import Look, agenda
from tests.browser import Browser

pytestmark = pytest.mark.django_db


def said_of(john: Person, now: datetime) -> list[str]:
    look = Look(now.date() - timedelta(days=90), now.date(), now)
    return [line for part in agenda(john, look) for line in part.lines]


def kept(john: Person, now: datetime, small: str) -> LookAgain:
    return keep_look(by=john, since=date(2026, 1, 1), parts=[], words=Words(next_small=small), now=now)


def test_hard_moments_alone_are_no_nought_in_a_count(john: Person, now: datetime) -> None:
    for _ in range(2):
        HardMoment.objects.create(person=john, on=now.date(), created_at=now)

    assert "2 hard moments. You came through each of them." in said_of(john, now)


def test_what_is_not_known_is_not_said(john: Person, now: datetime) -> None:
    assert not [line for line in said_of(john, now) if "Not enough" in line]


def test_the_one_small_thing_can_be_said_for_a_day(page: Browser, john: Person, now: datetime) -> None:
    look = kept(john, now, "Open one letter")

    way_on = page.get(f"/how/again/{look.pk}/").content.decode()

    assert "/said/new/?from=look" in way_on
    assert 'value="Open one letter"' in page.get("/said/new/?from=look").content.decode()


def test_no_address_carries_what_was_written(page: Browser, john: Person, now: datetime) -> None:
    goal = add_goal(by=john, facts=GoalFacts("My papers", steps=("Ring the bank",)), now=now)

    assert "text=" not in page.get(f"/goals/own/{goal.pk}/").content.decode()
    assert 'value="Ring the bank"' in page.get(f"/said/new/?goal={goal.pk}").content.decode()
