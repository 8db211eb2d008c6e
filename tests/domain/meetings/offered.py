"""Listings to give on, for tests of what formats write."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from holdfast.domain.meetings.meeting import Meeting


@dataclass(frozen=True, slots=True)
class Given:
    """One listing with an id made of its key."""

    id: UUID
    meeting: Meeting
    source_name: str = "Harbour Office"
    licence: str = ""


def given_on(meeting: Meeting) -> Given:
    """The listing. A key that is an id stays."""
    try:
        return Given(UUID(meeting.key), meeting)
    except ValueError:
        return Given(uuid5(NAMESPACE_URL, meeting.key), meeting)


def all_given_on(meetings: Iterable[Meeting]) -> list[Given]:
    """All of them, in their order."""
    return [given_on(meeting) for meeting in meetings]
