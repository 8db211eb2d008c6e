"""How something went over weeks or months: even pieces of time, the course it took, and where a line is drawn.

The course is the median of all slopes between two points (Theil 1950, Sen 1968): one very hard or very good week does
not turn it. It says what was, never why, and never that anything worked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

import numpy as np

ENOUGH = 4
"""Pieces of time with something in them below which nothing is said of a course."""
STEADY, LITTLE = 0.06, 0.16
"""Change over the whole time, as a share of the scale, up to which it is about the same, or only a little."""
MOST_MONTHS = 240


class Span(StrEnum):
    """How far back one looks."""

    SEASON = "season"
    """Thirteen weeks, some 90 days."""
    YEAR = "year"
    """Fifty-two weeks."""
    ALL = "all"
    """Month by month, as far back as there is anything."""


WEEKS = {Span.SEASON: 13, Span.YEAR: 52}


class Course(StrEnum):
    """What became of it."""

    NOT_ENOUGH = "not_enough"
    STEADY = "steady"
    UP_A_LITTLE = "up_a_little"
    UP = "up"
    DOWN_A_LITTLE = "down_a_little"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Pieces:
    """Even pieces of time, each by its first day; the last one holds today."""

    begins: tuple[date, ...]
    is_by_month: bool

    @property
    def since(self) -> date:
        """The first day of the first."""
        return self.begins[0]

    def ends(self) -> tuple[date, ...]:
        """The last day of each."""
        after = (*self.begins[1:], _next(self.begins[-1], by_month=self.is_by_month))
        return tuple(day - timedelta(days=1) for day in after)

    def of(self, day: date) -> date:
        """The piece in which a day lies, by its first day."""
        return day.replace(day=1) if self.is_by_month else day - timedelta(days=day.weekday())


def pieces_of(span: Span, today: date, first_on: date | None) -> Pieces:
    """The pieces of a span. Weeks begin on Monday. `first_on` is the first day there is anything of: nothing before it
    is looked at, and a long look begins with its month."""
    if span is Span.ALL:
        return Pieces(_months(min(first_on or today, today), today), is_by_month=True)
    monday = today - timedelta(days=today.weekday())
    weeks = [monday - timedelta(weeks=back) for back in range(WEEKS[span] - 1, -1, -1)]
    kept = [week for week in weeks if first_on is None or week + timedelta(days=6) >= first_on]
    return Pieces(tuple(kept or weeks[-1:]), is_by_month=False)


def _months(since: date, until: date) -> tuple[date, ...]:
    begins = [since.replace(day=1)]
    while (following := _next(begins[-1], by_month=True)) <= until:
        begins.append(following)
    return tuple(begins[-MOST_MONTHS:])


def _next(day: date, *, by_month: bool) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) if by_month else day + timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Scale:
    """The least and the most a value can be."""

    low: float
    high: float


Values = Sequence[float | None]
"""One value for each piece of time; None where there is nothing."""


def course(values: Values, scale: Scale) -> Course:
    """Which way it went over the whole time."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    if len(known) < ENOUGH:
        return Course.NOT_ENOUGH
    change = _slope(known) * (known[-1][0] - known[0][0]) / ((scale.high - scale.low) or 1)
    if abs(change) < STEADY:
        return Course.STEADY
    if change > 0:
        return Course.UP_A_LITTLE if change < LITTLE else Course.UP
    return Course.DOWN_A_LITTLE if change > -LITTLE else Course.DOWN


def _slope(known: Sequence[tuple[int, float]]) -> float:
    """The median of the slopes between any two points."""
    places, values = np.array(known, dtype=float).T
    left, right = np.triu_indices(len(known), 1)
    return float(np.median((values[right] - values[left]) / (places[right] - places[left])))


WIDTH, HEIGHT = 320.0, 84.0
EDGE = 7.0
"""Around the drawing."""
GAP = 2
"""Pieces with nothing in them after which the line begins anew: what was not said is not drawn."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Lines and points of a picture of WIDTH by HEIGHT."""

    lines: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    last: tuple[float, float] | None
    middle: float = HEIGHT / 2


def drawn(values: Values, scale: Scale) -> Drawing:
    """Where the line runs. Points that stand alone are dots."""
    placed = [(place, _at(place, len(values), value, scale)) for place, value in enumerate(values) if value is not None]
    runs = list(_runs(placed))
    lines = tuple("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in run) for run in runs if len(run) > 1)
    alone = tuple(run[0] for run in runs if len(run) == 1)
    return Drawing(lines, alone, placed[-1][1] if placed else None)


def _at(place: int, count: int, value: float, scale: Scale) -> tuple[float, float]:
    x = EDGE + (WIDTH - 2 * EDGE) * (place / (count - 1) if count > 1 else 0.5)
    share = (min(max(value, scale.low), scale.high) - scale.low) / ((scale.high - scale.low) or 1)
    return round(x, 1), round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * share, 1)


def _runs(placed: Sequence[tuple[int, tuple[float, float]]]) -> Iterable[list[tuple[float, float]]]:
    run = [point for _, point in placed[:1]]
    for (before, _), (place, point) in pairwise(placed):
        if place - before > GAP:
            yield run
            run = []
        run.append(point)
    if run:
        yield run


class Held(StrEnum):
    """What was there in a hard moment."""

    SOMEONE = "someone"
    OWN = "own"
    """A step of one's own."""
    ALONE = "alone"
    NOT_SAID = "not_said"


def held(who: str, *, used_own: bool) -> Held:
    """How one hard moment was held: a person or a service comes before a step of one's own."""
    if who in {"someone", "service"}:
        return Held.SOMEONE
    if used_own:
        return Held.OWN
    return Held.ALONE if who == "alone" else Held.NOT_SAID
