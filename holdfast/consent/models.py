"""Grants, emergency access, and the record of every look. Names and reasons are sealed; the record holds ids only."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from holdfast.accounts.owned import Owned, choices_of
from holdfast.domain import consent
from holdfast.sealing.fields import SealedTextField


class ForViewer(Owned):
    """Something that lets one viewer look."""

    viewer_kind = models.CharField(max_length=16, choices=choices_of(consent.ViewerKind))
    viewer_id = models.UUIDField()

    class Meta:
        abstract = True

    @property
    def viewer(self) -> consent.Viewer:
        """Who may look."""
        return consent.Viewer(consent.ViewerKind(self.viewer_kind), self.viewer_id)


class Grant(ForViewer):
    """What one viewer may see, why, and until when. It never grows: more, or longer, is another grant."""

    recipient = SealedTextField()
    """The viewer's name as it was signed."""
    discloser = SealedTextField()
    """How the person is called in it, and that it is this host that discloses."""
    items = models.JSONField(default=list)
    """Values of `domain.consent.Item`; narrowing takes some away."""
    purpose = models.CharField(max_length=24, choices=choices_of(consent.Purpose))
    purpose_words = SealedTextField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    signature = SealedTextField()
    """The name that was typed; empty where none was asked for."""
    text = SealedTextField()
    """The words that were signed, whole, in their language."""
    text_version = models.CharField(max_length=16, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    """When it was revoked, or seen to have run out: it never runs again, whatever a clock says."""
    was_revoked = models.BooleanField(default=False)
    follows = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="followed_by")
    """The grant that this one renews."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="grant_ends_after"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "ended_at"], name="grant_of_person"),
            models.Index(fields=["viewer_id", "ended_at"], name="grant_of_viewer"),
            models.Index(fields=["ends_at"], condition=models.Q(ended_at=None), name="grant_running_out"),
        ]

    def value(self) -> consent.Grant:
        """As the rules see it."""
        items = frozenset(consent.Item(item) for item in self.items)
        return consent.Grant(self.pk, self.viewer, items, self.starts_at, self.ends_at, self.ended_at)


class Restriction(models.Model):
    """The person has stopped everything: nothing is shared, nobody is told anything, nothing is deleted."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="restriction"
    )
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"restriction of {self.person_id}"


class Emergency(ForViewer):
    """A professional opened the plan without a grant, in an emergency: named, with a reason, for a day."""

    name = SealedTextField()
    affiliation = SealedTextField()
    nature = SealedTextField()
    """What kind of emergency it is."""
    reason = SealedTextField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    """When the person ended it, or it was seen to have run out."""
    read_at = models.DateTimeField(null=True, blank=True)
    """When the person read of it."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "ended_at"], name="emergency_of_person")]


class Entry(models.Model):
    """One line of the record: append-only, each bound to the one before. Ids only: it outlives whom it is about."""

    class Verb(models.TextChoices):
        """What was done."""

        GIVEN = "given"
        NARROWED = "narrowed"
        RENEWED = "renewed"
        REVOKED = "revoked"
        RAN_OUT = "ran_out"
        LOOKED = "looked"
        TOOK = "took"
        """Took a copy along: a file, a print, an export."""
        REFUSED = "refused"
        EMERGENCY = "emergency"
        EMERGENCY_ENDED = "emergency_ended"
        RESTRICTED = "restricted"
        LIFTED = "lifted"
        BROKEN = "broken"
        """The record was found cut or changed when this line was written: it is about nobody."""

    number = models.PositiveBigIntegerField(primary_key=True)
    """1, 2, 3 … without a gap."""
    at = models.DateTimeField()
    verb = models.CharField(max_length=16, choices=Verb.choices)
    subject = models.UUIDField()
    """Whose it is."""
    actor = models.UUIDField()
    """The account or the supporter who did it; the subject themselves, or nobody (all zeros) for the clock."""
    viewer_kind = models.CharField(max_length=16, blank=True)
    viewer_id = models.UUIDField(null=True, blank=True)
    items = models.CharField(max_length=200, blank=True)
    """Values of `domain.consent.Item`, sorted, with commas."""
    grant_id = models.UUIDField(null=True, blank=True)
    """The grant or emergency by which it was done."""
    mac = models.BinaryField(max_length=32)
    """HMAC-SHA256 over the one before and this line."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject", "-number"], name="entry_of_subject")]

    def __str__(self) -> str:
        return f"entry {self.number}"


class Head(models.Model):
    """The end of the record, sealed, and held while a line is added; there is one."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    mac = models.BinaryField(max_length=32, default=bytes(32))
    published = models.BinaryField(max_length=32, default=b"")
    """The seal of the last head that was written down elsewhere."""
    seal = models.BinaryField(max_length=32, default=b"")
    """HMAC-SHA256 over the rest: the end cannot be set back to where it never was."""

    def __str__(self) -> str:
        return f"head {self.number}"
