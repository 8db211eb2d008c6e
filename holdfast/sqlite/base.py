"""Django's SQLite backend with durable settings and a fair queue of writers.

SQLite lets waiting writers sleep and retry, so under load one can starve for seconds. Here each
writer waits for its turn before BEGIN IMMEDIATE: in line among the threads, then on a file lock among the
processes, which the kernel drops when a process dies.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from typing import Any

from django.db.backends.sqlite3 import base

from holdfast.sqlite.turns import Turns

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA wal_autocheckpoint=0",
)
"""FULL keeps what was acknowledged through a power cut; secure_delete overwrites what is deleted.
Checkpoints are the worker's alone: SQLite before 3.51.3 can, very rarely, corrupt a log that is reset while written."""

_turns: dict[str, Turns] = {}
"""Database file -> the queue of this process's threads; a file lock queues the processes."""

MOST_VARIABLES = 32_766
"""In one query, as SQLite is built since 3.32; Django still counts on the 999 of before."""

Backend: Any = base.DatabaseWrapper  # its stubs leave out the methods that are extended here
Operations: Any = base.DatabaseOperations


class DatabaseOperations(Operations):  # type: ignore[misc]  # see above
    """Emptying the whole database passes tables that refuse a deletion, as PostgreSQL's TRUNCATE does."""

    def sql_flush(self, style: Any, tables: list[str], **kwargs: Any) -> list[str]:
        """Triggers are taken off, and put back when the tables are empty."""
        emptying: list[str] = super().sql_flush(style, tables, **kwargs)
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall() if emptying else []
        return [*(f'DROP TRIGGER "{name}"' for name, _ in triggers), *emptying, *(sql for _, sql in triggers)]


class DatabaseWrapper(Backend):  # type: ignore[misc]  # see above
    """A connection that queues for its turn to write."""

    ops_class = DatabaseOperations
    _queue: int | None = None
    _holding = False

    def get_new_connection(self, conn_params: Any) -> Any:
        """Open, and set what must hold on every connection."""
        connection = super().get_new_connection(conn_params)
        for pragma in PRAGMAS:
            connection.execute(pragma)
        allowed = connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
        self.features.max_query_params = min(allowed, MOST_VARIABLES)
        return connection

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        began = False
        try:
            super()._start_transaction_under_autocommit()
            began = True
        finally:
            if not began:
                self._give_turn()

    def _commit(self) -> None:
        try:
            super()._commit()
        finally:
            self._give_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._give_turn()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._give_turn()
            if self._queue is not None:
                os.close(self._queue)
                self._queue = None

    def _take_turn(self) -> None:
        if self._holding or self.is_in_memory_db():
            return
        self._turns().take()
        try:
            if self._queue is None:
                self._queue = os.open(f"{self.settings_dict['NAME']}.queue", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._queue, fcntl.LOCK_EX)
            self._holding = True
        finally:
            if not self._holding:
                self._turns().give()

    def _give_turn(self) -> None:
        if self._holding and self._queue is not None:
            self._holding = False
            fcntl.flock(self._queue, fcntl.LOCK_UN)
            self._turns().give()

    def _turns(self) -> Turns:
        return _turns.setdefault(str(self.settings_dict["NAME"]), Turns())
