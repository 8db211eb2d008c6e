"""How a person is and what they hold on to: check-ins, urges, hard moments, commitments, goals, days, measures.

Words and the answers to measures are sealed. Small numbers (how I am 1-5, an urge 0-10) are plain, so that ten years of
them can be summed up by the database.
"""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models

from holdfast.accounts.owned import Owned
from holdfast.asks.models import Ask
from holdfast.network.models import Tie
from holdfast.sealing.fields import SealedTextField
from holdfast.supporters.models import Agreement, Supporter


def _between(name: str, low: int, high: int) -> models.Q:
    return models.Q(**{name: None}) | models.Q(**{f"{name}__gte": low, f"{name}__lte": high})


class Wishes(models.Model):
    """What the person wants to see and to be asked."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="check_in_wishes"
    )
    is_fresh = models.BooleanField(default=False)
    """Fresh start: no page shows anything from before `fresh_on`. Nothing is deleted."""
    fresh_on = models.DateField(null=True, blank=True)
    """The day it began."""
    with_morning = models.BooleanField(default=False)
    with_evening = models.BooleanField(default=False)
    with_urge = models.BooleanField(default=True)
    """The check-in asks for an urge."""
    hides_days = models.BooleanField(default=False)
    """No day counter on the first page."""

    def __str__(self) -> str:
        return f"check-in wishes of person {self.person_id}"


class CheckIn(Owned):
    """How I am, in ten seconds. Everything may be left out."""

    on = models.DateField()
    """The day by the person's clock at that moment."""
    feeling = models.PositiveSmallIntegerField(null=True, blank=True)
    """1 very hard … 5 very well."""
    urge = models.PositiveSmallIntegerField(null=True, blank=True)
    """0 none … 10 as strong as it can be."""
    wants_contact = models.BooleanField(default=False)
    note = SealedTextField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=_between("feeling", 1, 5), name="check_in_feeling_1_to_5"),
            models.CheckConstraint(condition=_between("urge", 0, 10), name="check_in_urge_0_to_10"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-on"], name="check_in_latest")]


class Day(Owned):
    """One day's intention in the morning and its review in the evening; both can be skipped."""

    on = models.DateField()
    intention = SealedTextField()
    review = SealedTextField()
    hard = models.PositiveSmallIntegerField(null=True, blank=True)
    """How hard the day was, 1-5."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "on"], name="day_once"),
            models.CheckConstraint(condition=_between("hard", 1, 5), name="day_hard_1_to_5"),
        ]


class Urge(Owned):
    """An urge that came: how strong, what set it off, what helped."""

    on = models.DateField()
    strength = models.PositiveSmallIntegerField(null=True, blank=True)
    trigger = SealedTextField()
    helped = SealedTextField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=_between("strength", 0, 10), name="urge_0_to_10"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-on"], name="urge_latest")]


class HardMoment(Owned):
    """A hard moment in three fields: what happened, what I did, who or what was with me."""

    class With(models.TextChoices):
        """Who was with me in it."""

        ALONE = "alone"
        SOMEONE = "someone"
        SERVICE = "service"

    on = models.DateField()
    happened = SealedTextField()
    did = SealedTextField()
    who = models.CharField(max_length=8, choices=With.choices, blank=True)
    """Empty is not said."""
    tie = models.ForeignKey(Tie, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    used_own = models.BooleanField(default=False)
    """A step of one's own coping list was used."""
    ask = models.ForeignKey(Ask, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "-on"], name="hard_moment_latest")]


class CopingStep(Owned):
    """What I can do myself, in the order in which I try it: it comes before "call someone" (W92)."""

    position = models.PositiveSmallIntegerField()
    text = SealedTextField()
    times_helped = models.PositiveIntegerField(default=0)


class Counter(Owned):
    """Days of something: without it, with less of it, or with more of it. Any behaviour, in the person's own words."""

    class Aim(models.TextChoices):
        """What counts as a day."""

        WITHOUT = "without"
        LESS = "less"
        MORE = "more"

    name = SealedTextField()
    aim = models.CharField(max_length=8, choices=Aim.choices, default=Aim.WITHOUT)
    unit = SealedTextField()
    """For less and more: drinks, cigarettes, minutes."""
    bound = models.FloatField(null=True, blank=True)
    """For less: at most so many a day. For more: at least so many."""
    started_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64)
    position = models.PositiveSmallIntegerField(default=0)
    is_shown = models.BooleanField(default=True)
    """On the first page."""
    kept_days = models.PositiveIntegerField(default=0)
    """The total as it was last seen: no change of clock, zone or wording makes it less."""
    ended_at = models.DateTimeField(null=True, blank=True)


class Setback(Owned):
    """Picked up again: when, and when the run began anew. Nothing before it is lost."""

    counter = models.ForeignKey(Counter, on_delete=models.CASCADE, related_name="setbacks")
    at = models.DateTimeField()
    again_at = models.DateTimeField()
    note = SealedTextField()
    told = models.ManyToManyField(Agreement, related_name="+", blank=True)
    """Who the person chose to tell. Nobody is preset."""
    words = SealedTextField()
    """What they read, if the person says it in their own words."""
    told_at = models.DateTimeField(null=True, blank=True)
    """When somebody was last told."""


class Amount(Owned):
    """How much it was on one day, for a counter of less or more."""

    counter = models.ForeignKey(Counter, on_delete=models.CASCADE, related_name="amounts")
    on = models.DateField()
    amount = models.FloatField()
    counts = models.BooleanField(default=False)
    """Decided by the bound of that day; once a day was counted it stays so."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["counter", "on"], name="amount_once_a_day")]


class Chip(Owned):
    """A chip once earned stays earned. A supporter who agreed may hand it over with a line."""

    counter = models.ForeignKey(Counter, on_delete=models.SET_NULL, null=True, blank=True, related_name="chips")
    days = models.PositiveIntegerField(null=True, blank=True)
    """Total days it stands for; None for one of the person's own making."""
    text = SealedTextField()
    """The words on it: the name of the counter when it was earned, or the person's own."""
    earned_on = models.DateField()
    giver = models.ForeignKey(Agreement, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """Who was asked to hand it over."""
    asked_at = models.DateTimeField(null=True, blank=True)
    line = SealedTextField()
    handed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["counter", "days"], name="chip_once_per_counter_and_days"),
        ]


class Commitment(Owned):
    """What I said I would do, once or on some days, and who agreed to know (W87)."""

    text = SealedTextField()
    due_on = models.DateField(null=True, blank=True)
    """Once, on this day; None with `days`."""
    days = models.JSONField(default=list)
    """On these days of every week, 1 = Monday … 7 = Sunday."""
    goal = models.ForeignKey("Goal", on_delete=models.SET_NULL, null=True, blank=True, related_name="commitments")
    witness = models.ForeignKey(Agreement, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    """The witness agreed to know. Before that they see nothing."""
    declined_at = models.DateTimeField(null=True, blank=True)
    shows_words = models.BooleanField(default=False)
    """The witness reads what it is; else only that something was done or not."""
    ended_at = models.DateTimeField(null=True, blank=True)


class Mark(Owned):
    """Whether one commitment was kept on one day."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="marks")
    on = models.DateField()
    is_kept = models.BooleanField()
    note = SealedTextField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["commitment", "on"], name="mark_once_a_day")]


class Goal(Owned):
    """Something to reach, in steps small enough for a bad day (W94), or so often a week or a month (W72)."""

    class Every(models.TextChoices):
        """How often it is counted."""

        WEEK = "week"
        MONTH = "month"

    text = SealedTextField()
    why = SealedTextField()
    by_on = models.DateField(null=True, blank=True)
    times = models.PositiveSmallIntegerField(null=True, blank=True)
    """So often every week or month; None is a goal of steps."""
    every = models.CharField(max_length=8, choices=Every.choices, blank=True)
    on_a_bad_day = models.BooleanField(null=True, blank=True)
    """Could you do this on a bad day? None is not asked yet."""
    smaller = SealedTextField()
    """What it is on a bad day."""
    reached_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)


class GoalStep(Owned):
    """One step of a goal."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    text = SealedTextField()
    done_on = models.DateField(null=True, blank=True)


class GoalMark(Owned):
    """One time that counts towards a goal of so often."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="marks")
    on = models.DateField()


class Attendance(Owned):
    """A meeting or an appointment the person was at (W65)."""

    class How(models.TextChoices):
        """In which way."""

        IN_PERSON = "in_person"
        ONLINE = "online"
        PHONE = "phone"

    tie = models.ForeignKey(Tie, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """The group or professional on the map, if it is there."""
    name = SealedTextField()
    on = models.DateField()
    at = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    how = models.CharField(max_length=10, choices=How.choices, default=How.IN_PERSON)
    others = models.ManyToManyField(Tie, related_name="+", blank=True)
    """Who of the map was there too: a touch with each."""
    note = SealedTextField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "-on"], name="attendance_latest")]


class Slip(Owned):
    """A proof of attendance the person issued: signed, and checkable without saying which group."""

    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the code on the slip."""
    code = SealedTextField()
    says = SealedTextField()
    """JSON of exactly what is signed: the name written on it, dates, times, minutes."""
    signature = models.CharField(max_length=128)
    """Ed25519 by this host's key, in base64."""
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)


class Workbook(Owned):
    """Steps or chapters worked through, in the person's own wording."""

    name = SealedTextField()
    shared_with = models.ForeignKey(Agreement, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """Who sees how far it is, never the words."""
    ended_at = models.DateTimeField(null=True, blank=True)


class WorkStep(Owned):
    """One step of a workbook."""

    workbook = models.ForeignKey(Workbook, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    title = SealedTextField()
    text = SealedTextField()
    begun_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)


class Answered(Owned):
    """The answers to one measure (W109-W114), as given; the score is worked out when it is read."""

    instrument = models.CharField(max_length=24)
    version = models.CharField(max_length=24)
    """Of the definition the answers were given to."""
    language = models.CharField(max_length=8)
    on = models.DateField()
    answers = SealedTextField()
    """JSON: one number or null for each item, in the published order."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "instrument", "-on"], name="answered_latest")]


class LookAgain(Owned):
    """One look back over some ninety days: what the person wrote, and the figures as they stood."""

    on = models.DateField()
    since_on = models.DateField()
    went_well = SealedTextField()
    was_hard = SealedTextField()
    next_small = SealedTextField()
    figures = SealedTextField()
    """JSON of what the page showed that day: the map changes, the summary stays."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "-on"], name="look_again_latest")]


class HelperCheck(models.Model):
    """How a supporter is: theirs alone, sealed with their own key."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    supporter = models.ForeignKey(Supporter, on_delete=models.CASCADE, related_name="checks")
    on = models.DateField()
    created_at = models.DateTimeField()
    feeling = models.PositiveSmallIntegerField(null=True, blank=True)
    load = models.PositiveSmallIntegerField(null=True, blank=True)
    """How much helping weighs, 1 light … 5 too much."""
    note = SealedTextField()

    @property
    def person_id(self) -> UUID:
        """Whose key seals this row: the supporter's."""
        return self.supporter_id

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=_between("feeling", 1, 5), name="helper_feeling_1_to_5"),
            models.CheckConstraint(condition=_between("load", 1, 5), name="helper_load_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"helper check {self.pk}"


class HelperAnswered(models.Model):
    """A supporter's answers to a measure for those who care for somebody: theirs alone."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    supporter = models.ForeignKey(Supporter, on_delete=models.CASCADE, related_name="answered")
    instrument = models.CharField(max_length=24)
    version = models.CharField(max_length=24)
    language = models.CharField(max_length=8)
    on = models.DateField()
    created_at = models.DateTimeField()
    answers = SealedTextField()

    @property
    def person_id(self) -> UUID:
        """Whose key seals this row: the supporter's."""
        return self.supporter_id

    def __str__(self) -> str:
        return f"helper's answers {self.pk}"
