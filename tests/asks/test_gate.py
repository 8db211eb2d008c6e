"""An ask that waited for the mail leaves only within the limits of the moment it leaves at."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from holdfast.accounts.models import Person
from holdfast.asks.actions import (
    THINK_AGAIN,
    SlotFacts,
    answer,
    close_ask,
    move_ask,
    note_opened,
    tell_update,
    withdraw_ask,
)
from holdfast.asks.models import Answer, Ask
from holdfast.asks.steering import reopen_ask
from holdfast.domain.asks.hours import every_day
from holdfast.domain.asks.kinds import Kind
from holdfast.notices.jobs import deliver_due, forget_old_links
from holdfast.notices.models import Notice, Receiver
from holdfast.supporters.actions import Limits, pause_agreement, set_limits, take_respite
from holdfast.supporters.models import Agreement
from tests.asks.circle import agreed
from tests.asks.conftest import NOW
from tests.asks.told import asked, keys_to, letters_left, reply_of

pytestmark = pytest.mark.django_db
AFTER = NOW + THINK_AGAIN
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def ask(john: Person, rosa: Agreement) -> Ask:
    """Written, not sent; an answer is needed at eleven at night."""
    return asked(john, NOW, answer_by=NOW + 8 * HOUR)


@pytest.fixture
def rota(john: Person, rosa: Agreement) -> Ask:
    """Three days, written, not sent; for the first an answer is needed tomorrow morning."""
    days = tuple(SlotFacts("", NOW + number * DAY) for number in (2, 3, 4))
    return asked(john, NOW, slots=days, answer_by=NOW + 18 * HOUR)


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


# An ask that is over


@pytest.mark.parametrize("end", [withdraw_ask, close_ask])
@pytest.mark.parametrize("kind", [Kind.RIDE, Kind.CRISIS])
def test_who_was_never_told_of_it_hears_nothing_at_its_end(john: Person, rosa: Agreement, kind: Kind, end: Any) -> None:
    ask = asked(john, NOW, kind=kind)

    end(ask=ask, now=AFTER + MINUTE)
    deliver_due(now=AFTER + 2 * MINUTE)

    assert keys_to(rosa.supporter_id) == []


@pytest.mark.parametrize("end", [withdraw_ask, close_ask])
@pytest.mark.parametrize("kind", [Kind.RIDE, Kind.CRISIS])
def test_who_was_told_of_it_hears_once_that_it_is_over(john: Person, rosa: Agreement, kind: Kind, end: Any) -> None:
    ask = letters_left(asked(john, NOW, kind=kind))

    for minutes in (1, 2):
        end(ask=ask, now=AFTER + minutes * MINUTE)
        deliver_due(now=AFTER + minutes * MINUTE + HOUR)

    assert keys_to(rosa.supporter_id) == ["ask", "over"]


def test_the_first_yes_tells_only_those_who_know_of_it(john: Person, rosa: Agreement, ben: Agreement) -> None:
    ask = asked(john, NOW, kind=Kind.CRISIS)
    Notice.objects.filter(thing=reply_of(ask, rosa).pk).update(sent_at=AFTER)
    ana = agreed(john, "Ana", NOW)
    move_ask(ask=ask, now=AFTER + MINUTE)
    letters_left(ask)

    answer(reply=reply_of(ask, rosa), said=Answer.YES, now=AFTER + 2 * MINUTE)
    deliver_due(now=AFTER + HOUR)

    told = {one.tie.name: keys_to(one.supporter_id) for one in (rosa, ben, ana)}
    assert told == {"Rosa": ["ask"], "Ben": ["ask", "over"], "Ana": ["ask", "over"]}


def test_the_first_yes_silences_a_letter_that_has_not_left(john: Person, rosa: Agreement, ben: Agreement) -> None:
    ask = asked(john, NOW, kind=Kind.CRISIS)

    answer(reply=reply_of(ask, rosa), said=Answer.YES, now=AFTER + MINUTE)
    deliver_due(now=AFTER + HOUR)

    assert keys_to(ben.supporter_id) == []


def test_who_opened_it_on_their_page_hears_that_it_is_over(john: Person, rosa: Agreement) -> None:
    ask = asked(john, NOW)
    note_opened(reply=reply_of(ask, rosa), now=AFTER)

    withdraw_ask(ask=ask, now=AFTER + MINUTE)
    deliver_due(now=AFTER + HOUR)

    assert keys_to(rosa.supporter_id) == ["over"]


def test_a_letter_that_may_have_left_with_a_worker_that_died_counts_as_heard(john: Person, rosa: Agreement) -> None:
    ask = asked(john, NOW)
    Notice.objects.filter(unique_key__startswith="ask:").update(attempts=1, due_at=AFTER + HOUR)

    withdraw_ask(ask=ask, now=AFTER + MINUTE)

    assert keys_to(rosa.supporter_id, "over") == ["over"]


def test_what_was_sent_a_month_ago_and_is_forgotten_still_counts_as_heard(john: Person, rosa: Agreement) -> None:
    ask = letters_left(asked(john, NOW, slots=tuple(SlotFacts("", NOW + days * DAY) for days in (40, 50))))
    forget_old_links(now=NOW + 35 * DAY)

    withdraw_ask(ask=ask, now=NOW + 35 * DAY)

    assert keys_to(rosa.supporter_id, "over") == ["over"]


def test_asked_again_before_they_were_told_that_it_was_over_they_are_not_told_both(
    john: Person, rosa: Agreement
) -> None:
    ask = letters_left(asked(john, NOW))
    withdraw_ask(ask=ask, now=AFTER + MINUTE)

    reopen_ask(ask=ask, now=AFTER + 2 * MINUTE)
    letters_left(ask)

    assert keys_to(rosa.supporter_id) == ["ask", "ask"]


def test_told_that_it_was_over_they_hear_nothing_of_a_second_time_whose_letter_never_left(
    john: Person, rosa: Agreement
) -> None:
    ask = letters_left(asked(john, NOW))
    withdraw_ask(ask=ask, now=AFTER + MINUTE)
    deliver_due(now=AFTER + 14 * HOUR)
    reopen_ask(ask=ask, now=AFTER + 15 * HOUR)

    withdraw_ask(ask=ask, now=AFTER + 15 * HOUR + MINUTE)
    deliver_due(now=AFTER + 16 * HOUR)

    assert keys_to(rosa.supporter_id) == ["ask", "over"]


def test_in_a_hard_moment_nobody_is_written_to_when_its_time_is_over(john: Person, rosa: Agreement) -> None:
    ask = asked(john, NOW, kind=Kind.CRISIS)

    move_ask(ask=ask, now=ask.answer_by)
    deliver_due(now=ask.answer_by + MINUTE)

    assert keys_to(rosa.supporter_id) == []


def test_a_letter_outside_its_hours_does_not_leave_with_another(john: Person, rosa: Agreement) -> None:
    ask = asked(john, NOW, answer_by=NOW + 8 * HOUR)
    tell_update(by=john, text="one week", circle=[rosa], now=AFTER)
    Notice.objects.update(due_at=AFTER + HOUR)
    set_limits(supporter=rosa.supporter, limits=Limits(hours=every_day(18 * 60, 21 * 60)))
    Receiver.objects.filter(pk=rosa.supporter_id).update(hours=None)

    deliver_due(now=AFTER + HOUR)

    assert [notice.thing for notice in waiting()] == [reply_of(ask, rosa).pk]


# Several days


def test_for_a_rota_it_leaves_while_one_of_the_days_lies_ahead(rota: Ask, rosa: Agreement) -> None:
    limits = Limits(hours=((6 * 24 * 60 + 600, 6 * 24 * 60 + 900),))
    set_limits(supporter=rosa.supporter, limits=limits)

    deliver_due(now=AFTER + MINUTE)

    assert [notice.due_at.date() - NOW.date() for notice in waiting()] == [4 * DAY]


def test_for_a_rota_it_does_not_leave_for_a_day_that_is_over(rota: Ask, rosa: Agreement) -> None:
    limits = Limits(hours=((600, 900),))
    set_limits(supporter=rosa.supporter, limits=limits)

    deliver_due(now=AFTER + MINUTE)

    assert waiting() == []


def test_for_a_rota_it_does_not_leave_when_the_days_ahead_are_taken(ben: Agreement, rota: Ask, rosa: Agreement) -> None:
    answer(reply=reply_of(rota, rosa), said=Answer.YES, slots=rota.slots.all()[1:], now=AFTER + MINUTE)
    set_limits(supporter=ben.supporter, limits=Limits(hours=((5 * 24 * 60 + 600, 5 * 24 * 60 + 700),)))
    before = Notice.objects.filter(person_id=ben.supporter_id).count()

    deliver_due(now=AFTER + 3 * MINUTE)

    assert (before, keys_to(ben.supporter_id)) == (1, [])
