"""Asks, who was asked, what they answered and promised. Words are sealed with the key of the person who asks."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse

from holdfast.accounts.owned import Owned
from holdfast.domain.asks.kinds import Kind
from holdfast.domain.lateness import Pace, Stage
from holdfast.sealing.fields import SealedTextField
from holdfast.supporters.models import Agreement


class Outcome(models.TextChoices):
    """How an ask ended."""

    MET = "met"
    PARTLY = "partly"
    """Some of it was promised, not all, by the time an answer was needed. What was promised stands."""
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
    asked_myself = models.JSONField(default=list)
    """Ties the person asked by their own means: id, what they said, when, and the slot a yes takes a place of."""
    wave = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    """Taken back, or "I'm OK now": over for everyone, and no late yes counts."""
    looked_after_at = models.DateTimeField(null=True, blank=True)
    """The day after was looked at: thanked, talked about, adjusted."""
    afterwards = SealedTextField()
    """How the person was the day after, in their own words; nobody else reads it."""

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("ask", args=[self.pk])

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
    missed_at = models.DateTimeField(null=True, blank=True)
    """When the person was told that this day is near and nobody has taken it yet."""

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
    times = models.PositiveSmallIntegerField(default=1)
    """How often: again after "later", or when a place was given back."""
    chance = models.FloatField(default=0.0)
    """What the plan expected, for the comparison with what came."""
    circumstances = models.JSONField(default=dict)
    """What the estimate rested on when they were asked, for what the answer teaches: numbers and codes. It tells of
    their week with others, so the person never sees it and it is in no copy."""
    opened_at = models.DateTimeField(null=True, blank=True)
    """When the page was first opened: by them, or by a mail program that looks at links. Only a tap is more."""
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    can_at = models.DateTimeField(null=True, blank=True)
    """The other time they could, or when "later" ends."""
    said = SealedTextField()
    told_at = models.DateTimeField(null=True, blank=True)
    """Told that somebody else does it, or that it is over."""
    late_for = models.JSONField(default=list)
    """The slots a yes named that came when the time was over: the person decides. None is the first free one."""
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
    next_at = models.DateTimeField(null=True, blank=True)
    """When the supporter is reminded or the person is told that it is not confirmed; none is nothing more to do."""
    reminded_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    thanked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["slot", "reply"], condition=models.Q(given_back_at=None), name="promise_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], condition=models.Q(next_at__isnull=False), name="promise_moves"),
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
        SWAP = "swap"
        """Would like somebody else to take it."""
        UP = "up"
        """Moved up from the waiting list."""
        CONFIRMED = "confirmed"
        UNSURE = "unsure"
        """Shortly before, and not confirmed."""
        COVERED = "covered"
        TOLD = "told"
        WIDENED = "widened"
        NOBODY = "nobody"
        PARTLY = "partly"
        DAY_OPEN = "day_open"
        """One of several days is near, and nobody has taken it."""
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


class CheckInWatch(Owned):
    """When somebody wants to check in, and how far the check-in awaited now has come.

    `next_at` is written down so that the worker reads only what is due; what happens then is worked out anew.
    """

    at = models.TimeField()
    days = models.JSONField(default=list)
    """1 = Monday … 7 = Sunday."""
    time_zone = models.CharField(max_length=64)
    pace = models.CharField(max_length=8, choices=[(pace.value, pace.name) for pace in Pace], default=Pace.USUAL)
    chosen = models.ManyToManyField(Agreement, related_name="+", blank=True)
    """Who hears of a check-in that did not come. None is nobody."""
    habit = SealedTextField()
    """How late they usually are, as JSON of `domain.lateness`."""
    stage = models.CharField(max_length=12, choices=[(stage.value, stage.name) for stage in Stage])
    due_at = models.DateTimeField()
    next_at = models.DateTimeField()
    moved = models.DurationField(default=timedelta(0))
    counted_to = models.DateTimeField(null=True, blank=True)
    ask = models.ForeignKey(Ask, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """What was asked of those chosen, the last time."""
    ended_at = models.DateTimeField(null=True, blank=True)
    """The person switched it off."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["next_at"], condition=models.Q(ended_at=None), name="watch_due")]


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
    """JSON of weights; nothing in it tells of one supporter."""
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return "population"
