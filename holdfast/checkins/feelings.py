"""Reading how one was: by week for a picture, by month to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, Max, Min, Q, QuerySet

from holdfast.accounts.models import Person
from holdfast.asks.models import CheckInWatch
from holdfast.checkins.models import CheckIn, Day, HardMoment, Urge
from holdfast.checkins.numbered import WeekNumber, monday_of
from holdfast.checkins.wishes import from_then, shown_since
from holdfast.domain.lateness import EARLY, IDLE

MOST_LISTED = 400
"""Of one month and kind; whoever writes more a month sees the latest."""


@dataclass(frozen=True, slots=True)
class Week:
    """One week that has something in it."""

    monday: date
    feeling: float | None
    """Mean of the check-ins that say it, 1-5."""
    urge: float | None
    """Mean of the check-ins that say it, 0-10."""
    check_ins: int
    wanted_contact: int
    urges: int
    """Written down in the urge log."""
    hard_moments: int
    with_own_step: int
    """Hard moments in which a step of one's own list was used."""
    with_someone: int
    """Hard moments in which somebody, or a service, was with them."""


def weeks(person: Person, since: date, until: date) -> tuple[Week, ...]:
    """Each week from one day to another, both included, worked out by the database; nothing from before a fresh start.
    A week without anything is not here."""
    begins = max(since, shown_since(person) or since)
    span = {"person": person, "on__gte": begins, "on__lte": until}
    check_ins = _by_week(
        CheckIn.objects.filter(**span),
        feeling=Avg("feeling"),
        urge=Avg("urge"),
        check_ins=Count("pk"),
        wanted_contact=Count("pk", filter=Q(wants_contact=True)),
    )
    urges = _by_week(Urge.objects.filter(**span), urges=Count("pk"))
    hard = _by_week(
        HardMoment.objects.filter(**span),
        hard_moments=Count("pk"),
        with_own_step=Count("pk", filter=Q(used_own=True)),
        with_someone=Count("pk", filter=Q(who__in=[HardMoment.With.SOMEONE, HardMoment.With.SERVICE])),
    )
    found = sorted({*check_ins, *urges, *hard})
    return tuple(
        Week(**{**NOTHING, "monday": day, **check_ins.get(day, {}), **urges.get(day, {}), **hard.get(day, {})})
        for day in found
    )


NOTHING: dict[str, Any] = {
    "feeling": None,
    "urge": None,
    "check_ins": 0,
    "wanted_contact": 0,
    "urges": 0,
    "hard_moments": 0,
    "with_own_step": 0,
    "with_someone": 0,
}


def _by_week(rows: QuerySet[Any, Any], **sums: Any) -> Mapping[date, dict[str, Any]]:
    grouped = rows.order_by().annotate(week=WeekNumber("on")).values("week").annotate(**sums)
    return {monday_of(row.pop("week")): row for row in grouped}


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
