"""The moment of a request."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

MOMENT = "holdfast.moment"


def now_of(request: HttpRequest) -> datetime:
    """When this request came: the clock is read once, so what a page decides, writes and shows is of one moment."""
    if MOMENT not in request.META:
        request.META[MOMENT] = timezone.now()
    moment: datetime = request.META[MOMENT]
    return moment
