"""How I am: one screen, ten seconds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from holdfast.accounts.requests import Asked
from holdfast.asks.kind_words import kind_words_for
from holdfast.asks.own_plan import plan_of
from holdfast.checkins.access import check_in_for
from holdfast.checkins.check_forms import CheckInForm, check_in_initial
from holdfast.checkins.checking import change_check_in, check_in, offer_after, remove_check_in
from holdfast.checkins.coping import steps_of
from holdfast.checkins.feelings import is_awaited_today
from holdfast.checkins.wishes import wishes_of
from holdfast.web.moment import now_of

HERE: dict[str, Any] = {"nav_current": "today"}


@require_http_methods(["GET", "POST"])
def check_in_page(request: Asked) -> HttpResponse:
    """Say how I am. What follows is an offer; nothing is sent."""
    now, wishes = now_of(request), wishes_of(request.user)
    form = CheckInForm(request.POST if request.method == "POST" else None, with_urge=wishes.with_urge)
    if form.is_valid():
        row = check_in(by=request.user, facts=form.facts(), now=now)
        if offer_after(row, now=now):
            return redirect("check_in_after", row.pk)
        messages.info(request, _("Kept. Thank you for looking in on yourself."))
        return redirect("today")
    shown = {"form": form, "watch": is_awaited_today(request.user, now=now)}
    return render(request, "checkins/check_in.html", {**shown, **HERE})


@require_GET
def check_in_after(request: Asked, check_in_id: UUID) -> HttpResponse:
    """What I can do myself, then people, then support now: as an offer."""
    row = check_in_for(request.user, check_in_id)
    now = now_of(request)
    offer = offer_after(row, now=now)
    if offer is None:
        return redirect("check_in_edit", row.pk)
    shown: dict[str, Any] = {"offer": offer}
    if offer.is_hard:
        shown |= {"steps": steps_of(request.user), "plan": plan_of(request.user)}
        shown["kind_words"] = kind_words_for(request.user, now=now)
    return render(request, "checkins/check_in_after.html", {**shown, **HERE})


@require_http_methods(["GET", "POST"])
def check_in_edit(request: Asked, check_in_id: UUID) -> HttpResponse:
    """Change one, or delete it."""
    row = check_in_for(request.user, check_in_id)
    if request.POST.get("do") == "remove":
        remove_check_in(row=row)
        messages.info(request, _("Deleted."))
        return redirect("check_ins_past")
    form = CheckInForm(request.POST or None, initial=check_in_initial(row), is_change=True)
    if form.is_valid():
        change_check_in(row=row, facts=form.facts())
        messages.info(request, _("Kept."))
        return redirect("check_ins_past")
    return render(request, "checkins/check_in_edit.html", {"form": form, "row": row, **HERE})
