"""Goals of one's own: in steps, or so often a week or month; small enough for a bad day (W72, W83, W94).

add_goal, change_goal, size_goal; add_step, finish_step, reopen_step, remove_step; count_time, uncount_time; reach_goal,
unreach_goal, put_down; near.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from holdfast.accounts.models import Person
from holdfast.checkins.access import own_goals_of
from holdfast.checkins.commitments import day_of
from holdfast.checkins.models import Goal, GoalMark, GoalStep
from holdfast.domain import goals as rules
from holdfast.domain.goals import DAY, Every, OftenProgress, SoOften, StepsProgress, Why
from holdfast.domain.network import SECTOR_OF, Role, Sector, TieState
from holdfast.network.models import Tie

MOST_NEAR = 3
MOST_RUNNING = 100
MOST_TO_THANK = 8
MOST_STEPS = 50


@dataclass(frozen=True, slots=True)
class GoalFacts:
    """What a person says about a goal: steps, or so many times a week or month."""

    text: str
    why: str = ""
    by_on: date | None = None
    often: SoOften | None = None
    steps: tuple[str, ...] = ()


@transaction.atomic
def add_goal(*, by: Person, facts: GoalFacts, now: datetime) -> Goal:
    """Something to reach."""
    goal = change_goal(goal=Goal(person=by, created_at=now), facts=facts)
    if facts.often is None:
        for text in facts.steps[:MOST_STEPS]:
            add_step(goal=goal, text=text, now=now)
    return goal


@transaction.atomic
def change_goal(*, goal: Goal, facts: GoalFacts) -> Goal:
    """Say it otherwise. Steps and times that were counted stay."""
    goal.text, goal.why, goal.by_on = facts.text, facts.why, facts.by_on
    goal.times = facts.often.times if facts.often else None
    goal.every = facts.often.every.value if facts.often else ""
    goal.save()
    return goal


@transaction.atomic
def size_goal(*, goal: Goal, on_a_bad_day: bool, smaller: str = "") -> Goal:
    """Whether one could do it on a bad day; if not, what it is on such a day."""
    goal.on_a_bad_day, goal.smaller = on_a_bad_day, "" if on_a_bad_day else smaller
    goal.save()
    return goal


@transaction.atomic
def add_step(*, goal: Goal, text: str, now: datetime) -> GoalStep:
    """One more step, at the end."""
    last = goal.steps.aggregate(last=Max("position"))["last"] or 0
    return GoalStep.objects.create(person_id=goal.person_id, goal=goal, position=last + 1, text=text, created_at=now)


@transaction.atomic
def finish_step(*, step: GoalStep, on: date) -> GoalStep:
    """It is done; the day of the first time stays."""
    step.done_on = step.done_on or on
    step.save()
    return step


@transaction.atomic
def reopen_step(*, step: GoalStep) -> GoalStep:
    """Not done after all."""
    step.done_on = None
    step.save()
    return step


@transaction.atomic
def remove_step(*, step: GoalStep) -> None:
    """Take a step out."""
    step.delete()


@transaction.atomic
def count_time(*, goal: Goal, on: date, now: datetime) -> GoalMark:
    """One more time."""
    return GoalMark.objects.create(person_id=goal.person_id, goal=goal, on=on, created_at=now)


@transaction.atomic
def uncount_time(*, goal: Goal, since: date) -> None:
    """Take the last time back, if it was on this day or later."""
    last = goal.marks.filter(on__gte=since).order_by("on", "created_at", "pk").last()
    if last is not None:
        last.delete()


@transaction.atomic
def reach_goal(*, goal: Goal, on: date) -> Goal:
    """It is reached."""
    goal.reached_on = goal.reached_on or on
    goal.save()
    return goal


@transaction.atomic
def unreach_goal(*, goal: Goal) -> Goal:
    """Not yet after all."""
    goal.reached_on = None
    goal.save()
    return goal


@transaction.atomic
def put_down(*, goal: Goal, now: datetime) -> Goal:
    """It no longer matters. What was done stays in the person's copy."""
    goal.ended_at = now
    goal.save()
    return goal


# Reading


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal with its progress: of steps or of so often; neither where no step is written yet."""

    goal: Goal
    steps: tuple[GoalStep, ...]
    done: StepsProgress
    often: OftenProgress | None
    why_near: Why | None

    @property
    def next_step(self) -> GoalStep | None:
        """The first open step."""
        return self.steps[self.done.next_step] if self.done.next_step is not None else None


@dataclass(frozen=True, slots=True)
class Near:
    """A goal that is close: one step is left, its day is coming, or the week or month is nearly over."""

    id: UUID
    text: str
    smaller: str
    """What it is on a bad day; empty when it is small enough."""
    reason: str


def near(person: Person, now: datetime) -> tuple[Near, ...]:
    """At most three goals that are close to being reached, or whose time is. Three reads."""
    rows = [row for row in goal_rows(person, now) if row.why_near]
    rows.sort(key=lambda row: (row.goal.by_on or date.max, str(row.goal.pk)))
    return tuple(_near(row, row.why_near) for row in rows[:MOST_NEAR] if row.why_near)


def _near(row: GoalRow, why: Why) -> Near:
    said = {
        Why.LAST_STEP: _("One step is left: %(step)s"),
        Why.BY: _("You wanted it by %(day)s."),
        Why.STILL_OPEN: _("There is still time for it."),
    }
    step = row.next_step.text if row.next_step else ""
    day = date_format(row.goal.by_on, "MONTH_DAY_FORMAT") if row.goal.by_on else ""
    return Near(row.goal.pk, row.goal.text, row.goal.smaller, said[why] % {"step": step, "day": day})


def goal_rows(person: Person, now: datetime) -> list[GoalRow]:
    """The goals that run, with their progress."""
    running = own_goals_of(person).filter(ended_at=None, reached_on=None)[:MOST_RUNNING]
    return rows_of(list(running), day_of(person, now))


def rows_of(goals: list[Goal], today: date) -> list[GoalRow]:
    """These goals with their progress, in the order given; two reads for all of them."""
    steps: dict[UUID, list[GoalStep]] = defaultdict(list)
    for step in GoalStep.objects.filter(goal__in=goals).order_by("position", "created_at", "pk"):
        steps[step.goal_id].append(step)
    marks: dict[UUID, list[date]] = defaultdict(list)
    first = rules.counted_from(Every.MONTH, today)
    for goal, on in GoalMark.objects.filter(goal__in=goals, on__gte=first).values_list("goal_id", "on"):
        marks[goal].append(on)
    return [_row(goal, tuple(steps[goal.pk]), marks[goal.pk], today) for goal in goals]


def _row(goal: Goal, steps: tuple[GoalStep, ...], marks: Iterable[date], today: date) -> GoalRow:
    done = rules.steps_progress(step.done_on is not None for step in steps)
    often = None
    if goal.times and goal.every:
        wanted = SoOften(goal.times, Every(goal.every))
        often = rules.often_progress(wanted, marks, since=goal.created_at.date(), today=today)
    every = Every(goal.every) if goal.every else None
    standing = rules.Standing(str(goal.pk), None if often else done, often, every, goal.by_on)
    return GoalRow(goal, steps, done, often, None if goal.reached_on else rules.near(standing, today))


def reached_goals(person: Person) -> list[Goal]:
    """What was reached, the latest first."""
    return list(own_goals_of(person).filter(ended_at=None, reached_on__isnull=False).order_by("-reached_on", "pk")[:20])


def to_thank(goal: Goal) -> list[Tie]:
    """People of the map who were in touch while it lasted: somebody among them may have helped. Not an order of
    merit: they stand as they stand on the map."""
    begun, reached = goal.created_at.date() - DAY, goal.reached_on or date.max
    people = [role.value for role in Role if SECTOR_OF[role] is not Sector.GROUPS]
    ties = Tie.objects.filter(person_id=goal.person_id, role__in=people).exclude(state=TieState.ENDED)
    witness = Q(agreements__in=goal.commitments.exclude(accepted_at=None).values("witness"))
    there = Q(touches__on__gte=begun, touches__on__lte=reached)
    return list(ties.filter(there | witness).distinct().order_by("circle", "created_at", "pk")[:MOST_TO_THANK])
