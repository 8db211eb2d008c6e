"""What the person wants support for."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.accounts.requests import Asked
from holdfast.domain.network import coverage
from holdfast.network import actions
from holdfast.network.access import need_for
from holdfast.network.forms import NeedForm, StartersForm
from holdfast.network.queries import network_value, today_of
from holdfast.web.moment import now_of


@require_http_methods(["GET", "POST"])
def needs(request: Asked) -> HttpResponse:
    """Every need with what it rests on, and starters to tap."""
    now = now_of(request)
    form = StartersForm(request.POST or None)
    if form.is_valid():
        network = actions.main_network(by=request.user, name=_("My network"), now=now)
        actions.add_starters(by=request.user, network=network, keys=form.cleaned_data["starters"], now=now)
        if own := form.own_facts():
            actions.add_need(by=request.user, network=network, facts=own, now=now)
        return redirect("needs")
    rows = coverage(network_value(request.user, today=today_of(request.user, now)))
    return render(request, "network/needs.html", {"form": form, "rows": rows, "nav_current": "network"})


@require_http_methods(["GET", "POST"])
def need_new(request: Asked) -> HttpResponse:
    """A need in own words."""
    now = now_of(request)
    form = NeedForm(request.POST or None)
    if form.is_valid():
        network = actions.main_network(by=request.user, name=_("My network"), now=now)
        actions.add_need(by=request.user, network=network, facts=form.facts(), now=now)
        return redirect("needs")
    return render(request, "network/need_form.html", {"form": form, "nav_current": "network"})


@require_http_methods(["GET", "POST"])
def need_edit(request: Asked, need_id: UUID) -> HttpResponse:
    """Say a need differently."""
    need = need_for(request.user, need_id)
    initial = {"text": need.text, "kind": need.kind, "area": need.area, "urgency": need.urgency}
    form = NeedForm(request.POST or None, initial=initial)
    if form.is_valid():
        actions.change_need(need=need, facts=form.facts())
        return redirect("needs")
    return render(request, "network/need_form.html", {"form": form, "need": need, "nav_current": "network"})


@require_POST
def need_settle(request: Asked, need_id: UUID) -> HttpResponse:
    """No longer needed."""
    actions.settle_need(need=need_for(request.user, need_id), now=now_of(request))
    messages.info(request, _("Taken off the list. It stays in the history of your map."))
    return redirect("needs")
