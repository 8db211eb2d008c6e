"""Day counters: several, of any behaviour. A person's own; nobody else ever sees them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts.requests import Asked
from holdfast.checkins import counters as actions
from holdfast.checkins.access import counter_for, counters_of
from holdfast.checkins.counter_queries import today_by
from holdfast.checkins.day_forms import AmountForm, ChangeForm, CounterForm
from holdfast.checkins.day_pages import counter_page, days_page
from holdfast.web.moment import now_of

NAV = {"nav_current": "tend"}


@require_safe
def days(request: Asked) -> HttpResponse:
    """All of them."""
    return render(request, "checkins/days.html", {**days_page(request.user, now_of(request)), **NAV})


@require_http_methods(["GET", "POST"])
def new(request: Asked) -> HttpResponse:
    """One more."""
    now = now_of(request)
    form = CounterForm(request.POST or None, now=now, zone=request.user.time_zone)
    if form.is_valid():
        counter = actions.add_counter(by=request.user, facts=form.facts(), started_at=form.started_at(), now=now)
        return redirect("counter", counter.pk)
    is_first = not counters_of(request.user).exists()
    return render(request, "checkins/days_new.html", {"form": form, "is_first": is_first, **NAV})


@require_safe
def counter(request: Asked, counter_id: UUID) -> HttpResponse:
    """How one stands."""
    found, now = counter_for(request.user, counter_id), now_of(request)
    standing = actions.note_days(counter=found, now=now)
    return render(request, "checkins/days_counter.html", {**counter_page(found, standing, now), **NAV})


@require_http_methods(["GET", "POST"])
def change(request: Asked, counter_id: UUID) -> HttpResponse:
    """Its name, its bound, its clock."""
    found = counter_for(request.user, counter_id)
    form = ChangeForm(request.POST or None, counter=found, zone=request.user.time_zone)
    if form.is_valid():
        now = now_of(request)
        actions.change_counter(counter=found, facts=form.facts(), zone=form.zone_chosen(), now=now)
        messages.info(request, _("Saved. Every day that was counted stays counted."))
        return redirect("counter", found.pk)
    return render(request, "checkins/days_change.html", {"form": form, "counter": found, **NAV})


@require_POST
def move(request: Asked, counter_id: UUID) -> HttpResponse:
    """Up or down."""
    found = counter_for(request.user, counter_id)
    actions.move_counter(counter=found, is_up=request.POST.get("to") != "down", now=now_of(request))
    return redirect("days")


@require_POST
def end(request: Asked, counter_id: UUID) -> HttpResponse:
    """Put it away."""
    actions.end_counter(counter=counter_for(request.user, counter_id), now=now_of(request))
    messages.info(request, _("It is put away. Its days and chips stay, and you can bring it back."))
    return redirect("days")


@require_POST
def back(request: Asked, counter_id: UUID) -> HttpResponse:
    """Bring it back."""
    found = counter_for(request.user, counter_id)
    actions.bring_back(counter=found, now=now_of(request))
    return redirect("counter", found.pk)


@require_http_methods(["GET", "POST"])
def amount(request: Asked, counter_id: UUID) -> HttpResponse:
    """How much it was today, or on another day."""
    found, now = counter_for(request.user, counter_id), now_of(request)
    first = today_by(found, found.started_at)
    form = AmountForm(request.POST or None, first=first, today=today_by(found, now))
    if form.is_valid():
        typed = form.cleaned_data
        actions.write_amount(counter=found, on=typed["on"], amount=typed["amount"], now=now)
        return redirect("counter", found.pk)
    return render(request, "checkins/days_amount.html", {"form": form, "counter": found, **NAV})
