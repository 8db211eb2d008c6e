"""What a person agreed on with their supporters: out as plain values, in again as history, or gone.

What a supporter told of themselves (hours, limits, places, what their answers taught) is theirs and in no copy of
anybody else. A yes given to one installation binds nobody at another: agreements come in as ended.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction

from holdfast.accounts.models import Person
from holdfast.accounts.rows import CannotLoad, Loading, Mend, load_row, plain, rows_in
from holdfast.domain.asks.kinds import Kind, Stated
from holdfast.notices.actions import forget
from holdfast.sealing.digests import digest_of
from holdfast.sealing.keys import destroy_key
from holdfast.supporters.models import Agreement, EndedBy, Invitation, Supporter

__all__ = ["CannotLoad", "dump", "erase", "has_anything", "load"]
PARTS: dict[str, Any] = {"agreements": Agreement, "invitations": Invitation}
LEFT_OUT: Mapping[Any, Collection[str]] = {
    Agreement: {"supporter"},
    Invitation: {"token", "digest", "code", "wrong_codes"},
}
"""Whoever has the copy gets no key with it."""


def dump(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Every agreement and invitation of the person, as plain values."""
    return {name: [plain(row, LEFT_OUT[model]) for row in _rows(model, person)] for name, model in PARTS.items()}


@transaction.atomic
def load(*, person: Person, data: Mapping[str, Any], now: datetime, loading: Loading) -> int:
    """Write them as history of the person. Raises CannotLoad and then changes nothing."""
    mends: dict[str, Mend] = {"agreements": _as_history(now), "invitations": _as_closed(now)}
    return sum(
        load_row(model, row, loading, f"{name} {number}", mends[name])
        for name, model in PARTS.items()
        for number, row in enumerate(rows_in(data, name), start=1)
    )


@transaction.atomic
def erase(person: Person) -> None:
    """Delete the person's agreements and invitations, and every supporter who was here for them alone."""
    theirs = list(Supporter.objects.filter(agreements__person=person, account=None).distinct().order_by("pk"))
    for model in PARTS.values():
        _rows(model, person).delete()
    for supporter in theirs:
        if not supporter.agreements.exists():
            _forget(supporter)


def has_anything(person: Person) -> bool:
    """Whether the person agreed on anything with anybody yet."""
    return any(_rows(model, person).exists() for model in PARTS.values())


def _rows(model: Any, person: Person) -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = model.objects.filter(person=person)
    return rows.order_by("created_at", "pk")


def _as_history(now: datetime) -> Mend:
    def mend(made: Agreement) -> None:
        if not all(Kind(kind) and Stated(stated) for kind, stated in dict(made.kinds).items()):
            raise ValueError("kinds")
        made.supporter = Supporter.objects.create(created_at=now, left_at=now)
        made.ended_at, made.ended_by = made.ended_at or now, made.ended_by or EndedBy.PERSON

    return mend


def _as_closed(now: datetime) -> Mend:
    def mend(made: Invitation) -> None:
        made.digest = digest_of(str(made.pk))
        is_answered = made.accepted_at or made.declined_at
        made.revoked_at = made.revoked_at if is_answered else made.revoked_at or now

    return mend


def _forget(supporter: Supporter) -> None:
    forget(owner=supporter.pk)
    destroy_key(person_id=supporter.pk)
    supporter.delete()
