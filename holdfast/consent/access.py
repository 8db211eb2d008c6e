"""Who may reach what in the consent app. `granted` is the one door to anything that is shared."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from holdfast.accounts.models import Person
from holdfast.consent.models import Emergency, Grant, Restriction
from holdfast.domain.consent import IN_AN_EMERGENCY, Item, Viewer, allowing


def grants_of(person: Person) -> QuerySet[Grant]:
    """Everything the person ever gave, the newest first."""
    return Grant.objects.filter(person=person).order_by("-created_at", "-pk")


def grant_for(person: Person, grant_id: UUID) -> Grant:
    """One grant of the person's, or 404."""
    return get_object_or_404(grants_of(person), pk=grant_id)


def is_restricted(person_id: UUID) -> bool:
    """Whether the person has stopped all sharing."""
    return Restriction.objects.filter(person=person_id).exists()


@dataclass(frozen=True, slots=True)
class Pass:
    """By what somebody may look: a grant, or emergency access."""

    id: UUID
    viewer: Viewer
    ends_at: datetime
    is_emergency: bool = False


def granted(*, viewers: Collection[Viewer], owner: UUID, item: Item, now: datetime) -> Pass | None:
    """By what one of these viewers may see this item of this person at this moment; None refuses."""
    rows = _of_viewers(Grant.objects.filter(person=owner, ended_at=None), viewers)
    found = allowing(
        [row.value() for row in rows], viewers=viewers, item=item, at=now, is_restricted=is_restricted(owner)
    )
    if found:
        return Pass(found.id, found.viewer, found.ends_at)
    return _emergency(viewers, owner, item, now)


def granted_or_404(*, viewers: Collection[Viewer], owner: UUID, item: Item, now: datetime) -> Pass:
    """The same, or 404: what is not shared is not there."""
    found = granted(viewers=viewers, owner=owner, item=item, now=now)
    if found is None:
        raise Http404
    return found


def items_granted(*, viewers: Collection[Viewer], owner: UUID, now: datetime) -> list[Item]:
    """What these viewers may see of this person now, in the order of the list."""
    return [item for item in Item if granted(viewers=viewers, owner=owner, item=item, now=now)]


def _emergency(viewers: Collection[Viewer], owner: UUID, item: Item, now: datetime) -> Pass | None:
    if item not in IN_AN_EMERGENCY:
        return None
    rows = _of_viewers(Emergency.objects.filter(person=owner, ended_at=None), viewers)
    row = rows.filter(created_at__lte=now, ends_at__gt=now).order_by("-ends_at").first()
    if row is None:
        return None
    viewer = next(one for one in viewers if one.id == row.viewer_id)
    return Pass(row.pk, viewer, row.ends_at, is_emergency=True)


def _of_viewers(rows: QuerySet[Any], viewers: Collection[Viewer]) -> QuerySet[Any]:
    return rows.filter(viewer_id__in=[viewer.id for viewer in viewers])
