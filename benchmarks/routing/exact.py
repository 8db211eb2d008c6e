"""The planner's schedules beside the best of all schedules: how much dearer they are, for 4, 5 and 6 supporters.

    python benchmarks/routing/exact.py [--instances 200] [--seed 7]

Every one of the 8^n schedules is priced. Life-like asks come from supporters with hours, kinds and a past; the rough
ones have every number drawn alone. The simple rules stand beside: everybody at once, and one after another. CPU time.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.routing.instances import lifelike, rough
from holdfast.domain.asks.schedule import FORBIDDEN, NEVER, SIZE, Problem, Starts, cheapest, cost, ladder

BARS = (0.1, 2.0)
"""The mean and the worst gap to the best schedule, in percent, that must hold."""


def best_of_all(problem: Problem) -> float:
    """What the best of all schedules of one place costs."""
    count = len(problem.price)
    choices = np.indices((SIZE,) * count).reshape(count, -1)
    still = np.repeat(problem.before[0][:, None], choices.shape[1], axis=1)
    for one, starts in enumerate(choices):
        still *= problem.open_[one].T[:, starts]
    costs = problem.worth @ still
    schedules = np.arange(choices.shape[1])
    for one, starts in enumerate(choices):
        costs += problem.price[one][starts] * still[starts, schedules]
    return float(costs.min())


def all_at_once(problem: Problem) -> Starts:
    """Everybody as early as they may be asked."""
    allowed = problem.price[:, :NEVER] < FORBIDDEN
    return np.where(allowed.any(axis=1), allowed.argmax(axis=1), NEVER)


RULES: dict[str, Callable[[Problem], Starts]] = {
    "everybody at once": all_at_once,
    "one after another": ladder,
    "the planner": cheapest,
}


def measured(problems: list[Problem]) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    """Of each rule: its gaps in percent, and its CPU seconds; the enumeration's seconds too."""
    begun = time.process_time()
    best = np.array([best_of_all(problem) for problem in problems])
    seconds, gaps = {"every schedule": time.process_time() - begun}, {}
    for name, rule in RULES.items():
        rule(problems[0])
        begun = time.process_time()
        schedules = [rule(problem) for problem in problems]
        seconds[name] = time.process_time() - begun
        costs = np.array([cost(problem, starts) for problem, starts in zip(problems, schedules, strict=True)])
        gaps[name] = 100 * (costs / best - 1)
    return gaps, seconds


def main() -> int:
    """Print the tables; 1 where a bar does not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--instances", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    told = parser.parse_args()
    holds = True
    for draw in (lifelike, rough):
        for count in (4, 5, 6):
            rng = random.Random(told.seed * 100 + count)
            gaps, seconds = measured([draw(rng, count) for _ in range(told.instances)])
            print(f"\n{draw.__name__}, {count} supporters: gap of {told.instances} asks to the best of {SIZE**count:,}")

            for name, gap in gaps.items():
                micros = seconds[name] / told.instances * 1e6
                ratio = seconds["every schedule"] / seconds[name]
                p95 = np.quantile(gap, 0.95)
                print(f"  {name:18s} mean {gap.mean():8.4f} %  p95 {p95:8.3f} %  worst {gap.max():8.3f} %", end="")
                print(f"  {micros:6.0f} µs, {ratio:8,.0f} x as fast as all schedules")
            holds &= gaps["the planner"].mean() <= BARS[0] and gaps["the planner"].max() <= BARS[1]
    print(f"\nThe bars (mean {BARS[0]} %, worst {BARS[1]} %) {'hold' if holds else 'DO NOT HOLD'}.")
    return 0 if holds else 1


if __name__ == "__main__":
    raise SystemExit(main())
