"""Querysets that are composed once. Composing one costs several times what running it does, and a plan needs nine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

Composed = Callable[..., QuerySet[Any, Any]]
MARKS: dict[type, list[Any]] = {
    UUID: [UUID(int=0xFFFF_FFFF - number) for number in range(2)],
    datetime: [datetime(1900, 1, 1 + number, tzinfo=UTC) for number in range(3)],
}
"""Values that no row has: they hold the places of those that come with each run."""


@dataclass(frozen=True, slots=True)
class _Statement:
    sql: str
    params: tuple[Any, ...]
    places: tuple[int | None, ...]
    """For each parameter, which of the values it is; None is a constant."""
    compiler: Any
    converters: dict[int, Any]


RAW = ("UUIDField", "JSONField")


class Prepared:
    """A queryset of `values_list` that depends on some ids and moments, given to `compose` in order.

    Ids and JSON come as the driver gives them, since most are only compared: see `id_of`, and JSON is text.
    """

    def __init__(self, compose: Composed, *kinds: type) -> None:
        self._compose, self._kinds = compose, kinds
        self._statements: dict[str, _Statement] = {}

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        """What the queryset would give for these values."""
        statement = self._statements.get(connection.vendor)
        if statement is None:
            statement = self._statements[connection.vendor] = self._composed()
        given = [_adapted(value) for value in values]
        params = [
            constant if place is None else given[place]
            for constant, place in zip(statement.params, statement.places, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, params)
            found: Sequence[Any] = cursor.fetchall()
        if statement.converters:
            found = [tuple(row) for row in statement.compiler.apply_converters(found, statement.converters)]
        return list(found)

    def _composed(self) -> _Statement:
        taken = {kind: iter(marks) for kind, marks in MARKS.items()}
        marks = [next(taken[kind]) for kind in self._kinds]
        compiler = self._compose(*marks).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        adapted = [_adapted(mark) for mark in marks]
        places = tuple(adapted.index(param) if param in adapted else None for param in params)
        columns = [column for column, _, _ in compiler.select[: compiler.col_count]]
        converters = {
            number: found
            for number, found in compiler.get_converters(columns).items()
            if _kind_of(columns[number].output_field) not in RAW
        }
        return _Statement(sql, tuple(params), places, compiler, converters)


def _kind_of(column: Any) -> str:
    """Of what it points to, for a foreign key."""
    return str(getattr(column, "target_field", column).get_internal_type())


def id_of(value: UUID | str) -> UUID:
    """An id as the driver gives it."""
    return value if isinstance(value, UUID) else UUID(value)


def _adapted(value: Any) -> Any:
    """As the driver takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value if connection.features.has_native_uuid_field else value.hex
