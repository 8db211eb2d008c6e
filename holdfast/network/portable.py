"""Everything a person keeps in the network app: out as plain values, in again, or gone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction

from holdfast.accounts.models import Person
from holdfast.accounts.rows import CannotLoad, Loading, Mend, load_row, plain, rows_in
from holdfast.domain.network import SupportKind
from holdfast.network.models import (
    Acquaintance,
    Channel,
    ContactDraft,
    CoverAnswer,
    Goal,
    Need,
    Network,
    Rung,
    StepAnswer,
    Support,
    Tie,
    TieRecord,
    Touch,
)

__all__ = ["CannotLoad", "dump", "erase", "has_anything", "load"]
PARTS: dict[str, Any] = {
    "networks": Network,
    "ties": Tie,
    "support": Support,
    "channels": Channel,
    "tie_records": TieRecord,
    "acquaintances": Acquaintance,
    "needs": Need,
    "cover_answers": CoverAnswer,
    "touches": Touch,
    "goals": Goal,
    "rungs": Rung,
    "step_answers": StepAnswer,
}
"""In the order in which they can be written: what is pointed at comes first."""
OWNER = {Support: "tie__person", TieRecord: "tie__person", CoverAnswer: "tie__person"}


def dump(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Every row the person owns, as plain values."""
    return {name: [plain(row) for row in _rows(model, person)] for name, model in PARTS.items()}


@transaction.atomic
def load(*, person: Person, data: Mapping[str, Any], now: datetime, loading: Loading | None = None) -> int:
    """Write dumped rows as the person's own, under new ids. Raises CannotLoad and then changes nothing. What points to
    them in other apps finds their new ids in `loading`."""
    loading = loading or Loading(person)
    return sum(
        load_row(model, row, loading, f"{name} {number}", _mended(loading.ids))
        for name, model in PARTS.items()
        for number, row in enumerate(rows_in(data, name), start=1)
    )


@transaction.atomic
def erase(person: Person) -> int:
    """Delete every row the person owns."""
    gone: int = ContactDraft.objects.filter(person=person).delete()[0]
    for model in reversed(PARTS.values()):
        gone += _rows(model, person).delete()[0]
    return gone


def has_anything(person: Person) -> bool:
    """Whether the person keeps anything here yet."""
    return any(_rows(model, person).exists() for model in (Tie, Need, Network))


def _rows(model: Any, person: Person) -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = model.objects.filter(**{OWNER.get(model, "person"): person})
    return rows.order_by("pk")


def _mended(ids: Mapping[str, Any]) -> Mend:
    def mend(made: Any) -> None:
        _put_in_order(made)
        _point_again(made, ids)
        _check_gives(made)

    return mend


def _put_in_order(made: models.Model) -> None:
    if isinstance(made, Acquaintance) and made.one_id > made.other_id:
        made.one_id, made.other_id = made.other_id, made.one_id


def _point_again(made: models.Model, ids: Mapping[str, Any]) -> None:
    """An answer to a step names what the step was about by its id."""
    if isinstance(made, StepAnswer):
        made.subject = str(ids.get(made.subject, made.subject))


def _check_gives(made: models.Model) -> None:
    """JSON columns take anything, so what is in them is checked here."""
    if isinstance(made, TieRecord) and not all(strength in {1, 2, 3} for strength in _gives(made).values()):
        raise ValueError("strength")


def _gives(made: TieRecord) -> dict[SupportKind, Any]:
    return {SupportKind(kind): strength for kind, strength in dict(made.gives).items()}
