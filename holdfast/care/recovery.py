"""Every change of the recovery plan; each is kept in a version.

begin; add_line, add_goal, change_line, move_line, remove_line; set_helper, remove_helper; note_review.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from holdfast.accounts.models import Person
from holdfast.care.models import RecoveryHelper, RecoveryLine, RecoveryPlan
from holdfast.care.versions import keep_version
from holdfast.checkins.models import Goal
from holdfast.domain.recovery_plan import Part
from holdfast.network.models import Tie

MOST_LINES = 20
MOST_HELPERS = 8


class PartFull(Exception):
    """A part this long is read by nobody."""


@transaction.atomic
def begin(*, by: Person, now: datetime) -> RecoveryPlan:
    """The person has a plan from here on; beginning again changes nothing."""
    return RecoveryPlan.objects.get_or_create(person=by, defaults={"created_at": now})[0]


@transaction.atomic
def add_line(*, by: Person, part: Part, text: str, now: datetime, why: str = "") -> RecoveryLine:
    """One line at the end of a part; `why` makes it a version of its own. Raises PartFull."""
    row = _placed(by, part, now)
    row.text = text
    row.save()
    keep_version(person=by, now=now, why=why)
    return row


@transaction.atomic
def add_goal(*, by: Person, goal: Goal, now: datetime) -> RecoveryLine:
    """A goal that is kept elsewhere stands in the plan, once; its words are read from there. Raises PartFull."""
    there = RecoveryLine.objects.filter(person=by, goal=goal).first()
    if there is not None:
        return there
    row = _placed(by, Part.GOALS, now)
    row.goal, row.text = goal, goal.text
    row.save()
    keep_version(person=by, now=now)
    return row


def _placed(person: Person, part: Part, now: datetime) -> RecoveryLine:
    Person.objects.select_for_update().get(pk=person.pk)  # two taps at the same time are one after the other
    begin(by=person, now=now)
    mine = RecoveryLine.objects.filter(person=person, part=part)
    if mine.count() >= MOST_LINES:
        raise PartFull
    position = (mine.aggregate(last=Max("position"))["last"] or 0) + 1
    return RecoveryLine(person=person, part=part, position=position, created_at=now)


@transaction.atomic
def change_line(*, line: RecoveryLine, text: str, now: datetime, why: str = "") -> RecoveryLine:
    """Say it differently; a line that was a goal kept elsewhere is the plan's own from here on."""
    line.text, line.goal = text, None
    line.save()
    keep_version(person=line.person, now=now, why=why)
    return line


@transaction.atomic
def move_line(*, line: RecoveryLine, up: bool, now: datetime) -> None:
    """One place up or down within its part; at the end nothing changes."""
    rows = RecoveryLine.objects.select_for_update().filter(person_id=line.person_id, part=line.part)
    order = list(rows.order_by("position", "created_at", "pk").values_list("pk", flat=True))
    at = order.index(line.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(order):
        return
    order[at], order[to] = order[to], order[at]
    for position, pk in enumerate(order, start=1):
        RecoveryLine.objects.filter(pk=pk).exclude(position=position).update(position=position)
    keep_version(person=line.person, now=now)


@transaction.atomic
def remove_line(*, line: RecoveryLine, now: datetime, why: str = "") -> None:
    """Take it out of the plan; earlier versions still have it."""
    person = line.person
    line.delete()
    keep_version(person=person, now=now, why=why)


@transaction.atomic
def set_helper(*, line: RecoveryLine, tie: Tie, does: str, now: datetime) -> RecoveryHelper:
    """Somebody of the map helps with this line, and how. Raises PartFull."""
    others = line.helpers.exclude(tie=tie)
    if others.count() >= MOST_HELPERS:
        raise PartFull
    row = RecoveryHelper.objects.filter(line=line, tie=tie).first()
    row = row or RecoveryHelper(person_id=line.person_id, line=line, tie=tie, created_at=now)
    row.name, row.does = tie.name, does
    row.save()
    keep_version(person=line.person, now=now)
    return row


@transaction.atomic
def remove_helper(*, helper: RecoveryHelper, now: datetime) -> None:
    """They no longer stand with this line. On the map nothing changes."""
    person = helper.person
    helper.delete()
    keep_version(person=person, now=now)


@transaction.atomic
def note_review(*, by: Person, now: datetime) -> RecoveryPlan:
    """It was looked over and fits."""
    plan = begin(by=by, now=now)
    plan.reviewed_at = now
    plan.save(update_fields=["reviewed_at"])
    return plan
