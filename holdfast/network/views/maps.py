"""The ring map, the list that says the same, and the networks it is drawn for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts.requests import Asked
from holdfast.domain.ringmap import Reading
from holdfast.network import actions
from holdfast.network.access import network_for, networks_of
from holdfast.network.forms import NetworkForm
from holdfast.network.models import Network
from holdfast.network.pages import AGO, Look, map_page
from holdfast.network.queries import today_of
from holdfast.web.moment import now_of


@require_safe
def network(request: Asked, network_id: UUID | None = None) -> HttpResponse:
    """The map: all networks together, or one of them."""
    chosen = network_for(request.user, network_id) if network_id else None
    return render(request, "network/map.html", _shown(request, chosen, is_drawn=True))


@require_safe
def network_list(request: Asked, network_id: UUID | None = None) -> HttpResponse:
    """The same in words."""
    chosen = network_for(request.user, network_id) if network_id else None
    return render(request, "network/list.html", _shown(request, chosen, is_drawn=False))


@require_safe
def coverage(request: Asked) -> HttpResponse:
    """What each need rests on, and who gives what."""
    return render(request, "network/coverage.html", _shown(request, None, is_drawn=False))


@require_http_methods(["GET", "POST"])
def network_new(request: Asked) -> HttpResponse:
    """A further network."""
    form = NetworkForm(request.POST or None)
    if form.is_valid():
        now = now_of(request)
        actions.main_network(by=request.user, name=_("My network"), now=now)
        made = actions.add_network(by=request.user, name=form.cleaned_data["name"], now=now)
        return redirect("network_one", made.pk)
    return render(request, "network/network_form.html", {"form": form, "nav_current": "network"})


@require_http_methods(["GET", "POST"])
def network_edit(request: Asked, network_id: UUID) -> HttpResponse:
    """Another name for a network."""
    found = network_for(request.user, network_id)
    form = NetworkForm(request.POST or None, initial={"name": found.name})
    if form.is_valid():
        actions.rename_network(network=found, name=form.cleaned_data["name"])
        return redirect("network_one", found.pk)
    return render(request, "network/network_form.html", {"form": form, "network": found, "nav_current": "network"})


@require_POST
def network_review(request: Asked) -> HttpResponse:
    """The whole map was looked over."""
    now = now_of(request)
    found = actions.main_network(by=request.user, name=_("My network"), now=now)
    actions.note_review(network=found, today=today_of(request.user, now))
    messages.info(request, _("Looked over. It will come up again in 90 days."))
    return redirect("network")


def _shown(request: Asked, chosen: Network | None, *, is_drawn: bool) -> dict[str, Any]:
    now = now_of(request)
    today = today_of(request.user, now)
    ago = int(said) if (said := request.GET.get("ago", "0")) in {str(days) for days in AGO} else 0
    reading = next((one for one in Reading if one == request.GET.get("reading")), Reading.CIRCLES)
    page = map_page(request.user, Look(chosen, ago, reading, is_drawn), now=now, today=today)
    networks = list(networks_of(request.user))
    return {
        **page,
        "network": chosen,
        "networks": networks,
        "ago": ago,
        "agos": AGO,
        "reading": reading,
        "nav_current": "network",
    }
