"""Everything a person keeps in the care app: out as plain values, in again, or gone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction

from holdfast.accounts.models import Person
from holdfast.care.models import PlanLine, SafetyPlan
from holdfast.network.rows import CannotLoad, Loading, load_row, plain, rows_in

__all__ = ["CannotLoad", "dump", "erase", "has_anything", "load"]
PARTS: dict[str, Any] = {"plans": SafetyPlan, "plan_lines": PlanLine}


def dump(person: Person) -> dict[str, Any]:
    """Everything the person keeps here, as plain values."""
    return {name: [plain(row) for row in _rows(model, person)] for name, model in PARTS.items()}


@transaction.atomic
def load(*, person: Person, data: Mapping[str, Any], now: datetime, loading: Loading) -> int:
    """Write it as the person's own. Raises CannotLoad and then changes nothing."""
    return sum(
        load_row(model, row, loading, f"{name} {number}")
        for name, model in PARTS.items()
        for number, row in enumerate(rows_in(data, name), start=1)
    )


@transaction.atomic
def erase(person: Person) -> None:
    """Delete everything the person keeps here."""
    for model in PARTS.values():
        _rows(model, person).delete()


def has_anything(person: Person) -> bool:
    """Whether the person keeps anything here yet."""
    return any(_rows(model, person).exists() for model in PARTS.values())


def _rows(model: Any, person: Person) -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = model.objects.filter(person=person)
    return rows.order_by("pk")
