"""Somebody with one of everything that can be tended, a supporter and a team; run inside the product, told as JSON."""

from __future__ import annotations

import json
import sys
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from holdfast.accounts.actions import open_account
from holdfast.accounts.models import Person
from holdfast.asks.actions import AskFacts, close_ask, open_ask
from holdfast.checkins import attendance, commitments, goals, slips, workbooks
from holdfast.checkins.checking import CheckInFacts, check_in
from holdfast.checkins.chips import ask_giver
from holdfast.checkins.coping import add_step
from holdfast.checkins.counters import CounterFacts, add_counter, write_amount
from holdfast.checkins.looking import Part, Words, keep_look
from holdfast.checkins.measuring import Given, answer_measure
from holdfast.checkins.models import Chip
from holdfast.checkins.setbacks import SetbackFacts, write_setback
from holdfast.checkins.shelf import for_people
from holdfast.checkins.urges import HardFacts, UrgeFacts, log_urge, write_hard_moment
from holdfast.domain.asks.kinds import Kind
from holdfast.domain.days import Aim
from holdfast.domain.goals import Every, SoOften
from holdfast.domain.network import Role
from holdfast.network.models import Tie
from holdfast.notices.actions import Target, make_link
from holdfast.supporters.models import Agreement
from holdfast.tending.hopes import HopesFacts, write_hopes
from holdfast.tending.limits import note_crossing
from holdfast.tending.stepping_back import step_back
from tests.journeys.kept_together import together
from tests.journeys.moving_in import DAY, PASSPHRASE, Household
from tests.tending.tended import birthday, boundary, conflict, given_thanks, lent_book, promised

EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
NICKNAME = "kept-well"


def everything() -> None:
    """Move in; print the nickname, and where a walk has to begin."""
    now = timezone.now()
    person = open_account(nickname=NICKNAME, passphrase=PASSPHRASE, now=now)
    house = Household(person, now)
    ruth, walt = house.agreed("Ruth", Role.SIBLING, called="Jo"), house.tie("Walt", Role.NEIGHBOUR)
    group = house.tie("Tuesday group", Role.SUPPORT_GROUP)
    moods = _how_it_was(person, walt, now)
    counters = _days(ruth, now)
    _what_was_said(ruth, group, now)
    _between(walt, house.tie("Luis", Role.SIBLING), now)
    token = make_link(owner=ruth.supporter_id, target=Target("page", now + DAY), now=now)
    told = {"nickname": NICKNAME, "page": f"/u/{token}/", "also": [*moods, *counters]}
    json.dump(told | together(ruth, walt, now), sys.stdout)


def _how_it_was(person: Person, walt: Tie, now: datetime) -> list[str]:
    """Check-ins, an urge, hard moments, measures; the addresses nothing leads to on a calm day."""
    for back in range(1, 40, 3):
        check_in(by=person, facts=CheckInFacts(1 + back % 5, back % 11, note="x"), now=now - back * DAY)
    hard = check_in(by=person, facts=CheckInFacts(1, 9), now=now)
    log_urge(by=person, facts=UrgeFacts(4, "the evening", "a walk"), now=now)
    write_hard_moment(by=person, facts=HardFacts("it rained", "sang", "", walt, used_own=True), now=now)
    add_step(by=person, text="Cold water", now=now)
    add_step(by=person, text="Sing", now=now)
    ask = open_ask(by=person, facts=AskFacts(Kind.CRISIS), now=now - DAY)
    close_ask(ask=ask, now=now - DAY)
    for instrument in for_people()[:2]:
        lowest = min(choice.value for choice in instrument.choices_of(1, next(iter(instrument.wording.values()))))
        for then in (now - 60 * DAY, now):
            answers = (lowest,) * instrument.length
            answer_measure(by=person, given=Given(instrument, answers, "en"), now=then)
    part = Part("What was", ("You were in touch with two people.",))
    keep_look(by=person, since=(now - 90 * DAY).date(), parts=(part,), words=Words("a", "b", "c"), now=now)
    return [reverse("check_in_after", args=[hard.pk]), reverse("hard_about", args=[ask.pk])]


def _days(ruth: Agreement, now: datetime) -> list[str]:
    """Two counters, a setback Ruth knows of, a chip she is asked for; what differs between the two."""
    person, begun = ruth.person, now - 40 * DAY
    drinks = add_counter(by=person, facts=CounterFacts("No drinks"), started_at=begun, now=now)
    walks = add_counter(by=person, facts=CounterFacts("Walks", Aim.MORE, "minutes", 20.0), started_at=begun, now=now)
    for back in range(10):
        write_amount(counter=walks, on=(now - back * DAY).date(), amount=5.0 * back, now=now)
    chips = Chip.objects.filter(counter=drinks).order_by("days")
    ask_giver(chip=chips[0], agreement=ruth, now=now)
    then = now - 9 * DAY
    setback = write_setback(counter=drinks, facts=SetbackFacts(then, then, "x", (ruth,), "y"), now=now)
    counters = [reverse("counter", args=[one.pk]) for one in (drinks, walks)]
    return [*counters, reverse("setback", args=[setback.pk]), reverse("counter_amount", args=[walks.pk])]


def _what_was_said(ruth: Agreement, group: Tie, now: datetime) -> None:
    """Goals of both kinds, something said before Ruth, a time at the group, a slip, a workbook."""
    person, today = ruth.person, now.date()
    goal = goals.add_goal(by=person, facts=goals.GoalFacts("Papers", steps=("Find them", "Sort them")), now=now)
    often = goals.add_goal(by=person, facts=goals.GoalFacts("Swim", often=SoOften(2, Every.WEEK)), now=now)
    goals.count_time(goal=often, on=today, now=now)
    done = goals.add_goal(by=person, facts=goals.GoalFacts("Call", steps=("Dial",)), now=now)
    goals.reach_goal(goal=done, on=today)
    facts = commitments.CommitmentFacts("Walk", days=EVERY_DAY, goal=goal)
    said = commitments.add_commitment(by=person, facts=facts, now=now - 3 * DAY)
    commitments.mark_day(commitment=said, on=today - DAY, is_kept=True, note="it rained", now=now)
    commitments.ask_witness(commitment=said, agreement=ruth, shows_words=True, now=now)
    commitments.accept_witness(commitment=said, now=now)
    been = attendance.log_attendance(by=person, facts=attendance.facts_for(group, today), now=now)
    slips.issue_slip(by=person, facts=slips.SlipFacts("J. Miller", (been,)), now=now)
    book = workbooks.begin_workbook(by=person, name="Steps", titles=["", ""], now=now)
    workbooks.share_workbook(workbook=book, agreement=ruth)


def _between(walt: Tie, luis: Tie, now: datetime) -> None:
    """With Walt everything that can be good or hard; from Luis the person steps back."""
    given_thanks(walt, now, is_given=False)
    birthday(walt, now)
    lent_book(walt, now)
    crossed = boundary(walt, now, revisit_on=now.date())
    note_crossing(boundary=crossed, did="said_again", note="x", on=now.date(), now=now)
    promised(conflict(walt, now, agreement="We call first"), now)
    hoped = HopesFacts(hoped_kinds=["talk", "ride"], hoped="x", offered_kinds=["talk"], offered="y", talked_on=None)
    write_hopes(by=walt.person, tie=walt, facts=hoped, now=now)
    step_back(by=luis.person, tie=luis, is_unsafe=False, now=now - timedelta(hours=1))
