"""Rows of one person as plain values, and back: what every app's copy is made of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models, transaction

from holdfast.accounts.models import Person

Mend = Callable[[Any], None]


class CannotLoad(Exception):
    """The data does not fit; the text says where."""


@dataclass(frozen=True, slots=True)
class Loading:
    """One copy on its way in: whose it becomes, and the new id of each row by the old one, over all apps."""

    person: Person
    ids: dict[str, Any] = field(default_factory=dict)


def rows_in(data: Mapping[str, Any], name: str) -> list[Any]:
    """One part of a copy; an absent one is empty. Raises CannotLoad."""
    rows = data.get(name, [])
    if not isinstance(rows, list):
        raise CannotLoad(f"{name} is not a list")
    return rows


def plain(row: models.Model, without: Collection[str] = ()) -> dict[str, Any]:
    """A row as plain values. Whose it is stands over the whole copy."""
    left_out = {"person", "by", *without}
    values = {
        column.name: _value(getattr(row, column.attname)) for column in row._meta.fields if column.name not in left_out
    }
    many = {
        column.name: sorted(str(one.pk) for one in getattr(row, column.name).all())
        for column in row._meta.many_to_many
        if column.name not in left_out
    }
    return {**values, **many}


def _value(value: Any) -> Any:
    if value is None or isinstance(value, (str, int, float, bool, dict, list)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def load_row(model: Any, row: Any, loading: Loading, where: str, mend: Mend | None = None) -> int:
    """Write one row under a new id; `mend` puts right what only its app knows. Raises CannotLoad."""
    if not isinstance(row, dict) or "id" not in row:
        raise CannotLoad(f"{where}: not a row with an id")
    made = model()
    for owner in {"person", "by"} & {column.name for column in model._meta.fields}:
        setattr(made, owner, loading.person)
    many: dict[str, list[Any]] = {}
    try:
        for name, value in row.items():
            _set(made, name, value, (loading.ids, many))
        if mend is not None:
            mend(made)
        made.full_clean(exclude=["person", "by", *_json(model)], validate_unique=False, validate_constraints=False)
        made.save(force_insert=True)
        for name, related in many.items():
            getattr(made, name).set(related)
    except (FieldDoesNotExist, ValidationError, KeyError, TypeError, ValueError) as error:
        raise CannotLoad(f"{where}: {_said(error)}") from error
    loading.ids[str(row["id"])] = made.pk
    return 1


def _json(model: Any) -> list[str]:
    """JSON columns take anything, and an empty one is not a missing one."""
    return [column.name for column in model._meta.fields if isinstance(column, models.JSONField)]


def _said(error: Exception) -> str:
    if isinstance(error, ValidationError):
        named = error.message_dict if hasattr(error, "error_dict") else {"a field": error.messages}
        return "; ".join(f"{name}: {', '.join(said)}" for name, said in named.items())
    return f"{type(error).__name__} in a field"


def _set(made: models.Model, name: str, value: Any, links: tuple[dict[str, Any], dict[str, list[Any]]]) -> None:
    ids, many = links
    column = made._meta.get_field(name)
    if column.primary_key:  # type: ignore[union-attr]  # only own fields are dumped
        made.pk = uuid4() if isinstance(column, models.UUIDField) else None
    elif isinstance(column, models.ManyToManyField):
        many[name] = [ids[str(one)] for one in value]
    elif isinstance(column, models.ForeignKey):
        setattr(made, column.attname, None if value is None else ids[str(value)])
    else:
        setattr(made, name, column.to_python(value) if not isinstance(column, models.BinaryField) else str(value))  # type: ignore[union-attr]


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything of one person in one app: named tables, in the order in which they can be written."""

    tables: Mapping[str, Any]
    """What is pointed at comes first."""
    mends: Mapping[Any, Mend] = field(default_factory=dict)
    """What the columns themselves do not check."""

    def dump(self, person: Person) -> dict[str, Any]:
        """Everything the person keeps here, as plain values."""
        return {name: [plain(row) for row in _rows(model, person)] for name, model in self.tables.items()}

    @transaction.atomic
    def load(self, *, data: Mapping[str, Any], loading: Loading) -> int:
        """Write it as the person's own; how many rows. Raises CannotLoad and then changes nothing."""
        return sum(
            load_row(model, row, loading, f"{name} {number}", self.mends.get(model))
            for name, model in self.tables.items()
            for number, row in enumerate(rows_in(data, name), start=1)
        )

    @transaction.atomic
    def erase(self, person: Person) -> None:
        """Delete everything the person keeps here."""
        for model in reversed(list(self.tables.values())):
            _rows(model, person).delete()

    def has_anything(self, person: Person) -> bool:
        """Whether the person keeps anything here yet."""
        return any(_rows(model, person).exists() for model in self.tables.values())


def _rows(model: Any, person: Person) -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = model.objects.filter(person=person)
    return rows.order_by("pk")
