"""The small things of the first page: what was said for today, a look at one's plan, what has a day, the next
steps. Never more than three."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from holdfast.accounts.models import Person
from holdfast.care.today import ReviewDue, review_waiting
from holdfast.checkins.commitments import DueToday, due_today
from holdfast.domain.network import Network
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
    steps: tuple[Told, ...]

    def __len__(self) -> int:
        return len(self.said) + bool(self.plan) + len(self.tended) + len(self.steps)

    @property
    def names_an_open_seat(self) -> bool:
        """One of the steps is about a need with nobody: the page need not say it again."""
        return any(step.rule == Rule.OPEN_NEED for step in self.steps)


def small_things(person: Person, steps: list[Told], network: Network, *, today: date, now: datetime) -> SmallThings:
    """At most three of all of them together."""
    said = due_today(person, now)[:MOST]
    waiting = [one for one in things(person, today=today, now=now, ties=network.ties) if one.what not in ELSEWHERE]
    plan = review_waiting(person, now=now) if len(said) < MOST else None
    left = MOST - len(said) - bool(plan)
    tended = tuple(waiting[:left])
    return SmallThings(said, plan, tended, tuple(steps[: left - len(tended)]))
