"""Listings of several sources, stored for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from holdfast.directory.actions import Feed, apply_feed
from holdfast.directory.joining import join_listings
from holdfast.directory.models import Listing
from holdfast.domain.meetings.meeting import Meeting
from tests.domain.meetings.merge_cases import HALL


def listed(source: str, *, now: datetime, confirm: bool = True, **changes: Any) -> Listing:
    """The meeting in the library as a source lists it, imported."""
    meetings = [replace(HALL, **{"key": "k", **changes})]
    apply_feed(feed=Feed(source, source.title(), "meeting-guide"), meetings=meetings, now=now, confirm=confirm)
    return Listing.objects.get(source__key=source, key=meetings[0].key)


def imported(source: str, meetings: list[Meeting], *, now: datetime) -> None:
    """A whole feed."""
    apply_feed(feed=Feed(source, source.title(), "meeting-guide"), meetings=meetings, now=now, confirm=True)


def joined(*, now: datetime) -> dict[str, str | None]:
    """After the job ran: each source and the one that its listing stands with."""
    join_listings(now=now)
    rows = Listing.objects.select_related("source", "merged_into__source").order_by("source__key")
    return {row.source.key: row.merged_into.source.key if row.merged_into else None for row in rows}
