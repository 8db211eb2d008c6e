"""Looking again: the last ninety days on one page, three questions, and a summary to print."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts.requests import Asked
from holdfast.checkins.access import look_for
from holdfast.checkins.looking import Words, forget_look, keep_look, looks_of, parts_of, since_of
from holdfast.checkins.wishes import shown_since
from holdfast.home.forms import LookAgainForm
from holdfast.home.look_again import Look, agenda
from holdfast.network.access import networks_of
from holdfast.network.actions import note_review
from holdfast.network.queries import today_of
from holdfast.tending.limits import revisit_due
from holdfast.web.moment import now_of

NAV = {"nav_current": "tend"}


@require_http_methods(["GET", "POST"])
def look_again(request: Asked) -> HttpResponse:
    """How the time went, and what I say about it."""
    person, now = request.user, now_of(request)
    today = today_of(person, now)
    look = Look(since_of(person, today, shown_since(person)), today, now)
    form = LookAgainForm(request.POST or None)
    parts = agenda(person, look)
    if form.is_valid():
        kept = keep_look(by=person, since=look.since, parts=parts, words=Words(**form.cleaned_data), now=now)
        for network in networks_of(person):
            note_review(network=network, today=today)
        return redirect("look_again_kept", kept.pk)
    page = {"form": form, "parts": parts, "since": look.since, "earlier": looks_of(person), **NAV}
    page["limits"] = revisit_due(person, today)
    return render(request, "home/look_again.html", page)


@require_safe
def look_again_kept(request: Asked, look_id: UUID) -> HttpResponse:
    """One that was kept: one page to print."""
    look = look_for(request.user, look_id)
    return render(request, "home/look_again_kept.html", {"look": look, "parts": parts_of(look), **NAV})


@require_POST
def look_again_forget(request: Asked, look_id: UUID) -> HttpResponse:
    """Delete it."""
    forget_look(look=look_for(request.user, look_id))
    return redirect("look_again")
