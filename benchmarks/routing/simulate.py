"""Asks routed by several policies in one made-up world.

    python benchmarks/routing/simulate.py --world normal|strained|other --seeds 7 11 23 42 [--people N] [--policies ...]

Every policy meets the same people, the same asks and the same luck. See the README for the world and the figures.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.routing.engine import Run
from benchmarks.routing.world import CRISIS, DAY, World

TALK = 1


@dataclass(frozen=True, slots=True)
class Figures:
    """What one run of one policy came to; shares are 0 … 1, times minutes."""

    policy: str
    asks: int
    met: float
    crises: float
    night_crises: float
    crisis_t: tuple[float, float]
    talk_t: tuple[float, float]
    notes: int
    notes_per_met: float
    notes_per_week: float
    gini: float
    over: float
    peak: float
    muted: float
    violations: int
    predicted: float
    true: float
    seconds: float


def figures(run: Run, seconds: float) -> Figures:
    """The row of one run."""
    world, tally = run.world, run.tally
    supporting = sorted(set(world.ties.supporter))
    guesses = np.array(tally.predicted or [(np.nan, np.nan, 0.0)])
    crises = [ask for ask in world.asks if ask.kind == CRISIS]
    nights = [ask for ask in crises if not 7 <= ask.at % DAY / 60 < 22]
    return Figures(
        run.policy.name,
        len(world.asks),
        len(tally.met) / len(world.asks),
        sum(ask.id in tally.met for ask in crises) / max(1, len(crises)),
        sum(ask.id in tally.met for ask in nights) / max(1, len(nights)),
        _times(run, CRISIS),
        _times(run, TALK),
        tally.notes,
        tally.notes / max(1, len(tally.met)),
        tally.notes / len(supporting) / world.shape.days * 7,
        gini(np.array([run.effort[who] for who in supporting])),
        float(np.mean([run.peak[who] > 1 + 1e-9 for who in supporting])),
        float(np.max(run.peak)),
        float(np.mean([run.ever_muted[who] for who in supporting])),
        tally.violations,
        float(guesses[:, 0].mean()),
        float(guesses[:, 1].mean()),
        seconds,
    )


def _times(run: Run, kind: int) -> tuple[float, float]:
    took = [run.tally.met[ask.id] for ask in run.world.asks if ask.kind == kind and ask.id in run.tally.met]
    return (float(np.quantile(took, 0.5)), float(np.quantile(took, 0.95))) if took else (np.nan, np.nan)


def gini(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    """0: all give the same; 1: one gives everything."""
    ordered = np.sort(values)
    total = ordered.sum()
    if not total:
        return 0.0
    ranks = np.arange(1, len(ordered) + 1)
    return float((2 * ranks - len(ordered) - 1) @ ordered / (len(ordered) * total))


def measured(world: World, policy: object) -> Figures:
    """One policy run through one world."""
    began = time.process_time()
    run = Run(world, policy)  # type: ignore[arg-type]
    run.run()
    return figures(run, time.process_time() - began)
