"""When a source is asked again: regularly, spread over time, and more rarely the longer it fails."""

from __future__ import annotations

from datetime import datetime, timedelta
from zlib import crc32

LONGEST_WAIT = timedelta(days=7)
SPREAD = 0.1
"""Sources with the same rhythm are spread over this much of it, so that they do not all come at once."""
MOST_DOUBLINGS = 12


def next_fetch_at(
    now: datetime, *, every: timedelta, number: int, failures: int = 0, asked: timedelta = timedelta(0)
) -> datetime | None:
    """When to ask a source again; None is only when somebody wants it.

    Each failure in a row doubles the wait, up to a week. `number` is the source's own and spreads the sources out;
    `asked` is how long the server itself asked us to stay away, at most a week.
    """
    if every <= timedelta(0):
        return None
    longest = max(LONGEST_WAIT, every)
    wait = min(every * (1 << min(failures, MOST_DOUBLINGS)), longest)
    wait += wait * SPREAD * _place(number)
    return now + min(max(wait, asked), longest)


def _place(number: int) -> float:
    """A place between 0 and 1 that a source always has."""
    return crc32(str(number).encode()) / 2**32
