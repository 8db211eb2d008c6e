"""What a supporter's tap does, early, late and twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.accounts.models import Person
from holdfast.asks.actions import (
    THINK_AGAIN,
    SlotFacts,
    accept_time,
    answer,
    close_ask,
    decline_time,
    give_back,
    move_ask,
    note_opened,
    take_late,
    withdraw_ask,
)
from holdfast.asks.answering import AnswerRefused, NoAnswer
from holdfast.asks.keeping import confirm_promise, find_cover, keep_after_all, offer_swap, remind, reopen_slot
from holdfast.asks.models import Answer, Ask, Outcome, Promise, Reply
from holdfast.asks.queries import population
from holdfast.domain.asks.kinds import Kind
from holdfast.domain.asks.learned import from_json
from holdfast.supporters.actions import take_respite
from holdfast.supporters.models import Agreement, Supporter
from tests.asks.circle import agreed, with_place
from tests.asks.conftest import NOW
from tests.asks.told import asked, keys_to, letters_left, reply_of, standing, whats

pytestmark = pytest.mark.django_db
AFTER = NOW + THINK_AGAIN
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
TOMORROW = NOW + timedelta(days=1)
THREE_AT_ONCE = tuple(SlotFacts(what, TOMORROW) for what in ("rice", "soup", "bread"))
DAYS = (SlotFacts("Wednesday", TOMORROW, TOMORROW + HOUR), SlotFacts("Thursday", TOMORROW + 24 * HOUR))


def yes(ask: Ask, agreement: Agreement, now: object = AFTER, **more: object) -> Reply:
    return answer(reply=reply_of(ask, agreement), said=Answer.YES, now=now, **more)  # type: ignore[arg-type]


@pytest.fixture
def ask(john: Person, rosa: Agreement, ben: Agreement) -> Ask:
    """Everybody was asked."""
    return asked(john, NOW, slots=(SlotFacts("", TOMORROW, TOMORROW + HOUR),), answer_by=NOW + 8 * HOUR)


def test_the_same_tap_twice_is_one(ask: Ask, rosa: Agreement) -> None:
    yes(ask, rosa)
    before = whats(ask)

    yes(ask, rosa)

    assert whats(ask) == before
    assert len(standing(ask)) == 1


def test_a_second_yes_waits_for_the_place(ask: Ask, rosa: Agreement, ben: Agreement) -> None:
    yes(ask, rosa)

    yes(ask, ben)

    assert Promise.objects.get(reply__agreement=ben).is_waiting


def test_who_waits_moves_up_when_the_place_is_given_back(ask: Ask, rosa: Agreement, ben: Agreement) -> None:
    yes(ask, rosa)
    yes(ask, ben)

    give_back(promise=standing(ask)[0], now=AFTER + MINUTE)

    assert [promise.reply.agreement_id for promise in standing(ask)] == [ben.pk]
    assert keys_to(ben.supporter_id, "up") == ["up"]


def test_opens_again_at_once_when_nobody_waits(ask: Ask, rosa: Agreement) -> None:
    yes(ask, rosa)

    give_back(promise=standing(ask)[0], now=AFTER + MINUTE)
    ask.refresh_from_db()

    assert (ask.ended_at, ask.outcome, ask.next_at) == (None, "", AFTER + MINUTE)


def test_opens_again_until_it_begins_when_the_first_time_is_over(ask: Ask, rosa: Agreement) -> None:
    yes(ask, rosa)

    give_back(promise=standing(ask)[0], now=TOMORROW - 2 * HOUR)
    ask.refresh_from_db()

    assert ask.answer_by == TOMORROW


def test_asks_those_again_who_were_told_it_was_covered(ask: Ask, rosa: Agreement, ben: Agreement) -> None:
    yes(ask, rosa)
    give_back(promise=standing(ask)[0], now=AFTER + MINUTE)

    move_ask(ask=ask, now=AFTER + MINUTE)

    assert reply_of(ask, ben).times == 2
    assert reply_of(ask, rosa).times == 1


def test_nobody_is_said_to_come_when_it_is_too_late_to_ask(john: Person, rosa: Agreement) -> None:
    ask = asked(john, NOW, kind=Kind.TALK)
    yes(ask, rosa)

    give_back(promise=standing(ask)[0], now=ask.answer_by + 3 * HOUR)
    ask.refresh_from_db()

    assert ask.outcome == Outcome.NOBODY


def test_giving_back_twice_is_once(ask: Ask, john: Person, rosa: Agreement) -> None:
    yes(ask, rosa)
    promise = standing(ask)[0]
    give_back(promise=promise, now=AFTER + MINUTE)

    give_back(promise=promise, now=AFTER + MINUTE)

    assert whats(ask).count("given_back") == 1


def test_no_after_yes_gives_the_place_back(ask: Ask, rosa: Agreement, ben: Agreement) -> None:
    yes(ask, rosa)
    yes(ask, ben)

    answer(reply=reply_of(ask, rosa), said=Answer.NO, now=AFTER + MINUTE)

    assert [promise.reply.agreement_id for promise in standing(ask)] == [ben.pk]


def test_yes_after_no_counts(ask: Ask, rosa: Agreement) -> None:
    answer(reply=reply_of(ask, rosa), said=Answer.NO, now=AFTER)

    yes(ask, rosa, AFTER + MINUTE)

    assert len(standing(ask)) == 1


def test_no_is_no_news_for_the_person(john: Person, ask: Ask, rosa: Agreement) -> None:
    with_place(john)

    answer(reply=reply_of(ask, rosa), said=Answer.NO, now=AFTER)

    assert keys_to(john.pk) == []


def test_a_yes_to_several_days_takes_them_all(john: Person, rosa: Agreement) -> None:
    ask = asked(john, NOW, kind=Kind.MEAL, slots=DAYS)

    yes(ask, rosa, slots=list(ask.slots.all()))

    assert len(standing(ask)) == 2


def test_one_day_more_adds_to_the_first(john: Person, rosa: Agreement, ben: Agreement) -> None:
    ask = asked(john, NOW, kind=Kind.MEAL, slots=DAYS)
    first, second = ask.slots.order_by("position")
    yes(ask, rosa, slots=[first])

    yes(ask, rosa, AFTER + MINUTE, slots=[second])

    assert len(standing(ask)) == 2


def test_another_persons_slot_cannot_be_taken(john: Person, maria: Person, rosa: Agreement) -> None:
    agreed(maria, "Rosa", NOW, who=rosa.supporter)
    mine, other = asked(john, NOW, slots=DAYS), asked(maria, NOW, slots=DAYS)

    with pytest.raises(AnswerRefused):
        yes(mine, rosa, slots=list(other.slots.all()))


def test_several_places_are_filled_one_by_one(john: Person, rosa: Agreement, ben: Agreement) -> None:
    ask = asked(john, NOW, slots=(SlotFacts("move house", places=2),))
    yes(ask, rosa)
    ask.refresh_from_db()
    half = ask.ended_at

    yes(ask, ben)
    ask.refresh_from_db()

    assert half is None
    assert ask.outcome == Outcome.MET


def test_another_time_is_for_the_person_to_decide(ask: Ask, rosa: Agreement) -> None:
    answer(reply=reply_of(ask, rosa), said=Answer.AT, can_at=TOMORROW + 2 * HOUR, now=AFTER)

    assert standing(ask) == []


def test_accepting_another_time_moves_the_slot(ask: Ask, rosa: Agreement) -> None:
    answer(reply=reply_of(ask, rosa), said=Answer.AT, can_at=TOMORROW + 2 * HOUR, now=AFTER)

    accept_time(reply=reply_of(ask, rosa), now=AFTER + MINUTE)

    slot = ask.slots.get()
    assert (slot.starts_at, slot.ends_at) == (TOMORROW + 2 * HOUR, TOMORROW + 3 * HOUR)
    assert keys_to(rosa.supporter_id, "taken") == ["taken"]


def test_accepting_another_time_moves_nobody_elses(john: Person, rosa: Agreement, ben: Agreement) -> None:
    ask = asked(john, NOW, slots=(SlotFacts("", TOMORROW, places=2),))
    yes(ask, ben)
    answer(reply=reply_of(ask, rosa), said=Answer.AT, can_at=TOMORROW + 2 * HOUR, now=AFTER)

    accept_time(reply=reply_of(ask, rosa), now=AFTER + MINUTE)

    assert sorted(promise.slot.starts_at for promise in standing(ask)) == [TOMORROW, TOMORROW + 2 * HOUR]  # type: ignore[type-var]


def test_accepting_another_time_frees_whoever_would_like_to_swap(ask: Ask, rosa: Agreement, ben: Agreement) -> None:
    yes(ask, rosa)
    offer_swap(promise=standing(ask)[0], now=AFTER + MINUTE)
    answer(reply=reply_of(ask, ben), said=Answer.AT, can_at=TOMORROW + 2 * HOUR, now=AFTER + 2 * MINUTE)

    accept_time(reply=reply_of(ask, ben), now=AFTER + 3 * MINUTE)

    assert [promise.reply.agreement_id for promise in standing(ask)] == [ben.pk]


def test_a_time_that_does_not_help_is_told(ask: Ask, rosa: Agreement) -> None:
    answer(reply=reply_of(ask, rosa), said=Answer.AT, can_at=TOMORROW, now=AFTER)

    decline_time(reply=reply_of(ask, rosa), now=AFTER)
    decline_time(reply=reply_of(ask, rosa), now=AFTER)

    assert keys_to(rosa.supporter_id, "over") == ["over"]


def test_another_time_needs_a_time(ask: Ask, rosa: Agreement) -> None:
    with pytest.raises(AnswerRefused) as refused:
        answer(reply=reply_of(ask, rosa), said=Answer.AT, now=AFTER)

    assert refused.value.why is NoAnswer.NO_TIME


def test_a_late_yes_is_offered_to_the_person(john: Person, rosa: Agreement) -> None:
    with_place(john)
    ask = asked(john, NOW, kind=Kind.TALK)
    move_ask(ask=ask, now=ask.answer_by)

    yes(ask, rosa, ask.answer_by + MINUTE)

    assert standing(ask) == []
    assert len(keys_to(john.pk)) == 2


def test_a_late_yes_can_be_taken(john: Person, rosa: Agreement) -> None:
    ask = asked(john, NOW, kind=Kind.TALK)
    move_ask(ask=ask, now=ask.answer_by)
    yes(ask, rosa, ask.answer_by + MINUTE)

    take_late(reply=reply_of(ask, rosa), now=ask.answer_by + 2 * MINUTE)

    ask.refresh_from_db()
    assert ask.outcome == Outcome.MET


def test_a_late_yes_takes_the_day_it_named(john: Person, rosa: Agreement) -> None:
    ask = asked(john, NOW, slots=THREE_AT_ONCE)
    over = move_ask(ask=ask, now=ask.answer_by).answer_by
    bread = ask.slots.get(position=2)
    yes(ask, rosa, over + MINUTE, slots=[bread])

    take_late(reply=reply_of(ask, rosa), now=over + 2 * MINUTE)

    assert [promise.slot for promise in standing(ask)] == [bread]


def test_a_late_yes_for_several_takes_those_that_are_still_free(john: Person, rosa: Agreement, ben: Agreement) -> None:
    ask = asked(john, NOW, slots=THREE_AT_ONCE)
    over = move_ask(ask=ask, now=ask.answer_by).answer_by
    soup, bread = ask.slots.order_by("position")[1:]
    yes(ask, rosa, over + MINUTE, slots=[soup, bread])
    yes(ask, ben, over + MINUTE, slots=[soup])
    take_late(reply=reply_of(ask, ben), now=over + 2 * MINUTE)

    take_late(reply=reply_of(ask, rosa), now=over + 2 * MINUTE)

    assert {promise.slot_id for promise in standing(ask) if promise.reply.agreement_id == rosa.pk} == {bread.pk}


def test_a_late_yes_never_takes_what_it_did_not_name(john: Person, rosa: Agreement, ben: Agreement) -> None:
    ask = asked(john, NOW, slots=THREE_AT_ONCE)
    over = move_ask(ask=ask, now=ask.answer_by).answer_by
    bread = ask.slots.get(position=2)
    for who in (rosa, ben):
        yes(ask, who, over + MINUTE, slots=[bread])
    take_late(reply=reply_of(ask, ben), now=over + 2 * MINUTE)

    with pytest.raises(AnswerRefused) as refused:
        take_late(reply=reply_of(ask, rosa), now=over + 2 * MINUTE)

    assert refused.value.why is NoAnswer.TAKEN


def test_a_late_yes_in_a_hard_moment_counts_at_once(john: Person, rosa: Agreement, ben: Agreement) -> None:
    ask = letters_left(asked(john, NOW, kind=Kind.CRISIS))
    move_ask(ask=ask, now=ask.answer_by)

    yes(ask, rosa, ask.answer_by + MINUTE)

    ask.refresh_from_db()
    assert (ask.outcome, keys_to(ben.supporter_id, "over")) == (Outcome.MET, ["over"])


@pytest.mark.parametrize("end", [close_ask, withdraw_ask])
def test_nothing_counts_once_the_person_closed_it(john: Person, rosa: Agreement, end: object) -> None:
    ask = asked(john, NOW, kind=Kind.CRISIS)
    end(ask=ask, now=AFTER + MINUTE)  # type: ignore[operator]

    with pytest.raises(AnswerRefused) as refused:
        yes(ask, rosa, AFTER + 2 * MINUTE)

    assert refused.value.why is NoAnswer.OVER


def test_a_yes_during_a_rest_is_refused_and_a_no_is_taken(ask: Ask, rosa: Agreement) -> None:
    take_respite(supporter=rosa.supporter, until=TOMORROW, now=AFTER)

    with pytest.raises(AnswerRefused) as refused:
        yes(ask, rosa, AFTER + MINUTE)

    assert refused.value.why is NoAnswer.AWAY
    assert answer(reply=reply_of(ask, rosa), said=Answer.NO, now=AFTER + MINUTE).answer == Answer.NO


def test_looking_at_it_is_no_answer(ask: Ask, rosa: Agreement) -> None:
    note_opened(reply=reply_of(ask, rosa), now=AFTER)
    note_opened(reply=reply_of(ask, rosa), now=AFTER + MINUTE)

    assert (reply_of(ask, rosa).opened_at, whats(ask).count("seen")) == (AFTER, 1)


def test_an_answer_forgets_nothing_that_happened_meanwhile(ask: Ask, rosa: Agreement) -> None:
    read_before = reply_of(ask, rosa)
    note_opened(reply=reply_of(ask, rosa), now=AFTER)

    answer(reply=read_before, said=Answer.NO, now=AFTER + MINUTE)

    assert reply_of(ask, rosa).opened_at == AFTER


def test_a_swap_keeps_the_place_until_somebody_takes_it(ask: Ask, rosa: Agreement, ben: Agreement) -> None:
    yes(ask, rosa)
    offer_swap(promise=standing(ask)[0], now=AFTER + MINUTE)
    before = [promise.reply.agreement_id for promise in standing(ask)]

    yes(ask, ben, AFTER + 2 * MINUTE)

    assert (before, [promise.reply.agreement_id for promise in standing(ask)]) == ([rosa.pk], [ben.pk])
    assert keys_to(rosa.supporter_id, "swapped") == ["swapped"]


def test_a_swap_nobody_takes_leaves_it_covered(ask: Ask, rosa: Agreement) -> None:
    yes(ask, rosa)
    offer_swap(promise=standing(ask)[0], now=AFTER + MINUTE)

    assert move_ask(ask=ask, now=ask.answer_by).outcome == Outcome.MET


def test_who_waits_takes_a_swap_at_once(ask: Ask, rosa: Agreement, ben: Agreement) -> None:
    yes(ask, rosa)
    yes(ask, ben)

    offer_swap(promise=standing(ask)[0], now=AFTER + MINUTE)

    assert [promise.reply.agreement_id for promise in standing(ask)] == [ben.pk]


def test_keeping_it_after_all_stops_the_search(ask: Ask, rosa: Agreement) -> None:
    yes(ask, rosa)
    offer_swap(promise=standing(ask)[0], now=AFTER + MINUTE)

    keep_after_all(promise=standing(ask)[0], now=AFTER + 2 * MINUTE)

    ask.refresh_from_db()
    assert ask.outcome == Outcome.MET


def test_a_rest_looks_for_cover(ask: Ask, rosa: Agreement) -> None:
    yes(ask, rosa)

    assert find_cover(supporter=rosa.supporter, until=TOMORROW + HOUR, now=AFTER + MINUTE) == 1
    assert standing(ask)[0].swap_at == AFTER + MINUTE


def test_a_promise_is_asked_for_once_more_and_its_silence_told(john: Person, ask: Ask, rosa: Agreement) -> None:
    with_place(john)
    yes(ask, rosa)
    promise = standing(ask)[0]

    assert promise.next_at is not None
    promise = remind(promise=promise, now=promise.next_at)
    assert promise.next_at is not None
    promise = remind(promise=promise, now=promise.next_at)

    assert keys_to(rosa.supporter_id, "confirm") == ["confirm"]
    assert (whats(ask)[-1], promise.next_at) == ("unsure", None)


def test_a_confirmed_promise_reminds_nobody(ask: Ask, rosa: Agreement) -> None:
    yes(ask, rosa)

    confirm_promise(promise=standing(ask)[0], now=AFTER + HOUR)

    assert standing(ask)[0].next_at is None


def test_what_begins_at_once_needs_no_confirming(john: Person, rosa: Agreement) -> None:
    ask = asked(john, NOW, slots=(SlotFacts("", NOW + HOUR),), answer_by=NOW + HOUR)

    yes(ask, rosa)

    assert standing(ask)[0].next_at is None


def test_the_person_need_not_wait_for_a_silent_promise(ask: Ask, rosa: Agreement) -> None:
    yes(ask, rosa)

    reopen_slot(promise=standing(ask)[0], now=TOMORROW - 2 * HOUR)

    ask.refresh_from_db()
    assert (ask.ended_at, keys_to(rosa.supporter_id, "freed")) == (None, ["freed"])


def test_each_contact_teaches_once(ask: Ask, rosa: Agreement, ben: Agreement) -> None:
    yes(ask, rosa)
    yes(ask, rosa, AFTER + MINUTE)
    answer(reply=reply_of(ask, rosa), said=Answer.NO, now=AFTER + 2 * MINUTE)

    assert from_json(Supporter.objects.get(pk=rosa.supporter_id).learned).answered == 1


def test_who_was_overtaken_is_not_taken_for_a_no(ask: Ask, rosa: Agreement, ben: Agreement) -> None:
    yes(ask, rosa)

    counts = from_json(Supporter.objects.get(pk=ben.supporter_id).learned).counts

    assert sum(no for _, no in counts.values()) == 0


def test_silence_teaches_when_the_time_is_over(ask: Ask, ben: Agreement) -> None:
    note_opened(reply=reply_of(ask, ben), now=AFTER)
    move_ask(ask=ask, now=ask.answer_by)

    counts = from_json(Supporter.objects.get(pk=ben.supporter_id).learned).counts

    assert sum(no for _, no in counts.values()) == 1


def test_silence_of_somebody_whom_nothing_reached_teaches_nothing(ask: Ask, ben: Agreement) -> None:
    move_ask(ask=ask, now=ask.answer_by)

    assert Supporter.objects.get(pk=ben.supporter_id).learned == ""


def test_what_answers_teach_is_kept_for_all_together(ask: Ask, rosa: Agreement) -> None:
    before = population()

    yes(ask, rosa)

    assert population().weight_of("all") != before.weight_of("all")
    assert population() is population()
