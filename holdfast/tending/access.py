"""Who may reach what in the tending app. A person reaches their own rows, and to everyone else they are not there."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from holdfast.accounts.models import Person
from holdfast.network.access import ties_of
from holdfast.network.models import Tie
from holdfast.tending.models import Boundary, Conflict, ImportantDate, SmallPromise, Thanks, Thing


def tie_asked(person: Person, asked: str) -> Tie | None:
    """The person's tie that an address names after the question mark; None for anything else."""
    try:
        return ties_of(person).filter(pk=UUID(asked)).first()
    except ValueError:
        return None


def thanks_of(person: Person) -> QuerySet[Thanks]:
    """The words of thanks the person keeps, newest first."""
    return Thanks.objects.filter(person=person).select_related("tie").order_by("-on", "-created_at", "pk")


def thanks_for(person: Person, thanks_id: UUID) -> Thanks:
    """One of them, or 404."""
    return get_object_or_404(thanks_of(person), pk=thanks_id)


def dates_of(person: Person) -> QuerySet[ImportantDate]:
    """The days the person keeps, in the order of a year."""
    return (
        ImportantDate.objects.filter(person=person).select_related("tie").order_by("month", "day", "created_at", "pk")
    )


def date_for(person: Person, date_id: UUID) -> ImportantDate:
    """One of them, or 404."""
    return get_object_or_404(dates_of(person), pk=date_id)


def things_of(person: Person) -> QuerySet[Thing]:
    """Gifts and things lent, newest first."""
    return Thing.objects.filter(person=person).select_related("tie").order_by("-on", "-created_at", "pk")


def thing_for(person: Person, thing_id: UUID) -> Thing:
    """One of them, or 404."""
    return get_object_or_404(things_of(person), pk=thing_id)


def boundaries_of(person: Person) -> QuerySet[Boundary]:
    """The limits that hold, the oldest first."""
    return Boundary.objects.filter(person=person, ended_at=None).select_related("tie").order_by("created_at", "pk")


def boundary_for(person: Person, boundary_id: UUID) -> Boundary:
    """One of them, or 404."""
    return get_object_or_404(boundaries_of(person), pk=boundary_id)


def conflicts_of(person: Person) -> QuerySet[Conflict]:
    """Everything the person wrote about, what is open first."""
    rows = Conflict.objects.filter(person=person).select_related("tie", "mediator")
    return rows.order_by("settled_at", "-on", "pk")


def conflict_for(person: Person, conflict_id: UUID) -> Conflict:
    """One of them, or 404."""
    return get_object_or_404(conflicts_of(person), pk=conflict_id)


def promises_of(person: Person) -> QuerySet[SmallPromise]:
    """Small promises of both sides, the one due first at the top."""
    return SmallPromise.objects.filter(person=person).select_related("tie").order_by("due_on", "created_at", "pk")


def promise_for(person: Person, promise_id: UUID) -> SmallPromise:
    """One of them, or 404."""
    return get_object_or_404(promises_of(person), pk=promise_id)
