"""What I wrote down, month by month."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from holdfast.accounts.requests import Asked
from holdfast.checkins.feelings import month_of
from holdfast.checkins.wishes import wishes_of
from holdfast.network.queries import today_of
from holdfast.web.moment import now_of

YEARS = range(1900, 2200)


@require_GET
def past(request: Asked) -> HttpResponse:
    """One month, with the notes."""
    first = _month(request.GET.get("month", "")) or today_of(request.user, now_of(request)).replace(day=1)
    shown = {"month": month_of(request.user, first), "wishes": wishes_of(request.user), "nav_current": "tend"}
    return render(request, "checkins/check_past.html", shown)


def _month(text: str) -> date | None:
    if not text:
        return None
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        raise Http404 from None
    if first.year not in YEARS:
        raise Http404
    return first
