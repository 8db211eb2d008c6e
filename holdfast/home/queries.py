"""What the pages of the house read."""

from __future__ import annotations

from datetime import datetime, timedelta

from holdfast.accounts.models import Person
from holdfast.home.models import Beat, Erased, ErasureRequest, FirstEvening
from holdfast.notices.models import Notice


def erased_ids() -> set[str]:
    """The random ids of accounts that are gone."""
    return {str(person_id) for person_id in Erased.objects.values_list("person_id", flat=True)}


def worker_age(*, now: datetime) -> timedelta | None:
    """How long ago the worker was seen; None is never."""
    beat = Beat.objects.filter(name="worker").first()
    return now - beat.at if beat else None


def oldest_notice_age(*, now: datetime) -> timedelta:
    """How long the notice that waits longest is overdue; zero when none is."""
    waiting = Notice.objects.filter(sent_at=None, parked_at=None, due_at__lte=now).order_by("due_at").first()
    return now - waiting.due_at if waiting else timedelta(0)


def erasure_of(person: Person) -> ErasureRequest | None:
    """The erasure the person asked for and may still take back."""
    return ErasureRequest.objects.filter(person=person).first()


def first_evening_of(person: Person) -> FirstEvening:
    """How far the person came; page 1 before they began."""
    return FirstEvening.objects.filter(person=person).first() or FirstEvening(person=person)
