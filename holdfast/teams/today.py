"""What the first page needs of those who work with the person: what was opened in an emergency, what there is to read,
and the next session. Nothing where nobody works with them, at one read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from holdfast.accounts.models import Person
from holdfast.consent.queries import EmergencyShown, open_emergencies
from holdfast.teams.models import CareTeam, Handover, Message, Recommendation, Referral, Session
from holdfast.teams.sessions_together import sessions_ahead


@dataclass(frozen=True, slots=True)
class TeamsToday:
    """In this order of loudness."""

    emergencies: tuple[EmergencyShown, ...] = ()
    wrote: tuple[CareTeam, ...] = ()
    """Teams with a message that the person has not read."""
    asked: tuple[CareTeam, ...] = ()
    """Teams that would send the person somewhere, and wait for a yes or a no."""
    thought: tuple[CareTeam, ...] = ()
    """Teams with an idea that the person has not answered."""
    changed: tuple[CareTeam, ...] = ()
    """Teams in which somebody left, and the person has not read of it."""
    next_session: Session | None = None


def teams_today(person: Person, *, now: datetime) -> TeamsToday:
    """One read without a team, three with one."""
    teams: list[Any] = list(_teams(person))
    if not teams:
        return TeamsToday()
    running = [team for team in teams if team.ended_at is None]
    ahead = sessions_ahead(person, now) if running else []
    return TeamsToday(
        tuple(open_emergencies(person, now=now)),
        tuple(team for team in running if team.has_words),
        tuple(team for team in running if team.has_asked),
        tuple(team for team in running if team.has_idea),
        tuple(team for team in running if team.has_left),
        ahead[0] if ahead else None,
    )


def _teams(person: Person) -> QuerySet[Any]:
    unread = Message.objects.filter(care_team=OuterRef("pk"), sender=Message.From.TEAM, agreement_id=None, read_at=None)
    asked = Referral.objects.filter(care_team=OuterRef("pk"), agreed_at=None, declined_at=None, closed_at=None)
    idea = Recommendation.objects.filter(care_team=OuterRef("pk"), state=Recommendation.State.NEW, tie=None)
    left = Handover.objects.filter(care_team=OuterRef("pk"), read_at=None)
    rows = CareTeam.objects.filter(person=person).defer("called", "ended_why").select_related("programme")
    waits = {"has_words": unread, "has_asked": asked, "has_idea": idea, "has_left": left}
    return rows.annotate(**{name: Exists(found) for name, found in waits.items()}).order_by("created_at")
