"""The person's look at one supporter across their asks: as that supporter sees it, and ending it all."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts.requests import Asked
from holdfast.asks import actions
from holdfast.asks.helping import asked_between, promises_of, updates_to
from holdfast.asks.seen import parting_page
from holdfast.asks.views.link_page import shared_with
from holdfast.domain.network import TieState
from holdfast.network.access import tie_for
from holdfast.network.actions import set_state
from holdfast.supporters.access import agreement_for
from holdfast.web.moment import now_of

NAV = {"nav_current": "network"}


@require_safe
def agreement_as(request: Asked, agreement_id: UUID) -> HttpResponse:
    """What this supporter reads from the person, and nothing of what they read from others."""
    found, now = agreement_for(request.user, agreement_id), now_of(request)
    promises = promises_of(found.supporter, now=now).filter(reply__agreement=found)
    shown = {
        "asked": asked_between(found),
        "promises": promises,
        "updates": updates_to([found], now=now),
        "tie": found.tie,
    }
    return render(request, "asks/link_as_they_see.html", {**shared_with(found), **shown, **NAV})


@require_http_methods(["GET", "POST"])
def cut_off(request: Asked, tie_id: UUID) -> HttpResponse:
    """What will end and what they saw; then end it all at once, and what else may be wise."""
    tie, now = tie_for(request.user, tie_id), now_of(request)
    if request.method == "POST":
        actions.cut_off(by=request.user, tie=tie, now=now)
        if "off_map" in request.POST:
            set_state(by=request.user, tie=tie, state=TieState.ENDED, now=now)
        return redirect("cut_off", tie.pk)
    return render(request, "asks/link_cut_off.html", {**parting_page(request.user, tie, now), **NAV})
