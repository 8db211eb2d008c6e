"""The outbox: written in the same transaction as what it tells of, sent by the worker after commit."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from holdfast.sealing.fields import SealedTextField


class Notice(models.Model):
    """One message to one address. Subject lines are constants; address and body are sealed and emptied once sent."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    address = SealedTextField()
    body = SealedTextField()
    subject = models.CharField(max_length=80)
    unique_key = models.CharField(max_length=100, unique=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    parked_at = models.DateTimeField(null=True, blank=True)
    """Given up after repeated refusals; shown on the status page."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=models.Q(sent_at=None, parked_at=None), name="notice_waiting")
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"
