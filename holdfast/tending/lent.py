"""Small gifts, and things lent: what, between whom, back when.

write_thing, note_back, remove_thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from holdfast.accounts.models import Person
from holdfast.network.models import Tie
from holdfast.tending.access import things_of
from holdfast.tending.models import Thing
from holdfast.tending.rows import written

COME_BACK = (Thing.Kind.LENT, Thing.Kind.BORROWED)
SOON = timedelta(days=3)


def due_back(person: Person, today: date) -> list[Thing]:
    """What is to go back within three days, or should be back, the oldest first."""
    out = things_of(person).filter(kind__in=COME_BACK, back_on=None, due_on__lte=today + SOON)
    return list(out.order_by("due_on", "pk"))


@dataclass(frozen=True, slots=True)
class ThingFacts:
    """What went from whom to whom, and when it is due back."""

    tie: Tie
    kind: str
    text: str
    on: date
    due_on: date | None


@transaction.atomic
def write_thing(*, by: Person, facts: ThingFacts, now: datetime, row: Thing | None = None) -> Thing:
    """A further thing, or the same one said differently."""
    return written(row or Thing(person=by, created_at=now), facts)


@transaction.atomic
def note_back(*, row: Thing, on: date) -> Thing:
    """It is back where it belongs."""
    row.back_on = on
    row.save(update_fields=["back_on"])
    return row


@transaction.atomic
def remove_thing(*, row: Thing) -> None:
    """No longer kept."""
    row.delete()
