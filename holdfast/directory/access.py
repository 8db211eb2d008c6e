"""Who may see what of the directory: everybody may see every listing, also one that is gone, to whoever kept it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from holdfast.directory.models import Listing
from holdfast.directory.publishing import listings_shown


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
