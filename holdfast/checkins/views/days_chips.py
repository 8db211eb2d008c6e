"""Chips: what was earned, what one makes oneself, and asking somebody to hand one over."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts.requests import Asked
from holdfast.checkins import chips as actions
from holdfast.checkins.access import chip_for
from holdfast.checkins.day_forms import ChipForm, GiverForm
from holdfast.checkins.day_pages import chips_page, token
from holdfast.network.queries import today_of
from holdfast.web.moment import now_of

NAV = {"nav_current": "tend"}


@require_safe
def chips(request: Asked) -> HttpResponse:
    """All of them."""
    return render(request, "checkins/days_chips.html", {**chips_page(request.user), **NAV})


@require_http_methods(["GET", "POST"])
def new(request: Asked) -> HttpResponse:
    """One of my own making."""
    now = now_of(request)
    form = ChipForm(request.POST or None, today=today_of(request.user, now))
    if form.is_valid():
        typed = form.cleaned_data
        actions.make_chip(by=request.user, text=typed["text"], earned_on=typed["on"], now=now)
        return redirect("chips")
    return render(request, "checkins/days_chip_new.html", {"form": form, **NAV})


@require_http_methods(["GET", "POST"])
def ask(request: Asked, chip_id: UUID) -> HttpResponse:
    """Ask somebody to hand it over."""
    chip = chip_for(request.user, chip_id)
    form = GiverForm(request.POST or None, person=request.user)
    if form.is_valid():
        is_asked = actions.ask_giver(chip=chip, agreement=form.chosen(), now=now_of(request))
        said = _("Saved. They get a short message with a link, and read it there.") if is_asked else _("It stands.")
        messages.info(request, said)
        return redirect("chips")
    return render(request, "checkins/days_chip.html", {"form": form, "token": token(chip), **NAV})


@require_POST
def unask(request: Asked, chip_id: UUID) -> HttpResponse:
    """Nobody is asked any more."""
    actions.take_back_asking(chip=chip_for(request.user, chip_id), now=now_of(request))
    return redirect("chips")
