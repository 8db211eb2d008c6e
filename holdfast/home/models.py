"""What the whole house remembers: how far a first evening came, who is to be erased, that the worker lives."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class FirstEvening(models.Model):
    """How far a person came on their first evening, so that they can go on another day or on another device."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="first_evening"
    )
    page = models.PositiveSmallIntegerField(default=1)
    ended_at = models.DateTimeField(null=True, blank=True)
    """Walked to the end, or left for good."""

    def __str__(self) -> str:
        return f"first evening of person {self.person_id}"


class ErasureRequest(models.Model):
    """A person asked to be erased; until it is due they can change their mind."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="erasure_request"
    )
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"erasure of person {self.person_id}"


class Erased(models.Model):
    """An account that is gone. Only its random id stays, so that restoring an older backup erases it again."""

    person_id = models.UUIDField(primary_key=True)
    erased_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"erased person {self.person_id}"


class Beat(models.Model):
    """When the worker was last seen."""

    name = models.CharField(max_length=32, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"beat {self.name}"
