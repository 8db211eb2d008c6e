"""Why somebody is asked now, later or not: facts of the decision as data; pages put them into sentences.

The person reads only what they may know of others: what was said to them, and what passed between the two. What
somebody does for other people is never among the facts: "said yes lately", "often answers in" and "last asked" are
about this person's own asks, and `Candidate.last_asked_at` is when this person asked them last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from holdfast.domain.asks.candidates import Candidate, Refusal
from holdfast.domain.asks.kinds import Kind, Stated
from holdfast.domain.asks.planning import Asking, NotAsked, Plan, Step

ENOUGH = 3
"""Fewer answers than this say nothing about how somebody answers."""


@dataclass(frozen=True, slots=True)
class Past:
    """How many of this person's asks of late a supporter answered, and said yes to; and the median of the minutes
    they took."""

    yes: int = 0
    of: int = 0
    minutes: float | None = None


NO_PAST = Past()
NOTHING: Mapping[str, Past] = {}


class Fact(StrEnum):
    """What speaks for asking somebody."""

    STATED = "stated"
    """What they said to this kind: `stated`."""
    OFFER = "offer"
    """A standing offer of theirs holds at the moment they are asked."""
    WAKES = "wakes"
    """They may be woken in a crisis."""
    LAST_ASKED = "last_asked"
    """By this person: `ago`."""
    MINUTES = "minutes"
    """They usually answer this person within so many: `minutes`."""
    SAID_YES = "said_yes"
    """To `yes` of `of` asks of this person."""
    NEW = "new"
    """Never asked by this person."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact with its numbers; those it does not need are None."""

    fact: Fact
    stated: Stated | None = None
    ago: timedelta | None = None
    minutes: float | None = None
    yes: int | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """One step of a plan and what speaks for it. `step` is the decision's own. The plan also knows how they answered
    others, so no number of its estimate is told of one supporter."""

    step: Step
    name: str
    reasons: tuple[Reason, ...]


class Kept(StrEnum):
    """Why somebody who may be asked is not."""

    FOR_LATER = "for_later"


@dataclass(frozen=True, slots=True)
class Spared:
    """One who is not asked: the first limit, or kept for later; `until` when that limit ends, if it ends by itself
    before the ask does."""

    candidate: str
    name: str
    why: Refusal | Kept
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """A whole plan: who is asked in the order of time, who is not, and whether even asking everybody falls short."""

    asked: tuple[Asked, ...]
    spared: tuple[Spared, ...]
    chance: float
    most: float
    falls_short: bool


LIKELY_ENOUGH = 0.8
"""Below this chance with everybody asked, the person is told before sending."""


def explained(
    asking: Asking, plan: Plan, candidates: Iterable[Candidate], now: datetime, pasts: Mapping[str, Past] = NOTHING
) -> Explained:
    """The facts of a plan; `pasts` by candidate."""
    known = {one.id: one for one in candidates}
    asked = tuple(
        Asked(
            step,
            known[step.candidate].name,
            reasons(asking.kind, step, known[step.candidate], now, pasts.get(step.candidate, NO_PAST)),
        )
        for step in plan.steps
    )
    spared = tuple(_spared(asking, one, known[one.candidate], now) for one in plan.not_asked)
    return Explained(asked, spared, plan.chance, plan.most, plan.most < LIKELY_ENOUGH)


def reasons(kind: Kind, step: Step, candidate: Candidate, now: datetime, past: Past = NO_PAST) -> tuple[Reason, ...]:
    """What speaks for asking this supporter at that moment, what they said themselves first."""
    return (*_said(kind, step, candidate), *_passed(candidate, past, now))


def _said(kind: Kind, step: Step, candidate: Candidate) -> Iterable[Reason]:
    if any(offered is kind and hours.holds(step.at) for offered, hours in candidate.offers):
        yield Reason(Fact.OFFER)
    if kind in candidate.kinds:
        yield Reason(Fact.STATED, stated=candidate.kinds[kind])
    if kind is Kind.CRISIS and candidate.wakes:
        yield Reason(Fact.WAKES)


def _passed(candidate: Candidate, past: Past, now: datetime) -> Iterable[Reason]:
    if candidate.last_asked_at is None:
        yield Reason(Fact.NEW)
        return
    if past.of >= ENOUGH:
        if past.yes:
            yield Reason(Fact.SAID_YES, yes=past.yes, of=past.of)
        if past.minutes is not None:
            yield Reason(Fact.MINUTES, minutes=past.minutes)
    yield Reason(Fact.LAST_ASKED, ago=now - candidate.last_asked_at)


def _spared(asking: Asking, one: NotAsked, candidate: Candidate, now: datetime) -> Spared:
    until = None
    if one.why is Refusal.HOURS:
        until = candidate.hours.next_open(now)
    elif one.why is Refusal.RESPITE:
        until = candidate.away_until
    if until is not None and until >= asking.answer_by:
        until = None
    return Spared(one.candidate, candidate.name, one.why or Kept.FOR_LATER, until)
