"""The schedule of waves that costs least: burden if still needed, waiting and failing together (routing model 3.3)."""

from __future__ import annotations

from dataclasses import dataclass
from math import erf, log, sqrt

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Starts = NDArray[np.int64]
STARTS = (0.0, 0.04, 0.10, 0.20, 0.35, 0.55, 0.75)
"""When somebody may be asked, as shares of the time that is left."""
POINTS = np.array((*STARTS, 1.0))
NEVER = len(STARTS)
STEPS = np.diff(POINTS)
TRAPEZES = np.append(STEPS, 0) / 2 + np.insert(STEPS, 0, 0) / 2
FORBIDDEN = 1e9
"""The price of asking at a moment that crosses a limit: no schedule is worth it."""


REACH = 8.0
_TABLE = np.linspace(-REACH, REACH, 4097)
_NORMAL = np.array([erf(one / sqrt(2)) / 2 + 0.5 for one in _TABLE])
with np.errstate(divide="ignore", invalid="ignore"):
    LOGS = np.nan_to_num(np.log(np.maximum(POINTS[None, :] - POINTS[:NEVER, None], 0.0)), neginf=-1e9)
    """The logarithm of the time from each start to each point; far below zero where the point is not after the start."""


def normal(z: Floats) -> Floats:
    """The distribution function of the standard normal, from a table (error below 1e-6)."""
    return np.interp(z, _TABLE, _NORMAL, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Problem:
    """`open_[i, g, h]` is the chance that candidate i, asked at start g, has not said yes by point h (g = 7 is never);
    `price[i, g]`; `worth[h]` what it costs that one place is open at point h; `before[j, h]` the chance that exactly j of
    those asked already have said yes by then. There are as many rows as places wanted."""

    open_: Floats
    price: Floats
    worth: Floats
    before: Floats


def exactly(rows: Floats, places: int) -> Floats:
    """The chance of exactly 0, 1 … places - 1 yeses at each point, from each one's chance of no yes yet (rows)."""
    counts = np.zeros((places, len(POINTS)))
    counts[0] = 1.0
    for row in rows:
        _count_in(counts, row)
    return counts


def _count_in(counts: Floats, row: Floats) -> None:
    counts[1:] = counts[1:] * row + counts[:-1] * (1 - row)
    counts[0] *= row


def _count_out(counts: Floats, row: Floats) -> None:
    counts[0] /= row
    for number in range(1, len(counts)):
        counts[number] = np.maximum(0.0, (counts[number] - counts[number - 1] * (1 - row)) / row)


def unanswered(chance: Floats, mu: Floats, sigma: Floats, minutes: float) -> Floats:
    """`Problem.open_` of candidates (rows) with these chances and log-minutes at each start (columns)."""
    z = (LOGS + (log(minutes) - mu)[:, :, None]) / sigma[:, None, None]
    open_ = np.ones((len(chance), NEVER + 1, NEVER + 1))
    open_[:, :NEVER] -= chance[:, :, None] * normal(z)
    return open_


def worth(minutes: float, waiting: float, failing: float) -> Floats:
    """The price of each point: the waiting around it, in prices per minute, and failing at the last."""
    prices = TRAPEZES * (waiting * minutes)
    prices[-1] += failing
    return prices


def cost(problem: Problem, starts: Starts) -> float:
    """What a schedule costs, in ordinary notices: every open place waits and may fail, and asking is paid if still needed."""
    chosen, prices = _chosen(problem, starts)
    counts = problem.before.copy()
    for row in chosen:
        _count_in(counts, row)
    expected_open = counts.cumsum(axis=0).sum(axis=0)
    asking = 0.0
    for one, start in enumerate(starts):
        others = counts.copy()
        _count_out(others, chosen[one])
        asking += prices[one] * others.sum(axis=0)[start]
    return float(expected_open @ problem.worth + asking)


def still_open(problem: Problem, starts: Starts) -> Floats:
    """The chance at each point that not everything wanted has been promised yet."""
    counts = problem.before.copy()
    for row in _chosen(problem, starts)[0]:
        _count_in(counts, row)
    return np.asarray(counts.sum(axis=0))


def _chosen(problem: Problem, starts: Starts) -> tuple[Floats, Floats]:
    rows = np.arange(len(starts))
    return problem.open_[rows, starts], problem.price[rows, starts]


def cheapest(problem: Problem) -> Starts:
    """The start of each candidate (7 is never): a ladder, then the best start for one, then for two at a time."""
    if not len(problem.price):
        return np.zeros(0, dtype=np.int64)
    starts = ladder(problem)
    if len(problem.before) > 1:
        return _several(problem, starts)
    return _pairs(problem, _descent(problem, starts))


def ladder(problem: Problem) -> Starts:
    """Everyone in the order of their price per expected yes, one at each moment, as early as their limits allow."""
    order = np.argsort(ratio(problem), kind="stable")
    starts = np.full(len(order), NEVER)
    for place, one in enumerate(order):
        allowed = np.flatnonzero(problem.price[one, min(place, NEVER - 1) : NEVER] < FORBIDDEN)
        if len(allowed):
            starts[one] = min(place, NEVER - 1) + allowed[0]
    return starts


def ratio(problem: Problem) -> Floats:
    """The lowest price of an expected yes of each candidate, over the moments they may be asked at."""
    yes = 1 - problem.open_[:, :NEVER, -1]
    return np.asarray((problem.price[:, :NEVER] / np.maximum(yes, 1e-9)).min(axis=1))


def _descent(problem: Problem, starts: Starts, rounds: int = 3) -> Starts:
    """The others fixed, the cost is linear in one candidate's chances: take the best start, in turn."""
    open_, price, chosen = problem.open_, problem.price, starts.tolist()
    still = problem.before[0].copy()
    asking = np.zeros(NEVER + 1)
    for one, start in enumerate(chosen):
        still *= open_[one, start]
        asking[start] += price[one, start]
    for _ in range(rounds):
        moved = False
        for one, start in enumerate(chosen):
            without = still / open_[one, start]
            asking[start] -= price[one, start]
            costs = open_[one] @ ((problem.worth + asking) * without)
            costs += price[one] * without
            best = int(costs.argmin())
            if best != start:
                chosen[one], moved = best, True
            asking[best] += price[one, best]
            still = without * open_[one, best]
        if not moved:
            break
    return np.array(chosen)


def _pairs(problem: Problem, starts: Starts, rounds: int = 8) -> Starts:
    """The best start for two candidates together, the others fixed, until no pair gains."""
    count = len(starts)
    if count < 2:
        return starts
    left, right = np.triu_indices(count, 1)
    open_left, open_right = problem.open_[left], problem.open_[right].transpose(0, 2, 1)
    price_left, price_right = problem.price[left][:, :, None], problem.price[right][:, None, :]
    pairs, best = np.arange(len(left)), cost(problem, starts)
    starts = starts.copy()
    for _ in range(rounds):
        chosen, prices = _chosen(problem, starts)
        still = problem.before[0] * chosen.prod(axis=0)
        asking = np.bincount(starts, prices, NEVER + 1)
        rest = np.tile(asking, (len(pairs), 1))
        rest[pairs, starts[left]] -= prices[left]
        rest[pairs, starts[right]] -= prices[right]
        without = still / (chosen[left] * chosen[right])
        costs = (open_left * ((problem.worth + rest) * without)[:, None, :]) @ open_right
        costs += price_left * without[:, :, None] * open_right
        costs += price_right * without[:, None, :] * open_left
        at = int(costs.argmin())
        if costs.flat[at] > best - 1e-9:
            break
        best = float(costs.flat[at])
        pair, first, second = np.unravel_index(at, costs.shape)
        starts[left[pair]], starts[right[pair]] = first, second
    return starts


def _several(problem: Problem, starts: Starts, rounds: int = 4) -> Starts:
    """Coordinate descent for several places: the cost is linear in one candidate's chances here too."""
    chosen, starts = _chosen(problem, starts)[0], starts.copy()
    counts = problem.before.copy()
    for row in chosen:
        _count_in(counts, row)
    asking = np.bincount(starts, problem.price[np.arange(len(starts)), starts], NEVER + 1)
    for _ in range(rounds):
        before = starts.copy()
        for one, start in enumerate(starts):
            open_, price = problem.open_[one], problem.price[one]
            _count_out(counts, open_[start])
            asking[start] -= price[start]
            needed, last = counts.sum(axis=0), counts[-1]
            costs = price * needed - (1 - open_) @ (problem.worth * needed + asking * last)
            starts[one] = best = int(costs.argmin())
            _count_in(counts, open_[best])
            asking[best] += price[best]
        if (before == starts).all():
            break
    return starts
