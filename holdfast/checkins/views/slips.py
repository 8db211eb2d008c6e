"""Slips: issued by the person, checked by whoever has the code."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts.requests import Asked
from holdfast.asks.views.link_visit import unseen
from holdfast.checkins import slips as actions
from holdfast.checkins.access import slip_for, slips_of
from holdfast.checkins.commitments import day_of
from holdfast.checkins.goal_forms import BetweenForm, SlipForm
from holdfast.checkins.goal_pages import in_words, slip_shown
from holdfast.checkins.slips import address_of_slip, grouped, may_stand_on_slip, picture_of_slip, plain_code
from holdfast.web.moment import now_of

NAV = {"nav_current": "tend"}
USUAL = timedelta(days=90)
MOST_SHOWN = 50


@require_safe
def slips(request: Asked) -> HttpResponse:
    """The slips I issued."""
    shown = {"slips": list(slips_of(request.user)[:MOST_SHOWN]), "now": now_of(request)}
    return render(request, "checkins/slips.html", {**shown, **NAV})


@require_http_methods(["GET", "POST"])
def slip_new(request: Asked) -> HttpResponse:
    """Choose which times and which name."""
    now = now_of(request)
    today = day_of(request.user, now)
    between = BetweenForm({"since": today - USUAL, "until": today, **request.GET.dict()})
    if not between.is_valid():
        return render(request, "checkins/slip_form.html", {"between": between, **NAV})
    rows = may_stand_on_slip(request.user, between.cleaned_data["since"], between.cleaned_data["until"])
    form = SlipForm(request.POST or None, rows=[(one, in_words(one)) for one in rows])
    if form.is_valid():
        made = actions.issue_slip(by=request.user, facts=form.facts(), now=now)
        return redirect("slip_own", made.pk)
    return render(request, "checkins/slip_form.html", {"between": between, "form": form, "rows": rows, **NAV})


@require_http_methods(["GET", "POST"])
def slip_own(request: Asked, slip_id: UUID) -> HttpResponse:
    """One slip, to print; or taking it back."""
    found, now = slip_for(request.user, slip_id), now_of(request)
    if request.method == "POST":
        actions.take_back_slip(slip=found, now=now)
        return redirect("slips")
    is_open = found.revoked_at is None and found.expires_at > now
    code = grouped(found.code)
    shown = {**slip_shown(actions.shown(found)), "stored": found, "is_open": is_open}
    shown |= {"address": address_of_slip(code), "picture": picture_of_slip(code)}
    return render(request, "checkins/slip_own.html", {**shown, **NAV})


@login_not_required
@require_safe
def slip_check(request: HttpRequest) -> HttpResponse:
    """Where somebody types in the code of a slip on paper."""
    code = plain_code(request.GET.get("code", ""))
    if code:
        return redirect("slip", grouped(code))
    return unseen(render(request, "checkins/slip_check.html", {"asked": "code" in request.GET}))


@login_not_required
@require_safe
def slip(request: HttpRequest, slip_code: str) -> HttpResponse:
    """What a slip says, to anybody who has its code; unknown, over and taken back look the same."""
    read = actions.read_slip(slip_code, now=now_of(request))
    if read is None:
        return unseen(render(request, "checkins/slip_gone.html", status=404))
    shown = {**slip_shown(read), "host": settings.ADDRESS.partition("://")[2]}
    return unseen(render(request, "checkins/slip.html", shown))
