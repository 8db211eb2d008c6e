"""What a worker may take along of a person: what was granted, as it is shown, each item a line of the record.

The door is `consent.showing`: an item that is not granted at this moment is not in the file, and nothing in the file
goes beyond what the page of the item shows. Emergency access is for reading; it gives no file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from holdfast.accounts.models import Person
from holdfast.checkins.measures import Taken, taken
from holdfast.checkins.models import Answered
from holdfast.checkins.shared import BACK as SHARED_BACK
from holdfast.checkins.shared import MOST
from holdfast.checkins.trends import felt, span_of
from holdfast.checkins.wishes import shown_since
from holdfast.consent.caseload import Given
from holdfast.consent.models import Grant
from holdfast.consent.showing import Look
from holdfast.domain.consent import Item, Purpose
from holdfast.domain.fhir.values import Consented, Felt, Goal, GoalState, Helper, Line, Plan, PlanKind, Record
from holdfast.domain.network import COUNTING, Role
from holdfast.domain.trends import Span
from holdfast.network.access import ties_of
from holdfast.network.queries import today_of
from holdfast.teams.exchange import arranged, attended, counted, key, measured, told
from holdfast.teams.looking import given_to_members, look_at
from holdfast.teams.models import Member, Recommendation, Referral

A_YEAR = timedelta(days=365)
MOST_TIMES = 6
"""So many scores of a measure stand on its page."""


def can_be_taken(member: Member, *, now: datetime) -> list[Given]:
    """What was granted, and not for an emergency alone."""
    (given,) = given_to_members([member], now=now)
    return [one for one in given if not one.by.is_emergency]


@transaction.atomic
def take_along(*, member: Member, items: Iterable[Item], now: datetime) -> Record:
    """The record for the file, and a line in the record of looks for each item. What is not granted now is left out;
    404 if that is everything."""
    person, team = member.care_team.person, member.care_team
    wanted = set(items)
    may = can_be_taken(member, now=now)
    looks = [look for one in may if one.item in wanted and (look := _looked(member, one.item, now))]
    if not looks:
        raise Http404
    record = Record(key(team.pk, "file"), team.person_name, now)
    for look in looks:
        if look.shown is not None:
            record = _READ[look.item](record, person, look.shown, now)
    of_team = {"care_team": team, "person": person}
    return replace(
        record,
        consents=_consents(looks),
        arranged=arranged(
            record.subject,
            Recommendation.objects.filter(**of_team),
            Referral.objects.filter(**of_team),
            only_told=True,
        ),
    )


def _looked(member: Member, item: Item, now: datetime) -> Look | None:
    try:
        return look_at(member=member, item=item, now=now, takes_copy=True)
    except Http404:
        return None


def _consents(looks: Iterable[Look]) -> tuple[Consented, ...]:
    """The grants by which it goes, each with those of its items that are in the file."""
    items: dict[UUID, set[Item]] = defaultdict(set)
    for look in looks:
        items[look.by.id].add(look.item)
    return tuple(
        Consented(
            id=row.pk,
            recipient=row.recipient,
            purpose=Purpose(row.purpose),
            items=frozenset(items[row.pk]),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            signed_at=row.created_at,
        )
        for row in Grant.objects.filter(pk__in=items).order_by("created_at", "pk")
    )


def _safety_plan(record: Record, person: Person, shown: dict[str, Any], now: datetime) -> Record:
    lines = tuple(
        Line(str(step.number), told(line.text, [number for number, _link in line.numbers], line.when))
        for step in shown["steps"]
        for line in step.lines
        if line.text
    )
    plan = Plan(key(record.subject, PlanKind.SAFETY), PlanKind.SAFETY, _("Plan for a hard hour"), None, lines)
    return replace(record, plans=(*record.plans, plan))


def _recovery_plan(record: Record, person: Person, shown: dict[str, Any], now: datetime) -> Record:
    lines = tuple(
        Line(str(part.part), line.text, tuple(told(name, note=does) for name, does in line.helpers))
        for part in shown["parts"]
        for line in part.lines
    )
    plan = Plan(key(record.subject, PlanKind.RECOVERY), PlanKind.RECOVERY, _("Recovery plan"), None, lines)
    return replace(record, plans=(*record.plans, plan))


def _network(record: Record, person: Person, shown: dict[str, Any], now: datetime) -> Record:
    """Roles alone: those on a map agreed to nothing."""
    roles = ties_of(person).filter(state__in=COUNTING).values_list("role", flat=True)
    helpers = (Helper(key(record.subject, "role", place), "", Role(role)) for place, role in enumerate(roles))
    return replace(record, helpers=tuple(helpers))


def _goals(record: Record, person: Person, shown: dict[str, Any], now: datetime) -> Record:
    running = [
        Goal(
            key(record.subject, "goal", place),
            one.text,
            by_on=one.by_on,
            steps=tuple(text for text, _done in one.steps),
        )
        for place, one in enumerate(shown["goals"])
    ]
    reached = [
        Goal(key(record.subject, "reached", place), text, GoalState.REACHED, state_on=on)
        for place, (text, on) in enumerate(shown["reached"])
    ]
    return replace(record, goals=(*running, *reached))


def _measures(record: Record, person: Person, shown: dict[str, Any], now: datetime) -> Record:
    """The main scores that stand on its page, without a single answer."""
    since = max(today_of(person, now) - A_YEAR, shown_since(person) or date.min)
    rows = Answered.objects.filter(person=person, on__gte=since).order_by("on", "created_at", "pk")
    found: dict[str, list[Taken]] = defaultdict(list)
    for one in taken(rows):
        if one.result.is_whole and one.number is not None:
            found[one.instrument.key].append(one)
    latest = [one for name in sorted(found) for one in found[name][-MOST_TIMES:]]
    return replace(record, measured=tuple(measured(record.subject, one, with_answers=False) for one in latest))


def _check_ins(record: Record, person: Person, shown: dict[str, Any], now: datetime) -> Record:
    """A mean for each of thirteen weeks."""
    pieces = span_of(person, Span.SEASON, today=today_of(person, now), fresh_on=shown_since(person))
    means = [
        Felt(key(record.subject, trend.key, begins), trend.key, begins, ends, mean)
        for trend in felt(person, pieces)
        for begins, ends, mean in zip(pieces.begins, pieces.ends(), trend.values, strict=True)
        if mean is not None
    ]
    return replace(record, felt=tuple(means))


def _days(record: Record, person: Person, shown: dict[str, Any], now: datetime) -> Record:
    """How many days now and in all; when they began, and what was before, stay with the person."""
    return replace(record, counted=counted(record.subject, person, now=now))


def _attendance(record: Record, person: Person, shown: dict[str, Any], now: datetime) -> Record:
    since = max(today_of(person, now) - SHARED_BACK, shown_since(person) or date.min)
    return replace(record, attended=attended(record.subject, person, since=since)[:MOST])


_READ: dict[Item, Callable[[Record, Person, dict[str, Any], datetime], Record]] = {
    Item.SAFETY_PLAN: _safety_plan,
    Item.RECOVERY_PLAN: _recovery_plan,
    Item.NETWORK: _network,
    Item.GOALS: _goals,
    Item.MEASURES: _measures,
    Item.CHECK_INS: _check_ins,
    Item.DAYS: _days,
    Item.ATTENDANCE: _attendance,
}
