"""The first evening: four calm pages, each of which can be skipped, left and taken up again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from holdfast.accounts.models import Person
from holdfast.accounts.requests import Asked
from holdfast.directory.places import is_in_miles, remembered_place
from holdfast.directory.queries import Wish
from holdfast.directory.views.viewer import viewer_of
from holdfast.domain.network import Role
from holdfast.home.actions import end_first_evening, reach_page
from holdfast.home.offered import Near, offers_for, rows_for, steps_in
from holdfast.home.queries import first_evening_of
from holdfast.network.access import needs_of, ties_of
from holdfast.network.actions import add_need, add_starters, add_tie, main_network
from holdfast.network.forms import QuickTieFormSet, StartersForm
from holdfast.network.models import Network
from holdfast.network.pages import Look, map_page
from holdfast.network.queries import situation_for, today_of
from holdfast.network.words import roles_by_sector
from holdfast.web.moment import now_of

LAST = 4
MOST_OFFERED = 4


@require_GET
def start(request: Asked) -> HttpResponse:
    """Where the person left off."""
    return redirect("start_page", first_evening_of(request.user).page)


@require_http_methods(["GET", "POST"])
def start_page(request: Asked, number: int) -> HttpResponse:
    """One of the four pages. Whatever was sent, even "skip", leads on to the next."""
    if number not in PAGES:
        raise Http404
    now = now_of(request)
    template, prepare = PAGES[number]
    shown = None if "skip" in request.POST else prepare(request, now)
    if shown is not None:
        return render(request, template, {**shown, "number": number, "last": LAST})
    reach_page(by=request.user, page=number + 1, now=now)
    return redirect("start_page", number + 1)


@require_GET
def others(request: Asked) -> HttpResponse:
    """For whoever has no one to add yet: groups, lines, professionals."""
    return render(request, "home/start/others.html", {"number": 2, "last": LAST})


@require_POST
def finish(request: Asked) -> HttpResponse:
    """The person is through, or has no use for it."""
    end_first_evening(by=request.user, now=now_of(request))
    return redirect("today")


def _needs(request: Asked, now: datetime) -> dict[str, Any] | None:
    form = StartersForm(request.POST or None)
    if not form.is_valid():
        return {"form": form, "there": needs_of(request.user)}
    network = _main(request.user, now)
    add_starters(by=request.user, network=network, keys=form.cleaned_data["starters"], now=now)
    own = form.own_facts()
    if own and own.text not in {need.text for need in needs_of(request.user)}:
        add_need(by=request.user, network=network, facts=own, now=now)
    return None


def _people(request: Asked, now: datetime) -> dict[str, Any] | None:
    """Sending the page twice adds nobody twice."""
    formset = QuickTieFormSet(request.POST or None, form_kwargs={"initial": {"role": Role.FRIEND}})
    there = list(ties_of(request.user))
    if not formset.is_valid():
        return {"formset": formset, "there": there, "roles": roles_by_sector()}
    known = {(tie.name, tie.role) for tie in there}
    network = _main(request.user, now)
    for facts in (form.facts() for form in formset if form.has_changed()):
        if facts and (facts.name, facts.role) not in known:
            add_tie(by=request.user, networks=[network], facts=facts, now=now)
    return None


def _map(request: Asked, now: datetime) -> dict[str, Any] | None:
    if request.method == "POST":
        return None
    return map_page(request.user, Look(None), now=now, today=today_of(request.user, now))


def _step(request: Asked, now: datetime) -> dict[str, Any] | None:
    near = Near(request.GET.get("near", ""), request.GET.get("place", ""))
    place = near.place or remembered_place(request)
    viewer = replace(viewer_of(request, now), in_miles=place is not None and is_in_miles(place))
    offers = offers_for(request.user, Wish(place=place), viewer)
    return {
        "near": near,
        "offered": rows_for(offers[:MOST_OFFERED], viewer),
        "steps": steps_in(situation_for(request.user, today=today_of(request.user, now))),
    }


def _main(person: Person, now: datetime) -> Network:
    return main_network(by=person, name=_("My network"), now=now)


PAGES: dict[int, tuple[str, Callable[[Asked, datetime], dict[str, Any] | None]]] = {
    1: ("home/start/needs.html", _needs),
    2: ("home/start/people.html", _people),
    3: ("home/start/map.html", _map),
    4: ("home/start/step.html", _step),
}
