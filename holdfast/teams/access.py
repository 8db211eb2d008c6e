"""Who may reach what in the teams app.

A person their own teams; a worker what belongs to a membership that runs today; who leads, the workers and teams of
their programme; an operator the list of programmes and workers, and nothing of what they write. What is not yours is
not there: 404.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from holdfast.accounts.models import Person
from holdfast.directory.access import check_operator
from holdfast.teams.models import CareTeam, Enrolment, Handover, Member, Programme, Worker
from holdfast.teams.queries import running_members, running_workers, works_of


def care_teams_of(person: Person) -> QuerySet[CareTeam]:
    """The person's care teams that run."""
    return CareTeam.objects.filter(person=person, ended_at=None).select_related("programme").order_by("created_at")


def care_team_for(person: Person, care_team_id: UUID) -> CareTeam:
    """One running care team of the person's, or 404."""
    return get_object_or_404(care_teams_of(person), pk=care_team_id)


def handover_for(person: Person, care_team_id: UUID, handover_id: UUID) -> Handover:
    """One handover in a running team of the person's, or 404."""
    team = care_team_for(person, care_team_id)
    return get_object_or_404(Handover.objects.filter(care_team=team), pk=handover_id)


def memberships_of(account: Person, *, now: datetime) -> QuerySet[Member]:
    """The worker's caseload: the teams they belong to today, as long as they are verified."""
    return running_members(now).filter(worker__person=account)


def membership_for(account: Person, care_team_id: UUID, *, now: datetime) -> Member:
    """The worker's place in this team, or 404."""
    return get_object_or_404(memberships_of(account, now=now), care_team=care_team_id)


def works_or_404(account: Person, *, now: datetime) -> list[Worker]:
    """As whom the account may work today, or 404."""
    found = list(works_of(account, now))
    if not found:
        raise Http404
    return found


def work_for(account: Person, worker_id: str, *, now: datetime) -> Worker:
    """One of the account's own places of work; the only one where none is named."""
    found = works_or_404(account, now=now)
    return next((one for one in found if str(one.pk) == worker_id), found[0])


def enrolments_of(account: Person, *, now: datetime) -> QuerySet[Enrolment]:
    """The worker's links that can still be used."""
    waiting = Enrolment.objects.filter(worker__in=works_of(account, now), used_at=None, revoked_at=None)
    return waiting.filter(expires_at__gt=now).select_related("worker__programme").order_by("-created_at")


def enrolment_for(account: Person, enrolment_id: UUID, *, now: datetime) -> Enrolment:
    """One link that the worker made, used or not, or 404."""
    mine = Enrolment.objects.filter(worker__in=works_of(account, now)).select_related("worker__programme")
    return get_object_or_404(mine, pk=enrolment_id)


def enrolment_behind(token: str, *, now: datetime) -> Enrolment | None:
    """The enrolment of this token, unless it is unknown, over, used or taken back, or whoever made it may no longer
    work: all look the same from outside."""
    waiting = Enrolment.objects.filter(digest=digest_of(token), used_at=None, revoked_at=None, expires_at__gt=now)
    found = waiting.select_related("worker__programme").first()
    return found if found and running_workers(now).filter(pk=found.worker_id).exists() else None


def digest_of(token: str) -> str:
    """How a token is kept."""
    return sha256(token.encode()).hexdigest()


def leads_of(account: Person, *, now: datetime) -> list[Programme]:
    """The programmes in which the account chooses who works with whom, or 404."""
    found = [work.programme for work in works_of(account, now).filter(leads=True)]
    if not found:
        raise Http404
    return found


def worker_to_hand_over(account: Person, worker_id: UUID, *, now: datetime) -> Worker:
    """A worker of a programme the account leads, verified still or not, or 404."""
    workers = Worker.objects.filter(programme__in=leads_of(account, now=now)).select_related("programme")
    return get_object_or_404(workers, pk=worker_id)


def care_team_to_staff(account: Person, care_team_id: UUID, *, now: datetime) -> CareTeam:
    """A running team of a programme the account leads, or 404."""
    running = CareTeam.objects.filter(programme__in=leads_of(account, now=now), ended_at=None)
    return get_object_or_404(running.select_related("programme", "person"), pk=care_team_id)


def programme_to_keep(account: object, programme_id: UUID) -> Programme:
    """A programme, for an operator."""
    check_operator(account)
    return get_object_or_404(Programme, pk=programme_id)


def worker_to_keep(account: object, worker_id: UUID) -> Worker:
    """A worker who has not left, for an operator."""
    check_operator(account)
    return get_object_or_404(Worker.objects.filter(left_at=None).select_related("programme", "person"), pk=worker_id)
