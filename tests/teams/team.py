"""Programmes, workers and care teams, as their rows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from holdfast.accounts.actions import open_account
from holdfast.accounts.models import Person
from holdfast.directory.models import Listing, Source
from holdfast.domain.meetings.meeting import Meeting, Slot
from holdfast.domain.network import Role
from holdfast.domain.referrals import Act, Who
from holdfast.supporters.models import Agreement
from holdfast.teams import messages
from holdfast.teams.models import CareTeam, Member, Programme, Worker
from holdfast.teams.notes import write_note, write_own_note
from holdfast.teams.recommending import RecommendFacts, recommend
from holdfast.teams.referrals import ReferralFacts, StepFacts, propose_referral, take_step
from holdfast.teams.sessions_together import SessionFacts, plan_session
from tests.conftest import PASSPHRASE
from tests.teams.world import second_step

YEAR = timedelta(days=365)


def programme(name: str, now: datetime, **facts: Any) -> Programme:
    """An organisation that answers by day."""
    said = {"phone": "555 0100", "hours": "Monday to Friday, 9 to 17", "time_zone": "America/New_York", **facts}
    return Programme.objects.create(name=name, created_at=now, **said)


def worker(at: Programme, name: str, now: datetime, *, leads: bool = False, account: Person | None = None) -> Worker:
    """Verified for a year, since a month ago; with an account of their own."""
    nickname = f"{name.lower()}-{str(at.pk)[:8]}"
    person = account or open_account(nickname=nickname, passphrase=PASSPHRASE, now=now, time_zone=at.time_zone)
    second_step(person)
    Person.objects.filter(pk=person.pk).update(has_worked=True)
    return Worker.objects.create(
        person=person,
        programme=at,
        name=name,
        role=Role.COUNSELLOR,
        leads=leads,
        verified_at=now - timedelta(days=30),
        verified_until=now + YEAR,
        created_at=now,
    )


def care_team(person: Person, at: Programme, now: datetime, *workers: Worker) -> CareTeam:
    """A running team; the first worker is the one to turn to."""
    team = CareTeam.objects.create(person=person, programme=at, called="John", created_at=now)
    for number, one in enumerate(workers):
        Member.objects.create(care_team=team, worker=one, is_key=number == 0, since=now)
    return team


def member(team: CareTeam, who: Worker) -> Member:
    """This worker's place in the team."""
    return Member.objects.select_related("worker", "care_team__programme", "care_team__person").get(
        care_team=team, worker=who
    )


def one_of_each(team: CareTeam, by: Member, agreement: Agreement, now: datetime) -> dict[str, Any]:
    """Everything a team and a person can have together, by the name it has in addresses."""
    writer = messages.let_write(care_team=team, agreement=agreement, now=now)
    harbour = programme("Harbour", now)
    referral = propose_referral(by=by, facts=ReferralFacts("Harbour", "x", harbour), now=now)
    for act, who in ((Act.AGREE, Who.PERSON), (Act.SEND, Who.TEAM)):
        referral = take_step(referral=referral, facts=StepFacts(act, who), now=now)
    session = plan_session(by=by, facts=SessionFacts("one_to_one", now, 50, "", "", "", ""), now=now)
    rows = {
        "care_team_id": team,
        "message_id": messages.write_to_team(care_team=team, text="x", now=now),
        "writing_id": writer,
        "recommendation_id": recommend(by=by, facts=RecommendFacts("x", "x"), now=now),
        "referral_id": referral,
        "received_id": referral,
        "session_id": session,
        "shared_note_id": write_note(care_team=team, by=by, on=now.date(), text="x", now=now),
        "work_note_id": write_own_note(by=by, on=now.date(), text="x", now=now),
    }
    return {name: row.pk for name, row in rows.items()}


def leaves(one: Member, now: datetime) -> None:
    """From this second they are no longer in the team."""
    Member.objects.filter(pk=one.pk).update(until=now)


def listing(name: str, now: datetime) -> Listing:
    """A Friday group of the directory."""
    first = {"name": "Feed", "format": "meeting-guide", "created_at": now, "imported_at": now}
    source, _ = Source.objects.get_or_create(key="feed", defaults=first)
    meeting = Meeting(name, name, "aa", slots=(Slot(5, 1140),), zone="America/Chicago", address="12 Main Street")
    return Listing.objects.create(
        source=source,
        key=name,
        name=name,
        meeting=meeting.to_json(),
        created_at=now,
        changed_at=now,
        checked_at=now,
    )
