"""Everything a person keeps in the tending app: out as plain values, in again, or gone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from holdfast.accounts.models import Person
from holdfast.accounts.rows import CannotLoad, Loading, Parts
from holdfast.tending.models import (
    Boundary,
    Conflict,
    Crossing,
    Expectation,
    ImportantDate,
    Phasing,
    ReachingOut,
    SmallPromise,
    Thanks,
    Thing,
)

__all__ = ["CannotLoad", "dump", "erase", "has_anything", "load"]
TABLES: dict[str, Any] = {
    "boundaries": Boundary,
    "crossings": Crossing,
    "expectations": Expectation,
    "conflicts": Conflict,
    "small_promises": SmallPromise,
    "phasing": Phasing,
    "thanks": Thanks,
    "dates": ImportantDate,
    "things": Thing,
}
PARTS = Parts(TABLES)


def dump(person: Person) -> dict[str, Any]:
    """Everything the person keeps here, as plain values."""
    return PARTS.dump(person)


def load(*, person: Person, data: Mapping[str, Any], now: datetime, loading: Loading) -> int:
    """Write it as the person's own. Raises CannotLoad and then changes nothing."""
    return PARTS.load(data=data, loading=loading)


@transaction.atomic
def erase(person: Person) -> None:
    """Delete everything the person keeps here."""
    PARTS.erase(person)
    ReachingOut.objects.filter(pk=person.pk).delete()


def has_anything(person: Person) -> bool:
    """Whether the person keeps anything here yet."""
    return PARTS.has_anything(person)
