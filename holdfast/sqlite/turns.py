"""First come, first served among the threads of one process."""

from __future__ import annotations

from collections import deque
from threading import Lock


class Turns:
    """A lock handed to whoever has waited longest; Python's own may pass one thread over for seconds."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._taken = False
        self._waiting: deque[Lock] = deque()

    def take(self) -> None:
        """Wait for the turn."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            place = Lock()
            place.acquire()
            self._waiting.append(place)
        place.acquire()

    def give(self) -> None:
        """Hand the turn on."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False
