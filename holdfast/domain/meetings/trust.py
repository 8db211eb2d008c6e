"""When what visitors tell is enough to take a listing out of the search."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

COUNTS_FOR = timedelta(days=30)
"""How long a report counts, and how long a group's own word stands against reports."""


@dataclass(frozen=True, slots=True)
class Told:
    """One open report that nobody was there."""

    mark: str
    """Words that stand for who told it (a person, a network address); nothing in them can be read back."""
    at: datetime


def are_two(one: str, other: str) -> bool:
    """Two marks are of two reporters: they share nothing, and each says something."""
    first, second = set(one.split()), set(other.split())
    return bool(first) and bool(second) and not first & second


def is_enough(told: Iterable[Told], *, vouched_at: datetime | None, now: datetime) -> bool:
    """Two reporters within thirty days, unless the group or an operator vouched for it within thirty days."""
    if vouched_at is not None and now - vouched_at < COUNTS_FOR:
        return False
    fresh = [one.mark for one in told if now - one.at <= COUNTS_FOR]
    return any(are_two(one, other) for one, other in combinations(fresh, 2))
