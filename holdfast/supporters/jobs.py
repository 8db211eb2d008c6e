"""Forgetting supporters whom nobody has any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from holdfast.supporters.actions import leave
from holdfast.supporters.models import Agreement, Supporter

KEPT_FOR = timedelta(days=1)
BATCH = 200


def forget_unattached(*, now: datetime) -> int:
    """Whoever helps nobody since a day, and has no account, is forgotten: limits, addresses, key. Returns how many.

    Their last agreement ended, or went with an account that was erased. Every link of theirs is dead by then.
    """
    running = Agreement.objects.filter(ended_at=None)
    lately = Agreement.objects.filter(ended_at__gt=now - KEPT_FOR)
    alone = Supporter.objects.filter(left_at=None, account=None, created_at__lt=now - KEPT_FOR)
    alone = alone.exclude(pk__in=running.values("supporter")).exclude(pk__in=lately.values("supporter"))
    found = list(alone.order_by("created_at", "pk")[:BATCH])
    for supporter in found:
        leave(supporter=supporter, now=now)
    return len(found)
