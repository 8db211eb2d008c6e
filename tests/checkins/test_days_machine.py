"""Counters, setbacks, amounts, chips, telling and parting in any order, in the real database.

Totals never fall, chips never vanish, the longest run is at least this one, and nobody is told who was not chosen: not
by a notice, not by a link, not by a page.

HOLDFAST_EXAMPLES is how many stories are tried (25 where nothing is said).
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

import pytest
from django.db import transaction
from django.http import Http404
from hypothesis import HealthCheck, Phase
from hypothesis import settings as story
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from holdfast.accounts.actions import open_account
from holdfast.accounts.models import Person
from holdfast.asks.actions import cut_off
from holdfast.asks.parting import leave_one
from holdfast.checkins import chips as tokens
from holdfast.checkins import setbacks
from holdfast.checkins.access import chip_asked_of, telling_to
from holdfast.checkins.counter_queries import days_as_of, lines, today_by
from holdfast.checkins.counters import (
    CounterFacts,
    add_counter,
    bring_back,
    change_counter,
    end_counter,
    note_days,
    write_amount,
)
from holdfast.checkins.models import Chip, Counter, Setback
from holdfast.domain.days import Aim
from holdfast.notices.gates import passes_at
from holdfast.notices.models import Link, Notice
from holdfast.sealing.keys import forget_opened_keys
from holdfast.supporters.actions import pause_agreement
from holdfast.supporters.models import Agreement
from tests.asks.circle import agreed

EXAMPLES = int(os.environ.get("HOLDFAST_EXAMPLES", "25"))
BEGIN = datetime.fromisoformat("2026-03-20T20:00+00:00")
ZONES = st.sampled_from(["America/Chicago", "Europe/Berlin", "Australia/Lord_Howe", "UTC"])
PICK = st.integers(0, 1_000)
PART = st.floats(0, 1)


class Tended(RuleBasedStateMachine):
    """One story of one person, two counters and three supporters; one more person has the same supporter."""

    john: ClassVar[Person]
    agreements: ClassVar[list[Agreement]]
    told: ClassVar[int] = 0
    """Notices seen in all stories together."""

    def __init__(self) -> None:
        super().__init__()
        self._rooms = ExitStack()
        for alias in ("default", "keys"):
            self._rooms.enter_context(transaction.atomic(using=alias))
        forget_opened_keys()
        self.now = BEGIN
        self.before = set(Notice.objects.values_list("pk", flat=True))
        self.chosen: dict[tuple[UUID, UUID], bool] = {}
        """(setback or chip, supporter) -> whether they are chosen now; a key that is not there never was."""
        self.gone: set[UUID] = set()
        self.paused: set[UUID] = set()
        self.totals: dict[UUID, int] = {}
        self.chips: set[tuple[UUID, int | None]] = set()

    def teardown(self) -> None:
        """Undo it all."""
        for alias in ("default", "keys"):
            transaction.set_rollback(True, using=alias)
        self._rooms.close()

    @initialize()
    def begins(self) -> None:
        for aim, bound in ((Aim.WITHOUT, None), (Aim.LESS, 2.0), (Aim.MORE, 20.0)):
            facts = CounterFacts(f"counter {aim}", aim, "x" if bound else "", bound)
            add_counter(by=self.john, facts=facts, started_at=self.now - timedelta(days=3), now=self.now)

    def _counter(self, pick: int) -> Counter:
        rows = list(Counter.objects.order_by("position"))
        return rows[pick % len(rows)]

    def _agreement(self, pick: int) -> Agreement:
        return self.agreements[pick % len(self.agreements)]

    def _is_there(self, agreement: Agreement) -> bool:
        return agreement.pk not in self.gone | self.paused

    # What happens

    @rule(hours=st.sampled_from([0.01, 1, 5, 23, 24, 26, 700, 2500]))
    def time_passes(self, hours: float) -> None:
        self.now += timedelta(hours=hours)

    @rule(hours=st.sampled_from([1, 30]))
    def the_clock_is_set_back(self, hours: int) -> None:
        self._look()
        self.now -= timedelta(hours=hours)

    @rule(pick=PICK, back=PART, gap=st.sampled_from([0, 3, 30, 700]), tells=st.sets(st.integers(0, 2)))
    def picks_up_again(self, pick: int, back: float, gap: int, tells: set[int]) -> None:
        counter = self._counter(pick)
        happened = counter.started_at + max(timedelta(), self.now - counter.started_at) * back
        told = tuple(self.agreements[number] for number in tells)
        facts = setbacks.SetbackFacts(happened, happened + timedelta(hours=gap), "a note", told, "words")
        setback = setbacks.write_setback(counter=counter, facts=facts, now=self.now)
        self._choose(setback.pk, told)

    def _choose(self, thing: UUID, told: Any) -> None:
        for one in told:
            if self._is_there(one):
                self.chosen[thing, one.supporter_id] = True

    @rule(pick=PICK, who=PICK)
    def tells_one_more(self, pick: int, who: int) -> None:
        rows = list(Setback.objects.order_by("created_at", "pk"))
        if rows:
            setback = rows[pick % len(rows)]
            setbacks.tell_setback(setback=setback, to=[self._agreement(who)], words="", now=self.now)
            self._choose(setback.pk, [self._agreement(who)])

    @rule(pick=PICK, who=PICK)
    def takes_a_telling_back(self, pick: int, who: int) -> None:
        rows = list(Setback.objects.order_by("created_at", "pk"))
        if rows:
            setback, agreement = rows[pick % len(rows)], self._agreement(who)
            setbacks.take_back_telling(setback=setback, agreement=agreement, now=self.now)
            if (setback.pk, agreement.supporter_id) in self.chosen:
                self.chosen[setback.pk, agreement.supporter_id] = False

    @rule(pick=PICK)
    def undoes_a_setback(self, pick: int) -> None:
        rows = list(Setback.objects.order_by("created_at", "pk"))
        if rows:
            setback = rows[pick % len(rows)]
            thing = setback.pk
            setbacks.undo_setback(setback=setback, now=self.now)
            for key in [key for key in self.chosen if key[0] == thing]:
                self.chosen[key] = False

    @rule(pick=PICK, back=st.integers(0, 6), amount=st.sampled_from([0, 1, 2, 3, 20, 45]))
    def writes_an_amount(self, pick: int, back: int, amount: int) -> None:
        counter = self._counter(pick)
        if counter.aim != Aim.WITHOUT:
            on = today_by(counter, self.now) - timedelta(days=back)
            write_amount(counter=counter, on=on, amount=amount, now=self.now)

    @rule(pick=PICK, bound=st.sampled_from([0, 1, 2, 30]), zone=ZONES)
    def changes_bound_and_clock(self, pick: int, bound: int, zone: str) -> None:
        counter = self._counter(pick)
        facts = CounterFacts("named anew", Aim(counter.aim), "x", bound if counter.aim != Aim.WITHOUT else None)
        change_counter(counter=counter, facts=facts, zone=zone, now=self.now)

    @rule(pick=PICK, is_back=st.booleans())
    def puts_it_away_or_brings_it_back(self, pick: int, is_back: bool) -> None:
        (bring_back if is_back else end_counter)(counter=self._counter(pick), now=self.now)

    @rule(pick=PICK, who=PICK)
    def asks_for_a_chip(self, pick: int, who: int) -> None:
        rows = list(Chip.objects.order_by("created_at", "pk"))
        if rows:
            chip, agreement = rows[pick % len(rows)], self._agreement(who)
            if tokens.ask_giver(chip=chip, agreement=agreement, now=self.now):
                self._nobody_has(chip.pk)
                self.chosen[chip.pk, agreement.supporter_id] = True

    def _nobody_has(self, thing: UUID) -> None:
        for key in [key for key in self.chosen if key[0] == thing]:
            self.chosen[key] = False

    @rule(pick=PICK, what=st.sampled_from(["hand", "decline", "unask"]))
    def a_chip_moves_on(self, pick: int, what: str) -> None:
        rows = list(Chip.objects.exclude(giver=None).order_by("created_at", "pk"))
        if not rows:
            return
        chip = rows[pick % len(rows)]
        if what == "hand":
            tokens.hand_over(chip=chip, line="well done", now=self.now)
        elif not chip.handed_at:
            self._nobody_has(chip.pk)
            if what == "decline":
                tokens.decline_chip(chip=chip)
            else:
                tokens.take_back_asking(chip=chip, now=self.now)

    @rule(who=PICK, how=st.sampled_from(["cut off", "leave", "pause", "go on"]))
    def they_part_or_pause(self, who: int, how: str) -> None:
        agreement = self._agreement(who)
        if agreement.pk in self.gone:
            return
        if how in {"pause", "go on"}:
            pause_agreement(agreement=agreement, is_paused=how == "pause", now=self.now)
            (self.paused.add if how == "pause" else self.paused.discard)(agreement.pk)
            return
        if how == "cut off":
            cut_off(by=self.john, tie=agreement.tie, now=self.now)
        else:
            leave_one(agreement=agreement, now=self.now)
        self.gone.add(agreement.pk)

    def _look(self) -> None:
        for counter in Counter.objects.all():
            note_days(counter=counter, now=self.now)

    # What must always hold

    @invariant()
    def totals_never_fall_and_chips_never_vanish(self) -> None:
        for counter in Counter.objects.all():
            days = days_as_of(counter, self.now)
            assert days.total.days >= self.totals.get(counter.pk, 0)
            assert days.current <= days.longest
            assert days.longest.days <= days.total.days
            self.totals[counter.pk] = days.total.days
        self._look()
        there = set(Chip.objects.values_list("counter", "days"))
        assert self.chips <= there
        self.chips = there

    @invariant()
    def the_list_and_the_page_say_the_same(self) -> None:
        counters = list(Counter.objects.all())
        for counter, line in zip(counters, lines(counters, self.now), strict=True):
            days = days_as_of(counter, self.now)
            assert (line.current, line.total) == (days.current, days.total)

    @invariant()
    def nobody_is_told_who_was_not_chosen(self) -> None:
        """By a notice: it was written to somebody chosen for exactly this; it may leave only while that is so."""
        written = Notice.objects.exclude(pk__in=self.before).exclude(person_id=self.john.pk)
        for notice in written:
            key = (notice.thing, notice.person_id)
            assert key in self.chosen, "told although not chosen"
            Tended.told += 1
            assert notice.unique_key.split(":")[0] in {setbacks.TOLD, tokens.CHIP}
            if passes_at(notice, self.now) is not None:
                assert self.chosen[key]
                assert self._reaches(notice.person_id)

    def _reaches(self, supporter: UUID) -> bool:
        return any(one.supporter_id == supporter and self._is_there(one) for one in self.agreements)

    @invariant()
    def no_page_opens_to_who_is_not_chosen(self) -> None:
        for agreement in self.agreements:
            for setback in Setback.objects.all():
                is_open = _opens(lambda: telling_to(agreement.supporter, setback.pk))  # noqa: B023  # called at once
                wanted = self.chosen.get((setback.pk, agreement.supporter_id), False) and self._is_there(agreement)
                assert is_open == wanted
            for chip in Chip.objects.filter(asked_at__isnull=False):
                is_open = _opens(lambda: chip_asked_of(agreement.supporter, chip.pk))  # noqa: B023  # called at once
                wanted = self.chosen.get((chip.pk, agreement.supporter_id), False) and self._is_there(agreement)
                assert is_open == wanted

    @invariant()
    def no_link_stays_open_for_what_was_taken_back(self) -> None:
        links = Link.objects.filter(opens__in=[setbacks.TOLD, tokens.CHIP], revoked_at=None)
        for thing, owner in links.exclude(person_id=self.john.pk).values_list("thing", "person_id"):
            is_declined = Chip.objects.filter(pk=thing, giver=None, handed_at=None).exists()
            assert self.chosen[thing, owner] or is_declined


def _opens(look: Any) -> bool:
    try:
        look()
    except Http404:
        return False
    return True


@pytest.mark.django_db
def test_whatever_happens_nothing_is_lost_and_nobody_else_is_told(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.org"
    john = open_account(nickname="john-w", passphrase="three quiet herons at dawn", now=BEGIN)
    maria = open_account(nickname="maria-l", passphrase="three quiet herons at dawn", now=BEGIN)
    rosa = agreed(john, "Rosa", BEGIN)
    agreed(maria, "Rose", BEGIN, who=rosa.supporter)
    Tended.told = 0
    Tended.john, Tended.agreements = john, [rosa, agreed(john, "Ben", BEGIN), agreed(john, "Ana", BEGIN)]

    run_state_machine_as_test(
        Tended,
        settings=story(
            max_examples=EXAMPLES,
            stateful_step_count=25,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )

    assert Tended.told, "no story told anybody anything: it shows nothing"
