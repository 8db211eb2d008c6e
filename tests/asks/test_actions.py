"""An ask goes out after ten seconds, within everyone's limits, and always ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.accounts.models import Person
from holdfast.asks.actions import (
    THINK_AGAIN,
    AskFacts,
    SlotFacts,
    answer,
    cancel_ask,
    close_ask,
    move_ask,
    open_ask,
    withdraw_ask,
)
from holdfast.asks.models import Answer, Ask, Outcome, Slot
from holdfast.domain.asks.hours import every_day
from holdfast.domain.asks.kinds import Kind, Stated
from holdfast.notices.models import Destination, Notice
from holdfast.supporters.actions import Limits, Offered, pause_agreement, set_agreement, set_limits, take_respite
from holdfast.supporters.models import Agreement
from tests.asks.circle import agreed, tie_named, with_place
from tests.asks.conftest import NOW
from tests.asks.told import asked, keys_to, letters_left, moved_on, reply_of, standing, whats

pytestmark = pytest.mark.django_db
AFTER = NOW + THINK_AGAIN
MINUTE = timedelta(minutes=1)
NIGHT_ONLY = Limits(hours=every_day(22 * 60, 6 * 60), most_asked=None)


@pytest.fixture
def ask(john: Person, rosa: Agreement, ben: Agreement) -> Ask:
    return open_ask(by=john, facts=AskFacts(Kind.RIDE, "to the clinic"), now=NOW)


def test_a_label_comes_back_as_it_was_written(john: Person) -> None:
    facts = AskFacts(Kind.MEAL, slots=(SlotFacts("soup on Monday"),))

    ask = open_ask(by=john, facts=facts, now=NOW)

    assert Slot.objects.get(ask=ask).label == "soup on Monday"


def test_asks_nobody_for_ten_seconds(ask: Ask) -> None:
    move_ask(ask=ask, now=NOW + timedelta(seconds=9))

    assert not ask.replies.exists()


def test_asks_somebody_after_ten_seconds(ask: Ask) -> None:
    move_ask(ask=ask, now=AFTER)

    assert Notice.objects.filter(thing__in=ask.replies.values("pk")).exists()


def test_vanishes_when_it_is_cancelled_at_once(ask: Ask) -> None:
    withdraw_ask(ask=ask, now=NOW + timedelta(seconds=5))
    move_ask(ask=ask, now=AFTER)

    assert not Ask.objects.exists()
    assert not Notice.objects.exists()


def test_cannot_vanish_once_somebody_was_asked(ask: Ask) -> None:
    move_ask(ask=ask, now=AFTER)

    assert cancel_ask(ask=ask, now=AFTER) is False


def test_moving_twice_asks_nobody_twice(ask: Ask) -> None:
    move_ask(ask=ask, now=AFTER)
    before = Notice.objects.count()

    move_ask(ask=ask, now=AFTER)

    assert Notice.objects.count() == before


def test_silence_widens_the_circle(john: Person, rosa: Agreement, ben: Agreement) -> None:
    ask = asked(john, NOW)

    assert ask.replies.count() == 2
    assert "widened" in whats(ask) or ask.wave == 1


def test_ends_as_nobody_when_the_time_is_over(ask: Ask) -> None:
    assert move_ask(ask=ask, now=ask.answer_by).outcome == Outcome.NOBODY


def test_a_hard_moment_never_waits_longer_than_ten_minutes(john: Person) -> None:
    facts = AskFacts(Kind.CRISIS, answer_by=NOW + timedelta(hours=3))

    assert open_ask(by=john, facts=facts, now=NOW).answer_by == NOW + timedelta(minutes=10)


def test_the_person_is_told_once_that_nobody_could(john: Person, ask: Ask) -> None:
    with_place(john)

    move_ask(ask=ask, now=ask.answer_by)
    move_ask(ask=ask, now=ask.answer_by + MINUTE)

    assert keys_to(john.pk) == ["moment"]


def test_is_met_by_the_first_yes(ask: Ask) -> None:
    move_ask(ask=ask, now=AFTER)

    answer(reply=ask.replies.first(), said=Answer.YES, now=AFTER)  # type: ignore[arg-type]  # there is one

    ask.refresh_from_db()
    assert ask.outcome == Outcome.MET


def test_the_first_yes_tells_the_others_once(john: Person, rosa: Agreement, ben: Agreement) -> None:
    ask = letters_left(asked(john, NOW))

    answer(reply=reply_of(ask, rosa), said=Answer.YES, now=AFTER)
    move_ask(ask=ask, now=AFTER + MINUTE)

    assert keys_to(ben.supporter_id, "over") == ["over"]
    assert keys_to(rosa.supporter_id, "over") == []


def test_who_said_no_is_not_told_of_somebody_elses_yes(john: Person, rosa: Agreement, ben: Agreement) -> None:
    ask = asked(john, NOW)
    answer(reply=reply_of(ask, ben), said=Answer.NO, now=AFTER)

    answer(reply=reply_of(ask, rosa), said=Answer.YES, now=AFTER)

    assert keys_to(ben.supporter_id, "over") == []


def test_im_ok_now_tells_everybody_who_was_asked_once(john: Person, rosa: Agreement, ben: Agreement) -> None:
    ask = letters_left(asked(john, NOW, kind=Kind.CRISIS))
    answer(reply=reply_of(ask, rosa), said=Answer.YES, now=AFTER)

    close_ask(ask=ask, now=AFTER + MINUTE)
    close_ask(ask=ask, now=AFTER + 2 * MINUTE)

    assert keys_to(rosa.supporter_id, "over") + keys_to(ben.supporter_id, "over") == ["over", "over"]


def test_im_ok_now_does_not_change_how_it_ended(john: Person, rosa: Agreement) -> None:
    ask = asked(john, NOW, kind=Kind.CRISIS)
    move_ask(ask=ask, now=ask.answer_by)

    assert close_ask(ask=ask, now=ask.answer_by + MINUTE).outcome == Outcome.NOBODY


def test_taking_it_back_tells_who_promised(john: Person, rosa: Agreement) -> None:
    ask = asked(john, NOW)
    answer(reply=reply_of(ask, rosa), said=Answer.YES, now=AFTER)

    withdraw_ask(ask=ask, now=AFTER + MINUTE)

    assert keys_to(rosa.supporter_id, "over") == ["over"]


def test_only_those_chosen_are_asked(john: Person, rosa: Agreement, ben: Agreement) -> None:
    ask = asked(john, NOW, only=(ben,))

    assert list(ask.replies.values_list("agreement", flat=True)) == [ben.pk]


def test_who_is_left_out_is_not_asked(john: Person, rosa: Agreement, ben: Agreement) -> None:
    ask = open_ask(by=john, facts=AskFacts(Kind.RIDE, left_out=(ben,)), now=NOW)

    move_ask(ask=ask, now=AFTER)

    assert list(ask.replies.values_list("agreement", flat=True)) == [rosa.pk]


def test_is_covered_partly_when_some_of_it_was_promised(john: Person, rosa: Agreement) -> None:
    ask = asked(john, NOW, kind=Kind.MEAL, slots=(SlotFacts("Monday"), SlotFacts("Tuesday")))
    answer(reply=reply_of(ask, rosa), said=Answer.YES, now=AFTER)

    assert move_ask(ask=ask, now=ask.answer_by).outcome == Outcome.PARTLY


def test_a_day_that_is_over_is_no_longer_asked_for(john: Person, rosa: Agreement, ben: Agreement) -> None:
    soon = SlotFacts("now", NOW + timedelta(hours=1))
    ask = asked(john, NOW, slots=(soon,), answer_by=NOW + timedelta(hours=8), everyone=False)

    assert move_ask(ask=ask, now=NOW + timedelta(hours=1)).outcome == Outcome.NOBODY


@pytest.mark.parametrize("limit", ["hours", "respite", "paused", "kind", "most_asked", "left", "unreachable"])
def test_a_limit_set_a_second_before_holds(john: Person, rosa: Agreement, limit: str) -> None:
    ask = open_ask(by=john, facts=AskFacts(Kind.TALK), now=NOW)
    one = rosa.supporter

    if limit == "hours":
        set_limits(supporter=one, limits=NIGHT_ONLY)
    elif limit == "respite":
        take_respite(supporter=one, until=NOW + timedelta(days=2), now=NOW)
    elif limit == "paused":
        pause_agreement(agreement=rosa, is_paused=True, now=NOW)
    elif limit == "kind":
        set_agreement(agreement=rosa, offered=Offered({Kind.RIDE: Stated.GLADLY}))
    elif limit == "most_asked":
        set_limits(supporter=one, limits=Limits(hours=((0, 10080),), most_asked=0))
    elif limit == "left":
        one.left_at = NOW
        one.save()
    else:
        Destination.objects.all().delete()

    assert not move_ask(ask=ask, now=AFTER).replies.exists()


def test_a_hard_moment_passes_only_the_limits_that_were_opened(john: Person) -> None:
    woken = agreed(john, "Wanda", NOW, limits=NIGHT_ONLY, wakes=True)
    asleep = agreed(john, "Sam", NOW, limits=NIGHT_ONLY, takes_crisis=True)

    ask = asked(john, NOW, kind=Kind.CRISIS)

    assert list(ask.replies.values_list("agreement", flat=True)) == [woken.pk]
    assert asleep.pk != woken.pk


def test_two_people_together_never_ask_somebody_too_often(john: Person, maria: Person) -> None:
    limits = Limits(hours=((0, 10080),), most_asked=1)
    of_john = agreed(john, "Rosa", NOW, limits=limits)
    agreed(maria, "Rosa", NOW, who=of_john.supporter)

    first, second = asked(john, NOW), asked(maria, NOW)

    assert first.replies.count() + second.replies.count() == 1


def test_asking_again_counts_each_time(john: Person, rosa: Agreement) -> None:
    set_limits(supporter=rosa.supporter, limits=Limits(hours=((0, 10080),), most_asked=2))
    ask = asked(john, NOW)
    for minutes in (1, 2, 3):
        answer(reply=reply_of(ask, rosa), said=Answer.LATER, now=AFTER, can_at=AFTER + minutes * MINUTE)
        moved_on(ask, AFTER)

    assert reply_of(ask, rosa).times == 2


def test_later_is_asked_again_only_when_nobody_else_can(john: Person, rosa: Agreement, ben: Agreement) -> None:
    ask = asked(john, NOW)
    answer(reply=reply_of(ask, rosa), said=Answer.LATER, now=AFTER, can_at=AFTER + MINUTE)
    answer(reply=reply_of(ask, ben), said=Answer.NO, now=AFTER)

    move_ask(ask=ask, now=AFTER)
    waiting = reply_of(ask, rosa).answer
    moved_on(ask, AFTER + MINUTE)

    assert (waiting, reply_of(ask, rosa).answer) == ("later", "")


def test_an_account_is_a_place_to_see_it(john: Person, maria: Person, rosa: Agreement) -> None:
    Destination.objects.all().delete()
    rosa.supporter.account = maria
    rosa.supporter.save()

    assert asked(john, NOW).replies.count() == 1


def test_nobody_on_the_map_alone_is_asked(john: Person) -> None:
    tie_named(john, "Ana", NOW)

    assert not asked(john, NOW).replies.exists()


def test_keeps_in_the_plan_what_the_decision_used(john: Person, rosa: Agreement) -> None:
    ask = asked(john, NOW, everyone=False)

    step = ask.plan["steps"][0]

    assert (step["who"], step["chance"]) == (str(rosa.pk), reply_of(ask, rosa).chance)
    assert standing(ask) == []
