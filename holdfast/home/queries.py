"""What the pages of the house read."""

from __future__ import annotations

from datetime import datetime, timedelta

from holdfast.accounts.models import Person
from holdfast.home.models import Beat, Erased, ErasureRequest, FirstEvening


def erased_ids() -> set[str]:
    """The random ids of accounts that are gone."""
    return {str(person_id) for person_id in Erased.objects.values_list("person_id", flat=True)}


def worker_age(*, now: datetime) -> timedelta | None:
    """How long ago the worker was seen; None is never."""
    beat = Beat.objects.filter(name="worker").first()
    return now - beat.at if beat else None


def erasure_of(person: Person) -> ErasureRequest | None:
    """The erasure the person asked for and may still take back."""
    return ErasureRequest.objects.filter(person=person).first()


def first_evening_of(person: Person) -> FirstEvening:
    """How far the person came; page 1 before they began."""
    return FirstEvening.objects.filter(person=person).first() or FirstEvening(person=person)
