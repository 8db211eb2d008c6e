"""Every change of the plan.

begin_plan; add_line, add_from_map, change_line, move_line, remove_line; note_review. What one can do oneself is
changed by `checkins.coping`: it is the same list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from holdfast.accounts.models import Person
from holdfast.care.models import PlanLine, SafetyPlan
from holdfast.domain.safety_plan import Step
from holdfast.network.models import Tie

MOST_LINES = 20


class StepFull(Exception):
    """A step this long is no help in a hard hour."""


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What one line says; a number makes it somebody."""

    text: str
    number: str = ""
    note: str = ""
    is_somebody: bool = False


@transaction.atomic
def begin_plan(*, by: Person, now: datetime) -> SafetyPlan:
    """The person has a plan from here on; beginning again changes nothing."""
    return SafetyPlan.objects.get_or_create(person=by, defaults={"created_at": now})[0]


@transaction.atomic
def add_line(*, by: Person, step: Step, facts: LineFacts, now: datetime) -> PlanLine:
    """Put one at the end of a step. Raises StepFull."""
    row = PlanLine(person=by, step=step, position=_next(by, step, now), created_at=now)
    return change_line(line=row, facts=facts, now=now)


@transaction.atomic
def add_from_map(*, by: Person, step: Step, ties: Iterable[Tie], now: datetime) -> list[PlanLine]:
    """These stand on the step, each once; name and number stay on the map and are read from there. Raises StepFull."""
    Person.objects.select_for_update().get(pk=by.pk)
    there = set(PlanLine.objects.filter(person=by, step=step).values_list("tie_id", flat=True))
    return [_seat(by, step, tie, now) for tie in ties if tie.pk not in there]


def _seat(person: Person, step: Step, tie: Tie, now: datetime) -> PlanLine:
    position = _next(person, step, now)
    seat = {"tie": tie, "is_from_map": True, "is_somebody": True}
    row = PlanLine.objects.create(person=person, step=step, position=position, created_at=now, **seat)
    _changed(person.pk, now)
    return row


def _changed(person_id: UUID, now: datetime) -> None:
    SafetyPlan.objects.filter(person=person_id).update(changed_at=now)


def _next(person: Person, step: Step, now: datetime) -> int:
    Person.objects.select_for_update().get(pk=person.pk)  # two taps at the same time are one after the other
    begin_plan(by=person, now=now)
    mine = PlanLine.objects.filter(person=person, step=step)
    if mine.count() >= MOST_LINES:
        raise StepFull
    return int(mine.aggregate(last=Max("position"))["last"] or 0) + 1


@transaction.atomic
def change_line(*, line: PlanLine, facts: LineFacts, now: datetime) -> PlanLine:
    """Say it differently. Of somebody on the map only the note is the plan's own."""
    line.note = facts.note
    if not line.is_from_map:
        line.text, line.number = facts.text, facts.number
        line.is_somebody = facts.is_somebody or bool(facts.number)
    line.save()
    _changed(line.person_id, now)
    return line


@transaction.atomic
def move_line(*, line: PlanLine, up: bool, now: datetime) -> None:
    """One place up or down within its step; at the end nothing changes."""
    rows = PlanLine.objects.select_for_update().filter(person_id=line.person_id, step=line.step)
    order = list(rows.order_by("position", "created_at", "pk").values_list("pk", flat=True))
    at = order.index(line.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(order):
        return
    order[at], order[to] = order[to], order[at]
    for position, pk in enumerate(order, start=1):
        PlanLine.objects.filter(pk=pk).exclude(position=position).update(position=position)
    _changed(line.person_id, now)


@transaction.atomic
def remove_line(*, line: PlanLine, now: datetime) -> None:
    """Take it off the plan. On the map nothing changes."""
    line.delete()
    _changed(line.person_id, now)


@transaction.atomic
def note_review(*, by: Person, now: datetime) -> SafetyPlan:
    """It was looked over and fits."""
    plan = begin_plan(by=by, now=now)
    plan.reviewed_at = now
    plan.save(update_fields=["reviewed_at"])
    return plan
