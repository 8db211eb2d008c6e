"""The listings that several sources have of one meeting, read together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from holdfast.directory.models import OVER_KEY, Listing, SourceKind
from holdfast.domain.meetings.meeting import Meeting
from holdfast.domain.meetings.merged import Member, Merged, merged

Members = dict[UUID, list[Listing]]


def members_of(listing_ids: Iterable[UUID] | None = None, *, published_only: bool = False) -> Members:
    """Listing -> the other sources' listings of the same meeting, with their sources, in one query. None is all.

    What its source no longer has says nothing any more; `published_only` leaves out what may not be given on.
    """
    rows: QuerySet[Listing] = Listing.objects.filter(merged_into__isnull=False, gone_at=None).select_related("source")
    if listing_ids is not None:
        rows = rows.filter(merged_into__in=list(listing_ids))
    if published_only:
        rows = rows.filter(source__is_published=True)
    found: Members = {}
    for row in rows.order_by("pk").iterator(chunk_size=2000):
        if row.merged_into_id is not None:
            found.setdefault(row.merged_into_id, []).append(row)
    return found


def rows_together() -> Iterator[tuple[Listing, list[Listing]]]:
    """Every listing that is found, with the other sources' listings of the same meeting, in the order of the ids. One
    query, a few thousand in memory at a time."""
    rows = Listing.objects.filter(gone_at=None, hidden_at=None, merged_into__hidden_at=None).select_related("source")
    rows = rows.annotate(root=Coalesce("merged_into", "pk")).order_by("root", "pk")
    for root, some in groupby(rows.iterator(chunk_size=2000), key=lambda row: row.root):
        every = list(some)
        found = next((row for row in every if row.pk == root), None)
        if found is not None:
            yield found, [row for row in every if row is not found]


def shown_meeting(listing: Listing, members: Sequence[Listing] = ()) -> Merged[UUID]:
    """What the meeting is, from everything its sources say. A source that no longer lists it is heard last of all:
    only where nobody else is left."""
    over = [row for row in members if is_over(row)]
    others = [row for row in members if not is_over(row)]
    rows = [*([] if listing.gone_at and others else [listing]), *others]
    whole = merged([_member(row) for row in rows])
    for row in over:
        whole = _overlaid(whole, row)
    return whole


def is_over(row: Listing) -> bool:
    """It is what a group says over a listing: parts only, which stand above everything."""
    return row.source.key == OVER_KEY


def _overlaid(whole: Merged[UUID], over: Listing) -> Merged[UUID]:
    """Field by field what the group says, also where it says that there is nothing."""
    stored = {**whole.meeting.to_json(), **over.meeting, "key": whole.meeting.key}
    provenance = {**whole.provenance, **dict.fromkeys(over.meeting.keys() - {"key"}, over.pk)}
    return replace(whole, meeting=Meeting.from_json(stored), provenance=provenance)


def shown_meetings(listing_ids: Iterable[UUID]) -> dict[UUID, Meeting]:
    """Listing -> its meeting from everything that its sources say, of those that are not gone. One query."""
    ids = set(listing_ids)
    rows = Listing.objects.filter(Q(pk__in=ids) | Q(merged_into__in=ids), gone_at=None).select_related("source")
    found: Members = {}
    for row in rows.order_by("pk"):
        root = row.pk if row.pk in ids else row.merged_into_id
        if root is not None:
            found.setdefault(root, []).append(row)
    roots = {pk: row for pk, every in found.items() for row in every if row.pk == pk}
    return {
        pk: Meeting.from_json(root.meeting) if len(found[pk]) == 1 else _whole(root, found[pk])
        for pk, root in roots.items()
    }


def _whole(root: Listing, every: Sequence[Listing]) -> Meeting:
    return shown_meeting(root, [row for row in every if row.pk != root.pk]).meeting


def standing_ids(keys: Iterable[str]) -> dict[str, UUID]:
    """The keys that ties keep -> the listing that stands for the meeting now; keys that name none are left
    out. One query."""
    ids = {key: pk for key in keys if (pk := id_in(key))}
    rows = Listing.objects.filter(pk__in=ids.values()).values_list("pk", "merged_into")
    stands = {pk: root or pk for pk, root in rows}
    return {key: stands[pk] for key, pk in ids.items() if pk in stands}


def id_in(key: str) -> UUID | None:
    """The listing that a tie's key names. A copy from another house may name its listings in another way."""
    try:
        return UUID(key)
    except ValueError:
        return None


def whole_meeting(listing: Listing) -> Meeting:
    """One listing's meeting from everything that its sources say. One query."""
    return shown_meeting(listing, members_of([listing.pk]).get(listing.pk, ())).meeting


def standing_meetings(listing_ids: Iterable[UUID]) -> dict[UUID, Meeting]:
    """Listing -> its meeting as it is now, also where it was joined with another or its own source no longer has it;
    without those that nobody lists any more and those that are hidden. Two queries."""
    rows = Listing.objects.filter(pk__in=list(listing_ids)).select_related("source", "merged_into__source")
    stands = {row.pk: row.merged_into or row for row in rows.order_by("pk")}
    members = members_of({row.pk for row in stands.values()})
    return {
        pk: shown_meeting(row, members.get(row.pk, ())).meeting
        for pk, row in stands.items()
        if row.hidden_at is None and (row.gone_at is None or row.pk in members)
    }


def _member(row: Listing) -> Member[UUID]:
    return Member(
        id=row.pk,
        meeting=Meeting.from_json(row.meeting),
        checked_at=row.checked_at,
        source_rank=row.source.rank,
        is_kept=row.keeper_id is not None or row.source.kind == SourceKind.KEPT,
    )
