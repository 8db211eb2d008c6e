"""Rows become the values that the rules understand, today and as they were."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from holdfast.accounts.models import Person
from holdfast.domain.network import Balance, Circle, Role, SupportKind, TieState, balance, gaps
from holdfast.domain.steps import Rule, Said, next_steps
from holdfast.network import actions
from holdfast.network.actions import NeedFacts, TieFacts, TouchFacts
from holdfast.network.models import Need, Network, Tie
from holdfast.network.queries import covered_by, known_by, network_value, situation_for, today_of

pytestmark = pytest.mark.django_db


def test_reads_a_tie_as_it_was_said(john: Person, ben: Tie, now: datetime) -> None:
    (tie,) = network_value(john, today=now.date()).ties

    assert (tie.id, tie.name, tie.role, tie.circle) == (str(ben.pk), "Ben", Role.FRIEND, Circle.WEEKLY)
    assert tie.gives == {SupportKind.PRACTICAL: 2}
    assert tie.last_touch_on is None


def test_shows_nothing_of_somebody_else(maria: Person, ben: Tie, rides: Need, now: datetime) -> None:
    value = network_value(maria, today=now.date())

    assert (value.ties, value.needs) == ((), ())


def test_reads_one_network_or_all_together(john: Person, ben: Tie, rides: Need, now: datetime) -> None:
    job = actions.add_network(by=john, name="New job", now=now)
    tom = actions.add_tie(by=john, networks=[job], facts=TieFacts("Tom", Role.COWORKER), now=now)

    assert [tie.id for tie in network_value(john, job, today=now.date()).ties] == [str(tom.pk)]
    assert len(network_value(john, today=now.date()).ties) == 2
    assert network_value(john, job, today=now.date()).needs == ()


def test_remembers_how_a_tie_was(john: Person, ben: Tie, network: Network, now: datetime) -> None:
    later = now + timedelta(days=60)
    facts = TieFacts("Ben", Role.SPONSOR, Circle.YEARLY, {SupportKind.EMOTIONAL: 1})
    actions.change_tie(by=john, tie=ben, networks=[network], facts=facts, now=later)
    actions.set_state(by=john, tie=ben, state=TieState.RESTING, now=later)

    (then,) = network_value(john, today=now.date(), at=now + timedelta(days=1)).ties
    (today,) = network_value(john, today=later.date()).ties

    assert (then.role, then.circle, then.state, then.gives) == (
        Role.FRIEND,
        Circle.WEEKLY,
        TieState.ACTIVE,
        {SupportKind.PRACTICAL: 2},
    )
    assert (today.role, today.circle, today.state) == (Role.SPONSOR, Circle.YEARLY, TieState.RESTING)


def test_a_tie_was_not_there_before_it_was_added(john: Person, ben: Tie, now: datetime) -> None:
    assert network_value(john, today=now.date(), at=now - timedelta(days=1)).ties == ()


def test_a_settled_need_stands_in_the_past_only(john: Person, rides: Need, now: datetime) -> None:
    actions.settle_need(need=rides, now=now + timedelta(days=10))

    assert network_value(john, today=now.date()).needs == ()
    assert len(network_value(john, today=now.date(), at=now + timedelta(days=5)).needs) == 1
    assert network_value(john, today=now.date(), at=now - timedelta(days=5)).needs == ()


@pytest.mark.parametrize(
    ("directions", "wanted"),
    [
        ((), Balance.NOT_KNOWN),
        (("both",), Balance.BOTH_WAYS),
        (("received", "received"), Balance.THEY_HELP_ME),
        (("given", "given"), Balance.I_HELP_THEM),
        (("given", "received"), Balance.BOTH_WAYS),
    ],
)
def test_balance_comes_from_what_was_written_down(
    john: Person, ben: Tie, now: datetime, directions: tuple[str, ...], wanted: Balance
) -> None:
    for direction in directions:
        actions.log_touch(by=john, tie=ben, facts=TouchFacts(now.date(), direction), now=now)

    (tie,) = network_value(john, today=now.date()).ties

    assert balance(tie) is wanted


def test_what_is_long_past_weighs_no_more(john: Person, ben: Tie, now: datetime) -> None:
    old = now.date() - timedelta(days=181)
    actions.log_touch(by=john, tie=ben, facts=TouchFacts(old, "received"), now=now)

    (tie,) = network_value(john, today=now.date()).ties

    assert (tie.received, tie.last_touch_on, tie.to_thank) == (0, old, False)


@pytest.mark.parametrize(("days", "to_thank"), [(0, True), (60, True), (61, False)])
def test_thanks_are_due_for_sixty_days(john: Person, ben: Tie, now: datetime, days: int, to_thank: bool) -> None:
    touch = TouchFacts(now.date() - timedelta(days=days), "received")
    actions.log_touch(by=john, tie=ben, facts=touch, now=now)

    (tie,) = network_value(john, today=now.date()).ties

    assert tie.to_thank is to_thank


def test_the_persons_own_word_opens_a_seat(john: Person, ben: Tie, rides: Need, now: datetime) -> None:
    assert gaps(network_value(john, today=now.date())) == ()
    assert covered_by(ben, today=now.date()) == [str(rides.pk)]

    actions.answer_cover(tie=ben, answers={rides: False})

    assert [need.text for need in gaps(network_value(john, today=now.date()))] == ["Rides to the clinic"]


def test_knows_who_knows_whom(john: Person, ben: Tie, add_tie: Callable[..., Tie], now: datetime) -> None:
    rosa = add_tie("Rosa")
    actions.introduce(by=john, tie=rosa, others=[ben], now=now)

    assert known_by(ben) == [rosa]
    assert known_by(rosa) == [ben]
    assert len(network_value(john, today=now.date()).acquainted) == 1


def test_the_situation_holds_answers_goals_and_the_chosen_rung(john: Person, ben: Tie, now: datetime) -> None:
    actions.answer_step(by=john, rule="no_peer", subject="", answer="not_for_me", now=now)
    actions.choose_goal(by=john, template="weekly_call", now=now)
    rung = actions.choose_rung(by=john, rung=actions.add_rung(by=john, text="x", expected=1, now=now), now=now)

    situation = situation_for(john, today=now.date())

    assert situation.answers["no_peer", ""].said is Said.NOT_FOR_ME
    assert [goal.template for goal in situation.goals] == ["weekly_call"]
    assert situation.next_rung == str(rung.pk)


def test_a_step_refused_never_comes_back(john: Person, ben: Tie, rides: Need, now: datetime) -> None:
    actions.answer_cover(tie=ben, answers={rides: False})
    first = next(step for step in next_steps(situation_for(john, today=now.date())) if step.rule is Rule.OPEN_NEED)

    actions.answer_step(by=john, rule=first.rule, subject=first.subject, answer="not_for_me", now=now)

    later = situation_for(john, today=now.date() + timedelta(days=400))
    assert first.key not in {step.key for step in next_steps(later)}


def test_a_call_counts_towards_the_weekly_one(john: Person, ben: Tie, now: datetime) -> None:
    actions.choose_goal(by=john, template="weekly_call", now=now)
    actions.log_touch(by=john, tie=ben, facts=TouchFacts(now.date()), now=now)

    (this_week,) = situation_for(john, today=now.date()).goals
    (next_week,) = situation_for(john, today=now.date() + timedelta(days=7)).goals

    assert (this_week.done, next_week.done) == (1, 0)


def test_today_is_where_the_person_is(john: Person) -> None:
    just_past_midnight_in_london = datetime.fromisoformat("2026-11-21T00:30:00+00:00")

    assert today_of(john, just_past_midnight_in_london).day in {20, 21}


def test_needs_stand_in_the_order_of_urgency(john: Person, network: Network, rides: Need, now: datetime) -> None:
    actions.add_need(by=john, network=network, facts=NeedFacts("Later", SupportKind.SOCIAL), now=now)

    assert [need.text for need in network_value(john, today=now.date()).needs] == ["Rides to the clinic", "Later"]
