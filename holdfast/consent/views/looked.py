"""Who looked: on a page, and as a file to keep."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts.requests import Asked
from holdfast.consent.access import looks_at, refused_to
from holdfast.consent.accounting import as_csv, as_json
from holdfast.consent.queries import looks_shown, open_emergencies
from holdfast.web.moment import now_of

HERE = {"nav_current": "tend"}
PAGE = 50
FEW = 10
"""The latest tries that saw nothing; all of them are in the copy of the account."""


@require_safe
def who_looked(request: Asked) -> HttpResponse:
    """At what, when, by whom, why. Emergencies first."""
    now = now_of(request)
    page = Paginator(looks_at(request.user), PAGE).get_page(request.GET.get("page"))
    shown = {"looks": looks_shown(request.user, list(page)), "page_obj": page, "now": now}
    shown["refused"] = looks_shown(request.user, list(refused_to(request.user)[:FEW]))
    return render(
        request, "consent/looked.html", {**shown, "emergencies": open_emergencies(request.user, now=now), **HERE}
    )


@require_http_methods(["GET", "POST"])
@reauthentication_required
def looked_file(request: Asked) -> HttpResponse:
    """Every look as a table or for machines."""
    if request.method == "GET":
        return render(request, "consent/looked_file.html", HERE)
    now, is_json = now_of(request), request.POST.get("as") == "json"
    entries = list(looks_at(request.user).order_by("number"))
    lines = looks_shown(request.user, entries)
    body = as_json(lines, now=now) if is_json else as_csv(lines)
    response = HttpResponse(body, content_type="application/json" if is_json else "text/csv; charset=utf-8")
    name = f"looked-{timezone.localdate(now)}.{'json' if is_json else 'csv'}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
