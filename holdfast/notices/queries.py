"""How far what was written has come, in true words; and where somebody is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from holdfast.notices.actions import can_send
from holdfast.notices.delivery import WHILE_UNREACHABLE, waiting
from holdfast.notices.models import Destination, Notice

MOVED_LATELY = timedelta(days=1)
LATE = timedelta(minutes=5)
MANY_ATTEMPTS = 4
"""A quarter of an hour without the mail server."""


class Carried(StrEnum):
    """How far a notice came: nobody but the receiver's own tap can say more than "handed over"."""

    NOWHERE = "nowhere"
    """There is no place to send it to."""
    SAVED = "saved"
    HANDED_OVER = "handed_over"
    FAILED = "failed"
    """Every place refused it so far."""


@dataclass(frozen=True, slots=True)
class Way:
    """How far the notice about a thing came on one way. It says what kind of way, never the address."""

    via: str
    """A `Destination.Via`."""
    state: Carried
    at: datetime
    """When it came to be so; for what is saved, when it may leave."""
    is_given_up: bool = False
    """It is not tried again."""


def carried(things: Iterable[UUID]) -> Mapping[UUID, Carried]:
    """How far the notices about each of these came; the best of several places counts."""
    asked = list(things)
    found = dict.fromkeys(asked, Carried.NOWHERE)
    for notice in Notice.objects.filter(thing__in=asked).only("thing", "sent_at", "failed_at"):
        if notice.thing is not None:
            found[notice.thing] = max(found[notice.thing], _state(notice), key=ORDER.index)
    return found


ORDER = (Carried.NOWHERE, Carried.FAILED, Carried.SAVED, Carried.HANDED_OVER)


def _state(notice: Notice) -> Carried:
    if notice.sent_at:
        return Carried.HANDED_OVER
    return Carried.FAILED if notice.failed_at else Carried.SAVED


def ways(things: Iterable[UUID]) -> Mapping[UUID, tuple[Way, ...]]:
    """The same one by one, in the order they were written."""
    asked = list(things)
    found: dict[UUID, list[Way]] = {thing: [] for thing in asked}
    notices = (
        Notice.objects.filter(thing__in=asked)
        .select_related("destination")
        .order_by("created_at", "destination__via", "pk")
    )
    for notice in notices.defer("address", "body", "destination__address"):
        if notice.thing is not None:
            found[notice.thing].append(_way(notice))
    return {thing: tuple(there) for thing, there in found.items()}


def _way(notice: Notice) -> Way:
    at = notice.sent_at or notice.failed_at or notice.due_at
    via = notice.destination.via if notice.destination else Destination.Via.MAIL
    return Way(via, _state(notice), at, is_given_up=notice.parked_at is not None)


@dataclass(frozen=True, slots=True)
class Place:
    """A destination as its owner sees it."""

    id: UUID
    via: str
    name: str
    """The mail address; or which channel it is. Secret parts of an address are not shown again."""
    created_at: datetime
    is_confirmed: bool
    is_gone: bool
    failing_since: datetime | None
    is_sent_here: bool
    """This host can send that way now."""


def places_of(owner: UUID) -> list[Place]:
    """Everything somebody added, the oldest first."""
    return [
        Place(
            place.pk,
            place.via,
            place_name(place),
            place.created_at,
            place.confirmed_at is not None,
            place.off_at is not None,
            place.failing_since,
            can_send(place.via),
        )
        for place in Destination.objects.filter(person_id=owner).order_by("created_at", "via", "pk")
    ]


def place_name(place: Destination) -> str:
    """What tells it from the others, without what must stay secret."""
    if place.via == Destination.Via.MAIL:
        return place.address
    return place.address.partition("://")[0] if place.via == Destination.Via.APPRISE else ""


def are_moving(*, now: datetime) -> bool:
    """Whether the outbox works: nothing is overdue, nothing was given up lately, and the mail server answers."""
    overdue = waiting().filter(due_at__lt=now - LATE)
    given_up = Notice.objects.filter(parked_at__gt=now - MOVED_LATELY)
    stuck = waiting().filter(due_at__lte=now + WHILE_UNREACHABLE, attempts__gte=MANY_ATTEMPTS, failed_at__isnull=False)
    stuck = stuck.filter(destination__via=Destination.Via.MAIL)
    return not (overdue.exists() or given_up.exists() or stuck.exists())
