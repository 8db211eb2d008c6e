"""A prepared house, made once and copied for each test that lives in one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.home.house import House

OPEN_JOHN = """
from django.utils import timezone
from holdfast.accounts.actions import open_account
print(open_account(nickname="john-w", passphrase="three quiet herons at dawn", now=timezone.now()).pk)
"""


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house with one person in it."""
    house = House(tmp_path_factory.mktemp("house"))
    for alias in ("default", "keys"):
        house.run("migrate", "--database", alias, "--verbosity", "0")
    house.run("createcachetable")
    house.do(OPEN_JOHN)
    return house.data


@pytest.fixture
def house(furnished: Path, tmp_path: Path) -> House:
    """A copy of that house."""
    return House(Path(shutil.copytree(furnished, tmp_path / "data")))
