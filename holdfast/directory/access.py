"""Who may see and do what in the directory, on one page. What is not yours is not there: 404.

Everybody may see every listing, also one that is gone or hidden. Its keeper and operators may change it; operators
settle what was told about it; what a person wrote about their visits is theirs alone.
"""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404

from holdfast.accounts.models import Person
from holdfast.directory.models import Claim, ImportRun, Listing, Report, Settled, Source, Visit
from holdfast.directory.publishing import listings_shown

Row = TypeVar("Row", bound=Model)


def listing_with(listing_id: UUID) -> Listing:
    """The listing, or the answer that there is none."""
    found = Listing.objects.select_related("source").filter(pk=listing_id).first()
    if found is None:
        raise Http404
    return found


def listing_shown_with(listing_id: UUID) -> Listing:
    """The listing, if it is found in a search: what ended or was hidden has no times to give."""
    found = listings_shown().select_related("source").filter(pk=listing_id).first()
    if found is None:
        raise Http404
    return found


def standing_listing(listing_id: UUID) -> Listing:
    """The listing that stands for the same meeting."""
    found = listing_with(listing_id)
    return listing_with(found.merged_into_id) if found.merged_into_id else found


def listing_to_keep(person: Person, listing_id: UUID) -> Listing:
    """A listing that the person may change."""
    found = standing_listing(listing_id)
    if not may_keep(person, found):
        raise Http404
    return found


def may_keep(person: object, listing: Listing) -> bool:
    """Whether somebody may change a listing: whoever keeps it for its group, and operators."""
    return isinstance(person, Person) and (person.is_operator or listing.keeper_id == person.pk)


def check_operator(person: object) -> None:
    """Pages of operators are there for operators only."""
    if not (isinstance(person, Person) and person.is_operator):
        raise Http404


def report_to_settle(person: object, report_id: UUID) -> Report:
    """A report, for an operator."""
    check_operator(person)
    return _there(Report.objects.select_related("listing__source"), report_id)


def claim_to_settle(person: object, claim_id: UUID) -> Claim:
    """A claim, for an operator."""
    check_operator(person)
    return _there(Claim.objects.select_related("listing__source", "person"), claim_id)


def source_to_tend(person: object, source_id: int) -> Source:
    """A source, for an operator."""
    check_operator(person)
    found = Source.objects.filter(pk=source_id).first()
    if found is None:
        raise Http404
    return found


def run_to_settle(person: object, run_id: int) -> ImportRun:
    """One reading of a source, for an operator."""
    check_operator(person)
    found = ImportRun.objects.select_related("source", "settled_by").filter(pk=run_id).first()
    if found is None:
        raise Http404
    return found


def visits_of(person: Person) -> QuerySet[Visit]:
    """The person's own visits, the last one first."""
    return Visit.objects.filter(person=person).select_related("listing").order_by("-on", "-created_at")


def visit_of(person: Person, visit_id: UUID) -> Visit:
    """One of the person's own visits."""
    return _there(visits_of(person), visit_id)


def kept_by(person: Person) -> QuerySet[Listing]:
    """The listings that a person keeps."""
    return Listing.objects.filter(keeper=person).order_by("name", "pk")


def open_claim(person: Person, listing: Listing) -> Claim | None:
    """What the person asked for and nobody answered yet."""
    return Claim.objects.filter(person=person, listing=listing, state=Settled.OPEN).first()


def _there(rows: QuerySet[Row], pk: UUID) -> Row:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def listing_to_join(person: object, listing_id: UUID) -> Listing:
    """A listing, for an operator who says what it is one meeting with."""
    check_operator(person)
    return listing_with(listing_id)
