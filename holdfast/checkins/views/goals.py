"""Goals: the two small ones, and one's own."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts.requests import Asked
from holdfast.checkins import goals as actions
from holdfast.checkins.access import goal_step_for, own_goal_for
from holdfast.checkins.commitments import day_of
from holdfast.checkins.goal_forms import GoalForm, LineForm, SmallerForm, goal_initial, template_initial
from holdfast.checkins.goal_pages import goals_shown
from holdfast.checkins.goal_words import SMALLER, TEMPLATES
from holdfast.checkins.goals import goal_rows, reached_goals, rows_of, to_thank
from holdfast.checkins.models import Goal
from holdfast.network.access import goals_of
from holdfast.network.actions import choose_goal
from holdfast.network.models import Goal as SmallGoal
from holdfast.network.queries import goal_progress
from holdfast.web.moment import now_of

NAV = {"nav_current": "tend"}


@require_http_methods(["GET", "POST"])
def goals(request: Asked) -> HttpResponse:
    """My own goals, two small ones to take on, and how they all go."""
    now = now_of(request)
    template = request.POST.get("template")
    if template in SmallGoal.Template.values:
        choose_goal(by=request.user, template=template, now=now)
        return redirect("goals")
    today = day_of(request.user, now)
    running = [(goal, goal_progress(goal, today)) for goal in goals_of(request.user)]
    shown = {
        "running": running,
        "chosen": {goal.template for goal, _ in running},
        "own": goals_shown(goal_rows(request.user, now)),
        "reached": reached_goals(request.user),
    }
    return render(request, "checkins/goals.html", {**shown, **NAV})


@require_http_methods(["GET", "POST"])
def goal_new(request: Asked) -> HttpResponse:
    """Write a goal, or start from one of ours."""
    key = request.POST.get("from", request.GET.get("from", ""))
    form = GoalForm(request.POST or None, initial=dict(template_initial(key)))
    if form.is_valid():
        made = actions.add_goal(by=request.user, facts=form.facts(), now=now_of(request))
        size = redirect("goal_size", made.pk)
        size["Location"] += f"?from={key}" if key in TEMPLATES else ""
        return size
    shown = {"form": form, "templates": TEMPLATES.items(), "from": key if key in TEMPLATES else ""}
    return render(request, "checkins/goal_form.html", {**shown, **NAV})


@require_safe
def goal_own(request: Asked, own_goal_id: UUID) -> HttpResponse:
    """One goal: how it goes, and what is next."""
    return _one(request, own_goal_for(request.user, own_goal_id), LineForm())


def _one(request: Asked, goal: Goal, line: LineForm) -> HttpResponse:
    (shown,) = goals_shown(rows_of([goal], day_of(request.user, now_of(request))))
    said = goal.commitments.filter(ended_at=None).order_by("created_at", "pk")[:10]
    page = {"shown": shown, "goal": goal, "line": line, "said": list(said)}
    return render(request, "checkins/goal.html", {**page, **NAV})


@require_http_methods(["GET", "POST"])
def goal_change(request: Asked, own_goal_id: UUID) -> HttpResponse:
    """Say it otherwise."""
    goal = own_goal_for(request.user, own_goal_id)
    form = GoalForm(request.POST or None, initial=goal_initial(goal))
    if form.is_valid():
        actions.change_goal(goal=goal, facts=form.facts())
        return redirect("goal_own", goal.pk)
    return render(request, "checkins/goal_form.html", {"form": form, "goal": goal, **NAV})


@require_http_methods(["GET", "POST"])
def goal_size(request: Asked, own_goal_id: UUID) -> HttpResponse:
    """Could you do this on a bad day? If not: what would still be possible."""
    goal = own_goal_for(request.user, own_goal_id)
    if request.POST.get("could") == "yes":
        actions.size_goal(goal=goal, on_a_bad_day=True)
        return redirect("goal_own", goal.pk)
    template = TEMPLATES.get(request.GET.get("from", ""))
    first = goal.smaller or (template.smaller if template else "")
    form = SmallerForm(request.POST if "smaller" in request.POST else None, initial={"smaller": first})
    if form.is_valid():
        actions.size_goal(goal=goal, on_a_bad_day=False, smaller=form.cleaned_data["smaller"])
        return redirect("goal_own", goal.pk)
    shown = {"goal": goal, "form": form, "is_no": "could" in request.POST or form.is_bound, "ideas": SMALLER}
    return render(request, "checkins/goal_size.html", {**shown, **NAV})


@require_POST
def goal_step_add(request: Asked, own_goal_id: UUID) -> HttpResponse:
    """One more step."""
    goal = own_goal_for(request.user, own_goal_id)
    form = LineForm(request.POST, there=goal.steps.count(), most=actions.MOST_STEPS)
    if not form.is_valid():
        return _one(request, goal, form)
    actions.add_step(goal=goal, text=form.cleaned_data["text"], now=now_of(request))
    return redirect("goal_own", goal.pk)


@require_POST
def goal_step(request: Asked, goal_step_id: UUID) -> HttpResponse:
    """Done, not done after all, or taken out."""
    step, today = goal_step_for(request.user, goal_step_id), day_of(request.user, now_of(request))
    if "remove" in request.POST:
        actions.remove_step(step=step)
    elif "open" in request.POST:
        actions.reopen_step(step=step)
    elif "done" in request.POST:
        actions.finish_step(step=step, on=today)
    return redirect("goal_own", step.goal_id)


@require_POST
def goal_count(request: Asked, own_goal_id: UUID) -> HttpResponse:
    """One more time, or the last one back."""
    goal, now = own_goal_for(request.user, own_goal_id), now_of(request)
    today = day_of(request.user, now)
    if "back" in request.POST:
        actions.uncount_time(goal=goal, since=today)
    elif "more" in request.POST:
        actions.count_time(goal=goal, on=today, now=now)
    return redirect("goals" if request.POST.get("from") == "list" else goal_address(goal.pk))


def goal_address(goal_id: UUID) -> str:
    """The address of one goal."""
    return f"/goals/own/{goal_id}/"


@require_http_methods(["GET", "POST"])
def goal_reached(request: Asked, own_goal_id: UUID) -> HttpResponse:
    """Reached: a quiet word, and who may be thanked."""
    goal = own_goal_for(request.user, own_goal_id)
    if "not_yet" in request.POST:
        actions.unreach_goal(goal=goal)
        return redirect("goal_own", goal.pk)
    if request.method == "POST":
        actions.reach_goal(goal=goal, on=day_of(request.user, now_of(request)))
        return redirect("goal_reached", goal.pk)
    if goal.reached_on is None:
        return redirect("goal_own", goal.pk)
    return render(request, "checkins/goal_reached.html", {"goal": goal, "people": to_thank(goal), **NAV})


@require_POST
def goal_down(request: Asked, own_goal_id: UUID) -> HttpResponse:
    """Put a goal down."""
    actions.put_down(goal=own_goal_for(request.user, own_goal_id), now=now_of(request))
    messages.info(request, _("Put down. That is all right."))
    return redirect("goals")
