"""What is known of one supporter's answers, across everyone they support, and what an answer teaches about people in
general; every event costs the same.

The chance of a yes is a logistic model: weights of people in general (kind and hour, role, the enrolment answer,
closeness, notices and help of late) plus what this supporter adds, over all, for the kind and for the quarter of the
day. All are Gaussian beliefs, moved by one step of a Kalman filter in log-odds for each answer; how far supporters
differ among themselves is a weight too. Silence counts as much of a no as the time waited makes it (it is censored),
and silence of somebody who may not be reading at all counts less.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from math import erfc, exp, log, pi, sqrt

from holdfast.domain.asks.kinds import Kind, Stated
from holdfast.domain.asks.population import IDLE, POPULATION, Population

MOST_MOVED = log(4)
"""How far a supporter's own answers may move their odds: to a quarter or four times those of people like them."""
IDLE_DAYS = 6.0
"""After how long we have forgotten by 1/e that somebody may not be reading."""
SOONEST = 0.05
"""Minutes: an answer is never sooner."""
NO_ANSWERS = 4.0
"""How many refusals the population's share of said ones is worth."""


class Outcome(StrEnum):
    """How one contact ended."""

    YES = "yes"
    NO = "no"
    SILENT = "silent"
    """The time was over."""
    OVERTAKEN = "overtaken"
    """Somebody was faster, or the ask was taken back: not a no (censored)."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What was known of a supporter when they were asked, besides the kind and the hour. `full` is the share of their
    week of help that was given; `open_to` how open their enrolment answers are over all kinds, those left out counted,
    about 0 for most; `balance` in hours."""

    stated: Stated = Stated.DEPENDS
    closeness: float = 0.5
    role: str = ""
    asked: int = 0
    full: float = 0.0
    balance: float = 0.0
    offered: bool = False
    wakes: bool = False
    open_to: float = 0.0


USUAL = Circumstances()


@dataclass(frozen=True, slots=True)
class Event:
    """One contact that came to an end: the hour it was asked at on the supporter's wall clock (0-23), how it ended,
    after how many minutes, and the moment it ended."""

    kind: Kind
    hour: int
    outcome: Outcome
    minutes: float
    at: datetime
    circumstances: Circumstances = USUAL


Belief = tuple[float, float]
"""Precision-weighted mean and precision of what answers said, the prior left out."""
NO_BELIEF = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Learned:
    """What answers told of one supporter. `counts`: yes and no by kind and block of the day; `own`: what they add to
    the log-odds, over all (""), by kind and by block; `pace`: what they add to the log-minutes; `said`: how many
    refusals were said, of how many; `idle`: the chance, as of `at`, that they are not reading at all."""

    counts: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    answered: int = 0
    own: Mapping[str, Belief] = field(default_factory=dict)
    pace: Belief = NO_BELIEF
    said: tuple[float, float] = (0.0, 0.0)
    idle: float | None = None
    at: datetime | None = None

    def to_json(self) -> str:
        """For a sealed column."""
        return json.dumps(
            {
                "counts": {key: list(pair) for key, pair in self.counts.items()},
                "answered": self.answered,
                "own": {key: [_short(number) for number in pair] for key, pair in self.own.items()},
                "pace": [_short(number) for number in self.pace],
                "said": [_short(number) for number in self.said],
                "idle": None if self.idle is None else _short(self.idle),
                "at": self.at and self.at.isoformat(),
            },
            separators=(",", ":"),
        )


NOTHING_YET = Learned()


def _short(number: float) -> float:
    return float(f"{number:.7g}")


def from_json(text: str) -> Learned:
    """What `to_json` wrote; nothing yet for an empty text."""
    if not text:
        return NOTHING_YET
    stored = json.loads(text)
    return Learned(
        counts=_pairs(stored["counts"]),
        answered=stored["answered"],
        own=_pairs(stored["own"]),
        pace=(stored["pace"][0], stored["pace"][1]),
        said=(stored["said"][0], stored["said"][1]),
        idle=stored["idle"],
        at=stored["at"] and datetime.fromisoformat(stored["at"]),
    )


def _pairs(stored: Mapping[str, list[float]]) -> dict[str, tuple[float, float]]:
    return {key: (pair[0], pair[1]) for key, pair in stored.items()}


# ---- what to expect


@dataclass(frozen=True, slots=True)
class Part:
    """One term of a sum: its weight's name, mean and variance, and what it is multiplied by."""

    name: str
    mean: float
    width: float
    times: float = 1.0


@dataclass(frozen=True, slots=True)
class Odds:
    """Log-odds of a yes from somebody who reads: people in general, and what this supporter adds."""

    general: tuple[Part, ...]
    own: tuple[Part, ...]
    mean: float
    width: float
    """Its variance."""

    @property
    def flatness(self) -> float:
        """By how much not being sure draws the chance towards a half (MacKay 1992)."""
        return 1 / sqrt(1 + pi / 8 * self.width)

    @property
    def chance(self) -> float:
        """Of a yes."""
        return _logistic(self.mean * self.flatness)


def _logistic(odds: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))


def odds_of(learned: Learned, kind: Kind, hour: int, seen: Circumstances, population: Population = POPULATION) -> Odds:
    """How likely this supporter says yes, asked at this hour in these circumstances."""
    block = hour // 6
    general = tuple(
        Part(name, *population.weight_of(name), times) for name, times in _features(kind, hour, seen) if times
    )
    own = tuple(
        _own_part(learned.own.get(key, NO_BELIEF), key, population.differ(group))
        for group, key in (("own", ""), ("kind", str(kind)), ("block", f"b{block}"))
    )
    rate = population.chance[kind][block]
    moved = max(-MOST_MOVED, min(MOST_MOVED, sum(part.mean for part in own)))
    mean = log(rate / (1 - rate)) + sum(part.mean * part.times for part in general) + moved
    width = sum(part.width * part.times**2 for part in general) + sum(part.width for part in own)
    return Odds(general, own, mean, width)


def _own_part(belief: Belief, key: str, differ: float) -> Part:
    width = 1 / (1 / differ + belief[1])
    return Part(key, belief[0] * width, width)


def _features(kind: Kind, hour: int, seen: Circumstances) -> tuple[tuple[str, float], ...]:
    return (*((name, 1.0) for name in hour_features(kind, hour)), *seen_features(kind, seen))


def hour_features(kind: Kind, hour: int) -> tuple[str, ...]:
    """The weights that an ask of this kind at this hour has for everybody."""
    block = hour // 6
    return ("all", f"kind:{kind}", f"block:{block}", f"cell:{kind}:{block}", f"slot:{hour // 3}")


def seen_features(kind: Kind, seen: Circumstances) -> tuple[tuple[str, float], ...]:
    """The weights that depend on who is asked, and what each is multiplied by."""
    return (
        (f"role:{seen.role}", 1.0),
        ("gladly", float(seen.stated is Stated.GLADLY)),
        ("if_needed", float(seen.stated is Stated.IF_NEEDED)),
        ("open_to", seen.open_to),
        ("near", seen.closeness - 0.5),
        ("asked", min(seen.asked, 20) / 5),
        ("full", min(seen.full, 1.5)),
        ("balance", max(-1.0, min(1.0, seen.balance / 3))),
        ("offered", float(seen.offered)),
        ("wakes", float(seen.wakes and kind is Kind.CRISIS)),
    )


def pace_of(learned: Learned, kind: Kind, hour: int, population: Population = POPULATION) -> Odds:
    """The logarithm of the minutes until this supporter answers, in the same form."""
    block = hour // 6
    general = tuple(Part(name, *population.weight_of(name)) for name in pace_features(kind, hour))
    own = (_own_part(learned.pace, "pace", population.differ("pace")),)
    mean = log(population.minutes[kind][block]) + sum(part.mean for part in (*general, *own))
    return Odds(general, own, mean, sum(part.width for part in (*general, *own)))


def pace_features(kind: Kind, hour: int) -> tuple[str, ...]:
    """The weights that the minutes until an answer have for everybody."""
    return ("pace:all", f"pace-kind:{kind}", f"pace-cell:{kind}:{hour // 6}", f"pace-slot:{hour // 3}")


def idle_of(learned: Learned, at: datetime, population: Population = POPULATION) -> float:
    """The chance that this supporter is not reading at all at this moment."""
    usual = population.idle_share()
    if learned.idle is None or learned.at is None:
        return usual
    days = max(0.0, (at - learned.at).total_seconds() / 86400)
    return usual + (learned.idle - usual) * exp(-days / IDLE_DAYS)


def says_no_of(learned: Learned, population: Population = POPULATION) -> float:
    """The share of refusals this supporter says."""
    said, refused = learned.said
    return (NO_ANSWERS * population.said_share() + said) / (NO_ANSWERS + refused)


# ---- what an answer teaches


@dataclass(frozen=True, slots=True)
class _Lesson:
    """One event, worked out: slopes and information for both models, and what silence may have been."""

    odds: Odds
    slope: float
    information: float
    pace: Odds
    pace_slope: float
    pace_information: float
    square: tuple[float, float]
    """Squared deviation of the log-minutes, and how much of an answer it is."""
    idle: float
    said: tuple[float, float]
    idle_slope: float
    idle_information: float


def _lesson(learned: Learned, event: Event, population: Population) -> _Lesson:
    odds = odds_of(learned, event.kind, event.hour, event.circumstances, population)
    pace = pace_of(learned, event.kind, event.hour, population)
    if event.outcome in {Outcome.YES, Outcome.NO}:
        return _answer(learned, event, (odds, pace), population)
    return _silence(learned, event, (odds, pace), population)


def _answer(learned: Learned, event: Event, models: tuple[Odds, Odds], population: Population) -> _Lesson:
    (odds, pace), idle = models, idle_of(learned, event.at, population)
    said_yes, chance, flat = event.outcome is Outcome.YES, odds.chance, odds.flatness
    off = log(max(event.minutes, SOONEST)) - pace.mean
    square = population.spread_square()
    refused = (0.0, 0.0) if said_yes else (1.0, 1.0)
    return _Lesson(
        odds,
        (said_yes - chance) * flat,
        chance * (1 - chance) * flat**2,
        pace,
        off / square,
        1 / square,
        (max(0.0, off**2 - pace.width), 1.0),
        0.0,
        refused,
        -idle / (1 - idle),
        idle / (1 - idle),
    )


def _silence(learned: Learned, event: Event, models: tuple[Odds, Odds], population: Population) -> _Lesson:
    """Nothing was heard for so many minutes: late, refusing without a word, or not reading."""
    odds, pace = models
    square, no = population.spread_square(), says_no_of(learned, population)
    square += pace.width
    spread, chance, flat = sqrt(square), odds.chance, odds.flatness
    z = (log(max(event.minutes, SOONEST)) - pace.mean) / spread
    late = max(1e-9, erfc(z / sqrt(2)) / 2)
    yes_later, no_later, never = chance * late, (1 - chance) * no * late, (1 - chance) * (1 - no)
    heard_nothing = yes_later + no_later + never
    before = idle_of(learned, event.at, population)
    nothing = before + (1 - before) * heard_nothing
    idle = before / nothing
    reads = 1 - idle
    would = yes_later / heard_nothing
    answers = (yes_later + no_later) / heard_nothing * reads
    mills = exp(-z * z / 2) / sqrt(2 * pi) / late
    return _Lesson(
        odds,
        (would - chance) * flat * reads,
        max(0.0, chance * (1 - chance) - would * (1 - would)) * flat**2 * reads,
        pace,
        answers * mills / spread,
        answers * max(0.0, mills * (mills - z)) / square,
        (answers * square * (1 + z * mills), answers),
        idle,
        (no_later / heard_nothing * reads, (no_later + never) / heard_nothing * reads),
        before * (1 - heard_nothing) / nothing,
        before**2 * (1 - heard_nothing) / ((1 - before) * nothing),
    )


def learn(learned: Learned, event: Event, population: Population = POPULATION) -> Learned:
    """The same with one more event."""
    lesson = _lesson(learned, event, population)
    own = dict(learned.own)
    for part, group in zip(lesson.odds.own, ("own", "kind", "block"), strict=True):
        own[part.name] = _moved(part, lesson.slope, lesson.information, lesson.odds.width, population.differ(group))
    pace = _moved(
        lesson.pace.own[0], lesson.pace_slope, lesson.pace_information, lesson.pace.width, population.differ("pace")
    )
    return Learned(
        counts=_counted(learned.counts, event),
        answered=learned.answered + (event.outcome is not Outcome.OVERTAKEN),
        own=own,
        pace=pace,
        said=(learned.said[0] + lesson.said[0], learned.said[1] + lesson.said[1]),
        idle=lesson.idle,
        at=event.at,
    )


def _counted(counts: Mapping[str, tuple[float, float]], event: Event) -> Mapping[str, tuple[float, float]]:
    if event.outcome is Outcome.OVERTAKEN:
        return counts
    key = f"{event.kind}:{event.hour // 6}"
    yes, no = counts.get(key, (0.0, 0.0))
    said_yes = event.outcome is Outcome.YES
    return {**counts, key: (yes + said_yes, no + (not said_yes))}


def _moved(part: Part, slope: float, information: float, width: float, differ: float) -> Belief:
    """One step of the filter for one of a supporter's own terms, the prior taken out again."""
    mean, narrower = _step(part, slope, information, width)
    precision = 1 / narrower
    return mean * precision, max(0.0, precision - 1 / differ)


def _step(part: Part, slope: float, information: float, width: float) -> tuple[float, float]:
    shared = 1 + information * width
    mean = part.mean + part.width * part.times * slope / shared
    return mean, max(1e-9, part.width - (part.width * part.times) ** 2 * information / shared)


def learn_population(population: Population, learned: Learned, event: Event) -> Population:
    """People in general, with one more event; `learned` is what was known of the supporter before it."""
    lesson = _lesson(learned, event, population)
    weights = dict(population.weights)
    for parts, slope, information, width in (
        (
            (*lesson.odds.general, *_differences(lesson.odds, population)),
            lesson.slope,
            lesson.information,
            lesson.odds.width,
        ),
        (lesson.pace.general, lesson.pace_slope, lesson.pace_information, lesson.pace.width),
    ):
        for part in parts:
            weights[part.name] = _step(part, slope, information, width)
    rate = Part(IDLE, *population.weight_of(IDLE))
    weights[IDLE] = _step(rate, lesson.idle_slope, lesson.idle_information, rate.width)
    return replace(
        population,
        weights=weights,
        spreads=_sum(population.spreads, lesson.square),
        refusals=_sum(population.refusals, lesson.said),
    )


def _differences(odds: Odds, population: Population) -> tuple[Part, ...]:
    """How far supporters differ among themselves, as weights of their own: the slope of a supporter's term in the
    logarithm of its prior variance says whether their earlier answers foretell this one better than assumed."""
    return tuple(
        Part(
            f"differ:{group}",
            *population.weight_of(f"differ:{group}"),
            part.mean * part.width / population.differ(group),
        )
        for part, group in zip(odds.own, ("own", "kind", "block"), strict=True)
        if part.mean
    )


def _sum(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return one[0] + other[0], one[1] + other[1]
