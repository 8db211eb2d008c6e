"""Sessions of a person and their team: one to one, with the family, or to mend something; and what they agreed.

plan_session, cancel_session, close_session; bring_conflict; add_agreed, say_kept, remove_agreed; note_on_conflict,
promise_from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from holdfast.accounts.models import Person
from holdfast.teams.models import Agreed, CareTeam, Member, Session
from holdfast.teams.telling import tell_person, tell_team
from holdfast.tending.models import Conflict, SmallPromise
from holdfast.tending.repair import ConflictFacts, PromiseFacts, add_promise, write_conflict

AHEAD = timedelta(days=7)
LONGEST = timedelta(hours=24)
MOST = 100
State = Session.State


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """When, where, with whom, and what for."""

    kind: str
    starts_at: datetime
    minutes: int
    link: str
    place: str
    who_comes: str
    about: str


@transaction.atomic
def plan_session(*, by: Member, facts: SessionFacts, now: datetime, row: Session | None = None) -> Session:
    """Plan a session, or move it. It stands in the zone of the programme."""
    care_team = by.care_team
    session = row or Session(person_id=care_team.person_id, care_team=care_team, member=by, created_at=now)
    session.kind, session.starts_at, session.minutes = facts.kind, facts.starts_at, facts.minutes
    session.link, session.place, session.who_comes, session.about = (
        facts.link,
        facts.place,
        facts.who_comes,
        facts.about,
    )
    session.time_zone = care_team.programme.time_zone
    session.state = State.PLANNED
    session.save()
    tell_person(care_team, "team_sessions", about=session.pk, now=now)
    return session


@transaction.atomic
def cancel_session(*, session: Session, by: Member | None, now: datetime) -> None:
    """It does not take place; the other side hears of it. Nobody is asked for a reason."""
    changed = Session.objects.filter(pk=session.pk, state=State.PLANNED).update(state=State.CANCELLED)
    if changed and by is None:
        tell_team(session.care_team, now=now)
    elif changed:
        tell_person(session.care_team, "team_sessions", about=session.pk, now=now)


@transaction.atomic
def close_session(*, session: Session, state: str) -> None:
    """It was held, or missed; or (planned) neither was meant."""
    Session.objects.filter(pk=session.pk).exclude(state=State.CANCELLED).update(state=state)


@transaction.atomic
def bring_conflict(*, session: Session, conflict: Conflict | None) -> None:
    """The person brings something to mend, or takes it back: the team reads its first line only."""
    session.conflict = conflict
    session.save(update_fields=["conflict"])


@dataclass(frozen=True, slots=True)
class AgreedFacts:
    """One thing that was agreed: what, who, and when to look at it again."""

    text: str
    who: str
    review_on: date | None


@transaction.atomic
def add_agreed(*, session: Session, facts: AgreedFacts, now: datetime) -> Agreed:
    """Write down one thing that was agreed; both sides read it."""
    return Agreed.objects.create(
        person_id=session.person_id,
        session=session,
        text=facts.text,
        who=facts.who,
        review_on=facts.review_on,
        created_at=now,
    )


@transaction.atomic
def say_kept(*, agreed: Agreed, is_kept: bool | None) -> None:
    """Kept, not this time, or (None) open again."""
    Agreed.objects.filter(pk=agreed.pk).update(kept=is_kept)


@transaction.atomic
def remove_agreed(*, agreed: Agreed) -> None:
    """It was not agreed after all."""
    agreed.delete()


@transaction.atomic
def note_on_conflict(*, session: Session, now: datetime) -> Conflict:
    """The person keeps what was agreed with what they wrote; what stands there already is not written twice."""
    if session.conflict is None:
        raise ValueError("no conflict was brought to this session")
    conflict, agreed = session.conflict, list(session.agreed.order_by("created_at", "pk"))
    lines = [one for one in (line_of(row) for row in agreed) if one not in conflict.agreement]
    days = [row.review_on for row in agreed if row.review_on]
    zone = ZoneInfo(session.person.time_zone)
    facts = ConflictFacts(
        on=conflict.on,
        issue=conflict.issue,
        mine=conflict.mine,
        theirs=conflict.theirs,
        mediator=conflict.mediator or session.care_team.tie,
        session_on=session.starts_at.astimezone(zone).date(),
        agreement="\n".join(filter(None, (conflict.agreement, *lines))),
        follow_up_on=min(days) if days else conflict.follow_up_on,
    )
    return write_conflict(by=session.person, tie=conflict.tie, facts=facts, now=now, row=conflict)


def line_of(agreed: Agreed) -> str:
    """What was agreed, with who does it."""
    return f"{agreed.who}: {agreed.text}" if agreed.who else agreed.text


@transaction.atomic
def promise_from(*, agreed: Agreed, whose: str, now: datetime) -> SmallPromise:
    """Make a small promise of it, mine or theirs; once."""
    session = Session.objects.select_for_update().get(pk=agreed.session_id)
    if session.conflict is None:
        raise ValueError("no conflict was brought to this session")
    text = agreed.text[:200]
    there = SmallPromise.objects.filter(conflict=session.conflict, whose=whose)
    same = next((one for one in there if one.text == text), None)
    return same or add_promise(conflict=session.conflict, facts=PromiseFacts(whose, text, agreed.review_on), now=now)


# Reading


def sessions_ahead(person: Person, now: datetime) -> list[Session]:
    """The person's planned sessions that begin within a week or go on now, the soonest first: for their day."""
    rows = Session.objects.filter(person=person, state=State.PLANNED, care_team__ended_at=None)
    near = rows.filter(starts_at__gt=now - LONGEST, starts_at__lte=now + AHEAD)
    found = near.select_related("care_team__programme").order_by("starts_at", "pk")
    return [one for one in found if ends_at(one) > now]


def ends_at(session: Session) -> datetime:
    """When it is over."""
    return session.starts_at + timedelta(minutes=session.minutes)


@dataclass(frozen=True, slots=True)
class Sessions:
    """The sessions of one team."""

    ahead: Sequence[Session]
    """Planned and not over, the soonest first."""
    unsaid: Sequence[Session]
    """Planned and over: nobody said yet whether they took place."""
    past: Sequence[Session]


def sessions_of(care_team: CareTeam, *, now: datetime) -> Sessions:
    """All of one team. Two reads."""
    rows = care_team.sessions.order_by("-starts_at", "pk")
    planned = sorted(rows.filter(state=State.PLANNED)[:MOST], key=lambda one: one.starts_at)
    return Sessions(
        [one for one in planned if ends_at(one) > now],
        [one for one in planned if ends_at(one) <= now],
        list(rows.exclude(state=State.PLANNED)[:MOST]),
    )


def agreed_in(session: Session) -> QuerySet[Agreed]:
    """What was agreed, in the order in which it was written."""
    return session.agreed.order_by("created_at", "pk")
