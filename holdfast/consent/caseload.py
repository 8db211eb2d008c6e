"""What people share with those who look: the one decision, for one looker or for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from holdfast.consent.models import Emergency, Grant, Restriction
from holdfast.domain.consent import IN_AN_EMERGENCY, Item, Purpose, Viewer, allowing

UNREAD = ("recipient", "discloser", "signature", "text")


@dataclass(frozen=True, slots=True)
class Pass:
    """By what somebody may look: a grant, or emergency access."""

    id: UUID
    viewer: Viewer
    ends_at: datetime
    is_emergency: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """As whom somebody looks at one person."""

    owner: UUID
    viewers: Collection[Viewer]


@dataclass(frozen=True, slots=True)
class Given:
    """One item that may be seen now: by what, and since when it was given."""

    item: Item
    by: Pass
    since: datetime
    grant: Grant | None = None

    @property
    def purpose(self) -> Purpose | None:
        """Why; an emergency has none."""
        return Purpose(self.grant.purpose) if self.grant else None

    @property
    def words(self) -> str:
        """Why, in the person's own words: opened with their key, and only where a page asks for them."""
        return self.grant.purpose_words if self.grant else ""


def given_to(lookers: Iterable[Wanted], *, now: datetime) -> list[list[Given]]:
    """What each of them may see now, in their order and in the order of the items. At most three queries.

    A grant comes before emergency access; while a person has stopped all sharing there is nothing of theirs.
    """
    wanted = list(lookers)
    stopped = _stopped(wanted)
    running = [one for one in wanted if one.owner not in stopped]
    given = _granted(running, now)
    _add_opened(
        [(one, found) for one, found in zip(running, given, strict=True) if IN_AN_EMERGENCY - found.keys()], now
    )
    shown = iter(given)
    ordered = [{} if one.owner in stopped else next(shown) for one in wanted]
    return [[found[item] for item in Item if item in found] for found in ordered]


def _stopped(wanted: Iterable[Wanted]) -> set[UUID]:
    owners = {one.owner for one in wanted}
    return set(Restriction.objects.filter(person__in=owners).values_list("person_id", flat=True))


def _granted(wanted: Collection[Wanted], now: datetime) -> list[dict[Item, Given]]:
    ids = {viewer.id for one in wanted for viewer in one.viewers}
    rows: dict[UUID, list[Grant]] = defaultdict(list)
    for row in Grant.objects.filter(viewer_id__in=ids, ended_at=None).defer(*UNREAD) if ids else ():
        rows[row.person_id].append(row)
    return [_by_grant(one.viewers, rows[one.owner], now) for one in wanted]


def _by_grant(viewers: Collection[Viewer], grants: list[Grant], now: datetime) -> dict[Item, Given]:
    rows, values = {row.pk: row for row in grants}, [row.value() for row in grants]
    found = {item: allowing(values, viewers=viewers, item=item, at=now) for item in Item}
    return {
        item: Given(item, Pass(one.id, one.viewer, one.ends_at), rows[one.id].created_at, rows[one.id])
        for item, one in found.items()
        if one
    }


def _add_opened(lacking: Iterable[tuple[Wanted, dict[Item, Given]]], now: datetime) -> None:
    """By emergency access, which professionals only have; where several run, by the one that runs longest."""
    asked = list(lacking)
    ids = {viewer.id for one, _ in asked for viewer in one.viewers if viewer.is_professional}
    if not ids:
        return
    rows = Emergency.objects.filter(viewer_id__in=ids, ended_at=None, created_at__lte=now, ends_at__gt=now)
    running = list(
        rows.only("person_id", "created_at", "viewer_kind", "viewer_id", "ends_at").order_by("-ends_at", "pk")
    )
    for one, found in asked:
        row = next((row for row in running if row.person_id == one.owner and row.viewer in one.viewers), None)
        if row is not None:
            by = Pass(row.pk, row.viewer, row.ends_at, is_emergency=True)
            found.update({item: Given(item, by, row.created_at) for item in IN_AN_EMERGENCY - found.keys()})
