"""What waits for an operator, one thing at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import gettext_lazy as _

from holdfast.directory.members import whole_meeting
from holdfast.directory.models import Claim, Listing, Report, Settled
from holdfast.directory.telling_forms import PROBLEMS
from holdfast.directory.words import Words
from holdfast.domain.meetings.meeting import Meeting

REPORTS, CLAIMS, HIDDEN = "reports", "claims", "hidden"
PILES: dict[str, Words] = {
    REPORTS: _("Reports"),
    CLAIMS: _("Requests to keep"),
    HIDDEN: _("Hidden"),
}
FIRST = (Report.Kind.UNSAFE, Report.Kind.NOBODY_THERE)
"""Kinds that are looked at before the others."""


@dataclass(frozen=True, slots=True)
class Pile:
    """One kind of thing that waits."""

    code: str
    words: Words
    count: int
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """The page: the piles, and the one thing that lies on top of the chosen pile."""

    piles: tuple[Pile, ...]
    pile: str
    thing: Any = None
    listing: Listing | None = None
    meeting: Meeting | None = None
    words: Words = ""
    other_reports: int = 0
    skip: int = 0
    """How many of the pile to pass over for the next one; 0 where there is no next."""


def waiting(pile: str, skip: int) -> Waiting:
    """What to show of a pile, passing over some; without a pile, of the first that is not empty."""
    counts = {REPORTS: _reports().count(), CLAIMS: _claims().count(), HIDDEN: _hidden().count()}
    pile = pile if pile in PILES else next((code for code, count in counts.items() if count), REPORTS)
    skip = skip if 0 <= skip < counts[pile] else 0
    rows = {REPORTS: _reports, CLAIMS: _claims, HIDDEN: _hidden}[pile]()
    thing = rows[skip : skip + 1].first() if counts[pile] else None
    piles = tuple(Pile(code, words, counts[code], code == pile) for code, words in PILES.items())
    if thing is None:
        return Waiting(piles, pile)
    listing = thing if isinstance(thing, Listing) else thing.listing
    return Waiting(
        piles=piles,
        pile=pile,
        thing=thing,
        listing=listing,
        meeting=whole_meeting(listing),
        words=PROBLEMS.get(thing.kind, "") if isinstance(thing, Report) else PROBLEMS.get(listing.hidden_why, ""),
        other_reports=listing.reports.filter(state=Settled.OPEN).exclude(pk=thing.pk).count(),
        skip=skip + 1 if skip + 1 < counts[pile] else 0,
    )


def _reports() -> Any:
    """Open reports: those that may harm somebody first, then the oldest."""
    ranks = [When(kind=kind, then=Value(rank)) for rank, kind in enumerate(FIRST)]
    rank = Case(*ranks, default=Value(len(FIRST)), output_field=IntegerField())
    found = Report.objects.filter(state=Settled.OPEN).select_related("listing__source", "listing__keeper")
    return found.annotate(rank=rank).order_by("rank", "at", "pk")


def _claims() -> Any:
    found = Claim.objects.filter(state=Settled.OPEN).select_related("listing__source", "listing__keeper", "person")
    return found.order_by("at", "pk")


def _hidden() -> Any:
    """Hidden listings, the longest hidden first."""
    found = Listing.objects.filter(gone_at=None, merged_into=None).exclude(hidden_at=None)
    return found.select_related("source", "keeper").order_by("hidden_at", "pk")
