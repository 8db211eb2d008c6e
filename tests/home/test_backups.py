"""Copies of the embedded databases, and the way back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from holdfast.home.backups import CopyDamaged, Shelf, check, copy, put_back
from tests.home.house import House

pytestmark = pytest.mark.sqlite_only
NOW = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)
COUNT = "from holdfast.accounts.models import Person; print(Person.objects.count())"
ERASE = """
from django.utils import timezone
from holdfast.accounts.models import Person
from holdfast.home.actions import erase_account
erase_account(by=Person.objects.get(), now=timezone.now())
"""

BEAT = """
from django.utils import timezone
from holdfast.home.jobs import note_beat
note_beat(now=timezone.now())
"""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Path]:
    """A database that somebody is writing to: its newest row is still in the log."""
    file = tmp_path / "live.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("PRAGMA wal_autocheckpoint=0")
        writer.execute("CREATE TABLE word (text)")
        writer.execute("INSERT INTO word VALUES ('still in the log')")
        yield file


def words(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as reader:
        return [text for (text,) in reader.execute("SELECT text FROM word")]


def test_copies_what_is_still_in_the_log(database: Path, tmp_path: Path) -> None:
    made = copy(database, tmp_path / "shelf" / "one.sqlite3")

    assert words(made) == ["still in the log"]


def test_makes_one_file_only_its_owner_reads(database: Path, tmp_path: Path) -> None:
    made = copy(database, tmp_path / "shelf" / "one.sqlite3")

    assert [path.name for path in made.parent.iterdir()] == ["one.sqlite3"]
    assert made.stat().st_mode & 0o077 == 0


def test_puts_a_copy_in_the_place_of_the_live_file(database: Path, tmp_path: Path) -> None:
    made = copy(database, tmp_path / "one.sqlite3")
    live = tmp_path / "other.sqlite3"
    live.write_bytes(b"old")
    live.with_name("other.sqlite3-wal").write_bytes(b"old log")

    put_back(made, live)

    assert words(live) == ["still in the log"]


@pytest.mark.parametrize("cut", [0, 100, 5000])
def test_refuses_a_torn_file(database: Path, tmp_path: Path, cut: int) -> None:
    with closing(sqlite3.connect(database)) as writer:
        writer.executemany("INSERT INTO word VALUES (?)", [("x" * 500,)] * 40)
        writer.commit()
    made = copy(database, tmp_path / "one.sqlite3")
    made.write_bytes(made.read_bytes()[:cut] + b"torn")

    with pytest.raises(CopyDamaged):
        check(made)


def test_removes_copies_of_keys_after_30_days(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    for day in (20, 21, 22):
        path = shelf.place_for("keys", datetime(2026, 10, day, 19, 30, tzinfo=UTC))
        path.parent.mkdir(exist_ok=True)
        path.touch()

    assert shelf.drop_old_keys(NOW) == 1
    assert len(list((tmp_path / "keys").iterdir())) == 2


def test_never_forgets_who_was_erased(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.write_erased(["a"])

    shelf.write_erased(["b"])

    assert shelf.erased() == {"a", "b"}


def test_brings_back_what_was_lost(house: House) -> None:
    house.run("backup")
    house.do("from holdfast.accounts.models import Person; Person.objects.all().delete()")

    said = house.run("restore", next(house.data.glob("backups/default/*.sqlite3")))

    assert "erased again: 0" in said
    assert house.do(COUNT).strip() == "1"


def test_erases_again_who_was_erased_since(house: House) -> None:
    house.run("backup")
    house.do(ERASE)

    said = house.run(
        "restore",
        next(house.data.glob("backups/default/*.sqlite3")),
        "--keys",
        next(house.data.glob("backups/keys/*.sqlite3")),
    )

    assert "erased again: 1" in said
    assert house.do(COUNT).strip() == "0"
    assert house.do("from holdfast.sealing.models import PersonKey; print(PersonKey.objects.count())").strip() == "0"


def test_knows_the_erased_even_when_the_live_file_is_lost(house: House) -> None:
    house.run("backup")
    old = house.data / "old.sqlite3"
    next(house.data.glob("backups/default/*.sqlite3")).rename(old)
    house.do(ERASE)
    house.run("backup")
    (house.data / "holdfast.sqlite3").write_bytes(b"burnt")

    said = house.run("restore", old)

    assert "erased again: 1" in said
    assert (house.data / "holdfast.damaged").exists()


def test_changes_nothing_when_the_copy_is_damaged(house: House) -> None:
    torn = house.data / "torn.sqlite3"
    torn.write_bytes(b"torn")

    said = house.run("restore", torn, fails=True)

    assert "Nothing was changed" in said
    assert house.do(COUNT).strip() == "1"


def test_does_not_restore_under_a_running_worker(house: House) -> None:
    house.run("backup")
    house.do(
        "from django.utils import timezone; from holdfast.home.jobs import note_beat; note_beat(now=timezone.now())"
    )

    said = house.run("restore", next(house.data.glob("backups/default/*.sqlite3")), fails=True)

    assert "Stop Holdfast first" in said


def test_replays_a_list_after_another_engine_restored(house: House) -> None:
    listed = house.data / "erased.txt"
    listed.write_text(house.do("from holdfast.accounts.models import Person; print(Person.objects.get().pk)"))

    said = house.run("erasures", "--replay", listed)

    assert "erased again: 1" in said
    assert house.run("erasures").strip() == listed.read_text().strip()


@pytest.mark.django_db
def test_says_plainly_who_keeps_other_copies(tmp_path: Path) -> None:
    said = StringIO()

    call_command("backup", tmp_path, stdout=said)

    assert "use pg_dump" in said.getvalue()


def test_sets_aside_what_was_there(house: House) -> None:
    house.run("backup")
    (made,) = house.data.glob("backups/default/*.sqlite3")
    made = made.rename(house.data / "older.sqlite3")

    said = house.run("restore", made)

    (aside,) = house.data.glob("backups/default/*.sqlite3")
    assert f"what was there is now {aside}" in said


def test_copies_twice_into_two_files(database: Path, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")

    made = {copy(database, shelf.place_for("default", NOW.replace(minute=minute))).name for minute in (1, 2)}

    assert made == {"2026-11-20T190100Z.sqlite3", "2026-11-20T190200Z.sqlite3"}
