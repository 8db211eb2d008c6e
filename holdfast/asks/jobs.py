"""Moving what is due."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from holdfast.asks.actions import move_ask
from holdfast.asks.models import Ask

log = logging.getLogger(__name__)
BATCH = 200
LEASE = timedelta(seconds=60)


def move_due(*, now: datetime) -> int:
    """Move every open ask whose time has come; returns how many. A bad one waits a minute and stops nobody."""
    due = list(Ask.objects.filter(ended_at=None, next_at__lte=now).order_by("next_at", "pk")[:BATCH])
    return sum(_move(ask, now) for ask in due if _claim(ask, now))


def _claim(ask: Ask, now: datetime) -> bool:
    """Another worker sees a later time; if this one dies, the ask comes up again."""
    return Ask.objects.filter(pk=ask.pk, next_at=ask.next_at, ended_at=None).update(next_at=now + LEASE) == 1


def _move(ask: Ask, now: datetime) -> int:
    try:
        move_ask(ask=ask, now=now)
    except Exception:
        log.exception("%s could not be moved", ask)
        return 0
    return 1
