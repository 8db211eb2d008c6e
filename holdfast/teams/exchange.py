"""What a file in the form of health care tells of a person: what they chose of their own.

`chosen` gathers; `domain.fhir` writes. Notes to oneself stay in the copy of the account. A fresh start holds here too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from holdfast.accounts.models import Person
from holdfast.care.queries import LineShown, plan_shown
from holdfast.care.recovery_queries import way_of
from holdfast.checkins.access import attendances_of, counters_of, own_goals_of
from holdfast.checkins.counter_queries import days_as_of, lines
from holdfast.checkins.day_words import bound_said
from holdfast.checkins.measures import Taken, taken
from holdfast.checkins.models import Answered, CheckIn, Counter
from holdfast.checkins.models import Goal as OwnGoal
from holdfast.checkins.shared import what_of
from holdfast.checkins.wishes import shown_since
from holdfast.domain.consent import Item
from holdfast.domain.days import Aim, Days
from holdfast.domain.fhir.values import (
    Arranged,
    ArrangedState,
    Attended,
    CheckedIn,
    Counted,
    Goal,
    GoalState,
    Helper,
    Line,
    Measured,
    Plan,
    PlanKind,
    Record,
    Stretch,
)
from holdfast.domain.network import Role, TieState
from holdfast.network.access import ties_of
from holdfast.network.models import Channel, Tie
from holdfast.network.queries import today_of
from holdfast.teams.models import Recommendation, Referral

BACK = timedelta(days=366)
"""How far back check-ins and measures go."""
CAN_GO = (
    Item.SAFETY_PLAN,
    Item.RECOVERY_PLAN,
    Item.NETWORK,
    Item.GOALS,
    Item.MEASURES,
    Item.CHECK_INS,
    Item.DAYS,
    Item.ATTENDANCE,
)
"""What can go into such a file, in its order."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person takes of their own."""

    items: frozenset[Item]
    called: str
    with_numbers: bool = False
    """The numbers and addresses of those on the map."""
    with_arranged: bool = False
    """Recommendations and referrals."""


def key(root: UUID, *words: object) -> UUID:
    """An id that stays the same from file to file and tells nothing."""
    return uuid5(root, "/".join(map(str, words)))


def chosen(person: Person, choice: Choice, *, now: datetime) -> Record:
    """What they take of their own."""
    root = key(person.pk, "file")
    record = Record(root, choice.called, now)
    for item in CAN_GO:
        if item in choice.items:
            record = _READ[item](record, person, now)
    if record.helpers and not choice.with_numbers:
        record = replace(record, helpers=tuple(replace(one, phones=(), mails=()) for one in record.helpers))
    if choice.with_arranged:
        recommended = Recommendation.objects.filter(person=person)
        record = replace(record, arranged=arranged(root, recommended, Referral.objects.filter(person=person)))
    return record


# Plans


def _safety_plan(record: Record, person: Person, now: datetime) -> Record:
    shown = plan_shown(person, now=None)
    if shown.kept is None:
        return record
    lines = tuple(Line(str(int(one.seat.step)), _said(one)) for one in shown.lines if not one.gone)
    plan = Plan(key(record.subject, PlanKind.SAFETY), PlanKind.SAFETY, _("My plan"), shown.kept.created_at, lines)
    return replace(record, plans=(*record.plans, plan))


def _said(line: LineShown) -> str:
    return told(line.seat.name, line.numbers, line.note or line.hours)


def told(name: str, numbers: Iterable[str] = (), note: str = "") -> str:
    """One line in words: who or what, the numbers, and when."""
    words = ", ".join((name, *numbers))
    return f"{words} ({note})" if note else words


def _recovery_plan(record: Record, person: Person, now: datetime) -> Record:
    way = way_of(person)
    if way.kept is None:
        return record
    lines = tuple(
        Line(str(part.part), line.text, tuple(told(one.name, note=one.does) for one in line.helpers if not one.gone))
        for part in way.parts
        for line in part.lines
    )
    plan = Plan(
        key(record.subject, PlanKind.RECOVERY), PlanKind.RECOVERY, _("My recovery plan"), way.kept.created_at, lines
    )
    return replace(record, plans=(*record.plans, plan))


# The map

_NUMBERS = frozenset({Channel.Via.PHONE, Channel.Via.TEXT})


def _network(record: Record, person: Person, now: datetime) -> Record:
    ties = ties_of(person).exclude(state=TieState.ENDED).prefetch_related("channels")
    return replace(record, helpers=tuple(_helper(record.subject, tie) for tie in ties))


def _helper(root: UUID, tie: Tie) -> Helper:
    channels = list(tie.channels.all())
    phones = dict.fromkeys(one.value for one in channels if one.via in _NUMBERS)
    mails = dict.fromkeys(one.value for one in channels if one.via == Channel.Via.MAIL)
    return Helper(key(root, tie.pk), tie.name, Role(tie.role), tuple(phones), tuple(mails))


# Goals, measures, check-ins, days


def _goals(record: Record, person: Person, now: datetime) -> Record:
    since = shown_since(person)
    rows = own_goals_of(person).prefetch_related("steps")
    kept = [row for row in rows if since is None or (row.reached_on or since) >= since]
    return replace(record, goals=tuple(_goal(record.subject, row) for row in kept))


def _goal(root: UUID, row: OwnGoal) -> Goal:
    state = GoalState.REACHED if row.reached_on else GoalState.PUT_DOWN if row.ended_at else GoalState.ACTIVE
    steps = sorted(row.steps.all(), key=lambda one: (one.position, one.created_at, one.pk))
    state_on = row.reached_on or (row.ended_at.date() if row.ended_at else None)
    begun_on = row.created_at.date()
    return Goal(
        key(root, row.pk), row.text, state, begun_on, row.by_on, state_on, row.why, tuple(one.text for one in steps)
    )


def _since(person: Person, now: datetime) -> date:
    return max(today_of(person, now) - BACK, shown_since(person) or date.min)


def _measured(record: Record, person: Person, now: datetime) -> Record:
    rows = Answered.objects.filter(person=person, on__gte=_since(person, now)).order_by("on", "created_at", "pk")
    return replace(record, measured=tuple(measured(record.subject, one, with_answers=True) for one in taken(rows)))


def measured(root: UUID, one: Taken, *, with_answers: bool) -> Measured:
    """One time a measure was answered; without the answers the main score alone."""
    found = {name: value for name, value in one.result.scores.items() if value is not None}
    main = one.instrument.main.key
    scores = found if with_answers else {name: value for name, value in found.items() if name == main}
    return Measured(
        id=key(root, one.id),
        on=one.on,
        key=one.instrument.key,
        version=one.instrument.version,
        name=one.instrument.name,
        scores=scores,
        answers=one.answers if with_answers else None,
        is_whole=one.result.is_whole,
    )


def _check_ins(record: Record, person: Person, now: datetime) -> Record:
    rows = CheckIn.objects.filter(person=person, on__gte=_since(person, now)).order_by("created_at", "pk")
    told_of = (CheckedIn(key(record.subject, row.pk), row.created_at, row.feeling, row.urge) for row in rows)
    return replace(record, checked_in=tuple(told_of))


def counted(root: UUID, person: Person, *, now: datetime) -> tuple[Counted, ...]:
    """The counters that stand on the person's own first page, as that page says them: now, and in all."""
    found = lines(counters_of(person).filter(ended_at=None, is_shown=True), now)
    return tuple(
        Counted(
            id=key(root, one.counter.pk),
            name=one.counter.name,
            aim=one.counter.aim,
            current=one.current.days,
            total=one.total.days,
            about=_bound(one.counter),
        )
        for one in found
    )


def _bound(row: Counter) -> str:
    return "" if row.aim == Aim.WITHOUT else bound_said(row.aim, row.bound, row.unit)


def _days(record: Record, person: Person, now: datetime) -> Record:
    """With when they began and what was before: a setback is where one stretch ends."""
    rows = {key(record.subject, row.pk): row for row in counters_of(person)}
    back = date.max if shown_since(person) else today_of(person, now) - BACK
    found = (
        _with_stretches(one, days_as_of(rows[one.id], now), back) for one in counted(record.subject, person, now=now)
    )
    return replace(record, counted=tuple(found))


def _with_stretches(one: Counted, days: Days, back: date) -> Counted:
    """What ended before `back` is left out."""
    going_on = [run.begins_on for run in days.runs if run.ends_on is None]
    earlier = (
        Stretch(key(one.id, place), run.begins_on, run.ends_on, run.length.days)
        for place, run in enumerate(days.runs)
        if run.ends_on and run.ends_on >= back
    )
    return replace(one, begun_on=going_on[0] if going_on else None, earlier=tuple(earlier))


def attended(root: UUID, person: Person, *, since: date) -> tuple[Attended, ...]:
    """Where they were: a group by its name, somebody on the map by their role. Who else was there is not told."""
    rows = attendances_of(person).filter(on__gte=since)
    return tuple(Attended(key(root, row.pk), row.on, what_of(row), row.how) for row in rows)


def _attendance(record: Record, person: Person, now: datetime) -> Record:
    return replace(record, attended=attended(record.subject, person, since=_since(person, now)))


_READ: dict[Item, Callable[[Record, Person, datetime], Record]] = {
    Item.SAFETY_PLAN: _safety_plan,
    Item.RECOVERY_PLAN: _recovery_plan,
    Item.NETWORK: _network,
    Item.GOALS: _goals,
    Item.MEASURES: _measured,
    Item.CHECK_INS: _check_ins,
    Item.DAYS: _days,
    Item.ATTENDANCE: _attendance,
}


# What was arranged


def arranged(
    root: UUID, recommended: QuerySet[Recommendation], referred: QuerySet[Referral], *, only_told: bool = False
) -> tuple[Arranged, ...]:
    """Recommendations and referrals, the oldest first. `only_told`: what became of a recommendation only where the
    person lets the team read it."""
    found = [_recommended(root, row, only_told) for row in _with_team(recommended)]
    found += [_referred(root, row) for row in _with_team(referred)]
    return tuple(sorted(found, key=lambda one: (one.made_at, one.id)))


def _with_team(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("care_team__programme").order_by("created_at", "pk")


_STATES = {
    Recommendation.State.NEW: ArrangedState.ASKED,
    Recommendation.State.LATER: ArrangedState.ASKED,
    Recommendation.State.TRIED: ArrangedState.DONE,
    Recommendation.State.NOT_FOR_ME: ArrangedState.NOT,
}


def _recommended(root: UUID, row: Recommendation, only_told: bool) -> Arranged:
    is_told = row.is_told or not only_told
    return Arranged(
        id=key(root, row.pk),
        name=row.name,
        made_at=row.created_at,
        is_referral=False,
        state=_STATES[Recommendation.State(row.state)] if is_told else ArrangedState.ASKED,
        why=row.why,
        by=row.care_team.programme.name,
        outcome=row.how_it_was if is_told else "",
    )


def _referred(root: UUID, row: Referral) -> Arranged:
    return Arranged(
        id=key(root, row.pk),
        name=row.name,
        made_at=row.created_at,
        is_referral=True,
        state=_state(row),
        why=row.why,
        by=row.care_team.programme.name,
        outcome=row.outcome_words,
    )


def _state(row: Referral) -> ArrangedState:
    if row.declined_at:
        return ArrangedState.NOT
    if row.closed_at:
        return ArrangedState.DONE if row.outcome in _WENT else ArrangedState.CLOSED
    if row.first_visit_on:
        return ArrangedState.BEGUN
    if row.received_at:
        return ArrangedState.RECEIVED
    return ArrangedState.SENT if row.sent_at else ArrangedState.ASKED


_WENT = frozenset({Referral.Outcome.STARTED, Referral.Outcome.WENT_ONCE})


def bundle_name(now: datetime) -> str:
    """What the file is called: it says nothing of what is in it."""
    return f"notes-{now.astimezone(UTC).date()}.json"
