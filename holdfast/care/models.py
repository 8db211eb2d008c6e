"""The plan a person writes in calm for a hard hour, and the plan for recovery: its lines, who helps with which, its
versions, and what was proposed. Words, names and numbers are sealed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.accounts.owned import Owned, choices_of
from holdfast.checkins.models import Goal
from holdfast.domain import recovery_plan as rules
from holdfast.domain.safety_plan import Step
from holdfast.network.models import Tie
from holdfast.sealing.fields import SealedTextField


class SafetyPlan(Owned):
    """There is one once a person begins; its lines are rows of their own. `created_at` is when it was begun."""

    reviewed_at = models.DateTimeField(null=True, blank=True)
    """When the person last said that it still fits."""
    changed_at = models.DateTimeField(null=True, blank=True)
    """When a line of it last changed; None is when it was begun."""

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


class RecoveryPlan(Owned):
    """There is one once a person begins. It belongs to nobody else, and survives every change of worker or service."""

    reviewed_at = models.DateTimeField(null=True, blank=True)
    """When the person last said that it still fits."""
    changed_at = models.DateTimeField(null=True, blank=True)
    """When anything of it last changed; None is when it was begun."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person"], name="recovery_plan_once")]


class RecoveryLine(Owned):
    """One line of a part."""

    part = models.CharField(max_length=16, choices=choices_of(rules.Part))
    position = models.PositiveSmallIntegerField()
    text = SealedTextField()
    goal = models.ForeignKey(Goal, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """The goal that is kept elsewhere, where the line is one."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "part", "position"], name="recovery_line_in_order")]


class RecoveryHelper(Owned):
    """Who helps with a line. With no tie left, somebody stood here who was taken off the map."""

    line = models.ForeignKey(RecoveryLine, on_delete=models.CASCADE, related_name="helpers")
    tie = models.ForeignKey(Tie, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = SealedTextField()
    """As they were called when they were chosen; read from the map while they are there."""
    does = SealedTextField()
    """What they do."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["line", "tie"], name="recovery_helper_once")]


class RecoveryVersion(Owned):
    """The plan as it stood after a change that the person kept."""

    number = models.PositiveIntegerField()
    body = SealedTextField()
    """All parts and lines as JSON."""
    why = SealedTextField()
    """What changed, in the person's words or ours."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "number"], name="recovery_version_number")]


class Proposal(Owned):
    """What a professional proposes for the plan; nothing changes before the person takes it."""

    proposer_id = models.UUIDField()
    """The member of the care team: an id of the app above."""
    proposer_name = SealedTextField()
    part = models.CharField(max_length=16, choices=choices_of(rules.Part))
    change = models.CharField(max_length=8, choices=choices_of(rules.Change))
    line = models.ForeignKey(RecoveryLine, on_delete=models.SET_NULL, null=True, blank=True, related_name="proposals")
    text = SealedTextField()
    before = SealedTextField()
    """What the line said when this was proposed: whoever reads it sees whether it says something else by now."""
    why = SealedTextField()
    answer = models.CharField(max_length=12, choices=choices_of(rules.Answer), default=rules.Answer.OPEN)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_words = SealedTextField()
    """What the person says to it, for whoever proposed it."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "answer"], name="proposal_open")]
