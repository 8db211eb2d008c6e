"""When contact is due, by the rhythm of a tie."""

from __future__ import annotations

from datetime import date

from holdfast.domain.network import RHYTHM_DAYS, Circle, Role, Sector, Tie, TieState

FAMILY_PATIENCE = 1.5
"""Family ties hold longer without contact than friendships do (Roberts and Dunbar 2015)."""
QUIET = frozenset({TieState.RESTING, TieState.STRAINED, TieState.PHASING_OUT, TieState.ENDED})
"""States in which nothing is suggested about a tie."""
ON_CALL = frozenset({Role.HELPLINE, Role.APP, Role.ORGANISATION, Role.TREATMENT_CENTRE, Role.WORKPLACE_OR_SCHOOL})
"""There when needed: nobody owes them a visit, so they are late only by a rhythm the person chose."""


def rhythm_of(tie: Tie) -> int:
    """Days between contacts: the person's own number, else that of the circle (W81), longer for family."""
    if tie.rhythm_days:
        return tie.rhythm_days
    usual = RHYTHM_DAYS[Circle(tie.circle)]
    return round(usual * FAMILY_PATIENCE) if tie.sector is Sector.FAMILY else usual


def days_since_touch(tie: Tie, today: date) -> int | None:
    """Days since the last contact; None where none is written down."""
    return None if tie.last_touch_on is None else max(0, (today - tie.last_touch_on).days)


def days_late(tie: Tie, today: date) -> int | None:
    """Days beyond the rhythm, 0 on the day it is due; None while it is not due, not known, or better left in peace."""
    since = days_since_touch(tie, today)
    if since is None or _is_left_in_peace(tie) or since < rhythm_of(tie):
        return None
    return since - rhythm_of(tie)


def _is_left_in_peace(tie: Tie) -> bool:
    return tie.state in QUIET or (tie.role in ON_CALL and not tie.rhythm_days)


def is_due(tie: Tie, today: date) -> bool:
    """Whether contact is due today or late."""
    return days_late(tie, today) is not None
