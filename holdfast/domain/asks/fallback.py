"""Where a hard moment stands, from what is written down alone: the screen is true with no worker alive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MOST_WAIT = timedelta(minutes=10)
"""Whatever happens: after this, the lines come first."""
MOST_UNASKED = timedelta(seconds=45)
"""After the time to think again: if nobody was asked by then, nobody is coming of it."""


class Stand(StrEnum):
    """What the screen says."""

    HELD = "held"
    """Nobody was asked yet; it can still be cancelled and nobody will ever hear of it."""
    WAITING = "waiting"
    """Somebody was asked and may still answer."""
    SOME_LATER = "some_later"
    """All who were asked answered, and somebody can, but not now. The lines come first."""
    NOBODY_YET = "nobody_yet"
    """The lines come first. A late yes still counts."""
    ANSWERED = "answered"
    """A human said yes and has not taken it back."""
    OVER = "over"
    """The person closed it."""


@dataclass(frozen=True, slots=True)
class HardMoment:
    """One ask in a hard moment, as it is written down. `yeses` counts promises that stand; `awaited` those asked who
    neither answered nor left; `later` those who can at another time."""

    opened_at: datetime
    held_until: datetime
    answer_by: datetime
    ended_at: datetime | None = None
    closed_at: datetime | None = None
    yeses: int = 0
    awaited: int = 0
    later: int = 0


def stands_at(moment: HardMoment, now: datetime) -> Stand:
    """Where it stands. Never later than MOST_WAIT after it was opened does this say to wait."""
    if moment.closed_at is not None:
        return Stand.OVER
    if moment.yeses:
        return Stand.ANSWERED
    if moment.ended_at is not None or now >= min(moment.answer_by, moment.opened_at + MOST_WAIT):
        return Stand.NOBODY_YET
    if moment.awaited:
        return Stand.WAITING
    return _before_anyone(moment, now)


def _before_anyone(moment: HardMoment, now: datetime) -> Stand:
    """Nobody is awaited: not yet, or not any more."""
    if now < moment.held_until:
        return Stand.HELD
    if moment.later:
        return Stand.SOME_LATER
    return Stand.WAITING if now < moment.held_until + MOST_UNASKED else Stand.NOBODY_YET


def shows_lines_first(stand: Stand) -> bool:
    """Whether the lines stand above everything else. They are on the screen in any case, from the first second."""
    return stand in {Stand.NOBODY_YET, Stand.SOME_LATER}
