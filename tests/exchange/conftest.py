"""John with something of everything, and Dee of Riverside, who works with him."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from holdfast.accounts.actions import open_account
from holdfast.accounts.models import Person
from holdfast.care.actions import LineFacts, add_from_map, add_line
from holdfast.care.recovery import add_line as add_recovery_line
from holdfast.checkins.attendance import AttendanceFacts, log_attendance
from holdfast.checkins.checking import CheckInFacts, check_in
from holdfast.checkins.coping import add_step
from holdfast.checkins.counters import CounterFacts, add_counter
from holdfast.checkins.goals import GoalFacts, add_goal
from holdfast.checkins.measuring import Given, answer_measure
from holdfast.checkins.setbacks import SetbackFacts, write_setback
from holdfast.checkins.shelf import shelf
from holdfast.consent.actions import Words, give_grant
from holdfast.consent.models import Grant
from holdfast.domain.consent import PRESET, Draft, Item, Purpose
from holdfast.domain.network import Role
from holdfast.domain.recovery_plan import Part
from holdfast.domain.safety_plan import Step
from holdfast.network import actions
from holdfast.network.models import Tie
from holdfast.teams.enrolling import Joining, join_team, make_enrolment
from holdfast.teams.models import Member
from holdfast.teams.programmes import ProgrammeFacts, WorkerFacts, add_programme, verify_worker
from holdfast.teams.queries import member_viewer
from tests.browser import Browser
from tests.conftest import PASSPHRASE


@pytest.fixture
def present() -> datetime:
    """Now: pages ask the clock."""
    return timezone.now()


@pytest.fixture
def rosa(john: Person, present: datetime) -> Tie:
    """His sister, who can be called."""
    network = actions.main_network(by=john, name="My network", now=present)
    channels = (actions.ChannelFacts("phone", "+1 312 555 0147"), actions.ChannelFacts("mail", "rosa@example.org"))
    facts = actions.TieFacts("Rosa Vale", Role.SIBLING, channels=channels, notes="a secret note")
    return actions.add_tie(by=john, networks=[network], facts=facts, now=present)


@pytest.fixture
def ben(john: Person, rosa: Tie, present: datetime) -> Tie:
    """A friend, who knows Rosa."""
    network = actions.main_network(by=john, name="My network", now=present)
    tie = actions.add_tie(by=john, networks=[network], facts=actions.TieFacts("Ben Ode", Role.FRIEND), now=present)
    actions.introduce(by=john, tie=tie, others=[rosa], now=present)
    return tie


@pytest.fixture
def full(john: Person, rosa: Tie, ben: Tie, present: datetime) -> Person:
    """John, with something in every part."""
    add_line(by=john, step=Step.WARNING, facts=LineFacts("the heron leaves"), now=present)
    add_from_map(by=john, step=Step.HELP, ties=[rosa], now=present)
    add_step(by=john, text="make tea", now=present)
    add_recovery_line(by=john, part=Part.NEEDS, text="a quiet room", now=present)
    add_goal(by=john, facts=GoalFacts("walk to the lake", why="a secret why", steps=("find shoes",)), now=present)
    check_in(by=john, facts=CheckInFacts(feeling=2, urge=7, note="a secret day"), now=present)
    phq = shelf().offered["phq-4"]
    answer_measure(by=john, given=Given(phq, (3, 1, 0, 2), "en"), now=present)
    days_and_places(john, rosa, present)
    return john


def days_and_places(person: Person, rosa: Tie, present: datetime) -> None:
    """Forty days without tea with a setback ten days ago, something that is put away, a group and a visit to Rosa."""
    begun = present - timedelta(days=40, hours=1)
    tea = add_counter(by=person, facts=CounterFacts("without tea"), started_at=begun, now=present)
    away = CounterFacts("a secret thing", is_shown=False)
    add_counter(by=person, facts=away, started_at=begun, now=present)
    at = present - timedelta(days=10)
    write_setback(counter=tea, facts=SetbackFacts(at, at, note="a secret slip"), now=present)
    day = present.date() - timedelta(days=2)
    log_attendance(by=person, facts=AttendanceFacts(day, "Lake group", note="a secret talk"), now=present)
    log_attendance(by=person, facts=AttendanceFacts(day, "Rosa Vale", rosa), now=present)


@pytest.fixture
def dee(john: Person, present: datetime) -> Member:
    """Dee of Riverside: verified, with a second step, and working with John."""
    operator = open_account(nickname="oda-op", passphrase=PASSPHRASE, now=present)
    riverside = add_programme(facts=ProgrammeFacts("Riverside"), now=present)
    account = open_account(nickname="dee-works", passphrase=PASSPHRASE, now=present)
    TOTP.activate(account, generate_totp_secret())
    said = WorkerFacts("Dee", Role.THERAPIST, "seen on paper", present + timedelta(days=300))
    worker = verify_worker(account=account, programme=riverside, facts=said, by=operator, now=present)
    enrolment = make_enrolment(worker=worker, now=present)
    team = join_team(enrolment=enrolment, by=john, joining=Joining("Johnny", False), now=present)
    return Member.objects.select_related("worker", "care_team__person", "care_team__programme").get(care_team=team)


@pytest.fixture
def office(dee: Member) -> Browser:
    """Dee, signed in."""
    browser = Browser()
    browser.force_login(dee.worker.person)
    return browser


def granted(member: Member, items: Iterable[Item], now: datetime) -> Grant:
    """John shares these with Dee from now on."""
    person = member.care_team.person
    viewer = member_viewer(member)
    draft = Draft(viewer, "Dee of Riverside", frozenset(items), Purpose.CARE, now, now + PRESET, "John W.", now)
    return give_grant(by=person, draft=draft, words=Words(), now=now)
