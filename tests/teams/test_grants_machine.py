"""Giving, narrowing, renewing, revoking, running out, restricting, parting and blocking in any order, with a clock that
moves both ways, over the real pages: whoever looks sees what a model of thirty lines says, and nothing else.

Time moves by moving every day that is kept, so that pages, which read the clock, need no other clock.
HOLDFAST_EXAMPLES is how many stories are tried (15 where nothing is said).
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase
from hypothesis import settings as story
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from holdfast.accounts.actions import open_account, set_operator
from holdfast.accounts.models import Person
from holdfast.asks.actions import cut_off
from holdfast.care.actions import LineFacts, add_line
from holdfast.consent.access import granted
from holdfast.consent.actions import (
    Words,
    end_run_out,
    give_grant,
    lift,
    narrow,
    restrict,
    revoke,
)
from holdfast.consent.checking import check_record
from holdfast.consent.models import Emergency, Entry, Grant
from holdfast.consent.words import SLUGS
from holdfast.domain.consent import Draft, Item, Purpose, Viewer, ViewerKind
from holdfast.domain.network import Role
from holdfast.domain.safety_plan import Step
from holdfast.notices.models import Notice
from holdfast.sealing.keys import forget_opened_keys
from holdfast.supporters.actions import pause_agreement
from holdfast.supporters.models import Agreement
from holdfast.teams.members import end_care_team, end_member
from holdfast.teams.models import CareTeam, Member, Programme, Worker
from holdfast.teams.queries import viewers_behind
from tests.asks.circle import agreed
from tests.conftest import PASSPHRASE

EXAMPLES = int(os.environ.get("HOLDFAST_EXAMPLES", "15"))
SECRET = "Willow in the rain"  # a line of a plan
PICK = st.integers(0, 1_000)
ITEMS = st.sets(st.sampled_from(list(Item)), min_size=1, max_size=4)
DAY = timedelta(days=1)
LOOKERS = ("ben", "dee", "sam", "eve", "ida", "op", "off")


@dataclass
class Given:
    """The model of one grant: to whom, what, from when until when, and whether it was ever seen to be over."""

    viewer: Viewer
    items: set[Item]
    starts: datetime
    ends: datetime
    is_over: bool = False


@dataclass
class World:
    """What the story is about, made once; each story begins from here."""

    john: Person
    ben: Person
    agreement: Agreement
    members: dict[str, Member]
    accounts: dict[str, Person]
    team: CareTeam
    clients: dict[str, Client] = field(default_factory=dict)


class Granting(RuleBasedStateMachine):
    """One story of one person, a supporter with an account, a team of two, and people to whom nothing was given."""

    world: ClassVar[World]
    seen: ClassVar[set[str]] = set()
    """Who saw something in all stories together."""

    def __init__(self) -> None:
        super().__init__()
        self._rooms = ExitStack()
        for alias in ("default", "keys"):
            self._rooms.enter_context(transaction.atomic(using=alias))
        forget_opened_keys()
        self.grants: dict[UUID, Given] = {}
        self.gone: set[UUID] = set()
        self.is_paused = self.is_stopped = False
        self.moved = timedelta()
        self.turn = 0
        self.looks = Entry.objects.filter(verb=Entry.Verb.LOOKED).count()
        self.notices = Notice.objects.count()

    def teardown(self) -> None:
        """Undo it all."""
        for alias in ("default", "keys"):
            transaction.set_rollback(True, using=alias)
        self._rooms.close()

    @property
    def now(self) -> datetime:
        """The moment as the story counts it."""
        return timezone.now() + self.moved

    def _viewers(self) -> list[Viewer]:
        world = self.world
        team = Viewer(ViewerKind.CARE_TEAM, world.team.pk)
        members = [Viewer(ViewerKind.TEAM_MEMBER, one.pk) for one in world.members.values()]
        return [Viewer(ViewerKind.AGREEMENT, world.agreement.pk), team, *members]

    # The model: thirty lines

    def _may(self, name: str, item: Item) -> bool:
        mine = self._seen_as(name)
        return not self.is_stopped and any(
            one.viewer.id in mine and item in one.items and not one.is_over and one.starts <= self.now < one.ends
            for one in self.grants.values()
        )

    def _seen_as(self, name: str) -> set[UUID]:
        """As whom somebody looks, while the relation runs."""
        world = self.world
        if name == "ben":
            return set() if self.is_paused or world.agreement.pk in self.gone else {world.agreement.pk}
        if name not in world.members or {world.team.pk, world.members[name].pk} & self.gone:
            return set()
        return {world.team.pk, world.members[name].pk}

    def _end(self, viewers: Iterable[UUID]) -> None:
        for thing in viewers:
            self.gone.add(thing)
            for one in self.grants.values():
                one.is_over = one.is_over or one.viewer.id == thing

    # What happens

    @initialize()
    def begins(self) -> None:
        """Every story has something to show."""
        ben, team, *_ = self._viewers()
        for viewer, item in ((ben, Item.SAFETY_PLAN), (team, Item.SAFETY_PLAN), (team, Item.GOALS)):
            self._give(viewer, {item}, timedelta(), 90 * DAY)

    @rule(pick=PICK, items=ITEMS, begins=st.sampled_from([0, 0, 0, 3]), lasts=st.sampled_from([1, 10, 90, 366]))
    def gives(self, pick: int, items: set[Item], begins: int, lasts: int) -> None:
        viewer = self._viewers()[pick % 4]
        if viewer.id not in self.gone:
            self._give(viewer, items, timedelta(days=begins), timedelta(days=lasts))

    def _give(self, viewer: Viewer, items: set[Item], begins: timedelta, lasts: timedelta, after: Any = None) -> None:
        now = timezone.now()
        starts, ends = now + begins, now + begins + lasts
        draft = Draft(viewer, "somebody", frozenset(items), Purpose.CARE, starts, ends, "John", now)
        row = give_grant(by=self.world.john, draft=draft, words=Words(), now=now, follows=after)
        self.grants[row.pk] = Given(viewer, set(items), starts + self.moved, ends + self.moved)

    def _grant(self, pick: int) -> Grant | None:
        rows = list(Grant.objects.filter(pk__in=self.grants).order_by("created_at", "pk"))
        return rows[pick % len(rows)] if rows else None

    @rule(pick=PICK, items=ITEMS)
    def narrows(self, pick: int, items: set[Item]) -> None:
        if row := self._grant(pick):
            narrow(grant=row, items=frozenset(items), now=timezone.now())
            self.grants[row.pk].items &= items

    @rule(pick=PICK)
    def revokes(self, pick: int) -> None:
        if row := self._grant(pick):
            revoke(grant=row, now=timezone.now())
            self.grants[row.pk].is_over = True

    @rule(pick=PICK)
    def renews(self, pick: int) -> None:
        row = self._grant(pick)
        if row and row.viewer_id not in self.gone:
            known = self.grants[row.pk]
            items = known.items or {Item.DAYS}
            self._give(known.viewer, items, timedelta(), 10 * DAY, row)
            known.is_over = True

    @rule(hours=st.sampled_from([1, 23, 24, 25, 240, 2200, -1, -30]))
    def the_clock_moves(self, hours: int) -> None:
        """Forward or back; the worker has looked at what ran out before it goes back."""
        if hours < 0:
            self._worker_runs()
        by = timedelta(hours=hours)
        self.moved += by
        Grant.objects.update(starts_at=F("starts_at") - by, ends_at=F("ends_at") - by)
        Emergency.objects.update(ends_at=F("ends_at") - by)

    @rule()
    def the_worker_runs(self) -> None:
        self._worker_runs()

    def _worker_runs(self) -> None:
        end_run_out(now=timezone.now())
        for one in self.grants.values():
            one.is_over = one.is_over or one.ends <= self.now

    @rule(is_stopped=st.booleans())
    def stops_or_lifts(self, is_stopped: bool) -> None:
        (restrict if is_stopped else lift)(by=self.world.john, now=timezone.now())
        self.is_stopped = is_stopped

    @rule(is_paused=st.booleans())
    def pauses_ben(self, is_paused: bool) -> None:
        if self.world.agreement.pk not in self.gone:
            pause_agreement(agreement=self.world.agreement, is_paused=is_paused, now=timezone.now())
            self.is_paused = is_paused

    @rule()
    def cuts_ben_off(self) -> None:
        if self.world.agreement.pk not in self.gone:
            cut_off(by=self.world.john, tie=self.world.agreement.tie, now=timezone.now())
            self._end([self.world.agreement.pk])

    @rule(name=st.sampled_from(["dee", "sam"]))
    def somebody_of_the_team_goes(self, name: str) -> None:
        member = self.world.members[name]
        end_member(member=member, now=timezone.now())
        self._end([member.pk])

    @rule()
    def leaves_the_team(self) -> None:
        end_care_team(care_team=self.world.team, now=timezone.now())
        self._end([self.world.team.pk, *(one.pk for one in self.world.members.values())])

    @rule(text=st.sampled_from(["one more line", "another"]))
    def writes_in_the_plan(self, text: str) -> None:
        """What is written is told to nobody."""
        add_line(by=self.world.john, step=Step.WARNING, facts=LineFacts(text), now=timezone.now())

    # What must always hold

    @invariant()
    def pages_say_what_the_model_says(self) -> None:
        """After each step: one page that should be there, if any is, one of all, and one of those around them."""
        self.turn += 1
        pairs = [(name, item) for name in LOOKERS for item in Item]
        allowed = [pair for pair in pairs if self._may(*pair)]
        if allowed:
            self._looks(*allowed[self.turn % len(allowed)])
        self._looks(*pairs[self.turn * 11 % len(pairs)])
        name, item = pairs[self.turn * 13 % len(pairs)]
        around = (self._may_stay, self._list_is_right, self._first_page_is_right)
        around[self.turn % 3](name, item)

    def _looks(self, name: str, item: Item) -> None:
        """A page is there when the model says so, and every look is one line of the record."""
        expected = self._may(name, item)
        page = self.world.clients[name].get(self._address(name, item))
        assert (page.status_code == 200) == expected, (name, item, page.status_code)
        self.looks += expected
        Granting.seen |= {name} if expected else set()
        assert (SECRET in page.content.decode()) == (expected and item == Item.SAFETY_PLAN)

    def _may_stay(self, name: str, item: Item) -> None:
        """An open page asks every second."""
        answer = self.world.clients[name].get(f"{self._address(name, item)}still/")
        assert (answer.status_code == 204) == self._may(name, item)

    def _list_is_right(self, name: str, _: Item) -> None:
        """It names what is shared, and nothing else."""
        shared = {item for item in Item if self._may(name, item)}
        body = self.world.clients[name].get(self._list(name)).content.decode()
        assert {item for item in Item if f'href="{self._address(name, item)}"' in body} == shared
        assert SECRET not in body

    def _first_page_is_right(self, name: str, _: Item) -> None:
        """A worker reads the name of somebody they work with, and of nobody else."""
        body = self.world.clients[name].get("/work/").content.decode()
        assert ("john-calls" in body) == (name in self.world.members and bool(self._seen_as(name)))
        assert SECRET not in body

    def _address(self, name: str, item: Item) -> str:
        if name == "ben":
            return f"/asks/helping/shared/{self.world.agreement.pk}/{SLUGS[item]}/"
        return f"/work/{self.world.team.pk}/shared/{SLUGS[item]}/"

    def _list(self, name: str) -> str:
        return f"/asks/helping/shared/{self.world.agreement.pk}/" if name == "ben" else f"/work/{self.world.team.pk}/"

    @invariant()
    def the_door_says_what_the_model_says(self) -> None:
        world, now = self.world, timezone.now()
        for name, member in world.members.items():
            for item in Item:
                by = granted(viewers=viewers_behind(member), owner=world.john.pk, item=item, now=now)
                assert (by is not None) == self._may(name, item) or not self._seen_as(name)

    @invariant()
    def every_look_is_one_line_and_nobody_was_told_anything(self) -> None:
        assert Entry.objects.filter(verb=Entry.Verb.LOOKED).count() == self.looks
        told = Notice.objects.exclude(person_id=self.world.john.pk).count()
        assert told <= self.notices

    @invariant()
    def the_record_holds_together(self) -> None:
        assert check_record().fault is None


def _worker(account: Person, programme: Programme, now: datetime) -> Worker:
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": "x"})
    Person.objects.filter(pk=account.pk).update(has_worked=True)
    return Worker.objects.create(
        person=account,
        programme=programme,
        name=account.nickname,
        role=Role.COUNSELLOR,
        verified_at=now - DAY,
        verified_until=now + 3000 * DAY,
        created_at=now,
    )


def _world(now: datetime) -> World:
    people = {name: open_account(nickname=f"{name}-w", passphrase=PASSPHRASE, now=now) for name in NAMES}
    here, there = (Programme.objects.create(name=name, created_at=now) for name in ("Riverside", "Elsewhere"))
    team = CareTeam.objects.create(person=people["john"], programme=here, called="john-calls", created_at=now)
    members = {
        name: Member.objects.create(care_team=team, worker=_worker(people[name], here, now), since=now)
        for name in ("dee", "sam")
    }
    _worker(people["eve"], there, now)
    set_operator(nickname="op-w", is_operator=True)
    agreement = agreed(people["john"], "Ben", now)
    agreement.supporter.account = people["ben"]
    agreement.supporter.save(update_fields=["account"])
    add_line(by=people["john"], step=Step.WARNING, facts=LineFacts(SECRET), now=now)
    return World(people["john"], people["ben"], agreement, members, people, team)


NAMES = ("john", "ben", "dee", "sam", "eve", "ida", "op", "off")
"""Eve works for another programme, Ida is anybody, Op an operator; the account of Off is closed."""


@pytest.mark.django_db
def test_whoever_looks_sees_what_was_granted_and_nothing_else(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.org"
    world = _world(timezone.now())
    for name, account in world.accounts.items():
        world.clients[name] = Client()
        world.clients[name].force_login(account)
    Person.objects.filter(pk=world.accounts["off"].pk).update(is_active=False)
    Granting.world = world

    run_state_machine_as_test(
        Granting,
        settings=story(
            max_examples=EXAMPLES,
            stateful_step_count=25,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )

    assert {"ben", "dee", "sam"} <= Granting.seen, "stories in which nobody sees anything show nothing"
