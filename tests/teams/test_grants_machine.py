"""Giving, narrowing, renewing, revoking, running out, stopping, parting, handing over, posting and emergencies in any
order, with a clock that moves both ways, over the real pages: whoever looks sees what a model of thirty lines says.

Time moves by moving every day that is kept, so that pages, which read the clock, need no other clock.
HOLDFAST_EXAMPLES is how many stories are tried (15 where nothing is said).
"""

from __future__ import annotations

import logging
import os
import sys
from contextlib import ExitStack, suppress
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from hypothesis import HealthCheck, Phase
from hypothesis import settings as story
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from holdfast.accounts.models import Person
from holdfast.asks.actions import cut_off
from holdfast.care.actions import LineFacts, StepFull, add_line
from holdfast.consent.actions import Words, end_emergency, end_run_out, give_grant, lift, narrow, restrict, revoke
from holdfast.consent.models import Emergency, Grant
from holdfast.domain.asks.kinds import Kind, Stated
from holdfast.domain.consent import EMERGENCY, Draft, Item, Purpose, Viewer
from holdfast.domain.safety_plan import Step
from holdfast.sealing.keys import forget_opened_keys
from holdfast.supporters.actions import Hopes, Offered, accept_invitation, invite, pause_agreement, renew_page
from holdfast.supporters.models import Agreement, Supporter
from holdfast.teams.members import NotOfTheProgramme, add_cover, end_care_team, end_member, hand_over
from holdfast.teams.messages import answer_person, let_write, write_as_supporter, write_to_team
from holdfast.teams.models import CareTeam, Member, Worker
from holdfast.teams.queries import member_viewer, team_viewer
from tests.teams.grants_looks import EVERYWHERE, PAIRS, Looks
from tests.teams.grants_model import Given, Model
from tests.teams.grants_world import World, a_world

EXAMPLES = int(os.environ.get("HOLDFAST_EXAMPLES", "15"))
STEPS = 25
PICK = st.integers(0, 1_000)
ITEMS = st.sets(st.sampled_from(list(Item)), min_size=1, max_size=4)
WORKERS = ("dee", "sam", "kim")
DAY = timedelta(days=1)
VERIFIED = timedelta(days=365)
SAID = {"name": "Dee", "affiliation": "Riverside", "nature": "a call at night", "reason": "no answer"}


class Granting(RuleBasedStateMachine):
    """One story of John, of those who help him, of his team, and of people to whom nothing was given."""

    beginning: ClassVar[World]
    seen: ClassVar[set[str]] = set()
    """Who saw something in all stories together."""

    def __init__(self) -> None:
        super().__init__()
        self._rooms = ExitStack()
        for alias in ("default", "keys"):
            self._rooms.enter_context(transaction.atomic(using=alias))
        forget_opened_keys()
        self.world = world = self.beginning.begin()
        self.moved = timedelta()
        self.told: set[Any] = set()
        verified = {name: timezone.now() + VERIFIED for name in WORKERS}
        members = {name: one.pk for name, one in world.members.items()}
        self.model = Model(lambda: self.now, world.team.pk, members, verified, world.agreement.pk)
        self.looks = Looks(world, self.model)
        self.could: set[Any] = set()
        self.turn = 0

    def teardown(self) -> None:
        """John reads his record, if the story came to its end; then it is all undone."""
        try:
            if sys.exc_info()[0] is None:
                self.opens_or_closes("john", is_closed=False)
                self.looks.at_the_end(self.told, self.turn)
        finally:
            for alias in ("default", "keys"):
                transaction.set_rollback(True, using=alias)
            self._rooms.close()

    @property
    def now(self) -> datetime:
        """The moment as the story counts it."""
        return timezone.now() + self.moved

    # What happens: giving and taking back

    @initialize(start=st.integers(0, len(EVERYWHERE)))
    def begins(self, start: int) -> None:
        """Every story has something to show, and looks at other addresses than the one before."""
        self.turn = start
        ben, team, *_ = self._viewers()
        for viewer, item in ((ben, Item.SAFETY_PLAN), (team, Item.RECOVERY_PLAN), (team, Item.GOALS)):
            self._give(viewer, {item}, timedelta(), 90 * DAY)

    def _viewers(self) -> list[Viewer]:
        world, model = self.world, self.model
        agreement = [Viewer("agreement", world.agreement.pk)] if model.supporter else []  # type: ignore[arg-type]
        team = [team_viewer(world.team)] if model.team else []
        return [*agreement, *team, *(member_viewer(world.members[name]) for name in model.members)]

    @rule(pick=PICK, items=ITEMS, begins=st.sampled_from([0, 0, 0, 3]), lasts=st.sampled_from([1, 10, 90, 366]))
    def gives(self, pick: int, items: set[Item], begins: int, lasts: int) -> None:
        if viewers := self._viewers():
            self._give(viewers[pick % len(viewers)], items, timedelta(days=begins), timedelta(days=lasts))

    def _give(self, viewer: Viewer, items: set[Item], begins: timedelta, lasts: timedelta, after: Any = None) -> None:
        now = timezone.now()
        starts, ends = now + begins, now + begins + lasts
        draft = Draft(viewer, "somebody", frozenset(items), Purpose.CARE, starts, ends, "John", now)
        row = give_grant(by=self.world.john, draft=draft, words=Words(), now=now, follows=after)
        self.model.given[row.pk] = Given(viewer.id, set(items), starts + self.moved, ends + self.moved)

    def _grant(self, pick: int) -> Grant:
        rows = list(Grant.objects.filter(person=self.world.john).order_by("created_at", "pk"))
        return rows[pick % len(rows)]

    @rule(pick=PICK, items=ITEMS)
    def narrows(self, pick: int, items: set[Item]) -> None:
        row = self._grant(pick)
        narrow(grant=row, items=frozenset(items), now=timezone.now())
        known = self.model.given[row.pk]
        known.items &= items
        known.is_over = known.is_over or not known.items

    @rule(pick=PICK)
    def revokes(self, pick: int) -> None:
        row = self._grant(pick)
        revoke(grant=row, now=timezone.now())
        self.model.given[row.pk].is_over = True

    @rule(pick=PICK)
    def renews(self, pick: int) -> None:
        row = self._grant(pick)
        if row.viewer in self._viewers():
            known = self.model.given[row.pk]
            self._give(row.viewer, known.items or {Item.DAYS}, timedelta(), 10 * DAY, row)
            known.is_over = True

    @rule(is_stopped=st.booleans())
    def stops_or_lifts(self, is_stopped: bool) -> None:
        (restrict if is_stopped else lift)(by=self.world.john, now=timezone.now())
        self.model.is_stopped = False
        if is_stopped:
            self.model.stops()

    # Time

    @rule(hours=st.sampled_from([1, 23, 24, 25, 240, 2200, -1, -30]))
    def the_clock_moves(self, hours: int) -> None:
        """Forward or back; the worker has looked at what ran out before it goes back."""
        if hours < 0:
            self.the_worker_runs()
        by = timedelta(hours=hours)
        self.moved += by
        Grant.objects.update(starts_at=F("starts_at") - by, ends_at=F("ends_at") - by)
        Emergency.objects.update(created_at=F("created_at") - by, ends_at=F("ends_at") - by)
        Worker.objects.filter(programme=self.world.riverside).update(verified_until=F("verified_until") - by)

    @rule()
    def the_worker_runs(self) -> None:
        end_run_out(now=timezone.now())
        self.model.runs_out()

    @rule(name=st.sampled_from(WORKERS), hours=st.sampled_from([-1, 1, 24, 9000]))
    def is_verified_until(self, name: str, hours: int) -> None:
        until = timezone.now() + timedelta(hours=hours)
        Worker.objects.filter(pk=self.world.workers[name].pk).update(verified_until=until)
        self.model.verified_until[name] = until + self.moved

    # Who is there

    @rule(is_paused=st.booleans())
    def pauses_whoever_helps(self, is_paused: bool) -> None:
        if self.model.supporter:
            pause_agreement(agreement=self._agreement(), is_paused=is_paused, now=timezone.now())
            self.model.is_paused = is_paused

    def _agreement(self) -> Agreement:
        return Agreement.objects.select_related("supporter", "tie").get(pk=self.world.agreement.pk)

    @rule(name=st.sampled_from(["ben", "ben", "cy"]))
    def comes_and_goes(self, name: str) -> None:
        """Whoever helps is cut off; where nobody does, one of the two is invited."""
        if self.model.supporter:
            cut_off(by=self.world.john, tie=self.world.agreement.tie, now=timezone.now())
            self.model.ends([self.model.agreement])
            self.model.supporter, self.model.dead_links = None, {"link"}  # Cy helps somebody else, too: that page stays
        else:
            self._agrees(name)

    @rule()
    def takes_over(self) -> None:
        """Invited anew under the same name, Cy holds what Ben agreed to; what was given to Ben is not Cy's."""
        if self.model.supporter == "ben":
            self.model.ends([self.model.agreement])
            self._agrees("cy")
            self.looks.writes = False

    def _agrees(self, name: str) -> None:
        world, model, now = self.world, self.model, timezone.now()
        who = Supporter.objects.get(pk={"ben": self.beginning.agreement.supporter_id, "cy": world.cy.pk}[name])
        invitation = invite(by=world.john, tie=world.agreement.tie, hopes=Hopes("x"), now=now)
        offered = Offered({Kind.RIDE: Stated.GLADLY})
        row = accept_invitation(invitation=invitation, who=who, offered=offered, now=now)
        if row.pk != model.agreement:
            self.looks.writes = model.is_paused = False
        world.agreement, model.agreement, model.supporter = row, row.pk, name

    @rule()
    def has_a_new_address(self) -> None:
        """Ben has lost his link, and takes another."""
        supporter, tokens = self.beginning.agreement.supporter, self.world.tokens
        tokens["old"], tokens["link"] = tokens["link"], renew_page(supporter=supporter, now=timezone.now())
        self.model.dead_links.discard("link")
        self.looks.at_first_page("old", Item.SAFETY_PLAN)

    @rule(name=st.sampled_from(WORKERS))
    def joins_or_goes(self, name: str) -> None:
        """Somebody of the programme stands in, comes back, or goes."""
        world, model, now = self.world, self.model, timezone.now()
        if name in model.members:
            end_member(member=world.members[name], now=now)
            model.leaves(name)
        elif model.team and now < model.verified_until[name] - self.moved and name not in model.closed:
            self._is_member(name, add_cover(care_team=world.team, worker=world.workers[name], now=now))

    def _is_member(self, name: str, row: Member) -> None:
        self.world.members[name], self.model.members[name] = row, row.pk

    @rule(one=st.sampled_from(WORKERS), other=st.sampled_from(WORKERS))
    def hands_over(self, one: str, other: str) -> None:
        """Another goes on where somebody works."""
        world, model, now = self.world, self.model, timezone.now()
        if model.team and one in model.members and one != other:
            try:
                hand_over(from_worker=world.workers[one], choices={model.team: world.workers[other]}, now=now)
            except NotOfTheProgramme:
                return
            model.leaves(one)
            self._is_member(other, Member.objects.get(care_team=model.team, worker=world.workers[other], until=None))

    @rule()
    def ends_or_begins_with_the_team(self) -> None:
        """John leaves the team; later Dee works with him in another."""
        world, model, now = self.world, self.model, timezone.now()
        if model.team:
            end_care_team(care_team=world.team, now=now)
            model.team_ends()
            return
        said = {"called": "willow-called", "may_open_in_emergency": True, "created_at": now}
        world.team = CareTeam.objects.create(person=world.john, programme=world.riverside, **said)
        model.team, self.looks.writes = world.team.pk, False
        self._is_member("dee", Member.objects.create(care_team=world.team, worker=world.workers["dee"], since=now))
        write_to_team(care_team=world.team, text="willow-letter, willow-said", now=now)
        self._the_team_hears()

    @rule(name=st.sampled_from(["john", "dee", "ben"]), is_closed=st.booleans())
    def opens_or_closes(self, name: str, is_closed: bool) -> None:
        """An account is closed, and nobody works with somebody whose account is closed."""
        account = {**self.world.accounts, "john": self.world.john}[name]
        Person.objects.filter(pk=account.pk).update(is_active=not is_closed)
        self.model.closed = self.model.closed - {name} | ({name} if is_closed else set())

    # What is written

    def _somebody(self, pick: int) -> str:
        """Of three times twice one who works with John today, if anybody does."""
        at_work = [name for name in WORKERS if self.model.works(name)] if pick % 3 else []
        among = at_work or WORKERS
        return among[pick // 3 % len(among)]

    @rule(pick=PICK, is_reasoned=st.sampled_from([True, True, True, False]))
    def opens_in_an_emergency(self, pick: int, is_reasoned: bool) -> None:
        """Through the page: with a reason for a day, without one not at all."""
        model, said, name = self.model, SAID if is_reasoned else {**SAID, "reason": " "}, self._somebody(pick)
        known = set(Emergency.objects.values_list("pk", flat=True))
        answer = self.world.browser(name).post(f"/work/{self.world.team.pk}/emergency/", said)
        may = model.works(name) and is_reasoned and not model.is_stopped
        assert (answer.status_code == 302 and "/shared/" in answer["Location"]) == may, name
        for row in Emergency.objects.exclude(pk__in=known):
            assert may, "opened without a right or a reason"
            assert row.ends_at == row.created_at + EMERGENCY
            model.opens(name, row.pk, row.created_at + self.moved, row.ends_at + self.moved)
            self.looks.takes_a_file(name, Item.SAFETY_PLAN)

    @rule(pick=PICK)
    def ends_an_emergency(self, pick: int) -> None:
        if rows := list(Emergency.objects.order_by("created_at", "pk")):
            row = rows[pick % len(rows)]
            end_emergency(emergency=row, now=timezone.now())
            self.model.given[row.pk].is_over = True

    @rule(who=st.sampled_from(["john", "ben", *WORKERS]))
    def somebody_posts(self, who: str) -> None:
        """Those who work with John hear that there is something."""
        world, model, now = self.world, self.model, timezone.now()
        if model.team is None:
            return
        if who == "john":
            write_to_team(care_team=world.team, text="willow-letter", now=now)
        elif who == "ben" and model.supporter and not model.is_stopped:
            world.writer = let_write(care_team=world.team, agreement=self._agreement(), now=now)
            self.looks.writes = True
            write_as_supporter(writer=world.writer, text="willow-said", now=now)
        elif who in model.members:
            answer_person(by=world.members[who], text="willow-letter", now=now)
        self._the_team_hears()

    def _the_team_hears(self) -> None:
        self.told |= {self.world.accounts[name].pk for name in self.model.members if self.model.works(name)}

    @rule(pick=PICK)
    def proposes(self, pick: int) -> None:
        """Through the page, beside the plan as it is: a look of its own."""
        name = self._somebody(pick)
        model, said = self.model, {"part": "daily", "text": "willow-try", "why": "it may help"}
        answer = self.world.browser(name).post(f"/work/{self.world.team.pk}/propose/", said)
        may = model.works(name) and model.may(name, Item.RECOVERY_PLAN)
        assert (answer.status_code == 302 and answer["Location"].startswith("/work/")) == may, name
        if may:
            self.looks.opened_plan(name)
            self.looks.proposed.add(model.members[name])

    @rule(text=st.sampled_from(["one more line", "another"]))
    def writes_in_the_plan(self, text: str) -> None:
        """What is written is told to nobody."""
        with suppress(StepFull):
            add_line(by=self.world.john, step=Step.WARNING, facts=LineFacts(text), now=timezone.now())

    # What must always hold

    @invariant()
    def everybody_sees_what_the_model_says(self) -> None:
        """After each step: a page that came or went by it, else one that should be there; and one of all the others."""
        looks, self.turn = self.looks, self.turn + 1
        can = {pair for pair in PAIRS if self.model.may(*pair)}
        changed = [pair for pair in PAIRS if (pair in can) != (pair in self.could)]
        self.could, Granting.seen = can, Granting.seen | {name for name, _ in can}
        near = changed or [pair for pair in PAIRS if pair in can] or PAIRS
        looks.at_item(*near[self.turn * 5 % len(near)])
        self._looks_elsewhere(*PAIRS[self.turn * 11 % len(PAIRS)])
        if self.turn % 2:
            looks.at_the_door(("ben", "dee", "sam", "kim", "cy")[self.turn // 2 % 5])

    def _looks_elsewhere(self, name: str, item: Item) -> None:
        looks = self.looks
        around = (
            looks.at_item,
            looks.may_stay,
            looks.at_list,
            looks.at_first_page,
            looks.at_messages,
            looks.at_proposals,
            looks.takes_a_file,
        )
        if self.turn % 2:
            looks.anywhere(self.turn)
        else:
            around[self.turn // 2 % len(around)](name, item)


@pytest.mark.django_db
def test_whoever_looks_sees_what_was_granted_and_nothing_else(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, "django.request")  # every other page is not there, and need not be said
    settings.EMAIL_HOST = "mail.example.org"
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 10**12
    Granting.beginning = a_world(timezone.now())

    run_state_machine_as_test(
        Granting,
        settings=story(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )

    assert {"ben", "link", "dee", "sam"} <= Granting.seen, "stories in which nobody sees anything show nothing"
