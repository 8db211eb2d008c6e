"""What stands between the person and one tie: the list, a pause, the card of hopes, stepping back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts.requests import Asked
from holdfast.asks.views.now import shown_lines
from holdfast.network.access import tie_for
from holdfast.network.queries import today_of
from holdfast.network.words import DIRECTIONS, HOWS, choices
from holdfast.supporters.queries import agreements_of
from holdfast.tending.between import between_page
from holdfast.tending.forms import HopesForm, NoteForm, StepBackForm, initial_of
from holdfast.tending.hopes import card_of, write_hopes
from holdfast.tending.limits import go_on, pause_tie
from holdfast.tending.models import Expectation, Phasing
from holdfast.tending.stepping_back import (
    keep_note,
    note_step,
    phasing_of,
    step_back,
    steps_of,
    stop_stepping_back,
)
from holdfast.web.moment import now_of

NAV = {"nav_current": "network"}


@require_safe
def tie_tending(request: Asked, tie_id: UUID) -> HttpResponse:
    """One quiet list."""
    found = tie_for(request.user, tie_id)
    page = between_page(found, today_of(request.user, now_of(request)))
    shown = {"hows": choices(HOWS), "directions": choices(DIRECTIONS)}
    return render(request, "tending/between.html", {**page, **shown, **NAV})


@require_POST
def tie_pause(request: Asked, tie_id: UUID) -> HttpResponse:
    """One tap: a pause, or an end of it."""
    found, now = tie_for(request.user, tie_id), now_of(request)
    if request.POST.get("do") == "go_on":
        go_on(by=request.user, tie=found, now=now)
        messages.info(request, _("The pause is over."))
    else:
        pause_tie(by=request.user, tie=found, now=now)
        messages.info(request, _("Paused. They are not told. You can end the pause here at any time."))
    return redirect("tie_tending", found.pk)


@require_http_methods(["GET", "POST"])
def hopes(request: Asked, tie_id: UUID) -> HttpResponse:
    """What I hope for, what they offer, what to talk about."""
    found = tie_for(request.user, tie_id)
    row = Expectation.objects.filter(tie=found).first() or Expectation(tie=found)
    form = HopesForm(request.POST or None, initial=initial_of(row, HopesForm.base_fields))
    has_agreement = agreements_of(request.user).filter(tie=found).exists()
    if not has_agreement and form.is_valid():
        write_hopes(by=request.user, tie=found, facts=form.facts(), now=now_of(request))
        return redirect("hopes", found.pk)
    shown = {"tie": found, "card": card_of(found), "form": form, **NAV}
    return render(request, "tending/hopes.html", shown)


@require_http_methods(["GET", "POST"])
def phase_out(request: Asked, tie_id: UUID) -> HttpResponse:
    """Step by step; the first question is whether the person is afraid."""
    found, now = tie_for(request.user, tie_id), now_of(request)
    phasing = phasing_of(found)
    form = StepBackForm(request.POST or None if phasing is None or "is_unsafe" in request.POST else None)
    if form.is_valid():
        step_back(by=request.user, tie=found, is_unsafe=form.unsafe(), now=now)
        return redirect("phase_out", found.pk)
    if request.method == "POST" and phasing is not None:
        return _change(request, phasing)
    shown = {"tie": found, "form": form, "phasing": phasing, "steps": steps_of(phasing) if phasing else ()}
    note = NoteForm(initial={"note": phasing.note}) if phasing else None
    return render(request, "tending/phase_out.html", {**shown, "note_form": note, **shown_lines(request), **NAV})


def _change(request: Asked, phasing: Phasing) -> HttpResponse:
    """A step done or taken back, a note, or the end of it."""
    now, note = now_of(request), NoteForm(request.POST)
    if "stop" in request.POST:
        stop_stepping_back(phasing=phasing, now=now)
        return redirect("tie_state", phasing.tie_id)
    if "step" in request.POST:
        on = None if "undo" in request.POST else today_of(request.user, now)
        note_step(phasing=phasing, key=request.POST["step"], on=on)
    elif note.is_valid():
        keep_note(phasing=phasing, note=note.cleaned_data["note"])
        messages.info(request, _("Kept."))
    return redirect("phase_out", phasing.tie_id)
