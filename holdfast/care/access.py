"""Who may reach what in the care app: a person their own plan, and nobody else anything."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from holdfast.accounts.models import Person
from holdfast.care.models import PlanLine, SafetyPlan
from holdfast.domain.safety_plan import Step


def safety_plan_of(person: Person) -> SafetyPlan | None:
    """The person's plan, once they began one."""
    return SafetyPlan.objects.filter(person=person).first()


def plan_lines_of(person: Person) -> QuerySet[PlanLine]:
    """The lines of the person's plan, in order."""
    rows = PlanLine.objects.filter(person=person).select_related("tie")
    return rows.order_by("step", "position", "created_at", "pk")


def plan_line_for(person: Person, plan_line_id: UUID) -> PlanLine:
    """One line of the person's plan, or 404."""
    return get_object_or_404(plan_lines_of(person), pk=plan_line_id)


def step_numbered(number: int) -> Step:
    """One of the six steps, or 404."""
    try:
        return Step(number)
    except ValueError:
        raise Http404 from None
