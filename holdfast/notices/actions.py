"""Putting letters into the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from holdfast.notices.models import Notice

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

SUBJECT = "You have an update"
"""The same for everything: a subject line is read by whoever holds the phone."""


@transaction.atomic
def enqueue(*, person: AbstractBaseUser, address: str, body: str, unique_key: str, now: datetime) -> Notice:
    """Write a letter in the transaction of what it tells of; the same key twice is one letter."""
    waiting = Notice.objects.filter(unique_key=unique_key).first()
    return waiting or Notice.objects.create(
        person_id=person.pk,
        address=address,
        body=body,
        subject=SUBJECT,
        unique_key=unique_key,
        created_at=now,
        due_at=now,
    )
