"""Urges and hard moments, written down."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from holdfast.accounts.models import Person
from holdfast.accounts.requests import Asked
from holdfast.asks.access import hard_moment_for
from holdfast.asks.own_first import own_steps
from holdfast.checkins import urges
from holdfast.checkins.access import hard_entry_for, urge_for
from holdfast.checkins.check_forms import HardForm, UrgeForm, hard_initial, urge_initial
from holdfast.domain.network import COUNTING
from holdfast.network.models import Tie
from holdfast.web.moment import now_of

HERE = {"nav_current": "tend"}
BOTH = ["GET", "POST"]


@require_http_methods(BOTH)
def urge_new(request: Asked) -> HttpResponse:
    """Write one down, and what helped."""
    form = UrgeForm(_sent(request), triggers=urges.own_triggers(request.user))
    if form.is_valid():
        urges.log_urge(by=request.user, facts=form.facts(), now=now_of(request))
        return _kept(request)
    shown = {"form": form, "own_steps": own_steps(request.user)}
    return render(request, "checkins/check_urge.html", {**shown, **HERE})


@require_http_methods(BOTH)
def urge_edit(request: Asked, urge_id: UUID) -> HttpResponse:
    """Change one, or delete it."""
    row = urge_for(request.user, urge_id)
    if request.POST.get("do") == "remove":
        urges.remove_urge(row=row)
        return _gone(request)
    form = UrgeForm(_sent(request), initial=urge_initial(row))
    if form.is_valid():
        urges.change_urge(row=row, facts=form.facts())
        return _kept(request)
    return render(request, "checkins/check_urge.html", {"form": form, "row": row, **HERE})


@require_http_methods(BOTH)
def hard_new(request: Asked) -> HttpResponse:
    """Three fields; what I can do myself stands above them."""
    form = HardForm(_sent(request), ties=_ties(request.user))
    if form.is_valid():
        urges.write_hard_moment(by=request.user, facts=form.facts(), now=now_of(request))
        return _kept(request)
    shown = {"form": form, "own_steps": own_steps(request.user)}
    return render(request, "checkins/check_hard.html", {**shown, **HERE})


@require_http_methods(BOTH)
def hard_about(request: Asked, moment_id: UUID) -> HttpResponse:
    """The same about a time one asked for support, from the page of the day after."""
    ask = hard_moment_for(request.user, moment_id)
    row = urges.about(request.user, ask)
    form = HardForm(_sent(request), ties=_ties(request.user), initial=hard_initial(row) if row else {})
    if form.is_valid():
        urges.write_hard_moment(by=request.user, facts=form.facts(), now=now_of(request), ask=ask)
        messages.info(request, _("Kept."))
        return redirect("support_now_after", ask.pk)
    return render(request, "checkins/check_hard.html", {"form": form, "ask": ask, **HERE})


@require_http_methods(BOTH)
def hard_edit(request: Asked, hard_id: UUID) -> HttpResponse:
    """Change one, or delete it."""
    row = hard_entry_for(request.user, hard_id)
    if request.POST.get("do") == "remove":
        urges.remove_hard_moment(row=row)
        return _gone(request)
    form = HardForm(_sent(request), ties=_ties(request.user), initial=hard_initial(row))
    if form.is_valid():
        urges.change_hard_moment(row=row, facts=form.facts())
        return _kept(request)
    return render(request, "checkins/check_hard.html", {"form": form, "row": row, **HERE})


def _sent(request: Asked) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _ties(person: Person) -> list[Tie]:
    """Who is there now, by name."""
    return list(Tie.objects.filter(person=person, state__in=COUNTING).order_by("created_at", "pk"))


def _kept(request: Asked) -> HttpResponse:
    messages.info(request, _("Kept. Only you can read it."))
    return redirect("check_ins_past")


def _gone(request: Asked) -> HttpResponse:
    messages.info(request, _("Deleted."))
    return redirect("check_ins_past")
