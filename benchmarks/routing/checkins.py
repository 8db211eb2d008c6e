"""Missed check-ins: fixed rules beside ours, in a simulated world (8,000 people, 90 days).

    python benchmarks/routing/checkins.py [--people 8000] [--seeds 7 11 23 42]

The hidden world: everybody has a usual lateness and a spread of their own (heavy tails), forgets 7 % of days, is in
real trouble on 0.15 %, does not see the phone on 6 % and overlooks one question in eight; answers take about 16
minutes. It was set so that the fixed rules give what was measured before (1.09, 0.30 and 0.24 false alarms); the rules
know nothing of it. A second world sleeps in at weekends, a third answers half as fast. Prints false alarms and days
with a question per person and month, minutes from the due time to the alarm, and the share of alarms that are real.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2]))

from holdfast.domain.lateness import EARLY, GAPS, KEPT, PULL, USUAL, Pace, patience_minutes

DAYS = 90
MONTH = 30
Floats = NDArray[np.float64]
Wait = Callable[[Floats, NDArray[np.bool_], int], Floats]


@dataclass(frozen=True)
class World:
    """`late[i, d]` minutes, infinite where nothing comes by itself; `answers[i, d, n]` minutes after question n."""

    late: Floats
    answers: Floats
    trouble: NDArray[np.bool_]
    weekend: NDArray[np.bool_]


def world(seed: int, people: int, sleeps_in: float = 0.0, slow: float = 1.0) -> World:
    """A world of this seed; `sleeps_in` minutes later at weekends, `slow` times slower to answer."""
    chance = np.random.default_rng(seed)
    shape = (people, DAYS)
    spread = 40 * np.exp(0.6 * chance.standard_normal(people))
    usual = 2 + 20 * chance.standard_normal(people)
    late = usual[:, None] + spread[:, None] * chance.standard_t(5, shape)
    weekend = np.arange(DAYS) % 7 >= 5
    late += weekend * (sleeps_in * np.abs(chance.standard_normal(people)))[:, None]
    trouble = chance.random(shape) < 0.0015
    late[(chance.random(shape) < 0.07) | trouble] = np.inf
    pace = slow * 16 * np.exp(0.3 * chance.standard_normal(people))
    answers = pace[:, None, None] * np.exp(0.51 * chance.standard_normal((*shape, 3)))
    answers[chance.random(answers.shape) < 0.12] = np.inf
    answers[(chance.random(shape) < 0.06) | trouble] = np.inf
    return World(late, answers, trouble, weekend)


@dataclass(frozen=True)
class Rule:
    """How long the first question waits, when the questions come after that, and the alarm."""

    name: str
    wait: Wait
    questions: tuple[float, ...]
    alarm: float


def fixed(minutes: float) -> Wait:
    """The same for everybody."""
    return lambda _known, _alike, people: np.full(people, minutes)


def own_quantile(known: Floats, alike: NDArray[np.bool_], people: int) -> Floats:
    """Nine of ten of one's own, drawn to what is usual; all days alike (the rule before)."""
    if not known.shape[1]:
        return np.full(people, USUAL)
    counted = np.count_nonzero(~np.isnan(known), axis=1)
    ordered = np.sort(known, axis=1)
    place = 0.9 * np.maximum(counted - 1, 0)
    low = ordered[np.arange(people), np.floor(place).astype(int)]
    high = ordered[np.arange(people), np.ceil(place).astype(int)]
    own = np.where(counted > 0, low + (high - low) * (place % 1), 0.0)
    return (counted * own + PULL * USUAL) / (counted + PULL)


def learned(known: Floats, alike: NDArray[np.bool_], people: int) -> Floats:
    """The product's."""
    return patience_minutes(known, np.broadcast_to(alike, known.shape))


def ours(pace: Pace) -> Rule:
    """The product's rule."""
    gap = GAPS[pace].total_seconds() / 60
    return Rule(f"Holdfast, {pace}", learned, (0, gap, 2 * gap), 3 * gap)


RULES = (
    Rule("fixed 60, nobody asked first", fixed(60), (), 0),
    Rule("fixed 60, asked at once", fixed(0), (0,), 60),
    Rule("fixed 120, asked at 60 and 90", fixed(60), (0, 30), 60),
    Rule("fixed 180, asked at 120 and 150", fixed(120), (0, 30), 60),
    Rule("own q90 + 60, asked at 0 and 30", own_quantile, (0, 30), 60),
    Rule("  and 15 minutes more", own_quantile, (0, 30), 75),
    Rule("  and a third question", own_quantile, (0, 25, 50), 75),
    ours(Pace.USUAL),
    ours(Pace.PATIENT),
)


@dataclass
class Seen:
    """Sums over days."""

    false: int = 0
    real: int = 0
    asked: int = 0
    minutes: float = 0.0


def run(world: World, rule: Rule) -> Seen:
    """Ninety days of one rule."""
    people = len(world.late)
    known = np.full(world.late.shape, np.nan)
    seen = Seen()
    for day in range(DAYS):
        window = slice(max(0, day - KEPT), day)
        alike = world.weekend[window] == world.weekend[day]
        wait = rule.wait(known[:, window], alike, people)
        comes = world.late[:, day].copy()
        for number, after in enumerate(rule.questions):
            asks = comes > wait + after
            seen.asked += np.count_nonzero(asks) if number == 0 else 0
            answer = wait + after + world.answers[:, day, number]
            comes = np.where(asks, np.minimum(comes, answer), comes)
        alarmed = comes > wait + rule.alarm
        seen.false += np.count_nonzero(alarmed & ~world.trouble[:, day])
        seen.real += np.count_nonzero(alarmed & world.trouble[:, day])
        seen.minutes += float((wait + rule.alarm).mean())
        known[:, day] = np.where(comes <= EARLY.total_seconds() / 60, np.maximum(comes, 0), np.nan)
    return seen


def show(title: str, worlds: list[World]) -> None:
    """One line for each rule, over all seeds; in brackets the least and the most false alarms of one seed."""
    print(f"\n{title}")
    print(f"{'':34} {'false alarms':>12} {'of one seed':>14} {'minutes':>8} {'real':>7} {'days asked':>11}")
    for rule in RULES:
        found = [run(one, rule) for one in worlds]
        months = len(worlds[0].late) * DAYS / MONTH
        false = [one.false / months for one in found]
        minutes = sum(one.minutes for one in found) / len(found) / DAYS
        real = sum(one.real for one in found) / sum(one.real + one.false for one in found)
        asked = sum(one.asked for one in found) / len(found) / months
        span = f"({min(false):.3f}-{max(false):.3f})"
        print(f"{rule.name:34} {np.mean(false):12.3f} {span:>14} {minutes:8.0f} {real:7.1%} {asked:11.2f}", flush=True)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=8000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[7, 11, 23, 42])
    asked = parser.parse_args()
    print(f"{asked.people} people, {DAYS} days, seeds {asked.seeds}; per person and month")
    show("The world of before", [world(seed, asked.people) for seed in asked.seeds])
    show("Everybody sleeps in at weekends", [world(seed, asked.people, sleeps_in=90) for seed in asked.seeds])
    show("Answers take twice as long", [world(seed, asked.people, slow=2) for seed in asked.seeds])


if __name__ == "__main__":
    main()
