"""Days of something: without it, with less of it, or with more of it. What counts, and what a setback leaves alone.

Two figures that are not the same. *Runs* are what happened: a setback ends one, a new one begins where the person says.
The *total* is what was counted: time counts as it is lived, and nothing written down later takes it back. So a setback
splits a run, however far back it lies, and the total stays; left out is only what had not been lived when it was
written down, until the new beginning.

A day without is a day by the clock on the wall: begun on Tuesday at nine, it is over on Wednesday at nine, whether the
clock was changed in between or not. What is left of a day at the end of each stretch is kept and adds up.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
NOTHING = timedelta()
YEAR = 365
SMALL_CHIPS = (1, 30, 60, 90, 183, 274, YEAR, 548)
"""Total days: a day, 30, 60 and 90 days, six and nine months, a year, eighteen months; then every year."""


class Aim(StrEnum):
    """What counts as a day."""

    WITHOUT = "without"
    """Time in which it did not happen."""
    LESS = "less"
    """A day that is over, with at most the bound written down."""
    MORE = "more"
    """A day with at least the bound written down; today too."""


@dataclass(frozen=True, slots=True)
class Setback:
    """When it happened, from when on the person counts again, and when they wrote it down."""

    at: datetime
    again_at: datetime
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Counter:
    """Days without something. `kept` is the total as it was last seen: it is never less again."""

    started_at: datetime
    zone: str
    setbacks: tuple[Setback, ...] = ()
    kept: int = 0
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, order=True)
class Length:
    """Whole days, and what is over; never more than a day is over."""

    days: int = 0
    over: timedelta = NOTHING


@dataclass(frozen=True, slots=True)
class Run:
    """One stretch between two setbacks. `ends_on` is None for the one that goes on."""

    begins_on: date
    ends_on: date | None
    length: Length


@dataclass(frozen=True, slots=True)
class Days:
    """What a page says, always together: this run, all of it, and the longest run."""

    current: Length
    total: Length
    longest: Length
    runs: tuple[Run, ...] = ()
    """In their order, the one that goes on at the end."""
    begins_at: datetime | None = None
    """The run that goes on began then, or will."""


def length_of(begins_at: datetime, ends_at: datetime, zone: str) -> Length:
    """Whole days by the clock of the zone, and the real time since the last of them; none before it begins."""
    if ends_at <= begins_at:
        return Length()
    own = ZoneInfo(zone)
    days = (ends_at.astimezone(own).date() - begins_at.astimezone(own).date()).days + 1
    while days > 0 and _after(begins_at, days, own) > ends_at:
        days -= 1
    since = ends_at - (_after(begins_at, days, own) if days else begins_at)
    return Length(days, min(max(since, NOTHING), DAY))


def _after(begins_at: datetime, days: int, own: ZoneInfo) -> datetime:
    """The first moment at which the clock shows the same again so many days later, or has jumped over it."""
    wall = begins_at.astimezone(own).replace(tzinfo=None, fold=0) + days * DAY
    return wall.replace(tzinfo=own).astimezone(UTC)


def days_without(counter: Counter, now: datetime) -> Days:
    """How it stands at `now`, or stood when the counter was put away."""
    end = min(now, counter.ended_at) if counter.ended_at else now
    known = sorted((one for one in counter.setbacks if one.at <= end), key=lambda one: (one.at, one.again_at))
    stretches = list(_between(counter.started_at, end, [(one.at, one.again_at) for one in known]))
    runs = [_run(begins, ends, counter.zone) for begins, ends in stretches]
    begins_at = max([counter.started_at, *(one.again_at for one in known)])
    last = Run(_day(begins_at, counter.zone), None, length_of(begins_at, end, counter.zone))
    runs = [*runs[: len(runs) - (begins_at < end)], last]
    return Days(last.length, _total(counter, end), max(run.length for run in runs), tuple(runs), begins_at)


def _total(counter: Counter, end: datetime) -> Length:
    """All that was counted as it was lived: of each setback only what lay ahead when it was written is left out."""
    ahead = ((max(one.at, one.written_at), one.again_at) for one in counter.setbacks)
    left_out = sorted(one for one in ahead if one[0] < one[1])
    lengths = [length_of(*ends, counter.zone) for ends in _between(counter.started_at, end, left_out)]
    whole, over = divmod(sum((one.over for one in lengths), NOTHING), DAY)
    total = Length(sum(one.days for one in lengths) + whole, over)
    return total if total.days >= counter.kept else Length(counter.kept)


def _between(
    begins_at: datetime, end: datetime, out: Iterable[tuple[datetime, datetime]]
) -> Iterator[tuple[datetime, datetime]]:
    """The stretches that are left of the time when these, in the order of their beginnings, are taken out."""
    here = begins_at
    for since, until in out:
        if here < since and here < end:
            yield here, min(since, end)
        here = max(here, until)
    if here < end:
        yield here, end


def _run(begins_at: datetime, ends_at: datetime, zone: str) -> Run:
    return Run(_day(begins_at, zone), _day(ends_at, zone), length_of(begins_at, ends_at, zone))


def _day(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


def is_within(aim: Aim, amount: float, bound: float) -> bool:
    """Whether so much on one day is what the person aims at."""
    return amount <= bound if aim is Aim.LESS else amount >= bound


def still_counts(aim: Aim, on: date, today: date, *, was_counted: bool, is_within_now: bool) -> bool:
    """Whether a day counts after its amount was written anew. A day that was counted stays counted; one of `less` is
    counted only once it is over, so until then it can still change."""
    return is_within_now or (was_counted and (aim is Aim.MORE or on < today))


def days_of(
    aim: Aim, amounts: Iterable[tuple[date, bool]], breaks: Iterable[date], *, today: date, kept: int = 0
) -> Days:
    """Less or more: `amounts` is each day written down and whether it counts, `breaks` the days of setbacks.

    A day that counted none of both ends a run when it was written down so, or had a setback. A day nobody wrote down is
    not known: it neither counts nor ends anything.
    """
    last_on = today if aim is Aim.MORE else today - DAY
    seen = sorted(one for one in amounts if one[0] <= last_on)
    counted = [on for on, counts in seen if counts]
    ends = sorted({*(on for on, counts in seen if not counts), *(on for on in breaks if on <= today)})
    runs = _runs_of(counted, ends)
    current = runs[-1].length if runs and runs[-1].ends_on is None else Length()
    longest = max((run.length for run in runs), default=Length())
    return Days(current, Length(max(kept, len(counted))), longest, runs)


def _runs_of(counted: Sequence[date], ends: Sequence[date]) -> tuple[Run, ...]:
    """Counted days between the days that end a run; such a day itself, if it counts, belongs to the run it ends."""
    cuts = [0, *(bisect_right(counted, on) for on in ends), len(counted)]
    pieces = [counted[since:until] for since, until in pairwise(cuts)]
    runs = [Run(piece[0], piece[-1], Length(len(piece))) for piece in pieces if piece]
    if runs and pieces[-1]:
        runs[-1] = replace(runs[-1], ends_on=None)
    return tuple(runs)


def chips_due(total: int) -> tuple[int, ...]:
    """The chips that so many total days have earned."""
    years = tuple(days for days in _years(total) if days <= total)
    return tuple(days for days in SMALL_CHIPS if days <= total) + years


def next_chip(total: int) -> int:
    """The total days of the next chip."""
    return next(days for days in (*SMALL_CHIPS, *_years(total)) if days > total)


def _years(total: int) -> Iterator[int]:
    """Two years and more, with their leap days, up to the first beyond the total."""
    for number in range(2, total // YEAR + 3):
        yield years_in_days(number)


def years_in_days(number: int) -> int:
    """So many years with one leap day in four."""
    return number * YEAR + number // 4


def year_of(days: int) -> int | None:
    """How many whole years a chip stands for; None for one of days or months."""
    number = days // YEAR
    return number if number and years_in_days(number) == days else None
