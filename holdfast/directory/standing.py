"""What stands for a meeting: its listing, with what its own group says laid over what the feed says.

A group's own words are a listing of the source "kept" that is merged into the feed's listing. They hold only what the
group changed, also where the group says that something is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from holdfast.directory.models import Listing, Source, SourceKind
from holdfast.domain.meetings.meeting import Meeting

KEPT_KEY = "kept"
KEPT_RANK = 1000
"""Above every feed."""


def kept_source(*, now: datetime) -> Source:
    """The source of what is written here, made at its first use."""
    said = {"name": "Kept by its group", "format": "holdfast", "kind": SourceKind.KEPT, "rank": KEPT_RANK}
    return Source.objects.get_or_create(key=KEPT_KEY, defaults={**said, "created_at": now, "imported_at": now})[0]


def kept_over(listing: Listing) -> Listing | None:
    """The group's own words about a listing."""
    return Listing.objects.filter(merged_into=listing, source__key=KEPT_KEY).order_by("pk").first()


def is_written_here(listing: Listing) -> bool:
    """It came from no feed."""
    return listing.source.key == KEPT_KEY


def meeting_of(listing: Listing) -> Meeting:
    """The meeting as it is to be shown."""
    kept = kept_over(listing)
    return overlaid(listing.meeting, kept.meeting if kept else {})


def meetings_of(listings: Iterable[Listing]) -> list[tuple[Listing, Meeting]]:
    """Listings with their meetings as they are to be shown, in the order given, in one query more."""
    listings = list(listings)
    rows = Listing.objects.filter(merged_into__in=listings, source__key=KEPT_KEY).order_by("-pk")
    kept = dict(rows.values_list("merged_into_id", "meeting"))
    return [(one, overlaid(one.meeting, kept.get(one.pk, {}))) for one in listings]


def overlaid(said: Mapping[str, Any], kept: Mapping[str, Any]) -> Meeting:
    """What a feed says under what the group says, both as stored."""
    return Meeting.from_json({**said, **kept, "key": said["key"]})
