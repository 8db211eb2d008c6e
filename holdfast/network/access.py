"""Who may reach what in the network app: a person reaches their own rows, and to everyone else they are not there."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from holdfast.accounts.models import Person
from holdfast.network.models import Acquaintance, ContactDraft, Goal, Need, Network, Rung, Tie, Touch


def networks_of(person: Person) -> QuerySet[Network]:
    """The person's networks, the main one first."""
    return Network.objects.filter(person=person).order_by("-is_main", "created_at", "pk")


def network_for(person: Person, network_id: UUID) -> Network:
    """One of the person's networks, or 404."""
    return get_object_or_404(networks_of(person), pk=network_id)


def ties_of(person: Person) -> QuerySet[Tie]:
    """The person's ties, ended ones too."""
    return Tie.objects.filter(person=person).order_by("circle", "created_at", "pk")


def tie_for(person: Person, tie_id: UUID) -> Tie:
    """One of the person's ties, or 404."""
    return get_object_or_404(ties_of(person), pk=tie_id)


def needs_of(person: Person) -> QuerySet[Need]:
    """The person's needs that are not settled."""
    return Need.objects.filter(person=person, settled_at=None).order_by("urgency", "created_at", "pk")


def need_for(person: Person, need_id: UUID) -> Need:
    """One of the person's open needs, or 404."""
    return get_object_or_404(needs_of(person), pk=need_id)


def touch_for(person: Person, touch_id: UUID) -> Touch:
    """One of the person's touches, or 404."""
    return get_object_or_404(Touch.objects.filter(person=person).select_related("tie"), pk=touch_id)


def acquaintances_of(person: Person) -> QuerySet[Acquaintance]:
    """Who knows whom among the person's ties."""
    return Acquaintance.objects.filter(person=person).order_by("created_at", "pk")


def goals_of(person: Person) -> QuerySet[Goal]:
    """The person's goals that have not ended."""
    return Goal.objects.filter(person=person, ended_at=None).select_related("tie").order_by("created_at", "pk")


def goal_for(person: Person, goal_id: UUID) -> Goal:
    """One of the person's goals, or 404."""
    return get_object_or_404(goals_of(person), pk=goal_id)


def rungs_of(person: Person) -> QuerySet[Rung]:
    """The person's ladder, lowest rung first."""
    return Rung.objects.filter(person=person).order_by("position", "created_at", "pk")


def rung_for(person: Person, rung_id: UUID) -> Rung:
    """One rung of the person's ladder, or 404."""
    return get_object_or_404(rungs_of(person), pk=rung_id)


def draft_for(person: Person) -> ContactDraft | None:
    """The contacts the person is choosing from, if any."""
    return ContactDraft.objects.filter(person=person).order_by("-created_at").first()
