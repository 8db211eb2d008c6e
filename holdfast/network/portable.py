"""Everything a person keeps in the network app: out as plain values, in again, or gone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models, transaction

from holdfast.accounts.models import Person
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


class CannotLoad(Exception):
    """The data does not fit; the text says where."""


def dump(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Every row the person owns, as plain values."""
    return {name: [_plain(row) for row in _rows(model, person)] for name, model in PARTS.items()}


@transaction.atomic
def load(*, person: Person, data: Mapping[str, Any], now: datetime) -> int:
    """Write dumped rows as the person's own, under new ids. Raises CannotLoad and then changes nothing."""
    ids: dict[str, Any] = {}
    return sum(
        _load_row(model, row, (person, ids, f"{name} {number}"))
        for name, model in PARTS.items()
        for number, row in enumerate(_list(data, name), start=1)
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


def _list(data: Mapping[str, Any], name: str) -> list[Any]:
    rows = data.get(name, [])
    if not isinstance(rows, list):
        raise CannotLoad(f"{name} is not a list")
    return rows


def _plain(row: models.Model) -> dict[str, Any]:
    shown = {field.name: field for field in row._meta.fields if field.name not in {"person", "by"}}
    values = {name: _value(getattr(row, field.attname)) for name, field in shown.items()}
    many = {
        field.name: sorted(str(one.pk) for one in getattr(row, field.name).all()) for field in row._meta.many_to_many
    }
    return {**values, **many}


def _value(value: Any) -> Any:
    if value is None or isinstance(value, (str, int, float, bool, dict, list)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _load_row(model: Any, row: Any, place: tuple[Person, dict[str, Any], str]) -> int:
    person, ids, where = place
    if not isinstance(row, dict) or "id" not in row:
        raise CannotLoad(f"{where}: not a row with an id")
    made = model()
    for owner in {"person", "by"} & {field.name for field in model._meta.fields}:
        setattr(made, owner, person)
    many: dict[str, list[Any]] = {}
    try:
        for name, value in row.items():
            _set(made, name, value, (ids, many))
        _put_in_order(made)
        _point_again(made, ids)
        _check_gives(made)
        made.full_clean(exclude=["person", "by", "gives"], validate_unique=False, validate_constraints=False)
        made.save(force_insert=True)
        for name, related in many.items():
            getattr(made, name).set(related)
    except (FieldDoesNotExist, ValidationError, KeyError, TypeError, ValueError) as error:
        raise CannotLoad(f"{where}: {_said(error)}") from error
    ids[str(row["id"])] = made.pk
    return 1


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


def _said(error: Exception) -> str:
    if isinstance(error, ValidationError):
        named = error.message_dict if hasattr(error, "error_dict") else {"a field": error.messages}
        return "; ".join(f"{name}: {', '.join(said)}" for name, said in named.items())
    return f"{type(error).__name__} in a field"


def _set(made: models.Model, name: str, value: Any, links: tuple[dict[str, Any], dict[str, list[Any]]]) -> None:
    ids, many = links
    field = made._meta.get_field(name)
    if field.primary_key:  # type: ignore[union-attr]  # only own fields are dumped
        made.pk = uuid4() if isinstance(field, models.UUIDField) else None
    elif isinstance(field, models.ManyToManyField):
        many[name] = [ids[str(one)] for one in value]
    elif isinstance(field, models.ForeignKey):
        setattr(made, field.attname, None if value is None else ids[str(value)])
    else:
        setattr(made, name, field.to_python(value) if not isinstance(field, models.BinaryField) else str(value))  # type: ignore[union-attr]
