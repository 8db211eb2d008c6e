"""Who may see what of the directory: everybody may see every listing, also one that is gone, to whoever kept it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from holdfast.accounts.models import Person
from holdfast.directory.models import Listing


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


def listing_to_join(person: object, listing_id: UUID) -> Listing:
    """A listing, for an operator who says what it is one meeting with."""
    check_operator(person)
    return listing_with(listing_id)
