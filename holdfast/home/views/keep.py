"""Keep a listing: confirm what it would be on the map, and it is there."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from holdfast.accounts.requests import Asked
from holdfast.directory.access import listing_with
from holdfast.directory.details import details
from holdfast.directory.members import whole_meeting
from holdfast.directory.models import Listing
from holdfast.directory.queries import suggestion_for
from holdfast.directory.views.viewer import viewer_of
from holdfast.home.forms import KeepForm
from holdfast.home.keeping import Choice, filled, fitting, keep_listing, tie_from
from holdfast.network.access import needs_of, networks_of
from holdfast.network.actions import main_network
from holdfast.network.models import Tie
from holdfast.network.queries import today_of
from holdfast.web.moment import now_of


@require_http_methods(["GET", "POST"])
def listing_keep(request: Asked, listing_id: UUID) -> HttpResponse:
    """The listing's page sends no answers yet: that leads to the questions."""
    found, now = listing_with(listing_id), now_of(request)
    kept = tie_from(request.user, found)
    if kept is not None:
        return redirect("tie", kept.pk)
    if request.method == "POST" and "name" not in request.POST:
        return redirect("listing_keep", listing_id)
    form = _form(request, found)
    if form.is_valid():
        return redirect("tie", _keep(request, found, form.choice(), now).pk)
    shown = {"form": form, "listing": details(found, viewer_of(request, now)), "why": suggestion_for(found).why}
    return render(request, "home/keep.html", {**shown, "nav_current": "find"})


def _form(request: Asked, listing: Listing) -> KeepForm:
    suggested = suggestion_for(listing, whole_meeting(listing))
    needs, networks = list(needs_of(request.user)), list(networks_of(request.user))
    initial = {
        "name": suggested.name[:100],
        "circle": suggested.circle.value,
        "needs": [str(need.pk) for need in fitting(needs, suggested.gives)],
        "networks": [str(network.pk) for network in networks[:1]],
    }
    data = request.POST if "name" in request.POST else None
    return KeepForm(data, initial=initial, needs=needs, networks=networks)


def _keep(request: Asked, listing: Listing, choice: Choice, now: datetime) -> Tie:
    person = request.user
    met = [need for need, could in choice.answers.items() if could]
    seats = filled(person, met, today=today_of(person, now))
    if not choice.networks:
        choice = choice.within(main_network(by=person, name=_("My network"), now=now))
    tie = keep_listing(by=person, listing=listing, choice=choice, now=now)
    messages.info(request, _said([need.text for need in seats], [need.text for need in met]))
    return tie


def _said(seats: list[str], met: list[str]) -> str:
    if seats:
        return _("It is on your map now. An open seat is taken: %(needs)s.") % {"needs": get_text_list(seats, _("and"))}
    if met:
        return _("It is on your map now. It could help with: %(needs)s.") % {"needs": get_text_list(met, _("and"))}
    return _("It is on your map now.")
