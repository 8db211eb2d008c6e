"""Taking over what a source says about its listings."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, TypeVar

from django.db import transaction

from holdfast.directory.models import IndexVersion, Listing, ListingChange, Source, SourceKind
from holdfast.directory.source_queries import known_listings
from holdfast.domain.meetings.diff import Diff, compare, fields_changed, fingerprint
from holdfast.domain.meetings.meeting import Meeting

BATCH = 500
CHECKED_AGAIN_AFTER = timedelta(hours=12)
"""A check is shown by its day, so a source that is asked every hour does not rewrite all its rows every hour."""
Thing = TypeVar("Thing")
Progress = Callable[[int, int], None]
"""Told how many of how many listings are written."""
WRITTEN_AGAIN = ["name", "meeting", "fingerprint", "changed_at", "checked_at", "gone_at", "missing_at"]
"""Never who keeps it, whether it is hidden, or what it was merged into: those are people's words, not the source's."""


@dataclass(frozen=True, slots=True)
class Feed:
    """Where listings come from, and the marks to ask for changes only. What is empty stays as it was."""

    key: str
    name: str
    format: str
    fellowship: str = ""
    licence: str = ""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Applied:
    """What changed: `held` listings are no longer in the source but were kept, because so many at once is unlikely."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    held: int = 0


def counts_of(diff: Diff) -> Applied:
    """How many listings of each kind a difference has; one that is back counts as changed."""
    return Applied(
        added=len(diff.new),
        changed=len(diff.changed) + len(diff.back),
        unchanged=len(diff.unchanged) + len(diff.found) + len(diff.own),
        gone=len(diff.gone),
        held=len(diff.held),
    )


def apply_feed(
    *, feed: Feed, meetings: Sequence[Meeting], now: datetime, confirm: bool = False, progress: Progress | None = None
) -> Applied:
    """Make the source's listings what the feed says, in one transaction.

    Listings the feed no longer has are marked gone, unless they are more than a fifth of all and `confirm` is not
    given: a feed that shrank so much is more often broken than true. Fingerprints are made before the transaction, so
    that others wait for the writing only.
    """
    prints = {meeting.key: fingerprint(meeting) for meeting in meetings}
    with transaction.atomic():
        version = _locked_version()
        source = _source(feed, now)
        diff = compare(known_listings(source), prints, confirm=confirm)
        written = _written(meetings, diff)
        is_new = not (diff.changed or diff.back)
        for done, batch in _counted(_batches(written)):
            before = {} if is_new else _before(source, batch)
            _write([_listing(source, meeting, prints[meeting.key], now) for meeting in batch], before, now)
            if progress:
                progress(done, len(written))
        _mark_missing(source, diff, now)
        _check(source, now)
        if diff.is_seen:
            _move(version, now)
    return counts_of(diff)


@transaction.atomic
def end_missing(*, source: Source, now: datetime) -> int:
    """A person says that the listings which were held have ended. Returns how many."""
    version = _locked_version()
    held = source.listings.filter(gone_at=None, keeper=None).exclude(missing_at=None)
    keys = list(held.order_by("key").values_list("key", flat=True))
    _mark_gone(source, keys, now)
    if keys:
        _move(version, now)
    return len(keys)


@transaction.atomic
def check_feed(*, key: str, now: datetime) -> int:
    """The source said that nothing changed: every listing it has was checked now. Returns how many it has."""
    Source.objects.filter(key=key).update(imported_at=now)
    _check(Source.objects.get(key=key), now)
    return Listing.objects.filter(source__key=key, gone_at=None, missing_at=None).count()


def _locked_version() -> IndexVersion:
    """Two imports at once take turns here."""
    IndexVersion.objects.bulk_create([IndexVersion(pk=1)], ignore_conflicts=True)
    return IndexVersion.objects.select_for_update().get(pk=1)


def listings_moved(*, now: datetime) -> None:
    """Something of a listing changed: every process builds its index again, and every published feed is new."""
    _move(_locked_version(), now)


def _move(version: IndexVersion, now: datetime) -> None:
    """Random, not counted: a count would repeat after an older copy of the database was put back."""
    version.number, version.moved_at = secrets.randbits(62), now
    version.save()


def _source(feed: Feed, now: datetime) -> Source:
    """The source, made at its first feed. What an operator wrote about it is replaced only by what is said again."""
    told = {"name": feed.name, "fellowship": feed.fellowship, "licence": feed.licence}
    kind = SourceKind.ADDRESS if "://" in feed.key else SourceKind.FILE
    marks = {"format": feed.format, "etag": feed.etag, "last_modified": feed.last_modified, "imported_at": now}
    source, _ = Source.objects.update_or_create(
        key=feed.key,
        defaults={**marks, **{name: value for name, value in told.items() if value}},
        create_defaults={**marks, **told, "name": feed.name or feed.key, "kind": kind, "created_at": now},
    )
    return source


def _written(meetings: Sequence[Meeting], diff: Diff) -> list[Meeting]:
    wanted = set(diff.written)
    return [meeting for meeting in meetings if meeting.key in wanted]


def _before(source: Source, batch: list[Meeting]) -> Mapping[str, Listing]:
    keys = [meeting.key for meeting in batch]
    return {row.key: row for row in source.listings.filter(key__in=keys).only("key", "meeting", "gone_at")}


def _write(rows: list[Listing], before: Mapping[str, Listing], now: datetime) -> None:
    """Write a few listings, and what changed about those that were there."""
    changes = [_change(before[row.key], row.meeting, now) for row in rows if row.key in before]
    Listing.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["source", "key"], update_fields=WRITTEN_AGAIN
    )
    ListingChange.objects.bulk_create(changes)


def _change(before: Listing, after: Mapping[str, Any], now: datetime) -> ListingChange:
    kind = ListingChange.Kind.BACK if before.gone_at else ListingChange.Kind.CHANGED
    return ListingChange(listing_id=before.pk, at=now, kind=kind, fields=fields_changed(before.meeting, after))


def _listing(source: Source, meeting: Meeting, mark: str, now: datetime) -> Listing:
    return Listing(
        source=source,
        key=meeting.key,
        name=meeting.name[:300],
        meeting=meeting.to_json(),
        fingerprint=mark,
        created_at=now,
        changed_at=now,
        checked_at=now,
    )


def _mark_missing(source: Source, diff: Diff, now: datetime) -> None:
    for batch in _batches(diff.found):
        source.listings.filter(key__in=batch).update(missing_at=None)
    for batch in _batches(diff.held):
        source.listings.filter(key__in=batch, missing_at=None).update(missing_at=now)
    _mark_gone(source, diff.gone, now)


def _mark_gone(source: Source, keys: Iterable[str], now: datetime) -> None:
    for batch in _batches(keys):
        rows = source.listings.filter(key__in=batch, gone_at=None)
        ends = [
            ListingChange(listing_id=pk, at=now, kind=ListingChange.Kind.GONE)
            for pk in rows.values_list("pk", flat=True)
        ]
        rows.update(gone_at=now, missing_at=None)
        ListingChange.objects.bulk_create(ends)


def _check(source: Source, now: datetime) -> None:
    """Everything that is neither gone nor missing was in the feed. What its group keeps is checked by its group."""
    there = source.listings.filter(gone_at=None, missing_at=None, keeper=None)
    there.filter(checked_at__lt=now - CHECKED_AGAIN_AFTER).update(checked_at=now)


def _batches(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    things = iter(things)
    while batch := list(islice(things, BATCH)):
        yield batch


def _counted(batches: Iterable[list[Thing]]) -> Iterator[tuple[int, list[Thing]]]:
    """Each batch with how many things there were with it."""
    done = 0
    for batch in batches:
        done += len(batch)
        yield done, batch
