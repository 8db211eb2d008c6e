"""What one person keeps about the people, groups and services that hold them. Words and names are sealed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse

from holdfast.accounts.owned import Owned, choices_of
from holdfast.domain.network import SECTOR_OF, Area, Circle, Role, Sector, SupportKind, TieState, Urgency
from holdfast.sealing.fields import SealedTextField


class Network(Owned):
    """A named set of ties, such as "Recovery" or "New job"."""

    name = SealedTextField()
    is_main = models.BooleanField(default=False)
    reviewed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person"], condition=models.Q(is_main=True), name="network_one_main"),
        ]


class Tie(Owned):
    """One supporter in one person's life, shown in one or more of their networks."""

    networks = models.ManyToManyField(Network, related_name="ties")
    name = SealedTextField()
    role = models.CharField(max_length=24, choices=choices_of(Role))
    circle = models.PositiveSmallIntegerField(choices=choices_of(Circle), default=Circle.MONTHLY)
    state = models.CharField(max_length=16, choices=choices_of(TieState), default=TieState.ACTIVE)
    trust = models.PositiveSmallIntegerField(null=True, blank=True)
    feel_after = models.SmallIntegerField(null=True, blank=True)
    rhythm_days = models.PositiveSmallIntegerField(null=True, blank=True)
    since_on = models.DateField(null=True, blank=True)
    helped_before = models.BooleanField(default=False)
    takes_calls = models.BooleanField(default=False)
    calls_from = models.TimeField(null=True, blank=True)
    calls_until = models.TimeField(null=True, blank=True)
    notes = SealedTextField()
    tags = SealedTextField()
    """One tag a line."""
    listing_key = models.CharField(max_length=64, blank=True)
    """The directory listing this tie was kept from, if any."""

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("tie", args=[self.pk])

    @property
    def is_somebody(self) -> bool:
        """A human, who can be asked or handed a link; groups and services are not."""
        return SECTOR_OF[Role(self.role)] is not Sector.GROUPS

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(circle__gte=1, circle__lte=4), name="tie_circle_1_to_4"),
            models.CheckConstraint(
                condition=models.Q(feel_after=None) | models.Q(feel_after__gte=-2, feel_after__lte=2),
                name="tie_feel_minus_2_to_2",
            ),
            models.CheckConstraint(condition=models.Q(trust=None) | models.Q(trust__lte=3), name="tie_trust_0_to_3"),
        ]


class Support(models.Model):
    """One kind of support a tie gives, and how strongly: 1 a little, 2 some, 3 a lot."""

    tie = models.ForeignKey(Tie, on_delete=models.CASCADE, related_name="support")
    kind = models.CharField(max_length=16, choices=choices_of(SupportKind))
    strength = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tie", "kind"], name="support_one_per_kind"),
            models.CheckConstraint(
                condition=models.Q(strength__gte=1, strength__lte=3), name="support_strength_1_to_3"
            ),
        ]

    def __str__(self) -> str:
        return f"support {self.pk}"


class Channel(Owned):
    """One way to reach a tie."""

    class Via(models.TextChoices):
        """How contact is made."""

        PHONE = "phone"
        TEXT = "text"
        MAIL = "mail"
        VIDEO = "video"
        CHAT = "chat"
        WEB = "web"
        PLACE = "place"

    tie = models.ForeignKey(Tie, on_delete=models.CASCADE, related_name="channels")
    via = models.CharField(max_length=8, choices=Via.choices)
    value = SealedTextField()
    is_preferred = models.BooleanField(default=False)


class TieRecord(models.Model):
    """How a tie was from a moment on: the history behind "how it looked 90 days ago", with who changed it."""

    tie = models.ForeignKey(Tie, on_delete=models.CASCADE, related_name="records")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=16, choices=choices_of(TieState))
    circle = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=24, choices=choices_of(Role))
    gives = models.JSONField(default=dict)
    """Kind of support -> strength."""

    def __str__(self) -> str:
        return f"tie record {self.pk}"


class Acquaintance(models.Model):
    """Two ties of one person know each other."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    one = models.ForeignKey(Tie, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Tie, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="acquaintance_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="acquaintance_in_order"),
        ]

    def __str__(self) -> str:
        return f"acquaintance {self.pk}"


class Need(Owned):
    """What the person wants support for."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="needs")
    text = SealedTextField()
    kind = models.CharField(max_length=16, choices=choices_of(SupportKind))
    area = models.CharField(max_length=16, choices=choices_of(Area), default=Area.OTHER)
    urgency = models.PositiveSmallIntegerField(choices=choices_of(Urgency), default=Urgency.SOON)
    settled_at = models.DateTimeField(null=True, blank=True)
    """No longer needed; kept for the history of the map."""


class CoverAnswer(models.Model):
    """The person's own word on whether a tie could meet a need; without one, the kinds of support decide."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="answers")
    tie = models.ForeignKey(Tie, on_delete=models.CASCADE, related_name="answers")
    could = models.BooleanField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["need", "tie"], name="cover_answer_once")]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class Touch(Owned):
    """One real contact or act of support."""

    class Direction(models.TextChoices):
        """Who gave."""

        GIVEN = "given"
        RECEIVED = "received"
        BOTH = "both"

    class How(models.TextChoices):
        """How they were in touch."""

        CALL = "call"
        VISIT = "visit"
        MESSAGE = "message"

    tie = models.ForeignKey(Tie, on_delete=models.CASCADE, related_name="touches")
    on = models.DateField()
    direction = models.CharField(max_length=8, choices=Direction.choices, default=Direction.BOTH)
    kind = models.CharField(max_length=16, choices=choices_of(SupportKind), blank=True)
    how = models.CharField(max_length=8, choices=How.choices, blank=True)
    """Empty is not said."""
    note = SealedTextField()
    thanked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["tie", "-on"], name="touch_latest")]


class StepAnswer(models.Model):
    """What the person said to one next step: not for me, not now, or done."""

    class Answer(models.TextChoices):
        """The three answers."""

        NOT_FOR_ME = "not_for_me"
        LATER = "later"
        DONE = "done"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    rule = models.CharField(max_length=40)
    subject = models.CharField(max_length=64, blank=True)
    answer = models.CharField(max_length=12, choices=Answer.choices)
    answered_at = models.DateTimeField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "rule", "subject"], name="step_answer_once"),
        ]

    def __str__(self) -> str:
        return f"step answer {self.pk}"


class Goal(Owned):
    """A small goal from a template: one group a month, or a weekly call."""

    class Template(models.TextChoices):
        """The two templates."""

        GROUP_A_MONTH = "group_a_month"
        WEEKLY_CALL = "weekly_call"

    template = models.CharField(max_length=16, choices=Template.choices)
    tie = models.ForeignKey(Tie, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)


class Rung(Owned):
    """One step of the gentle ladder, with how hard it was expected to be and how hard it was (0-10)."""

    position = models.PositiveSmallIntegerField()
    text = SealedTextField()
    expected = models.PositiveSmallIntegerField(null=True, blank=True)
    actual = models.PositiveSmallIntegerField(null=True, blank=True)
    chosen_at = models.DateTimeField(null=True, blank=True)
    """The person said "this one next"."""
    done_at = models.DateTimeField(null=True, blank=True)


class ContactDraft(Owned):
    """Contacts from a file, kept sealed while the person picks from them; forgotten afterwards or after a day."""

    rows = SealedTextField()
    """JSON: name, phone and mail of each contact."""
