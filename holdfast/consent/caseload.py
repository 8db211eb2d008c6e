"""What many people share with those who look, read at once: the same answer as `access.granted`, item by item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from holdfast.consent.access import Pass
from holdfast.consent.models import Emergency, Grant, Restriction
from holdfast.domain.consent import IN_AN_EMERGENCY, Item, Purpose, Viewer, allowing

UNREAD = ("recipient", "discloser", "signature", "text")


@dataclass(frozen=True, slots=True)
class Wanted:
    """As whom somebody looks at one person."""

    owner: UUID
    viewers: Collection[Viewer]


@dataclass(frozen=True, slots=True)
class Given:
    """One item that may be seen now: by what, why, and since when it was given. An emergency has no purpose."""

    item: Item
    by: Pass
    since: datetime
    purpose: Purpose | None = None
    words: str = ""


def given_to(lookers: Iterable[Wanted], *, now: datetime) -> list[list[Given]]:
    """What each of them may see now, in their order and in the order of the items."""
    wanted = list(lookers)
    ids = {viewer.id for one in wanted for viewer in one.viewers}
    grants: dict[UUID, list[Grant]] = defaultdict(list)
    for grant in Grant.objects.filter(viewer_id__in=ids, ended_at=None).defer(*UNREAD):
        grants[grant.person_id].append(grant)
    opened: dict[UUID, list[Emergency]] = defaultdict(list)
    running = Emergency.objects.filter(viewer_id__in=ids, ended_at=None, created_at__lte=now, ends_at__gt=now)
    for emergency in running.order_by("ends_at"):
        opened[emergency.person_id].append(emergency)
    owners = {one.owner for one in wanted}
    stopped = set(Restriction.objects.filter(person__in=owners).values_list("person_id", flat=True))
    return [_given(one, grants[one.owner], opened[one.owner], one.owner in stopped, now) for one in wanted]


def _given(
    wanted: Wanted, grants: list[Grant], opened: list[Emergency], is_restricted: bool, now: datetime
) -> list[Given]:
    rows, values = {row.pk: row for row in grants}, [row.value() for row in grants]
    found = []
    for item in Item:
        by = allowing(values, viewers=wanted.viewers, item=item, at=now, is_restricted=is_restricted)
        if by is not None:
            row = rows[by.id]
            passed = Pass(by.id, by.viewer, by.ends_at)
            found.append(Given(item, passed, row.created_at, Purpose(row.purpose), row.purpose_words))
        elif item in IN_AN_EMERGENCY:
            found += _opened(wanted, opened, item)
    return found


def _opened(wanted: Wanted, opened: list[Emergency], item: Item) -> list[Given]:
    """By emergency access; where several run, by the one that runs longest."""
    viewers = {viewer.id: viewer for viewer in wanted.viewers}
    mine = [row for row in opened if row.viewer_id in viewers]
    if not mine:
        return []
    row = mine[-1]
    passed = Pass(row.pk, viewers[row.viewer_id], row.ends_at, is_emergency=True)
    return [Given(item, passed, row.created_at)]
