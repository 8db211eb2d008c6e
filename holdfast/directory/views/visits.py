"""Where I have been: a person's own visits. Nobody else ever sees them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from holdfast.accounts.requests import Asked
from holdfast.directory.access import standing_listing, visit_of
from holdfast.directory.telling_forms import VisitForm
from holdfast.directory.visiting import change_visit, log_visit, remove_visit
from holdfast.web.moment import now_of


@require_GET
def visits(request: Asked) -> HttpResponse:
    """They stand on one page with every other place where the person has been."""
    return redirect("been")


@require_http_methods(["GET", "POST"])
def new(request: Asked, listing_id: UUID) -> HttpResponse:
    """I went."""
    found, now = standing_listing(listing_id), now_of(request)
    form = VisitForm(request.POST or None, today=timezone.localdate(now))
    if form.is_valid():
        log_visit(by=request.user, listing=found, facts=form.facts(), now=now)
        messages.info(request, _("Kept, for you alone."))
        return redirect("listing", found.pk)
    return render(request, "directory/visit.html", {"form": form, "listing": found, "nav_current": "find"})


@require_http_methods(["GET", "POST"])
def edit(request: Asked, visit_id: UUID) -> HttpResponse:
    """Say it otherwise."""
    found = visit_of(request.user, visit_id)
    form = VisitForm(request.POST or None, today=timezone.localdate(now_of(request)), visit=found)
    if form.is_valid():
        change_visit(visit=found, facts=form.facts())
        messages.info(request, _("Kept, for you alone."))
        return redirect("been")
    shown = {"form": form, "visit": found, "listing": found.listing, "nav_current": "find"}
    return render(request, "directory/visit.html", shown)


@require_POST
def remove(request: Asked, visit_id: UUID) -> HttpResponse:
    """Take it out."""
    remove_visit(visit=visit_of(request.user, visit_id))
    messages.info(request, _("Taken out."))
    return redirect("been")
