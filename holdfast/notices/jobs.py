"""Delivering the outbox: at least once, with a message id that makes a repeat harmless."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage

from holdfast.notices.models import Notice

log = logging.getLogger(__name__)
BATCH = 50
LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=1)


def deliver_due(*, now: datetime) -> int:
    """Send what is due and return how many were sent. A letter that cannot be sent waits longer each time."""
    due = Notice.objects.filter(due_at__lte=now, sent_at=None, parked_at=None).order_by("due_at", "pk")[:BATCH]
    return sum(_deliver(notice, now) for notice in due if _claim(notice, now))


def _claim(notice: Notice, now: datetime) -> bool:
    """Lease the row: another worker sees a later due time; if this one dies, the letter comes up again."""
    waiting = Notice.objects.filter(pk=notice.pk, due_at=notice.due_at, sent_at=None)
    return waiting.update(due_at=now + LEASE, attempts=notice.attempts + 1) == 1


def _deliver(notice: Notice, now: datetime) -> int:
    notice.refresh_from_db()
    try:
        _send(notice)
    except Exception as error:
        log.warning("%s was not sent: %s", notice, type(error).__name__)
        _wait_longer(notice, now)
        return 0
    notice.sent_at, notice.address, notice.body = now, "", ""
    notice.save()
    return 1


def _send(notice: Notice) -> None:
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
    headers = {"Message-ID": f"<{notice.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(notice.subject, notice.body, None, [notice.address], headers=headers).send()


def _wait_longer(notice: Notice, now: datetime) -> None:
    if notice.attempts >= MOST_ATTEMPTS:
        notice.parked_at = now
    notice.failed_at = now
    notice.due_at = now + FIRST_WAIT * 2 ** min(notice.attempts, 8)
    notice.save()
