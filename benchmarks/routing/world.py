"""A made-up support network whose willingness nobody is told: who would say yes, when, how fast, and what tires them.

Minutes count from Sunday 0:00 of the first week. What a policy may read is only what supporters declared (kinds, hours,
limits, closeness as stated) and the answers it got. The same supporter asked in the same state answers the same under
every policy: every (ask, tie) has its own random numbers, drawn before anything happens.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from holdfast.domain.asks.kinds import WEIGHTS, Kind, Stated

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DAY = 1440.0
WEEK = 7 * DAY
KINDS = (Kind.CRISIS, Kind.TALK, Kind.MISSED, Kind.RIDE, Kind.ERRAND, Kind.COMPANY)
"""Crisis, talk, missed check-in, ride, practical, company."""
WITHIN = (10.0, 60.0, 120.0, 480.0, 1440.0, 1440.0)
EFFORT = tuple(WEIGHTS[kind].effort for kind in KINDS)
CRISIS = 0
ROLES = ("sponsor", "peer", "volunteer", "relative")
SPONSOR, PEER, VOLUNTEER, RELATIVE = range(4)
NOTES_FADE, LOAD_FADE, BALANCE_FADE = 3 * DAY, 7 * DAY, 30 * DAY
HOME_GROUP = 25


@dataclass(frozen=True, slots=True)
class Shape:
    """Everything that makes one world unlike another. Logits unless said otherwise."""

    people: int = 2000
    days: int = 90
    asks_a_day: float = 0.158
    """Per person, on average; heavy-tailed between people (`tail`: standard deviation of the logarithm)."""
    tail: float = 1.1
    kinds: tuple[float, ...] = (0.04, 0.30, 0.10, 0.16, 0.25, 0.15)
    night_crises: float = 0.35
    """Share of crises that begin between 22:00 and 7:00."""
    base: float = -0.6
    roles: tuple[float, ...] = (0.5, 0.0, 0.25, 0.1)
    by_kind: tuple[float, ...] = (0.5, 0.35, 0.6, -0.2, -0.1, -0.15)
    by_block: tuple[float, ...] = (-1.4, -0.1, 0.0, 0.35)
    """Six hours each, from midnight."""
    person: float = 0.5
    person_kind: float = 0.5
    person_block: float = 0.3
    closeness: float = 1.6
    """From the farthest to the nearest."""
    declines_kind: float = 0.42
    """Share of the kinds that a supporter leaves out at enrolment, more where they are less willing."""
    closeness_noise: float = 0.18
    stated_noise: float = 0.6
    reciprocity: float = 0.3
    """Per hour lately received from the one who asks, at most two."""
    fatigue: tuple[float, float] = (0.06, 0.20)
    """Per notice of late."""
    load: float = 0.9
    burnout: float = 1.5
    """Beyond the weekly capacity."""
    unwelcome: float = 1.5
    mute: float = 0.0003
    """Chance that one notice makes a rested supporter mute everything; grows with recent notices."""
    mute_growth: float = 0.22
    mute_days: float = 21.0
    declines: tuple[float, float] = (0.1, 0.6)
    """Share of refusals that are said, by supporter."""
    median: tuple[float, ...] = (4.0, 8.0, 12.0, 25.0, 45.0, 45.0)
    """Minutes until an answer, by kind."""
    spread: float = 1.1
    person_speed: float = 0.5
    night_slower: float = 0.7
    """Added to the logarithm of the minutes between 22:00 and 7:00."""
    gamma: float = 0.0
    """0: lognormal answers; otherwise the shape of a gamma distribution with the same median."""
    holidays: float = 0.0
    """Share of (home group, day) on which half of the group's supporters do not answer."""
    quiet: float = 0.70
    wakes: float = 0.45
    takes_crisis: float = 0.6
    limited: float = 0.1
    """Share who limit the notices of a week."""
    work: float = 0.0
    """Share who keep 9:00-17:00 of weekdays free of asks."""


NORMAL = Shape()
STRAINED = Shape(people=500, asks_a_day=0.5)
OTHER = Shape(
    asks_a_day=0.22,
    tail=0.8,
    kinds=(0.06, 0.22, 0.18, 0.2, 0.2, 0.14),
    night_crises=0.5,
    base=-1.0,
    roles=(1.0, -0.3, 0.8, 0.0),
    by_kind=(1.2, 0.0, 0.3, 0.2, -0.5, 0.1),
    by_block=(-0.6, 0.5, -0.7, 0.1),
    person=1.1,
    person_kind=0.5,
    person_block=0.7,
    closeness=0.7,
    closeness_noise=0.3,
    stated_noise=1.0,
    reciprocity=0.6,
    fatigue=(0.0, 0.12),
    load=1.6,
    burnout=0.5,
    mute=0.0015,
    mute_days=10.0,
    declines=(0.4, 0.9),
    median=(3.0, 5.0, 20.0, 60.0, 60.0, 120.0),
    person_speed=0.8,
    night_slower=0.3,
    gamma=0.8,
    holidays=0.05,
    quiet=0.5,
    work=0.3,
)
WORLDS = {"normal": NORMAL, "strained": STRAINED, "other": OTHER}


@dataclass(slots=True)
class Supporters:
    """One entry per supporter: what is hidden, then what is declared."""

    role: list[int]
    willing: Floats
    """Supporter × kind × block: logit without closeness, tiredness and load."""
    fatigue: list[float]
    speed: list[float]
    says_no: list[float]
    group: list[int]
    """Home group, -1 for none."""
    stated: list[dict[int, Stated]]
    spans: list[tuple[tuple[int, int], ...]]
    """Hours of a week, as `WeekHours` has them."""
    takes_crisis: list[bool]
    wakes: list[bool]
    most_helped: list[float]
    most_asked: list[int | None]

    def __len__(self) -> int:
        return len(self.role)


@dataclass(slots=True)
class Ties:
    """One entry per (person, supporter)."""

    person: list[int]
    supporter: list[int]
    closeness: list[float]
    stated: list[float]
    """Closeness as the person put it."""
    back: list[int]
    """The tie the other way round where two peers support each other, or -1."""

    def __len__(self) -> int:
        return len(self.person)


@dataclass(frozen=True, slots=True)
class Ask:
    """One ask: `luck` holds for every tie of the person (yes, minutes as a normal, says no, mutes, for how long)."""

    id: int
    person: int
    kind: int
    at: float
    until: float
    ties: tuple[int, ...]
    luck: list[list[float]]


@dataclass(slots=True)
class World:
    """The people, their ties and everything that will be asked."""

    shape: Shape
    supporters: Supporters
    ties: Ties
    of_person: list[tuple[int, ...]]
    asks: list[Ask]
    silent_days: set[tuple[int, int]] = field(default_factory=set)


def made(shape: Shape, seed: int) -> World:
    """A world of this shape; the same for the same seed."""
    rng = np.random.default_rng([seed, 20260])
    ties = _ties(shape, rng)
    role, group = _roles(shape, ties)
    supporters = _supporters(shape, role, group, rng)
    of_person: list[list[int]] = [[] for _ in range(shape.people)]
    for number, person in enumerate(ties.person):
        of_person[person].append(number)
    frozen = [tuple(one) for one in of_person]
    groups = -(-shape.people // HOME_GROUP)
    off = rng.random((groups, shape.days + 2)) < shape.holidays
    silent = {(int(a), int(b)) for a, b in zip(*np.nonzero(off), strict=True)}
    return World(shape, supporters, ties, frozen, _asks(shape, frozen, rng), silent)


def block_of(minute: float) -> int:
    """Which quarter of the day."""
    return int(minute % DAY // 360)


def is_night(minute: float) -> bool:
    """22:00 to 7:00."""
    hour = minute % DAY / 60
    return hour < 7 or hour >= 22


# ---- who supports whom


def _ties(shape: Shape, rng: np.random.Generator) -> Ties:
    """Supporter numbers: the people themselves first (peers), then sponsors, volunteers, relatives."""
    people = shape.people
    popular = rng.gamma(6.0, 1 / 6, people)  # some have a wide circle, some hardly anybody
    pairs = _peers(popular, rng)
    sponsors = max(2, round(people * 0.11))
    volunteers = max(2, round(people * 0.075))
    pairs |= _served(people, people, sponsors, 0.88, 0.55, rng)
    pairs |= _served(people, people + sponsors, volunteers, 1.725, 0.7, rng)
    first = people + sponsors + volunteers
    for person in np.repeat(np.arange(people), rng.poisson(4.3 * popular)):
        pairs.add((int(person), first))
        if rng.random() < 0.03:
            pairs.add((int(rng.integers(people)), first))
        first += 1
    ordered = sorted(pairs)
    number = {pair: index for index, pair in enumerate(ordered)}
    back = [number.get((b, a), -1) for a, b in ordered]
    close = rng.beta(2, 2, len(ordered))
    told = np.clip(close + rng.normal(0, shape.closeness_noise, len(ordered)), 0, 1)
    return Ties([a for a, _ in ordered], [b for _, b in ordered], close.tolist(), told.tolist(), back)


def _peers(popular: Floats, rng: np.random.Generator) -> set[tuple[int, int]]:
    """4.6 peers each inside home groups, on average; about a fifth of the ties go both ways."""
    pairs: set[tuple[int, int]] = set()
    people = len(popular)
    for person in range(people):
        start = person // HOME_GROUP * HOME_GROUP
        group = [one for one in range(start, min(start + HOME_GROUP, people)) if one != person]
        for other in rng.permutation(group)[: rng.poisson(4.8 * popular[person])].tolist():
            pairs.add((person, other))
    return pairs


def _served(  # noqa: PLR0917
    people: int, first: int, count: int, each: float, sigma: float, rng: np.random.Generator
) -> set[tuple[int, int]]:
    """Every person is served by `each` of `count` on average; some serve far more people than others."""
    weight = np.exp(rng.normal(0, sigma, count))
    wanted = rng.poisson(each, people) if each > 1 else (rng.random(people) < each).astype(int)
    chosen = rng.choice(count, int(wanted.sum()), p=weight / weight.sum())
    return {(int(a), first + int(b)) for a, b in zip(np.repeat(np.arange(people), wanted), chosen, strict=True)}


def _roles(shape: Shape, ties: Ties) -> tuple[list[int], list[int]]:
    people, sponsors = shape.people, max(2, round(shape.people * 0.11))
    volunteers = max(2, round(people * 0.075))
    count = max([people + sponsors + volunteers, *(one + 1 for one in ties.supporter)])
    group = [-1] * count
    for person, supporter in zip(ties.person, ties.supporter, strict=True):
        group[supporter] = person // HOME_GROUP
    relatives = count - people - sponsors - volunteers
    return [PEER] * people + [SPONSOR] * sponsors + [VOLUNTEER] * volunteers + [RELATIVE] * relatives, group


# ---- what each of them is like


def _supporters(shape: Shape, role: list[int], group: list[int], rng: np.random.Generator) -> Supporters:
    count, kinds = len(role), len(KINDS)
    own_kind = rng.normal(0, shape.person_kind, (count, kinds))
    own = rng.normal(0, shape.person, count)
    willing = (
        (shape.base + np.array(shape.roles)[role] + own)[:, None, None]
        + (np.array(shape.by_kind) + own_kind)[:, :, None]
        + (np.array(shape.by_block) + rng.normal(0, shape.person_block, (count, 4)))[:, None, :]
    )
    willing[:, CRISIS, 0] += 0.4  # a crisis at night is answered by those who can
    feeling = own[:, None] * 0.6 + own_kind + rng.normal(0, shape.stated_noise, (count, kinds))
    takes = rng.random(count) < 1 / (
        1 + np.exp(-(np.log(shape.takes_crisis / (1 - shape.takes_crisis)) + feeling[:, 0]))
    )
    return Supporters(
        role,
        willing,
        rng.uniform(*shape.fatigue, count).tolist(),
        rng.normal(0, shape.person_speed, count).tolist(),
        rng.uniform(*shape.declines, count).tolist(),
        group,
        _answers(shape, feeling),
        _hours(shape, count, rng),
        takes.tolist(),
        (takes & (rng.random(count) < shape.wakes)).tolist(),
        np.round(np.exp(rng.normal(np.log(np.array([9.0, 4.0, 9.0, 4.5])[role]), 0.5)) * 2, 0)
        .clip(2)
        .__truediv__(2)
        .tolist(),
        [
            int(most) if limits else None
            for most, limits in zip(rng.integers(4, 15, count), rng.random(count) < shape.limited, strict=True)
        ],
    )


def _answers(shape: Shape, feeling: Floats) -> list[dict[int, Stated]]:
    """The enrolment answer by kind, from how they feel about it: the least liked kinds are left out."""
    least, some, most = np.quantile(feeling, [shape.declines_kind, 0.5 * (1 + shape.declines_kind) - 0.2, 0.7])
    return [_stated(row, (least, some, most)) for row in feeling.tolist()]


def _stated(feelings: Sequence[float], levels: tuple[float, float, float]) -> dict[int, Stated]:
    said: dict[int, Stated] = {}
    for kind, feeling in enumerate(feelings):
        if feeling > levels[2]:
            said[kind] = Stated.GLADLY
        elif feeling > levels[1]:
            said[kind] = Stated.DEPENDS
        elif feeling > levels[0]:
            said[kind] = Stated.IF_NEEDED
    return said


def _hours(shape: Shape, count: int, rng: np.random.Generator) -> list[tuple[tuple[int, int], ...]]:
    """Quiet at night for most, and at work for some: the rest of the week is open."""
    begins = (rng.normal(22, 1, count) * 2).round() / 2
    ends = (rng.normal(7, 0.8, count) * 2).round() / 2
    quiet, works = rng.random(count) < shape.quiet, rng.random(count) < shape.work
    return [_week(float(a), float(b), bool(q), bool(w)) for a, b, q, w in zip(begins, ends, quiet, works, strict=True)]


def _week(begins: float, ends: float, is_quiet: bool, works: bool) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    for day in range(7):
        cuts = (
            [int(day * DAY + ends * 60), int(day * DAY + begins * 60)]
            if is_quiet
            else [int(day * DAY), int((day + 1) * DAY)]
        )
        if works and 1 <= day <= 5:
            cuts = [
                cuts[0],
                max(cuts[0], int(day * DAY + 540)),
                int(day * DAY + 1020),
                max(cuts[-1], int(day * DAY + 1020)),
            ]
        spans += [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True) if a < b]
    return _joined(spans)


def _joined(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    joined = [spans[0]]
    for (_, end), (begins, ends) in pairwise(spans):
        if begins == end:
            joined[-1] = (joined[-1][0], ends)
        else:
            joined.append((begins, ends))
    return tuple(joined)


# ---- what is asked


def _asks(shape: Shape, of_person: list[tuple[int, ...]], rng: np.random.Generator) -> list[Ask]:
    rate = np.exp(rng.normal(0, shape.tail, shape.people))
    rate *= shape.asks_a_day / math.exp(shape.tail**2 / 2)
    counts = rng.poisson(np.minimum(rate, 1.6) * shape.days)
    person = np.repeat(np.arange(shape.people), counts)
    kind = rng.choice(len(KINDS), len(person), p=shape.kinds)
    day = rng.integers(0, shape.days, len(person))
    at = day * DAY + _minute(shape, kind, rng)
    order = np.argsort(at, kind="stable")
    asks = []
    for number, one in enumerate(order.tolist()):
        who, what, when = int(person[one]), int(kind[one]), float(at[one])
        ties = of_person[who]
        luck = _luck(len(ties), rng)
        asks.append(Ask(number, who, what, when, when + WITHIN[what], ties, luck))
    return asks


def _luck(count: int, rng: np.random.Generator) -> list[list[float]]:
    drawn = rng.random((5, count))
    drawn[1] = rng.standard_normal(count)
    return [[float(x) for x in row] for row in drawn.T]


def _minute(shape: Shape, kind: Ints, rng: np.random.Generator) -> Floats:
    """Most asks come by day; crises at night too."""
    minute = np.clip(rng.normal(14.5, 4.2, len(kind)), 0, 23.99) * 60
    late = (22 * 60 + rng.random(len(kind)) * 540) % DAY
    early = 7 * 60 + rng.random(len(kind)) * 900
    crisis = np.where(rng.random(len(kind)) < shape.night_crises, late, early)
    return np.floor(np.where(kind == CRISIS, crisis, minute))
