"""What somebody else sees of the plans, once it was granted: plain words, built anew at every look.

A seat that is open again says only that: why somebody is not there any more is nobody else's to know.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from holdfast.accounts.models import Person
from holdfast.care.models import RecoveryPlan, SafetyPlan
from holdfast.care.queries import LineShown, StepShown, plan_shown
from holdfast.care.recovery_queries import WayLine, WayPart, way_of
from holdfast.care.words import FOR_OTHERS, Words
from holdfast.checkins.models import CopingStep
from holdfast.consent.items import last_of, latest
from holdfast.domain.recovery_plan import Part


@dataclass(frozen=True, slots=True)
class SharedLine:
    """One line of the plan as somebody else reads it; with no text it is a seat that is open."""

    text: str = ""
    numbers: tuple[tuple[str, str], ...] = ()
    """As written, and what a phone calls (empty where it cannot)."""
    when: str = ""


@dataclass(frozen=True, slots=True)
class SharedStep:
    """One step of the plan as somebody else reads it."""

    number: int
    title: Words
    lines: tuple[SharedLine, ...]


def safety_plan_shared(person: Person, now: datetime) -> dict[str, Any] | None:
    """The six steps with their people and numbers as they are at this moment; None before a plan is begun."""
    plan = plan_shown(person, now=None)
    return {"steps": tuple(_step(one) for one in plan.steps)} if plan.kept else None


def _step(one: StepShown) -> SharedStep:
    return SharedStep(int(one.step), FOR_OTHERS[one.step], tuple(_line(line) for line in one.lines))


def _line(line: LineShown) -> SharedLine:
    if line.gone:
        return SharedLine()
    links = {way.value: way.href for way in reversed(line.ways) if way.href.startswith("tel:")}
    return SharedLine(
        line.seat.name, tuple((number, links.get(number, "")) for number in line.numbers), line.note or line.hours
    )


def safety_plan_changed_at(owners: Collection[UUID]) -> dict[UUID, datetime]:
    """When a line of it, or one's own list, last changed; names and numbers on the map are read live."""
    plans = SafetyPlan.objects.filter(person__in=owners)
    begun = dict(last_of(plans))
    own = CopingStep.objects.filter(person__in=begun)
    return latest(begun.items(), last_of(plans, "changed_at"), last_of(own))


@dataclass(frozen=True, slots=True)
class SharedWayLine:
    """One line of the recovery plan as somebody else reads it. The id names it to whoever proposes other words."""

    id: str
    text: str
    helpers: tuple[tuple[str, str], ...]
    """Who helps, and how; those who are not there now are left out."""
    is_reached: bool


@dataclass(frozen=True, slots=True)
class SharedPart:
    """One part of the recovery plan as somebody else reads it."""

    part: Part
    title: Words
    is_careful: bool
    lines: tuple[SharedWayLine, ...]


def recovery_plan_shared(person: Person, now: datetime) -> dict[str, Any] | None:
    """All parts as they are at this moment; None before a plan is begun. Earlier versions are the person's alone."""
    way = way_of(person)
    return {"parts": tuple(_part(one) for one in way.parts)} if way.kept else None


def _part(one: WayPart) -> SharedPart:
    return SharedPart(one.part, one.words.for_others, one.is_careful, tuple(_way_line(line) for line in one.lines))


def _way_line(line: WayLine) -> SharedWayLine:
    helpers = tuple((one.name, one.does) for one in line.helpers if not one.gone)
    return SharedWayLine(line.id, line.text, helpers, line.is_reached)


def recovery_plan_changed_at(owners: Collection[UUID]) -> dict[UUID, datetime]:
    """When a line last changed; goals and people are read live."""
    plans = RecoveryPlan.objects.filter(person__in=owners)
    return latest(last_of(plans), last_of(plans, "changed_at"))
