"""What a team recommends, on both sides."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from holdfast.accounts.requests import Asked
from holdfast.directory.members import whole_meeting
from holdfast.directory.models import Listing
from holdfast.directory.publishing import listings_shown
from holdfast.directory.views.viewer import viewer_of
from holdfast.teams.access import recommendation_of
from holdfast.teams.messages import names_in
from holdfast.teams.models import Recommendation
from holdfast.teams.recommending import (
    RecommendFacts,
    answer_recommendation,
    choices_for,
    recommend,
    recommended_one,
    recommended_to,
)
from holdfast.teams.together_forms import AnswerForm, RecommendForm
from holdfast.teams.together_words import TRIED, TRIED_THEY
from holdfast.teams.views.together_frame import Side, by_person, by_worker


@by_person("GET", "HEAD")
def team_recommended(request: Asked, side: Side) -> HttpResponse:
    """What the team thought of for me."""
    return side.page(request, "teams/recommended_list.html", "recommended", {"rows": _rows(side, TRIED)})


@by_worker("GET", "HEAD")
def work_recommended(request: Asked, side: Side) -> HttpResponse:
    """What was recommended, and what they said of it, as far as they told."""
    return side.page(request, "teams/recommended_list.html", "recommended", {"rows": _rows(side, TRIED_THEY)})


def _rows(side: Side, words: Any) -> list[tuple[Any, Any, Any]]:
    """Each with who recommended it and its state in words; the team learns a state only where it was told."""
    names: dict[Any, Any] = dict(names_in(side.care_team))  # nobody wrote a row whose member is gone
    return [
        (one, names.get(one.row.member_id), words[one.row.state] if side.member is None or one.row.is_told else "")
        for one in recommended_to(side.care_team)
    ]


@by_person()
def team_recommendation(request: Asked, side: Side, recommendation_id: UUID) -> HttpResponse:
    """Who, what, why; keep it, and say what became of it."""
    row = recommendation_of(side.care_team, recommendation_id)
    first = {"state": row.state, "tried_on": row.tried_on, "how_it_was": row.how_it_was, "is_told": row.is_told}
    if row.state == Recommendation.State.NEW:
        first = {"tried_on": side.today}
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=first, today=side.today)
    if form.is_valid():
        answer_recommendation(recommendation=row, facts=form.facts(), now=side.now)
        messages.info(request, _told(row))
        return side.to("recommended")
    who = names_in(side.care_team).get(row.member_id) if row.member_id else None
    shown = {"one": recommended_one(row), "who": who, "form": form}
    return side.page(request, "teams/recommended_one.html", "recommended", shown)


def _told(row: Recommendation) -> str:
    return _("Saved. Your team can read it.") if row.is_told else _("Saved, for you alone.")


@by_worker()
def work_recommend(request: Asked, side: Side) -> HttpResponse:
    """Choose from the directory or type, and say why."""
    listing = listing_chosen(request)
    form = RecommendForm(request.POST if request.method == "POST" else None, initial=first_name(listing))
    if form.is_valid():
        facts = RecommendFacts(form.cleaned_data["name"], form.cleaned_data["why"], listing)
        recommend(by=side.worker, facts=facts, now=side.now)
        messages.info(request, _("Saved. They can read it now."))
        return side.to("recommended")
    shown = {"form": form, **choosing(request, side, listing)}
    return side.page(request, "teams/recommended_new.html", "recommended", shown)


def listing_chosen(request: Asked) -> Listing | None:
    """The listing that was chosen, if it can be found in a search."""
    try:
        asked = UUID(request.POST.get("listing") or request.GET.get("listing") or "")
    except ValueError:
        return None
    return listings_shown().filter(pk=asked).first()


def first_name(listing: Listing | None) -> dict[str, str]:
    """Its name as the first thing in the form."""
    return {"name": whole_meeting(listing).name[:200]} if listing else {}


def choosing(request: Asked, side: Side, listing: Listing | None) -> dict[str, Any]:
    """What the part of a page shows in which a listing is chosen."""
    words = request.GET.get("words", "")[:200].replace("\x00", "")
    return {"words": words, "listing": listing, "found": choices_for(words, viewer_of(request, side.now))}
