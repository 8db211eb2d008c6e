"""Everything a person keeps in the checkins app: out as plain values, in again, or gone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from math import isfinite
from typing import Any

from django.db import transaction

from holdfast.accounts.models import Person, check_time_zone
from holdfast.accounts.rows import CannotLoad, Loading, Mend, Parts
from holdfast.checkins.looking import parts_of
from holdfast.checkins.measures import answers_in
from holdfast.checkins.models import (
    Amount,
    Answered,
    Attendance,
    CheckIn,
    Chip,
    Commitment,
    CopingStep,
    Counter,
    Day,
    Goal,
    GoalMark,
    GoalStep,
    HardMoment,
    LookAgain,
    Mark,
    Setback,
    Slip,
    Urge,
    Wishes,
    Workbook,
    WorkStep,
)

__all__ = ["CannotLoad", "dump", "erase", "has_anything", "load"]
TABLES: dict[str, Any] = {
    "check_ins": CheckIn,
    "days": Day,
    "urges": Urge,
    "hard_moments": HardMoment,
    "coping": CopingStep,
    "counters": Counter,
    "setbacks": Setback,
    "amounts": Amount,
    "chips": Chip,
    "goals": Goal,
    "commitments": Commitment,
    "marks": Mark,
    "goal_steps": GoalStep,
    "goal_marks": GoalMark,
    "attendances": Attendance,
    "workbooks": Workbook,
    "work_steps": WorkStep,
    "answered": Answered,
    "look_again": LookAgain,
}


def _mend_commitment(made: Commitment) -> None:
    """Days are whole numbers from 1 to 7; once on a day, or on some days."""
    days = made.days
    if not isinstance(days, list) or not all(type(day) is int and 1 <= day <= 7 for day in days):
        raise ValueError("days")
    if bool(days) == bool(made.due_on):
        raise ValueError("days")


def _mend_answered(made: Answered) -> None:
    answers_in(made.answers)


def _mend_counter(counter: Counter) -> None:
    """What pages reckon with must be a number, and a clock there is."""
    check_time_zone(counter.time_zone)
    if counter.bound is not None and not isfinite(counter.bound):
        raise ValueError("bound")


def _mend_amount(amount: Amount) -> None:
    if not isfinite(amount.amount):
        raise ValueError("amount")


def _mend_look(look: LookAgain) -> None:
    parts_of(look)


MENDS: Mapping[Any, Mend] = {
    Commitment: _mend_commitment,
    Answered: _mend_answered,
    Counter: _mend_counter,
    Amount: _mend_amount,
    LookAgain: _mend_look,
}
"""What the columns themselves do not check."""

PARTS = Parts(TABLES, MENDS)


def dump(person: Person) -> dict[str, Any]:
    """Everything the person keeps here, as plain values."""
    return PARTS.dump(person)


def load(*, person: Person, data: Mapping[str, Any], now: datetime, loading: Loading) -> int:
    """Write it as the person's own. Raises CannotLoad and then changes nothing."""
    return PARTS.load(data=data, loading=loading)


@transaction.atomic
def erase(person: Person) -> None:
    """Delete everything the person keeps here."""
    PARTS.erase(person)
    Slip.objects.filter(person=person).delete()
    Wishes.objects.filter(pk=person.pk).delete()


def has_anything(person: Person) -> bool:
    """Whether the person keeps anything here yet."""
    return PARTS.has_anything(person)
