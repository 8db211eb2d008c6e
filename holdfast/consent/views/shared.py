"""What is shared now: the overview, one grant, stopping one or everything."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts.requests import Asked
from holdfast.consent import actions, drafts
from holdfast.consent.access import emergency_for, grant_for, is_known, known_viewer, looks_at, was_narrowed
from holdfast.consent.forms import WhatForm
from holdfast.consent.queries import grant_shown, looks_shown, overview_of
from holdfast.consent.viewers import known_to
from holdfast.domain.consent import Item
from holdfast.web.moment import now_of

HERE = {"nav_current": "tend"}
FEW = 20
"""Looks on the page of one grant; all of them are under "Who looked"."""


@require_safe
def sharing(request: Asked) -> HttpResponse:
    """Who sees what, until when; who could, in an emergency."""
    found = overview_of(request.user, now=now_of(request))
    loud = [] if found.stopped else [one for one in known_to(request.user) if one.opens_in_emergency]
    return render(request, "consent/overview.html", {"all": found, "loud": loud, **HERE})


@require_http_methods(["GET", "POST"])
def sharing_one(request: Asked, grant_id: UUID) -> HttpResponse:
    """One grant: its text, and keeping only a part of it."""
    grant, now = grant_for(request.user, grant_id), now_of(request)
    items = grant.value().items
    told = request.POST if request.method == "POST" else None
    form = WhatForm(told, offered=[item for item in Item if item in items], initial={"items": sorted(items)})
    if form.is_valid():
        actions.narrow(grant=grant, items=form.chosen(), now=now)
        messages.info(request, _("Kept. What you took away is no longer shared."))
        return redirect("sharing_one", grant.pk)
    looks = list(looks_at(request.user).filter(grant_id=grant.pk)[:FEW])
    shown = {"grant": grant_shown(grant, now), "form": form, "looks": looks_shown(request.user, looks)}
    shown |= {"can_renew": is_known(request.user, grant.viewer), "narrowed": was_narrowed(grant)}
    return render(request, "consent/one.html", {**shown, "is_over": grant.ended_at or grant.ends_at <= now, **HERE})


@require_POST
def sharing_stop(request: Asked, grant_id: UUID) -> HttpResponse:
    """End one. One tap."""
    actions.revoke(grant=grant_for(request.user, grant_id), now=now_of(request))
    messages.info(request, _("Stopped. It is no longer shared."))
    return redirect("sharing")


@require_POST
def sharing_renew(request: Asked, grant_id: UUID) -> HttpResponse:
    """The same again, as a new grant that is read and agreed to like the first."""
    grant = grant_for(request.user, grant_id)
    known = known_viewer(request.user, grant.viewer_id)
    again = drafts.renewing(grant, known.full_name, today=timezone.localdate())
    drafts.keep(request.session, request.user, again)
    return redirect("sharing_why", grant.viewer_id)


@require_http_methods(["GET", "POST"])
def sharing_stop_all(request: Asked) -> HttpResponse:
    """What stopping everything does; and stopping everything."""
    if request.method == "POST":
        actions.restrict(by=request.user, now=now_of(request))
        return redirect("sharing")
    return render(request, "consent/stop_all.html", HERE)


@require_POST
def sharing_again(request: Asked) -> HttpResponse:
    """Share again what still runs."""
    actions.lift(by=request.user, now=now_of(request))
    messages.info(request, _("What had not ended is shared again."))
    return redirect("sharing")


@require_POST
def emergency_end(request: Asked, opened_id: UUID) -> HttpResponse:
    """End emergency access now."""
    actions.end_emergency(emergency=emergency_for(request.user, opened_id), now=now_of(request))
    messages.info(request, _("Ended. Your plan is closed to them again."))
    return redirect("who_looked")


@require_POST
def emergency_read(request: Asked, opened_id: UUID) -> HttpResponse:
    """The person has read of it."""
    actions.note_emergency_read(emergency=emergency_for(request.user, opened_id), now=now_of(request))
    return redirect("who_looked")
