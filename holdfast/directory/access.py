"""Who may see what of the directory: everybody may see every listing, also one that is gone, to whoever kept it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from holdfast.accounts.models import Person
from holdfast.directory.models import ImportRun, Listing, Source


def listing_with(listing_id: UUID) -> Listing:
    """The listing, or the answer that there is none."""
    found = Listing.objects.select_related("source").filter(pk=listing_id).first()
    if found is None:
        raise Http404
    return found


def check_operator(person: object) -> None:
    """Pages of operators are there for operators only."""
    if not (isinstance(person, Person) and person.is_operator):
        raise Http404


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
