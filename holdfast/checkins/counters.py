"""What a person does with their day counters. Nothing here ever takes a counted day or a chip away.

add_counter, change_counter, move_counter, end_counter, bring_back, write_amount, note_days. Setbacks are in `setbacks`,
chips in `chips`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from holdfast.accounts.models import Person
from holdfast.checkins.counter_queries import Shown, chips_waiting, days_as_of, shown_counters, today_by
from holdfast.checkins.models import Amount, Chip, Counter
from holdfast.domain.days import Aim, Days, chips_due, is_within, still_counts

__all__ = ["CounterFacts", "Shown", "chips_waiting", "note_days", "shown_counters"]


@dataclass(frozen=True, slots=True)
class CounterFacts:
    """What a counter counts. `bound` is None for one without."""

    name: str
    aim: Aim = Aim.WITHOUT
    unit: str = ""
    bound: float | None = None
    is_shown: bool = True


@transaction.atomic
def add_counter(*, by: Person, facts: CounterFacts, started_at: datetime, now: datetime) -> Counter:
    """A further counter, by the person's clock, after the others."""
    last = Counter.objects.filter(person=by).aggregate(last=Max("position"))["last"]
    counter = Counter.objects.create(
        person=by,
        name=facts.name,
        aim=facts.aim,
        unit=facts.unit,
        bound=facts.bound,
        is_shown=facts.is_shown,
        started_at=min(started_at, now),
        time_zone=by.time_zone,
        position=0 if last is None else last + 1,
        created_at=now,
    )
    note_days(counter=counter, now=now)
    return counter


@transaction.atomic
def change_counter(*, counter: Counter, facts: CounterFacts, zone: str, now: datetime) -> Counter:
    """Another name, unit, bound or clock. A new bound holds from now on: days that were counted stay counted."""
    held = held_with(counter, now)
    held.name, held.unit, held.bound = facts.name, facts.unit, facts.bound
    held.is_shown, held.time_zone = facts.is_shown, zone
    held.save()
    return held


@transaction.atomic
def move_counter(*, counter: Counter, is_up: bool, now: datetime) -> None:
    """One place up or down among the person's counters."""
    mine = list(
        Counter.objects.filter(person=counter.person_id, ended_at=None).order_by("position", "created_at", "pk")
    )
    here = next((number for number, one in enumerate(mine) if one.pk == counter.pk), None)
    there = None if here is None else here + (-1 if is_up else 1)
    if here is None or there is None or not 0 <= there < len(mine):
        return
    mine[here], mine[there] = mine[there], mine[here]
    for number, one in enumerate(mine):
        Counter.objects.filter(pk=one.pk).exclude(position=number).update(position=number)


@transaction.atomic
def end_counter(*, counter: Counter, now: datetime) -> None:
    """Put it away: it counts no further, and everything on it stays."""
    held = held_with(counter, now)
    Counter.objects.filter(pk=held.pk, ended_at=None).update(ended_at=now)


@transaction.atomic
def bring_back(*, counter: Counter, now: datetime) -> None:
    """It counts on as if it had never been put away."""
    held = held_with(counter, now)
    Counter.objects.filter(pk=held.pk).update(ended_at=None)


@transaction.atomic
def write_amount(*, counter: Counter, on: date, amount: float, now: datetime) -> Amount:
    """How much it was on one day; the same day again replaces it, and takes no counted day back."""
    held = held_with(counter, now)
    before = Amount.objects.filter(counter=held, on=on).first()
    aim = Aim(held.aim)
    counts = still_counts(
        aim,
        on,
        today_by(held, now),
        was_counted=before is not None and before.counts,
        is_within_now=is_within(aim, amount, held.bound or 0),
    )
    row = before or Amount(person_id=held.person_id, counter=held, on=on, created_at=now)
    row.amount, row.counts = amount, counts
    row.save()
    note_days(counter=held, now=now)
    return row


@transaction.atomic
def note_days(*, counter: Counter, now: datetime) -> Days:
    """Write down the total as it stands, and the chips it has earned: they stay, whatever comes."""
    days = days_as_of(counter, now)
    total = days.total.days
    Counter.objects.filter(pk=counter.pk, kept_days__lt=total).update(kept_days=total)
    there = set(Chip.objects.filter(counter=counter).values_list("days", flat=True))
    for earned in chips_due(total):
        if earned not in there:
            _earn(counter, earned, now)
    return days


def _earn(counter: Counter, days: int, now: datetime) -> None:
    first = {
        "person_id": counter.person_id,
        "text": counter.name,
        "earned_on": today_by(counter, now),
        "created_at": now,
    }
    Chip.objects.get_or_create(counter=counter, days=days, defaults=first)


def held_with(counter: Counter, now: datetime) -> Counter:
    """The counter, alone in this transaction, with what it has earned so far written down."""
    held = Counter.objects.select_for_update().get(pk=counter.pk)
    note_days(counter=held, now=now)
    held.refresh_from_db(fields=["kept_days"])
    return held
