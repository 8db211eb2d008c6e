"""One meeting once: finding and storing which listings of several sources are one meeting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from holdfast.accounts.models import Person
from holdfast.directory.actions import listings_moved
from holdfast.directory.models import (
    NEVER,
    OVER_KEY,
    IndexVersion,
    Listing,
    ListingChange,
    ListingMark,
    Lookalike,
    Sameness,
)
from holdfast.domain.meetings.meeting import Meeting
from holdfast.domain.meetings.merge import (
    ASK_AT,
    Decisions,
    Pair,
    Verdict,
    candidates,
    clusters,
    marks,
    verdict,
    wanted,
)

AT_ONCE = 500
"""Listings compared in one transaction."""
MARKS_AT_ONCE = 2000
Two = tuple[UUID, UUID]


@transaction.atomic
def join_listings(*, now: datetime, limit: int = AT_ONCE) -> int:
    """Compare what is new or changed with the other sources, and join or part accordingly. Returns how many were
    compared; what changes meanwhile waits for the next time. Costs what changed, not what exists."""
    _take_turns()
    waiting = _comparable().filter(~Q(compared_at=F("changed_at"))).order_by("changed_at", "pk")
    rows = list(waiting.only("pk", "meeting", "changed_at", "gone_at")[:limit])
    ids = {row.pk for row in rows}
    _write_marks(rows)
    Listing.objects.filter(pk__in=ids).update(compared_at=F("changed_at"))
    heirless = set(_comparable().filter(gone_at=None, merged_into__gone_at__isnull=False).values_list("pk", flat=True))
    if ids | heirless:
        _regroup(ids | heirless, now)
    return len(rows)


def join_everything(*, now: datetime) -> Iterator[int]:
    """Compare every listing again, some hundred at a time; yields how many each time."""
    Listing.objects.update(compared_at=NEVER)
    while done := join_listings(now=now):
        yield done


@transaction.atomic
def decide_sameness(*, one: Listing, other: Listing, is_same: bool, by: Person, now: datetime) -> None:
    """A person's word that two listings are one meeting, or are not. It stands above the rule, also after imports."""
    _take_turns()
    _decide((one.pk, other.pk), is_same=is_same, by=by, now=now)
    _regroup({one.pk, other.pk}, now)


@transaction.atomic
def split_listing(*, listing: Listing, by: Person, now: datetime) -> None:
    """A person's word that a listing is another meeting than all those it was joined with."""
    _take_turns()
    root = listing.merged_into_id or listing.pk
    others = _comparable().filter(Q(pk=root) | Q(merged_into=root)).exclude(pk=listing.pk)
    for other in others.order_by("pk").values_list("pk", flat=True):
        _decide((listing.pk, other), is_same=False, by=by, now=now)
    _regroup({listing.pk, root}, now)


def _comparable() -> QuerySet[Listing]:
    """Whole listings: what a group says over one is no meeting of its own, it goes where that one goes."""
    return Listing.objects.exclude(source__key=OVER_KEY)


def _take_turns() -> None:
    """Two workers, or a worker and an import, wait for each other here."""
    IndexVersion.objects.get_or_create(pk=1)
    IndexVersion.objects.select_for_update().get(pk=1)


def _decide(two: Two, *, is_same: bool, by: Person, now: datetime) -> None:
    one, other = sorted(two)
    said = {"is_same": is_same, "decided_at": now, "decided_by": by}
    Sameness.objects.update_or_create(one_id=one, other_id=other, defaults=said)
    Lookalike.objects.filter(one_id=one, other_id=other).delete()


# Finding


def _write_marks(rows: Sequence[Listing]) -> None:
    ListingMark.objects.filter(listing__in=rows).delete()
    ListingMark.objects.bulk_create(
        (
            ListingMark(listing=row, mark=mark)
            for row in rows
            if row.gone_at is None
            for mark in sorted(marks(Meeting.from_json(row.meeting)))
        ),
        batch_size=MARKS_AT_ONCE,
    )


@dataclass(frozen=True, slots=True)
class _Scope:
    """Everything that a change may touch: the listings, who is with whom now, and what people said."""

    asked: frozenset[UUID]
    rows: Mapping[UUID, Listing]
    alive: Mapping[UUID, Listing]
    decisions: Decisions[UUID]


def _regroup(ids: set[UUID], now: datetime) -> None:
    """Group anew what may be one meeting with any of these."""
    scope = _scope(ids)
    compared = list(_compared(scope))
    pairs = [Pair(one, other, said.score) for one, other, said in compared if said.is_same]
    source_of = {pk: row.source_id for pk, row in scope.alive.items()}
    found = clusters(source_of, pairs, scope.decisions)
    _note_lookalikes(scope, found, compared)
    if _store(scope, found, now):
        listings_moved(now=now)


def _scope(ids: set[UUID]) -> _Scope:
    known = ids | _alike(ids)
    decided = list(
        Sameness.objects.filter(Q(one__in=known) | Q(other__in=known)).values_list("one", "other", "is_same")
    )
    known |= {pk for one, other, _ in decided for pk in (one, other)}
    near = _comparable().filter(pk__in=known).values_list("pk", "merged_into")
    roots = {root or pk for pk, root in near}
    whole = _comparable().filter(Q(pk__in=roots) | Q(merged_into__in=roots)).select_related("source").order_by("pk")
    rows = {row.pk: row for row in whole}
    inside = Sameness.objects.filter(one__in=rows, other__in=rows).values_list("one", "other", "is_same")
    same = frozenset((one, other) for one, other, is_same in inside if is_same)
    different = frozenset((one, other) for one, other, is_same in inside if not is_same)
    alive = {pk: row for pk, row in rows.items() if row.gone_at is None}
    return _Scope(frozenset(ids), rows, alive, Decisions(same, different))


def _alike(ids: set[UUID]) -> set[UUID]:
    """Listings that share a mark with one of these."""
    stored = Listing.objects.filter(pk__in=ids, gone_at=None).values_list("meeting", flat=True)
    every = sorted({mark for meeting in stored for mark in wanted(Meeting.from_json(meeting))})
    found: set[UUID] = set()
    for at in range(0, len(every), MARKS_AT_ONCE):
        rows = ListingMark.objects.filter(mark__in=every[at : at + MARKS_AT_ONCE], listing__gone_at=None)
        found.update(rows.values_list("listing", flat=True))
    return found


def _compared(scope: _Scope) -> Iterator[tuple[UUID, UUID, Verdict]]:
    """Pairs of two sources in the scope and what the rule says."""
    pks = sorted(scope.alive)
    meetings = [Meeting.from_json(scope.alive[pk].meeting) for pk in pks]
    for at, to in candidates(meetings):
        one, other = pks[at], pks[to]
        if scope.alive[one].source_id != scope.alive[other].source_id:
            yield one, other, verdict(meetings[at], meetings[to])


# Storing


def _note_lookalikes(
    scope: _Scope, found: Iterable[frozenset[UUID]], compared: Iterable[tuple[UUID, UUID, Verdict]]
) -> None:
    """Keep the pairs that a person should look at, of the listings that were asked for."""
    home = {pk: cluster for cluster in found for pk in cluster}
    decided = scope.decisions.same | scope.decisions.different
    Lookalike.objects.filter(Q(one__in=scope.asked) | Q(other__in=scope.asked)).delete()
    Lookalike.objects.bulk_create(
        (
            Lookalike(one_id=one, other_id=other, score=said.score, reasons=[str(why) for why in said.reasons])
            for one, other, said in compared
            if said.score >= ASK_AT
            and home[one] != home[other]
            and (one, other) not in decided
            and not scope.asked.isdisjoint((one, other))
        ),
        batch_size=AT_ONCE,
        ignore_conflicts=True,
    )


def _store(scope: _Scope, found: Iterable[frozenset[UUID]], now: datetime) -> bool:
    """Write what is with what; whether anything moved."""
    wants = dict(_wanted_roots(scope, found))
    moved = [row for pk, row in scope.rows.items() if wants[pk] != row.merged_into_id]
    changes = [change for row in moved if (change := _change(scope, row, wants, now))]
    for row in moved:
        row.merged_into_id = wants[row.pk]
    Listing.objects.bulk_update(moved, ["merged_into"], batch_size=AT_ONCE)
    _carry_words_over({row.pk: row.merged_into_id or row.pk for row in moved})
    ListingChange.objects.bulk_create(changes, batch_size=AT_ONCE)
    return bool(moved)


def _carry_words_over(root_of: Mapping[UUID, UUID]) -> None:
    """What groups say over these listings goes to those that stand for their meetings now."""
    over = list(Listing.objects.filter(source__key=OVER_KEY, key__in=[str(pk) for pk in root_of]))
    for row in over:
        row.merged_into_id = root_of[UUID(row.key)]
    Listing.objects.bulk_update(over, ["merged_into"], batch_size=AT_ONCE)


def _wanted_roots(scope: _Scope, found: Iterable[frozenset[UUID]]) -> Iterator[tuple[UUID, UUID | None]]:
    """Listing -> the one that stands for its meeting, None where that is itself. What is gone follows those it was
    with, so that its address still leads somewhere."""
    root_of = {pk: _canonical(scope, cluster) for cluster in found for pk in cluster}
    heir_of = {row.merged_into_id: root_of[pk] for pk, row in sorted(scope.alive.items(), reverse=True)}
    for pk, row in scope.rows.items():
        before = row.merged_into_id or pk
        root = root_of.get(pk) or root_of.get(before) or heir_of.get(before, before)
        yield pk, None if root == pk else root


def _canonical(scope: _Scope, cluster: frozenset[UUID]) -> UUID:
    """The listing that stands for the meeting: the one its group keeps; else the one that did before, so that addresses
    stay; else one that may be given on; else the oldest."""
    stood = {row.merged_into_id for row in scope.rows.values()}
    rows = [scope.alive[pk] for pk in cluster]
    return min(rows, key=lambda row: _standing(row, stood)).pk


def _standing(row: Listing, stood: set[UUID | None]) -> tuple[bool, bool, bool, datetime, UUID]:
    return row.keeper_id is None, row.pk not in stood, not row.source.is_published, row.created_at, row.pk


def _change(scope: _Scope, row: Listing, wants: Mapping[UUID, UUID | None], now: datetime) -> ListingChange | None:
    """The line of its history; none for one that only took over the place of a listing that is gone."""
    before, after = row.merged_into_id, wants[row.pk]
    was_with = before if before in scope.alive else None
    if after is None and (was_with is None or (wants[was_with] or was_with) == row.pk):
        return None
    kind = ListingChange.Kind.SPLIT if after is None else ListingChange.Kind.JOINED
    fields = {"merged_into": [str(before) if before else None, str(after) if after else None]}
    return ListingChange(listing=row, at=now, kind=kind, fields=fields)
