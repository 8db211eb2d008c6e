"""Who may reach what in the check-ins app: a person their own rows, a witness what was granted, nobody the rest."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from holdfast.accounts.models import Person
from holdfast.asks.models import CheckInWatch
from holdfast.checkins.models import (
    Answered,
    Attendance,
    CheckIn,
    Chip,
    Commitment,
    CopingStep,
    Counter,
    Goal,
    GoalStep,
    HardMoment,
    HelperAnswered,
    HelperCheck,
    LookAgain,
    Setback,
    Slip,
    Urge,
    Workbook,
    WorkStep,
)
from holdfast.checkins.shelf import for_people, for_supporters, shelf
from holdfast.domain.instruments.definition import Instrument
from holdfast.supporters.models import Agreement, Supporter
from holdfast.supporters.queries import agreements_of

# What was said, goals, where one was, workbooks


def commitments_of(person: Person) -> QuerySet[Commitment]:
    """What the person said they would do, the latest first, with the witness."""
    rows = Commitment.objects.filter(person=person).select_related("witness__tie", "goal")
    return rows.order_by("-created_at", "pk")


def commitment_for(person: Person, commitment_id: UUID) -> Commitment:
    """One of the person's commitments that has not ended, or 404."""
    return get_object_or_404(commitments_of(person).filter(ended_at=None), pk=commitment_id)


def commitments_shown_to(supporter: Supporter) -> QuerySet[Commitment]:
    """What this supporter is a witness of, or is asked to be: while both sides let it, and not a moment longer.

    Nothing while the person has stopped everything.
    """
    rows = Commitment.objects.filter(witness__supporter=supporter, ended_at=None, declined_at=None)
    rows = rows.filter(witness__ended_at=None, witness__paused_at=None, person__is_active=True)
    rows = rows.filter(witness__person=F("person"), asked_at__isnull=False, person__restriction=None)
    return rows.select_related("witness__tie", "witness__person", "person").order_by("created_at", "pk")


def is_witnessed(commitment: Commitment) -> bool:
    """Whether its witness may see that it is there at all."""
    agreement = commitment.witness
    if agreement is None or commitment.ended_at or commitment.declined_at or not commitment.asked_at:
        return False
    return agreement.ended_at is None and agreement.paused_at is None and commitment.person.is_active


def commitment_shown_to(supporter: Supporter, commitment_id: UUID) -> Commitment:
    """One commitment this supporter is, or is asked to be, the witness of; or 404."""
    return get_object_or_404(commitments_shown_to(supporter), pk=commitment_id)


def own_goals_of(person: Person) -> QuerySet[Goal]:
    """The goals the person wrote, the latest first."""
    return Goal.objects.filter(person=person).order_by("-created_at", "pk")


def own_goal_for(person: Person, goal_id: UUID) -> Goal:
    """One of the person's own goals that was not put down, or 404."""
    return get_object_or_404(own_goals_of(person).filter(ended_at=None), pk=goal_id)


def goal_step_for(person: Person, step_id: UUID) -> GoalStep:
    """One step of a goal that was not put down, or 404."""
    rows = GoalStep.objects.filter(person=person, goal__person=person, goal__ended_at=None).select_related("goal")
    return get_object_or_404(rows, pk=step_id)


def attendances_of(person: Person) -> QuerySet[Attendance]:
    """Where the person was, the latest first."""
    return Attendance.objects.filter(person=person).select_related("tie").order_by("-on", "-at", "-created_at", "pk")


def attendance_for(person: Person, attendance_id: UUID) -> Attendance:
    """One time the person was somewhere, or 404."""
    return get_object_or_404(attendances_of(person), pk=attendance_id)


def slips_of(person: Person) -> QuerySet[Slip]:
    """The slips the person issued, the latest first."""
    return Slip.objects.filter(person=person).order_by("-created_at", "pk")


def slip_for(person: Person, slip_id: UUID) -> Slip:
    """One slip of the person's, or 404."""
    return get_object_or_404(slips_of(person), pk=slip_id)


def slip_behind(digest: str, *, now: datetime) -> Slip | None:
    """The slip with this digest of its code. Unknown, over and taken back are one and the same from outside."""
    return Slip.objects.filter(digest=digest, revoked_at=None, expires_at__gt=now, person__is_active=True).first()


def workbooks_of(person: Person) -> QuerySet[Workbook]:
    """The person's workbooks that are not put away."""
    rows = Workbook.objects.filter(person=person, ended_at=None).select_related("shared_with__tie")
    return rows.order_by("created_at", "pk")


def workbook_for(person: Person, workbook_id: UUID) -> Workbook:
    """One of the person's workbooks, or 404."""
    return get_object_or_404(workbooks_of(person), pk=workbook_id)


def work_step_for(person: Person, work_step_id: UUID) -> WorkStep:
    """One step of a workbook that is not put away, or 404."""
    rows = WorkStep.objects.filter(person=person, workbook__person=person, workbook__ended_at=None)
    return get_object_or_404(rows.select_related("workbook"), pk=work_step_id)


def workbooks_shown_to(supporter: Supporter) -> QuerySet[Workbook]:
    """The workbooks of which this supporter sees how far they are."""
    rows = Workbook.objects.filter(shared_with__supporter=supporter, ended_at=None, person__is_active=True)
    rows = rows.filter(shared_with__ended_at=None, shared_with__paused_at=None, shared_with__person=F("person"))
    rows = rows.filter(person__restriction=None)
    return rows.select_related("shared_with__person").order_by("created_at", "pk")


"""Who may reach what in the checkins app: a person their own rows, a witness what was granted, nobody the rest."""


# How I am, urges, hard moments, what I can do myself, awaited check-ins


def check_in_for(person: Person, check_in_id: UUID) -> CheckIn:
    """One of the person's check-ins, or 404."""
    return get_object_or_404(CheckIn, person=person, pk=check_in_id)


def urge_for(person: Person, urge_id: UUID) -> Urge:
    """One of the person's urges, or 404."""
    return get_object_or_404(Urge, person=person, pk=urge_id)


def hard_entry_for(person: Person, hard_id: UUID) -> HardMoment:
    """What the person wrote about one hard moment, or 404."""
    return get_object_or_404(HardMoment, person=person, pk=hard_id)


def coping_step_for(person: Person, coping_id: UUID) -> CopingStep:
    """One step of the person's own list, or 404."""
    return get_object_or_404(CopingStep, person=person, pk=coping_id)


def watch_of(person: Person) -> CheckInWatch | None:
    """The check-in that is, or was, awaited of this person: the running one before those that ended."""
    rows = CheckInWatch.objects.filter(person=person).prefetch_related("chosen")
    return rows.order_by(F("ended_at").desc(nulls_first=True), "-created_at", "pk").first()


# Measures: a person's answers are theirs; a supporter's are theirs alone, whoever they help.


def measure_for(measure_key: str) -> Instrument:
    """A measure this host offers to people, or 404."""
    return _offered(for_people(), measure_key)


def measure_seen_by(person: Person, measure_key: str) -> Instrument:
    """A measure this host offers, or one the person answered when it did; else 404."""
    if measure_key in {one.key for one in for_people()}:
        return measure_for(measure_key)
    rows = Answered.objects.filter(person=person, instrument=measure_key).order_by("-on")
    found = (shelf().known.get((row.instrument, row.version)) for row in rows.only("instrument", "version"))
    if instrument := next(filter(None, found), None):
        return instrument
    raise Http404


def own_measure_for(measure_key: str) -> Instrument:
    """A measure this host offers to supporters, or 404."""
    return _offered(for_supporters(), measure_key)


def answered_for(person: Person, answered_id: UUID) -> Answered:
    """One time the person answered, or 404."""
    return get_object_or_404(Answered.objects.filter(person=person), pk=answered_id)


def own_answered_for(supporter: Supporter, answered_id: str) -> HelperAnswered:
    """One time a supporter answered, or 404."""
    row: HelperAnswered = _of(HelperAnswered.objects.filter(supporter=supporter), answered_id)
    return row


def own_check_for(supporter: Supporter, check_id: str) -> HelperCheck:
    """One note of a supporter on themselves, or 404."""
    row: HelperCheck = _of(HelperCheck.objects.filter(supporter=supporter), check_id)
    return row


def _offered(found: list[Instrument], measure_key: str) -> Instrument:
    for one in found:
        if one.key == measure_key:
            return one
    raise Http404


def _of(rows: QuerySet[Any], row_id: str) -> Any:
    try:
        return get_object_or_404(rows, pk=row_id)
    except ValidationError:
        raise Http404 from None


# Days, setbacks, chips


def counters_of(person: Person) -> QuerySet[Counter]:
    """The person's counters in their order."""
    return Counter.objects.filter(person=person).order_by("position", "created_at", "pk")


def counter_for(person: Person, counter_id: UUID) -> Counter:
    """One of the person's counters, or 404."""
    return get_object_or_404(counters_of(person), pk=counter_id)


def setback_for(person: Person, setback_id: UUID) -> Setback:
    """One of the person's setbacks, or 404."""
    return get_object_or_404(Setback.objects.filter(person=person).select_related("counter"), pk=setback_id)


def chips_of(person: Person) -> QuerySet[Chip]:
    """The person's chips, the latest first."""
    rows = Chip.objects.filter(person=person).select_related("counter", "giver__tie")
    return rows.order_by("-earned_on", "-created_at", "-days", "pk")


def chip_for(person: Person, chip_id: UUID) -> Chip:
    """One of the person's chips, or 404."""
    return get_object_or_404(chips_of(person), pk=chip_id)


def choosable(person: Person) -> QuerySet[Agreement]:
    """Who can be told something, or be asked to hand over a chip: whoever helps, and is not paused."""
    return agreements_of(person).filter(paused_at=None)


REACHED: dict[str, Any] = {
    "ended_at": None,
    "paused_at": None,
    "supporter__left_at": None,
    "person__is_active": True,
    "person__restriction": None,
}
"""What must hold of an agreement for its supporter to see anything: also that the person has not stopped everything."""


def told_to(supporter: Supporter) -> QuerySet[Setback]:
    """What people chose this supporter to know, while it is not taken back and they help them."""
    reached = Agreement.objects.filter(supporter=supporter, **REACHED)
    return Setback.objects.filter(told__in=reached).select_related("person").distinct()


def telling_to(supporter: Supporter, setback_id: UUID) -> tuple[Agreement, Setback]:
    """One of them, with the agreement through which they know it; or 404."""
    setback = get_object_or_404(told_to(supporter), pk=setback_id)
    rows = setback.told.filter(supporter=supporter, **REACHED).select_related("person", "supporter")
    return rows[0], setback


def chips_asked_of(supporter: Supporter) -> QuerySet[Chip]:
    """Chips this supporter was asked to hand over, or did; nothing of one whose place they took over."""
    reached = Q(**{f"giver__{name}": value for name, value in REACHED.items()})
    rows = Chip.objects.filter(reached, giver__supporter=supporter, asked_at__gte=F("giver__accepted_at"))
    return rows.select_related("giver__person", "giver__supporter").order_by("asked_at", "pk")


def chip_asked_of(supporter: Supporter, chip_id: UUID) -> Chip:
    """One of them, or 404."""
    return get_object_or_404(chips_asked_of(supporter), pk=chip_id)


# Looking again


def look_for(person: Person, look_id: UUID) -> LookAgain:
    """One page the person kept, or 404."""
    return get_object_or_404(LookAgain, person=person, pk=look_id)
