"""The plan a person writes in calm for a hard hour. Words, names and numbers are sealed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.domain.safety_plan import Step
from holdfast.network.models import Owned, Tie
from holdfast.sealing.fields import SealedTextField


class SafetyPlan(Owned):
    """There is one once a person begins; its lines are rows of their own. `created_at` is when it was begun."""

    reviewed_at = models.DateTimeField(null=True, blank=True)
    """When the person last said that it still fits."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person"], name="safety_plan_once")]


class PlanLine(Owned):
    """One line of a step: words, or somebody. What one can do oneself (step 2) stands in the person's coping list."""

    step = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    text = SealedTextField()
    """What it says: a sign, a place, a thing to do, or the name of somebody who is not on the map."""
    number = SealedTextField()
    """Of somebody who is not on the map; else it is read from there."""
    note = SealedTextField()
    """When they can be reached, and what for."""
    is_somebody = models.BooleanField(default=False)
    is_from_map = models.BooleanField(default=False)
    """With no tie left, somebody stood here who was taken off the map."""
    tie = models.ForeignKey(Tie, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(step__gte=1, step__lte=6) & ~models.Q(step=Step.OWN), name="plan_line_step_1_to_6"
            ),
            models.UniqueConstraint(fields=["person", "step", "tie"], name="plan_line_tie_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "step", "position"], name="plan_line_in_order")]
