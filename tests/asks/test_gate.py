"""An ask that waited for the mail leaves only within the limits of the moment it leaves at."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.accounts.models import Person
from holdfast.asks.actions import THINK_AGAIN, answer, withdraw_ask
from holdfast.asks.models import Answer, Ask
from holdfast.domain.asks.hours import every_day
from holdfast.notices.jobs import deliver_due
from holdfast.notices.models import Notice
from holdfast.supporters.actions import Limits, pause_agreement, set_limits, take_respite
from holdfast.supporters.models import Agreement
from tests.asks.conftest import NOW
from tests.asks.told import asked, reply_of

pytestmark = pytest.mark.django_db
AFTER = NOW + THINK_AGAIN
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def ask(john: Person, rosa: Agreement) -> Ask:
    """Written, not sent; an answer is needed at eleven at night."""
    return asked(john, NOW, answer_by=NOW + 8 * HOUR)


def waiting() -> list[Notice]:
    return list(Notice.objects.filter(unique_key__startswith="ask:", sent_at=None))


def test_leaves_when_nothing_changed(ask: Ask) -> None:
    assert deliver_due(now=AFTER + MINUTE) == 1


def test_waits_for_hours_that_were_set_since(ask: Ask, rosa: Agreement) -> None:
    evening = Limits(hours=every_day(18 * 60, 21 * 60))
    set_limits(supporter=rosa.supporter, limits=evening)

    deliver_due(now=AFTER + MINUTE)

    assert [notice.due_at for notice in waiting()] == [NOW + 3 * HOUR]


def test_waits_for_the_end_of_a_rest_and_then_for_the_hours(ask: Ask, rosa: Agreement) -> None:
    set_limits(supporter=rosa.supporter, limits=Limits(hours=every_day(20 * 60, 22 * 60)))
    take_respite(supporter=rosa.supporter, until=NOW + 2 * HOUR, now=AFTER)

    deliver_due(now=AFTER + MINUTE)

    assert [notice.due_at for notice in waiting()] == [NOW + 5 * HOUR]


def test_is_dropped_when_its_hours_begin_too_late(ask: Ask, rosa: Agreement) -> None:
    set_limits(supporter=rosa.supporter, limits=Limits(hours=every_day(6 * 60, 7 * 60)))

    deliver_due(now=AFTER + MINUTE)

    assert waiting() == []


@pytest.mark.parametrize("change", ["paused", "withdrawn", "answered"])
def test_is_dropped_when_nobody_waits_for_an_answer(ask: Ask, rosa: Agreement, change: str) -> None:
    if change == "paused":
        pause_agreement(agreement=rosa, is_paused=True, now=AFTER)
    elif change == "withdrawn":
        withdraw_ask(ask=ask, now=AFTER + MINUTE)
    else:
        answer(reply=reply_of(ask, rosa), said=Answer.NO, now=AFTER)

    deliver_due(now=AFTER + 2 * MINUTE)

    assert not Notice.objects.filter(unique_key__startswith="ask:").exists()
