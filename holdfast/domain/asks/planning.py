"""Whom to ask now, whom later, and how likely somebody says yes in time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from holdfast.domain.asks.candidates import Candidate, Refusal, refusal_of
from holdfast.domain.asks.kinds import Kind

MOST_SURE = 0.97
"""A shared event breaks the independence of answers: more than this is never promised."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody who was asked already and has neither said yes nor no."""

    candidate: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Asking:
    """An ask as the planner sees it. `places` is how many yeses are still wanted; `dial` -2 (fewer people) … 2 (fast);
    `silent` were asked and have not answered; `done` need not be asked again (they said no, later, or yes)."""

    kind: Kind
    opened_at: datetime
    answer_by: datetime
    places: int = 1
    dial: int = 0
    silent: tuple[Contact, ...] = ()
    done: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """One supporter and when they are asked; `chance` that they say yes in time, `minutes` they usually take."""

    candidate: str
    at: datetime
    chance: float
    minutes: float


@dataclass(frozen=True, slots=True)
class NotAsked:
    """One supporter who is not asked: the first limit, or None where the planner keeps them for another time."""

    candidate: str
    why: Refusal | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is asked when, and the chance (0 … 0.97) that enough of them say yes by the end."""

    steps: tuple[Step, ...]
    not_asked: tuple[NotAsked, ...]
    chance: float

    def due(self, now: datetime) -> tuple[Step, ...]:
        """Those to ask now."""
        return tuple(step for step in self.steps if step.at <= now)

    def next_at(self, now: datetime) -> datetime | None:
        """When the next one is asked, if nobody answers."""
        return min((step.at for step in self.steps if step.at > now), default=None)


def plan(asking: Asking, candidates: Sequence[Candidate], now: datetime) -> Plan:
    """The schedule of waves that costs least in asking, waiting and failing together."""
    free, refused = _parted(asking, candidates, now)
    gap = (asking.answer_by - now) / (len(free) + 1)
    steps = tuple(Step(one.id, now + gap * number, 0.5, 10) for number, one in enumerate(free))
    return Plan(steps, tuple(refused), min(MOST_SURE, 1 - 0.5 ** len(steps)))


def _parted(asking: Asking, candidates: Iterable[Candidate], now: datetime) -> tuple[list[Candidate], list[NotAsked]]:
    free: list[Candidate] = []
    refused: list[NotAsked] = []
    known = asking.done | {contact.candidate for contact in asking.silent}
    for one in candidates:
        why = Refusal.LEFT_OUT if one.id in asking.left_out else refusal_of(one, asking.kind, now)
        if one.id in known:
            continue
        if why is None:
            free.append(one)
        else:
            refused.append(NotAsked(one.id, why))
    return free, refused
