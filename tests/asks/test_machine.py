"""Asks, answers, limits, partings, clocks and deaths in any order: what must always hold, holds.

HOLDFAST_EXAMPLES is how many stories are tried (40 where nothing is said; 2,000 before a release).
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from holdfast.asks.actions import (
    AskFacts,
    SlotFacts,
    accept_time,
    answer,
    cancel_ask,
    close_ask,
    cut_off,
    give_back,
    move_ask,
    move_claimed,
    note_opened,
    open_ask,
    take_late,
    withdraw_ask,
)
from holdfast.asks.answering import AnswerRefused
from holdfast.asks.jobs import audit_asks, move_due, remind_due
from holdfast.asks.keeping import confirm_promise, keep_after_all, offer_swap, reopen_slot, wake_asks_of
from holdfast.asks.models import Answer, Ask, Moment, Outcome, Promise, Reply
from holdfast.asks.parting import leave_all, leave_one
from holdfast.asks.queries import stand_of
from holdfast.domain.asks.fallback import Stand
from holdfast.domain.asks.kinds import Kind
from holdfast.notices.jobs import deliver_due
from holdfast.notices.models import Destination, Notice
from holdfast.sealing.keys import forget_opened_keys
from holdfast.supporters.actions import Offered, end_respite, pause_agreement, set_agreement, set_limits, take_respite
from tests.asks.dying import Died, Points, Post, mortal
from tests.asks.world import NIGHTS, ZONES, Card, Contact, Declared, World, crossed, helped_by, made, offered

EXAMPLES = int(os.environ.get("HOLDFAST_EXAMPLES", "40"))
ENDS = {"covered", "nobody", "partly", "withdrawn", "closed"}
FALLBACK = {Stand.NOBODY_YET, Stand.ANSWERED, Stand.OVER}
KINDS = st.sampled_from([Kind.CRISIS, Kind.TALK, Kind.RIDE, Kind.MEAL])
SPANS = st.sampled_from([5, 11, 30, 60, 61, 90, 120, 180, 240, 300, 600, 901, 3600, 26 * 3600])
PICK = st.integers(0, 1_000)
OPENING = st.sampled_from([*["always"] * 6, "night", "day", "morning", "never"])
MOSTLY_NONE = st.sampled_from([*[None] * 6, 1, 2, 0])
Act = Callable[[], object]


class Asks(RuleBasedStateMachine):
    """One story in the small world."""

    world: ClassVar[World]

    def __init__(self) -> None:
        super().__init__()
        self._rooms = ExitStack()
        for alias in ("default", "keys"):
            self._rooms.enter_context(transaction.atomic(using=alias))
        forget_opened_keys()
        Post.empty()
        self.now = NIGHTS[0]
        self.declared = {one.pk: Declared() for one in self.world.supporters}
        self.cards = {one.pk: Card() for one in self.world.agreements}
        self.contacts: list[Contact] = []
        self.seen_moments = self.dies_at = 0
        self.seen_notices: set[str] = set()
        self.stale: list[Ask] = []
        self.sent: set[Any] = set()
        self.deaths = 0

    def teardown(self) -> None:
        """Let everything end, look once more, and undo it."""
        try:
            self._comes_to_rest()
        finally:
            for alias in ("default", "keys"):
                transaction.set_rollback(True, using=alias)
            self._rooms.close()

    # What happens

    @initialize(
        night=st.sampled_from(NIGHTS),
        openings=st.lists(OPENING, min_size=4, max_size=4),
        limits=MOSTLY_NONE,
        kinds=st.lists(KINDS, min_size=1, max_size=3),
    )
    def begins(self, night: datetime, openings: list[str], limits: int | None, kinds: list[Kind]) -> None:
        """Somebody asked, and the worker went round once."""
        self.now = night
        for one, opening, zone in zip(self.world.supporters, openings, ZONES, strict=True):
            self._declare(one, zone, opening, limits)
        for agreement in self.world.agreements:
            self._card(agreement, takes=True, wakes=agreement.pk == self.world.agreements[0].pk, kinds=set(Kind))
        for who, kind in enumerate(kinds):
            self.asks(who, kind, [], 1)
        self.the_worker_works(11)

    @rule(who=PICK, kind=KINDS, days=st.lists(st.sampled_from([0, 2, 30, 80]), max_size=3), places=st.integers(1, 2))
    def asks(self, who: int, kind: Kind, days: list[int], places: int) -> None:
        starts = [self.now + timedelta(hours=hours) if hours else None for hours in days]
        slots = tuple(SlotFacts("", at, at and at + timedelta(hours=1), places) for at in starts) or (SlotFacts(),)
        facts = AskFacts(kind, "please", slots=slots)
        self._do(lambda: open_ask(by=self._one(self.world.people, who), facts=facts, now=self.now))

    @rule(span=SPANS)
    def time_passes(self, span: int) -> None:
        self.now += timedelta(seconds=span)

    @rule(span=st.sampled_from([30, 3600]))
    def the_clock_is_set_back(self, span: int) -> None:
        self.now -= timedelta(seconds=span)

    @rule(span=st.sampled_from([0, 11, 61, 300]))
    def the_worker_works(self, span: int) -> None:
        self.now += timedelta(seconds=span)
        self._do(self._works)

    @rule(rounds=st.integers(2, 5))
    def the_worker_works_for_a_while(self, rounds: int) -> None:
        for _ in range(rounds):
            self.the_worker_works(61)
            self._nobody_was_asked_outside_their_limits()

    @rule(pick=PICK)
    def a_page_moves_it(self, pick: int) -> None:
        if ask := self._row(Ask, pick):
            self._do(lambda: move_ask(ask=ask, now=self.now))

    @rule(pick=PICK)
    def a_second_worker_reads_and_sleeps(self, pick: int) -> None:
        self.stale += [ask] if (ask := self._row(Ask, pick)) else []

    @precondition(lambda self: self.stale)
    @rule()
    def the_second_worker_wakes(self) -> None:
        ask = self.stale.pop()
        self._do(lambda: move_claimed(ask=ask, now=self.now))

    @rule(pick=PICK, said=st.sampled_from(list(Answer)), minutes=st.sampled_from([1, 30, 300]))
    def answers(self, pick: int, said: Answer, minutes: int) -> None:
        if reply := self._row(Reply, pick):
            can_at = self.now + timedelta(minutes=minutes) if said in {Answer.AT, Answer.LATER} else None
            self._do(lambda: answer(reply=reply, said=said, can_at=can_at, now=self.now))

    @rule(pick=PICK)
    def says_yes(self, pick: int) -> None:
        if reply := self._row(Reply, pick):
            self._do(lambda: answer(reply=reply, said=Answer.YES, now=self.now))

    @rule(pick=PICK)
    def looks(self, pick: int) -> None:
        if reply := self._row(Reply, pick):
            self._do(lambda: note_opened(reply=reply, now=self.now))

    @rule(pick=PICK, what=st.sampled_from([accept_time, take_late]))
    def the_person_takes_it(self, pick: int, what: Callable[..., Any]) -> None:
        wanted = Answer.AT if what is accept_time else Answer.YES
        if reply := self._row(Reply, pick, answer=wanted):
            self._do(lambda: what(reply=reply, now=self.now))

    @rule(
        pick=PICK,
        what=st.sampled_from([give_back, give_back, offer_swap, keep_after_all, confirm_promise, reopen_slot]),
    )
    def changes_a_promise(self, pick: int, what: Callable[..., Any]) -> None:
        if promise := self._row(Promise, pick, given_back_at=None):
            self._do(lambda: what(promise=promise, now=self.now))

    @rule(pick=PICK, what=st.sampled_from([cancel_ask, withdraw_ask, close_ask]))
    def the_person_ends_it(self, pick: int, what: Callable[..., Any]) -> None:
        if ask := self._row(Ask, pick):
            self._do(lambda: what(ask=ask, now=self.now))

    @rule(
        pick=PICK,
        zone=st.sampled_from(ZONES),
        opening=OPENING,
        most=MOSTLY_NONE,
    )
    def sets_limits(self, pick: int, zone: str, opening: str, most: int | None) -> None:
        one = self._one(self.world.supporters, pick)
        if not self.declared[one.pk].is_gone:
            self._declare(one, zone, opening, most)
            self._do(lambda: wake_asks_of(supporter=one, now=self.now))

    @rule(pick=PICK, hours=st.sampled_from([-1, 3, 80]))
    def rests(self, pick: int, hours: int) -> None:
        one = self._one(self.world.supporters, pick)
        if self.declared[one.pk].is_gone:
            return
        one.refresh_from_db()
        until = self.now + timedelta(hours=hours) if hours > 0 else None
        self.declared[one.pk].away_until = until
        if until:
            take_respite(supporter=one, until=until, now=self.now)
        else:
            end_respite(supporter=one)

    @rule(pick=PICK, takes=st.booleans(), wakes=st.booleans(), kinds=st.sets(KINDS))
    def changes_the_card(self, pick: int, takes: bool, wakes: bool, kinds: set[Kind]) -> None:
        agreement = self._one(self.world.agreements, pick)
        if not self.cards[agreement.pk].is_ended:
            self._card(agreement, takes=takes, wakes=wakes, kinds=kinds)

    @rule(pick=PICK, is_paused=st.booleans())
    def the_person_pauses_somebody(self, pick: int, is_paused: bool) -> None:
        agreement = self._one(self.world.agreements, pick)
        if not self.cards[agreement.pk].is_ended:
            pause_agreement(agreement=agreement, is_paused=is_paused, now=self.now)
            self.cards[agreement.pk].is_paused = is_paused

    @precondition(lambda self: self.contacts)
    @rule(pick=PICK, how=st.sampled_from(["cut off", "leave one", "leave all"]))
    def they_part(self, pick: int, how: str) -> None:
        agreement = self._one(self.world.agreements, pick)
        one = agreement.supporter
        if self.cards[agreement.pk].is_ended:
            return
        if how == "cut off":
            lived = self._do(lambda: cut_off(by=agreement.person, tie=agreement.tie, now=self.now))
        elif how == "leave one":
            lived = self._do(lambda: leave_one(agreement=agreement, now=self.now))
        else:
            lived = self._do(lambda: leave_all(supporter=one, now=self.now))
            self.declared[one.pk].is_gone = lived
        for ended in self.world.agreements_with(one) if how == "leave all" else [agreement]:
            self.cards[ended.pk].is_ended = self.cards[ended.pk].is_ended or lived

    @rule(is_down=st.booleans())
    def mail_breaks_down(self, is_down: bool) -> None:
        Post.is_down = is_down

    @rule(pick=PICK)
    def a_place_is_gone(self, pick: int) -> None:
        if place := self._row(Destination, pick):
            Destination.objects.filter(pk=place.pk).update(off_at=self.now)

    @rule(point=st.integers(1, 25))
    def the_next_one_dies(self, point: int) -> None:
        self.dies_at = point

    # What must always hold

    @invariant()
    def what_must_hold_holds(self) -> None:
        """All of it, at one look at the rows."""
        asks = list(Ask.objects.order_by("created_at", "pk").prefetch_related("slots", "replies", "moments"))
        promises = list(Promise.objects.filter(given_back_at=None))
        self._nobody_was_asked_outside_their_limits()
        self._nobody_is_written_to_after_leaving()
        self._no_letter_leaves_outside_limits()
        for ask in asks:
            mine = [one for one in promises if one.slot_id in {slot.pk for slot in ask.slots.all()}]
            self._the_timeline_tells_what_the_rows_say(ask)
            self._nothing_claims_more_than_is_so(ask, mine)
            self._a_hard_moment_is_on_the_fallback_screen_in_time(ask, mine)
            self._nobody_waits_in_vain_for_a_word(ask, mine)
            self._the_plan_and_the_decision_agree(ask)

    def _nobody_was_asked_outside_their_limits(self) -> None:
        """I1, I2: as declared at the moment of asking; and never twice in a wave."""
        new = list(Moment.objects.filter(pk__gt=self.seen_moments).order_by("pk").select_related("reply__agreement"))
        for moment in new:
            if moment.what != "asked" or moment.reply is None:
                continue
            agreement, kind = moment.reply.agreement, Kind(Ask.objects.get(pk=moment.ask_id).kind)
            wave = moment.reply.wave
            contact = Contact(moment.ask_id, agreement.pk, agreement.supporter_id, moment.at, kind, wave)
            declared, card = self.declared[agreement.supporter_id], self.cards[agreement.pk]
            limit = crossed(contact, declared, card, self.contacts, helped_by(agreement.supporter_id, moment.at))
            assert limit is None, f"asked although: {limit}"
            assert not any(one.agreement == agreement.pk and one.wave == wave for one in self._of(contact.ask))
            self.contacts.append(contact)
        self.seen_moments = max([self.seen_moments, *(moment.pk for moment in new)])

    def _of(self, ask: Any) -> list[Contact]:
        return [one for one in self.contacts if one.ask == ask]

    def _nobody_is_written_to_after_leaving(self) -> None:
        keys = dict(Notice.objects.values_list("unique_key", "thing"))
        new, self.seen_notices = set(keys) - self.seen_notices, self.seen_notices | set(keys)
        things = [keys[key] for key in new if keys[key]]
        ended = {pk for pk, card in self.cards.items() if card.is_ended}
        if things and ended:
            assert not Reply.objects.filter(pk__in=things, agreement__in=ended).exists()

    def _no_letter_leaves_outside_limits(self) -> None:
        """I1 once more, at the moment of sending: mail may have been down in between."""
        sent = Notice.objects.filter(unique_key__startswith="ask:", sent_at__isnull=False)
        for notice in sent.exclude(pk__in=self.sent):
            self.sent.add(notice.pk)
            reply = Reply.objects.select_related("agreement", "ask").get(pk=notice.thing)
            declared = replace(self.declared[reply.agreement.supporter_id], most_asked=None, most_helped=None)
            card, kind = self.cards[reply.agreement_id], Kind(reply.ask.kind)
            contact = Contact(reply.ask_id, card, reply.agreement.supporter_id, notice.sent_at, kind)
            assert crossed(contact, declared, card, [], 0.0) is None

    def _the_timeline_tells_what_the_rows_say(self, ask: Ask) -> None:
        """I4, I5, I8: nobody is asked after the end; the last line that ends or opens it is how it is; an open one has
        a next moment."""
        is_open = True
        for moment in sorted(ask.moments.all(), key=lambda one: one.pk):
            assert is_open or moment.what != "asked"
            is_open = moment.what not in ENDS and (is_open or moment.what == "reopened")
        assert is_open == (ask.ended_at is None) == (ask.next_at is not None) == (ask.outcome == "")

    def _nothing_claims_more_than_is_so(self, ask: Ask, mine: list[Promise]) -> None:
        kept = Counter(one.slot_id for one in mine if not one.is_waiting)
        assert all(kept[slot.pk] <= slot.places for slot in ask.slots.all())
        gone = {reply.pk for reply in ask.replies.all() if self.cards[reply.agreement_id].is_ended}
        ahead = {slot.pk for slot in ask.slots.all() if slot.starts_at and slot.starts_at > self.now}
        assert ask.closed_at or not any(one.reply_id in gone and one.slot_id in ahead for one in mine)
        if ask.closed_at is None:
            assert ask.outcome != Outcome.MET or all(kept[slot.pk] >= slot.places for slot in ask.slots.all())
            assert ask.outcome != Outcome.NOBODY or not kept

    def _a_hard_moment_is_on_the_fallback_screen_in_time(self, ask: Ask, mine: list[Promise]) -> None:
        """Whether or not any worker lives: by the rows alone."""
        if ask.kind == Kind.CRISIS:
            stand = stand_of(ask, now=self.now)
            assert self.now < ask.created_at + timedelta(minutes=15) or stand in FALLBACK
            is_coming = any(not one.is_waiting for one in mine) and ask.closed_at is None
            assert (stand is Stand.ANSWERED) == is_coming

    def _nobody_waits_in_vain_for_a_word(self, ask: Ask, mine: list[Promise]) -> None:
        """I5: when it is covered or closed, all who were asked and did not answer were told."""
        if ask.ended_at and (ask.outcome == Outcome.MET or ask.closed_at):
            assert all(reply.told_at or reply.answer for reply in ask.replies.all())

    def _the_plan_and_the_decision_agree(self, ask: Ask) -> None:
        """I7."""
        chances = {step["who"]: step["chance"] for step in ask.plan.get("steps", [])}
        for reply in ask.replies.all():
            if ask.plan and reply.asked_at.isoformat() == ask.plan["at"] and str(reply.agreement_id) in chances:
                assert reply.chance == chances[str(reply.agreement_id)]

    # How it is done

    def _works(self) -> None:
        move_due(now=self.now)
        remind_due(now=self.now)
        deliver_due(now=self.now)
        self._is_moved()

    def _is_moved(self) -> None:
        due = Ask.objects.filter(ended_at=None, next_at__lte=self.now)
        assert not due.exists()

    def _do(self, act: Act) -> bool:
        """Do it, and perhaps die over it; False when nothing came of it."""
        points = Points(self.dies_at)
        try:
            with mortal(points):
                act()
        except Died:
            self.deaths, self.dies_at = self.deaths + 1, 0
            return False
        except AnswerRefused:
            return False
        return True

    def _declare(self, one: Any, zone: str, opening: str, most: int | None) -> None:
        mine = self.declared[one.pk]
        mine.zone, mine.opening, mine.most_asked = zone, opening, most
        mine.most_helped = None if most is None else 2.0 * most
        one.refresh_from_db()
        set_limits(supporter=one, limits=mine.limits())

    def _card(self, agreement: Any, *, takes: bool, wakes: bool, kinds: set[Kind]) -> None:
        card = self.cards[agreement.pk]
        card.takes_crisis, card.wakes, card.kinds = takes, wakes, kinds
        agreement.refresh_from_db()
        set_agreement(agreement=agreement, offered=Offered(offered(card), takes_crisis=takes, wakes=wakes))

    def _one(self, rows: list[Any], pick: int) -> Any:
        return rows[pick % len(rows)]

    def _row(self, model: Any, pick: int, **wanted: Any) -> Any:
        order = ["made_at"] if model is Promise else ["created_at"]
        rows = list(model.objects.filter(**wanted).order_by(*order, "pk"))
        return rows[pick % len(rows)] if rows else None

    def _comes_to_rest(self) -> None:
        """I3, I6: with mail working again every ask ends, and every letter leaves once: at the latest when the hours of
        its receiver have come round."""
        Post.is_down, self.dies_at = False, 0
        for wait in (*[timedelta(days=5), timedelta(minutes=3)] * 3, *[timedelta(hours=2)] * 13):
            self.now += wait
            audit_asks(now=self.now)
            self._works()
        self.what_must_hold_holds()
        assert not Ask.objects.filter(ended_at=None).exists()
        usable = Destination.objects.filter(off_at=None)
        assert not Notice.objects.filter(sent_at=None, parked_at=None, destination__in=usable).exists()
        doubles = len(Post.taken) - len({identity for identity, _ in Post.taken})
        assert doubles <= self.deaths


@pytest.mark.django_db
def test_what_must_always_hold_holds(settings_of_django: None) -> None:
    Asks.world = made(NIGHTS[0] - timedelta(days=30))
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]

    run_state_machine_as_test(  # type: ignore[no-untyped-call]  # hypothesis does not say
        Asks,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=slow,
            derandomize=EXAMPLES < 2000,
            database=None,
            phases=[Phase.generate, Phase.shrink],
        ),
    )


@pytest.fixture
def settings_of_django(settings: Any) -> None:
    """Letters go to a server that can be down."""
    settings.EMAIL_BACKEND = "tests.asks.dying.Post"
