"""What goes into a file: only what was chosen or granted, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from holdfast.domain.consent import Item, Purpose
from holdfast.domain.network import Role


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody, a group or a service of the map. Without a name only the role is told: whoever is on a map agreed to
    nothing."""

    id: UUID
    name: str
    role: Role
    phones: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()


class PlanKind(StrEnum):
    """Which plan."""

    SAFETY = "safety"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the step ("1" to "6") or the part it stands in, and what it says."""

    part: str
    text: str
    helpers: tuple[str, ...] = ()
    """Names of those who help with it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan with its lines in order."""

    id: UUID
    kind: PlanKind
    title: str
    begun_at: datetime | None = None
    lines: tuple[Line, ...] = ()


class GoalState(StrEnum):
    """Where a goal stands, by FHIR's word for it."""

    ACTIVE = "active"
    REACHED = "completed"
    PUT_DOWN = "cancelled"


@dataclass(frozen=True, slots=True)
class Goal:
    """Something to reach."""

    id: UUID
    text: str
    state: GoalState = GoalState.ACTIVE
    begun_on: date | None = None
    by_on: date | None = None
    state_on: date | None = None
    why: str = ""
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """One time a measure was answered. Without `answers` only the scores are told."""

    id: UUID
    on: date
    key: str
    version: str
    name: str
    scores: Mapping[str, float] = field(default_factory=dict)
    """The name of each score and its value; those that could not be worked out are left out."""
    answers: tuple[int | None, ...] | None = None
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """How somebody was: 1-5, and an urge 0-10; None is not said."""

    id: UUID
    at: datetime
    feeling: int | None = None
    urge: int | None = None


@dataclass(frozen=True, slots=True)
class Felt:
    """How somebody was over some days: the mean of what they said, of "feeling" (1-5) or "urge" (0-10)."""

    id: UUID
    what: str
    begins: date
    ends: date
    mean: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on end that are over, and how many of them counted."""

    id: UUID
    begins_on: date
    ends_on: date
    days: int


@dataclass(frozen=True, slots=True)
class Counted:
    """Days of something, in the person's own words: how many now, and how many in all."""

    id: UUID
    name: str
    aim: str
    """"without", "less" or "more"; `about` says less or more than what."""
    current: int
    total: int
    about: str = ""
    begun_on: date | None = None
    """When the days that go on began; None is not told."""
    earlier: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Attended:
    """A time at a group or an appointment: which, or the role of whoever it was with, and in which way."""

    id: UUID
    on: date
    what: str
    how: str


class ArrangedState(StrEnum):
    """How far something that was arranged has come, by FHIR's word for a task."""

    ASKED = "requested"
    SENT = "ready"
    RECEIVED = "received"
    BEGUN = "in-progress"
    DONE = "completed"
    NOT = "rejected"
    CLOSED = "cancelled"


@dataclass(frozen=True, slots=True)
class Arranged:
    """A recommendation or a referral: where to, why, by whom, and how far it came."""

    id: UUID
    name: str
    made_at: datetime
    is_referral: bool
    state: ArrangedState = ArrangedState.ASKED
    why: str = ""
    by: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Consented:
    """The grant by which something is in the file."""

    id: UUID
    recipient: str
    purpose: Purpose
    items: frozenset[Item]
    starts_at: datetime
    ends_at: datetime
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class Record:
    """Everything one file tells of one person."""

    subject: UUID
    called: str
    """How the person wants to be called; nothing else is known of them."""
    made_at: datetime
    helpers: tuple[Helper, ...] | None = None
    """None: the map is not in the file. Empty: nobody is on it yet."""
    plans: tuple[Plan, ...] = ()
    goals: tuple[Goal, ...] = ()
    measured: tuple[Measured, ...] = ()
    checked_in: tuple[CheckedIn, ...] = ()
    felt: tuple[Felt, ...] = ()
    counted: tuple[Counted, ...] = ()
    attended: tuple[Attended, ...] = ()
    arranged: tuple[Arranged, ...] = ()
    consents: tuple[Consented, ...] = ()
