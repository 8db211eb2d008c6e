"""Asks, answers, limits, partings, clocks and deaths in any order: what must always hold, holds.

HOLDFAST_EXAMPLES is how many stories are tried (40 where nothing is said; 2,000 before a release).
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
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
from holdfast.asks.queries import places_of, stand_of
from holdfast.domain.asks.fallback import Stand
from holdfast.domain.asks.kinds import Kind
from holdfast.notices.jobs import deliver_due
from holdfast.notices.models import Destination, Notice
from holdfast.sealing.keys import forget_opened_keys
from holdfast.supporters.actions import Offered, end_respite, pause_agreement, set_agreement, set_limits, take_respite
from tests.asks.dying import Died, Points, Post, mortal
from tests.asks.world import NIGHTS, OPENINGS, ZONES, Card, Contact, Declared, World, crossed, helped_by, made, offered

EXAMPLES = int(os.environ.get("HOLDFAST_EXAMPLES", "40"))
ENDS = {"covered", "nobody", "partly", "withdrawn", "closed"}
FALLBACK = {Stand.NOBODY_YET, Stand.ANSWERED, Stand.OVER}
KINDS = st.sampled_from([Kind.CRISIS, Kind.CRISIS, Kind.TALK, Kind.RIDE, Kind.MEAL])
SPANS = st.sampled_from([5, 11, 60, 180, 600, 901, 3600, 4 * 3600, 26 * 3600, 8 * 86400])
PICK = st.integers(0, 1_000)
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

    @initialize(night=st.sampled_from(NIGHTS), data=st.data())
    def begins(self, night: datetime, data: Any) -> None:
        self.now = night
        for one in self.world.supporters:
            self._declare(one, data.draw(st.sampled_from(ZONES)), data.draw(st.sampled_from(sorted(OPENINGS))), None)
        for agreement in self.world.agreements:
            self._card(agreement, data.draw(st.booleans()), data.draw(st.booleans()), set(Kind))

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
        opening=st.sampled_from(sorted(OPENINGS)),
        most=st.sampled_from([None, 0, 1, 2]),
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
            self._card(agreement, takes, wakes, kinds)

    @rule(pick=PICK, is_paused=st.booleans())
    def the_person_pauses_somebody(self, pick: int, is_paused: bool) -> None:
        agreement = self._one(self.world.agreements, pick)
        if not self.cards[agreement.pk].is_ended:
            pause_agreement(agreement=agreement, is_paused=is_paused, now=self.now)
            self.cards[agreement.pk].is_paused = is_paused

    @precondition(lambda self: self.seen_moments > 4)
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

    @rule(point=st.integers(1, 60))
    def the_next_one_dies(self, point: int) -> None:
        self.dies_at = point

    # What must always hold

    @invariant()
    def nobody_was_asked_outside_their_limits(self) -> None:
        """I1, I2: as declared at the moment of asking."""
        new = Moment.objects.filter(what="asked", pk__gt=self.seen_moments).order_by("pk")
        for moment in new.select_related("ask", "reply__agreement"):
            assert moment.reply is not None
            agreement = moment.reply.agreement
            contact = Contact(moment.ask_id, agreement.pk, agreement.supporter_id, moment.at, Kind(moment.ask.kind))
            declared, card = self.declared[agreement.supporter_id], self.cards[agreement.pk]
            limit = crossed(contact, declared, card, self.contacts, helped_by(agreement.supporter_id, moment.at))
            assert limit is None, f"asked although: {limit}"
            self.contacts.append(contact)
        last = Moment.objects.order_by("-pk").first()
        self.seen_moments = max(self.seen_moments, last.pk if last else 0)

    @invariant()
    def nobody_is_asked_twice_in_a_wave(self) -> None:
        times = Counter((one.ask, one.agreement, one.at) for one in self.contacts)
        assert all(number == 1 for number in times.values())

    @invariant()
    def nobody_is_written_to_after_leaving(self) -> None:
        keys = dict(Notice.objects.values_list("unique_key", "thing"))
        new, self.seen_notices = set(keys) - self.seen_notices, self.seen_notices | set(keys)
        things = Reply.objects.filter(pk__in=[keys[key] for key in new if keys[key]]).values_list(
            "agreement", flat=True
        )
        ended = {pk for pk, card in self.cards.items() if card.is_ended}
        assert not ended & set(things)

    @invariant()
    def every_open_ask_has_a_next_moment(self) -> None:
        """I4."""
        assert not Ask.objects.filter(ended_at=None, next_at=None).exists()

    @invariant()
    def a_hard_moment_is_on_the_fallback_screen_in_time(self) -> None:
        """Whether or not any worker lives: by the rows alone."""
        for ask in Ask.objects.filter(kind=Kind.CRISIS, created_at__lte=self.now - timedelta(minutes=15)):
            assert stand_of(ask, now=self.now) in FALLBACK

    @invariant()
    def nothing_claims_more_than_is_so(self) -> None:
        for ask in Ask.objects.all():
            places = places_of(ask)
            kept = [len(place.kept) for place in places]
            assert all(number <= place.slot.places for number, place in zip(kept, places, strict=True))
            if ask.closed_at is None:
                full = all(number >= place.slot.places for number, place in zip(kept, places, strict=True))
                assert ask.outcome != Outcome.MET or full
                assert ask.outcome != Outcome.NOBODY or not any(kept)
            assert (stand_of(ask, now=self.now) is Stand.ANSWERED) == (any(kept) and ask.closed_at is None)

    @invariant()
    def the_timeline_tells_what_the_rows_say(self) -> None:
        """I5, I8: nobody is asked after the end, and the end is told by the last line that ends or opens it."""
        for ask in Ask.objects.prefetch_related("moments"):
            is_open = True
            for moment in sorted(ask.moments.all(), key=lambda one: one.pk):
                assert is_open or moment.what != "asked"
                is_open = moment.what not in ENDS and (is_open or moment.what == "reopened")
            assert is_open == (ask.ended_at is None)

    @invariant()
    def nobody_waits_in_vain_for_a_word(self) -> None:
        """I5: when it is covered, all who were asked and neither said no nor have a place were told."""
        for ask in Ask.objects.filter(outcome=Outcome.MET, closed_at=None):
            mine = Promise.objects.filter(slot__ask=ask, given_back_at=None).values("reply")
            untold = ask.replies.filter(told_at=None, answer="").exclude(pk__in=mine)
            assert not untold.exists()

    @invariant()
    def the_plan_and_the_decision_agree(self) -> None:
        """I7."""
        for ask in Ask.objects.exclude(plan={}):
            chances = {step["who"]: step["chance"] for step in ask.plan["steps"]}
            at = datetime.fromisoformat(ask.plan["at"])
            for reply in ask.replies.filter(asked_at=at, agreement__in=list(chances)):
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
        points, self.dies_at = Points(self.dies_at), 0
        try:
            with mortal(points):
                act()
        except Died:
            self.deaths += 1
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

    def _card(self, agreement: Any, takes: bool, wakes: bool, kinds: set[Kind]) -> None:
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
        """I3, I6: with mail working again every ask ends, and every letter leaves once."""
        Post.is_down, self.dies_at = False, 0
        for _ in range(4):
            self.now += timedelta(days=30)
            for _ in range(3):
                self.now += timedelta(minutes=3)
                audit_asks(now=self.now)
                self._works()
        self.nobody_was_asked_outside_their_limits()
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
            stateful_step_count=30,
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
