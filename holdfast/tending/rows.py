"""What was said, written into a row."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


def written(row: Row, facts: Any) -> Row:
    """Every fact becomes the column of its name; saved, because words are sealed only then."""
    for one in fields(facts):
        setattr(row, one.name, getattr(facts, one.name))
    row.save()
    return row
