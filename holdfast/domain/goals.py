"""How far a goal came, when something promised is due, and whether it was done, not done, or not said yet.

Weeks are ISO weeks (Monday to Sunday, also across New Year); months are those of the calendar. Every day belongs to
exactly one of each, so no mark counts twice and none is lost, wherever the clock went in between. Silence is never read
as "not done": nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAY = timedelta(days=1)
FORTNIGHT = 14
LOOKS_BACK = 7
"""Days for which something promised once, and not answered, still asks whether it was done."""
NEAR = 7
"""Days before "by when" from which a goal is near."""
SPANS_SHOWN = 4


class Every(StrEnum):
    """How often times are counted."""

    WEEK = "week"
    MONTH = "month"


class Said(StrEnum):
    """What is known of one day."""

    DONE = "done"
    NOT_DONE = "not_done"
    NOT_SAID = "not_said"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Whole days, both ends included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def span_of(every: Every, day: date) -> Span:
    """The week or month this day lies in."""
    if every is Every.WEEK:
        first = day - (day.isoweekday() - 1) * DAY
        return Span(first, first + 6 * DAY)
    first = day.replace(day=1)
    return Span(first, (first + 31 * DAY).replace(day=1) - DAY)


def before(every: Every, span: Span) -> Span:
    """The week or month before."""
    return span_of(every, span.first - DAY)


@dataclass(frozen=True, slots=True)
class SoOften:
    """So many times every week or month."""

    times: int
    every: Every


@dataclass(frozen=True, slots=True)
class OftenProgress:
    """How a goal of so often stands: in this week or month, and in those before since it was begun."""

    wanted: int
    done: int
    days_left: int
    """With today; 1 on the last day."""
    reached_before: int
    spans_before: int
    """Whole weeks or months before this one, at most SPANS_SHOWN, in which the goal was there."""

    @property
    def left(self) -> int:
        """Times still open."""
        return max(0, self.wanted - self.done)


def often_progress(goal: SoOften, marks: Iterable[date], *, since: date, today: date) -> OftenProgress:
    """Every mark counts in the span its day lies in; one that lies ahead, as after a clock was set back, does too."""
    days = tuple(marks)
    now = span_of(goal.every, today)
    past = _spans_before(goal.every, now, since)
    return OftenProgress(
        wanted=goal.times,
        done=_within(days, now),
        days_left=(now.last - today).days + 1,
        reached_before=sum(_within(days, span) >= goal.times for span in past),
        spans_before=len(past),
    )


def _spans_before(every: Every, now: Span, since: date) -> list[Span]:
    found: list[Span] = []
    span = before(every, now)
    while len(found) < SPANS_SHOWN and span.first >= since:
        found.append(span)
        span = before(every, span)
    return found


def counted_from(every: Every, today: date) -> date:
    """The first day whose marks can matter for `often_progress`."""
    span = span_of(every, today)
    for _ in range(SPANS_SHOWN):
        span = before(every, span)
    return span.first


def _within(days: Iterable[date], span: Span) -> int:
    return sum(day in span for day in days)


@dataclass(frozen=True, slots=True)
class StepsProgress:
    """How a goal of steps stands; `next_step` is the place of the first one that is open."""

    done: int
    of: int
    next_step: int | None


def steps_progress(done: Iterable[bool]) -> StepsProgress:
    """In the order of the steps; they may be done in any order."""
    marks = tuple(done)
    return StepsProgress(sum(marks), len(marks), marks.index(False) if False in marks else None)


class Why(StrEnum):
    """Why a goal is worth a line today."""

    LAST_STEP = "last_step"
    BY = "by"
    STILL_OPEN = "still_open"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one running goal."""

    id: str
    steps: StepsProgress | None = None
    often: OftenProgress | None = None
    every: Every | None = None
    by_on: date | None = None


def near(goal: Standing, today: date) -> Why | None:
    """Whether it is close to being reached, or its time is close to being over; what is past stays quiet."""
    if goal.steps and goal.steps.of > 1 and goal.steps.of - goal.steps.done == 1:
        return Why.LAST_STEP
    if goal.by_on and 0 <= (goal.by_on - today).days <= NEAR:
        return Why.BY
    if goal.often and goal.often.left and goal.often.left >= goal.often.days_left - _spare(goal.every):
        return Why.STILL_OPEN
    return None


def _spare(every: Every | None) -> int:
    """Days before the last possible one on which to speak up: near the end, while there is time left."""
    return 1 if every is Every.WEEK else 6


@dataclass(frozen=True, slots=True)
class Promised:
    """What somebody said they would do: once on a day, or on days of every week (1 = Monday … 7 = Sunday)."""

    since: date
    once: date | None = None
    days: frozenset[int] = frozenset()
    until: date | None = None
    """The last day on which it held."""


def is_due(promised: Promised, day: date) -> bool:
    """Whether it was to be done on this day."""
    if promised.once is not None:
        return day == promised.once
    held = promised.since <= day and (promised.until is None or day <= promised.until)
    return held and day.isoweekday() in promised.days


def due_days(promised: Promised, span: Span) -> tuple[date, ...]:
    """The days within a span on which it is due, the earliest first."""
    if promised.once is not None:
        return (promised.once,) if promised.once in span else ()
    days = (span.first + ahead * DAY for ahead in range((span.last - span.first).days + 1))
    return tuple(day for day in days if is_due(promised, day))


def told(promised: Promised, marks: Mapping[date, bool], span: Span) -> tuple[tuple[date, Said], ...]:
    """Every day on which it was due, and every day somebody marked anyway, with what is known of it."""
    days = {*due_days(promised, span), *(day for day in marks if day in span)}
    return tuple((day, said(marks.get(day))) for day in sorted(days))


def said(mark: bool | None) -> Said:
    """A day without a word is not said: never not done."""
    return Said.NOT_SAID if mark is None else Said.DONE if mark else Said.NOT_DONE


def fortnight(today: date) -> Span:
    """The last two weeks, with today."""
    return Span(today - (FORTNIGHT - 1) * DAY, today)


def asks_about(promised: Promised, marks: Mapping[date, bool], today: date) -> date | None:
    """The day to ask about now: today when it is due, else a day it was promised for that is not long past.

    None when it is answered, ahead, or better left in peace.
    """
    if is_due(promised, today):
        return None if today in marks else today
    if promised.once is None or promised.once in marks:
        return None
    return promised.once if 0 < (today - promised.once).days <= LOOKS_BACK else None


def next_due(promised: Promised, today: date) -> date | None:
    """The next day it is due, today included; None when there is none within a week, or the one day is past."""
    if promised.once is not None:
        return promised.once if promised.once >= today else None
    return next(iter(due_days(promised, Span(today, today + 7 * DAY))), None)
