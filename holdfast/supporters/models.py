"""Who agreed to help whom, and within which limits. Names and words are sealed."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models

from holdfast.accounts.owned import Owned
from holdfast.network.models import Tie
from holdfast.sealing.fields import SealedTextField


class Supporter(models.Model):
    """The human at the other end of one or several ties: one page, one set of limits, across everyone they support.

    They have a key of their own, named by `id`; nothing of one person is sealed with it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="supporter"
    )
    """Their own account, if they have one and said so: then they need no link."""
    name = SealedTextField()
    """How they want to be called on their own page; the person calls them by the name of the tie."""
    time_zone = models.CharField(max_length=64, default="UTC")
    hours = models.JSONField(default=list)
    """Spans of minutes of the week in which they may be asked: see `domain.asks.hours`."""
    most_asked = models.PositiveSmallIntegerField(null=True, blank=True)
    """Times a week they may be asked at most, by everyone together; none is no limit."""
    most_helped = models.FloatField(null=True, blank=True)
    """Hours of help a week at most."""
    away_from = models.DateTimeField(null=True, blank=True)
    away_until = models.DateTimeField(null=True, blank=True)
    """Respite: not asked before this moment."""
    learned = SealedTextField()
    """What their answers taught, as JSON of `domain.asks.learned`."""
    created_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    @property
    def person_id(self) -> UUID:
        """Whose key seals this row: their own."""
        return self.pk

    def __str__(self) -> str:
        return f"supporter {self.pk}"


class EndedBy(models.TextChoices):
    """Who ended an agreement."""

    PERSON = "person"
    SUPPORTER = "supporter"


class Agreement(Owned):
    """What one supporter agreed to for one person: the expectation card of both sides (W80)."""

    tie = models.ForeignKey(Tie, on_delete=models.CASCADE, related_name="agreements")
    supporter = models.ForeignKey(Supporter, on_delete=models.CASCADE, related_name="agreements")
    hoped = SealedTextField()
    """What the person hopes for."""
    not_hoped = SealedTextField()
    """What the person does not expect."""
    hoped_kinds = models.JSONField(default=list)
    """The kinds of ask the person hopes for: what is hoped and not offered is shown to both as a difference."""
    called = SealedTextField()
    """How this supporter knows the person: the name on the supporter's page."""
    offered = SealedTextField()
    """What the supporter says they can do, in their words."""
    kinds = models.JSONField(default=dict)
    """Kind of ask -> gladly, depends or if_needed. What is not here is not asked."""
    takes_crisis = models.BooleanField(default=False)
    """May be asked in a hard moment, within their hours."""
    wakes = models.BooleanField(default=False)
    """May be asked in a hard moment at any hour."""
    accepted_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    """The person asks nothing of them for now; nobody is told."""
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=12, choices=EndedBy.choices, blank=True)

    @property
    def person_name(self) -> str:
        """What the supporter calls the person."""
        return self.called or self.person.nickname

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tie"], condition=models.Q(ended_at=None), name="agreement_one_running_per_tie"
            ),
            models.UniqueConstraint(
                fields=["person", "supporter"], condition=models.Q(ended_at=None), name="agreement_one_running_per_pair"
            ),
        ]


class Invitation(Owned):
    """A link the person hands over: one supporter, one use, a week, revocable."""

    tie = models.ForeignKey(Tie, on_delete=models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the token."""
    token = SealedTextField()
    """Sealed, so that the person's page can show the link and its picture again."""
    code = SealedTextField()
    """Told by voice; the page says nothing before it. Empty is none."""
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    hoped = SealedTextField()
    not_hoped = SealedTextField()
    hoped_kinds = models.JSONField(default=list)
    called = SealedTextField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    said = SealedTextField()
    """What the supporter wrote with their answer, if anything."""

    @property
    def person_name(self) -> str:
        """What the supporter calls the person."""
        return self.called or self.person.nickname
