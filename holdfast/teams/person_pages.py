"""The person's pages as values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from holdfast.consent.access import items_granted
from holdfast.consent.caseload import Given, Wanted, given_to
from holdfast.consent.models import Emergency, Grant
from holdfast.consent.words import ITEMS
from holdfast.sealing.keys import open_keys
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


def team_rows(teams: Sequence[CareTeam], now: datetime) -> list[TeamRow]:
    """The list: as many reads for one team as for all."""
    who = _who(teams, now)
    news = {one.care_team_id for one in unread_handovers(teams)} | _opened(teams, now)
    return [TeamRow(one, tuple(who[one.pk]), one.pk in news) for one in teams]


def team_page(team: CareTeam, now: datetime) -> dict[str, Any]:
    """Everything of one team for the person it works with."""
    granted = items_granted(viewers=[team_viewer(team)], owner=team.person_id, now=now)
    who = _who([team], now)[team.pk]
    return {
        "team": team,
        "programme": team.programme,
        "who": who,
        "seen": [ITEMS[item] for item in granted],
        "seen_alone": any(one.sees for one in who),
        "news": [_news(row) for row in unread_handovers([team])],
        "opened": emergencies_of(team).filter(created_at__gt=now - SHOWN_FOR).order_by("-created_at"),
        "now": now,
    }


def _who(teams: Sequence[CareTeam], now: datetime) -> dict[UUID, list[Who]]:
    """Everybody of each team, the one to turn to first."""
    running = set(running_members(now).filter(care_team__in=teams).values_list("pk", flat=True))
    members = Member.objects.filter(care_team__in=teams, until=None).select_related("worker", "care_team")
    rows = list(members.order_by("-is_key", "since", "pk"))
    open_keys({row.worker.person_id for row in rows})
    own = given_to([Wanted(row.care_team.person_id, [member_viewer(row)]) for row in rows], now=now)
    found: dict[UUID, list[Who]] = {team.pk: [] for team in teams}
    for row, given in zip(rows, own, strict=True):
        found[row.care_team_id].append(_one(row, given, row.pk in running))
    return found


def _one(member: Member, own: Iterable[Given], is_running: bool) -> Who:
    sees = tuple(str(ITEMS[one.item]) for one in own if not one.by.is_emergency)  # an emergency has a notice of its own
    role = str(WORKER_ROLES.get(member.worker.role, ""))
    return Who(member, member.worker.name, role, sees, is_running)


def _opened(teams: Sequence[CareTeam], now: datetime) -> set[UUID]:
    """The teams of which somebody has something open without a grant."""
    team_of = dict(Member.objects.filter(care_team__in=teams).values_list("pk", "care_team_id"))
    team_of |= {team.pk: team.pk for team in teams}
    rows = Emergency.objects.filter(viewer_id__in=list(team_of), ended_at=None, ends_at__gt=now)
    return {team_of[one] for one in rows.values_list("viewer_id", flat=True)}


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


def ended_lately(before: Iterable[CareTeam], now: datetime) -> list[CareTeam]:
    """Those that ended from the other side in the last weeks."""
    return [one for one in before if one.ended_by_programme and one.ended_at and one.ended_at > now - SHOWN_FOR]
