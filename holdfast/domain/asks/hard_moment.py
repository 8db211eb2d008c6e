"""What the page of a hard moment says first, and when the day after is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

AT_MOST = timedelta(minutes=15)
"""Whatever happens: after this, the lines stand first."""
REST = timedelta(hours=4)
MORNING = time(8)
LOOKED_BACK_WITHIN = timedelta(days=7)


class Phase(StrEnum):
    """Where a hard moment stands. What each one shows first is the page's whole job."""

    HELD = "held"
    """Nobody has heard yet: it can be taken back."""
    ASKING = "asking"
    ANSWERED = "answered"
    """Somebody said yes, or that they can before the lines would stand first."""
    FALLBACK = "fallback"
    """Nobody answered, or nobody is left to ask: the lines stand first."""
    OVER = "over"
    """The person said that they are OK now, or took it back."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rows say. `has_yes`: somebody said yes and did not give it back; `can_at`: the earliest "I can, but at";
    `is_hope_left`: somebody it was sent to is silent, or somebody is still to be asked; `is_closed`: by the person."""

    opened_at: datetime
    held_until: datetime
    answer_by: datetime
    has_yes: bool = False
    can_at: datetime | None = None
    is_hope_left: bool = True
    is_closed: bool = False
    is_ended: bool = False


def falls_back_at(opened_at: datetime, answer_by: datetime) -> datetime:
    """The moment from which silence means: call a line. Never later than 15 minutes after the person asked."""
    return min(answer_by, opened_at + AT_MOST)


def phase_of(facts: Facts, now: datetime) -> Phase:
    """Computed from times alone, so that it holds with a dead worker, dead mail and a silent world."""
    if facts.is_closed:
        return Phase.OVER
    falls_back = falls_back_at(facts.opened_at, facts.answer_by)
    if facts.has_yes or (facts.can_at is not None and facts.can_at <= falls_back):
        return Phase.ANSWERED
    if facts.is_ended or now >= falls_back:
        return Phase.FALLBACK
    if now < facts.held_until:
        return Phase.HELD
    return Phase.ASKING if facts.is_hope_left else Phase.FALLBACK


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
