"""Workbooks: steps or chapters, begun and done, in one's own words."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts.requests import Asked
from holdfast.checkins import workbooks as actions
from holdfast.checkins.access import work_step_for, workbook_for, workbooks_of
from holdfast.checkins.commitments import day_of
from holdfast.checkins.goal_forms import LineForm, ShareForm, WorkbookForm, WorkStepForm
from holdfast.checkins.models import Workbook, WorkStep
from holdfast.checkins.workbooks import how_far
from holdfast.supporters.queries import agreements_of
from holdfast.web.moment import now_of

NAV = {"nav_current": "tend"}


@require_safe
def workbooks(request: Asked) -> HttpResponse:
    """My workbooks."""
    rows = workbooks_of(request.user)
    far = how_far(rows)
    return render(request, "checkins/workbooks.html", {"books": [(book, far[book.pk]) for book in rows], **NAV})


@require_http_methods(["GET", "POST"])
def workbook_new(request: Asked) -> HttpResponse:
    """Begin one."""
    form = WorkbookForm(request.POST or None)
    if form.is_valid():
        name, titles = form.cleaned_data["name"], form.titles()
        made = actions.begin_workbook(by=request.user, name=name, titles=titles, now=now_of(request))
        return redirect("workbook", made.pk)
    return render(request, "checkins/workbook_form.html", {"form": form, **NAV})


@require_safe
def workbook(request: Asked, workbook_id: UUID) -> HttpResponse:
    """Its steps, and how far I am."""
    return _one(request, workbook_for(request.user, workbook_id), LineForm())


def _one(request: Asked, book: Workbook, line: LineForm) -> HttpResponse:
    steps = list(book.steps.order_by("position", "created_at", "pk"))
    done = sum(step.done_on is not None for step in steps)
    shown = {"book": book, "steps": steps, "done": done, "of": len(steps), "line": line, **NAV}
    return render(request, "checkins/workbook.html", shown)


@require_http_methods(["GET", "POST"])
def workbook_share(request: Asked, workbook_id: UUID) -> HttpResponse:
    """Who sees how far I am."""
    book = workbook_for(request.user, workbook_id)
    agreements = [one for one in agreements_of(request.user) if one.paused_at is None]
    first = {"agreement": str(book.shared_with_id or "")}
    form = ShareForm(request.POST or None, agreements=agreements, initial=first)
    if form.is_valid():
        actions.share_workbook(workbook=book, agreement=form.chosen())
        return redirect("workbook", book.pk)
    shown = {"form": form, "book": book, "has_somebody": bool(agreements)}
    return render(request, "checkins/workbook_share.html", {**shown, **NAV})


@require_POST
def work_step_add(request: Asked, workbook_id: UUID) -> HttpResponse:
    """One more step."""
    book = workbook_for(request.user, workbook_id)
    form = LineForm(request.POST, there=book.steps.count(), most=actions.MOST_STEPS)
    if not form.is_valid():
        return _one(request, book, form)
    actions.add_work_step(workbook=book, title=form.cleaned_data["text"], now=now_of(request))
    return redirect("workbook", book.pk)


@require_POST
def workbook_away(request: Asked, workbook_id: UUID) -> HttpResponse:
    """Put it away."""
    actions.put_away(workbook=workbook_for(request.user, workbook_id), now=now_of(request))
    messages.info(request, _("Put away. What you wrote stays in your copy."))
    return redirect("workbooks")


@require_http_methods(["GET", "POST"])
def work_step(request: Asked, work_step_id: UUID) -> HttpResponse:
    """Write on one step; begin it, finish it, take it up again."""
    step, today = work_step_for(request.user, work_step_id), day_of(request.user, now_of(request))
    if request.POST.get("do") == "remove":
        actions.remove_work_step(step=step)
        return redirect("workbook", step.workbook_id)
    form = WorkStepForm(request.POST or None, initial={"title": step.title, "text": step.text})
    if form.is_valid():
        actions.write_step(step=step, today=today, **form.cleaned_data)
        _do(request.POST.get("do", ""), step, today)
        return redirect("workbook", step.workbook_id)
    return render(request, "checkins/work_step.html", {"form": form, "step": step, **NAV})


def _do(what: str, step: WorkStep, today: date) -> None:
    if what == "begin":
        actions.begin_step(step=step, today=today)
    elif what == "done":
        actions.finish_work_step(step=step, today=today)
    elif what == "again":
        actions.reopen_work_step(step=step)
