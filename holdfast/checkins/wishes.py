"""What the person wants to see and to be asked.

set_wishes. Pages read `shown_since` and show nothing from before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

from holdfast.accounts.models import Person
from holdfast.checkins.models import Wishes
from holdfast.network.queries import today_of

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class WishFacts:
    """What can be switched on and off."""

    is_fresh: bool = False
    with_morning: bool = False
    with_evening: bool = False
    with_urge: bool = True
    hides_days: bool = False


def wishes_of(person: Person) -> Wishes:
    """What they said, or what holds until they say something."""
    return Wishes.objects.filter(pk=person.pk).first() or Wishes(person=person)


def shown_since(person: Person) -> date | None:
    """The first day pages may show; None is any."""
    wishes = wishes_of(person)
    return wishes.fresh_on if wishes.is_fresh else None


def from_then(rows: QuerySet[Row, Row], day: date | None) -> QuerySet[Row, Row]:
    """Those from this day on, of a model that has `on`."""
    return rows if day is None else rows.filter(on__gte=day)


@transaction.atomic
def set_wishes(*, by: Person, facts: WishFacts, now: datetime) -> Wishes:
    """Keep them. A fresh start begins today; switched off, everything is shown again: nothing was deleted."""
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)  # two first taps write one row
    wishes = wishes_of(by)
    begins = facts.is_fresh and not wishes.is_fresh
    wishes.fresh_on = today_of(by, now) if begins else wishes.fresh_on
    for name in ("is_fresh", "with_morning", "with_evening", "with_urge", "hides_days"):
        setattr(wishes, name, getattr(facts, name))
    wishes.save()
    return wishes
