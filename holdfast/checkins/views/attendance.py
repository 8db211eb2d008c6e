"""Where I have been: written down in two taps, a month on a page."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts.requests import Asked
from holdfast.checkins import attendance as actions
from holdfast.checkins.access import attendance_for
from holdfast.checkins.attendance import AttendanceFacts, facts_for, month_of, people_of, places_of
from holdfast.checkins.commitments import day_of
from holdfast.checkins.goal_forms import AttendanceForm, PlaceForm
from holdfast.checkins.goal_words import HOW, times_in_month
from holdfast.directory.access import kept_by, visit_of
from holdfast.network.access import tie_for
from holdfast.web.moment import now_of

NAV = {"nav_current": "tend"}
FIRST_PLACES = 6


@require_safe
def been(request: Asked) -> HttpResponse:
    """I was there today; and one month of where I was."""
    today = day_of(request.user, now_of(request))
    month, places = month_of(request.user, _month(request.GET.get("month", ""), today)), places_of(request.user)
    shown = {
        "month": month,
        "times": times_in_month(month.times),
        "how": HOW,
        "places": places[:FIRST_PLACES],
        "more_places": places[FIRST_PLACES:],
        "place_form": PlaceForm(),
        "kept": kept_by(request.user),
        "is_now": month.first == today.replace(day=1),
    }
    return render(request, "checkins/been.html", {**shown, **NAV})


@require_POST
def been_log(request: Asked) -> HttpResponse:
    """I was there: a place of the map, or any other."""
    now = now_of(request)
    today, form = day_of(request.user, now), PlaceForm(request.POST)
    if tie_id := request.POST.get("tie"):
        facts = facts_for(tie_for(request.user, _uuid(tie_id)), today)
    elif form.is_valid():
        facts = AttendanceFacts(today, form.cleaned_data["name"])
    else:
        messages.info(request, _("Enter where you were."))
        return redirect("been")
    made = actions.log_attendance(by=request.user, facts=facts, now=now)
    messages.info(request, _("Kept. You can add more, or leave it as it is."))
    return redirect("been_one", made.pk)


@require_http_methods(["GET", "POST"])
def been_one(request: Asked, attendance_id: UUID) -> HttpResponse:
    """One time somewhere: when, how long, who was there too."""
    found = attendance_for(request.user, attendance_id)
    today = day_of(request.user, now_of(request))
    form = AttendanceForm(request.POST or None, attendance=found, people=people_of(request.user), today=today)
    if form.is_valid():
        actions.change_attendance(attendance=found, facts=form.facts())
        messages.info(request, _("Kept."))
        return redirect("been")
    return render(request, "checkins/been_one.html", {"form": form, "attendance": found, **NAV})


@require_POST
def been_remove(request: Asked, attendance_id: UUID) -> HttpResponse:
    """It was not so."""
    actions.remove_attendance(attendance=attendance_for(request.user, attendance_id))
    messages.info(request, _("Taken out."))
    return redirect("been")


@require_POST
def been_take(request: Asked, visit_id: UUID) -> HttpResponse:
    """Count a visit here, too."""
    made = actions.take_over(visit=visit_of(request.user, visit_id), now=now_of(request))
    return redirect("been_one", made.pk)


def _month(typed: str, today: date) -> date:
    """The month asked for; this one when it is none."""
    try:
        return parse_date(f"{typed}-01") or today
    except ValueError:
        return today


def _uuid(typed: str) -> UUID:
    """An id from a form; one that is none belongs to nobody."""
    try:
        return UUID(typed)
    except ValueError:
        return UUID(int=0)
