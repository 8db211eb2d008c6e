"""The schedule of waves that costs least: burden if still needed, waiting and failing together (routing model 3.3).

Every candidate has one start out of eight (seven moments and never). With the others fixed the cost is linear in what
one candidate's start changes, so the best start of one, two or three together is a small table. The search moves two at
a time from several first schedules at once, then three at a time; `benchmarks/routing/exact.py` measures what is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import erf, log, sqrt

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Starts = NDArray[np.int64]
"""The start of each candidate, 0 … 7; 7 is never."""
STARTS = (0.0, 0.04, 0.10, 0.20, 0.35, 0.55, 0.75)
"""When somebody may be asked, as shares of the time that is left."""
POINTS = np.array((*STARTS, 1.0))
NEVER = len(STARTS)
SIZE = NEVER + 1
FORBIDDEN = 1e9
"""The price of asking at a moment that crosses a limit: no schedule is worth it."""
AT_THREE, AT_TWICE = 6, 8
"""Up to so many candidates are moved three at a time in the end, and are begun with twice."""
GAIN = 1e-9
STEPS = np.diff(POINTS)
TRAPEZES = np.append(STEPS, 0) / 2 + np.insert(STEPS, 0, 0) / 2
AFTER = POINTS[None, :] - POINTS[:NEVER, None]
LOGS = np.log(np.where(AFTER > 0, AFTER, 1e-300))
"""The logarithm of the time from each start to each point; far below zero where the point is not after the start."""
_Z = np.linspace(-8, 8, 4097)
_NORMAL = np.array([erf(one / sqrt(2)) / 2 + 0.5 for one in _Z])
_ONE_HOT = np.eye(SIZE)
_DIAGONAL = np.arange(SIZE)


def normal(z: Floats) -> Floats:
    """The distribution function of the standard normal, from a table (error below 1e-6)."""
    return np.asarray(np.interp(z, _Z, _NORMAL, 0.0, 1.0))


@dataclass(frozen=True, slots=True)
class Problem:
    """`open_[i, g, h]` is the chance that candidate i, asked at start g, has not said yes by point h (g = 7 is never);
    `price[i, g]` (0 for never); `worth[h]` what it costs that one place is open at point h; `before[j, h]` the chance
    that exactly j of those asked already have said yes by then. There are as many rows as places wanted."""

    open_: Floats
    price: Floats
    worth: Floats
    before: Floats

    def of(self, rows: Starts) -> Problem:
        """The same with these candidates only."""
        return Problem(self.open_[rows], self.price[rows], self.worth, self.before)


def exactly(rows: Floats, places: int) -> Floats:
    """The chance of exactly 0, 1 … places - 1 yeses at each point, from each one's chance of no yes yet (rows)."""
    counts = np.zeros((places, SIZE))
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
    open_ = np.ones((len(chance), SIZE, SIZE))
    open_[:, :NEVER] -= chance[:, :, None] * normal(z)
    return open_


def worth(minutes: float, waiting: float, failing: float) -> Floats:
    """The price of each point: the waiting around it, in prices per minute, and failing at the last."""
    prices = TRAPEZES * (waiting * minutes)
    prices[-1] += failing
    return prices


def cost(problem: Problem, starts: Starts) -> float:
    """What a schedule costs, in ordinary notices: open places wait and may fail; asking is paid if still needed."""
    chosen, prices = _chosen(problem, starts)
    counts = problem.before.copy()
    for row in chosen:
        _count_in(counts, row)
    asking = 0.0
    for one, start in enumerate(starts.tolist()):
        others = counts.copy()
        _count_out(others, chosen[one])
        asking += float(prices[one] * others[:, start].sum())
    return float(counts.cumsum(axis=0).sum(axis=0) @ problem.worth) + asking


def still_open(problem: Problem, starts: Starts) -> Floats:
    """The chance at each point that not everything wanted has been promised yet."""
    chosen = _chosen(problem, starts)[0]
    if len(problem.before) == 1:
        return np.asarray(problem.before[0] * chosen.prod(axis=0))
    counts = problem.before.copy()
    for row in chosen:
        _count_in(counts, row)
    return np.asarray(counts.sum(axis=0))


def _chosen(problem: Problem, starts: Starts) -> tuple[Floats, Floats]:
    rows = np.arange(len(starts))
    return problem.open_[rows, starts], problem.price[rows, starts]


def cheapest(problem: Problem) -> Starts:
    """The best schedule the search finds."""
    if not len(problem.price):
        return np.zeros(0, dtype=np.int64)
    if len(problem.before) > 1:
        tries = (_several(problem, starts) for starts in first_schedules(problem))
        return min(tries, key=lambda starts: cost(problem, starts))
    first = first_schedules(problem)
    starts = _two_at_a_time(problem, first if len(problem.price) <= AT_TWICE else first[:1])
    return _three_at_a_time(problem, starts) if len(starts) <= AT_THREE else starts


def ratio(problem: Problem) -> Floats:
    """The lowest price of an expected yes of each candidate, over the moments they may be asked at."""
    yes = 1 - problem.open_[:, :NEVER, -1]
    return np.asarray((problem.price[:, :NEVER] / np.maximum(yes, 1e-9)).min(axis=1))


def first_schedules(problem: Problem) -> Starts:
    """A ladder, and everybody as late as they may be asked (rows)."""
    allowed = problem.price[:, :NEVER] < FORBIDDEN
    late = np.where(allowed.any(axis=1), NEVER - 1 - allowed[:, ::-1].argmax(axis=1), NEVER)
    return np.stack((ladder(problem), late))


def ladder(problem: Problem) -> Starts:
    """Everyone in the order of their price per expected yes, one at each moment, as early as their limits allow."""
    rank = np.empty(len(problem.price), dtype=np.int64)
    rank[np.argsort(ratio(problem), kind="stable")] = np.arange(len(rank))
    allowed = problem.price[:, :NEVER] < FORBIDDEN
    allowed &= np.arange(NEVER) >= np.minimum(rank, NEVER - 1)[:, None]
    return np.where(allowed.any(axis=1), allowed.argmax(axis=1), NEVER)


def _one_at_a_time(problem: Problem, starts: Starts, rounds: int = 3) -> Starts:
    """The others fixed, the best start of each in turn, until nobody moves."""
    open_, price, chosen = problem.open_, problem.price, starts.tolist()
    rows, prices = _chosen(problem, starts)
    still, asking = problem.before[0] * rows.prod(axis=0), problem.worth + np.bincount(starts, prices, SIZE)
    for _ in range(rounds):
        moved = False
        for one, start in enumerate(chosen):
            without = still / open_[one, start]
            asking[start] -= price[one, start]
            costs = open_[one] @ (asking * without)
            costs += price[one] * without
            best = int(costs.argmin())
            moved |= best != start
            chosen[one] = best
            asking[best] += price[one, best]
            still = without * open_[one, best]
        if not moved:
            break
    return np.array(chosen)


@lru_cache(maxsize=64)
def _sets(count: int, size: int) -> Starts:
    """All sets of this size out of so many, one row for each member."""
    return np.array(list(combinations(range(count), size)), dtype=np.int64).reshape(-1, size).T


def _two_at_a_time(problem: Problem, starts: Starts, rounds: int = 24) -> Starts:
    """From each of these schedules (rows): the best move of two together, until no two gain; the cheapest of them."""
    count = len(problem.price)
    if count < 2:
        return _one_at_a_time(problem, starts[0])
    left, right = _sets(count, 2)
    of_left = (problem.open_.take(left, 0), problem.price.take(left, 0))
    of_right = (problem.open_.take(right, 0).transpose(0, 2, 1).copy(), problem.price.take(right, 0))
    book, best, moving = _book(problem), np.full(len(starts), np.inf), np.arange(len(starts))
    for _ in range(rounds):
        page = book.take(starts[moving] + np.arange(0, count * SIZE, SIZE), 0)
        still, first, second = page[:, :, 0].prod(1), page.take(left, 1), page.take(right, 1)
        without = (problem.before * still)[:, None] / (first[:, :, 0] * second[:, :, 0])
        asking = (problem.worth + page[:, :, 1].sum(1))[:, None] - first[:, :, 1] - second[:, :, 1]
        costs = _pair_costs(of_left, of_right, asking * without, without)
        moving, cells = _gaining(costs.reshape(len(moving), -1), moving, best)
        if not len(moving):
            break
        pair, cell = np.divmod(cells, SIZE * SIZE)
        starts[moving, left[pair]], starts[moving, right[pair]] = np.divmod(cell, SIZE)
    return np.asarray(starts[best.argmin()])


def _pair_costs(left: tuple[Floats, Floats], right: tuple[Floats, Floats], worth: Floats, without: Floats) -> Floats:
    """What every start of the one (rows) with every start of the other (columns) costs, from each one's
    chances of no yes (of `right` turned: points, then starts) and prices. The others are in `worth` and `without`."""
    table = left[0] * worth[:, :, None, :]
    table.reshape(*without.shape[:2], -1)[:, :, :: SIZE + 1] += left[1] * without
    costs = table @ right[0]
    np.multiply(left[0], (right[1] * without)[:, :, None, :], out=table)
    costs += table
    return np.asarray(costs)


def _book(problem: Problem) -> Floats:
    """For each candidate and start (rows): the chances of no yes, and what is paid at which point."""
    paid = _ONE_HOT * problem.price[:, :, None]
    return np.stack((problem.open_, paid), axis=2).reshape(-1, 2, SIZE)


def _gaining(costs: Floats, moving: Starts, best: Floats) -> tuple[Starts, Starts]:
    """Which schedules still gain, and the cell of their best move; notes what they cost then."""
    cells = costs.argmin(axis=1)
    values = costs[np.arange(len(cells)), cells]
    gains = values < best[moving] - GAIN
    best[moving[gains]] = values[gains]
    return moving[gains], cells[gains]


def _three_at_a_time(problem: Problem, starts: Starts, rounds: int = 6) -> Starts:
    """The best move of three together, until no three gain."""
    if len(starts) < 3:
        return starts
    left, middle, right = _sets(len(starts), 3)
    open_, price = problem.open_, problem.price
    open_left, open_middle, open_right = open_.take(left, 0), open_.take(middle, 0), open_.take(right, 0)
    both = open_left[:, :, None, :] * open_middle[:, None, :, :]
    price_left = price.take(left, 0)[:, :, None] * open_middle.transpose(0, 2, 1)
    price_middle = price.take(middle, 0)[:, None, :] * open_left
    price_right, open_right = price.take(right, 0), open_right.transpose(0, 2, 1).copy()
    book, best, moving, starts = _book(problem), np.full(1, np.inf), np.zeros(1, dtype=np.int64), starts.copy()
    for _ in range(rounds):
        page = book.take(starts + np.arange(0, len(starts) * SIZE, SIZE), 0)
        first, second, third = page.take(left, 0), page.take(middle, 0), page.take(right, 0)
        without = problem.before[0] * page[:, 0].prod(0) / (first[:, 0] * second[:, 0] * third[:, 0])
        asking = problem.worth + page[:, 1].sum(0) - first[:, 1] - second[:, 1] - third[:, 1]
        table = both * (asking * without)[:, None, None, :]
        table[:, _DIAGONAL, :, _DIAGONAL] += (price_left * without[:, :, None]).transpose(1, 0, 2)
        table[:, :, _DIAGONAL, _DIAGONAL] += price_middle * without[:, None, :]
        costs = table.reshape(len(left), -1, SIZE) @ open_right
        np.multiply(both, (price_right * without)[:, None, None, :], out=table)
        costs += table.reshape(costs.shape)
        moving, cells = _gaining(costs.reshape(1, -1), moving, best)
        if not len(moving):
            break
        three, *cell = np.unravel_index(int(cells[0]), both.shape)
        starts[left[three]], starts[middle[three]], starts[right[three]] = cell
    return starts


def _several(problem: Problem, starts: Starts, rounds: int = 4) -> Starts:
    """For several places: the cost is linear in one candidate's chances here too; the best start of each in turn."""
    chosen, prices = _chosen(problem, starts)
    counts = problem.before.copy()
    for row in chosen:
        _count_in(counts, row)
    asking = np.bincount(starts, prices, SIZE)
    moved = starts.copy()
    for _ in range(rounds):
        was = moved.copy()
        for one, start in enumerate(was.tolist()):
            open_, price = problem.open_[one], problem.price[one]
            _count_out(counts, open_[start])
            asking[start] -= price[start]
            needed = counts.sum(axis=0)
            costs = price * needed - (1 - open_) @ (problem.worth * needed + asking * counts[-1])
            moved[one] = best = int(costs.argmin())
            _count_in(counts, open_[best])
            asking[best] += price[best]
        if (was == moved).all():
            break
    return moved
