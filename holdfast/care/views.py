"""The plan: on one page, a step at a time to write it, a step at a time to walk it, looked over, and on paper."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts.requests import Asked
from holdfast.asks.hard_moment import notes_of
from holdfast.asks.views.now import shown_lines
from holdfast.care import actions
from holdfast.care.access import plan_line_for, step_numbered
from holdfast.care.forms import LineForm
from holdfast.care.models import SafetyPlan
from holdfast.care.queries import PlanShown, lines_on, new_on_the_map, plan_shown, suggested_ties
from holdfast.care.today import looked_at, why_review
from holdfast.care.words import STEPS, WHYS
from holdfast.checkins.coping import ListFull, add_step
from holdfast.domain.safety_plan import REVIEW_EVERY, Step, What, hints
from holdfast.network.access import ties_of
from holdfast.web.moment import now_of

HERE: dict[str, Any] = {"nav_current": "tend"}
SUGGESTED = 8


@require_safe
def plan(request: Asked) -> HttpResponse:
    """The six steps in order, on one page."""
    shown = plan_shown(request.user, now=None)
    kept = shown.kept
    more = {"next_on": looked_at(kept) + REVIEW_EVERY, "why": why_review(kept, now=now_of(request))} if kept else {}
    return render(request, "care/plan.html", {"plan": shown, **more, **shown_lines(request), **HERE})


@require_http_methods(["GET", "POST"])
def plan_step(request: Asked, plan_step: int) -> HttpResponse:
    """Write one step: somebody of the map by a tap, or a line in one's own words."""
    step = step_numbered(plan_step)
    form = LineForm(request.POST if request.method == "POST" else None, step=step)
    try:
        if _took_from_map(request, step) or (form.is_valid() and _wrote(request, form)):
            return redirect("plan_step", step)
    except (actions.StepFull, ListFull):
        messages.info(request, _("This step is full. Take a line off first."))
    lines = lines_on(request.user, step)
    first, others = suggested_ties(request.user, step, lines)
    there = {line.seat.name for line in lines}
    shown = {
        "ties": first[:SUGGESTED],
        "others": [*first[SUGGESTED:], *others],
        "suggested": [words for words in STEPS[step].suggested if str(words) not in there],
        "notes": notes_of(request.user),
    }
    return render(request, "care/step.html", {**_step(step), "lines": lines, "form": form, **shown, **HERE})


def _step(step: Step) -> dict[str, Any]:
    return {"step": step, "words": STEPS[step], "next": step + 1 if step < len(Step) else None}


def _took_from_map(request: Asked, step: Step) -> bool:
    """Whether somebody of the person's own map was tapped. Anybody else's is not there."""
    try:
        ids = [UUID(one) for one in request.POST.getlist("tie") if one]
    except ValueError:
        return False
    ties = list(ties_of(request.user).filter(pk__in=ids)) if ids and step is not Step.OWN else []
    if ties:
        actions.add_from_map(by=request.user, step=step, ties=ties, now=now_of(request))
    return bool(ties)


def _wrote(request: Asked, form: LineForm) -> bool:
    now, facts = now_of(request), form.facts()
    if form.step is Step.OWN:
        actions.begin_plan(by=request.user, now=now)
        add_step(by=request.user, text=facts.text, now=now)
    else:
        actions.add_line(by=request.user, step=form.step, facts=facts, now=now)
    return True


@require_http_methods(["GET", "POST"])
def plan_line(request: Asked, plan_line_id: UUID) -> HttpResponse:
    """Say one line differently, or take it off."""
    line = plan_line_for(request.user, plan_line_id)
    step = Step(line.step)
    if request.POST.get("do") == "remove":
        actions.remove_line(line=line, now=now_of(request))
        messages.info(request, _("Taken off the plan."))
        return redirect("plan_review") if "review" in request.POST else redirect("plan_step", step)
    said = {"text": line.text, "number": line.number, "note": line.note}
    form = LineForm(request.POST if request.method == "POST" else None, step=step, line=line, initial=said)
    if form.is_valid():
        actions.change_line(line=line, facts=form.facts(), now=now_of(request))
        return redirect("plan_step", step)
    return render(request, "care/line.html", {**_step(step), "line": line, "form": form, **HERE})


@require_POST
def plan_line_move(request: Asked, plan_line_id: UUID) -> HttpResponse:
    """One place up or down."""
    line = plan_line_for(request.user, plan_line_id)
    actions.move_line(line=line, up=request.POST.get("to") != "down", now=now_of(request))
    return redirect("plan_step", line.step)


@require_safe
def plan_walk(request: Asked) -> HttpResponse:
    """One step at a time, in a hard hour. All of it is on the page at once: it goes on when the network goes."""
    shown = {"plan": plan_shown(request.user, now=now_of(request))}
    return render(request, "care/walk.html", {"shown": shown, **shown_lines(request), **HERE})


@require_http_methods(["GET", "POST"])
def plan_review(request: Asked) -> HttpResponse:
    """What changed on the map since, and whether the plan still fits."""
    now = now_of(request)
    if request.method == "POST":
        actions.note_review(by=request.user, now=now)
        messages.info(request, _("Kept. You looked your plan over today."))
        return redirect("plan")
    shown = plan_shown(request.user, now=now)
    if shown.kept is None:
        return redirect("plan")
    return render(request, "care/review.html", {"plan": shown, **_changed(shown, shown.kept, now), **HERE})


def _changed(shown: PlanShown, kept: SafetyPlan, now: datetime) -> dict[str, Any]:
    found = {hint.seat.id: hint.what for hint in hints(line.seat for line in shown.lines)}
    since, why = looked_at(kept), why_review(kept, now=now)
    return {
        "since": since,
        "why": WHYS[why] if why else "",
        "gone": [line for line in shown.lines if line.gone],
        "hinted": [line for line in shown.lines if found.get(line.seat.id, What.NOT_THERE) is not What.NOT_THERE],
        "open": [one for one in shown.steps if one.is_open],
        "new": new_on_the_map(kept.person, shown, since),
    }


@require_safe
def plan_paper(request: Asked) -> HttpResponse:
    """One printed page, with the numbers on it."""
    shown = {"plan": plan_shown(request.user, now=None), "printed_at": timezone.localtime()}
    return render(request, "care/paper.html", {**shown, **shown_lines(request), **HERE})
