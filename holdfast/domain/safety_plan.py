"""A plan for a hard hour: six steps in order, what is open in them, what would make it hold, when to look it over.

The order is that of Stanley and Brown (2012): a first step one can take alone, then company, then help. A later study
of veterans found fewer admissions where plans were of better quality, that is, named people and numbers that work. So
the hints are about names, numbers and hours; they are words for the person, never a score.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from holdfast.domain.network import COUNTING, SECTOR_OF, Role, Sector, Tie, TieState


class Step(IntEnum):
    """The six steps, in the order in which they are taken."""

    WARNING = 1
    OWN = 2
    COMPANY = 3
    HELP = 4
    CARE = 5
    SURROUNDINGS = 6


NAMED = frozenset({Step.COMPANY, Step.HELP, Step.CARE, Step.SURROUNDINGS})
"""Steps in which people, groups or services of the map may stand."""
CALLED = frozenset({Step.HELP, Step.CARE})
"""Steps that are worth little without a number."""
REVIEW_EVERY = timedelta(days=90)
CALM_AFTER = timedelta(hours=12)
"""A plan is looked over after a hard moment, not in it."""


class Standing(StrEnum):
    """Whether somebody who was written down is still there."""

    THERE = "there"
    RESTING = "resting"
    STEPPING_BACK = "stepping_back"
    ENDED = "ended"
    GONE = "gone"


STANDINGS: Mapping[TieState, Standing] = {
    TieState.RESTING: Standing.RESTING,
    TieState.PHASING_OUT: Standing.STEPPING_BACK,
    TieState.ENDED: Standing.ENDED,
}


@dataclass(frozen=True, slots=True)
class Seat:
    """One line of the plan. `is_somebody`: a person, a group or a service, not a thing to do."""

    id: str
    step: Step
    name: str
    is_somebody: bool = False
    can_be_called: bool = False
    has_hour: bool = False
    standing: Standing = Standing.THERE

    @property
    def is_there(self) -> bool:
        return self.standing is Standing.THERE


class What(StrEnum):
    """What would make a line hold better."""

    NOT_THERE = "not_there"
    WHO = "who"
    NUMBER = "number"
    HOUR = "hour"


@dataclass(frozen=True, slots=True)
class Hint:
    """One kind word about one line."""

    seat: Seat
    what: What


class Why(StrEnum):
    """Why it is time to look the plan over."""

    HARD_MOMENT = "hard_moment"
    TIME = "time"


def standing_of(state: TieState | None) -> Standing:
    """How somebody of the map stands in the plan; None is somebody who was taken off the map."""
    return Standing.GONE if state is None else STANDINGS.get(state, Standing.THERE)


def open_steps(seats: Iterable[Seat]) -> tuple[Step, ...]:
    """The steps on which nothing stands that is there. Whoever left does not fill a step."""
    held = {seat.step for seat in seats if seat.is_there}
    return tuple(step for step in Step if step not in held)


def hints(seats: Iterable[Seat]) -> tuple[Hint, ...]:
    """At most one for each line, the one that matters most, in the order of the plan."""
    ordered = sorted(seats, key=lambda seat: seat.step)
    return tuple(Hint(seat, what) for seat in ordered if (what := _hint(seat)) is not None)


def _hint(seat: Seat) -> What | None:
    if not seat.is_there:
        return What.NOT_THERE
    if not seat.is_somebody or seat.step not in CALLED:
        return None
    if is_general(seat.name):
        return What.WHO
    if not seat.can_be_called:
        return What.NUMBER
    return None if seat.has_hour else What.HOUR


LEFT_OUT = frozenset(("a", "an", "the", "my", "our", "some", "any", "un", "una", "el", "la", "los", "las", "mi", "mis"))
GENERAL = frozenset(
    word
    for line in (
        "friend friends family relative relatives someone somebody anyone anybody people person neighbour neighbours",
        "neighbor neighbors colleague colleagues coworker coworkers professional doctor therapist counsellor counselor",
        "nurse hotline helpline line hospital",
        "amigo amiga amigos amigas familia familiar familiares alguien gente persona personas vecino vecina vecinos",
        "colega colegas profesional médico médica doctora terapeuta psicólogo psicóloga enfermera enfermero línea",
    )
    for word in line.split()
)
"""Words that name nobody. "Mum" does."""


def is_general(name: str) -> bool:
    """Whether a name could be anybody: "a friend", "my family"."""
    words = [word for word in name.casefold().replace(",", " ").split() if word not in LEFT_OUT]
    return bool(words) and all(word in GENERAL for word in words)


def review_due(looked_at: datetime, hard_at: datetime | None, now: datetime) -> Why | None:
    """Why the plan is to be looked over now, if it is. `looked_at`: when it was last, or begun; `hard_at`: the latest
    hard moment."""
    if hard_at is not None and looked_at < hard_at and hard_at + CALM_AFTER <= now:
        return Why.HARD_MOMENT
    return Why.TIME if looked_at + REVIEW_EVERY <= now else None


SERVICES = frozenset({Role.HELPLINE, Role.TREATMENT_CENTRE, Role.PROGRAMME, Role.ORGANISATION})
TALKS = frozenset({Sector.FAMILY, Sector.FRIENDS, Sector.PEERS})
YOUNG = frozenset({Role.CHILD, Role.SPONSEE, Role.MENTEE})
"""Those whom one looks after: never suggested as the ones to carry a hard hour."""


def fits(step: Step, role: Role) -> bool:
    """Whether somebody of this role is worth suggesting for a step. The person may still choose anyone."""
    sector = SECTOR_OF[role]
    if step is Step.COMPANY:
        return sector in TALKS or (sector is Sector.GROUPS and role not in SERVICES)
    if step is Step.CARE:
        return sector is Sector.PROFESSIONALS or role in SERVICES
    return step in NAMED and sector in TALKS and role not in YOUNG


def suggested(step: Step, ties: Iterable[Tie], *, taken: Iterable[str] = ()) -> tuple[Tie, ...]:
    """Who could stand on a step: those who are there and do not stand on it yet, the likeliest first. For company those
    after whom one feels better, else those who take calls and are trusted."""
    there = set(taken)
    found = [tie for tie in ties if tie.state in COUNTING and tie.id not in there and fits(step, tie.role)]
    return tuple(sorted(found, key=lambda tie: (_likely(step, tie), tie.name.casefold(), tie.id)))


def _likely(step: Step, tie: Tie) -> tuple[bool, bool, int, int]:
    strained = tie.state is TieState.STRAINED
    feels = -(tie.feel_after or 0)
    if step is Step.COMPANY:
        return strained, feels > 0, feels, tie.circle
    return strained, not tie.takes_calls, -(tie.trust or 0), tie.circle
