"""When the day after a hard moment is looked at."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

REST = timedelta(hours=4)
MORNING = time(8)
LOOKED_BACK_WITHIN = timedelta(days=7)


def minutes_until(at: datetime, now: datetime) -> int:
    """Whole minutes until then, rounded up; 0 is at once."""
    return max(0, -((now - at) // timedelta(minutes=1)))


def looked_back_from(ended_at: datetime, zone: str) -> datetime:
    """The first morning after some rest, on the person's own clock: nobody is asked to look back in the night."""
    rested = (ended_at + REST).astimezone(ZoneInfo(zone))
    morning = datetime.combine(rested.date(), MORNING, rested.tzinfo)
    return morning if morning >= rested else datetime.combine(rested.date() + timedelta(days=1), MORNING, rested.tzinfo)


def is_looked_back_at(ended_at: datetime, zone: str, now: datetime) -> bool:
    """Whether the quiet card of the day after stands now; after a week it goes by itself."""
    return looked_back_from(ended_at, zone) <= now < ended_at + LOOKED_BACK_WITHIN
