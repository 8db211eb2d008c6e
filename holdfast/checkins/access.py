"""Who may reach what in the check-ins app: a person their own rows, a witness what was granted, nobody the rest."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from holdfast.accounts.models import Person
from holdfast.checkins.models import Chip, Counter, Setback
from holdfast.supporters.models import Agreement, Supporter
from holdfast.supporters.queries import agreements_of

# Days, setbacks, chips


def counters_of(person: Person) -> QuerySet[Counter]:
    """The person's counters in their order."""
    return Counter.objects.filter(person=person).order_by("position", "created_at", "pk")


def counter_for(person: Person, counter_id: UUID) -> Counter:
    """One of the person's counters, or 404."""
    return get_object_or_404(counters_of(person), pk=counter_id)


def setback_for(person: Person, setback_id: UUID) -> Setback:
    """One of the person's setbacks, or 404."""
    return get_object_or_404(Setback.objects.filter(person=person).select_related("counter"), pk=setback_id)


def chips_of(person: Person) -> QuerySet[Chip]:
    """The person's chips, the latest first."""
    rows = Chip.objects.filter(person=person).select_related("counter", "giver__tie")
    return rows.order_by("-earned_on", "-created_at", "-days", "pk")


def chip_for(person: Person, chip_id: UUID) -> Chip:
    """One of the person's chips, or 404."""
    return get_object_or_404(chips_of(person), pk=chip_id)


def choosable(person: Person) -> QuerySet[Agreement]:
    """Who can be told something, or be asked to hand over a chip: whoever helps, and is not paused."""
    return agreements_of(person).filter(paused_at=None)


REACHED: dict[str, Any] = {"ended_at": None, "paused_at": None, "supporter__left_at": None}
"""What must hold of an agreement for its supporter to see anything."""


def told_to(supporter: Supporter) -> QuerySet[Setback]:
    """What people chose this supporter to know, while it is not taken back and they help them."""
    reached = Agreement.objects.filter(supporter=supporter, **REACHED)
    return Setback.objects.filter(told__in=reached).select_related("person").distinct()


def telling_to(supporter: Supporter, setback_id: UUID) -> tuple[Agreement, Setback]:
    """One of them, with the agreement through which they know it; or 404."""
    setback = get_object_or_404(told_to(supporter), pk=setback_id)
    rows = setback.told.filter(supporter=supporter, **REACHED).select_related("person", "supporter")
    return rows[0], setback


def chips_asked_of(supporter: Supporter) -> QuerySet[Chip]:
    """Chips this supporter was asked to hand over, or did."""
    reached = Q(**{f"giver__{name}": value for name, value in REACHED.items()})
    rows = Chip.objects.filter(reached, giver__supporter=supporter, asked_at__isnull=False)
    return rows.select_related("giver__person", "giver__supporter").order_by("asked_at", "pk")


def chip_asked_of(supporter: Supporter, chip_id: UUID) -> Chip:
    """One of them, or 404."""
    return get_object_or_404(chips_asked_of(supporter), pk=chip_id)
