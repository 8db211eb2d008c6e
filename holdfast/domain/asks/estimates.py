"""How likely one supporter says yes, how soon, and what asking them costs: for each moment they could be asked at.

A prior of people in general is moved on the odds scale by what the supporter said and what is known of their answers
(reference: a Beta-binomial model with pooled prior). Nothing here is ever shown as a score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import exp, log, pi, sqrt
from zoneinfo import ZoneInfo

from holdfast.domain.asks.candidates import Candidate
from holdfast.domain.asks.hours import DAY, minute_of_week
from holdfast.domain.asks.kinds import WEIGHTS, Kind, Stated
from holdfast.domain.asks.learned import (
    MOST_MOVED,
    NO_BELIEF,
    Belief,
    Circumstances,
    hour_features,
    idle_of,
    pace_features,
    says_no_of,
    seen_features,
)
from holdfast.domain.asks.population import POPULATION, Population, read

__all__ = ["POPULATION", "Estimate", "Population", "circumstances", "estimate", "prices", "read"]
SUREST, LEAST = 0.95, 0.01
FEW = 3
"""With fewer answers than this nobody is thought less of than people like them."""
MOST_BASES = 64


@dataclass(frozen=True, slots=True)
class Estimate:
    """For each moment a supporter could be asked at: the chance of a yes, the mean of the logarithm of the minutes
    until they answer (its standard deviation is `sigma`), and the price of asking, in ordinary notices."""

    chance: tuple[float, ...]
    mu: tuple[float, ...]
    price: tuple[float, ...]
    sigma: float
    says_no: float = 0.0


def estimate(
    candidate: Candidate, kind: Kind, starts: Sequence[datetime], now: datetime, population: Population = POPULATION
) -> Estimate:
    """What to expect of asking this supporter at each of these moments."""
    basis = _basis_of(population, kind)
    own = _Own(candidate, basis, now)
    offers = [hours for offered, hours in candidate.offers if offered is kind]
    guesses: dict[tuple[int, bool], tuple[float, float]] = {}
    keys = []
    for minute, start in zip(minutes_of_week(candidate.hours.zone, tuple(starts)), starts, strict=True):
        key = (minute % DAY // 60, any(hours.holds(start) for hours in offers) if offers else False)
        if key not in guesses:
            guesses[key] = (basis.chance(own, *key), basis.pace(key[0]) + own.pace)
        keys.append(key)
    chance = tuple([guesses[key][0] for key in keys])
    mu = tuple([guesses[key][1] for key in keys])
    price, sigma = prices(candidate, kind, chance, population), sqrt(basis.square + own.pace_width)
    return Estimate(chance, mu, price, sigma, says_no_of(candidate.learned, population))


class _Own:
    """What one supporter adds. With fewer than `FEW` answers it never lowers the chance: two noes say little."""

    __slots__ = ("block", "few", "learned", "mean", "pace", "pace_width", "population", "reads", "seen", "width")

    def __init__(self, candidate: Candidate, basis: _Basis, now: datetime) -> None:
        population = basis.population
        self.learned, self.population = candidate.learned, population
        self.few = self.learned.answered < FEW
        idle = idle_of(self.learned, now, population)
        self.reads = 1 - (min(idle, population.idle_share()) if self.few else idle)
        self.seen = basis.seen(seen_features(basis.kind, circumstances(candidate, basis.kind, population)))
        over_all, of_kind = self._belief("", "own"), self._belief(str(basis.kind), "kind")
        self.mean, self.width = over_all[0] + of_kind[0], over_all[1] + of_kind[1]
        self.pace, self.pace_width = self._belief("pace", "pace", self.learned.pace)
        self.block: dict[int, tuple[float, float]] = {}

    def at(self, block: int) -> tuple[float, float]:
        """What they add to the log-odds in this quarter of the day, and its variance."""
        if block not in self.block:
            mean, width = self._belief(f"b{block}", "block")
            moved = max(-MOST_MOVED, min(MOST_MOVED, self.mean + mean))
            self.block[block] = (max(0.0, moved) if self.few else moved, self.width + width)
        return self.block[block]

    def _belief(self, key: str, group: str, belief: Belief | None = None) -> tuple[float, float]:
        differ = self.population.differ(group)
        mean, precision = belief or self.learned.own.get(key, NO_BELIEF)
        width = 1 / (1 / differ + precision)
        return mean * width, differ if self.few else width


class _Basis:
    """People in general for one kind: the sums of weights in `learned.odds_of` that all share, worked out once."""

    def __init__(self, population: Population, kind: Kind) -> None:
        self.population, self.kind = population, kind
        self.square = population.spread_square()
        self._weights: dict[str, tuple[float, float]] = {}
        self._hours: dict[int, tuple[float, float]] = {}
        self._paces: dict[int, float] = {}

    def chance(self, own: _Own, hour: int, offered: bool) -> float:
        """Of a yes from this supporter, asked at this hour of theirs."""
        (mean, width), (moved, unsure) = self._at(hour), own.at(hour // 6)
        if offered:
            weight = self._weight("offered")
            mean, width = mean + weight[0], width + weight[1]
        odds = (mean + own.seen[0] + moved) / sqrt(1 + pi / 8 * (width + own.seen[1] + unsure))
        return min(SUREST, max(LEAST, own.reads / (1 + exp(-max(-30.0, min(30.0, odds))))))

    def seen(self, features: tuple[tuple[str, float], ...]) -> tuple[float, float]:
        """What is known of a supporter besides their answers adds so much to the log-odds, with this variance."""
        weights = [(self._weight(name), times) for name, times in features if times]
        return sum(one[0] * times for one, times in weights), sum(one[1] * times * times for one, times in weights)

    def pace(self, hour: int) -> float:
        """The mean of the logarithm of the minutes until somebody answers at this hour."""
        if hour not in self._paces:
            weights = (self._weight(name)[0] for name in pace_features(self.kind, hour))
            self._paces[hour] = log(self.population.minutes[self.kind][hour // 6]) + sum(weights)
        return self._paces[hour]

    def _at(self, hour: int) -> tuple[float, float]:
        if hour not in self._hours:
            rate = self.population.chance[self.kind][hour // 6]
            weights = [self._weight(name) for name in hour_features(self.kind, hour)]
            mean = log(rate / (1 - rate)) + sum(weight[0] for weight in weights)
            self._hours[hour] = (mean, sum(weight[1] for weight in weights))
        return self._hours[hour]

    def _weight(self, name: str) -> tuple[float, float]:
        if name not in self._weights:
            self._weights[name] = self.population.weight_of(name)
        return self._weights[name]


_BASES: dict[tuple[int, Kind], _Basis] = {}


def _basis_of(population: Population, kind: Kind) -> _Basis:
    basis = _BASES.get((id(population), kind))
    if basis is None or basis.population is not population:
        if len(_BASES) >= MOST_BASES:
            _BASES.clear()
        basis = _BASES[id(population), kind] = _Basis(population, kind)
    return basis


@lru_cache(maxsize=256)
def minutes_of_week(zone: str, moments: tuple[datetime, ...]) -> tuple[int, ...]:
    """The minute of the week of each moment on the clock of this zone; remembered, since many supporters share one."""
    place = ZoneInfo(zone)
    return tuple(minute_of_week(moment.astimezone(place)) for moment in moments)


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
        open_to=min(1.0, sum(OPEN[said] for said in candidate.kinds.values()) / len(Kind) - USUALLY_OPEN),
    )


OPEN = {Stated.GLADLY: 3.0, Stated.DEPENDS: 2.0, Stated.IF_NEEDED: 1.0}
"""How open an answer is; a kind that was left out is 0, which says as much as a yes that was given."""
USUALLY_OPEN = 0.6


def prices(candidate: Candidate, kind: Kind, chance: Sequence[float], population: Population) -> tuple[float, ...]:
    """Routing model 3.1: one notice, the notices lately, and the hours of a yes by how full the week is meanwhile: who
    has few hours to give is dear for long help even while they are free."""
    notice, hour, rise = price_parts(candidate, population)
    hours = WEIGHTS[kind].effort
    effort = hours * (hour + hours * rise)
    spare = population.spare if candidate.kinds.get(kind) is Stated.IF_NEEDED else 1.0
    return tuple([(notice + effort * one) * spare for one in chance])


def price_parts(candidate: Candidate, population: Population) -> tuple[float, float, float]:
    """The price of one notice, of a promised hour as the week stands, and by how much each hour of a promise makes all
    its hours dearer, since the week fills with them (half the slope: the mean over the promise)."""
    week = candidate.most_helped or population.own_week
    full = min(1.5, candidate.helped / week)
    factor = exp(max(-1.0, min(1.0, population.balance_price * candidate.balance)))
    steep = population.load_price / (exp(1) - 1) * factor
    notice = (1 + population.notice_price * candidate.asked) * factor
    return notice, steep * (exp(full) - 1), steep * exp(full) / (2 * week)
