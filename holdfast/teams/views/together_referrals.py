"""Referrals, on both sides, and at the programme somebody is sent to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts.requests import Asked
from holdfast.domain.referrals import Act, NotNow, Who
from holdfast.teams.access import received_by, received_for, referral_of, works_or_404
from holdfast.teams.messages import names_in
from holdfast.teams.models import Referral
from holdfast.teams.recommending import listings_there
from holdfast.teams.referrals import (
    ReferralFacts,
    StepFacts,
    may,
    propose_referral,
    referrals_in,
    standing_of,
    take_step,
    visit_is_over,
)
from holdfast.teams.together_forms import CloseForm, NoPlaceForm, ReferralForm, VisitForm
from holdfast.teams.together_words import standing_words, steps_of
from holdfast.teams.views.together_frame import Side, by_person, by_worker
from holdfast.teams.views.together_recommended import choosing, first_name, listing_chosen
from holdfast.web.moment import now_of

PLAIN = frozenset({Act.AGREE, Act.DECLINE, Act.SEND, Act.RECEIVE})
"""Steps that a tap is enough for."""


@by_person("GET", "HEAD")
def team_referrals(request: Asked, side: Side) -> HttpResponse:
    """Where I am sent, and where each stands."""
    return _list(request, side)


@by_worker("GET", "HEAD")
def work_referrals(request: Asked, side: Side) -> HttpResponse:
    """The same for the team: what waits longest stands first."""
    return _list(request, side)


def _list(request: Asked, side: Side) -> HttpResponse:
    rows = [(one, standing_words(one)) for one in referrals_in(side.care_team, now=side.now)]
    return side.page(request, "teams/referrals_list.html", "referrals", {"rows": rows})


@by_worker()
def work_refer(request: Asked, side: Side) -> HttpResponse:
    """Propose to send somebody somewhere."""
    listing, own = listing_chosen(request), side.care_team.programme
    form = ReferralForm(request.POST if request.method == "POST" else None, initial=first_name(listing), own=own)
    if form.is_valid():
        said = form.cleaned_data
        name = said["programme"].name if said["programme"] else said["name"]
        facts = ReferralFacts(name, said["why"], said["programme"], None if said["programme"] else listing)
        row = propose_referral(by=side.worker, facts=facts, now=side.now)
        return side.to("referral", referral_id=row.pk)
    shown = {"form": form, **choosing(request, side, listing)}
    return side.page(request, "teams/referrals_new.html", "referrals", shown)


@by_person()
def team_referral(request: Asked, side: Side, referral_id: UUID) -> HttpResponse:
    """One: agree or decline, see how far it is, end it."""
    return _one(request, side, referral_of(side.care_team, referral_id), Who.PERSON)


@by_worker()
def work_referral(request: Asked, side: Side, referral_id: UUID) -> HttpResponse:
    """One: send it, mark what is known, close it."""
    return _one(request, side, referral_of(side.care_team, referral_id), Who.TEAM)


def _one(request: Asked, side: Side, row: Referral, who: Who) -> HttpResponse:
    forms_ = _forms(request, side)
    try:
        if facts := _facts(request, who, forms_):
            take_step(referral=row, facts=facts, now=side.now)
            return side.to("referral", referral_id=row.pk)
    except NotNow:
        messages.info(request, _("It had moved on meanwhile. This is where it stands now."))
        return side.to("referral", referral_id=row.pk)
    standing = standing_of(row, now=side.now)
    listing_id = listings_there([row.listing]).get(row.listing_id) if row.listing_id else None
    shown = {"referral": row, "standing": standing, "said": standing_words(standing), "steps": steps_of(standing)}
    shown |= {
        "may": may(row, who),
        "listing_id": listing_id,
        "who": names_in(side.care_team).get(row.member_id) if row.member_id else None,
    }
    shown |= {"asks_how": visit_is_over(row, now=side.now), "handoff": getattr(row, "handoff", None), **forms_}
    return side.page(request, f"teams/referrals_{side.before}.html", "referrals", shown)


def _forms(request: Asked, side: Side) -> dict[str, forms.Form]:
    do = request.POST.get("do")
    visit = VisitForm(request.POST if do == Act.VISIT else None, initial={"on": side.today}, today=side.today)
    return {"visit_form": visit, "close_form": CloseForm(request.POST if do == Act.CLOSE else None)}


def _facts(request: Asked, who: Who, found: dict[str, forms.Form]) -> StepFacts | None:
    """The step that was asked for, or None while its form needs a second look."""
    do = request.POST.get("do", "")
    if do in PLAIN:
        return StepFacts(Act(do), who)
    if do == Act.VISIT and found["visit_form"].is_valid():
        return StepFacts(Act.VISIT, who, found["visit_form"].cleaned_data["on"])
    if do == Act.CLOSE and found["close_form"].is_valid():
        return StepFacts(Act.CLOSE, who, None, **found["close_form"].cleaned_data)
    return None


@require_safe
def work_received(request: Asked) -> HttpResponse:
    """Who was sent to the programmes I lead: with their own yes."""
    now = now_of(request)
    works_or_404(request.user, now=now)
    rows = list(received_by(request.user, now=now)[:100])
    return render(request, "teams/referrals_received.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def work_received_one(request: Asked, received_id: UUID) -> HttpResponse:
    """One of them: the name and the words that were sent. Say that it arrived, or that there is no place."""
    now = now_of(request)
    row = received_for(request.user, received_id, now=now)
    form = NoPlaceForm(request.POST if request.POST.get("do") == Act.CLOSE else None)
    if facts := _facts_of_other(request, form):
        try:
            take_step(referral=row, facts=facts, now=now)
        except NotNow:
            messages.info(request, _("It had moved on meanwhile. This is where it stands now."))
        return redirect("work_received")
    shown: dict[str, Any] = {"referral": row, "may": may(row, Who.OTHER), "form": form}
    return render(request, "teams/referrals_received_one.html", shown)


def _facts_of_other(request: Asked, form: NoPlaceForm) -> StepFacts | None:
    if request.POST.get("do") == Act.RECEIVE:
        return StepFacts(Act.RECEIVE, Who.OTHER)
    return StepFacts(Act.CLOSE, Who.OTHER, None, **form.cleaned_data) if form.is_valid() else None
