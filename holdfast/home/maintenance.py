"""Care of the embedded database files. With PostgreSQL there is nothing to do here."""

from __future__ import annotations

from django.db import connections


def checkpoint() -> int:
    """Move each SQLite log into its database and cut the log to nothing; return how many were cut.

    Deleted rows are overwritten in the database (`secure_delete`), but their old pages stay in the log until this runs.
    Only the worker calls it while people are being served.
    """
    return sum(_cut(alias) for alias in embedded())


def embedded() -> list[str]:
    """The databases that are SQLite files."""
    return [
        alias
        for alias in connections
        if connections[alias].vendor == "sqlite" and not connections[alias].is_in_memory_db()  # type: ignore[attr-defined]  # SQLite's own
    ]


def _cut(alias: str) -> bool:
    with connections[alias].cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, *_ = cursor.fetchone()
    return bool(busy == 0)
