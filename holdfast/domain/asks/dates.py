"""The dates an ask is about, and until when an answer to it is worth waiting for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from holdfast.domain.asks.kinds import WEIGHTS, Kind

MOST_DATES = 60
"""More than two months of days is another ask."""
DAY_AHEAD = timedelta(days=1)
LEAD = timedelta(minutes=30)


class Every(StrEnum):
    """How often something is asked for again."""

    DAY = "day"
    WEEK = "week"


STEPS = {Every.DAY: timedelta(days=1), Every.WEEK: timedelta(days=7)}


def repeated(first: datetime, every: Every, until: date) -> tuple[datetime, ...]:
    """The same hour of the wall clock of `first` (aware, in its own zone), up to and with the day `until`; at most
    MOST_DATES. A clock change moves the moment, not the hour."""
    found: list[datetime] = []
    moment = first
    while moment.date() <= until and len(found) < MOST_DATES:
        found.append(moment)
        moment += STEPS[every]
    return tuple(found)


def next_look(days: Iterable[datetime], now: datetime) -> datetime | None:
    """For an ask about several days that are still wanted: when the next of them is a day away, or about to begin. None
    when no such moment lies ahead."""
    looks = [moment for day in days for moment in (day - DAY_AHEAD, day - LEAD)]
    return min((moment for moment in looks if moment > now), default=None)


def answer_needed_by(kind: Kind, now: datetime, starts_at: datetime | None) -> datetime:
    """Until when to wait for an answer where the person says nothing: the usual time of the kind, and for what lies
    further ahead until a day before it; always some minutes before it begins."""
    usual = now + WEIGHTS[kind].within
    if starts_at is None or starts_at <= now:
        return usual
    latest = starts_at - min(LEAD, (starts_at - now) / 4)
    return max(now, min(latest, max(usual, starts_at - DAY_AHEAD)))
