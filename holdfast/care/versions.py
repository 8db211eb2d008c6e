"""The versions of a recovery plan: kept after every change, compared, taken back. Nothing is ever lost.

keep_version; take_back. Changes within an hour are one version.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from holdfast.accounts.models import Person
from holdfast.care.access import recovery_lines_of, versions_of
from holdfast.care.models import RecoveryHelper, RecoveryLine, RecoveryPlan, RecoveryVersion
from holdfast.checkins.models import Goal
from holdfast.domain import recovery_plan as rules
from holdfast.domain.recovery_plan import Part
from holdfast.network.models import Tie


def words_of(line: RecoveryLine) -> str:
    """What a line says: of a goal that is kept elsewhere, what it says there."""
    return line.goal.text if line.goal else line.text


def name_of(helper: RecoveryHelper) -> str:
    """How somebody is called: on the map while they are there, else as they were."""
    return helper.tie.name if helper.tie else helper.name


def body_of(person: Person) -> tuple[rules.Line, ...]:
    """The plan as it stands, as values."""
    rows = sorted(recovery_lines_of(person), key=lambda row: list(Part).index(Part(row.part)))
    return tuple(_value(row) for row in rows)


def _value(row: RecoveryLine) -> rules.Line:
    people = sorted(row.helpers.all(), key=lambda one: (one.created_at, one.pk))
    helpers = tuple(rules.Helper(name_of(one), one.does, str(one.tie_id or "")) for one in people)
    return rules.Line(str(row.pk), Part(row.part), words_of(row), helpers, str(row.goal_id or ""))


@transaction.atomic
def keep_version(*, person: Person, now: datetime, why: str = "") -> RecoveryVersion | None:
    """Write the plan down as it stands now, in the last version where that is of this hour; None where nothing changed.

    `why` makes it a version of its own.
    """
    RecoveryPlan.objects.select_for_update().get(person=person)
    last, body = versions_of(person).first(), body_of(person)
    if last is not None and not why and not rules.difference(lines_in(last), body):
        return None
    RecoveryPlan.objects.filter(person=person).update(changed_at=now)
    if last and not why and rules.folds(last.created_at, is_named=bool(last.why), now=now):
        last.body = _written(body)
        last.save(update_fields=["body"])
        return last
    number = last.number + 1 if last else 1
    return RecoveryVersion.objects.create(person=person, number=number, body=_written(body), why=why, created_at=now)


def lines_in(version: RecoveryVersion) -> tuple[rules.Line, ...]:
    """The lines of a version. Raises ValueError for one that cannot be read; a copy with such a one is not taken in."""
    try:
        return tuple(_read(row) for row in json.loads(str(version.body))["lines"])
    except (KeyError, TypeError) as error:
        raise ValueError("the body of a version cannot be read") from error


def before(version: RecoveryVersion) -> RecoveryVersion | None:
    """The version before this one."""
    return versions_of(version.person).filter(number__lt=version.number).first()


def _written(body: Iterable[rules.Line]) -> str:
    return json.dumps({"lines": [_plain(line) for line in body]}, ensure_ascii=False)


def _plain(line: rules.Line) -> dict[str, Any]:
    helpers = [{"id": one.id, "name": one.name, "does": one.does} for one in line.helpers]
    return {"id": line.id, "part": line.part.value, "text": line.text, "goal": line.goal, "helpers": helpers}


def _read(row: dict[str, Any]) -> rules.Line:
    helpers = tuple(rules.Helper(str(one["name"]), str(one["does"]), str(one["id"])) for one in row["helpers"])
    return rules.Line(str(UUID(row["id"])), Part(row["part"]), str(row["text"]), helpers, str(row["goal"]))


# Taking back


@transaction.atomic
def take_back(*, version: RecoveryVersion, why: str, now: datetime) -> RecoveryVersion | None:
    """The plan is again as it was then; that is a version of its own, and the one before stays."""
    person = Person.objects.select_for_update().get(pk=version.person_id)
    wanted, there = lines_in(version), {str(row.pk): row for row in recovery_lines_of(person)}
    if not rules.difference(body_of(person), wanted):
        return None
    for pk in there.keys() - {line.id for line in wanted}:
        there[pk].delete()
    for position, line in enumerate(wanted, start=1):
        _put_back(person, line, position, now)
    return keep_version(person=person, now=now, why=why)


def _put_back(person: Person, line: rules.Line, position: int, now: datetime) -> None:
    goal = Goal.objects.filter(person=person, pk=line.goal).first() if line.goal else None
    row = RecoveryLine.objects.filter(person=person, pk=line.id).first()
    if row is None:
        row = RecoveryLine(person=person, created_at=now)
        if not RecoveryLine.objects.filter(pk=line.id).exists():
            row.pk = UUID(line.id)  # it is the same line again: later versions know it by its id
    row.part, row.position, row.text = line.part, position, line.text
    row.goal = goal if goal is None or goal.text == line.text else None
    row.save()
    row.helpers.all().delete()
    for one in line.helpers:
        facts = {"tie": _tie(person, one), "name": one.name, "does": one.does}
        RecoveryHelper.objects.create(person=person, line=row, created_at=now, **facts)


def _tie(person: Person, helper: rules.Helper) -> Tie | None:
    """Who it was: by id, or, after a move to another host, by the name on the map."""
    ties = list(Tie.objects.filter(person=person))
    found = next((tie for tie in ties if str(tie.pk) == helper.id), None)
    return found or next((tie for tie in ties if helper.id and tie.name == helper.name), None)
