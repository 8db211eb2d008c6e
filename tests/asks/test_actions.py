"""An ask goes out after ten seconds, the first yes covers it, and everybody else is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from holdfast.accounts.models import Person
from holdfast.asks.actions import THINK_AGAIN, AskFacts, SlotFacts, answer, move_ask, open_ask
from holdfast.asks.models import Answer, Ask, Outcome
from holdfast.domain.asks.kinds import Kind
from holdfast.notices.models import Notice
from tests.asks.circle import agreed

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 17, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def mail(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.org"


@pytest.fixture
def ask(john: Person) -> Ask:
    agreed(john, "Rosa", NOW)
    agreed(john, "Ben", NOW)
    return open_ask(by=john, facts=AskFacts(Kind.RIDE, "to the clinic"), now=NOW)


def test_keeps_the_words_of_a_slot(john: Person) -> None:
    facts = AskFacts(Kind.MEAL, slots=(SlotFacts("Soup"), SlotFacts("Bread")))
    ask = open_ask(by=john, facts=facts, now=NOW)
    assert [slot.label for slot in ask.slots.order_by("position")] == ["Soup", "Bread"]


def test_asks_nobody_for_ten_seconds(ask: Ask) -> None:
    move_ask(ask=ask, now=NOW + timedelta(seconds=9))
    assert not ask.replies.exists()


def test_asks_somebody_after_ten_seconds(ask: Ask) -> None:
    move_ask(ask=ask, now=NOW + THINK_AGAIN)
    assert Notice.objects.filter(thing__in=ask.replies.values("pk")).exists()


def test_is_met_by_the_first_yes(ask: Ask) -> None:
    later = NOW + THINK_AGAIN
    move_ask(ask=ask, now=later)
    answer(reply=ask.replies.get(), said=Answer.YES, now=later)
    assert move_ask(ask=ask, now=later).outcome == Outcome.MET


def test_ends_as_nobody_when_the_time_is_over(ask: Ask) -> None:
    assert move_ask(ask=ask, now=ask.answer_by).outcome == Outcome.NOBODY
