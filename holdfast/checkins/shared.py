"""What somebody else sees of check-ins, days, goals, measures and where one was, once it was granted.

Each read gives plain words and numbers and nothing more: no note, no trigger, no answer to a single question, no name
of anybody else. A fresh start holds here, too: nothing from before it is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from holdfast.accounts.models import Person
from holdfast.checkins.access import attendances_of, counters_of
from holdfast.checkins.counter_queries import lines
from holdfast.checkins.day_words import bound_said, length_said
from holdfast.checkins.goal_words import HOW, moment, progress, so_often
from holdfast.checkins.goals import GoalRow, goal_rows, reached_goals
from holdfast.checkins.measure_picture import Line, line_of
from holdfast.checkins.measure_words import end, number
from holdfast.checkins.measures import Taken, taken
from holdfast.checkins.models import (
    Amount,
    Answered,
    Attendance,
    CheckIn,
    Counter,
    Goal,
    GoalMark,
    GoalStep,
    Setback,
)
from holdfast.checkins.trend_words import ABOUT_THE_SAME, NOT_YET, shown
from holdfast.checkins.trends import Trend, felt, span_of
from holdfast.checkins.wishes import shown_since
from holdfast.consent.items import Moments, last_of, latest
from holdfast.domain.days import Aim
from holdfast.domain.network import SECTOR_OF, Role, Sector
from holdfast.domain.trends import Course, Drawing, Span
from holdfast.network.queries import today_of
from holdfast.network.words import ROLES

Words = Any
BACK = timedelta(days=90)
"""How far back one sees where somebody was."""
MOST = 100
MOST_REACHED = 5
MOST_TIMES = 6
A_YEAR = timedelta(days=365)


# How they have been

TITLES: Mapping[str, Words] = {"feeling": gettext_lazy("How they have been"), "urge": gettext_lazy("Urges")}
COURSES: Mapping[str, Mapping[Course, Words]] = {
    "feeling": {
        Course.UP: gettext_lazy("Easier than before."),
        Course.UP_A_LITTLE: gettext_lazy("A little easier than before."),
        Course.DOWN_A_LITTLE: gettext_lazy("A little harder than before."),
        Course.DOWN: gettext_lazy("Harder than before."),
    },
    "urge": {
        Course.UP: gettext_lazy("Stronger than before."),
        Course.UP_A_LITTLE: gettext_lazy("A little stronger than before."),
        Course.DOWN_A_LITTLE: gettext_lazy("A little weaker than before."),
        Course.DOWN: gettext_lazy("Weaker than before."),
    },
}


@dataclass(frozen=True, slots=True)
class SharedTrend:
    """One trend for somebody else: a picture, a sentence, and the same in words."""

    key: str
    title: Words
    said: Words
    low: Words
    high: Words
    picture: Drawing
    since: str
    lines: tuple[str, ...]
    width: float
    height: float


def check_ins_shared(person: Person, now: datetime) -> dict[str, Any] | None:
    """Thirteen weeks of how it was and how strong urges were, a mean for each week; None without a check-in."""
    pieces = span_of(person, Span.SEASON, today=today_of(person, now), fresh_on=shown_since(person))
    found = [_trend(one) for one in felt(person, pieces) if not one.is_empty]
    return {"trends": tuple(found)} if found else None


def _trend(trend: Trend) -> SharedTrend:
    own, course = shown(trend), trend.course
    said = NOT_YET if course is Course.NOT_ENOUGH else COURSES[trend.key].get(course, ABOUT_THE_SAME)
    return SharedTrend(
        trend.key,
        TITLES[trend.key],
        said,
        own.low,
        own.high,
        own.picture,
        own.since,
        own.lines,
        own.width,
        own.height,
    )


def check_ins_changed_at(owners: Collection[UUID]) -> dict[UUID, datetime]:
    """When the last one was written."""
    return latest(_last(CheckIn, owners))


# Days


@dataclass(frozen=True, slots=True)
class SharedDays:
    """One counter: what it counts, how long this time, how much in all."""

    name: str
    about: str
    current: str
    total: str


def days_shared(person: Person, now: datetime) -> dict[str, Any] | None:
    """The counters that stand on the person's own first page; what is put away there is not shown here either."""
    found = lines(counters_of(person).filter(ended_at=None, is_shown=True), now)
    rows = (SharedDays(one.counter.name, _about(one.counter), length_said(one.current), _all(one)) for one in found)
    return {"counters": tuple(rows)} if found else None


def _about(counter: Counter) -> str:
    return "" if counter.aim == Aim.WITHOUT else bound_said(counter.aim, counter.bound, counter.unit)


def _all(one: Any) -> str:
    days: int = one.total.days
    return ngettext("%(n)s day in all", "%(n)s days in all", days) % {"n": days}


def days_changed_at(owners: Collection[UUID]) -> dict[UUID, datetime]:
    """When a counter that is shown was made, or a day of one was written down; of what is put away nothing is told."""
    there = Counter.objects.filter(person__in=owners, ended_at=None, is_shown=True)
    days = (model.objects.filter(counter__in=there) for model in (Setback, Amount))
    return latest(last_of(there), *(last_of(rows, owner="counter__person_id") for rows in days))


# Goals


@dataclass(frozen=True, slots=True)
class SharedGoal:
    """One goal with its steps; a step is its words and whether it is done."""

    text: str
    progress: str
    how_often: str
    by_on: date | None
    steps: tuple[tuple[str, bool], ...]


def goals_shared(person: Person, now: datetime) -> dict[str, Any] | None:
    """Goals that run, with their steps, and the last that were reached."""
    running = tuple(_goal(row) for row in goal_rows(person, now))
    since = shown_since(person)
    reached = [goal for goal in reached_goals(person) if since is None or (goal.reached_on or since) >= since]
    done = tuple((goal.text, goal.reached_on) for goal in reached[:MOST_REACHED])
    return {"goals": running, "reached": done} if running or done else None


def _goal(row: GoalRow) -> SharedGoal:
    steps = tuple((step.text, step.done_on is not None) for step in row.steps)
    often = so_often(row.goal.times, row.goal.every)
    return SharedGoal(row.goal.text, progress(row), often, row.goal.by_on, steps)


def goals_changed_at(owners: Collection[UUID]) -> dict[UUID, datetime]:
    """When a goal, a step or a time was written down. A step that was done counts to the end of its day."""
    days = last_of(GoalStep.objects.filter(person__in=owners), "done_on")
    done = ((who, datetime.combine(day, time.max, UTC)) for who, day in days)
    ended = last_of(Goal.objects.filter(person__in=owners), "ended_at")
    return latest(done, ended, *(_last(model, owners) for model in (Goal, GoalStep, GoalMark)))


# Measures


@dataclass(frozen=True, slots=True)
class SharedMeasure:
    """One measure: its published name, the ends of its scale, the latest scores with their days, and a picture."""

    name: str
    low: str
    high: str
    times: tuple[tuple[date, str], ...]
    line: Line | None


def measures_shared(person: Person, now: datetime) -> dict[str, Any] | None:
    """The main scores of a year. Answers to single questions are never shown, nor is what was left open."""
    today, fresh = today_of(person, now), shown_since(person)
    rows = Answered.objects.filter(person=person, on__gte=max(today - A_YEAR, fresh or date.min))
    found: dict[str, list[Taken]] = defaultdict(list)
    for one in taken(rows.order_by("on", "created_at", "pk")):
        if one.result.is_whole and one.number is not None:
            found[one.instrument.key].append(one)
    return {"measures": tuple(_measures(found))} if found else None


def _measures(found: Mapping[str, list[Taken]]) -> Iterator[SharedMeasure]:
    for key in sorted(found):
        times, main = found[key], found[key][-1].instrument.main
        points = [(one.on, one.total, one.instrument.main.low, one.instrument.main.high) for one in times]
        latest = tuple((one.on, number(one.total, one.instrument.main)) for one in times[::-1][:MOST_TIMES])
        yield SharedMeasure(times[-1].instrument.name, end(main.low), end(main.high), latest, line_of(points))


def measures_changed_at(owners: Collection[UUID]) -> dict[UUID, datetime]:
    """When one was last answered."""
    return latest(_last(Answered, owners))


# Where they were


@dataclass(frozen=True, slots=True)
class SharedTime:
    """One time somewhere: when, what, and in which way."""

    when: str
    what: str
    how: Words


def attendance_shared(person: Person, now: datetime) -> dict[str, Any] | None:
    """Where the person was in the last 90 days: what and when. Who else was there is theirs."""
    since = max(today_of(person, now) - BACK, shown_since(person) or date.min)
    rows = list(attendances_of(person).filter(on__gte=since)[:MOST])
    found = tuple(SharedTime(moment(row.on, row.at), what_of(row), HOW[row.how]) for row in rows)
    return {"times": found} if found else None


def what_of(row: Attendance) -> str:
    """A group or a place by its name; somebody on the map by their role alone."""
    role = Role(row.tie.role) if row.tie else None
    if role is not None and SECTOR_OF[role] is not Sector.GROUPS:
        return str(ROLES[role])
    return row.name or _("a meeting or an appointment")


def attendance_changed_at(owners: Collection[UUID]) -> dict[UUID, datetime]:
    """When one was last written down."""
    return latest(_last(Attendance, owners))


def _last(model: Any, owners: Collection[UUID]) -> Moments:
    return last_of(model.objects.filter(person__in=owners))
