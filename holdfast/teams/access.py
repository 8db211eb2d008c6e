"""Who may reach what in the teams app.

A person their own teams; a worker what belongs to a membership that runs today; an operator the list of programmes and
workers, and nothing of what they write. What is not yours is not there: 404.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from holdfast.accounts.models import Person
from holdfast.teams.models import CareTeam, Member
from holdfast.teams.queries import running_members


def care_teams_of(person: Person) -> QuerySet[CareTeam]:
    """The person's care teams that run."""
    return CareTeam.objects.filter(person=person, ended_at=None).select_related("programme").order_by("created_at")


def care_team_for(person: Person, care_team_id: UUID) -> CareTeam:
    """One running care team of the person's, or 404."""
    return get_object_or_404(care_teams_of(person), pk=care_team_id)


def memberships_of(account: Person, *, now: datetime) -> QuerySet[Member]:
    """The worker's caseload: the teams they belong to today, as long as they are verified."""
    return running_members(now).filter(worker__person=account)


def membership_for(account: Person, care_team_id: UUID, *, now: datetime) -> Member:
    """The worker's place in this team, or 404."""
    return get_object_or_404(memberships_of(account, now=now), care_team=care_team_id)
