"""Asks routed by several policies in one made-up world.

    python benchmarks/routing/simulate.py --world normal|strained|other --seeds 7 11 23 42 [--people N] [--policies ...]

Every policy meets the same people, the same asks and the same luck. See the README for the world and the figures.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.routing.engine import Policy, Run
from benchmarks.routing.policies import Clairvoyant, Holdfast, TrueModel, relaxed, rules
from benchmarks.routing.world import CRISIS, DAY, WORLDS, World, made

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


def measured(world: World, policy: Policy) -> Figures:
    """One policy run through one world."""
    began = time.process_time()
    run = Run(world, policy)
    run.run()
    return figures(run, time.process_time() - began)


def contestants(world: World) -> dict[str, Callable[[], Policy]]:
    """Every policy by its name, made new for each run."""
    every: dict[str, Callable[[], Policy]] = {name: (lambda rule=rule: rule) for name, rule in rules().items()}
    every |= {
        "Holdfast": lambda: Holdfast(world),
        "true model": lambda: TrueModel(world),
        "clairvoyant": Clairvoyant,
    }
    return every


def ablations(world: World) -> dict[str, Callable[[], Policy]]:
    """Holdfast with one part taken away, or its dial turned."""
    parts = {
        "no enrolment answer": "enrolment",
        "no load and balance price": "load",
        "no censoring": "censoring",
        "no learning of supporters": "own",
        "no learning of people in general": "people",
    }
    every: dict[str, Callable[[], Policy]] = {"Holdfast": lambda: Holdfast(world)}
    for name, part in parts.items():
        every[name] = lambda name=name, part=part: Holdfast(world, name, part)
    for dial in (-2, -1, 1, 2):
        every[f"dial {dial:+}"] = lambda dial=dial: Holdfast(world, f"dial {dial:+}", dial=dial)
    return every


HEAD = (
    "| policy | met | crises met (night) | crisis t50/t95 | talk t50/t95 | notes per met ask | notes / week "
    "| Gini | over capacity | muted | violations | predicted / true | s |\n|" + "---|" * 13
)


def row(one: Figures) -> str:
    """One line of the table."""
    guess = "" if np.isnan(one.predicted) else f"{one.predicted:.3f} / {one.true:.3f}"
    return (
        f"| {one.policy} | {one.met:.2%} | {one.crises:.2%} ({one.night_crises:.1%}) "
        f"| {one.crisis_t[0]:.1f} / {one.crisis_t[1]:.1f} | {one.talk_t[0]:.1f} / {one.talk_t[1]:.0f} "
        f"| {one.notes_per_met:.3f} | {one.notes_per_week:.2f} | {one.gini:.3f} | {one.over:.2%} | {one.muted:.2%} "
        f"| {one.violations} | {guess} | {one.seconds:.0f} |"
    )


def bound(world: World) -> str:
    """What could be met at all, in words."""
    could = relaxed(world)
    crises = [ask for ask in world.asks if ask.kind == CRISIS]
    nights = [ask for ask in crises if not 7 <= ask.at % DAY / 60 < 22]
    shares = [sum(ask.id in could for ask in some) / max(1, len(some)) for some in (world.asks, crises, nights)]
    return f"relaxed bound: {shares[0]:.2%} of asks, {shares[1]:.2%} of crises, {shares[2]:.2%} of crises at night"


def bars(rows: Sequence[Figures], *, strained: bool) -> Iterator[str]:
    """The figures of the reference's section 5 with their bars."""
    by = {one.policy: one for one in rows}
    if not {"Holdfast", "clairvoyant", "true model", "broadcast to all"} <= by.keys():
        return
    ours, best, told, all_ = (by[name] for name in ("Holdfast", "clairvoyant", "true model", "broadcast to all"))
    for name, value, bar, more in (
        ("met / clairvoyant", ours.met / (best.met or np.nan), 0.95 if strained else 0.99, True),
        ("met / clairvoyant, true model (for comparison)", told.met / (best.met or np.nan), 0.0, True),
        ("crises met / clairvoyant", ours.crises / (best.crises or np.nan), 0.95 if strained else 0.985, True),
        (
            "notes per met / broadcast to all",
            ours.notes_per_met / all_.notes_per_met,
            0.14 if strained else 0.18,
            False,
        ),
        ("notes per met / true model", ours.notes_per_met / told.notes_per_met, 1.10, False),
        ("|predicted - true|", abs(ours.predicted - ours.true), 0.02, False),
        ("Gini", ours.gini, 0.68, False),
        ("violations", ours.violations, 0, False),
    ):
        met = value >= bar if more else value <= bar
        yield f"- {name}: {value:.4f} (bar {bar}) {'met' if met else 'MISSED'}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run and print."""
    asked = _parser().parse_args(arguments)
    shape = WORLDS[asked.world]
    if asked.people:
        shape = replace(shape, people=asked.people)
    if asked.days:
        shape = replace(shape, days=asked.days)
    for seed in asked.seeds:
        world = made(shape, seed)
        print(
            f"\n## {asked.world}, seed {seed}: {shape.people} people, {len(set(world.ties.supporter))} supporters, "
            f"{len(world.ties)} ties, {len(world.asks)} asks; {bound(world)}\n\n{HEAD}",
            flush=True,
        )
        every = ablations(world) if asked.ablations else contestants(world)
        rows = []
        for name in asked.policies or every:
            rows.append(measured(world, every[name]()))
            print(row(rows[-1]), flush=True)
        print("", *bars(rows, strained=asked.world == "strained"), sep="\n", flush=True)
        if asked.json:
            with Path(asked.json).open("a") as file:
                file.writelines(json.dumps({"world": asked.world, "seed": seed, **asdict(one)}) + "\n" for one in rows)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--world", choices=WORLDS, default="normal")
    parser.add_argument("--seeds", type=int, nargs="+", default=[7])
    parser.add_argument("--people", type=int)
    parser.add_argument("--days", type=int)
    parser.add_argument("--policies", nargs="+")
    parser.add_argument("--ablations", action="store_true")
    parser.add_argument("--json", help="append the figures to this file")
    return parser


if __name__ == "__main__":
    main()
