"""A supporter as the planner sees them, and the limits it must never cross."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from holdfast.domain.asks.hours import WeekHours
from holdfast.domain.asks.kinds import WEIGHTS, Kind, Stated
from holdfast.domain.asks.learned import NOTHING_YET, Learned


class Refusal(StrEnum):
    """Why somebody is not asked now. What the asker reads of it is coarse: never whose other asks."""

    LEFT_OUT = "left_out"
    """The person leaves them out of this ask."""
    PAUSED = "paused"
    KIND = "kind"
    UNREACHABLE = "unreachable"
    RESPITE = "respite"
    HOURS = "hours"
    ASKED_ENOUGH = "asked_enough"
    HELPED_ENOUGH = "helped_enough"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One supporter of the person who asks, with everything they said and what is known of them across everyone.

    `id` names the agreement between the two. `kinds` holds only what they agreed to for this person. `takes_crisis`:
    may be asked in a crisis within their hours; `wakes`: a crisis may pass hours, respite and both weekly limits.
    `asked` and `helped` count the last seven days across everybody they support: notices, and hours of help promised;
    `most_asked` and `most_helped` are their own limits, None is none. `closeness` is 0 far … 1 near; `balance` hours
    given minus received, fading with 30 days.
    """

    id: str
    name: str
    kinds: Mapping[Kind, Stated]
    hours: WeekHours
    takes_crisis: bool = False
    wakes: bool = False
    asked: int = 0
    most_asked: int | None = None
    helped: float = 0.0
    most_helped: float | None = None
    closeness: float = 0.5
    balance: float = 0.0
    away_until: datetime | None = None
    reachable: bool = True
    is_paused: bool = False
    role: str = ""
    offers: tuple[tuple[Kind, WeekHours], ...] = ()
    """Standing offers: "I can drive on Tuesdays"."""
    last_asked_at: datetime | None = None
    learned: Learned = field(default=NOTHING_YET)


def refusal_of(candidate: Candidate, kind: Kind, at: datetime) -> Refusal | None:
    """The first limit that forbids asking this supporter for this kind at this moment; None when none does."""
    if candidate.is_paused:
        return Refusal.PAUSED
    if not candidate.reachable:
        return Refusal.UNREACHABLE
    if not (candidate.takes_crisis or candidate.wakes if kind is Kind.CRISIS else kind in candidate.kinds):
        return Refusal.KIND
    if kind is Kind.CRISIS and candidate.wakes:
        return None
    return _beyond(candidate, kind, at)


def _beyond(candidate: Candidate, kind: Kind, at: datetime) -> Refusal | None:
    if candidate.away_until is not None and at < candidate.away_until:
        return Refusal.RESPITE
    if not candidate.hours.holds(at):
        return Refusal.HOURS
    if candidate.most_asked is not None and candidate.asked >= candidate.most_asked:
        return Refusal.ASKED_ENOUGH
    effort = WEIGHTS[kind].effort
    if candidate.most_helped is not None and candidate.helped + effort > candidate.most_helped:
        return Refusal.HELPED_ENOUGH
    return None
