"""Who may reach what in the checkins app: a person their own rows, a witness what was granted, nobody the rest."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F
from django.shortcuts import get_object_or_404

from holdfast.accounts.models import Person
from holdfast.asks.models import CheckInWatch
from holdfast.checkins.models import CheckIn, CopingStep, HardMoment, Urge

# How I am, urges, hard moments, what I can do myself, awaited check-ins


def check_in_for(person: Person, check_in_id: UUID) -> CheckIn:
    """One of the person's check-ins, or 404."""
    return get_object_or_404(CheckIn, person=person, pk=check_in_id)


def urge_for(person: Person, urge_id: UUID) -> Urge:
    """One of the person's urges, or 404."""
    return get_object_or_404(Urge, person=person, pk=urge_id)


def hard_entry_for(person: Person, hard_id: UUID) -> HardMoment:
    """What the person wrote about one hard moment, or 404."""
    return get_object_or_404(HardMoment, person=person, pk=hard_id)


def coping_step_for(person: Person, coping_id: UUID) -> CopingStep:
    """One step of the person's own list, or 404."""
    return get_object_or_404(CopingStep, person=person, pk=coping_id)


def watch_of(person: Person) -> CheckInWatch | None:
    """The check-in that is, or was, awaited of this person: the running one before those that ended."""
    rows = CheckInWatch.objects.filter(person=person).prefetch_related("chosen")
    return rows.order_by(F("ended_at").desc(nulls_first=True), "-created_at", "pk").first()
