"""What a life of some months is made of in the demo: values that `cast_lives.py` fills and `demo_tending.py` writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from holdfast.domain.asks.kinds import Kind
from holdfast.domain.days import Aim
from holdfast.domain.goals import SoOften

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True)
class CheckIns:
    """One sign for each day, the last one yesterday; a point is a day without. Urges are hexadecimal: a is ten."""

    feelings: str
    urges: str
    at: time
    notes: Mapping[int, str] = field(default_factory=dict)
    wanted_contact: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class OneDay:
    """The intention of a morning, the review of an evening, how hard it was."""

    days: int
    intention: str = ""
    review: str = ""
    hard: int | None = None


@dataclass(frozen=True, slots=True)
class UrgeHad:
    """An urge that came."""

    days: int
    strength: int
    trigger: str
    helped: str = ""


@dataclass(frozen=True, slots=True)
class Hard:
    """A hard moment; `used_own` is a step of one's own list."""

    days: int
    happened: str
    did: str
    who: str
    tie: str = ""
    used_own: bool = False


@dataclass(frozen=True, slots=True)
class Handed:
    """A chip that somebody who helps handed over with a line."""

    total: int
    by: str
    line: str
    days: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A day counter. `setback`: how many days ago, and its note; the run begins the next morning. `amounts`: one sign
    for each day, the last one yesterday."""

    name: str
    days: int
    aim: Aim = Aim.WITHOUT
    unit: str = ""
    bound: float | None = None
    setback: tuple[int, str] | None = None
    amounts: str = ""
    handed: Handed | None = None


@dataclass(frozen=True, slots=True)
class SaidIt:
    """A commitment since three weeks, with two weeks of marks: + kept, - not kept, the last one yesterday."""

    text: str
    on: frozenset[int]
    marks: str
    witness: str = ""
    shows_words: bool = False
    notes: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A goal: in steps, so many of them done; or so often, with the days that counted."""

    text: str
    days: int
    why: str = ""
    by_in: int | None = None
    steps: tuple[str, ...] = ()
    done: tuple[int, ...] = ()
    """How many days ago the first steps were done."""
    often: SoOften | None = None
    counted: tuple[int, ...] = ()
    smaller: str = ""
    """What it is on a bad day; empty is small enough."""
    reached: int | None = None


@dataclass(frozen=True, slots=True)
class Been:
    """A group or a professional, always on the same weekday: so many weeks ago, with whom of the map."""

    tie: str
    weekday: int
    at: time
    weeks: Mapping[int, tuple[str, ...]]
    minutes: int = 60
    how: str = "in_person"


@dataclass(frozen=True, slots=True)
class Book:
    """Steps worked through in the person's own words: title -> what they wrote; the first so many are done."""

    name: str
    days: int
    steps: Mapping[str, str]
    done: int
    shared_with: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit that somebody holds. `crossed`: how many days ago, what the person did, a note."""

    whose: str
    text: str
    days: int
    tie: str = ""
    agreed: str = "said"
    response: str = ""
    revisit_in: int = 60
    crossed: tuple[int, str, str] | None = None


@dataclass(frozen=True, slots=True)
class Hoped:
    """The expectation card of one tie without an agreement."""

    tie: str
    hoped_kinds: tuple[Kind, ...]
    hoped: str
    offered_kinds: tuple[Kind, ...]
    offered: str
    talked: int


@dataclass(frozen=True, slots=True)
class Promised:
    """A small promise: due so many days from today (before it: negative), kept, not kept or open."""

    whose: str
    text: str
    due_in: int
    is_kept: bool | None = None


@dataclass(frozen=True, slots=True)
class Between:
    """A conflict, and what both do about it."""

    tie: str
    days: int
    issue: str
    mine: str
    theirs: str
    mediator: str = ""
    session_in: int | None = None
    agreement: str = ""
    follow_up_in: int | None = None
    promises: tuple[Promised, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """A day that comes every year: so many days from today."""

    tie: str
    kind: str
    in_days: int
    text: str = ""
    years: int | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """Something given or lent."""

    tie: str
    kind: str
    text: str
    days: int
    due_in: int | None = None


@dataclass(frozen=True, slots=True)
class Thanked:
    """Words of thanks that were kept."""

    tie: str
    text: str
    days: int
    is_given: bool = False


@dataclass(frozen=True, slots=True)
class Awaited:
    """Check-ins awaited since so many days: on the weekdays of these days ahead, so that none is due at once."""

    days: int
    at: time
    ahead: tuple[int, ...]
    chosen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """A page of looking again, kept so many days ago."""

    days: int
    went_well: str
    was_hard: str
    next_small: str


@dataclass(frozen=True, slots=True)
class HelperSaid:
    """How a supporter was, in their own words: theirs alone."""

    supporter: str
    days: int
    feeling: int
    load: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Life:
    """All of it, for one person."""

    check_ins: CheckIns
    with_morning: bool = False
    with_evening: bool = False
    own: tuple[str, ...] = ()
    """What they can do themselves, in the order in which they try it."""
    helped: Mapping[int, int] = field(default_factory=dict)
    """Which of these helped how often."""
    days: tuple[OneDay, ...] = ()
    urges: tuple[UrgeHad, ...] = ()
    hard: tuple[Hard, ...] = ()
    counters: tuple[Counted, ...] = ()
    said: tuple[SaidIt, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    been: tuple[Been, ...] = ()
    books: tuple[Book, ...] = ()
    measures: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    """Key of a measure -> days ago -> the answers, one digit each."""
    limits: tuple[Limit, ...] = ()
    hoped: tuple[Hoped, ...] = ()
    between: tuple[Between, ...] = ()
    dates: tuple[Counts, ...] = ()
    things: tuple[Gone, ...] = ()
    thanks: tuple[Thanked, ...] = ()
    awaited: Awaited | None = None
    looked: Looked | None = None
    helpers: tuple[HelperSaid, ...] = ()
