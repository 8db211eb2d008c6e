"""Asks to plan: supporters drawn as life draws them, and rough ones whose every number is drawn alone."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import numpy as np

from holdfast.domain.asks.candidates import Candidate
from holdfast.domain.asks.estimates import POPULATION
from holdfast.domain.asks.hours import ALWAYS, WeekHours, every_day
from holdfast.domain.asks.kinds import WEIGHTS, Kind, Stated
from holdfast.domain.asks.learned import Event, Learned, Outcome, learn
from holdfast.domain.asks.planning import Asking, Contact, problem_of
from holdfast.domain.asks.schedule import FORBIDDEN, NEVER, POINTS, Problem, exactly, unanswered, worth

SUNDAY = datetime(2026, 3, 1, tzinfo=UTC)
ZONES = ("UTC", "Europe/Berlin", "America/New_York")
WAKING = every_day(7 * 60, 23 * 60)
EVENINGS = every_day(17 * 60, 23 * 60, range(1, 6))
ROLES = ("friend", "sponsor", "peer", "parent", "acquaintance")


def supporter(rng: random.Random, number: int, *, has_past: bool = True) -> Candidate:
    """Somebody with hours, kinds, limits and a past of their own."""
    return Candidate(
        id=f"s{number}",
        name=f"Supporter {number}",
        kinds={kind: rng.choice(list(Stated)) for kind in Kind if rng.random() < 0.8},
        hours=WeekHours(rng.choice((ALWAYS, WAKING, WAKING, EVENINGS)), rng.choice(ZONES)),
        takes_crisis=rng.random() < 0.8,
        wakes=rng.random() < 0.4,
        asked=rng.randrange(5),
        most_asked=rng.choice((None, 3, 7)),
        helped=rng.random() * 5,
        most_helped=rng.choice((None, 4.0, 8.0)),
        closeness=rng.random(),
        balance=rng.gauss(0, 3),
        away_until=rng.choice((None, None, None, None, SUNDAY + timedelta(hours=rng.randrange(200)))),
        role=rng.choice(ROLES),
        learned=past(rng) if has_past and rng.random() < 0.6 else Learned(),
    )


def past(rng: random.Random) -> Learned:
    """What up to twenty answers taught."""
    learned = Learned()
    for number in range(rng.randrange(20)):
        outcome = rng.choice(list(Outcome))
        at = SUNDAY - timedelta(days=40 - number)
        learned = learn(learned, Event(rng.choice(list(Kind)), rng.randrange(24), outcome, rng.expovariate(0.1), at))
    return learned


def asking(rng: random.Random, now: datetime) -> Asking:
    """An ask of any kind at any dial."""
    kind = rng.choice(list(Kind))
    return Asking(kind, now, now + WEIGHTS[kind].within * rng.choice((0.5, 1, 1, 2)), dial=rng.randint(-2, 2))


def moment(rng: random.Random) -> datetime:
    """Any minute of a week."""
    return SUNDAY + timedelta(minutes=rng.randrange(7 * 24 * 60))


def lifelike(rng: random.Random, count: int) -> Problem:
    """An ask that so many supporters may be asked for; one in three has somebody asked and silent already."""
    while True:
        now = moment(rng)
        ask = asking(rng, now)
        people = [supporter(rng, number) for number in range(4 * count)]
        if rng.random() < 0.3:
            since = now - (ask.answer_by - now) * rng.random()
            silent = Contact(people[0].id, since)
            ask = Asking(ask.kind, since, ask.answer_by, dial=ask.dial, silent=(silent,))
        problem = problem_of(ask, people, now)
        if len(problem.price) >= count:
            return problem.of(np.arange(count))


def rough(rng: random.Random, count: int) -> Problem:
    """Chances, speeds, prices and limits drawn alone for every moment: no life is so uneven."""
    kind = rng.choice(list(Kind))
    weight, dial = WEIGHTS[kind], rng.randint(-2, 2)
    minutes = weight.within.total_seconds() / 60 * rng.choice((0.3, 1, 2))
    draws = np.random.default_rng(rng.getrandbits(32))
    chance = np.repeat(draws.beta(2, 3, (count, 1)), NEVER, axis=1)
    mu = np.log(POPULATION.minutes[kind][2]) + draws.normal(0, 0.7, (count, 1)) + np.zeros((count, NEVER))
    price = np.zeros((count, NEVER + 1))
    price[:, :NEVER] = 1 + draws.exponential(0.8, (count, 1)) + draws.exponential(1.0, (count, 1)) * chance
    if rng.random() < 0.5:
        chance = np.clip(chance * draws.uniform(0.6, 1.3, chance.shape), 0.01, 0.95)
        mu += draws.choice((0, 0.5), mu.shape)
    if rng.random() < 0.4:
        price[:, :NEVER][draws.random((count, NEVER)) < 0.25] = FORBIDDEN
    open_ = unanswered(chance, mu, np.full(count, 1.1), minutes)
    prices = worth(minutes, weight.waiting * 2.0**dial, weight.failing * 2.0 ** (dial / 2))
    return Problem(open_, price, prices, exactly(np.zeros((0, len(POINTS))), 1))
