"""Reading day counters: how each stands, in as many queries whatever is on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Q

from holdfast.accounts.models import Person
from holdfast.checkins.access import chips_asked_of, counters_of
from holdfast.checkins.models import Amount, Chip, Counter, Setback
from holdfast.checkins.wishes import wishes_of
from holdfast.domain.days import Aim, Days, Length, days_of, days_without
from holdfast.domain.days import Counter as Counted
from holdfast.domain.days import Setback as SetBack
from holdfast.supporters.models import Supporter

Setbacks = Mapping[UUID, list[SetBack]]


@dataclass(frozen=True, slots=True)
class Shown:
    """One counter as a list shows it."""

    counter: Counter
    current: Length
    total: Length
    today: float | None = None
    """Less or more: what is written down for today."""


def today_by(counter: Counter, now: datetime) -> date:
    """The date by the counter's own clock."""
    return now.astimezone(ZoneInfo(counter.time_zone)).date()


def days_as_of(counter: Counter, now: datetime) -> Days:
    """How one counter stands, with all its runs."""
    setbacks = _setbacks([counter])[counter.pk]
    if counter.aim == Aim.WITHOUT:
        return days_without(_counted(counter, setbacks), now)
    end = min(now, counter.ended_at) if counter.ended_at else now
    amounts = Amount.objects.filter(counter=counter).values_list("on", "counts")
    breaks = [one.at.astimezone(ZoneInfo(counter.time_zone)).date() for one in setbacks]
    return days_of(Aim(counter.aim), amounts, breaks, today=today_by(counter, end), kept=counter.kept_days)


def shown_counters(person: Person, now: datetime) -> list[Shown]:
    """The counters for the person's first page; none if they do not want to see days there."""
    if wishes_of(person).hides_days:
        return []
    return lines(counters_of(person).filter(is_shown=True, ended_at=None), now)


def lines(counters: Iterable[Counter], now: datetime) -> list[Shown]:
    """How several counters stand: what is counted is summed up by the database."""
    them = list(counters)
    setbacks, amounts = _setbacks(them), _amounts(them, now)
    return [_line(one, setbacks[one.pk], amounts, now) for one in them]


def _line(counter: Counter, setbacks: list[SetBack], amounts: Mapping[UUID, Shown], now: datetime) -> Shown:
    if counter.aim != Aim.WITHOUT:
        return amounts[counter.pk]
    days = days_without(_counted(counter, setbacks), now)
    return Shown(counter, days.current, days.total)


def _counted(counter: Counter, setbacks: Iterable[SetBack]) -> Counted:
    return Counted(counter.started_at, counter.time_zone, tuple(setbacks), counter.kept_days, counter.ended_at)


def _setbacks(counters: Iterable[Counter]) -> Setbacks:
    rows = Setback.objects.filter(counter__in=[one.pk for one in counters])
    found: dict[UUID, list[SetBack]] = defaultdict(list)
    for counter, at, again_at, written_at in rows.values_list("counter", "at", "again_at", "created_at"):
        found[counter].append(SetBack(at, again_at, written_at))
    return found


def _amounts(counters: Iterable[Counter], now: datetime) -> Mapping[UUID, Shown]:
    """Less and more: two sums and today's amounts for all of them."""
    them = [one for one in counters if one.aim != Aim.WITHOUT]
    if not them:
        return {}
    last = {one.pk: _last_on(one, now) for one in them}
    ends = _last_ends(them, last)
    total, current, today = _sums(them, last, ends)
    return {
        one.pk: Shown(one, Length(current[one.pk]), Length(max(one.kept_days, total[one.pk])), today.get(one.pk))
        for one in them
    }


def _last_on(counter: Counter, now: datetime) -> date:
    """The last day that can count: today for more, yesterday for less."""
    end = min(now, counter.ended_at) if counter.ended_at else now
    return today_by(counter, end) - timedelta(days=counter.aim != Aim.MORE)


def _last_ends(counters: Iterable[Counter], last: Mapping[UUID, date]) -> Mapping[UUID, date]:
    """The last day that ended a run of each."""
    them = list(counters)
    until = _any(Q(counter=pk, on__lte=on) for pk, on in last.items())
    rows = Amount.objects.filter(until, counts=False).values_list("counter").annotate(last=Max("on"))
    ends: dict[UUID, date] = dict(rows)
    setbacks = _setbacks(them)
    for one in them:
        today = last[one.pk] + timedelta(days=one.aim != Aim.MORE)
        days = (set_back.at.astimezone(ZoneInfo(one.time_zone)).date() for set_back in setbacks[one.pk])
        ends[one.pk] = max([ends.get(one.pk, date.min), *(on for on in days if on <= today)])
    return ends


def _sums(
    counters: Iterable[Counter], last: Mapping[UUID, date], ends: Mapping[UUID, date]
) -> tuple[Mapping[UUID, int], Mapping[UUID, int], Mapping[UUID, float]]:
    counted = Amount.objects.filter(_any(Q(counter=pk, on__lte=on) for pk, on in last.items()), counts=True)
    since = _any(Q(counter=pk, on__gt=on) for pk, on in ends.items())
    rows = counted.values_list("counter").annotate(total=Count("pk"), current=Count("pk", filter=since))
    total: dict[UUID, int] = defaultdict(int)
    current: dict[UUID, int] = defaultdict(int)
    for counter, in_all, in_run in rows:
        total[counter], current[counter] = in_all, in_run
    day = {one.pk: last[one.pk] + timedelta(days=one.aim != Aim.MORE) for one in counters}
    today = Amount.objects.filter(_any(Q(counter=pk, on=on) for pk, on in day.items()))
    return total, current, dict(today.values_list("counter", "amount"))


def _any(conditions: Iterable[Q]) -> Q:
    found = Q(pk=None)
    for one in conditions:
        found |= one
    return found


def chips_waiting(supporter: Supporter) -> list[Chip]:
    """What this supporter was asked to hand over and has not yet."""
    return list(chips_asked_of(supporter).filter(handed_at=None))


def amounts_since(counter: Counter, on: date) -> list[tuple[date, float, bool]]:
    """What was written down from a day on, in order."""
    rows: Any = Amount.objects.filter(counter=counter, on__gte=on).order_by("on")
    return list(rows.values_list("on", "amount", "counts"))
