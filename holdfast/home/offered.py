"""What can be offered: real meetings that fit, and the next small steps among which they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from holdfast.accounts.models import Person
from holdfast.directory.members import shown_meetings
from holdfast.directory.models import Listing
from holdfast.directory.places import Place, meant, place_with
from holdfast.directory.queries import MOST_OFFERS, Wish, offers_near
from holdfast.directory.shown import Row, Viewer, row
from holdfast.domain.meetings.meeting import Meeting
from holdfast.domain.meetings.query import Hit
from holdfast.domain.meetings.spoken import next_moment
from holdfast.domain.steps import Offer, Situation, next_steps
from holdfast.network.access import ties_of
from holdfast.network.step_words import Told, told


@dataclass(frozen=True, slots=True)
class Near:
    """The place somebody typed. Used for this page only."""

    typed: str = ""
    chosen: str = ""

    @property
    def choices(self) -> list[Place]:
        """The places it could mean."""
        chosen = place_with(self.chosen)
        if chosen and chosen.label == self.typed:
            return [chosen]
        return meant(self.typed) if self.typed else []

    @property
    def place(self) -> Place | None:
        """The place, when there is no doubt."""
        choices = self.choices
        return choices[0] if len(choices) == 1 else None


def offers_for(person: Person, wish: Wish, viewer: Viewer, *, limit: int = MOST_OFFERS) -> list[Offer]:
    """Meetings that fit and are not kept yet. Groups for families are only offered to who supports someone."""
    found = offers_near(wish, viewer=viewer, limit=limit)
    if person.supports_someone:
        found += offers_near(replace(wish, for_family=True), viewer=viewer, limit=limit)
    kept = set(ties_of(person).exclude(listing_key="").values_list("listing_key", flat=True))
    return [offer for offer in found if offer.id not in kept]


def steps_in(situation: Situation) -> list[Told]:
    """At most three small steps, in words."""
    chosen = next_steps(situation)
    subjects = {step.subject for step in chosen} & {offer.id for offer in situation.offers}
    named = Listing.objects.filter(pk__in=subjects).values_list("pk", "name") if subjects else ()
    return told(chosen, situation, offers={str(pk): name for pk, name in named})


def rows_for(offers: Iterable[Offer], viewer: Viewer) -> list[Row]:
    """Offers as the search shows them, in the same order, in one query."""
    offers = list(offers)
    stored = shown_meetings(UUID(offer.id) for offer in offers)
    found = [(offer, stored.get(UUID(offer.id))) for offer in offers]
    return [_row(offer, meeting, viewer) for offer, meeting in found if meeting]


def _row(offer: Offer, meeting: Meeting, viewer: Viewer) -> Row:
    hit = Hit(0, None, next_moment(meeting, viewer.now), offer.distance_km)
    return row(UUID(offer.id), meeting, hit, viewer)
