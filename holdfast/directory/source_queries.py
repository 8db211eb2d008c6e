"""What is known of sources and of what they said before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from holdfast.directory.models import ImportRun, Listing, Outcome, Source
from holdfast.domain.meetings.diff import Diff, Known, Standing, compare, fields_changed, fingerprint
from holdfast.domain.meetings.meeting import Meeting

MOST_SHOWN = 50
"""Of each kind of difference."""
SAMPLE = 5
"""Meetings shown as they will look."""


def known_listings(source: Source) -> Mapping[str, Known]:
    """What is remembered of a source's listings, by their keys."""
    rows = source.listings.values_list("key", "fingerprint", "gone_at", "missing_at", "keeper").order_by("pk")
    return {
        key: Known(mark, _standing(gone_at is not None, missing_at is not None), keeper is not None)
        for key, mark, gone_at, missing_at, keeper in rows.iterator(chunk_size=5000)
    }


def _standing(is_gone: bool, is_missing: bool) -> Standing:
    return Standing.GONE if is_gone else Standing.HELD if is_missing else Standing.LIVE


def difference(source: Source, meetings: Sequence[Meeting]) -> Diff:
    """What would change if these were taken over now. Writes nothing."""
    return compare(known_listings(source), {meeting.key: fingerprint(meeting) for meeting in meetings})


def preview_of(diff: Diff, source: Source, meetings: Sequence[Meeting]) -> dict[str, Any]:
    """The first of what would change, as plain values: enough for a person to decide."""
    said = {meeting.key: meeting for meeting in meetings}
    sample = [said[key] for key in diff.new[:SAMPLE]] or list(meetings[:SAMPLE])
    return {
        "new": [said[key].name for key in diff.new[:MOST_SHOWN]],
        "changed": _changes(source, (*diff.changed, *diff.back)[:MOST_SHOWN], said),
        "gone": _names(source, diff.gone[:MOST_SHOWN]),
        "held": _names(source, diff.held[:MOST_SHOWN]),
        "sample": [meeting.to_json() for meeting in sample],
    }


def _changes(source: Source, keys: Sequence[str], said: Mapping[str, Meeting]) -> list[list[Any]]:
    stored = dict(source.listings.filter(key__in=keys).values_list("key", "meeting"))
    return [[said[key].name, fields_changed(stored[key], said[key].to_json())] for key in keys]


def _names(source: Source, keys: Iterable[str]) -> list[str]:
    return list(source.listings.filter(key__in=list(keys)).order_by("name", "pk").values_list("name", flat=True))


def sources_waiting() -> QuerySet[Source]:
    """Sources that need a person: something waits for a look, or too much went missing at once."""
    waits = Exists(ImportRun.objects.filter(source=OuterRef("pk"), outcome=Outcome.WAITING, settled_by=None))
    misses = Exists(Listing.objects.filter(source=OuterRef("pk"), missing_at__isnull=False, gone_at=None))
    return Source.objects.filter(waits | misses)
