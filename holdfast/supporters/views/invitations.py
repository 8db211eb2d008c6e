"""The person's side: whom they invited, and who agreed to what."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts.requests import Asked
from holdfast.network.access import tie_for
from holdfast.supporters import actions
from holdfast.supporters.access import agreement_for, invitation_for
from holdfast.supporters.forms import InviteForm
from holdfast.supporters.pages import agreement_page, agreements_page, called_before, invitation_page
from holdfast.web.moment import now_of

NAV = {"nav_current": "network"}


@require_safe
def agreements(request: Asked) -> HttpResponse:
    """Who agreed to what, and what is still open."""
    return render(request, "supporters/agreements.html", {**agreements_page(request.user, now_of(request)), **NAV})


@require_http_methods(["GET", "POST"])
def invite(request: Asked, tie_id: UUID) -> HttpResponse:
    """What I hope for and what I do not expect; then a link to hand over."""
    tie = tie_for(request.user, tie_id)
    form = InviteForm(request.POST or None, initial={"called": called_before(request.user)})
    if form.is_valid():
        made = actions.invite(by=request.user, tie=tie, hopes=form.hopes(), now=now_of(request))
        return redirect("invitation", made.pk)
    return render(request, "supporters/invite.html", {"form": form, "tie": tie, **NAV})


@require_http_methods(["GET", "POST"])
def invitation(request: Asked, invitation_id: UUID) -> HttpResponse:
    """The link, its picture, and what to say when handing it over; or taking it back."""
    found, now = invitation_for(request.user, invitation_id), now_of(request)
    if request.method == "POST":
        actions.revoke_invitation(invitation=found, now=now)
        messages.info(request, _("The link no longer works."))
        return redirect("agreements")
    return render(request, "supporters/invitation.html", {**invitation_page(found, now), **NAV})


@require_http_methods(["GET", "POST"])
def agreement(request: Asked, agreement_id: UUID) -> HttpResponse:
    """What was hoped for, what is offered, and the difference; pause quietly."""
    found = agreement_for(request.user, agreement_id)
    if request.method == "POST":
        is_paused = request.POST.get("do") == "pause"
        actions.pause_agreement(agreement=found, is_paused=is_paused, now=now_of(request))
        return redirect("agreement", found.pk)
    return render(request, "supporters/agreement.html", {**agreement_page(found), **NAV})
