"""The warm handoff: who waits, who comes along, when, where; and afterwards, how it went."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from holdfast.accounts.requests import Asked
from holdfast.directory.details import details
from holdfast.directory.models import Listing
from holdfast.directory.views.viewer import viewer_of
from holdfast.domain.referrals import Act, NotNow, Who
from holdfast.teams.access import referral_of
from holdfast.teams.models import Handoff, Referral
from holdfast.teams.recommending import listings_there
from holdfast.teams.referrals import (
    choose_companion,
    first_visit_day,
    may,
    prepare_handoff,
    say_how_it_went,
    standing_of,
    visit_is_over,
)
from holdfast.teams.together_forms import CompanionForm, HandoffForm, WentForm
from holdfast.teams.together_words import when
from holdfast.teams.views.together_frame import Side, by_person, by_worker


@by_person()
def team_visit(request: Asked, side: Side, referral_id: UUID) -> HttpResponse:
    """My first visit."""
    row = referral_of(side.care_team, referral_id)
    handoff: Handoff | None = getattr(row, "handoff", None)
    day, do = first_visit_day(row, now=side.now), request.POST.get("do")
    companion = CompanionForm(request.POST if do == "companion" else None, care_team=side.care_team)
    went = WentForm(request.POST if do == "went" else None, initial={"on": day}, today=side.today)
    if companion.is_valid():
        tie, name = companion.chosen()
        choose_companion(referral=row, tie=tie, name=name, now=side.now)
        return side.to("visit", referral_id=row.pk)
    if went.is_valid():
        return _said(request, side, row, (went.cleaned_data["went"] == "yes", went.cleaned_data["on"] or day))
    place = _place(request, side, row.listing) if row.listing else None
    shown: dict[str, Any] = {
        "referral": row,
        "handoff": handoff,
        "place": place,
        "companion_form": companion,
        "went_form": went,
    }
    shown |= {"is_over": visit_is_over(row, now=side.now), "may_visit": Act.VISIT in may(row, Who.PERSON)}
    return side.page(request, "teams/visit_person.html", "referrals", {**shown, **_when(side, handoff)})


def _said(request: Asked, side: Side, row: Referral, said: tuple[bool, date]) -> HttpResponse:
    went, on = said
    try:
        say_how_it_went(referral=row, went=went, on=on, now=side.now)
        messages.info(request, _("Good that you went.") if went else _("That is all right. There can be another day."))
    except NotNow:
        messages.info(request, _("It had moved on meanwhile. This is where it stands now."))
    return side.to("referral", referral_id=row.pk)


def _when(side: Side, handoff: Handoff | None) -> dict[str, Any]:
    if handoff is None or handoff.visit_at is None:
        return {}
    own, team = side.person.time_zone, side.care_team.programme.time_zone
    return {"when": when(handoff.visit_at, team if side.member else own, own if side.member else team)}


def _place(request: Asked, side: Side, listing: Listing) -> dict[str, Any]:
    """What the directory says of the way there, while it still lists it."""
    there = listings_there([listing])
    if listing.pk not in there:
        return {"is_gone": True}
    return {"details": details(listing.merged_into or listing, viewer_of(request, side.now))}


@by_worker()
def work_handoff(request: Asked, side: Side, referral_id: UUID) -> HttpResponse:
    """Prepare it: a person there, an introduction, somebody who comes along, a day."""
    row = referral_of(side.care_team, referral_id)
    handoff: Handoff | None = getattr(row, "handoff", None)
    zone = side.care_team.programme.time_zone
    first = _first(handoff, zone) if handoff else {}
    form = HandoffForm(request.POST if request.method == "POST" else None, initial=first, zone=zone, today=side.today)
    if standing_of(row, now=side.now).is_over:
        return side.to("referral", referral_id=row.pk)
    if form.is_valid():
        prepare_handoff(referral=row, facts=form.facts(), now=side.now)
        return side.to("referral", referral_id=row.pk)
    shown = {"referral": row, "form": form, "handoff": handoff}
    return side.page(request, "teams/visit_work.html", "referrals", shown)


def _first(handoff: Handoff, zone: str) -> dict[str, Any]:
    local = handoff.visit_at.astimezone(ZoneInfo(zone)) if handoff.visit_at else None
    return {
        "contact": handoff.contact,
        "contact_way": handoff.contact_way,
        "companion": handoff.companion,
        "is_introduced": handoff.introduced_at is not None,
        "on": local.date() if local else None,
        "at": local.time() if local else None,
    }
