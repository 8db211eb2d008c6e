"""What the worker does for the whole house."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction

from holdfast.accounts.models import PersonSession
from holdfast.asks.watching import OUTAGE, let_pass_everywhere
from holdfast.home import maintenance
from holdfast.home.actions import erase_account
from holdfast.home.models import Beat, ErasureRequest

log = logging.getLogger(__name__)
BATCH = 20
TRY_AGAIN_AFTER = timedelta(minutes=10)


@transaction.atomic
def note_beat(*, now: datetime) -> int:
    """Leave a sign of life. After an outage of ours nobody's check-in is counted as missed for that time."""
    last = Beat.objects.filter(name="worker").first()
    if last and now - last.at >= OUTAGE:
        let_pass_everywhere(began_at=last.at, now=now)
    Beat.objects.update_or_create(name="worker", defaults={"at": now})
    return 1


def erase_due_accounts(*, now: datetime) -> int:
    """Erase the accounts whose week to change their mind is over, and return how many."""
    due = ErasureRequest.objects.filter(due_at__lte=now).select_related("person").order_by("due_at")[:BATCH]
    return sum(_erase(request, now) for request in due if _claim(request, now))


def _claim(request: ErasureRequest, now: datetime) -> bool:
    """Move the due time on: another worker then leaves the row alone, and after a crash it comes up again."""
    waiting = ErasureRequest.objects.filter(pk=request.pk, due_at=request.due_at)
    return waiting.update(due_at=now + TRY_AGAIN_AFTER) == 1


def _erase(request: ErasureRequest, now: datetime) -> bool:
    try:
        erase_account(by=request.person, now=now)
    except Exception:
        log.exception("%s did not work", request)
        return False
    return True


def clear_expired_sessions(*, now: datetime) -> int:
    """Forget sessions that ended by themselves."""
    count: int = PersonSession.objects.filter(expire_date__lt=now).delete()[0]
    return count


def checkpoint(*, now: datetime) -> int:
    """See `maintenance.checkpoint`."""
    return maintenance.checkpoint()
