"""Moving what is due."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from holdfast.asks.actions import move_claimed
from holdfast.asks.keeping import remind
from holdfast.asks.models import Ask, Promise
from holdfast.asks.queries import asks_overdue
from holdfast.domain.asks.kinds import Kind
from holdfast.sealing.keys import forget_opened_keys

log = logging.getLogger(__name__)
BATCH = 200
LEASE = timedelta(seconds=60)
CRISIS_LEASE = timedelta(seconds=15)


def move_due(*, now: datetime) -> int:
    """Move every open ask whose time has come, hard moments first; returns how many. A bad one waits a minute and stops
    nobody."""
    due = Ask.objects.filter(ended_at=None, next_at__lte=now).order_by("next_at", "pk")
    urgent, usual = due.filter(kind=Kind.CRISIS)[:BATCH], due.exclude(kind=Kind.CRISIS)[:BATCH]
    moved = sum(_run(ask, now, CRISIS_LEASE, _move) for ask in urgent)
    moved += sum(_run(ask, now, LEASE, _move) for ask in usual)
    forget_opened_keys()
    return moved


def remind_due(*, now: datetime) -> int:
    """Ask those who promised something for soon whether they still come, and tell the person where nobody confirmed."""
    due = Promise.objects.filter(next_at__lte=now, given_back_at=None).order_by("next_at", "pk").select_related("slot")
    reminded = sum(_run(promise, now, LEASE, _remind) for promise in due[:BATCH])
    forget_opened_keys()
    return reminded


def audit_asks(*, now: datetime) -> int:
    """No open ask is forgotten: one that should have been moved two minutes ago, or has no next moment, is logged and
    due at once. Returns how many there were."""
    found = list(asks_overdue(now)[:BATCH])
    for ask in found:
        log.error("%s was not moved: it was due at %s", ask, ask.next_at)
        Ask.objects.filter(pk=ask.pk, ended_at=None, next_at=ask.next_at).update(next_at=now)
    return len(found)


def _run(row: Any, now: datetime, lease: timedelta, change: Callable[[Any, datetime], object]) -> int:
    if not _claim(row, now, lease):
        return 0
    try:
        change(row, now)
    except Exception:
        log.exception("%s could not be moved", row)
        return 0
    return 1


def _claim(row: Ask | Promise, now: datetime, lease: timedelta) -> bool:
    """Another worker sees a later time; if this one dies, the row comes up again."""
    rows: QuerySet[Any] = (Ask if isinstance(row, Ask) else Promise).objects.all()
    return rows.filter(pk=row.pk, next_at=row.next_at).update(next_at=now + lease) == 1


def _move(ask: Ask, now: datetime) -> object:
    return move_claimed(ask=ask, now=now)


def _remind(promise: Promise, now: datetime) -> object:
    return remind(promise=promise, now=now)
