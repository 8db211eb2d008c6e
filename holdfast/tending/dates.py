"""Days that count: birthdays, days somebody is proud of, days of loss.

write_date, remove_date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from holdfast.accounts.models import Person
from holdfast.domain.cadence import QUIET
from holdfast.domain.yearly import is_within, next_time
from holdfast.network.models import Tie
from holdfast.tending.access import dates_of
from holdfast.tending.models import ImportantDate
from holdfast.tending.rows import written
from holdfast.tending.words import DATES

AHEAD = 14
"""Days before which it shows."""


@dataclass(frozen=True, slots=True)
class Coming:
    """One day that comes: whose, what, when, and how many years it is where that is known."""

    row: ImportantDate
    on: date
    years: int | None

    @property
    def name(self) -> str:
        """Whose day it is; empty for a day of the person's own."""
        return self.row.tie.name if self.row.tie else ""

    @property
    def what(self) -> str:
        """In the person's words, or what kind of day it is."""
        return self.row.text or str(DATES[self.row.kind])


def coming(person: Person, today: date) -> tuple[Coming, ...]:
    """The days of the next two weeks, today included, soonest first. Of ties left in peace only days of loss."""
    days = dates_of(person).order_by().values_list("pk", "month", "day")
    near = [pk for pk, month, day in days if is_within(month, day, today, AHEAD)]
    rows = dates_of(person).filter(pk__in=near) if near else ()
    found = [_coming(row, today) for row in rows if _is_to_be_told(row)]
    return tuple(sorted(found, key=lambda one: (one.on, str(one.row.pk))))


def all_dates(person: Person, today: date) -> tuple[Coming, ...]:
    """Every day that is kept, the next one first."""
    found = [_coming(row, today) for row in dates_of(person)]
    return tuple(sorted(found, key=lambda one: (one.on, str(one.row.pk))))


def _coming(row: ImportantDate, today: date) -> Coming:
    on = next_time(row.month, row.day, today)
    return Coming(row, on, on.year - row.year if row.year and on.year > row.year else None)


def _is_to_be_told(row: ImportantDate) -> bool:
    return row.tie is None or row.tie.state not in QUIET or row.kind == ImportantDate.Kind.LOSS


@dataclass(frozen=True, slots=True)
class DateFacts:
    """A day of every year, with the year it began where that is known."""

    tie: Tie | None
    kind: str
    text: str
    month: int
    day: int
    year: int | None


@transaction.atomic
def write_date(*, by: Person, facts: DateFacts, now: datetime, row: ImportantDate | None = None) -> ImportantDate:
    """A further day, or the same one said differently."""
    return written(row or ImportantDate(person=by, created_at=now), facts)


@transaction.atomic
def remove_date(*, row: ImportantDate) -> None:
    """No longer kept."""
    row.delete()
