"""Steps or chapters worked through, in the person's own words: no text of any programme is kept here.

begin_workbook, name_workbook, put_away; add_work_step, write_step, begin_step, finish_work_step, reopen_work_step,
remove_work_step; share_workbook.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet

from holdfast.accounts.models import Person
from holdfast.checkins.models import Workbook, WorkStep
from holdfast.supporters.models import Agreement

MOST_STEPS = 100


@transaction.atomic
def begin_workbook(*, by: Person, name: str, titles: Iterable[str], now: datetime) -> Workbook:
    """A workbook with these steps; an empty title is a number only."""
    made = Workbook.objects.create(person=by, name=name, created_at=now)
    for title in list(titles)[:MOST_STEPS]:
        add_work_step(workbook=made, title=title, now=now)
    return made


@transaction.atomic
def name_workbook(*, workbook: Workbook, name: str) -> Workbook:
    """Call it something else."""
    workbook.name = name
    workbook.save(update_fields=["name"])
    return workbook


@transaction.atomic
def put_away(*, workbook: Workbook, now: datetime) -> Workbook:
    """It is put away, and nobody sees how far it is. What was written stays in the person's copy."""
    workbook.ended_at, workbook.shared_with = now, None
    workbook.save(update_fields=["ended_at", "shared_with"])
    return workbook


@transaction.atomic
def add_work_step(*, workbook: Workbook, title: str, now: datetime) -> WorkStep:
    """One more step, at the end."""
    last = workbook.steps.aggregate(last=Max("position"))["last"] or 0
    return WorkStep.objects.create(
        person_id=workbook.person_id, workbook=workbook, position=last + 1, title=title, created_at=now
    )


@transaction.atomic
def write_step(*, step: WorkStep, title: str, text: str, today: date) -> WorkStep:
    """Write on a step. Writing on it begins it."""
    step.title, step.text = title, text
    if text:
        step.begun_on = step.begun_on or today
    step.save()
    return step


@transaction.atomic
def begin_step(*, step: WorkStep, today: date) -> WorkStep:
    """I am on this one."""
    step.begun_on = step.begun_on or today
    step.save()
    return step


@transaction.atomic
def finish_work_step(*, step: WorkStep, today: date) -> WorkStep:
    """Done for now; it can be taken up again at any time."""
    step.begun_on, step.done_on = step.begun_on or today, step.done_on or today
    step.save()
    return step


@transaction.atomic
def reopen_work_step(*, step: WorkStep) -> WorkStep:
    """Take it up again; nothing written is lost."""
    step.done_on = None
    step.save()
    return step


@transaction.atomic
def remove_work_step(*, step: WorkStep) -> None:
    """Take a step out, with what is written on it."""
    step.delete()


@transaction.atomic
def share_workbook(*, workbook: Workbook, agreement: Agreement | None) -> Workbook:
    """Who sees how far it is, in numbers only; None is nobody."""
    workbook.shared_with = agreement
    workbook.save(update_fields=["shared_with"])
    return workbook


@dataclass(frozen=True, slots=True)
class HowFar:
    """How far a workbook is, in numbers."""

    done: int
    of: int


def how_far(workbooks: QuerySet[Workbook]) -> dict[UUID, HowFar]:
    """Of each of these, in one read and without opening a word."""
    done = Q(steps__done_on__isnull=False)
    counted = workbooks.annotate(of=Count("steps"), done=Count("steps", filter=done))
    return {key: HowFar(count, of) for key, of, count in counted.values_list("pk", "of", "done")}
