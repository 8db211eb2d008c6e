"""A prepared house, made once and copied for each test that lives in one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.home.house import House
from tests.prepared import copy_to

OPEN_JOHN = """
from django.utils import timezone
from holdfast.accounts.actions import open_account
print(open_account(nickname="john-w", passphrase="three quiet herons at dawn", now=timezone.now()).pk)
"""


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house that nobody lives in yet."""
    house = House(tmp_path_factory.mktemp("house"))
    copy_to(house.data)
    house.do("")  # makes the secrets that all copies share
    return house.data


@pytest.fixture(scope="session")
def furnished(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house with one person in it."""
    house = House(Path(shutil.copytree(empty, tmp_path_factory.mktemp("furnished") / "data")))
    house.do(OPEN_JOHN)
    return house.data


@pytest.fixture(scope="module")
def first_house(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    """A copy of the empty house for all tests of a file."""
    return House(Path(shutil.copytree(empty, tmp_path_factory.mktemp("one") / "data")))


@pytest.fixture(scope="module")
def second_house(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    """Another one."""
    return House(Path(shutil.copytree(empty, tmp_path_factory.mktemp("two") / "data")))


@pytest.fixture
def house(furnished: Path, tmp_path: Path) -> House:
    """A copy of that house."""
    return House(Path(shutil.copytree(furnished, tmp_path / "data")))
