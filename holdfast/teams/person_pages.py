"""The person's pages as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from holdfast.accounts.models import Person
from holdfast.consent.access import items_granted
from holdfast.consent.models import Emergency, Grant
from holdfast.consent.words import ITEMS
from holdfast.teams.members import unread_handovers
from holdfast.teams.models import CareTeam, Handover, Member
from holdfast.teams.queries import member_viewer, running_members, team_viewer
from holdfast.teams.words import WORKER_ROLES

SHOWN_FOR = timedelta(days=30)
"""How long the page tells of a programme that ended its work with the person, and of an emergency."""


@dataclass(frozen=True, slots=True)
class Who:
    """One of the team: who, what they are, since when, and whether they may work today."""

    member: Member
    name: str
    role: str
    sees: tuple[str, ...]
    is_running: bool


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One team, and what is to be read of it."""

    team: CareTeam
    who: tuple[Who, ...]
    news: bool


@dataclass(frozen=True, slots=True)
class News:
    """Who left and who came; and whether something had been shared with the one who left alone."""

    handover: Handover
    left: str
    came: str
    came_as: UUID | None
    """As whom something could be shared with the one who came, while they are there."""
    had_own: bool


def team_row(team: CareTeam, now: datetime) -> TeamRow:
    """One team on the list."""
    opened = emergencies_of(team).filter(ended_at=None, ends_at__gt=now)
    return TeamRow(team, _who(team, now), bool(unread_handovers([team])) or opened.exists())


def team_page(team: CareTeam, now: datetime) -> dict[str, Any]:
    """Everything of one team for the person it works with."""
    granted = items_granted(viewers=[team_viewer(team)], owner=team.person_id, now=now)
    return {
        "team": team,
        "programme": team.programme,
        "who": _who(team, now),
        "seen": [ITEMS[item] for item in granted],
        "news": [_news(row) for row in unread_handovers([team])],
        "opened": emergencies_of(team).filter(created_at__gt=now - SHOWN_FOR).order_by("-created_at"),
        "now": now,
    }


def _who(team: CareTeam, now: datetime) -> tuple[Who, ...]:
    running = set(running_members(now).filter(care_team=team).values_list("pk", flat=True))
    rows = Member.objects.filter(care_team=team, until=None).select_related("worker").order_by("-is_key", "since", "pk")
    return tuple(_one(row, team, row.pk in running, now) for row in rows)


def _one(member: Member, team: CareTeam, is_running: bool, now: datetime) -> Who:
    own = items_granted(viewers=[member_viewer(member)], owner=team.person_id, now=now)
    role = str(WORKER_ROLES.get(member.worker.role, ""))
    return Who(member, member.worker.name, role, tuple(str(ITEMS[item]) for item in own), is_running)


def _news(row: Handover) -> News:
    """Nothing was shared with one alone unless a grant says so."""
    before = Member.objects.filter(care_team=row.care_team_id, worker=row.from_worker_id).values_list("pk", flat=True)
    had_own = Grant.objects.filter(viewer_id__in=list(before), was_revoked=True, ended_at__gte=row.at).exists()
    there = Member.objects.filter(care_team=row.care_team_id, worker=row.to_worker_id, until=None).first()
    came = row.to_worker.name if row.to_worker else ""
    return News(row, row.from_worker.name, came, there.pk if there else None, had_own)


def emergencies_of(team: CareTeam) -> QuerySet[Emergency]:
    """What was opened by anybody of this team without a grant."""
    members = Member.objects.filter(care_team=team).values_list("pk", flat=True)
    return Emergency.objects.filter(person=team.person_id, viewer_id__in=[team.pk, *members])


def ended_lately(person: Person, now: datetime) -> QuerySet[CareTeam]:
    """Teams that ended from the other side in the last weeks."""
    rows = CareTeam.objects.filter(person=person, ended_by_programme=True, ended_at__gt=now - SHOWN_FOR)
    return rows.select_related("programme").order_by("-ended_at")

