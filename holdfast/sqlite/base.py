"""Django's SQLite backend with durable settings and a fair queue of writers.

SQLite lets waiting writers sleep and retry, so under load one can starve for seconds. Here each
writer takes a file lock before BEGIN IMMEDIATE; the kernel hands it over fairly and drops it when a process dies.
"""

from __future__ import annotations

import fcntl
import os
import threading
from typing import Any

from django.db.backends.sqlite3 import base

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA wal_autocheckpoint=0",
)
"""FULL keeps what was acknowledged through a power cut; secure_delete overwrites what is deleted.
Checkpoints are the worker's alone: SQLite before 3.51.3 can, very rarely, corrupt a log that is reset while written."""

_turns: dict[str, threading.Lock] = {}


Backend: Any = base.DatabaseWrapper  # its stubs leave out the methods that are extended here


class DatabaseWrapper(Backend):  # type: ignore[misc]  # see above
    """A connection that queues for its turn to write."""

    _queue: int | None = None
    _holding = False

    def get_new_connection(self, conn_params: Any) -> Any:
        """Open, and set what must hold on every connection."""
        connection = super().get_new_connection(conn_params)
        for pragma in PRAGMAS:
            connection.execute(pragma)
        return connection

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._give_turn()
            raise

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
        name = str(self.settings_dict["NAME"])
        if self._holding or self.is_in_memory_db():
            return
        turn = _turns.setdefault(name, threading.Lock())
        turn.acquire()
        try:
            if self._queue is None:
                self._queue = os.open(f"{name}.queue", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._queue, fcntl.LOCK_EX)
        except BaseException:
            turn.release()
            raise
        self._holding = True

    def _give_turn(self) -> None:
        if not self._holding:
            return
        self._holding = False
        if self._queue is not None:
            fcntl.flock(self._queue, fcntl.LOCK_UN)
        _turns[str(self.settings_dict["NAME"])].release()
