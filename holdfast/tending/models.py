"""What one person tends: who to reach out to, boundaries, what is hoped for, repair, thanks, dates, things lent."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from holdfast.accounts.owned import Owned
from holdfast.network.models import Tie
from holdfast.sealing.fields import SealedTextField


class Whose(models.TextChoices):
    """Mine or theirs."""

    MINE = "mine"
    THEIRS = "theirs"


class ReachingOut(models.Model):
    """When the person wants one gentle reminder of whom to reach out to; none is no reminder."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="reaching_out"
    )
    at = models.TimeField(null=True, blank=True)
    """By the person's own clock."""
    days = models.JSONField(default=list)
    """1 = Monday … 7 = Sunday."""
    next_at = models.DateTimeField(null=True, blank=True, db_index=True)
    """When the worker looks next; None while it is off."""
    reminded_on = models.DateField(null=True, blank=True)
    """The day, by the person's clock, of the last reminder: never two on one day."""

    def __str__(self) -> str:
        return f"reaching out of person {self.person_id}"


class Boundary(Owned):
    """A limit somebody holds (W78): what, said when, agreed or not, looked at again when."""

    class Agreed(models.TextChoices):
        """What became of it."""

        NOT_SAID = "not_said"
        SAID = "said"
        AGREED = "agreed"
        REFUSED = "refused"

    tie = models.ForeignKey(Tie, on_delete=models.CASCADE, null=True, blank=True, related_name="boundaries")
    """None is a limit towards everybody."""
    whose = models.CharField(max_length=8, choices=Whose.choices, default=Whose.MINE)
    text = SealedTextField()
    said_on = models.DateField(null=True, blank=True)
    agreed = models.CharField(max_length=8, choices=Agreed.choices, default=Agreed.NOT_SAID)
    revisit_on = models.DateField(null=True, blank=True)
    response = SealedTextField()
    """What the person does if it is crossed, chosen in calm."""
    ended_at = models.DateTimeField(null=True, blank=True)


class Crossing(Owned):
    """A boundary was crossed (W79)."""

    class Did(models.TextChoices):
        """What the person did about it."""

        NOTHING = "nothing"
        SAID_AGAIN = "said_again"
        AS_CHOSEN = "as_chosen"
        PAUSED = "paused"

    boundary = models.ForeignKey(Boundary, on_delete=models.CASCADE, related_name="crossings")
    on = models.DateField()
    did = models.CharField(max_length=12, choices=Did.choices, default=Did.NOTHING)
    note = SealedTextField()


class Expectation(Owned):
    """The expectation card of one tie (W80): what I hope for, what they offer, in kinds of ask and in words.

    Where a supporter agreed by link, what they offer stands in their agreement and is read from there.
    """

    tie = models.OneToOneField(Tie, on_delete=models.CASCADE, related_name="expectation")
    hoped_kinds = models.JSONField(default=list)
    hoped = SealedTextField()
    offered_kinds = models.JSONField(default=list)
    offered = SealedTextField()
    talked_on = models.DateField(null=True, blank=True)
    """When both last talked about it."""


class Conflict(Owned):
    """A conflict and what became of it (W90): each side's words, who mediates, what was agreed."""

    tie = models.ForeignKey(Tie, on_delete=models.CASCADE, related_name="conflicts")
    on = models.DateField()
    issue = SealedTextField()
    mine = SealedTextField()
    """How I saw it."""
    theirs = SealedTextField()
    """How they saw it, in their words."""
    mediator = models.ForeignKey(Tie, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    session_on = models.DateField(null=True, blank=True)
    """When both meet, with the mediator if there is one."""
    agreement = SealedTextField()
    follow_up_on = models.DateField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)


class SmallPromise(Owned):
    """One small promise that rebuilds trust (W91), mine or theirs."""

    tie = models.ForeignKey(Tie, on_delete=models.CASCADE, related_name="small_promises")
    conflict = models.ForeignKey(
        Conflict, on_delete=models.SET_NULL, null=True, blank=True, related_name="small_promises"
    )
    whose = models.CharField(max_length=8, choices=Whose.choices, default=Whose.MINE)
    text = SealedTextField()
    due_on = models.DateField(null=True, blank=True)
    is_kept = models.BooleanField(null=True, blank=True)
    """None is not answered yet."""
    answered_at = models.DateTimeField(null=True, blank=True)


class Phasing(Owned):
    """Stepping back from a tie that harms (W88), step by step."""

    tie = models.OneToOneField(Tie, on_delete=models.CASCADE, related_name="phasing")
    is_unsafe = models.BooleanField(default=False)
    """The person fears them: the safety note comes first."""
    steps = models.JSONField(default=dict)
    """Key of a step -> the date it was done."""
    note = SealedTextField()
    ended_at = models.DateTimeField(null=True, blank=True)


class Thanks(Owned):
    """Words of thanks, given or received, kept: on a hard day those received are shown again (W84)."""

    tie = models.ForeignKey(Tie, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_given = models.BooleanField()
    text = SealedTextField()
    on = models.DateField()


class ImportantDate(Owned):
    """A birthday, a recovery date, another day that counts. The year is left out where it is not known."""

    class Kind(models.TextChoices):
        """What it is."""

        BIRTHDAY = "birthday"
        RECOVERY = "recovery"
        LOSS = "loss"
        OTHER = "other"

    tie = models.ForeignKey(Tie, on_delete=models.CASCADE, null=True, blank=True, related_name="dates")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.BIRTHDAY)
    text = SealedTextField()
    month = models.PositiveSmallIntegerField()
    day = models.PositiveSmallIntegerField()
    """29 February is kept on 28 February where a year has none."""
    year = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(month__gte=1, month__lte=12, day__gte=1, day__lte=31), name="date_in_a_year"
            ),
        ]


class Thing(Owned):
    """A small gift, or something lent: what, between whom, back when."""

    class Kind(models.TextChoices):
        """Which way."""

        LENT = "lent"
        BORROWED = "borrowed"
        GAVE = "gave"
        RECEIVED = "received"

    tie = models.ForeignKey(Tie, on_delete=models.CASCADE, related_name="things")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = SealedTextField()
    on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    back_on = models.DateField(null=True, blank=True)
