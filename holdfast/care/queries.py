"""Reads of a person's plan, as its pages show it. Names, numbers and hours of those on the map are read from there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from holdfast.accounts.models import Person
from holdfast.asks.reaching import Way, link_of, ways_to, windows_of
from holdfast.care.access import plan_lines_of, safety_plan_of
from holdfast.care.models import PlanLine, SafetyPlan
from holdfast.care.words import HINTS, STANDINGS, STEPS, StepWords
from holdfast.checkins.coping import steps_of
from holdfast.domain import network
from holdfast.domain import safety_plan as domain
from holdfast.domain.calls import Window
from holdfast.domain.network import TieState
from holdfast.domain.safety_plan import Seat, Step
from holdfast.network.access import ties_of
from holdfast.network.models import Channel, Tie

CAN_CALL = frozenset({"phone", "text", "video", "chat"})
SHORT = 6
"""Numbers of so few digits are lines; not all of them take texts."""

MOST_ON_PAPER = 2
MOST_NEW = 12


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line as a page shows it. `gone`: the words for a seat that is open again; then nothing leads to anybody."""

    seat: Seat
    note: str
    ways: tuple[Way, ...] = ()
    hours: str = ""
    window: Window | None = None
    tie_id: str = ""
    is_own: bool = False
    gone: str = ""
    hint: str | Promise = ""

    @property
    def numbers(self) -> tuple[str, ...]:
        """What stands on paper: each number or address once, the best first."""
        return tuple(dict.fromkeys(way.value for way in self.ways))[:MOST_ON_PAPER]


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step as a page shows it."""

    step: Step
    words: StepWords
    lines: tuple[LineShown, ...]

    @property
    def is_open(self) -> bool:
        """Whether nothing stands on it that is there."""
        return bool(domain.open_steps(line.seat for line in self.lines).count(self.step))


@dataclass(frozen=True, slots=True)
class PlanShown:
    """The whole plan in order; `kept` is None before it is begun."""

    kept: SafetyPlan | None
    steps: tuple[StepShown, ...]

    @property
    def lines(self) -> tuple[LineShown, ...]:
        """Every line, in order."""
        return tuple(line for step in self.steps for line in step.lines)


def plan_shown(person: Person, *, now: datetime | None) -> PlanShown:
    """The plan; with `now` it says who takes calls at this hour."""
    rows = list(plan_lines_of(person).prefetch_related("tie__channels"))
    ties = {row.tie for row in rows if row.tie}
    windows = windows_of(person, ties, now=now) if now else {}
    ways = ways_to(ties)
    lines = [*_own(person), *(_line(row, ways, windows) for row in rows)]
    steps = (StepShown(step, STEPS[step], tuple(one for one in lines if one.seat.step == step)) for step in Step)
    return PlanShown(safety_plan_of(person), tuple(steps))


def lines_on(person: Person, step: Step) -> tuple[LineShown, ...]:
    """The lines of one step."""
    return next(one.lines for one in plan_shown(person, now=None).steps if one.step is step)


def _own(person: Person) -> list[LineShown]:
    return [LineShown(Seat(str(row.pk), Step.OWN, row.text), "", is_own=True) for row in steps_of(person)]


def _line(row: PlanLine, ways: Mapping[Tie, tuple[Way, ...]], windows: Mapping[Tie, Window]) -> LineShown:
    tie = row.tie
    found = (ways[tie] if tie else _typed_ways(row.number)) if _is_there(row) else ()
    window = windows.get(tie) if tie else None
    hours = _hours(tie) if tie else ""
    seat = Seat(
        id=str(row.pk),
        step=Step(row.step),
        name=tie.name if tie else row.text,
        is_somebody=row.is_somebody,
        can_be_called=any(way.via in CAN_CALL for way in found),
        has_hour=bool(row.note or hours or (window and (window.is_now or window.opens_at))),
        standing=_standing(row),
    )
    return LineShown(
        seat,
        note=row.note,
        ways=found,
        hours=hours,
        window=window if window and (window.is_now or window.opens_at) else None,
        tie_id=str(row.tie_id or ""),
        gone=str(STANDINGS[seat.standing]) % {"name": seat.name} if not seat.is_there else "",
        hint=_hint(seat),
    )


def _standing(row: PlanLine) -> domain.Standing:
    if not row.is_from_map:
        return domain.Standing.THERE
    return domain.standing_of(TieState(row.tie.state) if row.tie else None)


def _is_there(row: PlanLine) -> bool:
    return _standing(row) is domain.Standing.THERE


def _hint(seat: Seat) -> str | Promise:
    found = domain.hints([seat])
    return HINTS.get(found[0].what, "") if found else ""


def _typed_ways(number: str) -> tuple[Way, ...]:
    """A call; and a text where the number is long enough to be somebody's phone."""
    call = link_of(Channel.Via.PHONE, number)
    if not call:
        return ()
    vias = (Channel.Via.PHONE, Channel.Via.TEXT)[: 1 + (len(call) - len("tel:") > SHORT)]
    return tuple(Way(via, number, link_of(via, number)) for via in vias)


def _hours(tie: Tie) -> str:
    """When somebody takes calls, as the person wrote it down on the map."""
    if not tie.takes_calls:
        return ""
    if tie.calls_from is None and tie.calls_until is None:
        return _("Takes calls at any hour")
    begins, ends = (time_format(one, "TIME_FORMAT") if one else "" for one in (tie.calls_from, tie.calls_until))
    said = {"begins": begins, "ends": ends}
    if not ends:
        return _("Takes calls from %(begins)s") % said
    return _("Takes calls until %(ends)s") % said if not begins else _("Takes calls from %(begins)s to %(ends)s") % said


def suggested_ties(person: Person, step: Step, lines: Sequence[LineShown]) -> tuple[list[Tie], list[Tie]]:
    """Who of the map is worth suggesting for a step, the likeliest first; and everybody else there."""
    rows = {str(tie.pk): tie for tie in ties_of(person).exclude(state=TieState.ENDED)} if step in domain.NAMED else {}
    taken = {line.tie_id for line in lines}
    first = [rows[one.id] for one in domain.suggested(step, map(_value, rows.values()), taken=taken)]
    rest = [tie for key, tie in rows.items() if key not in taken and tie not in first]
    return first, [tie for tie in rest if TieState(tie.state) not in domain.STANDINGS]


def _value(tie: Tie) -> network.Tie:
    return network.Tie(
        id=str(tie.pk),
        name=tie.name,
        role=network.Role(tie.role),
        circle=network.Circle(tie.circle),
        state=TieState(tie.state),
        trust=tie.trust,
        feel_after=tie.feel_after,
        takes_calls=tie.takes_calls,
    )


def new_on_the_map(person: Person, plan: PlanShown, since: datetime) -> list[Tie]:
    """Who came onto the map since, is there, and stands on no step yet."""
    taken = {line.tie_id for line in plan.lines}
    rows = ties_of(person).filter(created_at__gt=since, state__in=network.COUNTING).order_by("-created_at", "pk")
    return [tie for tie in rows[:MOST_NEW] if str(tie.pk) not in taken]
