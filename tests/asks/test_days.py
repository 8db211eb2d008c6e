"""An ask about several days: each is looked for until it begins."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.accounts.models import Person
from holdfast.asks.actions import THINK_AGAIN, SlotFacts, answer, move_ask
from holdfast.asks.jobs import move_due
from holdfast.asks.models import Answer, Ask, Outcome
from holdfast.domain.asks.kinds import Kind
from holdfast.supporters.models import Agreement
from tests.asks.circle import agreed, with_place
from tests.asks.conftest import NOW
from tests.asks.told import asked, keys_to, moved_on, reply_of, standing, whats

pytestmark = pytest.mark.django_db
AFTER = NOW + THINK_AGAIN
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
FIRST, SECOND, THIRD = (NOW + number * DAY for number in (2, 4, 6))


@pytest.fixture
def rota(john: Person, rosa: Agreement) -> Ask:
    """A meal on three days; for the first an answer is needed a day before."""
    with_place(john)
    days = tuple(SlotFacts("", at, at + HOUR) for at in (FIRST, SECOND, THIRD))
    return asked(john, NOW, kind=Kind.MEAL, slots=days, answer_by=FIRST - DAY)


def worked_until(ask: Ask, at: object) -> Ask:
    """A worker moves it whenever it is due, up to this moment."""
    ask.refresh_from_db()
    while ask.next_at is not None and ask.next_at <= at:  # type: ignore[operator]
        move_due(now=ask.next_at)
        ask.refresh_from_db()
    return ask


def test_the_other_days_stay_open_when_the_time_for_the_first_is_over(rota: Ask) -> None:
    ask = worked_until(rota, FIRST + HOUR)

    assert (ask.ended_at, ask.outcome) == (None, "")


def test_a_day_nobody_took_is_still_looked_for_until_it_begins(john: Person, rota: Ask) -> None:
    worked_until(rota, FIRST - DAY + HOUR)
    ben = agreed(john, "Ben", NOW)

    ask = moved_on(worked_until(rota, FIRST - 2 * HOUR), FIRST - 2 * HOUR)

    assert ask.replies.filter(agreement=ben, asked_at__lt=FIRST).exists()


def test_a_yes_counts_at_once_after_the_first_time_was_over(rota: Ask, rosa: Agreement) -> None:
    worked_until(rota, FIRST + 2 * HOUR)
    third = rota.slots.get(starts_at=THIRD)

    answer(reply=reply_of(rota, rosa), said=Answer.YES, slots=[third], now=FIRST + 2 * HOUR)

    assert [promise.slot for promise in standing(rota)] == [third]


def test_the_person_hears_once_of_each_day_that_nobody_took(john: Person, rota: Ask) -> None:
    ask = worked_until(rota, THIRD + DAY)

    assert (whats(ask).count("day_open"), whats(ask).count("nobody")) == (3, 1)
    assert len(keys_to(john.pk, "moment")) == 4


def test_a_day_that_somebody_took_is_no_news(john: Person, rota: Ask, rosa: Agreement) -> None:
    first = rota.slots.get(starts_at=FIRST)
    answer(reply=reply_of(rota, rosa), said=Answer.YES, slots=[first], now=AFTER)

    ask = worked_until(rota, FIRST + HOUR)

    assert whats(ask).count("day_open") == 0


def test_ends_when_the_last_day_begins_with_what_is_true(rota: Ask, rosa: Agreement) -> None:
    first = rota.slots.get(starts_at=FIRST)
    answer(reply=reply_of(rota, rosa), said=Answer.YES, slots=[first], now=AFTER)

    ask = worked_until(rota, THIRD)

    assert (ask.outcome, ask.ended_at and ask.ended_at < THIRD) == (Outcome.PARTLY, True)


def test_nobody_is_asked_twice_for_the_same_rota(rota: Ask, rosa: Agreement) -> None:
    worked_until(rota, THIRD)

    assert reply_of(rota, rosa).times == 1


def test_several_places_at_one_time_have_one_end(john: Person, rosa: Agreement) -> None:
    ask = asked(john, NOW, slots=(SlotFacts("rice", FIRST), SlotFacts("soup", FIRST)), answer_by=FIRST - DAY)

    assert move_ask(ask=ask, now=FIRST - DAY).outcome == Outcome.NOBODY
