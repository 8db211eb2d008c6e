"""The outbox: written in the same transaction as what it tells of, sent by the worker after commit."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models

from holdfast.domain.asks.hours import WeekHours
from holdfast.domain.quiet import Urgency, Wishes
from holdfast.sealing.fields import SealedTextField

__all__ = ["Destination", "Link", "Notice", "Receiver", "Urgency"]


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
    hours = models.JSONField(null=True, blank=True)
    """Spans of minutes of the week in which a supporter may be asked; none is any hour."""
    away_until = models.DateTimeField(null=True, blank=True)
    """A supporter rests until then."""

    def __str__(self) -> str:
        return f"receiver {self.person_id}"

    def wishes(self) -> Wishes:
        """As the rules understand it."""
        spans = tuple((int(begins), int(ends)) for begins, ends in self.hours or ())
        return Wishes(
            self.time_zone,
            self.quiet_from,
            self.quiet_until,
            self.digest_at,
            self.snoozed_until,
            WeekHours(spans, self.time_zone) if spans else None,
            self.away_until,
        )


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
    road = models.CharField(max_length=24, default="mail", editable=False)
    """Who carries it: all places behind one provider share a road, whose name tells nothing."""
    confirmed_at = models.DateTimeField(null=True, blank=True)
    """Until somebody opened the link sent there, nothing else goes there."""
    failing_since = models.DateTimeField(null=True, blank=True)
    """Nothing has arrived there since; empty while it works."""
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

    destination = models.ForeignKey(Destination, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """None for a letter about the account itself, and once the place was removed."""
    address = SealedTextField()
    body = SealedTextField()
    subject = models.CharField(max_length=80)
    thing = models.UUIDField(null=True, blank=True, db_index=True)
    """What it tells of, such as a reply that is awaited."""
    urgency = models.PositiveSmallIntegerField(
        choices=[(one.value, one.name.title()) for one in Urgency], default=Urgency.USUAL
    )
    unique_key = models.CharField(max_length=100, unique=True)
    due_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    refusals = models.PositiveSmallIntegerField(default=0)
    """How often the other side answered and would not take it. Nobody there to answer is not a refusal."""
    failed_at = models.DateTimeField(null=True, blank=True)
    """The last attempt did not work."""
    sent_at = models.DateTimeField(null=True, blank=True)
    parked_at = models.DateTimeField(null=True, blank=True)
    """Given up; the status page says that something is wrong."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=models.Q(sent_at=None, parked_at=None), name="notice_waiting"),
            models.Index(fields=["parked_at"], condition=models.Q(parked_at__isnull=False), name="notice_given_up"),
        ]
