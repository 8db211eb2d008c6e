"""A team that has ended, as the person may read it again: what both sides wrote, and nothing to write in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator

from holdfast.teams.messages import all_of, names_in, shown_messages, writers_named
from holdfast.teams.models import CareTeam, Session
from holdfast.teams.notes import notes_of
from holdfast.teams.together_words import KINDS, STATES, When, when
from holdfast.teams.words import WORKER_ROLES

PAGE = 30
MOST = 100


@dataclass(frozen=True, slots=True)
class SessionThen:
    """One session: when by the person's clock, of what kind, and what became of it."""

    row: Session
    kind: Any
    state: Any
    when: When


def before_page(care_team: CareTeam, page: str | None) -> dict[str, Any]:
    """Who was there, messages page by page, notes, sessions with what was agreed, ideas and referrals."""
    found = Paginator(all_of(care_team), PAGE).get_page(page)
    names = names_in(care_team)
    return {
        "care_team": care_team,
        "programme": care_team.programme,
        "names": names,
        "who": [(one.name, WORKER_ROLES.get(one.role, "")) for one in names.values()],
        "page_obj": found,
        "messages_shown": shown_messages(list(found), names, writers_named(care_team)),
        "notes": notes_of(care_team),
        "sessions": _sessions(care_team),
        "ideas": list(care_team.recommendations.order_by("-created_at", "pk")[:MOST]),
        "referrals": list(care_team.referrals.order_by("-created_at", "pk")[:MOST]),
    }


def _sessions(care_team: CareTeam) -> list[SessionThen]:
    own = care_team.person.time_zone
    rows = care_team.sessions.prefetch_related("agreed").order_by("-starts_at", "pk")[:MOST]
    return [
        SessionThen(row, KINDS[row.kind], STATES[row.state], when(row.starts_at, own, row.time_zone)) for row in rows
    ]
