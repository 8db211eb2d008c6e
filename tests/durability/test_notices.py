"""No notice is lost when workers are killed at once. The long run is in benchmarks/durability."""

from __future__ import annotations

import random

import pytest

from benchmarks.durability.notices import Outcome, run


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    chance = random.Random(1)
    return run(tmp_path_factory.mktemp("bureau"), kills=3, notices=80, chance=chance, is_patient=False)


@pytest.mark.sqlite_only
def test_two_workers_and_three_kills_lose_no_notice(outcome: Outcome) -> None:
    assert (outcome.lost, outcome.unfinished) == (0, 0)


@pytest.mark.sqlite_only
def test_an_idempotent_receiver_sees_each_notice_once(outcome: Outcome) -> None:
    assert (outcome.notices, outcome.strangers) == (80, 0)
