"""The search, a listing, the names of places, and the place remembered on the device."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from holdfast.accounts.models import Person
from holdfast.directory.access import listing_with
from holdfast.directory.details import details
from holdfast.directory.finding import Finding
from holdfast.directory.places import NEAR_COOKIE, place_with, remembered_place, suggested
from holdfast.directory.queries import sources
from holdfast.directory.shown import Viewer

A_YEAR = 365 * 24 * 3600


@login_not_required
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """The search page; to a script that asks for a part, the results alone."""
    finding = Finding(request.GET, remembered=remembered_place(request), viewer=viewer_of(request, timezone.now()))
    if request.htmx and not request.htmx.history_restore_request:  # type: ignore[attr-defined]  # of its middleware
        return render(request, "directory/_found.html", finding.shown())
    return render(request, "directory/find.html", {**finding.shown(), "sources": sources()})


@login_not_required
@require_GET
def places(request: HttpRequest) -> HttpResponse:
    """Names of places that begin like what is being typed."""
    return render(request, "directory/_places.html", {"places": suggested(request.GET.get("near", ""))})


@login_not_required
@require_GET
def listing(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """One listing."""
    found = details(listing_with(listing_id), viewer_of(request, timezone.now()))
    return render(request, "directory/listing.html", {"listing": found, "back": _back(request), "nav_current": "find"})


def _back(request: HttpRequest) -> str:
    """The search one came from, as the browser says; it is not kept anywhere."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    is_search = came_from.netloc == request.get_host() and came_from.path == resolve_url("find")
    return f"{came_from.path}?{came_from.query}#found" if is_search and came_from.query else resolve_url("find")


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


def viewer_of(request: HttpRequest, now: datetime) -> Viewer:
    """Whose clock the times are put beside: the person's, when we know who looks."""
    person = request.user
    return Viewer(now=now, zone=person.time_zone if isinstance(person, Person) else None)
