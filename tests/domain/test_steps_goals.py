"""Small goals, the ladder and the look at the whole map."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from holdfast.domain.steps import GoalProgress, Rule, Step, all_steps, goal_began, goal_progress, next_steps
from tests.domain.cast import CALM, days_ago, steps_of


@pytest.mark.parametrize(
    ("goal", "wanted"),
    [
        (GoalProgress("g1", "group_a_month", done=0, wanted=1), [Step(Rule.GOAL_GROUP, "g1", count=1)]),
        (GoalProgress("g1", "weekly_call", done=0, wanted=1), [Step(Rule.GOAL_CALL, "g1", count=1)]),
        (GoalProgress("g1", "weekly_call", done=1, wanted=1), []),
        (GoalProgress("g1", "weekly_call", done=3, wanted=1), []),
    ],
)
def test_a_chosen_goal_comes_up_until_it_is_reached_and_no_other_is_offered(
    goal: GoalProgress, wanted: list[Step]
) -> None:
    found = all_steps(replace(CALM, goals=(goal,)))

    assert list(found) == wanted


@pytest.mark.parametrize(
    ("template", "today", "wanted"),
    [
        ("group_a_month", date(2026, 11, 20), date(2026, 11, 1)),
        ("group_a_month", date(2026, 11, 30), date(2026, 11, 1)),
        ("group_a_month", date(2026, 12, 1), date(2026, 12, 1)),
        ("group_a_month", date(2028, 2, 29), date(2028, 2, 1)),
        ("weekly_call", date(2026, 11, 16), date(2026, 11, 16)),
        ("weekly_call", date(2026, 11, 20), date(2026, 11, 16)),
        ("weekly_call", date(2026, 11, 22), date(2026, 11, 16)),
        ("weekly_call", date(2026, 12, 1), date(2026, 11, 30)),
        ("weekly_call", date(2027, 1, 2), date(2026, 12, 28)),
    ],
)
def test_a_goal_begins_anew_each_month_or_week(template: str, today: date, wanted: date) -> None:
    assert goal_began(template, today) == wanted


@pytest.mark.parametrize(
    ("template", "today", "touched_on", "done"),
    [
        ("group_a_month", date(2026, 12, 1), [date(2026, 11, 30)], 0),
        ("group_a_month", date(2026, 12, 1), [date(2026, 11, 30), date(2026, 12, 1)], 1),
        ("group_a_month", date(2026, 11, 30), [date(2026, 11, 1), date(2026, 10, 31)], 1),
        ("group_a_month", date(2026, 11, 20), [date(2026, 11, 21)], 0),
        ("weekly_call", date(2026, 12, 1), [date(2026, 11, 30)], 1),
        ("weekly_call", date(2026, 12, 1), [date(2026, 11, 29)], 0),
        ("weekly_call", date(2026, 11, 22), [date(2026, 11, 16), date(2026, 11, 22)], 2),
        ("weekly_call", date(2026, 11, 22), [], 0),
    ],
)
def test_progress_counts_touches_of_the_current_month_or_week(
    template: str, today: date, touched_on: list[date], done: int
) -> None:
    assert goal_progress("g1", template, touched_on, today) == GoalProgress("g1", template, done, 1)


@pytest.mark.parametrize(
    ("zone", "call", "look", "done"),
    [
        ("America/Chicago", datetime(2026, 11, 2, 5, 30, tzinfo=UTC), datetime(2026, 11, 2, 6, 30, tzinfo=UTC), 0),
        ("America/Chicago", datetime(2026, 11, 2, 6, 15, tzinfo=UTC), datetime(2026, 11, 2, 6, 30, tzinfo=UTC), 1),
        ("Europe/Madrid", datetime(2026, 3, 29, 21, 30, tzinfo=UTC), datetime(2026, 3, 29, 22, 30, tzinfo=UTC), 0),
        ("Europe/Madrid", datetime(2026, 3, 29, 22, 15, tzinfo=UTC), datetime(2026, 3, 29, 22, 30, tzinfo=UTC), 1),
    ],
    ids=["before midnight, clocks back", "after it", "before midnight, clocks forward", "after it"],
)
def test_a_week_turns_at_midnight_where_the_person_is(zone: str, call: datetime, look: datetime, done: int) -> None:
    called_on, today = (at.astimezone(ZoneInfo(zone)).date() for at in (call, look))

    assert goal_progress("g1", "weekly_call", [called_on], today).done == done


def test_the_ladder_moves_by_choice_only() -> None:
    assert steps_of(CALM, Rule.NEXT_RUNG) == []
    assert next_steps(replace(CALM, next_rung="r3")) == (Step(Rule.NEXT_RUNG, "r3"),)


@pytest.mark.parametrize(
    ("reviewed", "since", "wanted"),
    [
        (None, None, None),
        (None, days_ago(89), None),
        (None, days_ago(90), 90),
        (days_ago(10), days_ago(400), None),
        (days_ago(120), days_ago(400), 120),
    ],
)
def test_the_whole_map_is_looked_at_every_90_days(
    reviewed: date | None, since: date | None, wanted: int | None
) -> None:
    found = steps_of(replace(CALM, reviewed_on=reviewed, since_on=since), Rule.REVIEW)

    assert [step.days for step in found] == ([] if wanted is None else [wanted])
