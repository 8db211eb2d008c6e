"""Get support now: my people who take calls at this hour, then the lines of my country."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from holdfast.accounts.models import Person
from holdfast.directory.line_queries import countries_with_lines, lines_for
from holdfast.home.reaching import MyPeople, people_to_reach


@login_not_required
@require_GET
def support_now(request: HttpRequest) -> HttpResponse:
    """Everything stands on the page itself, so that a copy of it works without a network."""
    return render(request, "home/now.html", _shown(request))


def _shown(request: HttpRequest) -> dict[str, Any]:
    now = timezone.now()
    countries = countries_with_lines()
    country = request.COOKIES.get("country", settings.COUNTRY)
    if country not in dict(countries):
        country = settings.COUNTRY
    return {
        "people": people_to_reach(request.user, now=now) if isinstance(request.user, Person) else MyPeople(),
        "lines": lines_for(country, today=timezone.localdate(now)),
        "countries": countries,
    }
