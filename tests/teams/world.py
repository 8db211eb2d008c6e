"""A programme, its workers, and John, with whom they work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from holdfast.accounts.actions import open_account, set_operator
from holdfast.accounts.models import Person
from holdfast.care.actions import LineFacts, add_line
from holdfast.consent.actions import Words, give_grant
from holdfast.consent.models import Grant
from holdfast.domain.consent import Draft, Item, Purpose, Viewer
from holdfast.domain.network import Role
from holdfast.domain.safety_plan import Step
from holdfast.teams.enrolling import Joining, join_team, make_enrolment
from holdfast.teams.members import add_member
from holdfast.teams.models import CareTeam, Member, Programme, Worker
from holdfast.teams.programmes import ProgrammeFacts, WorkerFacts, add_programme, verify_worker
from tests.browser import Browser
from tests.conftest import PASSPHRASE

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class World:
    """Riverside: Dee is a therapist, Sam a peer worker who leads, Eli's verification ran out. John works with all."""

    operator: Person
    riverside: Programme
    dee: Worker
    sam: Worker
    team: CareTeam
    now: datetime

    def member(self, worker: Worker) -> Member:
        """Their place in John's team, over or not."""
        return Member.objects.select_related("worker", "care_team__person", "care_team__programme").get(
            care_team=self.team, worker=worker
        )


def an_operator(now: datetime) -> Person:
    """Oda administers."""
    open_account(nickname="oda-op", passphrase=PASSPHRASE, now=now)
    return set_operator(nickname="oda-op", is_operator=True)


def a_worker(
    programme: Programme, name: str, *, by: Person, now: datetime, role: Role = Role.THERAPIST, leads: bool = False
) -> Worker:
    """An account that an operator verified for a year, with an app on the phone."""
    account = open_account(nickname=f"{name.lower()}-works", passphrase=PASSPHRASE, now=now)
    facts = WorkerFacts(name, role, "Licence 4711, seen on paper", now + YEAR, leads)
    second_step(account)
    return verify_worker(account=account, programme=programme, facts=facts, by=by, now=now)


def second_step(account: Person) -> None:
    """An app on the phone that is asked for at sign-in."""
    if not account.authenticator_set.exists():
        TOTP.activate(account, generate_totp_secret())


def a_world(john: Person, now: datetime) -> World:
    """As it stands before anything was shared."""
    operator = an_operator(now)
    riverside = add_programme(facts=ProgrammeFacts("Riverside", "A house by the river.", "312 555 0100"), now=now)
    dee = a_worker(riverside, "Dee", by=operator, now=now)
    sam = a_worker(riverside, "Sam", by=operator, now=now, role=Role.PEER_WORKER, leads=True)
    team = joined(dee, john, now)
    add_member(care_team=team, worker=sam, now=now)
    return World(operator, riverside, dee, sam, team, now)


def joined(worker: Worker, person: Person, now: datetime, *, called: str = "Johnny", loud: bool = True) -> CareTeam:
    """They work together from now on."""
    return join_team(
        enrolment=make_enrolment(worker=worker, now=now), by=person, joining=Joining(called, loud), now=now
    )


def shared(person: Person, viewer: Viewer, now: datetime, *, item: Item = Item.SAFETY_PLAN, days: float = 90) -> Grant:
    """One item for one viewer."""
    draft = Draft(
        viewer, "Riverside", frozenset({item}), Purpose.CARE, now, now + timedelta(days=days), "John W.", None
    )
    return give_grant(by=person, draft=draft, words=Words(), now=now)


def a_plan(person: Person, now: datetime) -> None:
    """One line that nobody else could have written."""
    add_line(by=person, step=Step.WARNING, facts=LineFacts("the heron leaves"), now=now)


def at(person: Person) -> Browser:
    """Somebody signed in."""
    browser = Browser()
    browser.force_login(person)
    return browser
