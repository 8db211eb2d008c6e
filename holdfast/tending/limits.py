"""Boundaries of both sides: written, said, agreed, looked at again; and what was done when one was crossed.

write_boundary, note_crossing, revisit, end_boundary; pause_tie, go_on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, QuerySet

from holdfast.accounts.models import Person
from holdfast.domain.network import COUNTING, TieState
from holdfast.network.actions import set_state
from holdfast.network.models import Tie
from holdfast.tending.access import boundaries_of
from holdfast.tending.models import Boundary, Crossing
from holdfast.tending.rows import written

LOOK_AGAIN = timedelta(days=90)


def limits_shown(person: Person) -> QuerySet[Boundary]:
    """The limits that hold, each with how often it was crossed (`times`)."""
    return boundaries_of(person).annotate(times=Count("crossings"))


def revisit_due(person: Person, today: date) -> list[Boundary]:
    """Limits to look at again."""
    return list(boundaries_of(person).filter(revisit_on__lte=today).order_by("revisit_on", "pk"))


@dataclass(frozen=True, slots=True)
class BoundaryFacts:
    """A limit in the person's words; no tie is a limit towards everybody."""

    tie: Tie | None
    whose: str
    text: str
    said_on: date | None
    agreed: str
    revisit_on: date | None
    response: str


@transaction.atomic
def write_boundary(*, by: Person, facts: BoundaryFacts, now: datetime, row: Boundary | None = None) -> Boundary:
    """A further limit, or the same one said differently."""
    return written(row or Boundary(person=by, created_at=now), facts)


@transaction.atomic
def note_crossing(*, boundary: Boundary, did: str, note: str, on: date, now: datetime) -> Crossing:
    """It was crossed, and this is what the person did. A pause of the tie is one of the answers."""
    person = boundary.person
    if did == Crossing.Did.PAUSED and boundary.tie is not None:
        pause_tie(by=person, tie=boundary.tie, now=now)
    return Crossing.objects.create(person=person, boundary=boundary, on=on, did=did, note=note, created_at=now)


@transaction.atomic
def revisit(*, boundary: Boundary, today: date) -> Boundary:
    """It was looked at and holds; it comes up again in 90 days."""
    boundary.revisit_on = today + LOOK_AGAIN
    boundary.save(update_fields=["revisit_on"])
    return boundary


@transaction.atomic
def end_boundary(*, boundary: Boundary, now: datetime) -> Boundary:
    """It holds no longer. What happened stays written."""
    boundary.ended_at = now
    boundary.save(update_fields=["ended_at"])
    return boundary


@transaction.atomic
def pause_tie(*, by: Person, tie: Tie, now: datetime) -> Tie:
    """Nothing is asked of them and nothing is suggested. They are not told. A tie on its way out stays so."""
    return set_state(by=by, tie=tie, state=TieState.RESTING, now=now) if tie.state in COUNTING else tie


@transaction.atomic
def go_on(*, by: Person, tie: Tie, now: datetime) -> Tie:
    """The pause is over."""
    return set_state(by=by, tie=tie, state=TieState.ACTIVE, now=now) if tie.state == TieState.RESTING else tie
