"""The intention of a morning and the review of an evening. Both may be left out; nothing counts how often.

write_intention, write_review.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from holdfast.accounts.models import Person
from holdfast.checkins.models import Day, Wishes
from holdfast.domain.daybook import Part, day_of, part_of


def day_for(person: Person, *, now: datetime) -> Day:
    """The day the person lives in now; not saved before something was written."""
    on = day_of(now.astimezone(ZoneInfo(person.time_zone)))
    return Day.objects.filter(person=person, on=on).first() or Day(person=person, on=on, created_at=now)


def part_to_ask(person: Person, *, wishes: Wishes, now: datetime) -> Part | None:
    """What the first page asks about at this hour: only what is switched on and not written yet."""
    part = part_of(now.astimezone(ZoneInfo(person.time_zone)))
    if part is None:
        return None
    if not (wishes.with_morning if part is Part.MORNING else wishes.with_evening):
        return None
    day = day_for(person, now=now)
    is_written = day.intention if part is Part.MORNING else day.review or day.hard
    return None if is_written else part


@transaction.atomic
def write_intention(*, by: Person, text: str, now: datetime) -> Day:
    """What I have in mind for today."""
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)  # two first taps write one row
    day = day_for(by, now=now)
    day.intention = text
    day.save()
    return day


@transaction.atomic
def write_review(*, by: Person, text: str, hard: int | None, now: datetime) -> Day:
    """How it was: in words, and how hard, 1-5."""
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)  # two first taps write one row
    day = day_for(by, now=now)
    day.review, day.hard = text, hard
    day.save()
    return day
