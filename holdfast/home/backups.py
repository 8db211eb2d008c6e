"""Copies of the embedded databases, checked as they are made, and the way back.

The key store has a folder of its own and its copies are removed after 30 days: an old copy of a key would
make an erased account readable again. The main database may be kept as long as the host likes.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

KEEP_KEYS_FOR = timedelta(days=30)
STAMP = "%Y-%m-%dT%H%M%SZ"


class CopyDamaged(Exception):
    """A database file is not whole; the text says which and what SQLite found."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folder that backups are kept in."""

    folder: Path

    def place_for(self, alias: str, now: datetime) -> Path:
        """Where a copy made now belongs: one folder per database."""
        return self.folder / alias / f"{now.strftime(STAMP)}.sqlite3"

    def drop_old_keys(self, now: datetime) -> int:
        """Remove copies of the key store that are older than 30 days."""
        oldest = self.place_for("keys", now - KEEP_KEYS_FOR).name
        old = [path for path in (self.folder / "keys").glob("*.sqlite3") if path.name < oldest]
        for path in old:
            path.unlink()
        return len(old)

    def erased(self) -> set[str]:
        """The ids of erased accounts that earlier backups wrote down."""
        file = self.folder / "erased.txt"
        return set(file.read_text().split()) if file.exists() else set()

    def write_erased(self, ids: Iterable[str]) -> None:
        """Add to the list of erased accounts; nothing ever leaves it."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self.folder / "erased.txt"
        draft = file.with_suffix(".part")
        draft.write_text("".join(f"{line}\n" for line in sorted(self.erased() | set(ids))))
        draft.chmod(0o600)
        settle(draft, file)


def copy(source: Path, target: Path) -> Path:
    """A whole, checked copy in one file, taken while others read and write. Raises CopyDamaged."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_suffix(".part")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with (
        closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as here,
        closing(sqlite3.connect(draft)) as there,
    ):
        try:
            here.backup(there)
            there.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.DatabaseError as error:
            raise CopyDamaged(f"{source} cannot be copied: {error}") from error
    check(draft)
    return settle(draft, target)


def check(file: Path) -> None:
    """Refuse a file that is not a whole SQLite database. Raises CopyDamaged."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as database:
        try:
            found = [row[0] for row in database.execute("PRAGMA integrity_check")]
            strays = database.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.DatabaseError as error:
            raise CopyDamaged(f"{file} cannot be read: {error}") from error
    if found != ["ok"] or strays:
        raise CopyDamaged(f"{file} is damaged: {'; '.join(found)}; {len(strays)} rows point nowhere")


def settle(draft: Path, target: Path) -> Path:
    """Move a finished file into place so that a power cut leaves either the old or the new one."""
    _sync(draft)
    draft.replace(target)
    _sync(target.parent)
    return target


def put_back(copied: Path, live: Path) -> None:
    """Replace a live database by a copy. Nothing may have it open."""
    copy(copied, live.with_suffix(".restored"))
    for ending in ("-wal", "-shm"):
        live.with_name(live.name + ending).unlink(missing_ok=True)
    settle(live.with_suffix(".restored"), live)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
