"""The reader's own day: at most three small things, and what is coming."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from holdfast.accounts.requests import Asked
from holdfast.domain.network import gaps
from holdfast.home.coming import coming_up
from holdfast.home.queries import erasure_of, first_evening_of
from holdfast.network.queries import network_value, today_of


@require_GET
def today(request: Asked) -> HttpResponse:
    """Never a wall of numbers."""
    now = timezone.now()
    person, day = request.user, today_of(request.user, now)
    value = network_value(person, today=day)
    shown = {
        "nav_current": "today",
        "now": timezone.localtime(now),
        "coming": coming_up(person, now=now),
        "open_seats": len(gaps(value)),
        "evening": first_evening_of(person),
        "waiting": erasure_of(person),
    }
    return render(request, "home/today.html", shown)
