"""What the person reads before an ask leaves is about their own asks, and about when the thing happens."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.accounts.models import Person
from holdfast.asks.actions import THINK_AGAIN, AskFacts, OfferFacts, SlotFacts, answer, offer_help
from holdfast.asks.models import Answer
from holdfast.asks.outlook import Turn, preview
from holdfast.domain.asks.hours import every_day
from holdfast.domain.asks.kinds import Kind
from holdfast.supporters.models import Agreement
from tests.asks.circle import agreed
from tests.asks.conftest import NOW
from tests.asks.told import asked, reply_of

pytestmark = pytest.mark.django_db
AFTER = NOW + THINK_AGAIN
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
MINUTE = timedelta(minutes=1)


def turn(person: Person, now: object = AFTER, facts: AskFacts | None = None) -> Turn:
    (only,) = preview(person, facts or AskFacts(Kind.TALK), now).turns  # type: ignore[arg-type]
    return only


def asked_and_answered(agreement: Agreement, person: Person, *, days: int) -> None:
    ask = asked(person, NOW - days * DAY)
    answer(reply=reply_of(ask, agreement), said=Answer.YES, now=NOW - days * DAY + 5 * MINUTE)


def test_what_somebody_does_for_others_is_never_told(john: Person, maria: Person, rosa: Agreement) -> None:
    before = turn(john).why
    hers = agreed(maria, "Rosa", NOW - 9 * WEEK, who=rosa.supporter)

    for days in (1, 8, 15, 22, 29):
        asked_and_answered(hers, maria, days=days)

    assert turn(john).why == before


def test_last_asked_counts_this_persons_own_asks(john: Person, maria: Person, rosa: Agreement) -> None:
    hers = agreed(maria, "Rosa", NOW - 9 * WEEK, who=rosa.supporter)
    asked_and_answered(rosa, john, days=21)
    asked_and_answered(hers, maria, days=1)

    assert "last asked 3 weeks ago" in turn(john).why


def test_how_fast_somebody_answers_counts_this_persons_own_asks(john: Person, maria: Person, rosa: Agreement) -> None:
    hers = agreed(maria, "Rosa", NOW - 9 * WEEK, who=rosa.supporter)
    for days in (10, 17, 24):
        asked_and_answered(rosa, john, days=days)
    before = turn(john).why

    for days in (3, 4, 5, 6):
        asked_and_answered(hers, maria, days=days)

    assert "said yes to 3 of 3 asks" in before
    assert turn(john).why == before


@pytest.mark.parametrize(("at", "holds"), [(18, True), (9, False)], ids=["evening", "morning"])
def test_an_offer_holds_when_the_thing_happens(john: Person, rosa: Agreement, at: int, holds: bool) -> None:
    offer_help(agreement=rosa, facts=OfferFacts(Kind.RIDE, "evenings", every_day(17 * 60, 22 * 60)), now=NOW)
    tomorrow = NOW.replace(hour=at) + DAY

    said = turn(john, facts=AskFacts(Kind.RIDE, slots=(SlotFacts("", tomorrow),))).why

    assert ("such a day" in said) == holds


def test_who_offers_is_expected_to_say_yes_more_often_when_it_fits(john: Person, rosa: Agreement) -> None:
    offer_help(agreement=rosa, facts=OfferFacts(Kind.RIDE, "evenings", every_day(17 * 60, 22 * 60)), now=NOW)
    evening, morning = (
        asked(john, NOW, slots=(SlotFacts("", NOW.replace(hour=hour) + DAY),), answer_by=NOW + timedelta(hours=4))
        for hour in (18, 9)
    )

    assert reply_of(evening, rosa).circumstances["offered"]
    assert not reply_of(morning, rosa).circumstances["offered"]
