"""Reads of a person's network, as the values the rules understand."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.domain import network as domain
from holdfast.domain import steps
from holdfast.domain.network import Area, Circle, Role, SupportKind, TieState, Urgency
from holdfast.domain.steps import Answer, GoalProgress, Offer, Said, Situation
from holdfast.network.access import acquaintances_of, goals_of, networks_of, rungs_of, ties_of
from holdfast.network.models import CoverAnswer, Goal, Need, Network, StepAnswer, Tie, TieRecord, Touch

BALANCE_WINDOW = timedelta(days=180)
THANKS_WINDOW = timedelta(days=60)
GROUPS = (Role.SUPPORT_GROUP, Role.THERAPY_GROUP, Role.ONLINE_COMMUNITY, Role.PROGRAMME)


def network_value(
    person: Person, network: Network | None = None, *, today: date, at: datetime | None = None
) -> domain.Network:
    """One network, or all of them together (None), today or as it was at a moment."""
    ties = _ties(person, network, today)
    records = _records_at(ties, at) if at else {}
    shown = [tie for tie in ties if at is None or tie.pk in records]
    needs = list(_needs(person, network, at))
    ids = {tie.pk for tie in shown}
    return domain.Network(
        ties=tuple(_tie_value(tie, records.get(tie.pk), today) for tie in shown),
        needs=tuple(_need_value(need) for need in needs),
        acquainted=_acquainted(person, ids),
        answers=_answers(needs, ids),
    )


@dataclass(frozen=True, slots=True)
class _Past:
    """Everything there ever was on one map, read once."""

    lived: list[tuple[Tie, list[datetime], list[TieRecord]]]
    """Each tie with its records, the oldest first, and their moments."""
    needs: list[Need]
    answers: dict[tuple[str, str], bool]


def network_values(person: Person, moments: Iterable[datetime]) -> list[domain.Network]:
    """All networks together as they were at each of these moments, with as many reads as for one: who held which need.
    Contacts, trust and acquaintances are left out: they are not kept as they were."""
    ties, needs = list(ties_of(person)), list(Need.objects.filter(person=person).order_by("created_at", "pk"))
    records: dict[UUID, list[TieRecord]] = defaultdict(list)
    for row in TieRecord.objects.filter(tie__in=ties).order_by("at", "pk"):
        records[row.tie_id].append(row)
    lived = [(tie, [row.at for row in records[tie.pk]], records[tie.pk]) for tie in ties]
    past = _Past(lived, needs, _answers(needs, {tie.pk for tie in ties}))
    known: dict[int, domain.Tie] = {}
    return [_value_at(past, moment, known) for moment in moments]


def _value_at(past: _Past, moment: datetime, known: dict[int, domain.Tie]) -> domain.Network:
    """`known` holds the ties of moments before, by record: most did not change in between."""
    settled = {need.pk for need in past.needs if need.settled_at and need.settled_at <= moment}
    wanted = [need for need in past.needs if need.created_at <= moment and need.pk not in settled]
    return domain.Network(
        ties=tuple(_ties_at(past, moment, known)),
        needs=tuple(_need_value(need) for need in wanted),
        answers=past.answers,
    )


def _ties_at(past: _Past, moment: datetime, known: dict[int, domain.Tie]) -> Iterator[domain.Tie]:
    for tie, begins, records in past.lived:
        if number := bisect_right(begins, moment):
            record = records[number - 1]
            if record.id not in known:
                known[record.id] = _tie_then(tie, record)
            yield known[record.id]


def _tie_then(tie: Tie, record: TieRecord) -> domain.Tie:
    return domain.Tie(
        id=str(tie.pk),
        name=tie.name,
        role=Role(record.role),
        circle=Circle(record.circle),
        state=TieState(record.state),
        gives={SupportKind(kind): strength for kind, strength in record.gives.items()},
    )


def situation_for(person: Person, *, today: date, offers: Iterable[Offer] = ()) -> Situation:
    """Everything the next small steps are chosen from, over all networks together."""
    networks = list(networks_of(person))
    chosen = next((rung for rung in rungs_of(person) if rung.chosen_at and not rung.done_at), None)
    reviewed = [network.reviewed_on for network in networks if network.reviewed_on]
    began = [network.created_at.date() for network in networks]
    return Situation(
        network=network_value(person, today=today),
        today=today,
        offers=tuple(offers),
        answers=_said(person),
        goals=tuple(_progress(goal, today) for goal in goals_of(person)),
        next_rung=str(chosen.pk) if chosen else None,
        reviewed_on=max(reviewed, default=None),
        since_on=min(began, default=None),
        supports_someone=person.supports_someone,
    )


def touches_of(tie: Tie) -> QuerySet[Touch]:
    """Contacts with one tie, newest first."""
    return tie.touches.order_by("-on", "-created_at", "pk")


def known_by(tie: Tie) -> list[Tie]:
    """The ties that one tie knows."""
    pairs = acquaintances_of(tie.person).filter(Q(one=tie) | Q(other=tie)).select_related("one", "other")
    return [pair.other if pair.one_id == tie.pk else pair.one for pair in pairs]


def covered_by(tie: Tie, *, today: date) -> list[str]:
    """Ids of the needs this tie could meet, as the rules see it."""
    value = network_value(tie.person, today=today)
    me = next((one for one in value.ties if one.id == str(tie.pk)), None)
    return [need.id for need in value.needs if me and domain.covers(value, need, me)]


def goal_progress(goal: Goal, today: date) -> GoalProgress:
    """How far a goal came in its current month or week."""
    return _progress(goal, today)


def _ties(person: Person, network: Network | None, today: date) -> list[Tie]:
    ties = ties_of(person).prefetch_related("support")
    if network is not None:
        ties = ties.filter(networks=network)
    recent = Q(touches__on__gte=today - BALANCE_WINDOW, touches__on__lte=today)
    given = Q(touches__direction__in=[Touch.Direction.GIVEN, Touch.Direction.BOTH])
    received = Q(touches__direction__in=[Touch.Direction.RECEIVED, Touch.Direction.BOTH])
    unthanked = Q(
        touches__direction=Touch.Direction.RECEIVED,
        touches__thanked_at=None,
        touches__on__gte=today - THANKS_WINDOW,
    )
    return list(
        ties.annotate(
            last_touch_on=Max("touches__on", filter=Q(touches__on__lte=today)),
            given=Count("touches", filter=recent & given, distinct=True),
            received=Count("touches", filter=recent & received, distinct=True),
            unthanked=Count("touches", filter=unthanked, distinct=True),
        )
    )


def _records_at(ties: list[Tie], at: datetime) -> dict[UUID, TieRecord]:
    """The last record of each tie at that moment; a tie that was not there yet has none."""
    rows = TieRecord.objects.filter(tie__in=ties, at__lte=at).order_by("at", "pk")
    return {row.tie_id: row for row in rows}


def _needs(person: Person, network: Network | None, at: datetime | None) -> QuerySet[Need]:
    needs = Need.objects.filter(person=person).order_by("urgency", "created_at", "pk")
    if network is not None:
        needs = needs.filter(network=network)
    if at is None:
        return needs.filter(settled_at=None)
    return needs.filter(created_at__lte=at).filter(Q(settled_at=None) | Q(settled_at__gt=at))


def _tie_value(tie: Any, record: TieRecord | None, today: date) -> domain.Tie:
    gives = record.gives if record else {row.kind: row.strength for row in tie.support.all()}
    seen = record or tie
    return domain.Tie(
        id=str(tie.pk),
        name=tie.name,
        role=Role(seen.role),
        circle=Circle(seen.circle),
        state=TieState(seen.state),
        gives={SupportKind(kind): strength for kind, strength in gives.items()},
        trust=tie.trust,
        feel_after=tie.feel_after,
        rhythm_days=tie.rhythm_days,
        since_on=tie.since_on,
        last_touch_on=tie.last_touch_on,
        given=tie.given,
        received=tie.received,
        to_thank=bool(tie.unthanked) and record is None,
        takes_calls=tie.takes_calls,
        calls_from=tie.calls_from,
        calls_until=tie.calls_until,
    )


def _need_value(need: Need) -> domain.Need:
    return domain.Need(
        id=str(need.pk),
        text=need.text,
        kind=SupportKind(need.kind),
        area=Area(need.area),
        urgency=Urgency(need.urgency),
    )


def _acquainted(person: Person, ids: set[UUID]) -> frozenset[tuple[str, str]]:
    pairs = acquaintances_of(person).values_list("one_id", "other_id")
    found = ((str(one), str(other)) for one, other in pairs if one in ids and other in ids)
    return frozenset((min(pair), max(pair)) for pair in found)


def _answers(needs: list[Need], ids: set[UUID]) -> dict[tuple[str, str], bool]:
    rows = CoverAnswer.objects.filter(need__in=needs).values_list("need_id", "tie_id", "could")
    return {(str(need), str(tie)): could for need, tie, could in rows if tie in ids}


def _said(person: Person) -> dict[tuple[str, str], Answer]:
    rows = StepAnswer.objects.filter(person=person).order_by("pk")
    return {(row.rule, row.subject): Answer(Said(row.answer), _until(row)) for row in rows}


def left_in_peace(person: Person, *, today: date) -> dict[str, date | None]:
    """The ties of which the person said "not now" or "not this one": id -> until when, None for good."""
    rows = StepAnswer.objects.filter(person=person, rule=steps.Rule.KEEP_IN_TOUCH).order_by("pk")
    said = {row.subject: Answer(Said(row.answer), _until(row)) for row in rows}
    return {
        subject: None if one.said is Said.NOT_FOR_ME else one.until_on
        for subject, one in said.items()
        if one.said is Said.NOT_FOR_ME or one.until_on is None or today < one.until_on
    }


DONE_HOLDS = timedelta(days=7)
"""A step that was done comes back when it is true again, but not within the week."""


def _until(row: StepAnswer) -> date | None:
    if row.answer == StepAnswer.Answer.DONE:
        return row.answered_at.date() + DONE_HOLDS
    return row.until_on


def _progress(goal: Goal, today: date) -> GoalProgress:
    touches = Touch.objects.filter(person_id=goal.person_id, on__lte=today)
    if goal.template == Goal.Template.GROUP_A_MONTH:
        touches = touches.filter(tie__role__in=GROUPS)
    elif goal.tie_id:
        touches = touches.filter(tie=goal.tie_id)
    recent = touches.filter(on__gte=steps.goal_began(goal.template, today)).values_list("on", flat=True)
    return steps.goal_progress(str(goal.pk), goal.template, recent, today)


def today_of(person: Person, now: datetime) -> date:
    """The date where the person is."""
    return timezone.localtime(now).date() if person.is_authenticated else now.date()
