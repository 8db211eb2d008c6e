"""Picked up again: one kind page, and what stays afterwards."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.accounts.requests import Asked
from holdfast.checkins import setbacks as actions
from holdfast.checkins.access import counter_for, setback_for
from holdfast.checkins.day_forms import SetbackForm, TellingForm
from holdfast.checkins.day_pages import kept_said
from holdfast.web.moment import now_of

NAV = {"nav_current": "tend"}


@require_http_methods(["GET", "POST"])
def again(request: Asked, counter_id: UUID) -> HttpResponse:
    """Write it down."""
    counter, now = counter_for(request.user, counter_id), now_of(request)
    form = SetbackForm(request.POST or None, counter=counter, now=now)
    if form.is_valid():
        setback = actions.write_setback(counter=counter, facts=form.facts(), now=now)
        return redirect("setback", setback.pk)
    return render(request, "checkins/days_again.html", {"form": form, "counter": counter, **NAV})


@require_http_methods(["GET", "POST"])
def setback(request: Asked, setback_id: UUID) -> HttpResponse:
    """What stays, one thing to do next, and who knows."""
    found, now = setback_for(request.user, setback_id), now_of(request)
    known = list(found.told.filter(ended_at=None).select_related("tie").order_by("pk"))
    form = TellingForm(request.POST or None, person=request.user, without=tuple(one.pk for one in known))
    if form.is_valid():
        actions.tell_setback(setback=found, to=form.chosen(), words=form.cleaned_data.get("words", ""), now=now)
        return redirect("setback", found.pk)
    own = ZoneInfo(found.counter.time_zone)
    shown = {"setback": found, "known": known, "form": form, "kept": kept_said(found.counter, now)}
    shown |= {"on": found.at.astimezone(own).date(), "again_on": found.again_at.astimezone(own).date()}
    return render(request, "checkins/days_setback.html", {**shown, "is_ahead": found.again_at > now, **NAV})


@require_POST
def undo(request: Asked, setback_id: UUID) -> HttpResponse:
    """It was a mistake."""
    found = setback_for(request.user, setback_id)
    counter = found.counter
    actions.undo_setback(setback=found, now=now_of(request))
    messages.info(request, _("Taken out. The run goes on as before."))
    return redirect("counter", counter.pk)


@require_POST
def untell(request: Asked, setback_id: UUID, agreement_id: UUID) -> HttpResponse:
    """They can read it no more."""
    found = setback_for(request.user, setback_id)
    agreement = get_object_or_404(found.told, pk=agreement_id)
    actions.take_back_telling(setback=found, agreement=agreement, now=now_of(request))
    messages.info(request, _("Taken back. They cannot read it any more."))
    return redirect("setback", found.pk)
