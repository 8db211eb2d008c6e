"""What holds for the next steps of anyone at all."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.network import COUNTING, SupportKind, TieState
from holdfast.domain.steps import (
    MOST,
    Answer,
    GoalProgress,
    GoalTemplate,
    Offer,
    Rule,
    Said,
    Situation,
    all_steps,
    next_steps,
)
from tests.domain.cast import TODAY, days_ago, networks, shuffled

KINDS = st.frozensets(st.sampled_from(SupportKind), max_size=3)


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """Anyone's situation."""
    goal = st.builds(GoalProgress, st.just("g1"), st.sampled_from(GoalTemplate), st.integers(0, 2), st.just(1))
    offers = [Offer(f"o{at}", draw(KINDS), draw(st.booleans()), for_family=draw(st.booleans())) for at in range(3)]
    return Situation(
        network=draw(networks()),
        today=TODAY,
        offers=tuple(offers),
        goals=tuple(draw(st.lists(goal, max_size=1))),
        next_rung=draw(st.sampled_from([None, "r1"])),
        reviewed_on=draw(st.none() | st.dates(days_ago(200), TODAY)),
        since_on=draw(st.none() | st.dates(days_ago(200), TODAY)),
        supports_someone=draw(st.booleans()),
    )


@given(situations())
def test_there_are_never_more_than_three(situation: Situation) -> None:
    assert len(next_steps(situation)) <= MOST


@given(situations())
def test_they_are_never_three_of_one_rule_nor_twice_about_one_thing(situation: Situation) -> None:
    steps = next_steps(situation)
    needs = [step.need for step in steps if step.need]

    assert max(Counter(step.rule for step in steps).values(), default=0) < MOST
    assert len({step.key for step in steps}) == len(steps)
    assert len(set(needs)) == len(needs)


@given(situations())
def test_they_keep_the_order_of_all_steps(situation: Situation) -> None:
    steps = all_steps(situation)
    places = [steps.index(step) for step in next_steps(situation)]

    assert places == sorted(places)


@given(situations())
def test_the_most_helpful_step_of_all_is_among_them(situation: Situation) -> None:
    assert next_steps(situation)[:1] == all_steps(situation)[:1]


@given(st.data(), situations())
def test_the_same_network_told_in_another_order_gives_the_same(data: st.DataObject, situation: Situation) -> None:
    again = replace(situation, network=shuffled(situation.network, data.draw))

    assert next_steps(again) == next_steps(situation)


@given(situations(), st.integers(0, 3000))
def test_a_refused_step_never_returns(situation: Situation, days: int) -> None:
    answers = {step.key: Answer(Said.NOT_FOR_ME) for step in next_steps(situation)}
    later = replace(situation, answers=answers, today=TODAY + timedelta(days=days))

    assert not {step.key for step in all_steps(later)} & set(answers)


@given(situations())
def test_refusing_everything_leaves_nothing_and_does_no_harm(situation: Situation) -> None:
    answers = {step.key: Answer(Said.NOT_FOR_ME) for step in all_steps(situation)}

    assert next_steps(replace(situation, answers=answers)) == ()


@given(situations(), st.integers(1, 60))
def test_a_step_put_off_returns_on_its_day_and_not_before(situation: Situation, days: int) -> None:
    until = TODAY + timedelta(days=days)
    put_off = {step.key: Answer(Said.LATER, until) for step in all_steps(situation)}

    assert all_steps(replace(situation, answers=put_off)) == ()
    assert all_steps(replace(situation, answers=put_off, today=until)) == all_steps(replace(situation, today=until))


@given(situations())
def test_a_tie_that_rests_or_parts_is_never_a_subject(situation: Situation) -> None:
    quiet = {tie.id for tie in situation.network.ties if tie.state not in COUNTING}

    assert not quiet & {step.subject for step in all_steps(situation)}


@given(situations())
def test_a_strained_tie_is_neither_called_upon_nor_thanked_by_the_page(situation: Situation) -> None:
    strained = {tie.id for tie in situation.network.ties if tie.state is TieState.STRAINED}
    prompted = {step.subject for step in all_steps(situation) if step.rule in (Rule.THANK, Rule.KEEP_IN_TOUCH)}

    assert not strained & prompted


@given(situations())
def test_a_family_group_is_never_offered_to_who_supports_nobody(situation: Situation) -> None:
    own = replace(situation, supports_someone=False)
    for_families = {offer.id for offer in situation.offers if offer.for_family}

    assert not for_families & {step.subject for step in all_steps(own)}


@given(situations())
def test_a_rung_comes_up_only_by_choice(situation: Situation) -> None:
    rungs = [step.subject for step in all_steps(situation) if step.rule is Rule.NEXT_RUNG]

    assert rungs == ([situation.next_rung] if situation.next_rung else [])


@given(situations())
def test_every_step_has_what_its_sentence_needs(situation: Situation) -> None:
    known = {tie.id for tie in situation.network.ties} | {offer.id for offer in situation.offers}
    needs = {need.id for need in situation.network.needs}

    for step in all_steps(situation):
        assert step.need == "" or step.need in needs
        assert step.rule not in (Rule.THANK, Rule.JOIN, Rule.SINGLE_POINT, Rule.KEEP_IN_TOUCH) or step.subject in known
        assert step.rule is not Rule.KEEP_IN_TOUCH or (step.days or 0) >= (step.rhythm or 1)
