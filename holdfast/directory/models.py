"""Listings of the directory and where they came from."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models

from holdfast.sealing.fields import SealedTextField

DIRECTORY_KEY = UUID("4d1b6c1e-6f0a-4d0c-9a53-d1c7e0a1f001")
"""Whose key seals what people report without an account: the directory's own."""
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


KEPT_KEY, OVER_KEY = "kept", "kept-over"
"""The sources of what is written here: whole listings, and what a group says over a feed's listing of it."""


class SourceKind(models.TextChoices):
    """How listings come in."""

    FILE = "file"
    ADDRESS = "address"
    KEPT = "kept"
    """Written here, by the groups that keep their own listings and by operators."""


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
    """When it was last taken over, or said that nothing changed."""
    kind = models.CharField(max_length=16, choices=SourceKind, default=SourceKind.FILE)
    website = models.URLField(blank=True, max_length=500)
    """Where people can read about it."""
    fetch_every_hours = models.PositiveSmallIntegerField(default=0)
    """0 is only when somebody asks."""
    next_fetch_at = models.DateTimeField(null=True, blank=True, db_index=True)
    failures = models.PositiveSmallIntegerField(default=0)
    """In a row; each doubles the wait."""
    waits_for_a_look = models.BooleanField(default=False)
    """Nothing is taken over before a person has seen the difference."""
    is_published = models.BooleanField(default=True)
    """Its licence lets us give its listings on."""
    rank = models.SmallIntegerField(default=0)
    """Where sources disagree on one meeting, the higher one is believed first."""
    columns = models.JSONField(default=dict, blank=True)
    """For a CSV source: our field -> its column, as a person chose."""

    def __str__(self) -> str:
        return f"source {self.pk}"


class Outcome(models.TextChoices):
    """What became of one import."""

    WAITING = "waiting"
    APPLIED = "applied"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    DECLINED = "declined"


class ImportRun(models.Model):
    """One time that a source was read: what came, what it changed, or why nothing did."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="runs")
    at = models.DateTimeField(db_index=True)
    outcome = models.CharField(max_length=16, choices=Outcome)
    rows = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    """Missing from the source, more than a fifth: kept until a person confirms."""
    refused = models.PositiveIntegerField(default=0)
    warned = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, blank=True)
    """The first ones: [row, key, field, severity, advice]."""
    why = models.TextField(blank=True)
    body = models.BinaryField(null=True, blank=True)
    """What came, packed, while it waits for a person."""
    digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of what came: the same feed is not laid before a person twice."""
    preview = models.JSONField(default=dict, blank=True)
    """The first of what would change, as it was shown (see `runs.preview_of`); empty until it was read."""
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)

    def __str__(self) -> str:
        return f"import run {self.pk}"


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
    missing_at = models.DateTimeField(null=True, blank=True)
    """The source left it out together with too many others: held until a person confirms."""
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="members", db_index=False
    )
    """The listing that stands for this meeting where several sources have it; never itself merged."""
    hidden_at = models.DateTimeField(null=True, blank=True)
    """Nobody was there, or an operator took it away; it is not found until somebody verifies it."""
    hidden_why = models.CharField(max_length=32, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    """When somebody last said "I was there"."""
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="kept_listings"
    )
    """Who keeps it for its group, after an operator agreed."""
    compared_at = models.DateTimeField(default=NEVER)
    """Its `changed_at` when it was last compared with other sources' listings; another one means that work waits."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "key"], name="listing_once_per_source"),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("id")),
                name="listing_not_merged_into_itself",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["changed_at"], name="listing_changed_at"),
            models.Index(
                fields=["merged_into"], condition=models.Q(merged_into__isnull=False), name="listing_merged_into"
            ),
            models.Index(
                fields=["changed_at"],
                condition=~models.Q(compared_at=models.F("changed_at")),
                name="listing_not_compared",
            ),
        ]

    def __str__(self) -> str:
        return f"listing {self.pk}"


class ListingMark(models.Model):
    """A number that listings of one meeting share (see `domain.meetings.merge.marks`)."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="marks")
    mark = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"mark {self.pk}"


class Lookalike(models.Model):
    """Two listings that may be one meeting: the rule is not sure, and a person is asked."""

    one = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+")
    """The one with the greater id."""
    score = models.FloatField(db_index=True)
    reasons = models.JSONField(default=list)
    """Codes of `domain.meetings.merge.Why`."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["one", "other"], name="lookalike_once_per_pair")]

    def __str__(self) -> str:
        return f"lookalike {self.pk}"


class ListingChange(models.Model):
    """One thing that happened to a listing after it came: its history."""

    class Kind(models.TextChoices):
        """What happened."""

        CHANGED = "changed"
        GONE = "gone"
        BACK = "back"
        HIDDEN = "hidden"
        SHOWN = "shown"
        JOINED = "joined"
        SPLIT = "split"

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="history")
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=16, choices=Kind)
    fields = models.JSONField(default=dict, blank=True)
    """Field -> [before, after], as `Meeting.to_json` writes them."""

    def __str__(self) -> str:
        return f"listing change {self.pk}"


class Sameness(models.Model):
    """A person's word that two listings are one meeting, or are not; the rule never overrides it."""

    one = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+")
    """The one with the greater id."""
    is_same = models.BooleanField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["one", "other"], name="sameness_once_per_pair")]

    def __str__(self) -> str:
        return f"sameness {self.pk}"


class Settled(models.TextChoices):
    """What an operator said to something that waited for them."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Report(models.Model):
    """What a visitor says about a listing: that it was right, or what is wrong. Never who said it."""

    class Kind(models.TextChoices):
        """What is wrong."""

        NOBODY_THERE = "nobody_there"
        OTHER_TIME = "other_time"
        OTHER_PLACE = "other_place"
        LINK_BROKEN = "link_broken"
        CLOSED = "closed"
        UNSAFE = "unsafe"
        OTHER = "other"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="reports")
    kind = models.CharField(max_length=16, choices=Kind)
    text = SealedTextField()
    """Erased when the report is settled."""
    mark = models.CharField(max_length=64, blank=True)
    """Tells two reporters apart without saying who they are; erased when the report is settled."""
    at = models.DateTimeField()
    state = models.CharField(max_length=16, choices=Settled, default=Settled.OPEN, db_index=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)

    def __str__(self) -> str:
        return f"report {self.pk}"

    @property
    def person_id(self) -> UUID:
        """Whose key seals the text."""
        return DIRECTORY_KEY


class Claim(models.Model):
    """Somebody asks to keep a listing for its group; an operator agrees or not."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="claims")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="claims")
    text = SealedTextField()
    """How the operator can see that they speak for the group."""
    at = models.DateTimeField()
    state = models.CharField(max_length=16, choices=Settled, default=Settled.OPEN, db_index=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["listing", "person"], condition=models.Q(state="open"), name="claim_once_while_open"
            )
        ]

    def __str__(self) -> str:
        return f"claim {self.pk}"


class Visit(models.Model):
    """I went, and how it was. The person's own; nobody else ever sees it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="visits")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="visits")
    on = models.DateField()
    felt = models.PositiveSmallIntegerField(null=True, blank=True)
    """1 not for me, 2 not sure, 3 good, 4 at home; None is not said."""
    gave = models.CharField(max_length=100, blank=True)
    """What it gave, of the four things groups give: codes with commas (see `visiting.GAVE`)."""
    note = SealedTextField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"visit {self.pk}"


class CalendarAddress(models.Model):
    """The secret address at which a person's calendar app finds the meetings they keep."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_address")
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the secret."""
    secret = SealedTextField()
    """Sealed, so that the page can show the address again."""
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"calendar address {self.pk}"


class IndexVersion(models.Model):
    """One row with a new random number whenever listings change: every process sees when its index is stale."""

    number = models.PositiveBigIntegerField(default=0)
    moved_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"index version {self.number}"


class LineCheck(models.Model):
    """An operator's word that a line's number was checked: it is shown until the check is 180 days old, then marked."""

    line = models.CharField(max_length=64)
    checked_on = models.DateField()
    source = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"line check {self.pk}"
