"""Referrals with the loop closed, and the warm handoff at their end. Nothing is sent before the person agreed.

propose_referral, take_step; prepare_handoff, choose_companion, say_how_it_went; referrals_in, waiting_referrals.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from holdfast.accounts.models import Person
from holdfast.directory.models import Listing
from holdfast.domain.referrals import Act, Course, Step, Wait, Who, acts_for, after, step_of, wait_of
from holdfast.network.models import Tie
from holdfast.sealing.keys import open_keys
from holdfast.teams.access import memberships_of
from holdfast.teams.models import CareTeam, Handoff, Member, Programme, Referral
from holdfast.teams.telling import tell_leads, tell_person, tell_team
from holdfast.teams.twice import there_already

MOST = 100
SHUT = frozenset({Step.CLOSED, Step.DECLINED})


@dataclass(frozen=True, slots=True)
class ReferralFacts:
    """Where to, and why, in the words that would be sent."""

    name: str
    why: str
    programme: Programme | None = None
    listing: Listing | None = None


@dataclass(frozen=True, slots=True)
class StepFacts:
    """One more step: which, by whom, the day of a visit, and how it ended."""

    act: Act
    who: Who
    on: date | None = None
    outcome: str = ""
    words: str = ""


@transaction.atomic
def propose_referral(*, by: Member, facts: ReferralFacts, now: datetime) -> Referral:
    """Propose to be sent somewhere. The other side hears nothing."""
    said = {"programme": facts.programme, "listing": facts.listing, "name": facts.name, "why": facts.why}
    mine = Referral.objects.filter(care_team=by.care_team, member=by, agreed_at=None, declined_at=None)
    if same := there_already(by.care_team, mine, said, now):
        return same
    whose = {"person_id": by.care_team.person_id, "care_team": by.care_team, "member": by}
    row = Referral.objects.create(**whose, **said, created_at=now)
    tell_person(by.care_team, "team_referrals", about=row.pk, now=now)
    return row


@transaction.atomic
def take_step(*, referral: Referral, facts: StepFacts, now: datetime) -> Referral:
    """One more step, if it may follow where the referral stands at this moment. Raises NotNow."""
    held = Referral.objects.select_for_update().get(pk=referral.pk)
    course = after(course_of(held), facts.act, facts.who, at=now, on=facts.on)
    held.agreed_at, held.declined_at = course.agreed_at, course.declined_at
    held.sent_at, held.received_at = course.sent_at, course.received_at
    held.first_visit_on, held.closed_at = course.visited_on, course.closed_at
    if facts.act is Act.CLOSE:
        held.outcome, held.outcome_words = facts.outcome, facts.words
    held.save()
    _tell(held, facts, now)
    return held


def _tell(referral: Referral, facts: StepFacts, now: datetime) -> None:
    """Whoever did not do it hears of it; the other programme only of what was sent to it."""
    if facts.who is not Who.TEAM:
        tell_team(referral.care_team, now=now)
    if facts.who is not Who.PERSON:
        tell_person(referral.care_team, "team_referrals", about=referral.pk, now=now)
    if facts.act is Act.SEND and referral.programme is not None:
        tell_leads(referral.programme, now=now)


@dataclass(frozen=True, slots=True)
class HandoffFacts:
    """Who waits there, who comes along, and when."""

    contact: str
    contact_way: str
    companion: str
    visit_at: datetime | None
    is_introduced: bool


@transaction.atomic
def prepare_handoff(*, referral: Referral, facts: HandoffFacts, now: datetime) -> Handoff:
    """Write down what the person should know before they go. Who was chosen by the person stays."""
    found = Handoff.objects.select_for_update().filter(referral=referral).first()
    row = found or Handoff(person_id=referral.person_id, referral=referral, created_at=now)
    row.contact, row.contact_way = facts.contact, facts.contact_way
    row.visit_at = facts.visit_at
    if row.companion != facts.companion:
        row.companion, row.companion_tie = facts.companion, None
    if facts.is_introduced != bool(row.introduced_at):
        row.introduced_at = now if facts.is_introduced else None
    row.save()
    tell_person(referral.care_team, "team_referrals", about=referral.pk, now=now)
    return row


@transaction.atomic
def choose_companion(*, referral: Referral, tie: Tie | None, name: str, now: datetime) -> Handoff:
    """The person says who comes along the first time; the team reads the name."""
    found = Handoff.objects.select_for_update().filter(referral=referral).first()
    row = found or Handoff(person_id=referral.person_id, referral=referral, created_at=now)
    row.companion, row.companion_tie = tie.name if tie else name, tie
    row.save()
    return row


@transaction.atomic
def say_how_it_went(*, referral: Referral, went: bool, on: date, now: datetime) -> None:
    """After the date: they went, or not this time. Both are fine, and the team hears it."""
    handoff = Handoff.objects.select_for_update().filter(referral=referral).first()
    if handoff is not None:
        handoff.went = went
        handoff.save(update_fields=["went"])
    if went:
        take_step(referral=referral, facts=StepFacts(Act.VISIT, Who.PERSON, on), now=now)
    else:
        tell_team(referral.care_team, now=now)


# Reading


def course_of(referral: Referral) -> Course:
    """The referral as the rules see it."""
    return Course(
        proposed_at=referral.created_at,
        is_on_host=referral.programme is not None and referral.programme.closed_at is None,
        agreed_at=referral.agreed_at,
        declined_at=referral.declined_at,
        sent_at=referral.sent_at,
        received_at=referral.received_at,
        visited_on=referral.first_visit_on,
        closed_at=referral.closed_at,
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """A referral, where it stands, and what has not happened yet."""

    referral: Referral
    step: Step
    wait: Wait | None

    @property
    def is_over(self) -> bool:
        """Nothing more comes of it."""
        return self.step in SHUT


def standing_of(referral: Referral, *, now: datetime) -> Standing:
    """Where one stands."""
    course = course_of(referral)
    return Standing(referral, step_of(course), wait_of(course, now=now))


def referrals_in(care_team: CareTeam, *, now: datetime) -> list[Standing]:
    """All of one team: what waits longest first, then what is over, the newest first."""
    rows = care_team.referrals.select_related("programme", "listing", "handoff", "care_team")
    found = [standing_of(row, now=now) for row in rows.order_by("-created_at", "pk")[:MOST]]
    return sorted(found, key=lambda one: (one.wait is None, -one.wait.days if one.wait else 0))


def waiting_referrals(account: Person, *, now: datetime) -> list[Standing]:
    """In every team the worker belongs to today: what is late, the longest wait first."""
    teams = memberships_of(account, now=now).values("care_team")
    rows = Referral.objects.filter(care_team__in=teams, closed_at=None, declined_at=None)
    found = list(rows.select_related("care_team__programme", "care_team__person").order_by("created_at", "pk")[:500])
    open_keys({one.person_id for one in found})
    late = [one for one in _standings(found, now) if one.wait and one.wait.is_late]
    return sorted(late, key=lambda one: -one.wait.days if one.wait else 0)


def _standings(rows: Iterable[Referral], now: datetime) -> list[Standing]:
    return [standing_of(row, now=now) for row in rows]


def may(referral: Referral, who: Who) -> frozenset[Act]:
    """What somebody can do about it now."""
    return acts_for(course_of(referral), who)


def visit_is_over(referral: Referral, *, now: datetime) -> bool:
    """The date of the first visit lies behind, and nobody said how it went."""
    handoff = getattr(referral, "handoff", None)
    if handoff is None or handoff.visit_at is None or handoff.went is not None:
        return False
    return handoff.visit_at <= now and Act.VISIT in may(referral, Who.PERSON)


def first_visit_day(referral: Referral, *, now: datetime) -> date:
    """The day of the first visit by the person's clock: the planned one once it is past, or today."""
    zone = ZoneInfo(referral.person.time_zone)
    handoff = getattr(referral, "handoff", None)
    at = handoff.visit_at if handoff and handoff.visit_at and handoff.visit_at <= now else now
    return at.astimezone(zone).date()
