"""What is known of people in general: how likely they say yes, how soon, what asking costs. Every answer teaches it.

Weights are log-odds (or logarithms of minutes) with a variance each, so that what is well known moves little. A new
installation starts with `population.toml`; everything after that is one small text.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from math import exp

from holdfast.domain.asks.kinds import Kind

PRIOR_ANSWERS = 40.0
"""How many answers the assumed spread, and the assumed share of refusals that are said, are worth."""
IDLE = "idle"
"""The weight of not reading: the logarithm of how much oftener than assumed. It is learned from whether those who were
silent are silent again."""
MOST_IDLE = 0.3
Weights = Mapping[str, tuple[float, float]]
"""Name of a feature -> mean and variance of its weight."""


@dataclass(frozen=True, slots=True)
class Population:
    """`population.toml` says what each number means. Below the line stands what was learned here."""

    chance: Mapping[Kind, tuple[float, ...]]
    minutes: Mapping[Kind, tuple[float, ...]]
    role: Mapping[str, float]
    weight: Mapping[str, float]
    unsure: Mapping[str, float]
    own: Mapping[str, float]
    spread: float
    declines: float
    idle: float
    spare: float
    notice_price: float
    load_price: float
    own_week: float
    balance_price: float
    weights: Weights = field(default_factory=dict)
    spreads: tuple[float, float] = (0.0, 0.0)
    """Sum of squared deviations of log-minutes from what was expected, and of how many answers."""
    refusals: tuple[float, float] = (0.0, 0.0)
    """How many said no, and how many refused, said or not."""

    def weight_of(self, name: str) -> tuple[float, float]:
        """Mean and variance of one weight, as learned or as a new installation assumes."""
        return self.weights.get(name) or self._prior(name)

    def _prior(self, name: str) -> tuple[float, float]:
        group, _, which = name.partition(":")
        mean = self.role.get(which, 0.0) if group == "role" else self.weight.get(name, 0.0)
        return mean, self.unsure[group]

    def differ(self, group: str) -> float:
        """The variance between supporters of what they add: "own", "kind", "block" or "pace"."""
        learned = self.weights.get(f"differ:{group}")
        return self.own[group] * exp(max(-3.0, min(3.0, learned[0]))) if learned else self.own[group]

    def spread_square(self) -> float:
        """The variance of the logarithm of the minutes until one supporter answers."""
        total, count = self.spreads
        return (self.spread**2 * PRIOR_ANSWERS + total) / (PRIOR_ANSWERS + count)

    def said_share(self) -> float:
        """The share of refusals that are said."""
        said, refused = self.refusals
        return (self.declines * PRIOR_ANSWERS + said) / (PRIOR_ANSWERS + refused)

    def idle_share(self) -> float:
        """The share of those asked who are not reading at all."""
        return min(MOST_IDLE, self.idle * exp(self.weight_of(IDLE)[0]))

    def to_json(self) -> str:
        """What was learned here, for one sealed column of the installation."""
        weights = {name: [round(mean, 5), float(f"{width:.4g}")] for name, (mean, width) in self.weights.items()}
        learned = {"weights": weights, "spreads": self.spreads, "refusals": self.refusals}
        return json.dumps(learned, separators=(",", ":"))


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


def population_from_json(text: str, prior: Population = POPULATION) -> Population:
    """The prior with what `Population.to_json` wrote; the prior alone for an empty text."""
    if not text:
        return prior
    stored = json.loads(text)
    weights = {name: (pair[0], pair[1]) for name, pair in stored["weights"].items()}
    spreads, refusals = stored["spreads"], stored["refusals"]
    return replace(prior, weights=weights, spreads=(spreads[0], spreads[1]), refusals=(refusals[0], refusals[1]))
