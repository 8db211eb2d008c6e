"""Reads of the teams app that several parts share."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from holdfast.accounts.models import Person
from holdfast.consent.viewers import Known
from holdfast.domain.consent import Viewer, ViewerKind
from holdfast.teams.models import CareTeam, Member, Worker


def running_workers(now: datetime) -> QuerySet[Worker]:
    """Workers who may work today: verified, not gone, of an open programme, with an open account."""
    verified = Q(verified_at__lte=now, verified_until__gt=now, left_at=None)
    open_ones = Q(programme__closed_at=None, person__is_active=True)
    return Worker.objects.filter(verified & open_ones).select_related("programme", "person").order_by("created_at")


def works_of(account: Person, now: datetime) -> QuerySet[Worker]:
    """As whom this account may work today, one for each programme."""
    return running_workers(now).filter(person=account)


def is_worker(account: Person, now: datetime) -> bool:
    """Whether this account may work today; nothing is asked of those who never did."""
    return account.has_worked and works_of(account, now).exists()


def running_members(now: datetime) -> QuerySet[Member]:
    """Members who may work today: of a running team, not gone, of a verified worker with an open account.

    With a person whose account is closed nobody works: they could take nothing back.
    """
    verified = Q(worker__verified_at__lte=now, worker__verified_until__gt=now, worker__left_at=None)
    running = Q(until=None, care_team__ended_at=None, care_team__programme__closed_at=None)
    open_accounts = Q(worker__person__is_active=True, care_team__person__is_active=True)
    rows = Member.objects.filter(verified & running & open_accounts)
    return rows.select_related("worker", "care_team__programme", "care_team__person")


def viewers_behind(member: Member) -> frozenset[Viewer]:
    """As whom a member looks: as one of the team, and as themselves."""
    return frozenset({team_viewer(member.care_team), member_viewer(member)})


def team_viewer(care_team: CareTeam) -> Viewer:
    """The whole team, whoever is in it that day."""
    return Viewer(ViewerKind.CARE_TEAM, care_team.pk)


def member_viewer(member: Member) -> Viewer:
    """One member alone, as long as they are one."""
    return Viewer(ViewerKind.TEAM_MEMBER, member.pk)


def viewers_of(person: Person) -> list[Known]:
    """The care teams the person could share with, each followed by its members."""
    known = []
    for team in CareTeam.objects.filter(person=person, ended_at=None).select_related("programme").order_by("pk"):
        loud = team.may_open_in_emergency
        known.append(Known(team_viewer(team), team.programme.name, "", team.called, loud))
        members = team.members.filter(until=None).select_related("worker").order_by("pk")
        known += [Known(member_viewer(one), one.worker.name, team.programme.name, team.called) for one in members]
    return known


def names_of_workers(person: Person, actors: Collection[UUID]) -> dict[UUID, str]:
    """The names of workers of any team the person has or had, by their accounts."""
    rows = Worker.objects.filter(person__in=actors, memberships__care_team__person=person).distinct()
    return {row.person_id: row.name for row in rows}


def workers_of(person: Person) -> list[str]:
    """How those are called who work or worked with the person."""
    return [row.name for row in Worker.objects.filter(memberships__care_team__person=person).distinct()]
