"""An ask about several days: each is looked for until it begins, and the person hears in time of one nobody took."""

from __future__ import annotations

from datetime import datetime

from holdfast.asks.letters import note, tell_person
from holdfast.asks.models import Ask, Moment
from holdfast.asks.queries import days_wanted, places_of
from holdfast.domain.asks.dates import DAY_AHEAD, next_look

What = Moment.What


def look_at_days(ask: Ask, now: datetime) -> None:
    """The time for an answer has come. Where other days lie ahead, it moves on to the next moment that matters; for a
    day that is near and that nobody took, the person is told, once. The caller saves the ask."""
    upcoming = next_look(days_wanted(ask, now=now), now)
    if upcoming is None:
        return
    ask.answer_by = upcoming
    near = [
        place.slot
        for place in places_of(ask)
        if place.wanted(now) and place.slot.missed_at is None and _is_near(place.slot.starts_at, now)
    ]
    for slot in near:
        slot.missed_at = now
        slot.save(update_fields=["missed_at"])
    if near:
        tell_person(ask, note(ask, What.DAY_OPEN, now), now)


def _is_near(starts_at: datetime | None, now: datetime) -> bool:
    return starts_at is not None and now < starts_at <= now + DAY_AHEAD
