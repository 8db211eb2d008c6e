"""How likely one supporter says yes, how soon, and what asking them costs: for each moment they could be asked at.

A prior of people in general is moved on the odds scale by what the supporter said and what is known of their answers
(reference: a Beta-binomial model with pooled prior). Nothing here is ever shown as a score.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from math import exp, log
from zoneinfo import ZoneInfo

from holdfast.domain.asks.candidates import Candidate
from holdfast.domain.asks.kinds import WEIGHTS, Kind, Stated

FEW = 3
"""With fewer answers than this nobody is thought less of than people in general."""
MOST_MOVED = 4.0
"""How far a supporter's own answers to everything may move their odds."""
SUREST, LEAST = 0.95, 0.01


@dataclass(frozen=True, slots=True)
class Population:
    """What is known of people in general; `population.toml` says what each number means."""

    chance: Mapping[Kind, tuple[float, ...]]
    minutes: Mapping[Kind, tuple[float, ...]]
    role: Mapping[str, float]
    spread: float
    near: float
    gladly: float
    if_needed: float
    offered: float
    tired: float
    weight: float
    spare: float
    notice_price: float
    load_price: float
    own_week: float
    balance_price: float


def read(text: str) -> Population:
    """The population of a file like `population.toml`; ValueError where it is not one."""
    said = tomllib.loads(text)
    try:
        rates, minutes = said.pop("chance"), said.pop("minutes")
        chance = {kind: _blocks(rates[kind]) for kind in Kind}
        return Population(chance=chance, minutes={kind: _blocks(minutes[kind]) for kind in Kind}, **said)
    except (KeyError, TypeError) as error:
        raise ValueError(f"The population file lacks or does not know {error}.") from error


def _blocks(numbers: Sequence[float]) -> tuple[float, ...]:
    if len(numbers) != 4 or min(numbers) <= 0:
        raise ValueError("Give four numbers above zero, one for each block of the day.")
    return tuple(float(number) for number in numbers)


POPULATION = read(files(__package__).joinpath("population.toml").read_text("utf-8"))


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
    zone = ZoneInfo(candidate.hours.zone)
    blocks = [start.astimezone(zone).hour // 6 for start in starts]
    offers = [hours for offered, hours in candidate.offers if offered is kind]
    odds, theta = _odds(candidate, kind, population), own_factor(candidate, population)
    chance = tuple(
        _chance(candidate, kind, block, odds + population.offered * any(o.holds(at) for o in offers), theta, population)
        for block, at in zip(blocks, starts, strict=True)
    )
    minutes = population.minutes[kind]
    mu = tuple(log(minutes[block]) for block in blocks)
    return Estimate(chance, mu, _prices(candidate, kind, chance, population), population.spread)


def _odds(candidate: Candidate, kind: Kind, population: Population) -> float:
    """What moves the prior, in log-odds, but for the hour, the offers and the supporter's own answers."""
    stated = {Stated.GLADLY: population.gladly, Stated.IF_NEEDED: population.if_needed}
    said = stated.get(candidate.kinds.get(kind, Stated.DEPENDS), 0.0)
    role = population.role.get(candidate.role, 0.0)
    return said + role + population.near * (candidate.closeness - 0.5) + population.tired * candidate.asked


def own_factor(candidate: Candidate, population: Population = POPULATION) -> float:
    """How much oftener than expected this supporter says yes to anything, as a factor on the odds, 1/4 … 4."""
    expected = said_yes = seen = 0.0
    for key, (yes, no) in candidate.learned.counts.items():
        kind, _, block = key.partition(":")
        expected += population.chance[Kind(kind)][int(block)] * (yes + no)
        said_yes += yes
        seen += yes + no
    theta = min(MOST_MOVED, max(1 / MOST_MOVED, (said_yes + 2) / (expected + 2)))
    return theta if seen >= FEW else max(1.0, theta)


def _chance(candidate: Candidate, kind: Kind, block: int, odds: float, theta: float, population: Population) -> float:
    rate = population.chance[kind][block]
    moved = rate / (1 - rate) * exp(odds) * theta
    prior = moved / (1 + moved)
    yes, no = candidate.learned.counts.get(f"{kind}:{block}", (0.0, 0.0))
    learned = (population.weight * prior + yes) / (population.weight + yes + no)
    if yes + no < FEW:
        learned = max(learned, prior)
    return min(SUREST, max(LEAST, learned))


def _prices(candidate: Candidate, kind: Kind, chance: Sequence[float], population: Population) -> tuple[float, ...]:
    """Routing model 3.1: one notice, the notices lately, and the hours of a yes by how full the week is."""
    full = min(1.5, candidate.helped / (candidate.most_helped or population.own_week))
    load = WEIGHTS[kind].effort * population.load_price * (exp(full) - 1) / (exp(1) - 1)
    factor = exp(max(-1.0, min(1.0, population.balance_price * candidate.balance)))
    if candidate.kinds.get(kind) is Stated.IF_NEEDED:
        factor *= population.spare
    notices = 1 + population.notice_price * candidate.asked
    return tuple((notices + load * one) * factor for one in chance)
