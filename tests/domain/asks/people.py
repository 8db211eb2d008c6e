"""Supporters and asks to plan with, and strategies that draw them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

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


zones = st.sampled_from(("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"))
spans = st.one_of(
    st.just(ALWAYS),
    st.just(()),
    st.builds(every_day, st.integers(0, 1439), st.integers(0, 1439), st.sets(st.integers(0, 6), min_size=1)),
)
moments = st.builds(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes), st.integers(0, 366 * 1440)
)


@st.composite
def candidates(draw: st.DrawFn, most: int = 8) -> list[Candidate]:
    """Some supporters with limits of every kind."""
    count = draw(st.integers(0, most))
    return [_candidate(draw, number) for number in range(count)]


def _candidate(draw: st.DrawFn, number: int) -> Candidate:
    return Candidate(
        id=f"s{number}",
        name=f"S{number}",
        kinds=draw(st.dictionaries(st.sampled_from(Kind), st.sampled_from(Stated), min_size=6)),
        hours=WeekHours(draw(spans), draw(zones)),
        takes_crisis=draw(st.booleans()),
        wakes=draw(st.booleans()),
        asked=draw(st.integers(0, 6)),
        most_asked=draw(st.sampled_from((None, None, 3))),
        helped=draw(st.floats(0, 6)),
        most_helped=draw(st.sampled_from((None, None, 5.0))),
        closeness=draw(st.floats(0, 1)),
        balance=draw(st.floats(-20, 20)),
        away_until=draw(st.one_of(st.none(), st.none(), moments)),
        reachable=draw(st.sampled_from((True, True, True, False))),
        is_paused=draw(st.sampled_from((False, False, False, True))),
    )


@st.composite
def askings(draw: st.DrawFn, now: datetime = NOON) -> Asking:
    """An ask that ends after now; some of those who may be asked were, some are done, some are left out."""
    kind = draw(st.sampled_from(Kind))
    ids = [f"s{number}" for number in range(8)]
    silent = draw(st.lists(st.sampled_from(ids), unique=True, max_size=2))
    ago = timedelta(minutes=draw(st.integers(0, 600)))
    return Asking(
        kind,
        now - ago,
        now + timedelta(minutes=draw(st.integers(1, 3 * 1440))),
        places=draw(st.sampled_from((1, 1, 1, 2, 3))),
        dial=draw(st.sampled_from(DIAL)),
        silent=tuple(Contact(one, now - ago) for one in silent),
        done=frozenset(draw(st.lists(st.sampled_from(ids), max_size=1))),
        left_out=frozenset(draw(st.lists(st.sampled_from(ids), max_size=1))),
    )
