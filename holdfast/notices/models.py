"""The outbox: written in the same transaction as what it tells of, sent by the worker after commit."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models

from holdfast.sealing.fields import SealedTextField


class Urgency(models.IntegerChoices):
    """When a notice may leave."""

    NOW = 1
    """At once, whatever the quiet hours: a crisis the receiver opened their limits for."""
    USUAL = 2
    """At once within the receiver's hours, else when they begin."""
    LATER = 3
    """With the day's digest, if the receiver has one."""


class Owned(models.Model):
    """A row of somebody who receives notices: a person, or a supporter without an account; sealed with their key."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person_id = models.UUIDField(db_index=True)
    """Whose it is: the id of a person or of a supporter. Both have a key of their own."""
    created_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class Receiver(models.Model):
    """How somebody wants to be told. Without a row: English, UTC, no quiet hours, no digest."""

    person_id = models.UUIDField(primary_key=True)
    language = models.CharField(max_length=8, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    digest_at = models.TimeField(null=True, blank=True)
    """The hour of the one message a day; none sends each at once."""
    snoozed_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"receiver {self.person_id}"


class Destination(Owned):
    """One place to which notices go."""

    class Via(models.TextChoices):
        """How they travel."""

        MAIL = "mail"
        PUSH = "push"
        APPRISE = "apprise"

    via = models.CharField(max_length=8, choices=Via.choices)
    address = SealedTextField()
    """A mail address, an apprise address, or the JSON of a push subscription."""
    digest = models.CharField(max_length=64, db_index=True)
    """Keyed hash of the address, so that the same one is not added twice."""
    confirmed_at = models.DateTimeField(null=True, blank=True)
    """Until somebody opened the link sent there, nothing else goes there."""
    failing_since = models.DateTimeField(null=True, blank=True)
    off_at = models.DateTimeField(null=True, blank=True)
    """The other side said that this address is no more."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person_id", "digest"], name="destination_once"),
        ]


class Link(Owned):
    """One secret address that opens one thing for one receiver, for a time."""

    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the token; the token itself is only in the letter."""
    opens = models.CharField(max_length=16)
    thing = models.UUIDField(null=True, blank=True, db_index=True)
    expires_at = models.DateTimeField(db_index=True)
    revoked_at = models.DateTimeField(null=True, blank=True)


class Notice(Owned):
    """One message to one address. Subject lines are constants; address and body are sealed and emptied once sent."""

    destination = models.ForeignKey(Destination, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    address = SealedTextField()
    body = SealedTextField()
    subject = models.CharField(max_length=80)
    thing = models.UUIDField(null=True, blank=True, db_index=True)
    """What it tells of, such as a reply that is awaited."""
    urgency = models.PositiveSmallIntegerField(choices=Urgency.choices, default=Urgency.USUAL)
    unique_key = models.CharField(max_length=100, unique=True)
    due_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True, blank=True)
    """The last attempt was refused."""
    sent_at = models.DateTimeField(null=True, blank=True)
    parked_at = models.DateTimeField(null=True, blank=True)
    """Given up after repeated refusals; shown on the status page."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=models.Q(sent_at=None, parked_at=None), name="notice_waiting")
        ]
