"""Check-ins that are awaited, and what happens when one does not come.

watch_check_ins, pause_watch, end_watch, follow_zone, note_check_in, note_spoken; escalate_missed.

The person is asked three times before anybody hears of it, and only those chosen beforehand do. One conditional update
claims a row together with everything that follows from it, so a worker that dies leaves it as it was.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import DateTimeField, F, Q, Value
from django.db.models.functions import Coalesce, Greatest

from holdfast.accounts.models import Person
from holdfast.asks.actions import AskFacts, close_ask, open_ask
from holdfast.asks.letters import LINK_HOLDS
from holdfast.asks.models import Ask, CheckInWatch
from holdfast.domain.asks.kinds import Kind
from holdfast.domain.lateness import (
    ALARMED,
    IDLE,
    Habit,
    Pace,
    Rhythm,
    Stage,
    Terms,
    Watched,
    check_in,
    expect,
    habit_from_json,
    move_on,
    speak,
    travel,
)
from holdfast.notices.actions import Target, notify
from holdfast.notices.models import Receiver
from holdfast.supporters.models import Agreement

log = logging.getLogger(__name__)
BATCH = 1000
OUTAGE = timedelta(minutes=2)
"""Silence of the worker from which on we were down."""
LOOK_AGAIN = timedelta(hours=1)
"""A row that cannot be worked out waits so long."""
TRY_AGAIN = timedelta(minutes=1)
"""One that could not be written waits so long."""


@dataclass(frozen=True, slots=True)
class WatchFacts:
    """When a check-in is awaited, by the person's clock, and who hears if it does not come."""

    at: time
    days: frozenset[int] = frozenset(range(1, 8))
    pace: Pace = Pace.USUAL
    chosen: tuple[Agreement, ...] = ()


@transaction.atomic
def watch_check_ins(*, by: Person, facts: WatchFacts, now: datetime, watch: CheckInWatch | None = None) -> CheckInWatch:
    """Begin to await check-ins, or change when; the next time is awaited anew. Only the person's own supporters can be
    chosen. `NeverDue` without a day."""
    habit = habit_from_json(watch.habit) if watch else Habit()
    rhythm = Rhythm(facts.at, facts.days, by.time_zone)
    ahead = expect(Terms(rhythm, habit, facts.pace), now)
    watch = watch or CheckInWatch(person=by, created_at=now)
    watch.at, watch.days, watch.time_zone, watch.pace = facts.at, sorted(facts.days), by.time_zone, facts.pace
    watch.ended_at = None
    _put(watch, ahead)
    watch.save()
    watch.chosen.set(Agreement.objects.filter(person=by, pk__in=[one.pk for one in facts.chosen]))
    return watch


@transaction.atomic
def end_watch(*, watch: CheckInWatch, now: datetime) -> None:
    """No longer awaited. What is known of their habit stays for when it is switched on again."""
    CheckInWatch.objects.filter(pk=watch.pk, ended_at=None).update(ended_at=now)


@transaction.atomic
def pause_watch(*, watch: CheckInWatch, until: datetime, now: datetime) -> CheckInWatch:
    """Await nothing before this moment; in the past, it is awaited again from now on. Whoever was asked about the last
    one is told that it is over."""
    _put(watch, expect(terms_of(watch), max(until, now)))
    watch.save()
    _end_ask(watch, now)
    return watch


@transaction.atomic
def follow_zone(*, by: Person, now: datetime) -> int:
    """The person's clock is another one now: what is awaited moves with it. Returns how many."""
    elsewhere = CheckInWatch.objects.select_for_update(of=("self",)).filter(person=by, ended_at=None)
    moved = 0
    for watch in elsewhere.exclude(time_zone=by.time_zone).order_by("pk"):
        before = terms_of(watch).rhythm
        watch.time_zone = by.time_zone
        _put(watch, travel(_watched(watch), before, terms_of(watch), now))
        watch.save()
        moved += 1
    return moved


@transaction.atomic
def note_check_in(*, by: Person, now: datetime) -> int:
    """The person checked in: what is awaited of them is closed, and so is what was asked about it. Returns how many."""
    watches = CheckInWatch.objects.select_for_update(of=("self",)).filter(person=by, ended_at=None)
    return sum(_close(watch, now) for watch in watches.order_by("pk"))


@transaction.atomic
def note_spoken(*, ask: Ask, now: datetime) -> int:
    """A supporter spoke to them: the check-in this ask was about is closed. Returns how many."""
    closed = 0
    for watch in CheckInWatch.objects.select_for_update(of=("self",)).filter(ask=ask, ended_at=None).order_by("pk"):
        after = speak(_watched(watch), terms_of(watch), now)
        if after.stage is Stage.CLOSED and watch.stage not in IDLE:
            _put(watch, after)
            watch.save()
            closed += 1
    return closed


def is_awaited(ask: Ask) -> bool:
    """Whether the check-in this ask was about still did not come."""
    return CheckInWatch.objects.filter(ask=ask, ended_at=None, stage__in=ALARMED).exists()


def terms_of(watch: CheckInWatch) -> Terms:
    """What `domain.lateness` needs to know. ValueError or KeyError if the row makes no sense."""
    rhythm = Rhythm(watch.at, frozenset(watch.days), watch.time_zone)
    receiver = Receiver.objects.filter(pk=watch.person_id).first() or Receiver(pk=watch.person_id)
    return Terms(rhythm, habit_from_json(watch.habit), Pace(watch.pace), bool(_chosen(watch)), receiver.wishes())


def escalate_missed(*, now: datetime, down_for: timedelta = timedelta(0)) -> int:
    """Ask or tell where a check-in did not come; returns how many rows moved. `down_for` is how long no worker ran
    until now: nobody was asked in that time, so it does not count against them."""
    if down_for >= OUTAGE:
        let_pass_everywhere(began_at=now - down_for, now=now)
    rows = CheckInWatch.objects.filter(ended_at=None, next_at__lte=now).order_by("next_at", "pk")
    due = rows.select_related("person", "ask").prefetch_related("chosen__supporter")[:BATCH]
    return sum(_escalate(watch, now) for watch in due)


def let_pass_everywhere(*, began_at: datetime, now: datetime) -> int:
    """`domain.lateness.let_pass` for every check-in that was due by now, in one statement."""
    begins = Greatest(F("due_at"), _moment(began_at), Coalesce(F("counted_to"), _moment(began_at)))
    lost = _moment(now) - begins
    waited = Q(counted_to=None) | Q(counted_to__lt=now)
    open_ = CheckInWatch.objects.filter(waited, ended_at=None, due_at__lt=now).exclude(stage__in=ALARMED)
    return open_.update(next_at=F("next_at") + lost, moved=F("moved") + lost, counted_to=now)


def _moment(at: datetime) -> Value:
    return Value(at, output_field=DateTimeField())


def _escalate(watch: CheckInWatch, now: datetime) -> int:
    try:
        after = move_on(_watched(watch), terms_of(watch), now)
    except Exception:
        log.exception("%s could not be worked out", watch)
        return _put_off(watch, now + LOOK_AGAIN)
    try:
        return _apply(watch, after, now)
    except Exception:
        log.exception("%s could not be moved", watch)
        return _put_off(watch, now + TRY_AGAIN)


@transaction.atomic
def _apply(watch: CheckInWatch, after: Watched, now: datetime) -> int:
    """Claim the row as it was read, and do what follows."""
    before = Stage(watch.stage)
    claimed = CheckInWatch.objects.filter(
        pk=watch.pk, stage=watch.stage, due_at=watch.due_at, next_at=watch.next_at, ended_at=None
    ).update(
        stage=after.stage,
        due_at=after.due_at,
        next_at=after.next_at,
        moved=after.moved,
        counted_to=after.counted_to,
    )
    if claimed and after.stage is not before:
        _follow(watch, after, now)
    return claimed


def _follow(watch: CheckInWatch, after: Watched, now: datetime) -> None:
    """Ask the person, or tell them what happens now; at the alarm, ask those chosen."""
    if after.stage is Stage.ROUTED and (watch.ask is None or watch.ask.ended_at is not None):
        ask = open_ask(by=watch.person, facts=AskFacts(Kind.MISSED, only=_chosen(watch)), now=now)
        CheckInWatch.objects.filter(pk=watch.pk).update(ask=ask)
    key = f"in:{watch.pk.hex}:{round(after.due_at.timestamp())}:{after.stage}"
    notify(to=watch.person_id, target=Target("check_in", now + LINK_HOLDS, watch.pk), unique_key=key, now=now)


def _put_off(watch: CheckInWatch, until: datetime) -> int:
    """One bad row stops nobody, and is not forgotten."""
    CheckInWatch.objects.filter(pk=watch.pk, next_at=watch.next_at).update(next_at=until)
    return 0


def _close(watch: CheckInWatch, now: datetime) -> int:
    before = _watched(watch)
    after, habit = check_in(before, terms_of(watch), now)
    if after == before:
        return 0
    _put(watch, after)
    watch.habit = habit.to_json()
    watch.save()
    _end_ask(watch, now)
    return 1


def _end_ask(watch: CheckInWatch, now: datetime) -> None:
    if watch.ask is not None and watch.ask.ended_at is None:
        close_ask(ask=watch.ask, now=now)


def _chosen(watch: CheckInWatch) -> tuple[Agreement, ...]:
    """Those who still support this person. Their hours and limits are looked at when they are asked."""
    return tuple(
        one
        for one in watch.chosen.all()
        if one.ended_at is None and one.paused_at is None and not one.supporter.left_at
    )


def _watched(watch: CheckInWatch) -> Watched:
    return Watched(Stage(watch.stage), watch.due_at, watch.next_at, watch.moved, watch.counted_to)


def _put(watch: CheckInWatch, value: Watched) -> None:
    watch.stage, watch.due_at, watch.next_at = value.stage, value.due_at, value.next_at
    watch.moved, watch.counted_to = value.moved, value.counted_to
