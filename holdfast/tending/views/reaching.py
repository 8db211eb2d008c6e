"""Keeping in touch: who waits, writing a contact down, leaving somebody in peace, and the reminder."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts.requests import Asked
from holdfast.network.access import tie_for
from holdfast.network.actions import TouchFacts
from holdfast.network.queries import today_of
from holdfast.network.words import DIRECTIONS, HOWS, choices
from holdfast.notices.queries import places_of
from holdfast.tending.forms import ContactForm, LaterForm, RemindForm
from holdfast.tending.models import ReachingOut
from holdfast.tending.reaching import MONTH, WEEK, in_touch, leave_in_peace, log_contact, think_of_again
from holdfast.tending.reminding import remind_at
from holdfast.web.moment import now_of

NAV = {"nav_current": "tend"}


@require_safe
def keep_in_touch(request: Asked) -> HttpResponse:
    """At most three for today; the rest is folded."""
    found = in_touch(request.user, today=today_of(request.user, now_of(request)))
    shown = {"found": found, "hows": choices(HOWS), "directions": choices(DIRECTIONS)}
    return render(request, "tending/in_touch.html", {**shown, **NAV})


@require_POST
def contact_log(request: Asked, tie_id: UUID) -> HttpResponse:
    """How, and who gave: two taps."""
    tie, now = tie_for(request.user, tie_id), now_of(request)
    form = ContactForm(request.POST)
    if form.is_valid():
        facts = TouchFacts(today_of(request.user, now), **form.cleaned_data)
        log_contact(by=request.user, tie=tie, facts=facts, now=now)
        messages.info(request, _("Written down: %(name)s, today.") % {"name": tie.name})
    else:
        messages.info(request, _("Nothing was written down. Choose who helped whom, please."))
    return _back(request, tie_id)


@require_POST
def contact_later(request: Asked, tie_id: UUID) -> HttpResponse:
    """In a week, in a month, not this one; or again after all."""
    tie, now, form = tie_for(request.user, tie_id), now_of(request), LaterForm(request.POST)
    until = form.cleaned_data["until"] if form.is_valid() else ""
    if until == "again":
        think_of_again(by=request.user, tie=tie)
    elif until:
        today = today_of(request.user, now)
        days = {"week": today + WEEK, "month": today + MONTH}
        leave_in_peace(by=request.user, tie=tie, until_on=days.get(until), now=now)
    return _back(request, tie_id)


@require_http_methods(["GET", "POST"])
def reaching_out(request: Asked) -> HttpResponse:
    """The hour and days of the one reminder."""
    row = ReachingOut.objects.filter(pk=request.user.pk).first() or ReachingOut(person=request.user)
    form = RemindForm(request.POST or None, initial={"at": row.at, "days": row.days or [*range(1, 8)]})
    if form.is_valid():
        remind_at(by=request.user, now=now_of(request), **form.cleaned_data)
        messages.info(request, _("Kept.") if form.cleaned_data["at"] else _("No reminder will come."))
        return redirect("keep_in_touch")
    has_place = any(place.is_confirmed and not place.is_gone for place in places_of(request.user.pk))
    return render(request, "tending/reminder.html", {"form": form, "row": row, "has_place": has_place, **NAV})


def _back(request: Asked, tie_id: UUID) -> HttpResponse:
    back = request.POST.get("from")
    if back == "tie":
        return redirect("tie_tending", tie_id)
    return redirect("today" if back == "today" else "keep_in_touch")
