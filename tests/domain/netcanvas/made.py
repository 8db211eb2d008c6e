"""Made-up sessions."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import combinations
from uuid import UUID, uuid5

from hypothesis import strategies as st

from holdfast.domain.netcanvas.session import Alter, Head, Knows, Session

NOW = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)
ROOT = UUID(int=11)
PUBLISHED = ((4, 3), (6, 7), (5, 2), (7, 3), (6, 4), (9, 8), (7, 9), (5, 4), (5, 1), (7, 11))
"""Alters and ties of ten sessions whose densities are those that were published."""
DENSITIES = (0.5, 0.467, 0.2, 0.143, 0.267, 0.222, 0.429, 0.4, 0.1, 0.524)


def head(case: str = "case", number: int = 1) -> Head:
    key = str(uuid5(ROOT, f"{case}/{number}"))
    return Head(case, f"session-{number}", "protocol", "Close ties", NOW, "hash", key, NOW, NOW)


def session(alters: int, ties: int, *, case: str = "case", number: int = 1) -> Session:
    """So many alters, and the first so many of the ties that could be."""
    people = tuple(
        Alter(str(uuid5(ROOT, f"{number}/{place}")), "Person", {"name": f"Alter {place}", "contact_freq": place})
        for place in range(alters)
    )
    pairs = list(combinations(people, 2))[:ties]
    knows = tuple(
        Knows(str(uuid5(ROOT, f"{number}/{one.id}/{other.id}")), "Close", one.id, other.id) for one, other in pairs
    )
    return Session(head(case, number), people, knows)


def published() -> list[Session]:
    return [session(*counts, case=f"case {number}", number=number) for number, counts in enumerate(PUBLISHED, 1)]


TEXTS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=20).map(str.strip)
WORDS = TEXTS.filter(lambda one: one.lower() not in {"true", "false", "unknown"})
PLAIN = WORDS.filter(lambda one: one and not one.replace(".", "").replace("-", "").isdigit())
VALUES = {
    "words": PLAIN,
    "whole": st.integers(-(2**31) + 1, 2**31 - 1),
    "part": st.integers(-4000, 4000).map(lambda one: one / 4 + 0.125),
    "is_close": st.booleans(),
}
SAID = st.fixed_dictionaries({name: value | st.none() for name, value in VALUES.items()})


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    number = draw(st.integers(1, 50))
    keys = draw(st.lists(st.uuids().map(str), max_size=5, unique=True))
    alters = tuple(Alter(key, draw(st.sampled_from(["Person", "Group"])), draw(SAID)) for key in keys)
    pairs = list(combinations(keys, 2))
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=4)) if pairs else []
    ties = tuple(Knows(f"{one}-{other}", "Close", one, other, draw(SAID)) for one, other in chosen)
    return Session(head(draw(PLAIN), number), alters, ties, {})
