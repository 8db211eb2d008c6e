"""The small things of the first page: what was said for today, a look at one's plan, what has a day, the next
steps. Never more than three."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from holdfast.accounts.models import Person
from holdfast.care.today import ReviewDue, review_waiting
from holdfast.checkins.commitments import DueToday, due_today
from holdfast.checkins.goals import Near, near
from holdfast.domain.steps import Rule
from holdfast.network.step_words import Told
from holdfast.tending.today import Small, What, things

MOST = 3
ELSEWHERE = frozenset({What.THANKS, What.REACH_OUT, What.DATE})
"""The next steps have these already, or what is coming up."""


@dataclass(frozen=True, slots=True)
class SmallThings:
    """What the page begins with, in this order."""

    said: tuple[DueToday, ...]
    plan: ReviewDue | None
    tended: tuple[Small, ...]
    goals: tuple[Near, ...]
    steps: tuple[Told, ...]

    def __len__(self) -> int:
        return len(self.said) + bool(self.plan) + len(self.tended) + len(self.goals) + len(self.steps)

    @property
    def names_an_open_seat(self) -> bool:
        """One of the steps is about a need with nobody: the page need not say it again."""
        return any(step.rule == Rule.OPEN_NEED for step in self.steps)


def small_things(person: Person, steps: list[Told], *, today: date, now: datetime) -> SmallThings:
    """At most three of all of them together."""
    said = due_today(person, now)
    plan = review_waiting(person, now=now)
    tended = things(person, today=today, now=now, without=ELSEWHERE)
    close = near(person, now)
    take = shares([len(said), bool(plan), len(tended), len(close), len(steps)])
    return SmallThings(
        said[: take[0]], plan if take[1] else None, tended[: take[2]], close[: take[3]], tuple(steps[: take[4]])
    )


def shares(waiting: Sequence[int], most: int = MOST) -> list[int]:
    """How many of each kind there is room for: one of each kind first, in their order, then a second."""
    taken = [0] * len(waiting)
    for turn in range(most):
        for kind, count in enumerate(waiting):
            if turn < count and sum(taken) < most:
                taken[kind] += 1
    return taken
