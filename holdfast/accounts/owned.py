"""A row that belongs to one person: what nearly every table of ours is made of."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from uuid import uuid4

from django.conf import settings
from django.db import models


def choices_of(values: type[StrEnum] | type[IntEnum]) -> list[tuple[object, str]]:
    """Bare values of an enum for the database; the words people see are each app's `words.py`."""
    return [(value.value, value.name) for value in values]


class Owned(models.Model):
    """A row that belongs to one person and is sealed with their key."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
