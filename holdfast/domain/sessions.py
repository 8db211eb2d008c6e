"""How long somebody stays signed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Stay:
    """The longest time without use, and the longest in all."""

    idle: timedelta
    whole: timedelta


AT_WORK = Stay(idle=timedelta(minutes=30), whole=timedelta(hours=12))
"""For those who work with other people's records (NIST SP 800-63B Rev. 3, AAL2)."""


def shortest(stays: Iterable[Stay]) -> Stay | None:
    """What holds where several hold; None where nothing does."""
    found = list(stays)
    return Stay(min(one.idle for one in found), min(one.whole for one in found)) if found else None


def is_over(stay: Stay, *, begun_at: datetime, used_at: datetime, now: datetime) -> bool:
    """Whether a session has ended: at the moment either time is full, and no sooner."""
    return now - used_at >= stay.idle or now - begun_at >= stay.whole
