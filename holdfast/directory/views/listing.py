"""One listing."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_GET

from holdfast.accounts.models import Person
from holdfast.directory.access import listing_with, may_keep, open_claim, visits_of
from holdfast.directory.change_words import history_of
from holdfast.directory.details import details
from holdfast.directory.first_visit import ways_to_send
from holdfast.directory.limits import has_told
from holdfast.directory.models import Listing
from holdfast.directory.reporting import can_verify
from holdfast.directory.views.viewer import viewer_of
from holdfast.directory.visiting import visit_lines
from holdfast.web.moment import now_of


@login_not_required
@require_GET
def listing(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """One listing, or the one that stands for the same meeting."""
    stored = listing_with(listing_id)
    if stored.merged_into_id:
        return redirect("listing", stored.merged_into_id)
    found = details(stored, viewer_of(request, now_of(request)))
    shown = {"listing": found, "stored": stored, "back": _back(request), "nav_current": "find"}
    shown |= {"bring": found.bring, "ways": ways_to_send(found.bring), "has_told": has_told(request, stored.pk)}
    return render(request, "directory/listing.html", {**shown, **_own(request.user, stored)})


@login_not_required
@require_GET
def history(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """What changed about a listing, when, and where it comes from."""
    found = listing_with(listing_id)
    shown = {"listing": details(found, viewer_of(request, now_of(request))), "happened": history_of(found)}
    return render(request, "directory/history.html", {**shown, "nav_current": "find"})


def _own(person: object, stored: Listing) -> dict[str, Any]:
    """What the page says to this person alone."""
    if not isinstance(person, Person):
        return {}
    return {
        "may_keep": may_keep(person, stored),
        "is_keeper": stored.keeper_id == person.pk,
        "can_verify": can_verify(stored, person),
        "claim": open_claim(person, stored),
        "visits": visit_lines(visits_of(person).filter(listing=stored)),
    }


def _back(request: HttpRequest) -> str:
    """The search one came from, as the browser says; it is not kept anywhere."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    is_search = came_from.netloc == request.get_host() and came_from.path == resolve_url("find")
    return f"{came_from.path}?{came_from.query}#found" if is_search and came_from.query else resolve_url("find")
