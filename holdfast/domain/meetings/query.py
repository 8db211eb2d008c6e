"""What somebody looks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from holdfast.domain.meetings.fellowships import Audience
from holdfast.domain.meetings.kinds import Kind
from holdfast.domain.meetings.meeting import Attendance, Category, Slot
from holdfast.domain.meetings.pathways import Pathway


class Sort(StrEnum):
    """What comes first."""

    FIT = "fit"
    TIME = "time"
    DISTANCE = "distance"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Sense:
    """What a word also stands for in the language of the page: "mujeres" is women, "lunes" is Monday."""

    word: str
    """Folded, see `wording.folded`."""
    kinds: frozenset[Kind] = frozenset()
    languages: frozenset[str] = frozenset()
    days: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Query:
    """Everything that narrows a search; what is left at its default narrows nothing."""

    near: tuple[float, float] | None = None
    """Latitude and longitude. Used for this search only."""
    radius_km: float | None = None
    days: frozenset[int] = frozenset()
    """0 is Sunday, in the meeting's own zone."""
    start_after: int | None = None
    start_before: int | None = None
    """Minutes after midnight in the meeting's own zone, start_after <= start < start_before; over midnight where the
    first is the later one."""
    within_minutes: int | None = None
    """Starts within so many minutes from now; one that began at most ten minutes ago still counts."""
    words: str = ""
    senses: tuple[Sense, ...] = ()
    kinds: frozenset[Kind] = frozenset()
    """All of these."""
    any_kinds: frozenset[Kind] = frozenset()
    """At least one of these; with Sort.FIT, those with more of them come first."""
    without_kinds: frozenset[Kind] = frozenset()
    pathways: frozenset[Pathway] = frozenset()
    """At least one of these."""
    categories: frozenset[Category] = frozenset()
    """Any of these."""
    travel_kmh: float | None = None
    """Keep what can be reached before it starts at this speed; needs `near`. What is only online is always reached."""
    attendance: Attendance | None = None
    """ONLINE and IN_PERSON both include hybrid."""
    fellowships: frozenset[str] = frozenset()
    """Any of these."""
    without_fellowships: frozenset[str] = frozenset()
    twelve_step: bool | None = None
    """False keeps only what is known not to be twelve-step: SMART stays, AA and NA go, the unknown goes too."""
    audience: Audience | None = None
    languages: frozenset[str] = frozenset()
    """Any of these; a meeting that states no language is not counted as any."""
    sort: Sort = Sort.TIME
    online_last: bool = False
    """By distance, what is only online comes behind: it is as near as anything."""
    offset: int = 0
    limit: int = 50
    counts: bool = True
    """Count the answers by kind, programme and the rest."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One meeting that answers, with its next time."""

    position: int
    """Of the meeting in the list that the index was built from."""
    slot: Slot | None
    """None is by appointment."""
    next_start: datetime | None
    """Aware, in the meeting's zone; None is by appointment, or the zone is not known."""
    distance_km: float | None


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits, and how many there are in all."""

    total: int
    hits: tuple[Hit, ...]
    kinds: Mapping[Kind, int] = field(default_factory=dict)
    """How many of all the answers are of each kind."""
    pathways: Mapping[Pathway, int] = field(default_factory=dict)
    attendances: Mapping[Attendance, int] = field(default_factory=dict)
    fellowships: Mapping[str, int] = field(default_factory=dict)
    languages: Mapping[str, int] = field(default_factory=dict)
