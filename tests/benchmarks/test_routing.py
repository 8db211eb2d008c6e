"""The simulation of asks: the same for the same seed, no limit crossed, and nobody better than who knows everything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.routing.engine import Policy, Run
from benchmarks.routing.policies import Clairvoyant, Holdfast, TrueModel, relaxed, rules
from benchmarks.routing.simulate import Figures, ablations, figures, gini, main
from benchmarks.routing.world import NORMAL, OTHER, World, made

SHAPE = replace(NORMAL, people=30, days=10, asks_a_day=0.4)
WITHIN = ("broadcast within boundaries", "ladder within boundaries", "random 3 per wave", "2/3/rest by closeness")


@pytest.fixture(scope="module")
def world() -> World:
    """Thirty people and ten days."""
    return made(SHAPE, 7)


def done(world: World, policy: Policy) -> Run:
    run = Run(world, policy)
    run.run()
    return run


@pytest.fixture(scope="module")
def ours(world: World) -> Run:
    """Holdfast in that world."""
    return done(world, Holdfast(world))


@pytest.fixture(scope="module")
def best(world: World) -> Run:
    """The clairvoyant in that world."""
    return done(world, Clairvoyant())


def met(run: Run) -> set[int]:
    return set(run.tally.met)


def test_the_same_world_comes_again(world: World) -> None:
    again = made(SHAPE, 7)
    assert again.asks == world.asks
    assert again.ties == world.ties


def test_another_seed_gives_another_world(world: World) -> None:
    assert made(SHAPE, 8).asks != world.asks


def test_the_same_run_comes_again(world: World, ours: Run) -> None:
    assert done(world, Holdfast(world)).tally == ours.tally


def test_holdfast_crosses_no_limit(ours: Run) -> None:
    assert ours.tally.violations == 0


@pytest.mark.parametrize("name", WITHIN)
def test_a_rule_within_boundaries_crosses_no_limit(world: World, name: str) -> None:
    assert done(world, rules()[name]).tally.violations == 0


def test_broadcasting_to_all_crosses_limits(world: World) -> None:
    assert done(world, rules()["broadcast to all"]).tally.violations > 0


def test_nobody_meets_what_could_not_be_met(world: World, ours: Run, best: Run) -> None:
    could = relaxed(world)
    assert met(best) <= could
    assert met(ours) <= could


def test_who_knows_every_answer_meets_most(world: World, ours: Run, best: Run) -> None:
    others = [ours, *(done(world, rules()[name]) for name in WITHIN)]
    assert len(met(best)) >= max(len(met(one)) for one in others)


def test_who_knows_every_answer_asks_one(best: Run) -> None:
    assert best.tally.notes == len(best.tally.met)


def test_holdfast_asks_less_than_a_broadcast(world: World, ours: Run) -> None:
    assert ours.tally.notes < done(world, rules()["broadcast within boundaries"]).tally.notes / 2


def test_everybody_met_was_met_in_time(world: World, ours: Run) -> None:
    assert all(0 <= took <= world.asks[ask].until - world.asks[ask].at for ask, took in ours.tally.met.items())


def test_who_is_told_the_truth_predicts_it(world: World) -> None:
    told = done(world, TrueModel(world)).tally.predicted
    assert all(predicted == true for predicted, true, _ in told)


def test_a_differently_shaped_world_runs_without_crossing_limits() -> None:
    other = made(replace(OTHER, people=30, days=10), 7)
    assert done(other, Holdfast(other)).tally.violations == 0


def every_part() -> Iterator[str]:
    yield from ablations(made(replace(SHAPE, people=2, days=1), 1))


@pytest.mark.parametrize("part", list(every_part()))
def test_holdfast_without_a_part_crosses_no_limit(part: str) -> None:
    small = made(replace(SHAPE, days=3), 7)
    assert done(small, ablations(small)[part]()).tally.violations == 0


def test_shares_are_shares(ours: Run) -> None:
    found: Figures = figures(ours, 0.0)
    assert all(0 <= share <= 1 for share in (found.met, found.crises, found.gini, found.over, found.muted, found.true))


def test_equal_help_is_fair() -> None:
    assert gini(np.array([2.0, 2.0, 2.0])) == pytest.approx(0)


def test_one_who_gives_everything_is_unfair() -> None:
    assert gini(np.array([0.0] * 99 + [5.0])) == pytest.approx(0.99)


def test_the_command_prints_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--people", "10", "--days", "2", "--policies", "broadcast to all", "Holdfast", "true model", "clairvoyant"])
    told = capsys.readouterr().out
    assert "| Holdfast |" in told
    assert "met / clairvoyant" in told
