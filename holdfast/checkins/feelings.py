"""Reading how one was, by month."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max, Min, Q

from holdfast.accounts.models import Person
from holdfast.asks.models import CheckInWatch
from holdfast.checkins.models import CheckIn, Day, HardMoment, Urge
from holdfast.checkins.wishes import from_then, shown_since
from holdfast.domain.lateness import EARLY, IDLE

MOST_LISTED = 400
"""Of one month and kind; whoever writes more a month sees the latest."""


def is_awaited_today(person: Person, *, now: datetime) -> CheckInWatch | None:
    """The awaited check-in that one of this moment closes."""
    open_ = ~Q(stage__in=IDLE) | Q(due_at__lte=now + EARLY)
    return CheckInWatch.objects.filter(open_, person=person, ended_at=None).order_by("due_at", "pk").first()


@dataclass(frozen=True, slots=True)
class Month:
    """What was written in one month, the latest first, and the months around it that have something."""

    first: date
    entries: tuple[Entry, ...]
    before: date | None
    after: date | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was written down."""

    kind: str
    row: Any
    on: date
    order: tuple[Any, ...] = field(repr=False, default=())


KINDS: dict[str, Any] = {"check_in": CheckIn, "urge": Urge, "hard": HardMoment, "day": Day}


def month_of(person: Person, first: date) -> Month:
    """One month of everything. Its number of queries does not grow with the years."""
    fresh = shown_since(person)
    after = (first + timedelta(days=32)).replace(day=1)
    entries: list[Entry] = []
    earlier: list[date] = []
    later: list[date] = []
    for kind, model in KINDS.items():
        mine = from_then(model.objects.filter(person=person), fresh)
        mine = mine.select_related("tie") if model is HardMoment else mine
        here = mine.filter(on__gte=first, on__lt=after).order_by("-on", "-created_at", "pk")[:MOST_LISTED]
        entries += [Entry(kind, row, row.on, (row.on, row.created_at, str(row.pk))) for row in here]
        around = mine.aggregate(before=Max("on", filter=Q(on__lt=first)), after=Min("on", filter=Q(on__gte=after)))
        earlier += [around["before"]] if around["before"] else []
        later += [around["after"]] if around["after"] else []
    entries.sort(key=lambda one: one.order, reverse=True)
    return Month(first, tuple(entries), _first(max(earlier, default=None)), _first(min(later, default=None)))


def _first(day: date | None) -> date | None:
    return day.replace(day=1) if day else None
