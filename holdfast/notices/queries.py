"""How far what was written has come, in true words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from uuid import UUID

from holdfast.notices.models import Notice


class Carried(StrEnum):
    """How far a notice came: nobody but the receiver's own tap can say more than "handed over"."""

    NOWHERE = "nowhere"
    """There is no place to send it to."""
    SAVED = "saved"
    HANDED_OVER = "handed_over"
    FAILED = "failed"
    """Every place refused it so far; it is tried again."""


def carried(things: Iterable[UUID]) -> Mapping[UUID, Carried]:
    """How far the notices about each of these came; the best of several places counts."""
    found: dict[UUID, Carried] = {}
    for notice in Notice.objects.filter(thing__in=list(things)).only("thing", "sent_at", "failed_at"):
        if notice.thing is not None:
            found[notice.thing] = _better(found.get(notice.thing), _state(notice))
    return found


def _state(notice: Notice) -> Carried:
    if notice.sent_at:
        return Carried.HANDED_OVER
    return Carried.FAILED if notice.failed_at else Carried.SAVED


def _better(one: Carried | None, other: Carried) -> Carried:
    order = (None, Carried.NOWHERE, Carried.FAILED, Carried.SAVED, Carried.HANDED_OVER)
    return max(one or other, other, key=order.index)
