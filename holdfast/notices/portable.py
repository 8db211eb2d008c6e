"""How a person is told, and where: out as plain values, and in again.

A place comes in unconfirmed: nothing goes there before a link that was sent there was opened. A device that gets pushes
from one host cannot get them from another, so those stay out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from holdfast.notices.actions import add_destination, set_receiver
from holdfast.notices.models import Destination, Receiver


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a moment without a zone")
    return at


WISHES: Mapping[str, Callable[[str], object]] = {
    "quiet_from": time.fromisoformat,
    "quiet_until": time.fromisoformat,
    "digest_at": time.fromisoformat,
    "snoozed_until": _moment,
}
"""What is taken along, and how it is read."""
MOST_PLACES = 50
LONGEST = 500


class CannotLoad(Exception):
    """The data does not fit; the text says where."""


def dump(owner: UUID) -> dict[str, Any]:
    """Quiet hours, the hour of the digest, the rest from messages; and the places, each with when it was confirmed."""
    receiver = Receiver.objects.filter(pk=owner).first() or Receiver(pk=owner)
    places = Destination.objects.filter(person_id=owner).exclude(via=Destination.Via.PUSH).order_by("created_at", "pk")
    return {
        "wishes": {name: value.isoformat() if (value := getattr(receiver, name)) else None for name in WISHES},
        "places": [
            {
                "via": place.via,
                "to": place.address,
                "created_at": place.created_at.isoformat(),
                "confirmed_at": place.confirmed_at and place.confirmed_at.isoformat(),
            }
            for place in places
        ],
    }


@transaction.atomic
def load(*, owner: UUID, data: Mapping[str, Any], now: datetime) -> int:
    """Write it as the person's own; returns how many places. Raises CannotLoad and then changes nothing."""
    wishes, places = _wishes(data.get("wishes") or {}), _places(data.get("places") or [])
    if wishes:
        set_receiver(owner=owner, now=now, **wishes)
    for via, address in places:
        add_destination(owner=owner, via=via, address=address, now=now)
    return len(places)


def _wishes(said: Any) -> dict[str, Any]:
    if not isinstance(said, Mapping):
        raise CannotLoad("notices: wishes")
    try:
        return {name: read(said[name]) for name, read in WISHES.items() if said.get(name) is not None}
    except (ValueError, TypeError) as error:
        raise CannotLoad("notices: wishes") from error


def _places(rows: Any) -> list[tuple[str, str]]:
    if not isinstance(rows, list) or len(rows) > MOST_PLACES:
        raise CannotLoad("notices: places")
    return [_place(row, number) for number, row in enumerate(rows, start=1)]


def _place(row: Any, number: int) -> tuple[str, str]:
    via, to = (row.get("via"), row.get("to")) if isinstance(row, Mapping) else (None, None)
    known = {Destination.Via.MAIL.value, Destination.Via.APPRISE.value}
    if via not in known or not isinstance(to, str) or not 0 < len(to) <= LONGEST or not to.isprintable():
        raise CannotLoad(f"notices: places {number}")
    try:
        if via == Destination.Via.MAIL:
            validate_email(to)
    except ValidationError as error:
        raise CannotLoad(f"notices: places {number}") from error
    return str(via), to
