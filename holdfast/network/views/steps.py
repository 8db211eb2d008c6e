"""Small steps: answers, goals put down, the gentle ladder, and help with one need."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts.requests import Asked
from holdfast.domain.network import coverage
from holdfast.network import actions
from holdfast.network.access import goal_for, need_for, rung_for, rungs_of
from holdfast.network.forms import RungDoneForm, RungForm, StepAnswerForm
from holdfast.network.queries import network_value, today_of
from holdfast.web.moment import now_of


@require_POST
def step_answer(request: Asked) -> HttpResponse:
    """Done, not now, or not for me."""
    form = StepAnswerForm(request.POST)
    if form.is_valid():
        actions.answer_step(by=request.user, now=now_of(request), **form.cleaned_data)
    return redirect("today")


@require_safe
def need_help(request: Asked, need_id: UUID) -> HttpResponse:
    """One need: what it rests on, and ways to find somebody for it."""
    need = need_for(request.user, need_id)
    value = network_value(request.user, today=today_of(request.user, now_of(request)))
    row = next(row for row in coverage(value) if row.need.id == str(need.pk))
    others = [tie for tie in value.ties if tie not in row.ties and tie.state == "active"]
    return render(request, "network/need.html", {"need": need, "row": row, "others": others, "nav_current": "network"})


@require_POST
def goal_end(request: Asked, goal_id: UUID) -> HttpResponse:
    """Put a goal down."""
    actions.end_goal(goal=goal_for(request.user, goal_id), now=now_of(request))
    return redirect("goals")


@require_http_methods(["GET", "POST"])
def ladder(request: Asked) -> HttpResponse:
    """The gentle ladder."""
    now = now_of(request)
    if "start" in request.POST:
        actions.start_ladder(by=request.user, now=now)
        return redirect("ladder")
    form = RungForm(request.POST or None)
    if form.is_valid():
        actions.add_rung(by=request.user, now=now, **form.cleaned_data)
        return redirect("ladder")
    rungs = list(rungs_of(request.user))
    shown = {"form": form, "rungs": rungs, "done_form": RungDoneForm(auto_id=False), "nav_current": "network"}
    return render(request, "network/ladder.html", shown)


@require_POST
def rung(request: Asked, rung_id: UUID) -> HttpResponse:
    """This one next; done, and how hard it was; or off the ladder."""
    found, now = rung_for(request.user, rung_id), now_of(request)
    form = RungDoneForm(request.POST)
    if "choose" in request.POST:
        actions.choose_rung(by=request.user, rung=found, now=now)
    elif "remove" in request.POST:
        actions.remove_rung(rung=found)
    elif form.is_valid():
        actions.finish_rung(rung=found, actual=form.cleaned_data["actual"], now=now)
    return redirect("ladder")
