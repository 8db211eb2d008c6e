"""Keeping in touch: from the last real contact, at most three, and "not this one" holds everywhere."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.domain.network import Role, TieState
from holdfast.domain.steps import Rule, all_steps
from holdfast.network import actions
from holdfast.network.actions import ChannelFacts, TouchFacts, set_state
from holdfast.network.models import Tie, Touch
from holdfast.network.queries import left_in_peace, situation_for
from holdfast.tending.reaching import in_touch, leave_in_peace, log_contact, think_of_again, who_waits
from tests.browser import Browser
from tests.tending.conftest import Add

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def today(now: datetime) -> date:
    return now.date()


def names(ties: Any) -> list[str]:
    return [tie.name for tie in ties]


def reaching_steps(john: Person, today: date) -> list[str]:
    """The ids Today would suggest to get in touch with."""
    return [step.subject for step in all_steps(situation_for(john, today=today)) if step.rule is Rule.KEEP_IN_TOUCH]


def test_shows_three_and_folds_the_rest(john: Person, add: Add, today: date) -> None:
    for number in range(5):
        add(f"Friend {number}", ago=8 + number)

    found = in_touch(john, today=today)

    assert [len(found.today), len(found.more)] == [3, 2]
    assert found.today[0].tie.name == "Friend 4"


@pytest.mark.parametrize(("role", "waits"), [(Role.FRIEND, True), (Role.SIBLING, False)])
def test_family_is_given_longer(john: Person, add: Add, today: date, role: Role, waits: bool) -> None:
    add("Ann", role, ago=8)

    assert bool(who_waits(john, today=today)) is waits


@pytest.mark.parametrize("direction", ["given", "received", "both"])
@pytest.mark.parametrize("how", ["call", "visit", "message", ""])
def test_any_real_contact_counts(john: Person, add: Add, now: datetime, direction: str, how: str) -> None:
    ann = add("Ann", ago=20)

    log_contact(by=john, tie=ann, facts=TouchFacts(now.date(), direction, how=how), now=now)

    assert who_waits(john, today=now.date()) == ()


@pytest.mark.parametrize(("days", "until"), [(7, 7), (30, 30), (None, 4000)])
def test_left_in_peace_means_here_and_on_today(
    john: Person, add: Add, now: datetime, days: int | None, until: int
) -> None:
    ann = add("Ann", ago=20)

    leave_in_peace(by=john, tie=ann, until_on=now.date() + days * DAY if days else None, now=now)

    before = now.date() + (until - 1) * DAY
    assert who_waits(john, today=before) == ()
    assert reaching_steps(john, before) == []


def test_a_snooze_ends_on_its_day(john: Person, add: Add, now: datetime, today: date) -> None:
    ann = add("Ann", ago=20)

    leave_in_peace(by=john, tie=ann, until_on=today + 7 * DAY, now=now)

    assert names(who_waits(john, today=today + 7 * DAY)) == ["Ann"]


def test_not_for_me_on_today_is_not_this_one_here(page: Browser, john: Person, add: Add, today: date) -> None:
    ann = add("Ann", ago=20)

    page.post("/steps/answer/", {"rule": "keep_in_touch", "subject": str(ann.pk), "answer": "not_for_me"})

    assert who_waits(john, today=today) == ()
    assert "You said: not this one." in page.get("/in-touch/").content.decode()


def test_somebody_may_be_thought_of_again(john: Person, add: Add, now: datetime, today: date) -> None:
    ann = add("Ann", ago=20)
    leave_in_peace(by=john, tie=ann, until_on=None, now=now)

    think_of_again(by=john, tie=ann)

    assert names(who_waits(john, today=today)) == ["Ann"]


def test_not_this_one_outlasts_a_contact(john: Person, add: Add, now: datetime, today: date) -> None:
    ann = add("Ann", ago=20)
    leave_in_peace(by=john, tie=ann, until_on=None, now=now)

    log_contact(by=john, tie=ann, facts=TouchFacts(today), now=now)

    assert left_in_peace(john, today=today) == {str(ann.pk): None}


@pytest.mark.parametrize("state", [TieState.RESTING, TieState.STRAINED, TieState.PHASING_OUT, TieState.ENDED])
def test_whoever_rests_or_is_on_the_way_out_is_nowhere_on_the_page(
    page: Browser, john: Person, add: Add, now: datetime, state: TieState
) -> None:
    set_state(by=john, tie=add("Ann", ago=20), state=state, now=now)

    assert "Ann" not in page.get("/in-touch/").content.decode()


def test_a_line_is_filled_in_on_the_persons_own_phone(page: Browser, add: Add) -> None:
    add("Ann", ago=20, channels=(ChannelFacts("phone", "+1 312 555-0100"), ChannelFacts("mail", "ann@example.org")))

    text = page.get("/in-touch/").content.decode()

    assert 'href="tel:+13125550100"' in text
    assert 'href="sms:+13125550100?&amp;body=Hi%21%20It%20has' in text
    assert 'href="mailto:ann@example.org?body=Hi%21%20It%20has' in text


def test_a_contact_is_two_taps(page: Browser, add: Add) -> None:
    ann = add("Ann", ago=20)

    page.press(f"/in-touch/{ann.pk}/", {"how": "call", "direction": "both"})

    touch = Touch.objects.filter(tie=ann).order_by("-on").first()
    assert touch is not None
    assert [touch.how, touch.direction] == ["call", "both"]
    assert touch.on == timezone.now().astimezone(ZoneInfo("America/Chicago")).date()


def test_a_broken_form_writes_nothing_and_says_so(page: Browser, ben: Tie) -> None:
    before = Touch.objects.count()

    answer = page.press(f"/in-touch/{ben.pk}/", {"direction": "sideways"})

    assert Touch.objects.count() == before
    assert "Nothing was written down." in answer.content.decode()


@pytest.mark.parametrize("until", ["week", "month", "never"])
def test_the_page_puts_somebody_off(page: Browser, john: Person, add: Add, until: str) -> None:
    ann = add("Ann", ago=20)

    page.press(f"/in-touch/{ann.pk}/later/", {"until": until, "from": "list"})

    assert str(ann.pk) in left_in_peace(john, today=timezone.now().date())


def test_asks_no_more_for_many(page: Browser, john: Person, add: Add) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page.get("/in-touch/")
        return len(captured)

    for number in range(3):
        add(f"Friend {number}", ago=20, channels=(ChannelFacts("phone", "0100"),))
    page.get("/in-touch/")
    few = queries()
    for number in range(20):
        tie = add(f"More {number}", ago=20, channels=(ChannelFacts("phone", "0100"),))
        actions.log_touch(by=john, tie=tie, facts=TouchFacts(date(2020, 1, 1)), now=timezone.now())

    assert queries() <= few
