"""What the person reads before an ask leaves is about their own asks, and about when the thing happens."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.accounts.models import Person
from holdfast.asks.actions import THINK_AGAIN, AskFacts, OfferFacts, SlotFacts, answer, offer_help
from holdfast.asks.models import Answer
from holdfast.asks.outlook import Turn, preview
from holdfast.asks.pages import ask_page
from holdfast.domain.asks.hours import every_day
from holdfast.domain.asks.kinds import Kind
from holdfast.notices.models import Destination, Notice
from holdfast.supporters.models import Agreement
from tests.asks.circle import agreed
from tests.asks.conftest import NOW
from tests.asks.told import asked, reply_of
from tests.browser import Browser

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


# Whom nothing reaches


def only_an_account(agreement: Agreement, account: Person) -> None:
    agreement.supporter.account = account
    agreement.supporter.save()
    Destination.objects.filter(person_id=agreement.supporter_id).delete()


def test_the_chance_does_not_count_whom_nothing_reaches(
    john: Person, maria: Person, rosa: Agreement, ben: Agreement
) -> None:
    alone = preview(john, AskFacts(Kind.TALK, only=(rosa,)), AFTER).percent
    only_an_account(ben, maria)

    assert preview(john, AskFacts(Kind.TALK), AFTER).percent == alone


def test_who_only_has_an_account_is_asked_all_the_same_and_it_says_so(
    john: Person, maria: Person, rosa: Agreement
) -> None:
    only_an_account(rosa, maria)

    view = preview(john, AskFacts(Kind.TALK), AFTER)

    assert "only when they sign in" in view.turns[0].why
    assert (view.percent, view.is_likely) == ("0%", False)


def test_the_chance_does_not_count_whose_letter_could_not_be_sent(john: Person, rosa: Agreement) -> None:
    ask = asked(john, NOW, kind=Kind.TALK)
    waiting = ask_page(ask, now=AFTER + MINUTE)["outlook"].percent
    Notice.objects.update(failed_at=AFTER)

    assert waiting != "0%"
    assert ask_page(ask, now=AFTER + MINUTE)["outlook"].percent == "0%"


def test_who_could_come_does_not_count_whom_nothing_reaches(
    page: Browser, john: Person, maria: Person, rosa: Agreement
) -> None:
    only_an_account(rosa, maria)

    shown = page.get("/week/hours/").context["hours"]

    assert {cell.tenths for _, cells in shown.rows for cell in cells} == {0}
