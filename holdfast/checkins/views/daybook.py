"""The intention of a morning, the review of an evening."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from holdfast.accounts.requests import Asked
from holdfast.checkins.check_forms import EveningForm, MorningForm
from holdfast.checkins.daybook import day_for, write_intention, write_review
from holdfast.web.moment import now_of


@require_http_methods(["GET", "POST"])
def morning(request: Asked) -> HttpResponse:
    """What I have in mind for today."""
    now = now_of(request)
    day = day_for(request.user, now=now)
    form = MorningForm(request.POST if request.method == "POST" else None, initial={"text": day.intention})
    if form.is_valid():
        write_intention(by=request.user, text=form.cleaned_data["text"].strip(), now=now)
        messages.info(request, _("Kept."))
        return redirect("today")
    return render(request, "checkins/check_morning.html", {"form": form, "day": day, "nav_current": "today"})


@require_http_methods(["GET", "POST"])
def evening(request: Asked) -> HttpResponse:
    """How it was."""
    now = now_of(request)
    day = day_for(request.user, now=now)
    initial = {"text": day.review, "hard": day.hard}
    form = EveningForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        said = form.cleaned_data
        write_review(by=request.user, text=said["text"].strip(), hard=said["hard"], now=now)
        messages.info(request, _("Kept. The day is done."))
        return redirect("today")
    return render(request, "checkins/check_evening.html", {"form": form, "day": day, "nav_current": "today"})
