"""Who may reach what in the care app: a person their own plan, and nobody else anything."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from holdfast.accounts.models import Person
from holdfast.care.models import (
    PlanLine,
    Proposal,
    RecoveryHelper,
    RecoveryLine,
    RecoveryPlan,
    RecoveryVersion,
    SafetyPlan,
)
from holdfast.domain.recovery_plan import Answer, Part
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


def recovery_plan_of(person: Person) -> RecoveryPlan | None:
    """The person's recovery plan, once they began one."""
    return RecoveryPlan.objects.filter(person=person).first()


def recovery_lines_of(person: Person) -> QuerySet[RecoveryLine]:
    """Its lines, in order within each part, with the goal a line may be and who helps."""
    rows = RecoveryLine.objects.filter(person=person).select_related("goal")
    return rows.prefetch_related("helpers__tie").order_by("position", "created_at", "pk")


def recovery_line_for(person: Person, way_line_id: UUID) -> RecoveryLine:
    """One line of the person's recovery plan, or 404."""
    return get_object_or_404(recovery_lines_of(person), pk=way_line_id)


def recovery_helper_for(line: RecoveryLine, helper_id: UUID) -> RecoveryHelper:
    """One of those who help with a line, or 404."""
    return get_object_or_404(line.helpers.all(), pk=helper_id)


def versions_of(person: Person) -> QuerySet[RecoveryVersion]:
    """The versions of the person's recovery plan, the newest first."""
    return RecoveryVersion.objects.filter(person=person).order_by("-number")


def version_for(person: Person, number: int) -> RecoveryVersion:
    """One version, or 404."""
    return get_object_or_404(versions_of(person), number=number)


def proposals_of(person: Person) -> QuerySet[Proposal]:
    """What was proposed for the person's plan and not taken back, the newest first."""
    rows = Proposal.objects.filter(person=person).exclude(answer=Answer.WITHDRAWN).select_related("line__goal")
    return rows.order_by("-created_at", "-pk")


def proposal_for(person: Person, proposal_id: UUID) -> Proposal:
    """One proposal to the person, or 404."""
    return get_object_or_404(proposals_of(person), pk=proposal_id)


def part_named(name: str) -> Part:
    """One of the parts of a recovery plan, or 404."""
    try:
        return Part(name)
    except ValueError:
        raise Http404 from None
