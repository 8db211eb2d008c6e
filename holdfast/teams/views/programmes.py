"""Operators keep programmes and verify workers. No page of theirs names anybody who works with a programme."""

from __future__ import annotations

from datetime import datetime
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from holdfast.accounts.models import Person
from holdfast.directory.access import check_operator
from holdfast.teams import programmes as actions
from holdfast.teams.access import programme_to_keep, worker_to_keep
from holdfast.teams.models import Programme, Worker
from holdfast.teams.programme_forms import NewWorkerForm, ProgrammeForm, WorkerForm, said_of, said_of_worker
from holdfast.teams.programme_pages import programme_rows, worker_rows
from holdfast.web.moment import now_of

# Strangers are answered like everybody who is no operator: what is not yours is not there.


def by(request: HttpRequest) -> Person:
    """The operator who acts; `access` has seen to it that it is one."""
    return cast("Person", request.user)


@login_not_required
@require_GET
def programmes(request: HttpRequest) -> HttpResponse:
    """Every programme, with what needs a look."""
    check_operator(request.user)
    return render(request, "teams/programmes.html", {"rows": programme_rows(now_of(request))})


@login_not_required
@require_http_methods(["GET", "POST"])
def programme_new(request: HttpRequest) -> HttpResponse:
    """A programme that begins to work here."""
    check_operator(request.user)
    form = ProgrammeForm(request.POST or None, initial={"time_zone": by(request).time_zone})
    if form.is_valid():
        made = actions.add_programme(facts=form.facts(), now=now_of(request))
        messages.info(request, _("Added. Nobody works there yet: verify somebody."))
        return redirect("programme", made.pk)
    return render(request, "teams/programme_new.html", {"form": form})


@login_not_required
@require_GET
def programme(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    """One programme and its workers."""
    found = programme_to_keep(request.user, programme_id)
    rows = worker_rows(found, now_of(request))
    return render(request, "teams/programme.html", {"programme": found, "rows": rows})


@login_not_required
@require_http_methods(["GET", "POST"])
def programme_edit(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    """Say something differently about it."""
    found = programme_to_keep(request.user, programme_id)
    form = ProgrammeForm(request.POST or None, initial=said_of(found))
    if form.is_valid():
        actions.change_programme(programme=found, facts=form.facts())
        messages.info(request, _("Kept."))
        return redirect("programme", found.pk)
    return render(request, "teams/programme_edit.html", {"form": form, "programme": found})


@login_not_required
@require_http_methods(["GET", "POST"])
def programme_close(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    """It no longer works here: what that means first, then the tap."""
    found = programme_to_keep(request.user, programme_id)
    if request.method == "POST":
        actions.close_programme(programme=found, now=now_of(request))
        messages.info(request, _("Closed. The people it worked with were told."))
        return redirect("programmes")
    return render(request, "teams/programme_close.html", {"programme": found})


@login_not_required
@require_http_methods(["GET", "POST"])
def programme_worker_new(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    """Verify somebody by their nickname, with what was seen."""
    found, now = programme_to_keep(request.user, programme_id), now_of(request)
    form = NewWorkerForm(request.POST or None, today=timezone.localdate(now))
    if form.is_valid() and _verified(request, form, found, now):
        messages.info(request, _("Verified. They find their work on their first page."))
        return redirect("programme", found.pk)
    return render(request, "teams/worker_new.html", {"form": form, "programme": found})


def _verified(request: HttpRequest, form: NewWorkerForm, programme: Programme, now: datetime) -> bool:
    try:
        account = cast("Person", form.account)
        actions.verify_worker(account=account, programme=programme, facts=form.facts(), by=by(request), now=now)
    except actions.NotYourself:
        form.add_error("nickname", _("This is your own account. Another operator has to verify you."))
    except actions.WorksHereAlready:
        form.add_error("nickname", _("This account works here already. Open it in the list to renew it."))
    return not form.errors


@login_not_required
@require_http_methods(["GET", "POST"])
def programme_worker(request: HttpRequest, worker_id: UUID) -> HttpResponse:
    """One worker: what was seen, until when, and renewing it."""
    found, now = worker_to_keep(request.user, worker_id), now_of(request)
    form = WorkerForm(request.POST or None, today=timezone.localdate(now), initial=said_of_worker(found))
    if form.is_valid() and _renewed(request, form, found, now):
        messages.info(request, _("Renewed."))
        return redirect("programme", found.programme_id)
    busy = found.busy_hours.filter(settled_at=None).order_by("-at")
    row = worker_rows(found.programme, now, only=found)[0]
    return render(request, "teams/worker.html", {"worker": found, "row": row, "form": form, "busy": busy})


def _renewed(request: HttpRequest, form: WorkerForm, worker: Worker, now: datetime) -> bool:
    try:
        actions.renew_worker(worker=worker, facts=form.facts(), by=by(request), now=now)
    except actions.NotYourself:
        form.add_error(None, _("This is your own account. Another operator has to verify you."))
    return not form.errors


@login_not_required
@require_http_methods(["GET", "POST"])
def programme_worker_end(request: HttpRequest, worker_id: UUID) -> HttpResponse:
    """They no longer work here: what that means first, then the tap."""
    found = worker_to_keep(request.user, worker_id)
    if request.method == "POST":
        actions.end_worker(worker=found, now=now_of(request))
        messages.info(request, _("Ended. They see nothing any more, and the people they worked with were told."))
        return redirect("programme", found.programme_id)
    return render(request, "teams/worker_end.html", {"worker": found})


@login_not_required
@require_POST
def programme_worker_settle(request: HttpRequest, worker_id: UUID) -> HttpResponse:
    """An operator asked about a busy hour."""
    found = worker_to_keep(request.user, worker_id)
    actions.settle_busy_hours(worker=found, now=now_of(request))
    return redirect("programme_worker", found.pk)
