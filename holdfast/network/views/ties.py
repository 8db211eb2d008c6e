"""The people, groups and services that hold the person."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts.requests import Asked
from holdfast.network import actions
from holdfast.network.access import needs_of, networks_of, tie_for, ties_of
from holdfast.network.forms import KnowsForm, QuickTieFormSet, StateForm, TieForm, TouchForm, initial_of
from holdfast.network.models import Tie
from holdfast.network.pages import tie_page
from holdfast.network.queries import covered_by, known_by, today_of
from holdfast.web.moment import now_of


@require_http_methods(["GET", "POST"])
def tie_new(request: Asked) -> HttpResponse:
    """Somebody new: a name and a role are enough."""
    now = now_of(request)
    form = _form(request, initial={"role": request.GET.get("role", "friend")})
    if form.is_valid():
        tie = actions.add_tie(by=request.user, networks=_networks(request, form, now), facts=form.facts(), now=now)
        actions.answer_cover(tie=tie, answers=form.answers())
        return redirect("tie", tie.pk)
    return render(request, "network/tie_form.html", {"form": form, "nav_current": "network"})


@require_http_methods(["GET", "POST"])
def ties_several(request: Asked) -> HttpResponse:
    """Five rows at once; empty ones are ignored."""
    now = now_of(request)
    forms = QuickTieFormSet(request.POST or None)
    if request.method == "POST" and forms.is_valid():
        network = actions.main_network(by=request.user, name=_("My network"), now=now)
        for facts in (form.facts() for form in forms):
            if facts:
                actions.add_tie(by=request.user, networks=[network], facts=facts, now=now)
        return redirect("network")
    return render(request, "network/ties_several.html", {"forms": forms, "nav_current": "network"})


@require_safe
def tie(request: Asked, tie_id: UUID) -> HttpResponse:
    """One tie: how to reach it, what it gives, what hangs on it, what happened."""
    found = tie_for(request.user, tie_id)
    today = today_of(request.user, now_of(request))
    shown = {**tie_page(found, today), "form": TouchForm(initial={"on": today}), "nav_current": "network"}
    return render(request, "network/tie.html", shown)


@require_http_methods(["GET", "POST"])
def tie_edit(request: Asked, tie_id: UUID) -> HttpResponse:
    """Say something differently about a tie."""
    found, now = tie_for(request.user, tie_id), now_of(request)
    covered = covered_by(found, today=today_of(request.user, now))
    form = _form(request, initial=initial_of(found, covered))
    if form.is_valid():
        networks = _networks(request, form, now)
        actions.change_tie(by=request.user, tie=found, networks=networks, facts=form.facts(found), now=now)
        actions.answer_cover(tie=found, answers=form.answers())
        return redirect("tie", found.pk)
    return render(request, "network/tie_form.html", {"form": form, "tie": found, "nav_current": "network"})


@require_http_methods(["GET", "POST"])
def tie_state(request: Asked, tie_id: UUID) -> HttpResponse:
    """Rest, strain, stepping back, an end, or being there again."""
    found = tie_for(request.user, tie_id)
    form = StateForm(request.POST or None, initial={"state": found.state})
    if form.is_valid():
        actions.set_state(by=request.user, tie=found, state=form.state_value(), now=now_of(request))
        return redirect("tie", found.pk)
    return render(request, "network/tie_state.html", {"form": form, "tie": found, "nav_current": "network"})


@require_POST
def tie_touch(request: Asked, tie_id: UUID) -> HttpResponse:
    """Write a contact down; a form with a mistake comes back as it was typed."""
    found, now = tie_for(request.user, tie_id), now_of(request)
    today = today_of(request.user, now)
    form = TouchForm({"on": today.isoformat(), **request.POST.dict()})
    if form.is_valid() and form.cleaned_data["on"] <= today:
        actions.log_touch(by=request.user, tie=found, facts=form.facts(), now=now)
        messages.info(request, _("Written down."))
        return redirect(_back(request, found))
    _refuse_the_future(form, today)
    return render(request, "network/tie.html", {**tie_page(found, today), "form": form, "nav_current": "network"})


@require_POST
def tie_thank(request: Asked, tie_id: UUID) -> HttpResponse:
    """They were thanked."""
    found = tie_for(request.user, tie_id)
    actions.thank(by=request.user, tie=found, now=now_of(request))
    messages.info(request, _("Thanks noted."))
    return redirect(_back(request, found))


@require_http_methods(["GET", "POST"])
def tie_knows(request: Asked, tie_id: UUID) -> HttpResponse:
    """Who they know."""
    found = tie_for(request.user, tie_id)
    others = list(ties_of(request.user).exclude(pk=found.pk).exclude(state="ended"))
    initial = {"others": [str(one.pk) for one in known_by(found)]}
    form = KnowsForm(request.POST or None, ties=others, initial=initial)
    if form.is_valid():
        actions.introduce(by=request.user, tie=found, others=form.known(), now=now_of(request))
        return redirect("tie", found.pk)
    return render(request, "network/tie_knows.html", {"form": form, "tie": found, "nav_current": "network"})


@require_http_methods(["GET", "POST"])
def tie_delete(request: Asked, tie_id: UUID) -> HttpResponse:
    """Delete for real, after one question."""
    found = tie_for(request.user, tie_id)
    if request.method == "POST":
        actions.remove_tie(tie=found)
        messages.info(request, _("Deleted, with everything written about it."))
        return redirect("network")
    return render(request, "network/tie_delete.html", {"tie": found, "nav_current": "network"})


def _form(request: Asked, *, initial: dict[str, Any]) -> TieForm:
    networks, needs = networks_of(request.user), list(needs_of(request.user))
    return TieForm(request.POST or None, networks=networks, needs=needs, initial=initial)


def _networks(request: Asked, form: TieForm, now: Any) -> list[Any]:
    chosen = list(form.cleaned_data["networks"])
    return chosen or [actions.main_network(by=request.user, name=_("My network"), now=now)]


def _back(request: Asked, found: Tie) -> str:
    """To Today when the tap was there."""
    return "today" if request.POST.get("from") == "today" else found.get_absolute_url()


def _refuse_the_future(form: TouchForm, today: date) -> None:
    if form.is_bound and (form.cleaned_data or {}).get("on", today) > today:
        form.add_error("on", _("Choose today or a day before."))
