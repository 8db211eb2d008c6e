"""Conflict and repair: what happened, both sides, what was agreed, small promises; and a sheet to take along."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts.requests import Asked
from holdfast.domain.network import TieState
from holdfast.network.access import tie_for, ties_of
from holdfast.network.queries import today_of
from holdfast.tending.access import boundaries_of, conflict_for, conflicts_of, promise_for, promises_of, tie_asked
from holdfast.tending.forms import ConflictForm, PromiseForm, initial_of
from holdfast.tending.hopes import card_of
from holdfast.tending.models import Conflict
from holdfast.tending.repair import (
    add_promise,
    answer_promise,
    kept_said,
    open_again,
    remove_conflict,
    remove_promise,
    settle_conflict,
    write_conflict,
)
from holdfast.web.moment import now_of

NAV = {"nav_current": "tend"}
MOST_SHOWN = 50


@require_safe
def repairs(request: Asked) -> HttpResponse:
    """What is open, what is settled, and with whom to begin."""
    tie = tie_asked(request.user, request.GET.get("tie", ""))
    rows = conflicts_of(request.user)
    found = list((rows.filter(tie=tie) if tie else rows)[:MOST_SHOWN])
    ties = ties_of(request.user).exclude(state=TieState.ENDED)
    shown = {
        "open": [one for one in found if one.settled_at is None],
        "settled": [one for one in found if one.settled_at],
        "tie": tie,
        "ties": [one for one in ties if one.is_somebody],
    }
    return render(request, "tending/repairs.html", {**shown, **NAV})


@require_http_methods(["GET", "POST"])
def repair_new(request: Asked, tie_id: UUID) -> HttpResponse:
    """Something stands between us."""
    tie, now = tie_for(request.user, tie_id), now_of(request)
    form = ConflictForm(request.POST or None, between=tie, initial={"on": today_of(request.user, now)})
    if form.is_valid():
        return redirect("repair", write_conflict(by=request.user, tie=tie, facts=form.facts(), now=now).pk)
    heading = _("Something stands between %(name)s and you") % {"name": tie.name}
    return render(request, "tending/repair_form.html", {"form": form, "heading": heading, **NAV})


@require_http_methods(["GET", "POST"])
def repair(request: Asked, conflict_id: UUID) -> HttpResponse:
    """Both sides, what was agreed, and the small promises."""
    found = conflict_for(request.user, conflict_id)
    form = PromiseForm(request.POST or None)
    if form.is_valid():
        add_promise(conflict=found, facts=form.facts(), now=now_of(request))
        return redirect("repair", found.pk)
    return render(request, "tending/repair.html", {**_repair_page(found), "form": form, **NAV})


def _repair_page(found: Conflict) -> dict[str, Any]:
    promises = list(promises_of(found.person).filter(tie=found.tie))
    return {
        "conflict": found,
        "tie": found.tie,
        "promises": [one for one in promises if one.conflict_id == found.pk],
        "mine": kept_said(promises, "mine"),
        "theirs": kept_said(promises, "theirs"),
        "has_mine": any(one.whose == "mine" for one in promises),
        "has_theirs": any(one.whose == "theirs" for one in promises),
    }


@require_http_methods(["GET", "POST"])
def repair_edit(request: Asked, conflict_id: UUID) -> HttpResponse:
    """Say it differently; add what they said, and what was agreed."""
    found = conflict_for(request.user, conflict_id)
    first = {**initial_of(found, ConflictForm.base_fields), "tie": str(found.mediator_id or "")}
    form = ConflictForm(request.POST or None, between=found.tie, initial=first)
    if form.is_valid():
        write_conflict(by=request.user, tie=found.tie, facts=form.facts(), now=now_of(request), row=found)
        return redirect("repair", found.pk)
    heading = _("What %(name)s and you wrote") % {"name": found.tie.name}
    shown = {"form": form, "heading": heading, "conflict": found, **NAV}
    return render(request, "tending/repair_form.html", shown)


@require_POST
def repair_do(request: Asked, conflict_id: UUID) -> HttpResponse:
    """Settled, open again, or gone."""
    found, do = conflict_for(request.user, conflict_id), request.POST.get("do")
    if do == "remove":
        remove_conflict(conflict=found)
        return redirect("repairs")
    if do == "settle":
        settle_conflict(conflict=found, now=now_of(request))
    elif do == "open":
        open_again(conflict=found)
    return redirect("repair", found.pk)


@require_safe
def repair_sheet(request: Asked, conflict_id: UUID) -> HttpResponse:
    """One page for a talk of both, with or without somebody who helps: to print and to write on."""
    found = conflict_for(request.user, conflict_id)
    limits = boundaries_of(request.user).filter(tie=found.tie)
    shown = {**_repair_page(found), "card": card_of(found.tie), "limits": limits}
    return render(request, "tending/sheet.html", {**shown, **NAV})


@require_POST
def small_promise(request: Asked, small_promise_id: UUID) -> HttpResponse:
    """Kept, not kept this time, open again, or gone."""
    found, do = promise_for(request.user, small_promise_id), request.POST.get("do")
    answers = {"kept": True, "not_kept": False, "open": None}
    if do == "remove":
        remove_promise(promise=found)
    elif do in answers:
        answer_promise(promise=found, is_kept=answers[do], now=now_of(request))
    return redirect("repair", found.conflict_id) if found.conflict_id else redirect("repairs")
