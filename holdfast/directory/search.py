"""The index in this process: built from the stored listings, and swapped whole when they change."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connections

from holdfast.directory.members import rows_together, shown_meeting
from holdfast.directory.models import IndexVersion
from holdfast.directory.places import gazetteer
from holdfast.domain.meetings.index import Index
from holdfast.domain.meetings.meeting import Meeting
from holdfast.domain.meetings.query import Query, Results

SEARCHED = (
    "key name fellowship kinds languages slots changes zone attendance is_closed address city regions latitude "
    "longitude location group organization category"
)
_NEEDED = frozenset(SEARCHED.split())
UUID_BYTES = 16
SMALL = 20_000
"""Meetings whose index is built while somebody waits: less than half a second."""
REST = 30.0
"""Seconds between two buildings of a larger one."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Copy:
    """The listings as they were at one version. Never changes, so any thread may read it."""

    version: int
    index: Index
    ids: bytes
    """16 bytes for each position of the index."""

    @property
    def fellowships(self) -> tuple[str, ...]:
        """The codes of the fellowships that have meetings."""
        return self.index.fellowships

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that meetings are held in."""
        return self.index.languages

    def id_at(self, position: int) -> UUID:
        """The listing at a position of the index."""
        return UUID(bytes=self.ids[position * UUID_BYTES : (position + 1) * UUID_BYTES])

    def search(self, query: Query, now: datetime) -> Results:
        """The listings that answer."""
        return self.index.search(query, now)


class Holder:
    """Keeps the newest copy. Readers go on with the copy they have while one thread builds the next."""

    def __init__(self) -> None:
        self._copy: Copy | None = None
        self._building = threading.Lock()
        self._built_at = -REST

    def current(self) -> Copy:
        """The copy of the stored version, or the one before while a large one is being built."""
        version = current_version()
        copy = self._copy
        if copy is not None and copy.version == version:
            return copy
        if copy is not None and (copy.index.size > SMALL or self._building.locked()):
            self._build_aside()
            return copy
        with self._building:
            return self._built(version)

    def _built(self, version: int) -> Copy:
        """The copy of this version; a thread that waited finds it made."""
        if self._copy is None or self._copy.version != version:
            self._copy = build(version)
            self._built_at = time.monotonic()
        return self._copy

    def _build_aside(self) -> None:
        """Not right after the last time: while the worker joins a large import, each batch is a new version."""
        if time.monotonic() - self._built_at > REST and self._building.acquire(blocking=False):
            threading.Thread(target=self._build_and_close, name="directory index", daemon=True).start()

    def _build_and_close(self) -> None:
        try:
            self._built(current_version())
        except Exception:
            log.exception("the directory's index was not built; the one before is used on")
        finally:
            connections.close_all()
            self._building.release()


def current_version() -> int:
    """What the stored listings are at."""
    return IndexVersion.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def build(version: int) -> Copy:
    """A copy of all listings that are shown, each meeting once. They are read one by one: none is held."""
    ids = bytearray()
    return Copy(version, Index(_stored(ids)), bytes(ids))


def _stored(ids: bytearray) -> Iterator[Meeting]:
    """Only what is searched is read in: the long texts stay in the database. Notes their ids in the same order."""
    for row, members in rows_together():
        ids += row.pk.bytes
        stored = shown_meeting(row, members).meeting.to_json() if members else row.meeting
        yield Meeting.from_json({name: value for name, value in stored.items() if name in _NEEDED})


holder = Holder()


def warm_up() -> None:
    """Load the directory and the places, so that nobody waits for them at the first search."""
    try:
        gazetteer()
        holder.current()
    finally:
        connections.close_all()
