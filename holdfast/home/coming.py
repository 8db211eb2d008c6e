"""What is coming up: the kept meetings that take place within a week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from holdfast.accounts.models import Person
from holdfast.directory.members import id_in, standing_meetings
from holdfast.directory.shown import where
from holdfast.directory.words import ATTENDANCE, Words
from holdfast.domain.meetings.meeting import Meeting
from holdfast.domain.meetings.spoken import STILL_COUNTS
from holdfast.domain.meetings.times import Occurrence, occurrences
from holdfast.domain.network import COUNTING
from holdfast.network.models import Tie

AHEAD = timedelta(days=7)
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
        Coming(ties[key], one.start.astimezone(here), ATTENDANCE[meeting.attendance], _where(meeting, one))
        for key, meeting in _meetings(ties)
        for one in _times(meeting, now)
    ]
    return tuple(sorted(found, key=lambda one: (one.starts_at, str(one.tie.pk)))[:MOST])


def _meetings(keys: Iterable[str]) -> Iterator[tuple[str, Meeting]]:
    ids = [found for key in keys if (found := id_in(key))]
    for pk, meeting in standing_meetings(ids).items():
        yield str(pk), meeting


def _times(meeting: Meeting, now: datetime) -> list[Occurrence]:
    begin = now - STILL_COUNTS
    return [] if meeting.is_closed else occurrences(meeting, begin, begin + AHEAD)


def _where(meeting: Meeting, one: Occurrence) -> str:
    """The place on that date."""
    return one.change.place if one.change and one.change.place else where(meeting)
