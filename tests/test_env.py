"""Settings are read or refused with advice."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from holdfast import env


@pytest.mark.parametrize(("written", "read"), [("yes", True), ("1", True), ("On", True), ("no", False), ("", False)])
def test_reads_yes_and_no(monkeypatch: pytest.MonkeyPatch, written: str, read: bool) -> None:
    monkeypatch.setenv("HOLDFAST_X", written)

    assert env.flag("HOLDFAST_X", default=not read) is read


def test_refuses_what_is_neither_yes_nor_no(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLDFAST_X", "perhaps")

    with pytest.raises(env.SettingRefused, match="HOLDFAST_X is 'perhaps': write yes or no"):
        env.flag("HOLDFAST_X")


def test_refuses_a_number_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLDFAST_X", "ten")

    with pytest.raises(env.SettingRefused, match="write a whole number, such as 587"):
        env.number("HOLDFAST_X", 587)


@pytest.mark.parametrize(
    "written",
    [
        "http://tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example/",
        "https://{s}.tiles.example/{z}/{x}/{y}.png",
        "{z}{x}{y}",
    ],
)
def test_refuses_what_is_no_address_of_tiles(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("HOLDFAST_TILES", written)

    with pytest.raises(env.SettingRefused, match="HOLDFAST_TILES is"):
        env.tiles("HOLDFAST_TILES")


@pytest.mark.parametrize(
    ("address", "origins"),
    [
        ("", []),
        ("https://tiles.example/{z}/{x}/{y}.png", ["https://tiles.example"]),
        ("https://tiles.example:8443/a/{z}/{x}/{y}?key=1", ["https://tiles.example:8443"]),
    ],
)
def test_names_exactly_the_origin_of_the_tiles(
    monkeypatch: pytest.MonkeyPatch, address: str, origins: list[str]
) -> None:
    monkeypatch.setenv("HOLDFAST_TILES", address)

    assert env.origins(env.tiles("HOLDFAST_TILES")) == origins


def test_reads_a_list_with_commas_or_spaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLDFAST_X", "a.example, b.example c.example")

    assert env.words("HOLDFAST_X") == ["a.example", "b.example", "c.example"]


def test_makes_a_secret_once_and_keeps_it_from_others(tmp_path: Path) -> None:
    file = tmp_path / "new" / "secret.key"

    first = env.secret("HOLDFAST_ABSENT", file)

    assert env.secret("HOLDFAST_ABSENT", file) == first
    assert len(first) == 64
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_two_first_starts_agree_on_the_secret(tmp_path: Path) -> None:
    file = tmp_path / "secret.key"
    file.write_text("made by the other process\n")

    env._write_new_secret(file)

    assert file.read_text() == "made by the other process\n"
    assert os.listdir(tmp_path) == ["secret.key"]


def test_prefers_the_secret_that_was_given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOLDFAST_X", "given")

    assert env.secret("HOLDFAST_X", tmp_path / "secret.key") == "given"
    assert not (tmp_path / "secret.key").exists()


def test_takes_sqlite_where_nothing_is_said(tmp_path: Path) -> None:
    found = env.database("HOLDFAST_ABSENT", tmp_path / "a.sqlite3")

    assert found["ENGINE"] == "holdfast.sqlite"
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_reads_a_postgresql_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOLDFAST_X", "postgresql://ann:p%40ss@db.example:5433/holdfast")

    found = env.database("HOLDFAST_X", tmp_path / "a.sqlite3")

    wanted = {"USER": "ann", "PASSWORD": "p@ss", "HOST": "db.example", "PORT": "5433", "NAME": "holdfast"}
    assert {name: found[name] for name in wanted} == wanted


def test_takes_the_host_from_the_query_for_a_socket(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOLDFAST_X", "postgresql://ann@/holdfast?host=/run/postgresql")

    assert env.database("HOLDFAST_X", tmp_path / "a.sqlite3")["HOST"] == "/run/postgresql"


def test_refuses_another_kind_of_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOLDFAST_X", "mysql://ann@localhost/holdfast")

    with pytest.raises(env.SettingRefused, match="write postgresql://"):
        env.database("HOLDFAST_X", tmp_path / "a.sqlite3")
