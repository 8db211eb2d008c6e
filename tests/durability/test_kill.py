"""Nothing that was acknowledged is lost when everything is killed at once. The long run is in benchmarks/durability."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.durability.kill import run
from tests.product import Product


@pytest.mark.sqlite_only
def test_keeps_every_acknowledged_tie_through_three_kills(tmp_path: Path) -> None:
    outcome = run(Product(tmp_path), kills=3, writers=2, chance=random.Random(1))

    assert outcome.acknowledged > 0
    assert outcome.lost == 0
