"""Which day it is for somebody, and whether its morning or its evening is asked about.

A night belongs to the day before it: who looks back at one o'clock looks back at the day that just ended.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum

NIGHT_ENDS = time(4)
"""Until then it is still yesterday."""
MORNING_ENDS = time(11)
EVENING_BEGINS = time(18)


class Part(StrEnum):
    """A part of the day that has a page of its own."""

    MORNING = "morning"
    EVENING = "evening"


def day_of(here: datetime) -> date:
    """The day one lives in at this moment of the person's own clock."""
    return here.date() - timedelta(days=1) if here.time() < NIGHT_ENDS else here.date()


def part_of(here: datetime) -> Part | None:
    """What this hour of the person's own clock is for; None in between."""
    at = here.time()
    if NIGHT_ENDS <= at < MORNING_ENDS:
        return Part.MORNING
    return Part.EVENING if at >= EVENING_BEGINS or at < NIGHT_ENDS else None
