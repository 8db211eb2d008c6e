"""Supporters and asks to plan with, and strategies that draw them."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from holdfast.domain.asks.candidates import Candidate
from holdfast.domain.asks.hours import ALWAYS, WeekHours, every_day
from holdfast.domain.asks.kinds import DIAL, WEIGHTS, Kind, Stated
from holdfast.domain.asks.planning import Asking, Contact

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
"""A Wednesday."""
ANA = Candidate("ana", "Ana", dict.fromkeys(Kind, Stated.GLADLY), WeekHours(ALWAYS), takes_crisis=True)


def somebody(name: str, **facts: Any) -> Candidate:
    """Like Ana, but."""
    return replace(ANA, id=name.lower(), name=name, **facts)


def ask(kind: Kind = Kind.RIDE, **facts: Any) -> Asking:
    """An ask at noon, for as long as its kind usually may take."""
    return replace(Asking(kind, NOON, NOON + WEIGHTS[kind].within), **facts)


PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""Plans are quick, machines are not always."""
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia")
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.integers(0, 366 * 1440).map(lambda minutes: NEW_YEAR + timedelta(minutes=minutes))
"""Any minute of a year."""


def candidates(most: int = 8) -> st.SearchStrategy[list[Candidate]]:
    """Some supporters with limits of every kind, drawn from one number each: hypothesis is slow with so many."""
    return st.lists(st.integers(0, 10**6), max_size=most).map(
        lambda seeds: [_candidate(random.Random(seed), number) for number, seed in enumerate(seeds)]
    )


def _candidate(rng: random.Random, number: int) -> Candidate:
    days = rng.sample(range(7), rng.randint(1, 7))
    spans = rng.choice((ALWAYS, ALWAYS, (), every_day(rng.randrange(1440), rng.randrange(1440), days)))
    return Candidate(
        id=f"s{number}",
        name=f"S{number}",
        kinds={kind: rng.choice(tuple(Stated)) for kind in Kind if rng.random() < 0.7},
        hours=WeekHours(spans, rng.choice(ZONES)),
        takes_crisis=rng.random() < 0.5,
        wakes=rng.random() < 0.5,
        asked=rng.randrange(7),
        most_asked=rng.choice((None, None, 3)),
        helped=rng.uniform(0, 6),
        most_helped=rng.choice((None, None, 5.0)),
        closeness=rng.random(),
        balance=rng.uniform(-20, 20),
        away_until=rng.choice((None, None, None, NOON + timedelta(minutes=rng.randrange(-1440, 9 * 1440)))),
        reachable=rng.random() < 0.9,
        is_paused=rng.random() < 0.1,
    )


def askings() -> st.SearchStrategy[Asking]:
    """An ask that ends after noon; some of those who may be asked were, some are done, some are left out."""
    return st.builds(_asking, st.integers(0, 10**6), st.sampled_from(Kind), st.sampled_from(DIAL))


def _asking(seed: int, kind: Kind, dial: int) -> Asking:
    rng = random.Random(seed)
    ids = rng.sample([f"s{number}" for number in range(8)], 4)
    ago = timedelta(minutes=rng.randrange(600))
    return Asking(
        kind,
        NOON - ago,
        NOON + timedelta(minutes=rng.randint(1, 3 * 1440)),
        places=rng.choice((1, 1, 1, 2, 3)),
        dial=dial,
        silent=tuple(Contact(one, NOON - ago) for one in ids[: rng.randrange(3)]),
        done=frozenset(ids[2 : 2 + rng.randrange(2)]),
        left_out=frozenset(ids[3 : 3 + rng.randrange(2)]),
    )
