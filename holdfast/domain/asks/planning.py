"""Whom to ask now, whom later, and how likely somebody says yes in time.

The model is a small optimisation (`schedule`): every supporter has a best moment to be asked, or none, so that asking,
waiting and failing together cost least. Limits are never priced: they take moments away before it begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp

import numpy as np

from holdfast.domain.asks.candidates import Candidate, Refusal, refusal_of
from holdfast.domain.asks.estimates import POPULATION, Estimate, Population, estimate, minutes_of_week
from holdfast.domain.asks.hours import WEEK
from holdfast.domain.asks.kinds import WEIGHTS, Kind
from holdfast.domain.asks.schedule import (
    FORBIDDEN,
    NEVER,
    POINTS,
    STARTS,
    Floats,
    Problem,
    Starts,
    cheapest,
    exactly,
    normal,
    ratio,
    still_open,
    unanswered,
    worth,
)

MOST_SURE = 0.97
"""A shared event breaks the independence of answers: more than this is never promised."""
MOST_PLANNED = 12
"""How many supporters one plan looks at, the cheapest per expected yes; the others come in when it is made again."""
FIRST_WAVE = 3
"""How many are asked at once in a crisis, whatever it costs."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody who was asked already and has neither said yes nor no."""

    candidate: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Asking:
    """An ask as the planner sees it. `places` is how many yeses are still wanted; `dial` -2 (fewer people) … 2 (fast);
    `silent` were asked and have not answered; `done` need not be asked again (they said no, later, or yes)."""

    kind: Kind
    opened_at: datetime
    answer_by: datetime
    places: int = 1
    dial: int = 0
    silent: tuple[Contact, ...] = ()
    done: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """One supporter and when they are asked; `chance` that they say yes in time, `minutes` they usually take."""

    candidate: str
    at: datetime
    chance: float
    minutes: float


@dataclass(frozen=True, slots=True)
class NotAsked:
    """One supporter who is not asked: the first limit, or None where the planner keeps them for another time."""

    candidate: str
    why: Refusal | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is asked when, and the chance (0 … 0.97) that enough of them say yes by the end.

    `curve` is that chance at moments from now to the end; `most` is the chance if everybody who may be asked were asked
    as soon as they may: where even that is low, the person is told before they send it.
    """

    steps: tuple[Step, ...]
    not_asked: tuple[NotAsked, ...]
    chance: float
    curve: tuple[tuple[datetime, float], ...] = ()
    most: float = 0.0

    def due(self, now: datetime) -> tuple[Step, ...]:
        """Those to ask now."""
        return tuple(step for step in self.steps if step.at <= now)

    def next_at(self, now: datetime) -> datetime | None:
        """When the next one is asked, if nobody answers."""
        return min((step.at for step in self.steps if step.at > now), default=None)


@dataclass(frozen=True, slots=True)
class _Free:
    """A supporter who may be asked at one or more of the moments; `why` is what forbids now."""

    candidate: Candidate
    allowed: tuple[bool, ...]
    why: Refusal | None


def plan(asking: Asking, candidates: Sequence[Candidate], now: datetime, population: Population = POPULATION) -> Plan:
    """The schedule of waves that costs least in asking, waiting and failing together."""
    left = asking.answer_by - now
    if left <= timedelta(0) or asking.places < 1:
        return Plan((), _all_refused(asking, candidates, now), 0.0 if asking.places > 0 else MOST_SURE)
    moments = tuple(now + left * share for share in STARTS)
    free, refused = _parted(asking, candidates, moments)
    guesses = [estimate(one.candidate, asking.kind, moments, now, population) for one in free]
    problem = _problem(asking, free, guesses, left, _silence(asking, candidates, now, population))
    starts = _best(problem)
    if asking.kind is Kind.CRISIS:
        starts = _widened(problem, starts, FIRST_WAVE - len(asking.silent))
    steps, kept = _told(problem, free, guesses, starts, moments)
    still = np.minimum.accumulate(still_open(problem, starts)).tolist()
    curve = tuple((now + left * share, _sure(chance)) for share, chance in zip(POINTS.tolist(), still, strict=True))
    soonest = (problem.price[:, :NEVER] >= FORBIDDEN).argmin(axis=1)
    most = _sure(float(still_open(problem, soonest)[-1]))
    return Plan(tuple(steps), (*refused, *kept), _sure(still[-1]), curve, max(most, _sure(still[-1])))


def problem_of(
    asking: Asking, candidates: Sequence[Candidate], now: datetime, population: Population = POPULATION
) -> Problem:
    """The numbers that a plan is made of: one row for everyone who may be asked; for benchmarks and batches."""
    left = asking.answer_by - now
    moments = tuple(now + left * share for share in STARTS)
    free, _ = _parted(asking, candidates, moments)
    guesses = [estimate(one.candidate, asking.kind, moments, now, population) for one in free]
    return _problem(asking, free, guesses, left, _silence(asking, candidates, now, population))


def _best(problem: Problem) -> Starts:
    """The cheapest schedule of those who are looked at; the others are kept for later."""
    most = MOST_PLANNED + 3 * (len(problem.before) - 1)
    if len(problem.price) <= most:
        return cheapest(problem)
    looked_at = np.sort(np.argsort(ratio(problem), kind="stable")[:most])
    starts = np.full(len(problem.price), NEVER)
    starts[looked_at] = cheapest(problem.of(looked_at))
    return starts


def _widened(problem: Problem, starts: Starts, missing: int) -> Starts:
    """The first wave with as many more as are missing, those first who would have been asked next."""
    now = problem.price[:, 0] < FORBIDDEN
    order = np.lexsort((problem.price[:, 0] / (1 - problem.open_[:, 0, -1]), starts))
    later = [one for one in order.tolist() if now[one] and starts[one] > 0]
    starts[later[: max(0, missing - int((starts == 0).sum()))]] = 0
    return starts


def _parted(
    asking: Asking, candidates: Iterable[Candidate], moments: Sequence[datetime]
) -> tuple[list[_Free], list[NotAsked]]:
    """Those who may be asked at one of the moments at least, and the first limit of the others."""
    free: list[_Free] = []
    refused: list[NotAsked] = []
    known = set(asking.done) | {contact.candidate for contact in asking.silent}
    for one in candidates:
        if one.id in known:
            continue
        known.add(one.id)
        why = _first_limit(asking, one, moments[0])
        allowed = _allowed(asking.kind, one, moments, why)
        if any(allowed):
            free.append(_Free(one, allowed, why))
        else:
            refused.append(NotAsked(one.id, why))
    return free, refused


PASSING = frozenset({Refusal.HOURS, Refusal.RESPITE})
"""Limits that end by themselves while an ask is open."""


def _allowed(kind: Kind, candidate: Candidate, moments: Sequence[datetime], why: Refusal | None) -> tuple[bool, ...]:
    """At which of the moments they may be asked. Only hours and respite change while an ask is open, so the other
    limits are looked at once, at the first moment that those two leave open."""
    if (why is not None and why not in PASSING) or (kind is Kind.CRISIS and candidate.wakes):
        return (why is None,) * len(moments)
    minutes = minutes_of_week(candidate.hours.zone, tuple(moments))
    allowed = [_within(candidate.hours.spans, minute) for minute in minutes]
    if candidate.away_until is not None:
        until = candidate.away_until
        allowed = [at >= until and fits for at, fits in zip(moments, allowed, strict=True)]
    if why is not None and any(allowed) and refusal_of(candidate, kind, moments[allowed.index(True)]) is not None:
        return (False,) * len(moments)
    return tuple(allowed)


def _within(spans: Iterable[tuple[int, int]], minute: int) -> bool:
    """`WeekHours.holds` for a minute that is known already."""
    return any(begins <= minute < ends or begins <= minute + WEEK < ends for begins, ends in spans)


def _first_limit(asking: Asking, candidate: Candidate, now: datetime) -> Refusal | None:
    return Refusal.LEFT_OUT if candidate.id in asking.left_out else refusal_of(candidate, asking.kind, now)


def _all_refused(asking: Asking, candidates: Iterable[Candidate], now: datetime) -> tuple[NotAsked, ...]:
    known = asking.done | {contact.candidate for contact in asking.silent}
    others = {one.id: one for one in candidates if one.id not in known}
    return tuple(NotAsked(one.id, _first_limit(asking, one, now)) for one in others.values())


def _silence(asking: Asking, candidates: Sequence[Candidate], now: datetime, population: Population) -> Floats:
    """For each of those asked already and silent (rows): the chance that they still have not said yes at each point,
    given that nothing was heard until now. What is left of an answer that is long overdue is little; and who would say
    a no has not said it either."""
    left = (asking.answer_by - now).total_seconds() / 60
    known = {one.id: one for one in candidates}
    rows = []
    for contact in asking.silent:
        if contact.candidate in known:
            guess = estimate(known[contact.candidate], asking.kind, (contact.at,), now, population)
            since = max(0.0, (now - contact.at).total_seconds() / 60)
            z = (np.log(np.maximum(since + POINTS * left, 1e-9)) - guess.mu[0]) / guess.sigma
            heard = normal(z)
            nothing = 1 - heard[0] * (guess.chance[0] + (1 - guess.chance[0]) * guess.says_no)
            rows.append(1 - guess.chance[0] * (heard - heard[0]) / nothing)
    return np.array(rows).reshape(-1, len(POINTS))


def _problem(
    asking: Asking, free: Sequence[_Free], guesses: Sequence[Estimate], left: timedelta, silence: Floats
) -> Problem:
    minutes, kind = left.total_seconds() / 60, WEIGHTS[asking.kind]
    shape = (len(free), NEVER)
    price = np.zeros((len(free), NEVER + 1))
    price[:, :NEVER] = np.array([guess.price for guess in guesses]).reshape(shape)
    price[:, :NEVER][~np.array([one.allowed for one in free], dtype=bool).reshape(shape)] = FORBIDDEN
    open_ = unanswered(
        np.array([guess.chance for guess in guesses]).reshape(shape),
        np.array([guess.mu for guess in guesses]).reshape(shape),
        np.array([guess.sigma for guess in guesses]),
        minutes,
    )
    prices = worth(minutes, kind.waiting * 2.0**asking.dial, kind.failing * 2.0 ** (asking.dial / 2))
    return Problem(open_, price, prices, exactly(silence, asking.places))


def _told(
    problem: Problem,
    free: Sequence[_Free],
    guesses: Sequence[Estimate],
    starts: Starts,
    moments: Sequence[datetime],
) -> tuple[list[Step], list[NotAsked]]:
    steps: list[Step] = []
    kept: list[NotAsked] = []
    for row, (one, guess, start) in enumerate(zip(free, guesses, starts.tolist(), strict=True)):
        if start == NEVER:
            kept.append(NotAsked(one.candidate.id, one.why))
        else:
            chance = 1 - float(problem.open_[row, start, -1])
            steps.append(Step(one.candidate.id, moments[start], chance, exp(guess.mu[start])))
    steps.sort(key=lambda step: (step.at, -step.chance, step.candidate))
    return steps, kept


def _sure(open_: float) -> float:
    return min(MOST_SURE, max(0.0, 1 - open_))
