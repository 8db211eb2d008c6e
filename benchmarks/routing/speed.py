"""How fast asks are scored and planned: one at a time as the product does, and many at once.

    python benchmarks/routing/speed.py [--persons 200000] [--asks 200000] [--seed 7] [--rounds 5]

Everything in one run, in turns, on one core, in CPU time, so that what is slow today is slow for all: one at a time in
plain Python (`refusal_of` and `estimate` of twelve supporters; `plan`, which prepares them too), all schedules of six
supporters priced (`exact.best_of_all`), and the batch on pages of so many persons, asked in random order so that memory
is cold. Pages are dealt from 200 packed persons. The middle of the rounds is told, and the slowest. What the batch's
shorter search costs beside `schedule.cheapest` is told in percent.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.routing.exact import best_of_all
from benchmarks.routing.instances import SUNDAY, asking, lifelike, moment, supporter
from holdfast.domain.asks import batch, schedule
from holdfast.domain.asks.batch import BARRED, KINDS, TIES, Asks, Pages, Schedules
from holdfast.domain.asks.candidates import Candidate, refusal_of
from holdfast.domain.asks.estimates import Estimate, estimate
from holdfast.domain.asks.kinds import WEIGHTS
from holdfast.domain.asks.planning import Asking, plan

DEALT = 200
BARS = {"scored": 1_000_000, "planned": 150_000}
"""A second."""
SLOWEST_PLAN = 2.0
"""Milliseconds, at p95."""


def seconds(work: Callable[[], object]) -> float:
    """CPU time of this process."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def dealt(persons: int, seed: int) -> Pages:
    """Pages of so many persons."""
    rng = random.Random(seed)
    people = [[supporter(rng, number) for number in range(TIES)] for _ in range(DEALT)]
    pages = batch.packed(people, SUNDAY)
    return Pages(pages.words[np.random.default_rng(seed).integers(0, DEALT, persons)], pages.since)


def asked(count: int, persons: int, seed: int) -> Asks:
    """Asks of anybody, of any kind, at any moment of the week."""
    draws = np.random.default_rng(seed)
    within = np.array([WEIGHTS[kind].within.total_seconds() / 60 for kind in KINDS])
    kind = draws.integers(0, len(KINDS), count)
    minutes = (within[kind] * draws.choice((0.5, 1, 1, 2), count)).astype(np.float32)
    person, at = draws.integers(0, persons, count), draws.integers(0, 5 * 1440, count)
    return Asks(person, kind, at, minutes, draws.integers(-2, 3, count))


def one_at_a_time(seed: int, count: int = 300) -> tuple[list[float], list[float]]:
    """Milliseconds of each scoring, and each plan, of twelve supporters (a plan prepares them too), the slowest
    last."""
    rng = random.Random(seed)
    tasks = []
    for _ in range(count):
        now = moment(rng) + timedelta(seconds=rng.randrange(60))
        tasks.append((asking(rng, now), [supporter(rng, number) for number in range(TIES)], now))
    return (
        sorted(1000 * seconds(partial(score, *task)) for task in tasks),
        sorted(1000 * seconds(partial(plan, *task)) for task in tasks),
    )


def score(ask: Asking, candidates: list[Candidate], now: datetime) -> list[Estimate]:
    """Whom may be asked at once, and what to expect of them."""
    may_ask = [one for one in candidates if refusal_of(one, ask.kind, now) is None]
    return [estimate(one, ask.kind, [now], now) for one in may_ask]


def dearer(pages: Pages, asks: Asks) -> np.ndarray:
    """By how many percent the batch's schedules cost more than the planner's search finds."""
    _, table = batch.problems(pages, asks)
    found = Schedules(table)
    found.improve()
    price = np.where(table.price >= BARRED, schedule.FORBIDDEN, table.price).astype(float)
    gaps = []
    for row, cost in enumerate(found.costs()):
        open_, worth = table.open_[..., row].astype(float), table.worth[:, row].astype(float)
        problem = schedule.Problem(open_, price[..., row], worth, np.ones((1, schedule.SIZE)))
        gaps.append(100 * (cost / schedule.cost(problem, schedule.cheapest(problem)) - 1))
    return np.array(gaps)


def main() -> int:
    """Print the table; 1 where a bar does not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--persons", type=int, default=200_000)
    parser.add_argument("--asks", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=5)
    told = parser.parse_args()
    pages, asks = dealt(told.persons, told.seed), asked(told.asks, told.persons, told.seed)
    rng = random.Random(told.seed)
    sixes = [lifelike(rng, 6) for _ in range(20)]
    print(f"{told.persons:,} persons, {pages.words.nbytes / 2**30:.2f} GiB of pages, {told.asks:,} asks, CPU time")
    found = Found([], [], [], [], [])
    one_at_a_time(told.seed, 20)
    for number in range(told.rounds):
        found.scored.append(told.asks / seconds(lambda: batch.scored(pages, asks)))
        found.planned.append(told.asks / seconds(lambda: batch.planned(pages, asks)))
        scores, plans = one_at_a_time(told.seed + number)
        found.scores.append(float(np.mean(scores)))
        found.plans.append(plans)
        found.enumerated.append(1000 * seconds(lambda: [best_of_all(problem) for problem in sixes]) / len(sixes))
    holds = found.tell()
    gaps = dearer(pages, asked(1000, told.persons, told.seed + 1))
    p95 = np.quantile(gaps, 0.95)
    print(f"the batch's schedules beside the planner's search: mean {gaps.mean():+.2f} %, p95 {p95:+.2f} %")
    return 0 if holds else 1


@dataclass
class Found:
    """Of each round: asks scored and planned a second by the batch; milliseconds of one scoring (mean), of each plan,
    and of pricing all schedules of six."""

    scored: list[float]
    planned: list[float]
    scores: list[float]
    plans: list[list[float]]
    enumerated: list[float]

    def tell(self) -> bool:
        """Print them; whether the bars hold."""
        plans, enumerated = np.array(self.plans), float(np.median(self.enumerated))
        p95 = np.median(np.quantile(plans, 0.95, axis=1))
        print(f"one plan: {np.median(plans):.2f} ms, p95 {p95:.2f} ms (bar {SLOWEST_PLAN})", end="; ")
        print(f"all schedules of six: {enumerated:.1f} ms")
        self._tell("scored", self.scored, float(np.median(self.scores)))
        self._tell("planned", self.planned, float(np.mean(plans)))
        print(f"planned: {np.median(self.planned) * enumerated / 1000:,.0f} x as fast as pricing all schedules")
        rates = {"scored": self.scored, "planned": self.planned}
        holds = p95 <= SLOWEST_PLAN and all(np.median(rate) >= BARS[name] for name, rate in rates.items())
        print(f"The bars {'hold' if holds else 'DO NOT HOLD'}.")
        return bool(holds)

    def _tell(self, name: str, rates: list[float], alone: float) -> None:
        middle = float(np.median(rates))
        print(f"{name}: {middle:,.0f} a second, slowest round {min(rates):,.0f} (bar {BARS[name]:,})", end="")
        print(f"; {middle * alone / 1000:,.0f} x plain Python one at a time ({alone:.2f} ms)")


if __name__ == "__main__":
    raise SystemExit(main())
