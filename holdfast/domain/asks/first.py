"""The first is asked at once: whoever has just asked expects that somebody hears of it now.

The schedule may put off even the first by hours where waiting costs little and another hour is a little better. That is
right between two waves and odd at the beginning, so the first is kept waiting only for an hour that is clearly better,
such as the morning after a night.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from math import exp

from holdfast.domain.asks.candidates import Candidate, refusal_of
from holdfast.domain.asks.estimates import POPULATION, Population, estimate
from holdfast.domain.asks.planning import Asking, Contact, Plan, Step, plan

CLEARLY_BETTER = 1.25
"""So much more likely must a yes be later, for the first to be asked later."""


def plan_with_first(
    asking: Asking, candidates: Sequence[Candidate], now: datetime, population: Population = POPULATION
) -> Plan:
    """The plan, with the first of it now where nobody was asked yet and nothing better comes of waiting."""
    chosen = plan(asking, candidates, now, population)
    if asking.silent or asking.done or chosen.due(now) or now >= asking.answer_by or asking.places < 1:
        return chosen
    first = _first(asking, chosen, candidates, now, population)
    if first is None:
        return chosen
    others = plan(replace(asking, silent=(Contact(first.candidate, now),)), candidates, now, population)
    return replace(others, steps=(first, *others.steps), most=max(others.most, chosen.most))


def _first(
    asking: Asking, chosen: Plan, candidates: Sequence[Candidate], now: datetime, population: Population
) -> Step | None:
    """The earliest of the plan who may be asked now, unless a yes is clearly likelier then. Where the plan spares
    everybody, the likeliest: an ask that nobody ever hears of helps nobody."""
    free = {
        one.id: one for one in candidates if one.id not in asking.left_out and refusal_of(one, asking.kind, now) is None
    }
    if not chosen.steps:
        guesses = [_now(one, asking, now, population) for one in free.values()]
        return max(guesses, key=lambda step: (step.chance, step.candidate), default=None)
    for step in chosen.steps:
        if step.candidate in free:
            guess = estimate(free[step.candidate], asking.kind, (now, step.at), now, population)
            if guess.chance[0] * CLEARLY_BETTER > guess.chance[1]:
                return Step(step.candidate, now, guess.chance[0], exp(guess.mu[0]))
    return None


def _now(one: Candidate, asking: Asking, now: datetime, population: Population) -> Step:
    guess = estimate(one, asking.kind, (now,), now, population)
    return Step(one.id, now, guess.chance[0], exp(guess.mu[0]))
