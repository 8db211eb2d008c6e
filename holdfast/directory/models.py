"""Listings of the directory and where they came from."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models


class Source(models.Model):
    """Where listings come from: a file that was given, or a feed address."""

    key = models.CharField(max_length=200, unique=True)
    """The file's name or the feed's address; importing again under the same key replaces what it said before."""
    name = models.CharField(max_length=200)
    format = models.CharField(max_length=32)
    licence = models.CharField(max_length=200, blank=True)
    fellowship = models.CharField(max_length=32, blank=True)
    """Whose codes its rows use, when the operator said so."""
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=200, blank=True)
    """What an address said about its state, to ask for changes only."""
    created_at = models.DateTimeField()
    imported_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"source {self.pk}"


class Listing(models.Model):
    """One meeting, group or service as its source describes it, normalised (see `domain.meetings`)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="listings")
    key = models.CharField(max_length=200)
    """The source's own id for it."""
    name = models.CharField(max_length=300)
    meeting = models.JSONField()
    """`domain.meetings.Meeting.to_json()`."""
    fingerprint = models.CharField(max_length=32)
    """Of `meeting`: says whether a row changed without reading it."""
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    checked_at = models.DateTimeField()
    """When the source last said it."""
    gone_at = models.DateTimeField(null=True, blank=True)
    """The source no longer lists it; kept so that ties made from it still resolve."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "key"], name="listing_once_per_source")]

    def __str__(self) -> str:
        return f"listing {self.pk}"


class IndexVersion(models.Model):
    """One row with a new random number whenever listings change: every process sees when its index is stale."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"index version {self.number}"


class LineCheck(models.Model):
    """An operator's word that a line's number was checked: it is shown until the check is 180 days old, then marked."""

    line = models.CharField(max_length=64)
    checked_on = models.DateField()
    source = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"line check {self.pk}"
