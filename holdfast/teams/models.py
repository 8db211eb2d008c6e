"""Programmes and workers, care teams, and what a team and a person do together.

What a worker writes for themselves is sealed with the key of their own account; everything else belongs to the person
it is about, is sealed with the person's key, and goes when the person goes.
"""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models

from holdfast.accounts.owned import Owned, choices_of
from holdfast.directory.models import Listing
from holdfast.domain.network import Role
from holdfast.network.models import Tie
from holdfast.sealing.fields import SealedTextField
from holdfast.supporters.models import Agreement
from holdfast.tending.models import Conflict


class Programme(models.Model):
    """An organisation that works with people here. Operators keep the list; its name is public."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    phone = models.CharField(max_length=60, blank=True)
    """Whom to call when it is urgent: every message box of the team says so."""
    hours = models.CharField(max_length=200, blank=True)
    """When somebody reads messages, in words."""
    time_zone = models.CharField(max_length=64, default="UTC")
    is_part2 = models.BooleanField(default=False)
    """Whether 42 CFR Part 2 binds it."""
    listing = models.ForeignKey(Listing, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"programme {self.pk}"


class Worker(Owned):
    """A professional of a programme: an account that an operator verified, with evidence, for a time.

    `person` is the worker's own account; the row is sealed with its key.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="workers")
    name = SealedTextField()
    """As people see it."""
    role = models.CharField(max_length=24, choices=choices_of(Role))
    leads = models.BooleanField(default=False)
    """May choose who of the programme works with whom, and hand over."""
    evidence = SealedTextField()
    """What the operator saw: a licence and its number, a call to the employer."""
    verified_by = models.UUIDField(null=True, blank=True)
    """The operator's account."""
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_until = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "programme"], condition=models.Q(left_at=None), name="worker_once_per_programme"
            ),
        ]


class CareTeam(Owned):
    """What one person and one programme agreed on: who of it works with them."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="care_teams")
    tie = models.ForeignKey(Tie, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """Where it stands on the map."""
    called = SealedTextField()
    """How the team knows the person."""
    may_open_in_emergency = models.BooleanField(default=False)
    """The person allows the team to open the safety plan in an emergency, loud and for a day."""
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_programme = models.BooleanField(default=False)
    ended_why = SealedTextField()

    @property
    def person_name(self) -> str:
        """What the team calls the person."""
        return self.called or self.person.nickname

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "programme"], condition=models.Q(ended_at=None), name="care_team_one_running"
            ),
        ]


class Member(models.Model):
    """One worker of a care team, from when until when. Only members see what the person granted to the team."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    care_team = models.ForeignKey(CareTeam, on_delete=models.CASCADE, related_name="members")
    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="memberships")
    is_key = models.BooleanField(default=False)
    """The one to turn to first."""
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    """When they last opened the person's page: what changed is counted from there."""
    looked_at = models.DateTimeField(null=True, blank=True)
    """When they last opened something the person shared: many people in one hour is noticed."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["care_team", "worker"], condition=models.Q(until=None), name="member_once_per_team"
            ),
        ]

    def __str__(self) -> str:
        return f"member {self.pk}"


class BusyHour(models.Model):
    """A worker opened what very many people share within one hour. Operators see the number, and nobody's name."""

    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="busy_hours")
    at = models.DateTimeField()
    people = models.PositiveIntegerField()
    settled_at = models.DateTimeField(null=True, blank=True)
    """When an operator put it aside, having asked."""

    def __str__(self) -> str:
        return f"busy hour {self.pk}"


class Enrolment(Owned):
    """A link a worker hands over: whoever opens it makes an account of their own, or joins with the one they have.

    `person` is the worker's account. One use, a week, revocable. It names nobody.
    """

    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="enrolments")
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the token."""
    token = SealedTextField()
    reminder = SealedTextField()
    """For the worker: whom it was handed to, in their own short words."""
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)


class Handover(models.Model):
    """A worker leaves, or hands on: from whom to whom, and for which teams."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    care_team = models.ForeignKey(CareTeam, on_delete=models.CASCADE, related_name="handovers")
    from_worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="+")
    to_worker = models.ForeignKey(Worker, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    """When the person read of it."""

    def __str__(self) -> str:
        return f"handover {self.pk}"


class Session(Owned):
    """A time together: one to one, with the family, or to mend something between two people."""

    class Kind(models.TextChoices):
        """Who is there."""

        ONE_TO_ONE = "one_to_one"
        FAMILY = "family"
        MEDIATION = "mediation"

    class State(models.TextChoices):
        """What became of it."""

        PLANNED = "planned"
        HELD = "held"
        CANCELLED = "cancelled"
        MISSED = "missed"

    care_team = models.ForeignKey(CareTeam, on_delete=models.CASCADE, related_name="sessions")
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.ONE_TO_ONE)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PLANNED)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=50)
    time_zone = models.CharField(max_length=64)
    """Of the team; the person sees theirs beside it."""
    link = SealedTextField()
    """For a video meeting."""
    place = SealedTextField()
    about = SealedTextField()
    """What it is for, in words both see."""
    who_comes = SealedTextField()
    """Who is there beside the two, by name."""
    conflict = models.ForeignKey(Conflict, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """What it is to mend."""


class Agreed(Owned):
    """One thing that a session agreed on."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="agreed")
    text = SealedTextField()
    who = SealedTextField()
    review_on = models.DateField(null=True, blank=True)
    kept = models.BooleanField(null=True, blank=True)


class WorkNote(Owned):
    """A worker's own note about a session; `person` is the worker's account. The person it is about does not see it."""

    care_team = models.ForeignKey(CareTeam, on_delete=models.CASCADE, related_name="work_notes")
    session = models.ForeignKey(Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    on = models.DateField()
    text = SealedTextField()


class SharedNote(Owned):
    """A note that both see. A correction is a new note that replaces the old one; the old one is kept."""

    care_team = models.ForeignKey(CareTeam, on_delete=models.CASCADE, related_name="shared_notes")
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """Who of the team wrote it; nobody where that was the person, or somebody whose account is gone."""
    by_team = models.BooleanField(default=False)
    """Whether somebody of the team wrote it, there still or not."""
    session = models.ForeignKey(Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    on = models.DateField()
    text = SealedTextField()
    statement = SealedTextField()
    """What the person says to it, where they see it otherwise."""
    replaced_by = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaces"
    )


class Recommendation(Owned):
    """A group or service that was recommended: who, what, why, tried, how it was."""

    class State(models.TextChoices):
        """What became of it."""

        NEW = "new"
        LATER = "later"
        TRIED = "tried"
        NOT_FOR_ME = "not_for_me"

    care_team = models.ForeignKey(CareTeam, on_delete=models.CASCADE, related_name="recommendations")
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    listing = models.ForeignKey(Listing, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = SealedTextField()
    why = SealedTextField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.NEW)
    tried_on = models.DateField(null=True, blank=True)
    how_it_was = SealedTextField()
    is_told = models.BooleanField(default=False)
    """The person lets the team read whether it was tried, and how it was."""
    tie = models.ForeignKey(Tie, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """What it became on the map."""


class Referral(Owned):
    """Being sent somewhere, with the loop closed: each step has its day, and an end has its reason."""

    class Outcome(models.TextChoices):
        """How it ended."""

        STARTED = "started"
        WENT_ONCE = "went_once"
        DID_NOT_SUIT = "did_not_suit"
        NO_PLACE = "no_place"
        NO_ANSWER = "no_answer"
        CHANGED_MIND = "changed_mind"

    care_team = models.ForeignKey(CareTeam, on_delete=models.CASCADE, related_name="referrals")
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.SET_NULL, null=True, blank=True, related_name="referrals")
    """Where to, if it is on this host."""
    listing = models.ForeignKey(Listing, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = SealedTextField()
    why = SealedTextField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    """The person said yes; nothing is sent before."""
    declined_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    first_visit_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    outcome_words = SealedTextField()


class Handoff(Owned):
    """A warm handoff: a named person at the other end, an introduction, and somebody who comes along the first time."""

    referral = models.OneToOneField(Referral, on_delete=models.CASCADE, related_name="handoff")
    contact = SealedTextField()
    """Who waits there, by name."""
    contact_way = SealedTextField()
    """A number or an address."""
    introduced_at = models.DateTimeField(null=True, blank=True)
    companion = SealedTextField()
    """Who comes along, by name."""
    companion_tie = models.ForeignKey(Tie, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    visit_at = models.DateTimeField(null=True, blank=True)
    went = models.BooleanField(null=True, blank=True)


class Message(Owned):
    """A message between a person, or one of their supporters, and their care team; the whole team sees it."""

    class From(models.TextChoices):
        """Who wrote it."""

        PERSON = "person"
        SUPPORTER = "supporter"
        TEAM = "team"

    care_team = models.ForeignKey(CareTeam, on_delete=models.CASCADE, related_name="messages")
    sender = models.CharField(max_length=12, choices=From.choices)
    agreement_id = models.UUIDField(null=True, blank=True)
    """The supporter's agreement: what they wrote, or what the team answered them. The person reads it too, since it is
    about them; the supporter is told so before they write."""
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    text = SealedTextField()
    read_at = models.DateTimeField(null=True, blank=True)
    """When the person, or the supporter, read what the team wrote."""
    taken_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """Who of the team has taken it on, so that nothing waits for one worker."""
    taken_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    """When the team answered, or said that no answer is needed; until then it waits."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["care_team", "-created_at"], name="message_of_team"),
            models.Index(
                fields=["care_team", "created_at"], condition=models.Q(settled_at=None), name="message_waiting"
            ),
        ]


class SupporterMayWrite(Owned):
    """The person lets one of their supporters write to a team. The supporter sees what they wrote and the answers."""

    care_team = models.ForeignKey(CareTeam, on_delete=models.CASCADE, related_name="writers")
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="+")
    """It ends with the agreement."""
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["care_team", "agreement"], condition=models.Q(ended_at=None), name="supporter_writes_once"
            ),
        ]


class MessageSeen(models.Model):
    """Who of the team has opened a message."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="seen")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["message", "member"], name="message_seen_once")]

    def __str__(self) -> str:
        return f"message seen {self.pk}"
