"""Taking over what a source says about its listings."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from holdfast.directory.models import IndexVersion, Listing, Source
from holdfast.domain.meetings.meeting import Meeting

BATCH = 500
Thing = TypeVar("Thing")
WRITTEN_AGAIN = ["name", "meeting", "fingerprint", "changed_at", "checked_at", "gone_at"]
MISSING_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Feed:
    """Where listings come from, and the marks to ask for changes only."""

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


@dataclass(frozen=True, slots=True)
class _Kept:
    pk: UUID
    fingerprint: str
    is_gone: bool


@transaction.atomic
def apply_feed(*, feed: Feed, meetings: Sequence[Meeting], now: datetime, confirm: bool = False) -> Applied:
    """Make the source's listings what the feed says, in one transaction.

    Listings the feed no longer has are marked gone, unless they are more than a fifth of all and `confirm` is not
    given: a feed that shrank so much is more often broken than true.
    """
    version = _locked_version()
    source = _source(feed, now)
    kept = _kept(source)
    prints = {meeting.key: fingerprint(meeting) for meeting in meetings}
    write = [meeting for meeting in meetings if _differs(kept.get(meeting.key), prints[meeting.key])]
    _write(source, write, prints, now)
    _check(source, [found.pk for key, found in kept.items() if key in prints], now)
    missing = [found.pk for key, found in kept.items() if key not in prints and not found.is_gone]
    is_held = _is_too_many(len(missing), sum(not found.is_gone for found in kept.values())) and not confirm
    if not is_held:
        _mark_gone(missing, now)
    if write or (missing and not is_held):
        _move(version, now)
    added = sum(meeting.key not in kept for meeting in write)
    held, gone = (len(missing), 0) if is_held else (0, len(missing))
    return Applied(added, len(write) - added, len(prints) - len(write), gone, held)


@transaction.atomic
def check_feed(*, key: str, now: datetime) -> int:
    """The source said that nothing changed: every listing it has was checked now. Returns how many."""
    Source.objects.filter(key=key).update(imported_at=now)
    return Listing.objects.filter(source__key=key, gone_at=None).update(checked_at=now)


def fingerprint(meeting: Meeting) -> str:
    """The same for the same meeting, whatever the order in which it was written."""
    text = json.dumps(meeting.to_json(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _locked_version() -> IndexVersion:
    """Two imports at once take turns here."""
    IndexVersion.objects.get_or_create(pk=1)
    return IndexVersion.objects.select_for_update().get(pk=1)


def listings_moved(*, now: datetime) -> None:
    """Something of a listing changed: every process builds its index again, and every published feed is new."""
    _move(_locked_version(), now)


def _move(version: IndexVersion, now: datetime) -> None:
    """Random, not counted: a count would repeat after an older copy of the database was put back."""
    version.number, version.moved_at = secrets.randbits(62), now
    version.save()


def _source(feed: Feed, now: datetime) -> Source:
    said = {"name": feed.name, "format": feed.format, "fellowship": feed.fellowship, "licence": feed.licence}
    said |= {"etag": feed.etag, "last_modified": feed.last_modified}
    source, _ = Source.objects.update_or_create(
        key=feed.key,
        defaults={**said, "imported_at": now},
        create_defaults={**said, "imported_at": now, "created_at": now},
    )
    return source


def _kept(source: Source) -> Mapping[str, _Kept]:
    rows = source.listings.values_list("key", "pk", "fingerprint", "gone_at").iterator(chunk_size=5000)
    return {key: _Kept(pk, mark, gone_at is not None) for key, pk, mark, gone_at in rows}


def _differs(kept: _Kept | None, mark: str) -> bool:
    return kept is None or kept.is_gone or kept.fingerprint != mark


def _is_too_many(missing: int, active: int) -> bool:
    return missing > active * MISSING_SHARE


def _write(source: Source, meetings: Iterable[Meeting], prints: Mapping[str, str], now: datetime) -> None:
    for batch in _batches(meetings):
        Listing.objects.bulk_create(
            [_listing(source, meeting, prints[meeting.key], now) for meeting in batch],
            update_conflicts=True,
            unique_fields=["source", "key"],
            update_fields=WRITTEN_AGAIN,
        )


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


def _check(source: Source, pks: Iterable[UUID], now: datetime) -> None:
    for batch in _batches(pks):
        source.listings.filter(pk__in=batch).update(checked_at=now)


def _mark_gone(pks: Iterable[UUID], now: datetime) -> None:
    for batch in _batches(pks):
        Listing.objects.filter(pk__in=batch).update(gone_at=now)


def _batches(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    things = iter(things)
    while batch := list(islice(things, BATCH)):
        yield batch
