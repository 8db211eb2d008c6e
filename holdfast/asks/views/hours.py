"""Who could come, and when."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from holdfast.accounts.requests import Asked
from holdfast.asks.hour_words import QUESTIONS, shown
from holdfast.asks.queries import candidates_of, population, reached, without_place
from holdfast.asks.words import KINDS
from holdfast.domain.asks.coverage import coverage
from holdfast.domain.asks.kinds import Kind
from holdfast.web.moment import now_of


@require_GET
def who_could_come(request: Asked) -> HttpResponse:
    """The hours of the week, worst first, and the change that would mend them. An unknown kind is "Support now"."""
    now = now_of(request)
    kind = next((one for one in QUESTIONS if one == request.GET.get("kind")), Kind.CRISIS)
    candidates = reached(candidates_of(request.user, now=now), without_place(request.user, now=now))
    found = coverage(candidates, kind, request.user.time_zone, now, population())
    facts = {
        "kinds": [(one, KINDS[one], one is kind) for one in QUESTIONS],
        "question": QUESTIONS[kind],
        "hours": shown(found, candidates) if candidates else None,
        "nav_current": "network",
    }
    return render(request, "asks/hours.html", facts)
