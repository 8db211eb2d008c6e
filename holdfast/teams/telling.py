"""Telling a person, a team or a supporter that there is something. The letters say nothing else.

tell_person, tell_team, tell_leads, tell_supporter.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from holdfast.checkins.letters import write_to
from holdfast.notices.actions import ROUND, Target, notify
from holdfast.notices.models import Notice
from holdfast.teams.access import received_by, running_writers
from holdfast.teams.models import CareTeam, Member, Programme, SupporterMayWrite, Worker
from holdfast.teams.queries import running_members

NEWS, WORK, RECEIVED, SUPPORTER = "team_news", "work_news", "work_received", "team_writer"
"""What keys of notices begin with, and what their links open where one page stands for all."""
PAGES = {
    "team_messages": "team_messages",
    "team_recommended": "team_recommended",
    "team_referrals": "team_referrals",
    "team_sessions": "team_sessions",
    "team_notes": "team_notes",
}
"""What a link to a person opens -> the address; the thing is the care team."""
MOST_OFTEN = timedelta(hours=1)
"""A worker is written to at most so often, whoever wrote and for whichever team."""


def tell_person(care_team: CareTeam, opens: str, *, about: UUID, now: datetime) -> None:
    """Something of the team's waits for the person: at most three letters a day from one team."""
    key = f"{NEWS}:{about}:{int(now.timestamp())}"
    write_to(care_team.person_id, Target(opens, now + ROUND, care_team.pk), key=key, now=now)


def tell_team(care_team: CareTeam, *, now: datetime) -> None:
    """Something waits for the team; every member hears it, at most once an hour."""
    ids = running_members(now).filter(care_team=care_team).values_list("worker_id", flat=True)
    _tell_workers(ids, WORK, now)


def tell_leads(programme: Programme, *, now: datetime) -> None:
    """Something was sent to the programme."""
    rows = Worker.objects.filter(programme=programme, leads=True, left_at=None, verified_until__gt=now)
    _tell_workers(rows.values_list("pk", flat=True), RECEIVED, now)


def _tell_workers(ids: Iterable[UUID], word: str, now: datetime) -> None:
    """Held while it is decided, so that two messages at one moment make one letter."""
    workers = Worker.objects.select_for_update().filter(pk__in=list(ids)).order_by("pk")
    for account in dict.fromkeys(worker.person_id for worker in workers):
        lately = Notice.objects.filter(person_id=account, unique_key__startswith=f"{word}:")
        if not lately.filter(created_at__gt=now - MOST_OFTEN).exists():
            key = f"{word}:{account}:{int(now.timestamp())}"
            notify(to=account, target=Target(word, now + ROUND), unique_key=key, now=now)


def tell_supporter(writer: SupporterMayWrite, *, about: UUID, now: datetime) -> None:
    """The team answered a supporter."""
    target = Target(SUPPORTER, now + ROUND, writer.pk)
    write_to(writer.agreement.supporter_id, target, key=f"{SUPPORTER}:{about}", now=now)


# At the last moment before a letter leaves


def news_leaves_at(notice: Notice, now: datetime) -> datetime | None:
    """Only while the team is the person's."""
    running = CareTeam.objects.filter(pk__in=[notice.thing], person=notice.person_id, ended_at=None)
    return now if running.exists() else None


def work_leaves_at(notice: Notice, now: datetime) -> datetime | None:
    """Only while its receiver works with somebody."""
    members: Iterable[Member] = running_members(now).filter(worker__person=notice.person_id)[:1]
    return now if list(members) else None


def received_leaves_at(notice: Notice, now: datetime) -> datetime | None:
    """Only while somebody is sent to a programme its receiver leads: not if all of them have stopped everything."""
    rows = Worker.objects.filter(person=notice.person_id).select_related("person")[:1]
    return now if any(received_by(one.person, now=now).exists() for one in rows) else None


def supporter_leaves_at(notice: Notice, now: datetime) -> datetime | None:
    """Only while they may write there."""
    rows = running_writers().filter(pk__in=[notice.thing], agreement__supporter=notice.person_id)
    return now if rows.exists() else None
