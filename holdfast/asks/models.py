"""Asks, who was asked, what they answered and promised. Words are sealed with the key of the person who asks."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from holdfast.domain.asks.kinds import Kind
from holdfast.network.models import Owned
from holdfast.sealing.fields import SealedTextField
from holdfast.supporters.models import Agreement


class Outcome(models.TextChoices):
    """How an ask ended."""

    MET = "met"
    WITHDRAWN = "withdrawn"
    NOBODY = "nobody"
    """Nobody could, by the time an answer was needed. The page says so and shows the lines."""


class Ask(Owned):
    """A request for help. While `ended_at` is empty it is open, and `next_at` is when it moves again."""

    kind = models.CharField(max_length=12, choices=[(kind.value, kind.name) for kind in Kind])
    text = SealedTextField()
    place = SealedTextField()
    bring = SealedTextField()
    preferences = SealedTextField()
    answer_by = models.DateTimeField()
    """When an answer is needed."""
    dial = models.SmallIntegerField(default=0)
    """-2 ask fewer people … 2 reach someone fast."""
    left_out = models.ManyToManyField(Agreement, related_name="+", blank=True)
    only = models.ManyToManyField(Agreement, related_name="+", blank=True)
    """Those chosen beforehand; none is everyone who agreed."""
    held_until = models.DateTimeField()
    """Nobody is asked before: time to think again."""
    plan = models.JSONField(default=dict)
    """The last plan and its reasons: ids, times and numbers only."""
    wave = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    looked_after_at = models.DateTimeField(null=True, blank=True)
    """The day after was looked at: thanked, talked about, adjusted."""
    afterwards = SealedTextField()
    """How the person was the day after, in their own words; nobody else reads it."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["next_at"], condition=models.Q(ended_at=None), name="ask_moves"),
            models.Index(fields=["person", "-created_at"], name="ask_of_person"),
        ]


class Slot(models.Model):
    """One thing to take on within an ask: a time, a dish, a turn. `places` people can share it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    """Known before it is written: the label is sealed to its row."""
    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="slots")
    position = models.PositiveSmallIntegerField(default=0)
    label = SealedTextField()
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    places = models.PositiveSmallIntegerField(default=1)

    @property
    def person_id(self) -> object:
        """Whose key seals the label."""
        return self.ask.person_id

    def __str__(self) -> str:
        return f"slot {self.pk}"


class Answer(models.TextChoices):
    """What a supporter said."""

    YES = "yes"
    NO = "no"
    LATER = "later"
    """Not now; may be asked again if nobody else can."""
    AT = "at"
    """ "I can, but at 5": the person decides."""


class Reply(Owned):
    """One supporter asked for one ask, and what came back. Without `answer` it is awaited."""

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="replies")
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="replies")
    wave = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    chance = models.FloatField(default=0.0)
    """What the plan expected, for the comparison with what came."""
    opened_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    can_at = models.DateTimeField(null=True, blank=True)
    """The other time they could, or when "later" ends."""
    said = SealedTextField()
    told_at = models.DateTimeField(null=True, blank=True)
    """Told that somebody else does it, or that it is over."""
    learned_at = models.DateTimeField(null=True, blank=True)
    """What it teaches was taken down."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ask", "agreement"], name="reply_once_per_supporter"),
        ]
        indexes: ClassVar = [models.Index(fields=["agreement", "-asked_at"], name="reply_of_supporter")]


class Promise(Owned):
    """A supporter took a slot. Waiting ones move up when a place is given back."""

    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="promises")
    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="promises")
    made_at = models.DateTimeField()
    is_waiting = models.BooleanField(default=False)
    """On the waiting list: all places were taken."""
    given_back_at = models.DateTimeField(null=True, blank=True)
    swap_at = models.DateTimeField(null=True, blank=True)
    """Would like somebody else to take it; keeps it until then."""
    confirmed_at = models.DateTimeField(null=True, blank=True)
    thanked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["slot", "reply"], condition=models.Q(given_back_at=None), name="promise_once"
            ),
        ]


class Moment(models.Model):
    """One line of an ask's timeline: what happened, when. Never changed."""

    class What(models.TextChoices):
        """What can happen to an ask."""

        OPENED = "opened"
        ASKED = "asked"
        SEEN = "seen"
        YES = "yes"
        NO = "no"
        LATER = "later"
        AT = "at"
        GIVEN_BACK = "given_back"
        COVERED = "covered"
        TOLD = "told"
        WIDENED = "widened"
        NOBODY = "nobody"
        REOPENED = "reopened"
        WITHDRAWN = "withdrawn"
        CLOSED = "closed"

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="moments")
    at = models.DateTimeField()
    what = models.CharField(max_length=12, choices=What.choices)
    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["ask", "at"], name="moment_in_order")]

    def __str__(self) -> str:
        return f"moment {self.pk}"


class Offer(Owned):
    """A standing offer by a supporter: "I can drive on Tuesdays"."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="offers")
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.name) for kind in Kind])
    text = SealedTextField()
    hours = models.JSONField(default=list)
    """Spans of minutes of the supporter's week; none is any time within their hours."""
    ended_at = models.DateTimeField(null=True, blank=True)


class Update(Owned):
    """Something told once to a chosen circle."""

    text = SealedTextField()
    told = models.ManyToManyField(Agreement, related_name="updates")
    taken_back_at = models.DateTimeField(null=True, blank=True)


class SafetyNotes(Owned):
    """The person's own words for a hard moment; shown on "Get support now" only to them."""

    text = SealedTextField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person"], name="safety_notes_one_each")]


class AskingWishes(models.Model):
    """How the person asks: whether money may be asked for, and where the dial stands."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    with_money = models.BooleanField(default=False)
    dial = models.SmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"asking wishes of person {self.pk}"


class HelpCalendar(models.Model):
    """A secret address at which a calendar app finds the week's help: of a person, or of one supporter."""

    person_id = models.UUIDField(primary_key=True)
    """Whose: the id of a person or of a supporter. Sealed with their key."""
    digest = models.CharField(max_length=64, unique=True)
    secret = SealedTextField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"help calendar of {self.person_id}"


class Population(models.Model):
    """What all answers of this installation taught, together: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    learned = models.TextField(blank=True)
    """JSON of counts; nothing in it tells of one supporter."""
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return "population"
