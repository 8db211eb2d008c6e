"""What I can do myself, in the order in which I try it. It stands before "call someone" wherever that is offered.

add_step, change_step, move_step, remove_step, note_helped.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Max

from holdfast.accounts.models import Person
from holdfast.checkins.models import CopingStep

FIRST = 3
"""So many stand where somebody may be in a hard moment."""
MOST_STEPS = 30


class ListFull(Exception):
    """A list this long is no help in a hard moment."""


def steps_of(person: Person) -> list[CopingStep]:
    """The person's own list, in their order."""
    return list(CopingStep.objects.filter(person=person).order_by("position", "created_at", "pk")[:MOST_STEPS])


def first_steps(person: Person) -> tuple[str, ...]:
    """The first three, as words."""
    rows = CopingStep.objects.filter(person=person).order_by("position", "created_at", "pk")[:FIRST]
    return tuple(row.text for row in rows)


@transaction.atomic
def add_step(*, by: Person, text: str, now: datetime) -> CopingStep:
    """Put one at the end. `ListFull` after thirty."""
    mine = CopingStep.objects.filter(person=by)
    if mine.count() >= MOST_STEPS:
        raise ListFull
    last = mine.aggregate(last=Max("position"))["last"] or 0
    return CopingStep.objects.create(person=by, text=text, position=last + 1, created_at=now)


@transaction.atomic
def change_step(*, step: CopingStep, text: str) -> CopingStep:
    """Say it in other words."""
    step.text = text
    step.save(update_fields=["text"])
    return step


@transaction.atomic
def move_step(*, step: CopingStep, up: bool) -> None:
    """One place up or down; at the end nothing changes."""
    order = list(
        CopingStep.objects.select_for_update()
        .filter(person_id=step.person_id)
        .order_by("position", "created_at", "pk")
        .values_list("pk", flat=True)
    )
    at = order.index(step.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(order):
        return
    order[at], order[to] = order[to], order[at]
    for position, pk in enumerate(order, start=1):
        CopingStep.objects.filter(pk=pk).exclude(position=position).update(position=position)


@transaction.atomic
def remove_step(*, step: CopingStep) -> None:
    """Take it off the list."""
    step.delete()


@transaction.atomic
def note_helped(*, step: CopingStep) -> None:
    """It helped, once more."""
    CopingStep.objects.filter(pk=step.pk).update(times_helped=F("times_helped") + 1)
