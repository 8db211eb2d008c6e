"""A link a worker hands over, and joining by it: make_enrolment, remember_enrolment, revoke_enrolment, join_team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.db import transaction

from holdfast.accounts.models import Person
from holdfast.domain.network import Role
from holdfast.network.access import ties_of
from holdfast.network.actions import TieFacts, add_tie, main_network
from holdfast.network.models import Tie
from holdfast.sealing.digests import digest_of
from holdfast.teams.members import add_member
from holdfast.teams.models import CareTeam, Enrolment, Worker
from holdfast.teams.queries import running_workers

ENROLMENT_HOLDS = timedelta(days=7)


class EnrolmentRefused(Exception):
    """The link is used, over, taken back, or whoever made it may no longer work."""


class OwnLink(Exception):
    """A worker opened a link they made themselves."""


@dataclass(frozen=True, slots=True)
class Joining:
    """What the person says when they join."""

    called: str
    may_open_in_emergency: bool
    map_name: str = ""
    """The name of their map, where the worker is to stand on it."""


@transaction.atomic
def make_enrolment(*, worker: Worker, now: datetime) -> Enrolment:
    """A link to hand over: one use, one week."""
    token = token_urlsafe(24)
    return Enrolment.objects.create(
        person_id=worker.person_id,
        worker=worker,
        digest=digest_of(token),
        token=token,
        created_at=now,
        expires_at=now + ENROLMENT_HOLDS,
    )


@transaction.atomic
def remember_enrolment(*, enrolment: Enrolment, reminder: str) -> Enrolment:
    """Whom it was handed to, in the worker's own short words."""
    enrolment.reminder = reminder
    enrolment.save(update_fields=["reminder"])
    return enrolment


@transaction.atomic
def revoke_enrolment(*, enrolment: Enrolment, now: datetime) -> None:
    """The link no longer works."""
    Enrolment.objects.filter(pk=enrolment.pk, used_at=None, revoked_at=None).update(revoked_at=now)


@transaction.atomic
def join_team(*, enrolment: Enrolment, by: Person, joining: Joining, now: datetime) -> CareTeam:
    """The person and the programme begin: nothing is shared by it. Raises EnrolmentRefused, OwnLink."""
    if enrolment.person_id == by.pk:
        raise OwnLink
    unused = Enrolment.objects.filter(pk=enrolment.pk, used_at=None, revoked_at=None, expires_at__gt=now)
    worker = running_workers(now).filter(pk=enrolment.worker_id).first()
    if worker is None or not unused.update(used_at=now):
        raise EnrolmentRefused
    Person.objects.select_for_update().get(pk=by.pk)  # two links at the same time are one after the other
    team = CareTeam.objects.filter(person=by, programme=worker.programme_id, ended_at=None).first()
    team = team or CareTeam(person=by, programme=worker.programme, created_at=now)
    team.called, team.may_open_in_emergency = joining.called, joining.may_open_in_emergency
    if joining.map_name:
        team.tie = _on_the_map(by, worker, joining.map_name, now)
    team.save()
    add_member(care_team=team, worker=worker, now=now)
    return team


def _on_the_map(by: Person, worker: Worker, map_name: str, now: datetime) -> Tie:
    """Somebody who stands there under this name already does not stand there twice."""
    there = (tie for tie in ties_of(by).exclude(state="ended") if tie.name.casefold() == worker.name.casefold())
    network = main_network(by=by, name=map_name, now=now)
    facts = TieFacts(worker.name, Role(worker.role))
    return next(there, None) or add_tie(by=by, networks=[network], facts=facts, now=now)
