"""How it goes: small pictures, each with a sentence and the same in words."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdfast.accounts.requests import Asked
from holdfast.checkins.trend_words import shown
from holdfast.checkins.trends import felt, hard_moments, measured, rested, span_of, tended, touched
from holdfast.checkins.wishes import shown_since
from holdfast.domain.trends import Span
from holdfast.network.queries import today_of
from holdfast.web.moment import now_of


@require_safe
def how_it_goes(request: Asked) -> HttpResponse:
    """A season, a year, or all there is."""
    person, now = request.user, now_of(request)
    today = today_of(person, now)
    span = next((one for one in Span if one == request.GET.get("back")), Span.SEASON)
    pieces = span_of(person, span, today=today, fresh_on=shown_since(person))
    trends = (
        *felt(person, pieces),
        *measured(person, pieces),
        touched(person, pieces),
        *rested(person, pieces, now=now),
    )
    page = {
        "span": span,
        "spans": list(Span),
        "trends": [shown(trend) for trend in trends if not trend.is_empty],
        "moments": hard_moments(person, pieces),
        "tended": tended(person, pieces.since, today),
        "since": pieces.since,
    }
    return render(request, "checkins/trends.html", {**page, "nav_current": "tend"})
