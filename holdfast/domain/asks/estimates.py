"""How likely one supporter says yes, how soon, and what asking them costs: for each moment they could be asked at.

A prior of people in general is moved on the odds scale by what the supporter said and what is known of their answers
(reference: a Beta-binomial model with pooled prior). Nothing here is ever shown as a score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import exp, sqrt
from zoneinfo import ZoneInfo

from holdfast.domain.asks.candidates import Candidate
from holdfast.domain.asks.hours import DAY, minute_of_week
from holdfast.domain.asks.kinds import WEIGHTS, Kind, Stated
from holdfast.domain.asks.learned import Circumstances, idle_of, odds_of, pace_of
from holdfast.domain.asks.population import POPULATION, Population, read

__all__ = ["POPULATION", "Estimate", "Population", "circumstances", "estimate", "prices", "read"]
SUREST, LEAST = 0.95, 0.01


@dataclass(frozen=True, slots=True)
class Estimate:
    """For each moment a supporter could be asked at: the chance of a yes, the mean of the logarithm of the minutes until
    they answer (its standard deviation is `sigma`), and the price of asking, in ordinary notices."""

    chance: tuple[float, ...]
    mu: tuple[float, ...]
    price: tuple[float, ...]
    sigma: float


def estimate(
    candidate: Candidate, kind: Kind, starts: Sequence[datetime], now: datetime, population: Population = POPULATION
) -> Estimate:
    """What to expect of asking this supporter at each of these moments."""
    guesses: dict[tuple[int, bool], tuple[float, float]] = {}
    minutes = minutes_of_week(candidate.hours.zone, tuple(starts))
    keys = [
        (minute % DAY // 60, offers(candidate, kind, start)) for minute, start in zip(minutes, starts, strict=True)
    ]
    reads = 1 - idle_of(candidate.learned, now, population)
    for hour, offered in keys:
        if (hour, offered) not in guesses:
            seen = circumstances(candidate, kind, population, offered=offered)
            yes = odds_of(candidate.learned, kind, hour, seen, population).chance * reads
            guesses[hour, offered] = (
                min(SUREST, max(LEAST, yes)),
                pace_of(candidate.learned, kind, hour, population).mean,
            )
    chance = tuple(guesses[key][0] for key in keys)
    mu = tuple(guesses[key][1] for key in keys)
    return Estimate(chance, mu, prices(candidate, kind, chance, population), sqrt(population.spread_square()))


@lru_cache(maxsize=256)
def minutes_of_week(zone: str, moments: tuple[datetime, ...]) -> tuple[int, ...]:
    """The minute of the week of each moment on the clock of this zone; remembered, since many supporters share one."""
    place = ZoneInfo(zone)
    return tuple(minute_of_week(moment.astimezone(place)) for moment in moments)


def offers(candidate: Candidate, kind: Kind, at: datetime) -> bool:
    """Whether a standing offer of theirs holds at this moment."""
    return any(offered is kind and hours.holds(at) for offered, hours in candidate.offers)


def circumstances(
    candidate: Candidate, kind: Kind, population: Population = POPULATION, *, offered: bool = False
) -> Circumstances:
    """What is known of a supporter who is asked now: to be kept until the answer, for `learn`."""
    return Circumstances(
        stated=candidate.kinds.get(kind, Stated.DEPENDS),
        closeness=candidate.closeness,
        role=candidate.role,
        asked=candidate.asked,
        full=candidate.helped / (candidate.most_helped or population.own_week),
        balance=candidate.balance,
        offered=offered,
        wakes=candidate.wakes,
        open_to=sum(SCORES[said] for said in candidate.kinds.values()) / max(1, len(candidate.kinds)),
    )


SCORES = {Stated.GLADLY: 1.0, Stated.DEPENDS: 0.0, Stated.IF_NEEDED: -1.0}


def prices(candidate: Candidate, kind: Kind, chance: Sequence[float], population: Population) -> tuple[float, ...]:
    """Routing model 3.1: one notice, the notices lately, and the hours of a yes by how full the week is."""
    full = min(1.5, candidate.helped / (candidate.most_helped or population.own_week))
    load = WEIGHTS[kind].effort * population.load_price * (exp(full) - 1) / (exp(1) - 1)
    factor = exp(max(-1.0, min(1.0, population.balance_price * candidate.balance)))
    if candidate.kinds.get(kind) is Stated.IF_NEEDED:
        factor *= population.spare
    notices = 1 + population.notice_price * candidate.asked
    return tuple((notices + load * one) * factor for one in chance)
