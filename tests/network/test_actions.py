"""Every change is written whole, with who and when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from holdfast.accounts.models import Person
from holdfast.domain.network import Circle, Role, SupportKind, TieState
from holdfast.network import actions
from holdfast.network.actions import ChannelFacts, NeedFacts, TieFacts, TouchFacts
from holdfast.network.models import Acquaintance, Channel, CoverAnswer, Goal, Need, Network, Rung, StepAnswer, Tie
from holdfast.network.starters import RUNGS, STARTERS

pytestmark = pytest.mark.django_db


def test_a_person_has_one_main_network(john: Person, network: Network, now: datetime) -> None:
    assert actions.main_network(by=john, name="Other", now=now) == network
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.add_network(by=john, name="Second", now=now, is_main=True)


def test_renames_and_reviews(network: Network, now: datetime) -> None:
    actions.rename_network(network=network, name="New job")
    actions.note_review(network=network, today=now.date())

    network.refresh_from_db()
    assert (network.name, network.reviewed_on) == ("New job", now.date())


def test_adds_starters_once_each(john: Person, network: Network, now: datetime) -> None:
    actions.add_starters(by=john, network=network, keys=["talk", "rides", "talk", "absent"], now=now)
    actions.add_starters(by=john, network=network, keys=["talk"], now=now)

    assert sorted(need.text for need in Need.objects.all()) == sorted(
        str(STARTERS[key].text) for key in ("talk", "rides")
    )


def test_changes_and_settles_a_need(rides: Need, now: datetime) -> None:
    actions.change_need(need=rides, facts=NeedFacts("A lift", SupportKind.SOCIAL))
    actions.settle_need(need=rides, now=now)

    rides.refresh_from_db()
    assert (rides.text, rides.kind, rides.settled_at) == ("A lift", "social", now)


def test_writes_a_tie_with_everything_that_was_said(john: Person, add_tie: Callable[..., Tie]) -> None:
    gives = {SupportKind.EMOTIONAL: 3, SupportKind.SOCIAL: 0}
    channels = (ChannelFacts("phone", "+1 312 555 0100"), ChannelFacts("mail", "r@example.org"))

    rosa = add_tie("Rosa", Role.SIBLING, gives=gives, channels=channels, feel_after=2, trust=3, notes="calm")

    rosa = Tie.objects.get(pk=rosa.pk)
    assert (rosa.name, rosa.role, rosa.feel_after, rosa.trust, rosa.notes) == ("Rosa", "sibling", 2, 3, "calm")
    assert list(rosa.support.values_list("kind", "strength")) == [("emotional", 3)]
    assert [(one.via, one.value) for one in rosa.channels.order_by("created_at", "pk")] != []
    assert Channel.objects.filter(tie=rosa, is_preferred=True).count() == 1


def test_records_how_a_tie_was_from_the_first_moment(john: Person, ben: Tie, now: datetime) -> None:
    (record,) = ben.records.all()

    assert (record.at, record.by, record.state, record.circle, record.gives) == (
        now,
        john,
        "active",
        1,
        {"practical": 2},
    )


def test_records_what_changes_the_map_and_nothing_else(john: Person, ben: Tie, network: Network, now: datetime) -> None:
    facts = TieFacts("Benjamin", Role.FRIEND, Circle.WEEKLY, {SupportKind.PRACTICAL: 2})
    later = now + timedelta(days=1)

    actions.change_tie(by=john, tie=ben, networks=[network], facts=facts, now=later)
    assert ben.records.count() == 1

    actions.change_tie(by=john, tie=ben, networks=[network], facts=replace(facts, circle=Circle.YEARLY), now=later)
    assert ben.records.count() == 2


@pytest.mark.parametrize("state", list(TieState))
def test_sets_a_state_with_who_and_when(john: Person, ben: Tie, state: TieState, now: datetime) -> None:
    later = now + timedelta(days=3)

    actions.set_state(by=john, tie=ben, state=state, now=later)

    last = ben.records.order_by("-at", "-pk").first()
    assert last is not None
    assert (ben.state, last.state, last.by) == (state, state, john)
    assert last.gives == {"practical": 2}


def test_saying_the_same_state_again_records_nothing(john: Person, ben: Tie, now: datetime) -> None:
    actions.set_state(by=john, tie=ben, state=TieState.ACTIVE, now=now)

    assert ben.records.count() == 1


def test_deletes_a_tie_and_all_that_was_written_about_it(john: Person, ben: Tie, now: datetime) -> None:
    actions.log_touch(by=john, tie=ben, facts=TouchFacts(now.date(), note="walk"), now=now)

    actions.remove_tie(tie=ben)

    assert not Tie.objects.exists()
    assert not Channel.objects.exists()


def test_says_whom_a_tie_knows(john: Person, ben: Tie, add_tie: Callable[..., Tie], now: datetime) -> None:
    rosa, leila = add_tie("Rosa"), add_tie("Leila")

    actions.introduce(by=john, tie=ben, others=[rosa, leila, ben, rosa], now=now)
    actions.introduce(by=john, tie=ben, others=[leila], now=now)

    (pair,) = Acquaintance.objects.all()
    assert {pair.one_id, pair.other_id} == {ben.pk, leila.pk}
    assert pair.one_id < pair.other_id


def test_keeps_the_last_word_on_a_need(ben: Tie, rides: Need) -> None:
    actions.answer_cover(tie=ben, answers={rides: True})
    actions.answer_cover(tie=ben, answers={rides: False})

    assert [answer.could for answer in CoverAnswer.objects.all()] == [False]


def test_thanks_for_everything_at_once(john: Person, ben: Tie, now: datetime) -> None:
    for direction in ("received", "both", "given"):
        actions.log_touch(by=john, tie=ben, facts=TouchFacts(now.date(), direction), now=now)

    assert actions.thank(by=john, tie=ben, now=now) == 2
    assert actions.thank(by=john, tie=ben, now=now) == 0


@pytest.mark.parametrize(("answer", "holds"), [("later", True), ("not_for_me", False), ("done", False)])
def test_answers_a_step(john: Person, now: datetime, answer: str, holds: bool) -> None:
    actions.answer_step(by=john, rule="thank", subject="x", answer="done", now=now)

    row = actions.answer_step(by=john, rule="thank", subject="x", answer=answer, now=now)

    assert StepAnswer.objects.count() == 1
    assert (row.until_on is not None) is holds


def test_takes_a_goal_on_once_and_puts_it_down(john: Person, now: datetime) -> None:
    goal = actions.choose_goal(by=john, template="weekly_call", now=now)
    assert actions.choose_goal(by=john, template="weekly_call", now=now) == goal

    actions.end_goal(goal=goal, now=now)

    assert actions.choose_goal(by=john, template="weekly_call", now=now) != goal
    assert Goal.objects.count() == 2


def test_starts_a_ladder_once(john: Person, now: datetime) -> None:
    actions.start_ladder(by=john, now=now)
    actions.start_ladder(by=john, now=now)

    assert [rung.text for rung in Rung.objects.order_by("position")] == [str(text) for text in RUNGS]


def test_one_rung_is_next_and_a_done_one_stays_done(john: Person, now: datetime) -> None:
    first, second, third = (actions.add_rung(by=john, text=str(n), expected=n, now=now) for n in (1, 2, 3))
    actions.finish_rung(rung=actions.choose_rung(by=john, rung=first, now=now), actual=4, now=now)
    actions.choose_rung(by=john, rung=second, now=now)
    actions.choose_rung(by=john, rung=third, now=now)

    chosen = Rung.objects.filter(chosen_at__isnull=False, done_at=None)
    assert [rung.pk for rung in chosen] == [third.pk]
    assert Rung.objects.get(pk=first.pk).actual == 4


@pytest.mark.parametrize("wrong", [{"circle": 5}, {"circle": 0}, {"feel_after": 3}, {"trust": 4}])
def test_the_database_refuses_what_no_form_would_send(ben: Tie, wrong: dict[str, int]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Tie.objects.filter(pk=ben.pk).update(**wrong)
