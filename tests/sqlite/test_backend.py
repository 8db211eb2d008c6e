"""The embedded database keeps what was acknowledged, lets nobody starve, and leaves nothing deleted behind."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_django
from django.db.utils import OperationalError

from holdfast.sqlite.base import DatabaseWrapper

pytestmark = pytest.mark.sqlite_only

OPTIONS = {"transaction_mode": "IMMEDIATE", "timeout": 10}


def opened(path: Path) -> DatabaseWrapper:
    """A connection as the product opens it, outside Django's own list."""
    settings = {
        "NAME": path,
        "OPTIONS": OPTIONS,
        "TIME_ZONE": None,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": False,
        "AUTOCOMMIT": True,
        "ATOMIC_REQUESTS": False,
        "TEST": {"NAME": None},
    }
    return DatabaseWrapper(settings, alias=f"file-{id(path)}-{threading.get_ident()}")


@pytest.fixture
def file(tmp_path: Path, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[Path]:
    """A database with one table."""
    with django_db_blocker.unblock():
        yield from _made(tmp_path)


def _made(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "test.sqlite3"
    connection = opened(path)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE said (words TEXT, writer INTEGER)")
    yield path
    connection.close()


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1), ("wal_autocheckpoint", 0)]
)
def test_sets_what_must_hold_on_every_connection(file: Path, pragma: str, value: object) -> None:
    connection = opened(file)

    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone()[0] == value
    connection.close()


def test_leaves_nothing_of_what_was_deleted(file: Path) -> None:
    connection = opened(file)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO said VALUES ('a very private sentence', 1)")
        cursor.execute("DELETE FROM said")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()

    left = b"".join(path.read_bytes() for path in file.parent.iterdir())
    assert b"a very private sentence" not in left


def test_gives_every_writer_a_turn(file: Path) -> None:
    """Eight writers flat out: without the queue one gets a handful of turns while another gets thousands."""
    writes = Counter[int]()
    ready, stop = threading.Barrier(8), threading.Event()
    refused: list[Exception] = []

    def write(number: int) -> None:
        connection = opened(file)
        connection.ensure_connection()
        ready.wait()
        while not stop.is_set():
            try:
                _write_once(connection, number)
                writes[number] += 1
            except OperationalError as error:
                refused.append(error)
            if writes.total() >= 800:
                stop.set()
        connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not refused
    assert min(writes.values()) >= 50


def test_gives_the_turn_back_when_a_transaction_fails(file: Path) -> None:
    one, other = opened(file), opened(file)

    with pytest.raises(OperationalError, match="absent"):
        _write_once(one, 1, table="absent")
    _write_once(other, 2)

    with other.cursor() as cursor:
        cursor.execute("SELECT writer FROM said")
        assert cursor.fetchall() == [(2,)]
    one.close()
    other.close()


def _write_once(connection: DatabaseWrapper, number: int, table: str = "said") -> None:
    connection.ensure_connection()
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table} VALUES ('x', %s)", [number])
        connection.commit()
    except OperationalError:
        connection.rollback()
        raise
    finally:
        connection.set_autocommit(True)
