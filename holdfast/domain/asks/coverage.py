"""Who could come, and when: the chance of a yes in each hour of a week, where it is least, and what would mend it.

The same estimates as the planner's and the same limits. Everybody who may be asked is counted as asked, so this is the
most the network can do: at night the network is the limit, not the order of asking. Numbers are about hours, never
about a supporter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from math import log
from statistics import median
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from holdfast.domain.asks.candidates import Candidate, refusal_of
from holdfast.domain.asks.estimates import POPULATION, Population, estimate
from holdfast.domain.asks.hours import ALWAYS, WEEK, WeekHours, minute_of_week
from holdfast.domain.asks.kinds import WEIGHTS, Kind, Stated
from holdfast.domain.asks.planning import MOST_SURE
from holdfast.domain.asks.schedule import normal

HOURS = WEEK // 60
HALVES = WEEK // 30
NIGHT = frozenset({22, 23, *range(7)})
LEVELS = (0.2, 0.5, 0.8)
"""Chances at which an hour reads differently; below all of them but not nothing is the first of four."""
WORTH_IT = 0.05
"""A change that lifts a span by less than this mends nothing."""
MENDED = 3
"""For how many of the worst spans a change is looked for."""
MENDS = 0.8
"""A change that brings this share of the best lift is as good, if it asks less of somebody."""
Chances = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Change(StrEnum):
    """One thing that could change, least asked of somebody first."""

    TAKES = "takes"
    """Takes calls of this kind, within the hours they have already."""
    HOURS = "hours"
    """Has these hours too."""
    WAKES = "wakes"
    """May be woken in a crisis."""
    SOMEBODY = "somebody"
    """One more supporter, like the typical one, who has these hours."""


@dataclass(frozen=True, slots=True)
class Mend:
    """The smallest single change for a span, whose (None is somebody new), and the chance afterwards."""

    change: Change
    candidate: str | None
    after: float


@dataclass(frozen=True, slots=True)
class Span:
    """Hours of like chances on some days: `days` 0 = Sunday, the hour it begins (0-23), how many hours it lasts, and
    the chance in the least of them. One that passes midnight belongs to the day it begins on. Only the worst few have
    a `mend`."""

    days: tuple[int, ...]
    begins: int
    length: int
    chance: float
    mend: Mend | None = None

    def hours(self) -> tuple[int, ...]:
        """The hours of the week, Sunday 0:00 first."""
        return tuple((day * 24 + self.begins + ahead) % HOURS for day in self.days for ahead in range(self.length))


@dataclass(frozen=True, slots=True)
class Coverage:
    """`chance` of a yes in time for each hour of the week, Sunday 0:00 first, 0 … 0.97; `spans` worst first."""

    chance: tuple[float, ...]
    spans: tuple[Span, ...]


def level(chance: float) -> int:
    """How an hour reads: 0 nobody could be asked, 1 seldom, 2 less than half, 3 more than half, 4 nearly always."""
    return 0 if chance <= 0 else 1 + sum(chance >= bar for bar in LEVELS)


def coverage(
    candidates: Sequence[Candidate], kind: Kind, zone: str, now: datetime, population: Population = POPULATION
) -> Coverage:
    """The coming seven days by the wall clock of `zone`, as things stand now: a week that is full counts as full."""
    week = _Week(kind, zone, now, population, _half_hours(zone, now), {})
    open_ = 1 - week.rows(candidates)
    chance = _hours(open_)
    spans = [
        replace(span, mend=_mend(week, candidates, open_, span)) if place < MENDED and level(span.chance) < 4 else span
        for place, span in enumerate(_spans(chance))
    ]
    return Coverage(tuple(float(one) for one in chance), tuple(spans))


@dataclass(frozen=True, slots=True)
class _Week:
    """The half hours of the coming week: half hour 0 is Sunday 0:00 of the person's wall clock."""

    kind: Kind
    zone: str
    now: datetime
    population: Population
    moments: tuple[datetime, ...]
    clocks: dict[str, NDArray[np.int64]]
    """The minute of the week in each half hour, by zone."""

    def clock(self, zone: str) -> NDArray[np.int64]:
        """The minute of the week in this zone at each half hour."""
        if zone not in self.clocks:
            there = ZoneInfo(zone)
            self.clocks[zone] = np.array([minute_of_week(at.astimezone(there)) for at in self.moments])
        return self.clocks[zone]

    def rows(self, candidates: Sequence[Candidate]) -> Chances:
        """The chance that each candidate (row) says yes in time to an ask of each half hour (column), asked at the best
        moment of that time which their limits allow."""
        within = WEIGHTS[self.kind].within / timedelta(minutes=1)
        chance, mu, sigma = self._estimates(candidates)
        best = np.zeros_like(chance)
        for ahead in range(max(1, round(within / 30))):
            asked = np.roll(chance, -ahead, axis=1)
            if asked.any():
                z = (log(within - 30 * ahead) - np.roll(mu, -ahead, axis=1)) / sigma
                np.maximum(best, asked * normal(z), out=best)
        return best

    def _estimates(self, candidates: Sequence[Candidate]) -> tuple[Chances, Chances, Chances]:
        """Chance of a yes (0 beyond a limit) and log-minutes at each half hour, and the spread of each candidate."""
        chance, mu = np.zeros((2, len(candidates), HALVES))
        sigma = np.ones((len(candidates), 1))
        for row, candidate in enumerate(candidates):
            allowed = self._allowed(candidate)
            if allowed.any():
                chance[row], mu[row], sigma[row] = self._estimate(candidate)
                chance[row] *= allowed
        return chance, mu, sigma

    def _estimate(self, candidate: Candidate) -> tuple[Chances, Chances, float]:
        """Estimates differ by the hour of the day and by standing offers only: one moment of each sort is asked
        about."""
        clock = self.clock(candidate.hours.zone)
        sort = clock // 60 % 24
        for number, (_, hours) in enumerate(offer for offer in candidate.offers if offer[0] is self.kind):
            sort = sort + 24 * 2**number * _within(hours, self.clock(hours.zone))
        _, first, which = np.unique(sort, return_index=True, return_inverse=True)
        moments = [self.moments[half] for half in first]
        found = estimate(candidate, self.kind, moments, self.now, self.population)
        return np.array(found.chance)[which], np.array(found.mu)[which], found.sigma

    def _allowed(self, candidate: Candidate) -> Mask:
        """Where `refusal_of` says None."""
        at_any_hour = replace(candidate, hours=WeekHours(ALWAYS, candidate.hours.zone), away_until=None)
        if refusal_of(at_any_hour, self.kind, self.moments[0]) is not None:
            return np.zeros(HALVES, dtype=bool)
        if self.kind is Kind.CRISIS and candidate.wakes:
            return np.ones(HALVES, dtype=bool)
        allowed = _within(candidate.hours, self.clock(candidate.hours.zone))
        if candidate.away_until is not None:
            allowed &= np.array([at >= candidate.away_until for at in self.moments])
        return allowed


def _half_hours(zone: str, now: datetime) -> tuple[datetime, ...]:
    """The next of each half hour of the week; one that a clock change skips is that of the week after."""
    here = ZoneInfo(zone)
    at = now.astimezone(UTC).replace(second=0, microsecond=0)
    at -= timedelta(minutes=minute_of_week(at.astimezone(here)) % 30)
    found: dict[int, datetime] = {}
    while len(found) < HALVES:
        found.setdefault(minute_of_week(at.astimezone(here)) // 30, at)
        at += timedelta(minutes=30)
    return tuple(found[half] for half in range(HALVES))


def _within(hours: WeekHours, clock: NDArray[np.int64]) -> Mask:
    """`WeekHours.holds` at each minute of the week."""
    mask = np.zeros(len(clock), dtype=bool)
    for begins, ends in hours.spans:
        mask |= ((clock >= begins) & (clock < ends)) | (clock + WEEK < ends)
    return mask


def _hours(open_: Chances) -> Chances:
    """The chance of at least one yes in each hour: that of its worse half, never more than `MOST_SURE`."""
    halves = np.minimum(MOST_SURE, 1 - open_.prod(axis=0))
    least: Chances = halves.reshape(HOURS, 2).min(axis=1)
    return least


def _spans(chance: Chances) -> tuple[Span, ...]:
    """Runs of hours that read alike, those of the same hours on several days together; worst first, then longest."""
    levels = [level(float(one)) for one in chance]
    alike: dict[tuple[int, int, int], list[int]] = {}
    for begins, length in _runs(levels):
        alike.setdefault((begins % 24, length, levels[begins]), []).append(begins)
    spans = [_span(starts, length, chance) for (_, length, _), starts in alike.items()]
    return tuple(sorted(spans, key=lambda span: (level(span.chance), span.chance, -len(span.hours()), span.begins)))


def _runs(levels: Sequence[int]) -> Iterable[tuple[int, int]]:
    """First hour and length of each run around the week."""
    edges = [hour for hour in range(HOURS) if levels[hour] != levels[hour - 1]]
    if not edges:
        return [(0, HOURS)]
    return [(edge, (edges[(number + 1) % len(edges)] - edge) % HOURS) for number, edge in enumerate(edges)]


def _span(starts: Sequence[int], length: int, chance: Chances) -> Span:
    days = tuple(sorted(start // 24 for start in starts))
    span = Span(days, starts[0] % 24, length, 0.0)
    return replace(span, chance=float(chance[list(span.hours())].min()))


def _mend(week: _Week, candidates: Sequence[Candidate], open_: Chances, span: Span) -> Mend | None:
    """Of all single changes, the one that asks least among those near the best lift; None where none helps."""
    changes = list(_changes(week, candidates, span))
    if not changes:
        return None
    hours = list(span.hours())
    rows = 1 - week.rows([changed for _, _, changed in changes])
    lifted = [_hours(_with(open_, row, place))[hours].min() for row, (_, place, _) in zip(rows, changes, strict=True)]
    best = max(lifted) - span.chance
    if best < WORTH_IT:
        return None
    order = list(Change)
    good = [number for number, after in enumerate(lifted) if after - span.chance >= MENDS * best]
    chosen = min(good, key=lambda number: (order.index(changes[number][0]), -lifted[number], number))
    change, place, _ = changes[chosen]
    return Mend(change, None if place is None else candidates[place].id, float(lifted[chosen]))


def _with(open_: Chances, row: Chances, place: int | None) -> Chances:
    """The rows with one exchanged, or with one more."""
    if place is None:
        return np.vstack([open_, row[None]])
    changed = open_.copy()
    changed[place] = row
    return changed


def _changes(
    week: _Week, candidates: Sequence[Candidate], span: Span
) -> Iterable[tuple[Change, int | None, Candidate]]:
    """Every single change, the place of the supporter it is about, and what the supporter would be."""
    for place, candidate in enumerate(candidates):
        if not candidate.is_paused and candidate.reachable:
            change, changed = _changed(candidate, week, span)
            yield change, place, changed
    yield Change.SOMEBODY, None, _somebody(week, candidates)


def _changed(candidate: Candidate, week: _Week, span: Span) -> tuple[Change, Candidate]:
    """The change that asks least of this supporter. At night a crisis needs somebody who may be woken: hours at night
    would open it to every ordinary ask too."""
    if week.kind is not Kind.CRISIS and week.kind not in candidate.kinds:
        return Change.TAKES, replace(candidate, kinds={**candidate.kinds, week.kind: Stated.DEPENDS})
    if week.kind is not Kind.CRISIS:
        return Change.HOURS, _with_hours(candidate, week, span)
    if _is_at_night(candidate, week, span):
        return Change.WAKES, replace(candidate, wakes=True)
    if candidate.takes_crisis or candidate.wakes:
        return Change.HOURS, _with_hours(candidate, week, span)
    return Change.TAKES, replace(candidate, takes_crisis=True)


def _is_at_night(candidate: Candidate, week: _Week, span: Span) -> bool:
    """Whether at least half of it is between 22:00 and 7:00 on the supporter's clock."""
    clock = week.clock(candidate.hours.zone)
    night = [int(clock[2 * hour]) // 60 % 24 in NIGHT for hour in span.hours()]
    return 2 * sum(night) >= len(night)


def _with_hours(candidate: Candidate, week: _Week, span: Span) -> Candidate:
    """With the hours of the span too, on the supporter's own clock."""
    clock = week.clock(candidate.hours.zone)
    starts = [int(clock[2 * (day * 24 + span.begins)]) for day in span.days]
    more = tuple((start, start + 60 * span.length) for start in starts)
    return replace(candidate, hours=replace(candidate.hours, spans=(*candidate.hours.spans, *more)))


def _somebody(week: _Week, candidates: Sequence[Candidate]) -> Candidate:
    """Somebody new, as near as the typical supporter, who takes this kind at every hour."""
    near = median([candidate.closeness for candidate in candidates]) if candidates else 0.5
    kinds = {week.kind: Stated.DEPENDS}
    return Candidate("", "", kinds, WeekHours(ALWAYS, week.zone), takes_crisis=True, closeness=near)
