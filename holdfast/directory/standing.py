"""What is written here: listings that no feed has, and what a group says over the feed's listing of it.

A group's own words are a listing of the source "kept-over", merged into the one that stands for the meeting. They
hold only what the group changed, also where the group says that something is empty.
"""

from __future__ import annotations

from datetime import datetime

from holdfast.directory.models import KEPT_KEY, OVER_KEY, Listing, Source, SourceKind

KEPT_RANK = 1000
"""Above every feed."""


def kept_source(*, now: datetime, key: str = KEPT_KEY) -> Source:
    """The source of what is written here, made at its first use."""
    said = {"name": "Kept by its group", "format": "holdfast", "kind": SourceKind.KEPT, "rank": KEPT_RANK}
    return Source.objects.get_or_create(key=key, defaults={**said, "created_at": now, "imported_at": now})[0]


def kept_over(listing: Listing) -> Listing | None:
    """The group's own words about a listing."""
    return Listing.objects.filter(merged_into=listing, source__key=OVER_KEY).order_by("pk").first()


def is_written_here(listing: Listing) -> bool:
    """It came from no feed."""
    return listing.source.key == KEPT_KEY
