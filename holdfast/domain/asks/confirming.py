"""A yes is not done: when a promise is asked for once more, and when its silence is told."""

from __future__ import annotations

from datetime import datetime, timedelta

FRESH = timedelta(hours=2)
"""What begins so soon after the yes is not asked for again."""
DAY_BEFORE = timedelta(hours=24)
SHORTLY = timedelta(hours=3)


def remind_at(made_at: datetime, starts_at: datetime | None) -> datetime | None:
    """When the supporter is asked to confirm: a day before, or half-way; None where that would only be a bother."""
    if starts_at is None or starts_at - made_at < FRESH:
        return None
    return starts_at - min(DAY_BEFORE, (starts_at - made_at) / 2)


def warn_at(made_at: datetime, starts_at: datetime) -> datetime:
    """When the person is told that it is still not confirmed, with time left to ask somebody else."""
    return starts_at - min(SHORTLY, (starts_at - made_at) / 8)
