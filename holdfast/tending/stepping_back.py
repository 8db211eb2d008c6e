"""Stepping back from a tie that harms, one step at a time; safety comes first (W88). Nobody is told.

step_back, note_step, keep_note, stop_stepping_back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from holdfast.accounts.models import Person
from holdfast.domain.network import TieState
from holdfast.network.actions import set_state
from holdfast.network.models import Tie
from holdfast.tending.models import Phasing
from holdfast.tending.words import STEPS_BACK


@dataclass(frozen=True, slots=True)
class Step:
    """One step, and the day it was done."""

    key: str
    text: Any
    done_on: date | None


def phasing_of(tie: Tie) -> Phasing | None:
    """How far the person came, while they step back; None once they said that the tie is well, or rests."""
    if tie.state not in {TieState.PHASING_OUT, TieState.ENDED}:
        return None
    return Phasing.objects.filter(tie=tie, ended_at=None).first()


def steps_of(phasing: Phasing) -> list[Step]:
    """The steps, from the smallest; each may be left out."""
    done = {key: date.fromisoformat(day) for key, day in phasing.steps.items()}
    return [Step(key, text, done.get(key)) for key, text in STEPS_BACK.items()]


@transaction.atomic
def step_back(*, by: Person, tie: Tie, is_unsafe: bool, now: datetime) -> Phasing:
    """From now on they are asked nothing and nothing is suggested about them; the history stays."""
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)  # two first taps write one row
    row = Phasing.objects.filter(person=by, tie=tie).first() or Phasing(person=by, tie=tie, created_at=now)
    row.is_unsafe, row.ended_at = is_unsafe, None
    row.save()
    if tie.state != TieState.ENDED:
        set_state(by=by, tie=tie, state=TieState.PHASING_OUT, now=now)
    return row


@transaction.atomic
def note_step(*, phasing: Phasing, key: str, on: date | None) -> Phasing:
    """A step was done; None takes that back. A step nobody knows changes nothing."""
    steps = {name: day for name, day in phasing.steps.items() if name != key}
    if on is not None and key in STEPS_BACK:
        steps[key] = on.isoformat()
    phasing.steps = steps
    phasing.save(update_fields=["steps"])
    return phasing


@transaction.atomic
def keep_note(*, phasing: Phasing, note: str) -> Phasing:
    """The person's own words about it."""
    phasing.note = note
    phasing.save(update_fields=["note"])
    return phasing


@transaction.atomic
def stop_stepping_back(*, phasing: Phasing, now: datetime) -> Phasing:
    """It is over, whatever became of it. How the tie is now is said by the person, on its own page."""
    phasing.ended_at = now
    phasing.save(update_fields=["ended_at"])
    return phasing
