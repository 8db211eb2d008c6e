"""Who may be called at this hour: only those who agreed to it, and only within the hours they gave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from holdfast.domain.network import COUNTING, Tie, TieState


@dataclass(frozen=True, slots=True)
class AtThisHour:
    """One person's supporters in the order they are offered in a hard moment."""

    now: tuple[Tie, ...]
    """Agreed to be called, and this is one of their hours."""
    later: tuple[Tie, ...]
    """Agreed to be called, at other hours."""
    others: tuple[Tie, ...]
    """Not asked about calls yet: a message is kinder than a call."""


def takes_calls_at(tie: Tie, at: time) -> bool:
    """Whether the tie agreed to be called and this is one of their hours.

    No hours given means any hour. One bound alone is read with midnight as the other. Hours may pass midnight:
    from 20:00 until 02:00 holds at 23:00 and at 1:00. The first minute is in, the last one is out; the same time
    twice is the whole day.
    """
    if not tie.takes_calls:
        return False
    begins, ends = tie.calls_from or time.min, tie.calls_until or time.min
    if begins == ends:
        return True
    if begins < ends:
        return begins <= at < ends
    return at >= begins or at < ends


def callable_at(ties: Iterable[Tie], at: time) -> AtThisHour:
    """Everyone who is there, in three parts; each part nearest first, those after whom one feels worse last."""
    there = sorted((tie for tie in ties if tie.state in COUNTING), key=_nearness)
    now = tuple(tie for tie in there if takes_calls_at(tie, at))
    later = tuple(tie for tie in there if tie.takes_calls and tie not in now)
    return AtThisHour(now, later, tuple(tie for tie in there if not tie.takes_calls))


def _nearness(tie: Tie) -> tuple[bool, bool, int, int, str, str]:
    feels_worse = tie.feel_after is not None and tie.feel_after < 0
    trust = 0 if tie.trust is None else tie.trust
    return feels_worse, tie.state is TieState.STRAINED, tie.circle, -trust, tie.name.casefold(), tie.id
