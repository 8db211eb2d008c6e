"""The search, the names of places, and the place remembered on the device."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.views.decorators.http import require_GET, require_POST

from holdfast.directory.finding import Finding
from holdfast.directory.places import NEAR_COOKIE, place_with, remembered_place, suggested
from holdfast.directory.views.viewer import viewer_of
from holdfast.web.moment import now_of
from holdfast.web.requests import Requested

A_YEAR = 365 * 24 * 3600


@login_not_required
@require_GET
def find(request: Requested) -> HttpResponse:
    """The search page; to a script that asks for a part, the results alone."""
    finding = Finding(request.GET, remembered=remembered_place(request), viewer=viewer_of(request, now_of(request)))
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "directory/_found.html", finding.shown())
    return render(request, "directory/find.html", finding.shown())


@login_not_required
@require_GET
def places(request: HttpRequest) -> HttpResponse:
    """Names of places that begin like what is being typed."""
    return render(request, "directory/_places.html", {"places": suggested(request.GET.get("near", ""))})


@login_not_required
@require_POST
def near(request: HttpRequest) -> HttpResponse:
    """Remember a place on this device, or forget it, because the person pressed the button."""
    query = request.POST.get("next", "")
    response = HttpResponseRedirect(resolve_url("find") + (query if query.startswith("?") else ""))
    place = place_with(request.POST.get("place", ""))
    if place is None:
        response.delete_cookie(NEAR_COOKIE, samesite="Lax")
    else:
        response.set_signed_cookie(
            NEAR_COOKIE, place.id, max_age=A_YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax"
        )
    return response
