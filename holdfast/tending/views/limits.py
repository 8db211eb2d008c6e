"""Boundaries of both sides."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts.requests import Asked
from holdfast.domain.network import COUNTING
from holdfast.network.queries import today_of
from holdfast.tending import words
from holdfast.tending.access import boundary_for, tie_asked
from holdfast.tending.forms import CrossedForm, LimitForm, initial_of
from holdfast.tending.limits import (
    LOOK_AGAIN,
    end_boundary,
    limits_shown,
    note_crossing,
    revisit,
    write_boundary,
)
from holdfast.web.moment import now_of

NAV = {"nav_current": "tend"}
MOST_SHOWN = 30


@require_safe
def limits(request: Asked) -> HttpResponse:
    """Mine, then theirs."""
    tie = tie_asked(request.user, request.GET.get("tie", ""))
    rows = limits_shown(request.user)
    rows = rows.filter(tie=tie) if tie else rows
    found = [(one, words.AGREED[one.agreed], _times(one)) for one in rows]
    mine = [row for row in found if row[0].whose == "mine"]
    shown = {"mine": mine, "theirs": [row for row in found if row not in mine], "tie": tie}
    return render(request, "tending/limits.html", {**shown, **NAV})


@require_http_methods(["GET", "POST"])
def limit_new(request: Asked) -> HttpResponse:
    """A further limit."""
    now, tie = now_of(request), tie_asked(request.user, request.GET.get("tie", ""))
    first = {"tie": str(tie.pk) if tie else "", "revisit_on": today_of(request.user, now) + LOOK_AGAIN}
    form = LimitForm(request.POST or None, person=request.user, initial=first)
    if form.is_valid():
        return redirect("limit", write_boundary(by=request.user, facts=form.facts(), now=now).pk)
    shown = {"form": form, "heading": _("Write a limit down"), "back": "limits", **NAV}
    return render(request, "tending/edit.html", shown)


@require_safe
def limit(request: Asked, boundary_id: UUID) -> HttpResponse:
    """One limit: what was said, what happened, what to do."""
    found = boundary_for(request.user, boundary_id)
    did = words.DID if found.whose == "mine" else words.DID_THEIRS
    crossings = list(found.crossings.order_by("-on", "-created_at", "pk")[:MOST_SHOWN])
    shown = {
        "boundary": found,
        "agreed": words.AGREED[found.agreed],
        "crossings": [(one, did.get(one.did, words.DID[one.did])) for one in crossings],
        "times": words.times_in_words(len(crossings)),
        "can_pause": found.tie is not None and found.tie.state in COUNTING,
        "is_due": found.revisit_on is not None and found.revisit_on <= today_of(request.user, now_of(request)),
    }
    return render(request, "tending/limit.html", {**shown, **NAV})


@require_http_methods(["GET", "POST"])
def limit_edit(request: Asked, boundary_id: UUID) -> HttpResponse:
    """Say it differently."""
    found = boundary_for(request.user, boundary_id)
    form = LimitForm(request.POST or None, person=request.user, initial=initial_of(found, LimitForm.base_fields))
    if form.is_valid():
        write_boundary(by=request.user, facts=form.facts(), now=now_of(request), row=found)
        return redirect("limit", found.pk)
    return render(
        request, "tending/edit.html", {"form": form, "heading": _("Change this limit"), "back": "limits", **NAV}
    )


@require_http_methods(["GET", "POST"])
def limit_crossed(request: Asked, boundary_id: UUID) -> HttpResponse:
    """It was crossed: what was done about it."""
    found, now = boundary_for(request.user, boundary_id), now_of(request)
    today = today_of(request.user, now)
    form = CrossedForm(request.POST or None, boundary=found, today=today, initial={"on": today})
    if form.is_valid():
        note_crossing(boundary=found, now=now, **form.cleaned_data)
        messages.info(request, _("Written down."))
        return redirect("limit", found.pk)
    return render(request, "tending/crossed.html", {"form": form, "boundary": found, **NAV})


@require_POST
def limit_do(request: Asked, boundary_id: UUID) -> HttpResponse:
    """It still holds, or it holds no longer."""
    found, now = boundary_for(request.user, boundary_id), now_of(request)
    if request.POST.get("do") == "end":
        end_boundary(boundary=found, now=now)
        return redirect("limits")
    revisit(boundary=found, today=today_of(request.user, now))
    messages.info(request, _("It holds. You will be asked again in 90 days."))
    return redirect("limit", found.pk)


def _times(one: Any) -> str:
    return words.times_in_words(one.times) if one.times else ""
