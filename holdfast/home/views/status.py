"""A page for machines that watch over this house."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from holdfast.asks.queries import asks_overdue
from holdfast.home.queries import worker_age
from holdfast.notices.queries import are_moving

LATE_WORKER = timedelta(minutes=1)


@login_not_required
@require_GET
def status(request: HttpRequest) -> JsonResponse:
    """Whether each part works: no version, no counts, nothing about people. 503 when one does not."""
    found = _found()
    return JsonResponse(found, status=200 if all(found.values()) else 503)


def _found() -> dict[str, bool]:
    now = timezone.now()
    try:
        age = worker_age(now=now)
        return {
            "database": True,
            "worker": age is not None and age < LATE_WORKER,
            "notices": are_moving(now=now),
            "asks": not asks_overdue(now).exists(),
        }
    except DatabaseError:
        return {"database": False, "worker": False, "notices": False, "asks": False}
