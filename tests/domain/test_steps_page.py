"""What the person answered, and the three steps that stand on the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from holdfast.domain.network import Network, Tie
from holdfast.domain.steps import MOST, Answer, Rule, Said, Situation, Step, all_steps, next_steps
from tests.domain.cast import (
    BEN,
    CALM,
    COMPANY,
    DANA,
    MEYER,
    NEAR,
    ONLINE,
    ROSA,
    TALK,
    TODAY,
    TUESDAYS,
    but,
    days_ago,
    on,
    rules_of,
    steps_of,
)

WEEK = timedelta(days=7)
LATE_ROSA = on(but(ROSA, last_touch_on=days_ago(9)), BEN, DANA, MEYER, TUESDAYS)


@pytest.mark.parametrize(
    ("answer", "is_back"),
    [
        (Answer(Said.NOT_FOR_ME), False),
        (Answer(Said.NOT_FOR_ME, TODAY - WEEK), False),
        (Answer(Said.LATER, TODAY + WEEK), False),
        (Answer(Said.LATER, TODAY), True),
        (Answer(Said.LATER, TODAY - WEEK), True),
        (Answer(Said.LATER), False),
        (Answer(Said.DONE, TODAY + WEEK), False),
        (Answer(Said.DONE, TODAY), True),
    ],
)
def test_not_for_me_is_for_good_and_the_other_answers_until_their_day(answer: Answer, is_back: bool) -> None:
    situation = replace(LATE_ROSA, answers={("keep_in_touch", "rosa"): answer})

    assert bool(steps_of(situation, Rule.KEEP_IN_TOUCH)) is is_back


@pytest.mark.parametrize("key", [("keep_in_touch", "ben"), ("thank", "rosa"), ("keep_in_touch", "")])
def test_an_answer_is_about_its_own_step_only(key: tuple[str, str]) -> None:
    situation = replace(LATE_ROSA, answers={key: Answer(Said.NOT_FOR_ME)})

    assert [step.subject for step in steps_of(situation, Rule.KEEP_IN_TOUCH)] == ["rosa"]


def late(*ties: Tie) -> list[Tie]:
    """The same ties, not touched for a year."""
    return [but(tie, last_touch_on=days_ago(600)) for tie in ties]


def test_shows_different_rules_before_a_second_of_one() -> None:
    situation = on(*late(ROSA, BEN, DANA), MEYER, TUESDAYS, next_rung="r3")

    assert rules_of(situation) == [Rule.KEEP_IN_TOUCH, Rule.KEEP_IN_TOUCH, Rule.NEXT_RUNG]


def test_never_shows_three_of_one_rule() -> None:
    assert rules_of(on(*late(ROSA, BEN, DANA), MEYER, TUESDAYS)) == [Rule.KEEP_IN_TOUCH, Rule.KEEP_IN_TOUCH]


def test_takes_the_two_small_goals_for_one_rule() -> None:
    situation = on(*late(ROSA, BEN), DANA, MEYER, TUESDAYS, goals=())

    assert rules_of(situation) == [Rule.KEEP_IN_TOUCH, Rule.KEEP_IN_TOUCH, Rule.GOAL_GROUP]


def test_speaks_of_each_need_once() -> None:
    situation = replace(CALM, network=Network((MEYER, ROSA), (COMPANY,)), offers=(NEAR, ONLINE))

    assert next_steps(situation) == (Step(Rule.JOIN, "near", need="company", fits=("near", "soon")),)


RANKED: tuple[tuple[Rule, Callable[[Situation], Situation]], ...] = (
    (Rule.THANK, lambda at: replace(at, network=replace(at.network, ties=(but(ROSA, to_thank=True),)))),
    (Rule.OPEN_NEED, lambda at: replace(at, network=replace(at.network, needs=(COMPANY, TALK)))),
    (Rule.NEXT_RUNG, lambda at: replace(at, next_rung="r3")),
    (Rule.REVIEW, lambda at: replace(at, reviewed_on=days_ago(200))),
    (Rule.NO_PROFESSIONAL, lambda at: at),
)


def test_ranks_by_what_helps_most_for_the_least() -> None:
    situation = on(ROSA)
    for _, change in RANKED:
        situation = change(situation)

    found = [step.rule for step in all_steps(situation)]

    assert [rule for rule in found if rule in dict(RANKED)] == [rule for rule, _ in RANKED]


def test_a_page_holds_three_at_most() -> None:
    situation = on(*late(ROSA), but(BEN, to_thank=True), next_rung="r3", reviewed_on=days_ago(200), goals=())

    assert len(next_steps(situation)) == MOST < len(all_steps(situation))
