"""What is coming up: the kept meetings that take place within a week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from holdfast.accounts.models import Person
from holdfast.directory.models import Listing
from holdfast.directory.shown import where
from holdfast.directory.words import ATTENDANCE, Words
from holdfast.domain.meetings.meeting import Meeting
from holdfast.domain.meetings.times import occurrences
from holdfast.domain.network import COUNTING
from holdfast.network.models import Tie

AHEAD = timedelta(days=7)
STILL_ON = timedelta(minutes=10)
"""A meeting that began a moment ago is still one to go to."""
MOST = 5


@dataclass(frozen=True, slots=True)
class Coming:
    """One time of one kept meeting, in the person's own zone."""

    tie: Tie
    starts_at: datetime
    how: Words
    where: str


def coming_up(person: Person, *, now: datetime) -> tuple[Coming, ...]:
    """The next times within a week, soonest first, at most five. A meeting whose zone is not known is left out."""
    kept = Tie.objects.filter(person=person, state__in=COUNTING).exclude(listing_key="")
    ties = {tie.listing_key: tie for tie in kept}
    here = ZoneInfo(person.time_zone)
    found = [
        Coming(ties[key], starts_at.astimezone(here), ATTENDANCE[meeting.attendance], where(meeting))
        for key, meeting in _meetings(ties)
        for starts_at in _starts(meeting, now)
    ]
    return tuple(sorted(found, key=lambda one: (one.starts_at, str(one.tie.pk)))[:MOST])


def _meetings(keys: Iterable[str]) -> Iterator[tuple[str, Meeting]]:
    ids = [found for key in keys if (found := _id_in(key))]
    for listing in Listing.objects.filter(pk__in=ids, gone_at=None).order_by("pk"):
        yield str(listing.pk), Meeting.from_json(listing.meeting)


def _id_in(key: str) -> UUID | None:
    """A copy from another house may name its listings in another way."""
    try:
        return UUID(key)
    except ValueError:
        return None


def _starts(meeting: Meeting, now: datetime) -> Iterator[datetime]:
    if not meeting.is_closed:
        yield from (met.start for met in occurrences(meeting, now - STILL_ON, now + AHEAD))
