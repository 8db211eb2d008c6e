"""When contact is due, by the rhythm of a tie; and when somebody who wishes so is reminded of it.

A reminder follows the person's own clock: on the days they chose, at their hour or later that day, never at night, at
most one a day. It survives a change of clock or zone, and a clock set back, by keeping the day of the last one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

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


def overdue(ties: Iterable[Tie], today: date) -> tuple[Tie, ...]:
    """Helpful ties that are due, those first that wait longest for their rhythm (W81).

    Ties that leave one feeling worse are left alone.
    """
    late = [(days_late(tie, today), tie) for tie in ties if (tie.feel_after or 0) >= 0]
    due = [(days / rhythm_of(tie), tie) for days, tie in late if days is not None]
    return tuple(tie for _, tie in sorted(due, key=lambda one: (-one[0], one[1].circle, one[1].id)))


BY_DAY = (time(7), time(22))
"""Reminders leave between these hours of the person's clock."""
LATEST = time(21)
"""The latest hour to choose: a worker that is an hour late still comes before the night."""
ALL_DAYS = frozenset(range(1, 8))
"""1 = Monday … 7 = Sunday (ISO 8601)."""
BELIEVED = timedelta(days=2)
"""A last reminder that lies farther ahead was written by a clock that was wrong; as far as this, travel explains it."""


@dataclass(frozen=True, slots=True)
class Reminding:
    """When somebody wishes to be reminded, by the clock where they are."""

    at: time
    zone: str
    days: frozenset[int] = field(default=ALL_DAYS)
    reminded_on: date | None = None
    """The day of the last reminder, by their clock."""


def is_time_to_remind(wish: Reminding, now: datetime) -> bool:
    """Whether a reminder may leave now: a chosen day, its hour has come, it is no night, and none left that day."""
    here = now.astimezone(ZoneInfo(wish.zone))
    return _is_open(wish, here.date()) and _is_by_day(here) and now >= _moment(wish, here.date())


def next_reminder(wish: Reminding, now: datetime) -> datetime | None:
    """The first moment from `now` on at which a reminder may leave; None where no day is chosen."""
    if not wish.days or is_time_to_remind(wish, now):
        return now if wish.days else None
    today = now.astimezone(ZoneInfo(wish.zone)).date()
    days = (today + timedelta(days=ahead) for ahead in range(2 * 7 + BELIEVED.days))
    return next(
        (moment for day in days if _is_open(wish, day) and (moment := _moment(wish, day)) > now),
        None,
    )


def _is_open(wish: Reminding, day: date) -> bool:
    """A chosen day, after that of the last reminder."""
    last = wish.reminded_on
    return day.isoweekday() in wish.days and (last is None or day > last or last - day > BELIEVED)


def _is_by_day(here: datetime) -> bool:
    return BY_DAY[0] <= here.time() < BY_DAY[1]


def _moment(wish: Reminding, day: date) -> datetime:
    """Their hour on that day, moved out of the night; where the clock jumps over it, as much later as it jumps."""
    wall = min(max(wish.at, BY_DAY[0]), LATEST)
    return datetime.combine(day, wall, tzinfo=ZoneInfo(wish.zone)).astimezone(UTC)
