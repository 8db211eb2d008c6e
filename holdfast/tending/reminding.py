"""One gentle reminder of everything that waits, at the person's hour.

remind_at, remind_reaching_out.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from holdfast.accounts.models import Person
from holdfast.domain.cadence import Reminding, is_time_to_remind, next_reminder
from holdfast.notices.actions import Target, notify
from holdfast.sealing.keys import forget_opened_keys
from holdfast.tending.models import ReachingOut
from holdfast.tending.today import things

log = logging.getLogger(__name__)
REACH_OUT = "reach_out"
"""What the link in a reminder opens."""
LINK_HOLDS = timedelta(days=3)
LOOK_AGAIN = timedelta(hours=6)
"""A row is looked at this often even when nothing is due, so that a change of zone is noticed within hours."""
LEASE = timedelta(minutes=5)
BATCH = 200


@transaction.atomic
def remind_at(*, by: Person, at: time | None, days: Iterable[int], now: datetime) -> ReachingOut:
    """One reminder on these days at this hour, by the person's clock; without an hour or a day, none.

    Where the hour is over for today, it begins tomorrow: nobody who has just chosen is reminded at once.
    """
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)  # two first taps write one row
    row = ReachingOut.objects.select_for_update().filter(pk=by.pk).first() or ReachingOut(person=by)
    row.at, row.days = at, sorted(set(days))
    wish = _wish(row, by)
    if wish is not None and is_time_to_remind(wish, now):
        row.reminded_on = _day(wish, now)
    row.next_at = _next_look(row, by, now)
    row.save()
    return row


def remind_reaching_out(*, now: datetime) -> int:
    """Remind everybody whose hour has come and for whom something is due; returns how many.

    A clock that was set back would leave rows far ahead: those are looked at too.
    """
    due = Q(next_at__lte=now) | Q(next_at__gt=now + 2 * LOOK_AGAIN)
    rows = ReachingOut.objects.filter(due, person__is_active=True).order_by("next_at", "pk")[:BATCH]
    reminded = sum(_remind(row, now) for row in rows)
    forget_opened_keys()
    return reminded


def _remind(row: ReachingOut, now: datetime) -> int:
    """Another worker that saw the same row finds it claimed; if this one dies, it comes up again."""
    mine = ReachingOut.objects.filter(pk=row.pk, next_at=row.next_at).update(next_at=now + LEASE)
    if not mine:
        return 0
    try:
        return _remind_claimed(row.pk, now)
    except Exception:
        log.exception("%s could not be reminded", row)
        return 0


@transaction.atomic
def _remind_claimed(pk: UUID, now: datetime) -> int:
    row = ReachingOut.objects.select_for_update(of=("self",)).select_related("person").get(pk=pk)
    wish = _wish(row, row.person)
    told = False
    if wish is not None and is_time_to_remind(wish, now):
        told = _tell(row.person, wish, now)
        row.reminded_on = _day(wish, now)
    row.next_at = _next_look(row, row.person, now)
    row.save(update_fields=["next_at", "reminded_on"])
    return int(told)


def _next_look(row: ReachingOut, person: Person, now: datetime) -> datetime | None:
    wish = _wish(row, person)
    at = next_reminder(wish, now) if wish else None
    return min(at, now + LOOK_AGAIN) if at else None


def _tell(person: Person, wish: Reminding, now: datetime) -> bool:
    """One letter for everything that waits; it says nothing of it. Where nothing waits, none."""
    day = _day(wish, now)
    if not things(person, today=day, now=now):
        return False
    key = f"reach:{person.pk}:{day.isoformat()}"
    notify(to=person.pk, target=Target(REACH_OUT, now + LINK_HOLDS), unique_key=key, now=now)
    return True


def _wish(row: ReachingOut, person: Person) -> Reminding | None:
    if row.at is None or not row.days:
        return None
    return Reminding(row.at, person.time_zone, frozenset(int(day) for day in row.days), row.reminded_on)


def _day(wish: Reminding, now: datetime) -> date:
    return now.astimezone(ZoneInfo(wish.zone)).date()
