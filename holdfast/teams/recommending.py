"""Recommending a group or service: who, what, why; tried, how it was. The loop closes as far as the person wants.

recommend, answer_recommendation; choices_for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from holdfast.directory.asking import rows
from holdfast.directory.members import standing_meetings
from holdfast.directory.models import Listing
from holdfast.directory.search import holder
from holdfast.directory.senses import senses_of
from holdfast.directory.shown import Row, Viewer
from holdfast.domain.meetings.query import Query, Sort
from holdfast.network.models import Tie
from holdfast.teams.models import CareTeam, Member, Recommendation
from holdfast.teams.telling import tell_person, tell_team
from holdfast.teams.twice import there_already

MOST_FOUND = 8


@dataclass(frozen=True, slots=True)
class RecommendFacts:
    """What is recommended, and why."""

    name: str
    why: str
    listing: Listing | None = None


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """What became of it, in the person's words, and whether the team may read them."""

    state: str
    tried_on: date | None
    how_it_was: str
    is_told: bool


@transaction.atomic
def recommend(*, by: Member, facts: RecommendFacts, now: datetime) -> Recommendation:
    """Tell the person of something that could help them."""
    said = {"listing": facts.listing, "name": facts.name, "why": facts.why}
    mine = Recommendation.objects.filter(care_team=by.care_team, member=by)
    if same := there_already(by.care_team, mine, said, now):
        return same
    whose = {"person_id": by.care_team.person_id, "care_team": by.care_team, "member": by}
    row = Recommendation.objects.create(**whose, **said, created_at=now)
    tell_person(by.care_team, "team_recommended", about=row.pk, now=now)
    return row


@transaction.atomic
def answer_recommendation(*, recommendation: Recommendation, facts: AnswerFacts, now: datetime) -> Recommendation:
    """The person says what became of it. What they keep to themselves tells nobody anything, also afterwards."""
    recommendation.state, recommendation.tried_on = facts.state, facts.tried_on
    recommendation.how_it_was, recommendation.is_told = facts.how_it_was, facts.is_told
    recommendation.save(update_fields=["state", "tried_on", "how_it_was", "is_told"])
    if facts.is_told:
        tell_team(recommendation.care_team, now=now)
    return recommendation


# Reading


@dataclass(frozen=True, slots=True)
class Recommended:
    """A recommendation with what the directory and the map say of it now."""

    row: Recommendation
    listing_id: UUID | None
    """The listing that stands for it now."""
    is_gone: bool
    """It was in the directory and is no longer."""
    tie: Tie | None
    """What it became on the map."""


def recommended_to(care_team: CareTeam) -> list[Recommended]:
    """Everything the team recommended, the newest first."""
    found = care_team.recommendations.select_related("listing__merged_into", "care_team")
    return _with_listings(list(found.order_by("-created_at", "pk")[:100]), care_team)


def recommended_one(row: Recommendation) -> Recommended:
    """One of them."""
    return _with_listings([row], row.care_team)[0]


def _with_listings(found: Sequence[Recommendation], care_team: CareTeam) -> list[Recommended]:
    there = listings_there(row.listing for row in found)
    ties = _ties_made_of([row.listing for row in found if row.listing], care_team)
    return [
        Recommended(
            row,
            row.listing_id and there.get(row.listing_id),
            row.listing_id is not None and row.listing_id not in there,
            ties.get(standing(row.listing)) if row.listing else None,
        )
        for row in found
    ]


def listings_there(listings: Iterable[Listing | None]) -> dict[UUID, UUID]:
    """Listings that can still be read -> the listing that stands for the meeting now. Two reads."""
    wanted = {one.pk: one for one in listings if one is not None}
    if not wanted:
        return {}
    meetings = standing_meetings(wanted)
    return {pk: standing(one) for pk, one in wanted.items() if pk in meetings}


def standing(listing: Listing) -> UUID:
    """The listing that stands for the same meeting."""
    return listing.merged_into_id or listing.pk


def _ties_made_of(listings: Sequence[Listing], care_team: CareTeam) -> dict[UUID, Tie]:
    keys = {str(pk): standing(one) for one in listings for pk in (one.pk, standing(one))}
    if not keys:
        return {}
    ties = Tie.objects.filter(person=care_team.person_id, listing_key__in=keys)
    return {keys[tie.listing_key]: tie for tie in ties}


def choices_for(words: str, viewer: Viewer) -> list[Row]:
    """The first listings that these words find."""
    if not words.strip():
        return []
    copy = holder.current()
    senses = senses_of(words, copy.languages)
    query = Query(words=words, senses=senses, sort=Sort.FIT, counts=False, limit=MOST_FOUND)
    return rows(copy, copy.search(query, viewer.now).hits, viewer)
