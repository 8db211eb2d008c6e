"""One listing."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_GET

from holdfast.directory.access import listing_with
from holdfast.directory.change_words import history_of
from holdfast.directory.details import details
from holdfast.directory.views.viewer import viewer_of


@login_not_required
@require_GET
def listing(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """One listing."""
    found = details(listing_with(listing_id), viewer_of(request, timezone.now()))
    return render(request, "directory/listing.html", {"listing": found, "back": _back(request), "nav_current": "find"})


@login_not_required
@require_GET
def history(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """What changed about a listing, when, and where it comes from."""
    found = listing_with(listing_id)
    shown = {"listing": details(found, viewer_of(request, timezone.now())), "happened": history_of(found)}
    return render(request, "directory/history.html", {**shown, "nav_current": "find"})


def _back(request: HttpRequest) -> str:
    """The search one came from, as the browser says; it is not kept anywhere."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    is_search = came_from.netloc == request.get_host() and came_from.path == resolve_url("find")
    return f"{came_from.path}?{came_from.query}#found" if is_search and came_from.query else resolve_url("find")
