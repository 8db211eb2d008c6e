"""What I said I would do, and who may know of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts.requests import Asked
from holdfast.checkins import commitments as actions
from holdfast.checkins.access import commitment_for
from holdfast.checkins.commitments import day_of, days_told, standings
from holdfast.checkins.goal_forms import CommitmentForm, MarkForm, WitnessForm, commitment_initial
from holdfast.checkins.goal_pages import commitment_rows, commitment_shown, first_words, goals_to_choose, told_in_words
from holdfast.domain.goals import fortnight
from holdfast.supporters.queries import agreements_of
from holdfast.web.moment import now_of

NAV = {"nav_current": "tend"}
BACK = {"today": "today", "list": "said"}


@require_safe
def said(request: Asked) -> HttpResponse:
    """Everything I said I would do; what asks for a word comes first."""
    rows = commitment_rows(standings(request.user, now_of(request)))
    shown = {
        "waiting": [row for row in rows if row.standing.ask_on],
        "ahead": [row for row in rows if not row.standing.ask_on and not row.standing.is_behind],
        "behind": [row for row in rows if row.standing.is_behind],
    }
    return render(request, "checkins/said_list.html", {**shown, **NAV})


@require_http_methods(["GET", "POST"])
def said_new(request: Asked) -> HttpResponse:
    """Write down what I will do."""
    now, goals = now_of(request), goals_to_choose(request.user)
    today = day_of(request.user, now)
    first = first_words(request.user, goals, request.GET, today)
    form = CommitmentForm(request.POST or None, goals=goals, today=today, initial=first)
    if form.is_valid():
        made = actions.add_commitment(by=request.user, facts=form.facts(), now=now)
        return redirect("said_one", made.pk)
    return render(request, "checkins/said_form.html", {"form": form, **NAV})


@require_safe
def said_one(request: Asked, commitment_id: UUID) -> HttpResponse:
    """One of them: the last two weeks, and who knows of it."""
    found, now = commitment_for(request.user, commitment_id), now_of(request)
    today = day_of(request.user, now)
    days = told_in_words(days_told(found, fortnight(today), request.user.time_zone))
    shown = {**commitment_shown(found), "days": days, "today": today}
    return render(request, "checkins/said_one.html", {**shown, **NAV})


@require_http_methods(["GET", "POST"])
def said_edit(request: Asked, commitment_id: UUID) -> HttpResponse:
    """Say it otherwise."""
    found = commitment_for(request.user, commitment_id)
    goals, today = goals_to_choose(request.user), day_of(request.user, now_of(request))
    form = CommitmentForm(request.POST or None, goals=goals, today=today, initial=commitment_initial(found))
    if form.is_valid():
        actions.change_commitment(commitment=found, facts=form.facts())
        return redirect("said_one", found.pk)
    return render(request, "checkins/said_form.html", {"form": form, "commitment": found, **NAV})


@require_POST
def said_mark(request: Asked, commitment_id: UUID) -> HttpResponse:
    """Done, not done, or nothing said."""
    found, now = commitment_for(request.user, commitment_id), now_of(request)
    form = MarkForm(request.POST, today=day_of(request.user, now))
    if form.is_valid():
        on, note = form.cleaned_data["on"], form.note_said()
        actions.mark_day(commitment=found, on=on, is_kept=form.is_kept(), note=note, now=now)
    else:
        messages.info(request, _("That day has not come yet. Nothing was changed."))
    back = BACK.get(request.POST.get("from", ""))
    return redirect(back) if back else redirect("said_one", found.pk)


@require_http_methods(["GET", "POST"])
def said_witness(request: Asked, commitment_id: UUID) -> HttpResponse:
    """Choose who may know, see what they will see, or stop it."""
    found, now = commitment_for(request.user, commitment_id), now_of(request)
    if request.POST.get("do") == "stop":
        actions.stop_witness(commitment=found, now=now)
        return redirect("said_one", found.pk)
    agreements = [one for one in agreements_of(request.user) if one.paused_at is None]
    first = {"agreement": str(found.witness_id or ""), "shows_words": found.shows_words}
    form = WitnessForm(request.POST or None, agreements=agreements, initial=first)
    if form.is_valid():
        words = form.cleaned_data["shows_words"]
        actions.ask_witness(commitment=found, agreement=form.chosen(), shows_words=words, now=now)
        return redirect("said_one", found.pk)
    shown = {"form": form, "commitment": found, "has_somebody": bool(agreements)}
    return render(request, "checkins/said_witness.html", {**shown, **NAV})


@require_POST
def said_end(request: Asked, commitment_id: UUID) -> HttpResponse:
    """It holds no longer."""
    actions.end_commitment(commitment=commitment_for(request.user, commitment_id), now=now_of(request))
    messages.info(request, _("Put down. That is all right."))
    return redirect("said")
