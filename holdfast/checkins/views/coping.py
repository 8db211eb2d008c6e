"""What I can do myself: the list that stands before every call."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.accounts.requests import Asked
from holdfast.checkins.access import coping_step_for
from holdfast.checkins.check_forms import CopingForm
from holdfast.checkins.check_words import SUGGESTED
from holdfast.checkins.coping import (
    ListFull,
    add_step,
    change_step,
    move_step,
    note_helped,
    remove_step,
    steps_of,
)
from holdfast.web.moment import now_of

HERE = {"nav_current": "tend"}


@require_http_methods(["GET", "POST"])
def coping(request: Asked) -> HttpResponse:
    """The list, in order, and one more line."""
    form = CopingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            add_step(by=request.user, text=form.cleaned_data["text"].strip(), now=now_of(request))
            return redirect("coping")
        except ListFull:
            form.add_error("text", _("The list is full. Take one off first."))
    steps = steps_of(request.user)
    there = {step.text for step in steps}
    suggested = [words for words in SUGGESTED if str(words) not in there]
    shown = {"form": form, "steps": steps, "suggested": suggested}
    return render(request, "checkins/check_coping.html", {**shown, **HERE})


@require_http_methods(["GET", "POST"])
def coping_edit(request: Asked, coping_id: UUID) -> HttpResponse:
    """Say it in other words, or take it off."""
    step = coping_step_for(request.user, coping_id)
    if request.POST.get("do") == "remove":
        remove_step(step=step)
        messages.info(request, _("Taken off the list."))
        return redirect("coping")
    form = CopingForm(request.POST if request.method == "POST" else None, initial={"text": step.text})
    if form.is_valid():
        change_step(step=step, text=form.cleaned_data["text"].strip())
        return redirect("coping")
    return render(request, "checkins/check_coping_edit.html", {"form": form, "step": step, **HERE})


@require_POST
def coping_move(request: Asked, coping_id: UUID) -> HttpResponse:
    """One place up or down."""
    move_step(step=coping_step_for(request.user, coping_id), up=request.POST.get("to") != "down")
    return redirect("coping")


@require_POST
def coping_helped(request: Asked, coping_id: UUID) -> HttpResponse:
    """It helped."""
    note_helped(step=coping_step_for(request.user, coping_id))
    messages.info(request, _("Kept: it helped."))
    return redirect("coping")
