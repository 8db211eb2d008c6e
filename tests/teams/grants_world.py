"""The world of the stories of grants: John, of whom every thing has a word of its own, and everybody who may come."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any

from django.apps import apps
from django.test import Client

from holdfast.accounts.actions import open_account, set_operator
from holdfast.accounts.models import Person
from holdfast.accounts.staying import USED
from holdfast.asks.actions import AskFacts, open_ask, tell_update
from holdfast.asks.calendars import renew_help_calendar
from holdfast.asks.models import Reply
from holdfast.care import recovery
from holdfast.care.actions import LineFacts, add_line
from holdfast.checkins.attendance import AttendanceFacts, log_attendance
from holdfast.checkins.checking import CheckInFacts, check_in
from holdfast.checkins.commitments import CommitmentFacts, add_commitment, ask_witness
from holdfast.checkins.counters import CounterFacts, add_counter
from holdfast.checkins.goals import GoalFacts, add_goal
from holdfast.checkins.measuring import Given, answer_measure
from holdfast.checkins.setbacks import SetbackFacts, write_setback
from holdfast.checkins.shelf import shelf
from holdfast.domain.asks.kinds import Kind
from holdfast.domain.consent import Item
from holdfast.domain.network import SupportKind
from holdfast.domain.recovery_plan import Part
from holdfast.domain.referrals import Act, Who
from holdfast.domain.safety_plan import Step
from holdfast.network.actions import NeedFacts, add_need, main_network
from holdfast.notices.actions import Target, make_link
from holdfast.notices.models import Link, Notice
from holdfast.sealing.digests import digest_of
from holdfast.supporters.models import Agreement, Supporter
from holdfast.teams.enrolling import make_enrolment
from holdfast.teams.messages import let_write, write_as_supporter, write_to_team
from holdfast.teams.models import CareTeam, Member, Programme, SupporterMayWrite, Worker
from holdfast.teams.notes import write_note, write_own_note
from holdfast.teams.recommending import RecommendFacts, recommend
from holdfast.teams.referrals import ReferralFacts, StepFacts, propose_referral, take_step
from holdfast.teams.sessions_together import SessionFacts, plan_session
from tests.asks.circle import agreed, with_place
from tests.conftest import PASSPHRASE
from tests.teams.team import care_team, programme, worker
from tests.test_access import ROWS, routes

SIGNED_IN = ("ben", "dee", "sam", "kim", "eve", "ida", "op", "off")
"""Kim works where Dee and Sam do, with others. Eve leads another programme; Ida is anybody; Op an operator; the account
of Off is closed."""
BY_LINK = ("link", "old", "amy", "cy")
"""Ben by his link, by one he has lost; Amy, another supporter of John's; Cy, who may take over from Ben."""
LOOKERS = (*SIGNED_IN, *BY_LINK, "nobody")
ITEM_WORDS = {
    Item.SAFETY_PLAN: "willow-plan",
    Item.RECOVERY_PLAN: "willow-way",
    Item.NETWORK: "Names stay with whoever drew it",
    Item.CHECK_INS: "How they have been",
    Item.DAYS: "willow-days",
    Item.GOALS: "willow-goal",
    Item.MEASURES: "The scale goes from",
    Item.ATTENDANCE: "willow-hall",
}
"""What stands on the page of an item and nowhere else: a word of John's, or of the page where it shows none of his."""
OWN = ("tie", "need", "note", "setback", "been", "why", "vow")
"""Written down for himself: on no page of anybody's, whatever is granted."""
OF_TEAM = ("letter", "said", "minutes", "meeting", "advice", "sent", "called")
OF_FRIEND = ("said", "ask", "update", "john", "vow")
WORDS = frozenset({*ITEM_WORDS.values(), *(f"willow-{one}" for one in {*OWN, *OF_TEAM, *OF_FRIEND, "own", "try"})})
SEARCH = "?q=willow&near=willow&name=willow"
"""Whatever can be searched is searched for the half of each word that alone says nothing."""
RECORDED = {"work_item", "work_propose", "link_shared_item", "helping_shared_item"}
"""Addresses at which a look stands in the record: looked at one by one, with what the model says."""
ADDRESSES = tuple(
    (name, shape) for name, shape in routes() if name not in RECORDED and any(row[:2] == [name, "GET"] for row in ROWS)
)


@dataclass
class World:
    """Made once; each story begins from here."""

    john: Person
    accounts: dict[str, Person]
    workers: dict[str, Worker]
    team: CareTeam
    members: dict[str, Member]
    agreement: Agreement
    writer: SupporterMayWrite
    cy: Supporter
    tokens: dict[str, str]
    ids: dict[str, Any]
    clients: dict[str, Client] = field(default_factory=dict)
    cookies: dict[str, SimpleCookie] = field(default_factory=dict)

    @property
    def riverside(self) -> Programme:
        """Where John's team works."""
        return self.team.programme

    def sign_in(self) -> None:
        """Everybody at a browser of their own, with the passphrase just given: copies ask for it."""
        for name, account in {**self.accounts, "john": self.john}.items():
            self.clients[name] = Client()
            self.clients[name].force_login(account)
            self.clients[name].post("/account/again/", {"password": PASSPHRASE})
            session = self.clients[name].session
            session.pop(USED, None)  # or whoever works would be signed out after half an hour of stories
            session.save()
            self.cookies[name] = SimpleCookie(self.clients[name].cookies.output(header=""))
        Person.objects.filter(pk=self.accounts["off"].pk).update(is_active=False)

    def browser(self, name: str) -> Client:
        """Theirs; who has no account has none of the others' cookies."""
        return self.clients.get(name) or Client()

    def begin(self) -> World:
        """For one story: its own team, members and addresses; and nobody was signed out by the story before."""
        for name, client in self.clients.items():
            client.cookies = SimpleCookie(self.cookies[name].output(header=""))
        return replace(self, members=dict(self.members), tokens=dict(self.tokens), ids=dict(self.ids))


def a_world(now: datetime) -> World:
    """John with one of everything; Dee and Sam of Riverside, Ben and Amy."""
    john = open_account(nickname="willow-john", passphrase=PASSPHRASE, now=now)
    here, there = programme("Riverside", now), programme("Elsewhere", now)
    workers = {name: worker(here, name.capitalize(), now) for name in ("dee", "sam", "kim")}
    workers["eve"] = worker(there, "Eve", now, leads=True)
    accounts = {name: one.person for name, one in workers.items()}
    for name in set(SIGNED_IN) - set(accounts):
        accounts[name] = open_account(nickname=f"{name}-w", passphrase=PASSPHRASE, now=now)
    set_operator(nickname="op-w", is_operator=True)
    team = care_team(john, here, now, workers["dee"], workers["sam"])
    team.called, team.may_open_in_emergency = "willow-called", True
    team.save()
    members = {one.worker.name.lower(): one for one in team.members.select_related("worker", "care_team__person")}
    agreement, amy = agreed(john, "Ben", now), agreed(john, "Amy", now)
    cy = agreed(accounts["ida"], "Cy", now).supporter
    Supporter.objects.filter(pk=agreement.supporter_id).update(account=accounts["ben"])
    for name, account in accounts.items():
        if name != "ben":
            with_place(account, name, now)
    of_page = {"old": agreement.supporter, "link": agreement.supporter, "amy": amy.supporter, "cy": cy}
    tokens = {name: page_of(one, now) for name, one in of_page.items()}
    _writes_things_down(john, agreement, now)
    writer = let_write(care_team=team, agreement=agreement, now=now)
    ids = _of_the_team(team, members["dee"], workers["eve"].programme, now) | _ids(john, agreement, writer, now)
    write_as_supporter(writer=writer, text="willow-said", now=now)
    world = World(john, accounts, workers, team, members, agreement, writer, cy, tokens, ids)
    lose(world, "old", now)
    world.sign_in()
    Notice.objects.all().delete()  # what the beginning told
    return world


def page_of(one: Supporter, now: datetime) -> str:
    """A further address of a supporter's page."""
    return make_link(owner=one.pk, target=Target("page", now + timedelta(days=400)), now=now)


def lose(world: World, name: str, now: datetime) -> None:
    """What was at this address is not there any more."""
    Link.objects.filter(digest=digest_of(world.tokens[name])).update(revoked_at=now)


def _writes_things_down(john: Person, agreement: Agreement, now: datetime) -> None:
    """A word for each thing that can be shared, and for what is only ever John's."""
    today = now.date()
    tie = agreement.tie
    tie.notes = "willow-tie"
    tie.save()
    network = main_network(by=john, name="willow-tie", now=now)
    add_need(by=john, network=network, facts=NeedFacts("willow-need", SupportKind.PRACTICAL), now=now)
    add_line(by=john, step=Step.WARNING, facts=LineFacts("willow-plan"), now=now)
    recovery.add_line(by=john, part=Part.DAILY, text="willow-way", now=now)
    check_in(by=john, facts=CheckInFacts(feeling=1, note="willow-note"), now=now)
    counter = add_counter(by=john, facts=CounterFacts("willow-days"), started_at=now - timedelta(days=3), now=now)
    write_setback(counter=counter, facts=SetbackFacts(now, now, note="willow-setback"), now=now)
    goal = add_goal(by=john, facts=GoalFacts("willow-goal", why="willow-why", steps=("a first step",)), now=now)
    vow = add_commitment(by=john, facts=CommitmentFacts("willow-vow", days=(1,), goal=goal), now=now)
    ask_witness(commitment=vow, agreement=agreement, shows_words=True, now=now)
    answer_measure(by=john, given=Given(shelf().offered["phq-4"], (0, 1, 2, 1), "en"), now=now)
    log_attendance(by=john, facts=AttendanceFacts(today, "willow-hall", note="willow-been"), now=now)
    ask = open_ask(by=john, facts=AskFacts(Kind.RIDE, "willow-ask"), now=now)
    Reply.objects.create(person=john, ask=ask, agreement=agreement, wave=1, asked_at=now, created_at=now)
    tell_update(by=john, text="willow-update", circle=[agreement], now=now)


def _of_the_team(team: CareTeam, dee: Member, elsewhere: Programme, now: datetime) -> dict[str, Any]:
    """A word for each thing that a person and a team have together."""
    referral = propose_referral(by=dee, facts=ReferralFacts("Elsewhere", "willow-sent", elsewhere), now=now)
    for act, who in ((Act.AGREE, Who.PERSON), (Act.SEND, Who.TEAM)):
        referral = take_step(referral=referral, facts=StepFacts(act, who), now=now)
    plan_session(by=dee, facts=SessionFacts("one_to_one", now, 50, "", "", "", "willow-meeting"), now=now)
    write_to_team(care_team=team, text="willow-letter", now=now)
    recommend(by=dee, facts=RecommendFacts("willow-advice", "willow-advice"), now=now)
    write_note(care_team=team, by=dee, on=now.date(), text="willow-minutes", now=now)
    own = write_own_note(by=dee, on=now.date(), text="willow-own", now=now)
    enrolment = make_enrolment(worker=dee.worker, now=now)
    ids = {"work_note_id": own.pk, "worker_id": dee.worker_id, "programme_id": team.programme_id}
    return {**ids, "received_id": referral.pk, "enrolment_id": enrolment.pk, "enrolment_token": enrolment.token}


def _ids(john: Person, agreement: Agreement, writer: SupporterMayWrite, now: datetime) -> dict[str, Any]:
    """What stands in addresses: of each kind of thing the first of John's, by the name of its model."""
    mine = [one for one in apps.get_models() if any(field.name == "person" for field in one._meta.fields)]
    found = {one: one._default_manager.filter(person=john.pk).first() for one in mine}
    ids = {"john": john.pk, **{f"{_snake(one.__name__)}_id": row.pk for one, row in found.items() if row}}
    lines = {"plan_line_id": ids["plan_line_id"], "way_line_id": ids["recovery_line_id"], "own_goal_id": ids["goal_id"]}
    supporter = {"agreement_id": agreement.pk, "shared_by_id": agreement.pk, "writing_id": writer.pk}
    words = {"item": "plan", "shared_item": "plan", "measure_key": "phq-4", "day": "2026-11-20", "kind": "ride"}
    secret = renew_help_calendar(owner=agreement.supporter_id, now=now).secret
    more = {"viewer_id": ids["care_team_id"], "plan_step": 4, "way_part": "daily", "help_secret": secret}
    return {**ids, **lines, **supporter, **words, **more}


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def filled(shape: str, ids: dict[str, Any]) -> str:
    """An address with ids of John's; where nothing of his is named so, his own."""
    usual = {"uuid": ids["john"], "int": 1}
    shape = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<x:\1>", shape).replace("^", "").replace("$", "")
    return "/" + re.sub(r"<(\w+):(\w+)>", lambda one: str(ids.get(one[2], usual.get(one[1], "absent"))), shape)
