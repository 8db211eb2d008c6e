"""What can be asked for, and what each kind of ask weighs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Kind(StrEnum):
    """A kind of ask. `CRISIS` is "Get support now"; `MISSED` is a check-in that did not come."""

    CRISIS = "crisis"
    MISSED = "missed"
    TALK = "talk"
    STAY = "stay"
    RIDE = "ride"
    MEAL = "meal"
    ERRAND = "errand"
    CHILDCARE = "childcare"
    COMPANY = "company"
    MEDICATION = "medication"
    ADVICE = "advice"
    MONEY = "money"


class Stated(StrEnum):
    """What a supporter said to one kind. A kind that was not answered is not asked."""

    GLADLY = "gladly"
    DEPENDS = "depends"
    IF_NEEDED = "if_needed"
    """Only if nobody else can."""


@dataclass(frozen=True, slots=True)
class Weight:
    """What one kind costs, in ordinary notices (routing model 3.1).

    `effort` is what a yes takes out of a week, in hours; `waiting` the price of one more minute without an answer;
    `failing` the price of no answer at all; `within` how long an answer may take where the person says nothing.
    """

    effort: float
    waiting: float
    failing: float
    within: timedelta


WEIGHTS = {
    Kind.CRISIS: Weight(1.0, 3.0, 500, timedelta(minutes=10)),
    Kind.MISSED: Weight(0.5, 0.014, 68, timedelta(hours=2)),
    Kind.TALK: Weight(0.75, 0.035, 68, timedelta(hours=1)),
    Kind.STAY: Weight(3.0, 0.035, 68, timedelta(hours=2)),
    Kind.RIDE: Weight(1.5, 0.001, 45, timedelta(hours=8)),
    Kind.MEAL: Weight(1.5, 0.00035, 35, timedelta(hours=24)),
    Kind.ERRAND: Weight(1.0, 0.00035, 35, timedelta(hours=24)),
    Kind.CHILDCARE: Weight(3.0, 0.00035, 45, timedelta(hours=24)),
    Kind.COMPANY: Weight(2.0, 0.00035, 35, timedelta(hours=24)),
    Kind.MEDICATION: Weight(0.25, 0.001, 45, timedelta(hours=8)),
    Kind.ADVICE: Weight(0.5, 0.00035, 35, timedelta(hours=24)),
    Kind.MONEY: Weight(1.0, 0.00035, 35, timedelta(hours=24)),
}
"""Outside a crisis waiting costs half, and failing three quarters, of what one ask alone would have: a notice takes as
much again from the asks after it, since who is asked often answers less (`benchmarks/routing`)."""
DIAL = range(-2, 3)
"""From "ask fewer people" (-2) to "reach someone fast" (2)."""
