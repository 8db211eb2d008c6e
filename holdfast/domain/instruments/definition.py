"""What an instrument is: questions in their published order, a scale, and how the answers become numbers.

Definitions are data, one TOML file for each instrument and version; `parsing` reads them, `scoring` scores answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Use(StrEnum):
    """What the licence allows us to do with the wording."""

    SHIP = "ship"
    PACK = "pack"
    """A separate file with its own notice, which an operator switches on."""
    SCORING_ONLY = "scoring_only"
    """We know how it is scored; the operator supplies the wording."""
    OWN = "own"
    """An operator's own file."""


class Who(StrEnum):
    """Whom it is about."""

    PERSON = "person"
    SUPPORTER = "supporter"


class By(StrEnum):
    """How answers become one number."""

    SUM = "sum"
    MEAN = "mean"


@dataclass(frozen=True, slots=True)
class Scale:
    """The numbers an item may be answered with, both ends included."""

    lowest: int
    highest: int

    @property
    def values(self) -> range:
        """Every number, from the lowest."""
        return range(self.lowest, self.highest + 1)

    def turned(self, value: int) -> int:
        """The answer to a reversed item."""
        return self.lowest + self.highest - value


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer as it is printed; empty words are a bare number."""

    value: int
    words: str


@dataclass(frozen=True, slots=True)
class Wording:
    """The published words in one language."""

    intro: str
    """Empty where none is published."""
    items: tuple[str, ...]
    choices: tuple[Choice, ...]
    """In the printed order, which is not always from the lowest."""
    heads: Mapping[int, str]
    """What is printed before an item."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far a score may move without anything having changed, as published."""

    alpha: float
    sd: float
    sample: str


@dataclass(frozen=True, slots=True)
class Score:
    """One number of an instrument. `low` and `high` are the published range, checked against the items."""

    key: str
    items: tuple[int, ...]
    by: By
    low: float
    high: float
    times: int = 1
    to_100: bool = False
    """Stretched from the range of the scale to 0-100."""
    is_main: bool = False
    reliability: Reliability | None = None
    enough: float | None = None
    """A change of this much counts as one, by the authors' own statement."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One published limit on a score, or on the answer to one item; exactly one of each three is given."""

    score: str = ""
    item: int = 0
    at_least: float | None = None
    at_most: float | None = None
    below: float | None = None

    def holds(self, value: float) -> bool:
        """Whether the number is on this side of the limit."""
        if self.at_least is not None:
            return value >= self.at_least
        if self.at_most is not None:
            return value <= self.at_most
        return self.below is not None and value < self.below


@dataclass(frozen=True, slots=True)
class Flag:
    """A published statement that is so when any of its conditions holds. It is never shown by its name."""

    key: str
    any: tuple[Condition, ...]
    offers: bool = False
    """Where it is so, the way to people is offered."""


@dataclass(frozen=True, slots=True)
class Bands:
    """A published table over one score: each step begins at a number."""

    score: str
    steps: tuple[tuple[str, float], ...]

    def step_of(self, value: float) -> int:
        """Which step, from 0."""
        return max(place for place, (_, begins) in enumerate(self.steps) if place == 0 or value >= begins)


@dataclass(frozen=True, slots=True)
class Instrument:
    """One instrument in one version."""

    key: str
    version: str
    name: str
    short: str
    use: Use
    who: Who
    every_days: int
    """Days between two times, at least: the time the questions look back on."""
    source: str
    licence: str
    length: int
    scale: Scale
    other_scales: Mapping[int, Scale]
    reversed_items: frozenset[int]
    scores: tuple[Score, ...]
    flags: tuple[Flag, ...]
    bands: Bands | None
    wording: Mapping[str, Wording]
    pack: str = ""
    changed: str = ""
    """What differs from the published form, for those who ask that changes be marked."""
    rule: str = ""
    """Which rule was chosen where sources differ, and why."""

    @property
    def main(self) -> Score:
        """The score that stands for the whole."""
        return next(score for score in self.scores if score.is_main)

    def scale_of(self, item: int) -> Scale:
        """The numbers this item may be answered with."""
        return self.other_scales.get(item, self.scale)

    def choices_of(self, item: int, wording: Wording) -> tuple[Choice, ...]:
        """What is offered for this item, in the printed order."""
        if item in self.other_scales:
            return tuple(Choice(value, "") for value in self.other_scales[item].values)
        return wording.choices
