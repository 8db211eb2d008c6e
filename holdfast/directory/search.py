"""The index in this process: built from the stored listings, and swapped whole when they change."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connections

from holdfast.directory.members import rows_together, shown_meeting
from holdfast.directory.models import IndexVersion
from holdfast.directory.places import gazetteer
from holdfast.domain.meetings.index import Index, fellowships_in
from holdfast.domain.meetings.meeting import Meeting
from holdfast.domain.meetings.query import Query, Results

SEARCHED = (
    "key name fellowship kinds languages slots zone attendance address city regions latitude longitude location group"
)
_NEEDED = frozenset(SEARCHED.split())
UUID_BYTES = 16


@dataclass(frozen=True, slots=True)
class Copy:
    """The listings as they were at one version. Never changes, so any thread may read it."""

    version: int
    index: Index
    ids: bytes
    """16 bytes for each position of the index."""
    fellowships: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

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

    def current(self) -> Copy:
        """The copy of the stored version. While another thread builds it, the one before; the first is waited for."""
        version = current_version()
        copy = self._copy
        if copy is not None and (copy.version == version or self._building.locked()):
            return copy
        with self._building:
            if self._copy is None or self._copy.version != version:
                self._copy = build(version)
            return self._copy


def current_version() -> int:
    """What the stored listings are at."""
    return IndexVersion.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def build(version: int) -> Copy:
    """A copy of all listings that their sources still have."""
    ids, meetings = bytearray(), []
    for pk, meeting in _stored():
        ids += pk.bytes
        meetings.append(meeting)
    languages = sorted({code for meeting in meetings for code in meeting.languages})
    return Copy(version, Index(meetings), bytes(ids), fellowships_in(meetings), tuple(languages))


def _stored() -> Iterator[tuple[UUID, Meeting]]:
    """Only what is searched is kept in memory: the long texts stay in the database."""
    for row, members in rows_together():
        stored = shown_meeting(row, members).meeting.to_json() if members else row.meeting
        yield row.pk, Meeting.from_json({name: value for name, value in stored.items() if name in _NEEDED})


holder = Holder()


def warm_up() -> None:
    """Load the directory and the places, so that nobody waits for them at the first search."""
    try:
        gazetteer()
        holder.current()
    finally:
        connections.close_all()
