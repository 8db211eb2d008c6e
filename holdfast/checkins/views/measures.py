"""Measures: what there is, one to answer, and what came of it over time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts.requests import Asked
from holdfast.checkins.access import answered_for, measure_for, measure_seen_by
from holdfast.checkins.measure_forms import AnswersForm
from holdfast.checkins.measure_pages import list_page, result_page
from holdfast.checkins.measure_words import about
from holdfast.checkins.measures import shown_since, standing, taken_by
from holdfast.checkins.measuring import TooSoon, answer_measure, forget_answers
from holdfast.checkins.shelf import for_people
from holdfast.network.queries import today_of
from holdfast.web.moment import now_of

NAV = {"nav_current": "tend"}


@require_safe
def measures(request: Asked) -> HttpResponse:
    """What there is, why somebody might want it, and when it opens again."""
    return render(request, "checkins/measure_list.html", {**list_page(request.user, _today(request)), **NAV})


@require_http_methods(["GET", "POST"])
def measure(request: Asked, measure_key: str) -> HttpResponse:
    """The questions of one measure."""
    instrument, today = measure_for(measure_key), _today(request)
    stands = standing(instrument, taken_by(request.user, instrument), today)
    if stands.opens_on:
        return redirect("measure_results", measure_key)
    begun = stands.begun.answers if stands.begun else ()
    data = request.POST if request.method == "POST" else None
    form = AnswersForm(data, instrument=instrument, begun=begun)
    if form.can_keep:
        return _keep(request, form)
    shown: dict[str, Any] = {"form": form, "instrument": instrument, "about": about(instrument), "begun": stands.begun}
    return render(request, "checkins/measure.html", {**shown, **NAV})


def _keep(request: Asked, form: AnswersForm) -> HttpResponse:
    try:
        answer_measure(by=request.user, given=form.given(), now=now_of(request))
    except TooSoon:
        messages.info(request, _("You have answered this one already. Your first answers stand."))
    return redirect("measure_results", form.instrument.key)


@require_safe
def results(request: Asked, measure_key: str) -> HttpResponse:
    """What the answers came to, and what they came to before."""
    instrument, today = measure_seen_by(request.user, measure_key), _today(request)
    found = taken_by(request.user, instrument)
    page = result_page(instrument, found, today=today, since=shown_since(request.user, today))
    is_offered = instrument in for_people()
    return render(request, "checkins/measure_results.html", {**page, "is_offered": is_offered, **NAV})


@require_POST
def forget(request: Asked, answered_id: UUID) -> HttpResponse:
    """Delete the answers of one time."""
    answered = answered_for(request.user, answered_id)
    forget_answers(answered=answered)
    messages.info(request, _("Deleted."))
    return redirect("measures")


def _today(request: Asked) -> Any:
    return today_of(request.user, now_of(request))
