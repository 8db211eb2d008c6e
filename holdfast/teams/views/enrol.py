"""A worker makes a link and hands it over: one tap."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from holdfast.accounts.requests import Asked
from holdfast.teams import enrolling as actions
from holdfast.teams.access import enrolment_for, enrolments_of, work_for, works_or_404
from holdfast.teams.forms import ReminderForm
from holdfast.teams.work_pages import enrolment_page
from holdfast.web.moment import now_of


@require_http_methods(["GET", "POST"])
def enrol(request: Asked) -> HttpResponse:
    """Make a link with one tap; below it the ones that are open."""
    now = now_of(request)
    works = works_or_404(request.user, now=now)
    if request.method == "POST":
        work = work_for(request.user, request.POST.get("work", ""), now=now)
        return redirect("enrolment", actions.make_enrolment(worker=work, now=now).pk)
    waiting = enrolments_of(request.user, now=now)
    return render(request, "teams/enrol.html", {"works": works, "waiting": waiting})


@require_http_methods(["GET", "POST"])
def enrolment(request: Asked, enrolment_id: UUID) -> HttpResponse:
    """The link and its picture; a word for oneself; or taking it back."""
    now = now_of(request)
    found = enrolment_for(request.user, enrolment_id, now=now)
    if request.POST.get("do") == "revoke":
        actions.revoke_enrolment(enrolment=found, now=now)
        messages.info(request, _("The link no longer works."))
        return redirect("enrol")
    form = ReminderForm(request.POST or None, initial={"reminder": found.reminder})
    if form.is_valid():
        actions.remember_enrolment(enrolment=found, reminder=form.cleaned_data["reminder"])
        return redirect("enrol")
    return render(request, "teams/enrolment.html", {**enrolment_page(found, now), "form": form})
