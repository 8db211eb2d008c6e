"""Goals of one's own: steps, so often, small enough for a bad day, reached quietly."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.checkins.goal_words import TEMPLATES, progress
from holdfast.checkins.goals import (
    GoalFacts,
    GoalRow,
    add_goal,
    count_time,
    finish_step,
    goal_rows,
    near,
    put_down,
    reach_goal,
    reopen_step,
    to_thank,
)
from holdfast.checkins.models import Goal, GoalMark
from holdfast.domain.goals import Every, SoOften
from holdfast.domain.network import Role
from holdfast.network.actions import TieFacts, TouchFacts, add_tie, log_touch, main_network
from tests.asks.circle import tie_named
from tests.browser import Browser

pytestmark = pytest.mark.django_db


def stepped(person: Person, now: datetime, *steps: str) -> Goal:
    return add_goal(by=person, facts=GoalFacts("Find a choir", steps=steps), now=now)


def often(person: Person, now: datetime, times: int = 2, every: Every = Every.WEEK) -> Goal:
    return add_goal(by=person, facts=GoalFacts("Walk outside", often=SoOften(times, every)), now=now)


def row(person: Person, now: datetime) -> GoalRow:
    (found,) = goal_rows(person, now)
    return found


class TestProgress:
    def test_of_steps_is_said_in_words(self, john: Person, now: datetime) -> None:
        goal = stepped(john, now, "Look", "Call", "Go")
        begun = progress(row(john, now))
        finish_step(step=goal.steps.get(position=1), on=now.date())

        assert begun == "Not begun yet. That is fine."
        assert progress(row(john, now)) == "1 of 3 steps done."
        assert row(john, now).next_step == goal.steps.get(position=2)

    def test_a_step_that_is_opened_again_is_next(self, john: Person, now: datetime) -> None:
        goal = stepped(john, now, "Look", "Call")
        finish_step(step=goal.steps.get(position=1), on=now.date())
        reopen_step(step=goal.steps.get(position=1))

        assert row(john, now).next_step == goal.steps.get(position=1)

    def test_of_so_often_counts_the_week_and_says_what_went_well(self, john: Person, now: datetime) -> None:
        goal = often(john, now - timedelta(days=30))
        for back in (0, 7, 8, 15):
            count_time(goal=goal, on=now.date() - timedelta(days=back), now=now)

        said = progress(row(john, now))

        assert said == "1 time this week, 1 to go. Reached in 1 of the last 3 weeks."

    @pytest.mark.parametrize(
        ("last", "first"), [(date(2026, 11, 30), date(2026, 12, 1)), (date(2026, 12, 31), date(2027, 1, 1))]
    )
    def test_the_first_of_a_month_begins_anew_and_the_last_is_not_lost(
        self, john: Person, last: date, first: date
    ) -> None:
        then = datetime(2026, 10, 1, tzinfo=UTC)
        goal = often(john, then, 1, Every.MONTH)
        count_time(goal=goal, on=last, now=then)

        on_the_last, on_the_first = (
            row(john, datetime(day.year, day.month, day.day, 18, tzinfo=UTC)).often for day in (last, first)
        )

        assert on_the_last
        assert on_the_first
        assert (on_the_last.left, on_the_first.left) == (0, 1)
        assert on_the_first.reached_before == on_the_last.reached_before + 1

    def test_in_the_hour_that_comes_twice_it_is_one_day(self, john: Person) -> None:
        """Chicago set its clocks back on Sunday, 1 November 2026, at 7:00 UTC: a week ends with that day."""
        goal = often(john, datetime(2026, 10, 1, tzinfo=UTC))
        for hour in (6, 7, 8):
            count_time(goal=goal, on=date(2026, 11, 1), now=datetime(2026, 11, 1, hour, tzinfo=UTC))

        sunday, monday = (row(john, datetime(2026, 11, day, 7, 30, tzinfo=UTC)).often for day in (1, 2))

        assert sunday
        assert monday
        assert (sunday.done, monday.done) == (3, 0)


class TestNear:
    def test_names_the_last_step(self, john: Person, now: datetime) -> None:
        goal = stepped(john, now, "Look", "Call")
        finish_step(step=goal.steps.get(position=1), on=now.date())

        (found,) = near(john, now)

        assert found.reason == "One step is left: Call"

    def test_is_quiet_about_what_is_reached_put_down_or_far(self, john: Person, now: datetime) -> None:
        for facts in (GoalFacts("a", by_on=now.date()), GoalFacts("b", by_on=now.date())):
            goal = add_goal(by=john, facts=facts, now=now)
            reach_goal(goal=goal, on=now.date()) if facts.text == "a" else put_down(goal=goal, now=now)
        add_goal(by=john, facts=GoalFacts("c", by_on=now.date() + timedelta(days=60)), now=now)

        assert near(john, now) == ()

    def test_is_never_more_than_three_and_reads_three_times(self, john: Person, now: datetime) -> None:
        for number in range(8):
            add_goal(by=john, facts=GoalFacts(str(number), by_on=now.date() + timedelta(days=number)), now=now)

        with CaptureQueriesContext(connection) as captured:
            found = near(john, now)

        assert [one.text for one in found] == ["0", "1", "2"]
        assert len(captured) <= 3


class TestPages:
    def test_one_page_holds_the_small_goals_and_ones_own(self, page: Browser, john: Person, now: datetime) -> None:
        stepped(john, now, "Look")

        html = page.get("/goals/").content.decode()

        assert all(word in html for word in ("Find a choir", "One group a month", "A weekly call", "Next: Look"))

    @pytest.mark.parametrize("key", TEMPLATES)
    def test_a_template_becomes_a_goal_with_a_smaller_one(self, page: Browser, key: str) -> None:
        first = page.get(f"/goals/own/new/?from={key}").context["form"].initial
        typed = {**first, "shape": first["shape"], "from": key}

        response = page.press("/goals/own/new/", typed)
        goal = Goal.objects.get()
        asked = page.post(response.redirect_chain[-1][0], {"could": "no"}).content.decode()

        assert bool(goal.times) != goal.steps.exists()
        assert str(TEMPLATES[key].smaller) in asked

    def test_too_much_for_a_bad_day_becomes_smaller(self, page: Browser, john: Person, now: datetime) -> None:
        goal = stepped(john, now, "Look")

        html = page.press(f"/goals/own/{goal.pk}/size/", {"smaller": "Hum one song"}).content.decode()

        assert "Hum one song" in html
        assert "It counts just the same" in html

    def test_possible_on_a_bad_day_needs_nothing_more(self, page: Browser, john: Person, now: datetime) -> None:
        goal = stepped(john, now, "Look")

        page.press(f"/goals/own/{goal.pk}/size/", {"could": "yes"})

        goal.refresh_from_db()
        assert (goal.on_a_bad_day, goal.smaller) == (True, "")

    @pytest.mark.parametrize(
        ("typed", "word"),
        [
            ({"text": "", "shape": "steps"}, "This field is required"),
            ({"text": "x", "shape": "often"}, "Enter how many times"),
            ({"text": "x", "shape": "steps", "steps": "a\n" * 51}, "Enter at most 50 steps"),
            ({"text": "x", "shape": "steps", "by_on": "soon"}, "Enter a valid date"),
        ],
    )
    def test_what_is_missing_is_said_and_nothing_is_written(
        self, page: Browser, typed: dict[str, str], word: str
    ) -> None:
        assert word in page.post("/goals/own/new/", typed).content.decode()
        assert not Goal.objects.exists()

    def test_a_time_is_counted_with_a_tap_and_taken_back(self, page: Browser, john: Person) -> None:
        goal = often(john, timezone.now())

        page.press(f"/goals/own/{goal.pk}/count/", {"more": "1", "from": "list"})
        counted = GoalMark.objects.count()
        page.press(f"/goals/own/{goal.pk}/count/", {"back": "1"})

        assert (counted, GoalMark.objects.count()) == (1, 0)

    def test_steps_are_added_done_and_removed(self, page: Browser, john: Person, now: datetime) -> None:
        goal = stepped(john, now, "Look")
        page.press(f"/goals/own/{goal.pk}/step/", {"text": "Call"})
        first, second = goal.steps.order_by("position")

        page.press(f"/goals/own/steps/{first.pk}/", {"done": "1"})
        page.press(f"/goals/own/steps/{second.pk}/", {"remove": "1"})

        assert [(step.text, step.done_on is not None) for step in goal.steps.all()] == [("Look", True)]

    def test_put_down_is_gone_without_blame(self, page: Browser, john: Person, now: datetime) -> None:
        goal = stepped(john, now)

        html = page.press(f"/goals/own/{goal.pk}/down/").content.decode()

        assert "That is all right" in html
        assert "Find a choir" not in html

    def test_many_goals_ask_as_often_as_few(self, page: Browser, john: Person, now: datetime) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                page.get("/goals/")
            return len(captured)

        stepped(john, now, "Look")
        often(john, now)
        few = queries()
        for _ in range(5):
            stepped(john, now, "Look", "Call")
            count_time(goal=often(john, now), on=now.date(), now=now)

        assert queries() <= few


class TestReached:
    def test_offers_those_who_were_in_touch(self, page: Browser, john: Person, now: datetime) -> None:
        goal, ben = stepped(john, now, "Look"), tie_named(john, "Ben", now)
        tie_named(john, "Silent Sam", now)
        log_touch(by=john, tie=ben, facts=TouchFacts(now.date()), now=now)
        reach_goal(goal=goal, on=now.date())

        html = page.get(f"/goals/own/{goal.pk}/reached/").content.decode()

        assert "Ben" in html
        assert "Silent Sam" not in html

    def test_thanks_people_not_places(self, john: Person, now: datetime) -> None:
        network = main_network(by=john, name="x", now=now)
        group = add_tie(by=john, networks=[network], facts=TieFacts("Group", Role.SUPPORT_GROUP), now=now)
        log_touch(by=john, tie=group, facts=TouchFacts(now.date()), now=now)

        assert to_thank(stepped(john, now)) == []

    def test_stays_reached_however_often_it_is_pressed(self, page: Browser, john: Person, now: datetime) -> None:
        goal = stepped(john, now)
        reach_goal(goal=goal, on=date(2026, 1, 2))

        page.press(f"/goals/own/{goal.pk}/reached/")

        goal.refresh_from_db()
        assert goal.reached_on == date(2026, 1, 2)

    def test_may_be_not_yet_after_all(self, page: Browser, john: Person, now: datetime) -> None:
        goal = stepped(john, now)
        page.press(f"/goals/own/{goal.pk}/reached/")
        page.press(f"/goals/own/{goal.pk}/reached/", {"not_yet": "1"})

        goal.refresh_from_db()
        assert goal.reached_on is None


@pytest.mark.parametrize(("count", "text"), [(50, "One more"), (0, "x" * 201), (0, "")])
def test_a_step_that_cannot_be_added_is_said_and_kept(
    page: Browser, john: Person, now: datetime, count: int, text: str
) -> None:
    steps = tuple(f"Step {number}" for number in range(count))
    goal = add_goal(by=john, facts=GoalFacts("Walk", steps=steps), now=now)

    answer = page.post(f"/goals/own/{goal.pk}/step/", {"text": text})

    html = answer.content.decode()
    assert (answer.status_code, goal.steps.count()) == (200, count)
    assert "second look" in html
    assert text in html
