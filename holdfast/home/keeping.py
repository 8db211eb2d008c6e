"""Keeping a listing: it becomes a tie, and the person says which needs it could meet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from holdfast.accounts.models import Person
from holdfast.directory.members import whole_meeting
from holdfast.directory.models import Listing
from holdfast.directory.queries import suggestion_for
from holdfast.domain.network import Circle, SupportKind, gaps
from holdfast.network.access import ties_of
from holdfast.network.actions import ChannelFacts, TieFacts, add_tie, answer_cover
from holdfast.network.models import Need, Network, Tie
from holdfast.network.queries import network_value


@dataclass(frozen=True, slots=True)
class Choice:
    """What the person confirmed or changed about a listing before keeping it."""

    name: str
    circle: Circle
    networks: tuple[Network, ...]
    answers: Mapping[Need, bool]
    """Each need that was shown, and whether the listing could help with it."""

    def within(self, network: Network) -> Choice:
        """The same in this network."""
        return replace(self, networks=(network,))


def tie_from(person: Person, listing: Listing) -> Tie | None:
    """The tie that was made of this listing earlier, or of another source's listing of the same meeting."""
    root = listing.merged_into_id or listing.pk
    same = Listing.objects.filter(Q(pk=root) | Q(merged_into=root)).values_list("pk", flat=True)
    return ties_of(person).filter(listing_key__in=[str(pk) for pk in same]).order_by("created_at").first()


def fitting(needs: Iterable[Need], gives: Mapping[SupportKind, int]) -> list[Need]:
    """The needs that what is given usually meets."""
    return [need for need in needs if gives.get(SupportKind(need.kind), 0) > 0]


@transaction.atomic
def keep_listing(*, by: Person, listing: Listing, choice: Choice, now: datetime) -> Tie:
    """Make a tie of the listing. Keeping it twice, even at the same moment, leads to the same tie."""
    Person.objects.select_for_update().get(pk=by.pk)
    kept = tie_from(by, listing)
    if kept is not None:
        return kept
    suggested = suggestion_for(listing, whole_meeting(listing))
    facts = TieFacts(
        name=choice.name,
        role=suggested.role,
        circle=choice.circle,
        gives=suggested.gives,
        channels=tuple(ChannelFacts(via, value) for via, value in suggested.channels),
        listing_key=suggested.listing_key,
    )
    tie = add_tie(by=by, networks=choice.networks, facts=facts, now=now)
    answer_cover(tie=tie, answers=choice.answers)
    return tie


def filled(person: Person, needs: Iterable[Need], *, today: date) -> list[Need]:
    """Those of the needs that nobody meets yet."""
    seats = {need.id for need in gaps(network_value(person, today=today))}
    return [need for need in needs if str(need.pk) in seats]
