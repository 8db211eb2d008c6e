"""What the people of the demo wrote about themselves and those who hold them, by the same actions as everybody's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.asks.models import CheckInWatch
from holdfast.asks.watching import WatchFacts, watch_check_ins
from holdfast.checkins.attendance import AttendanceFacts, log_attendance
from holdfast.checkins.checking import CheckInFacts, check_in
from holdfast.checkins.chips import ask_giver, hand_over
from holdfast.checkins.commitments import CommitmentFacts, accept_witness, add_commitment, ask_witness, mark_day
from holdfast.checkins.coping import add_step, note_helped
from holdfast.checkins.counters import CounterFacts, add_counter, note_days, write_amount
from holdfast.checkins.daybook import write_intention, write_review
from holdfast.checkins.goals import GoalFacts, add_goal, count_time, finish_step, reach_goal, size_goal
from holdfast.checkins.looking import Words, keep_look
from holdfast.checkins.measuring import Given, answer_measure, note_how_i_am
from holdfast.checkins.models import Chip, Counter
from holdfast.checkins.setbacks import SetbackFacts, write_setback
from holdfast.checkins.shelf import for_people
from holdfast.checkins.urges import HardFacts, UrgeFacts, log_urge, write_hard_moment
from holdfast.checkins.wishes import WishFacts, set_wishes
from holdfast.checkins.workbooks import begin_workbook, finish_work_step, share_workbook, write_step
from holdfast.domain.days import Aim, chips_due
from holdfast.home.lives import (
    Been,
    Between,
    Book,
    Counted,
    Handed,
    Life,
    Limit,
    Looked,
    SaidIt,
    Wanted,
)
from holdfast.home.look_again import Look, agenda
from holdfast.network.access import networks_of
from holdfast.network.actions import note_review
from holdfast.network.models import Tie
from holdfast.supporters.models import Agreement
from holdfast.supporters.queries import agreements_of
from holdfast.tending.dates import DateFacts, write_date
from holdfast.tending.hopes import HopesFacts, write_hopes
from holdfast.tending.lent import ThingFacts, write_thing
from holdfast.tending.limits import BoundaryFacts, note_crossing, write_boundary
from holdfast.tending.repair import ConflictFacts, PromiseFacts, add_promise, answer_promise, write_conflict
from holdfast.tending.thanks import ThanksFacts, keep_thanks

NOON, EVENING, LATE, MORNING = time(12), time(20), time(23), time(8)
SINCE = 21
"""Commitments were made three weeks ago."""
WEEK = 7


@dataclass(frozen=True, slots=True)
class Story:
    """Whose life is written down, with those on their map, and the moment from which days are counted back."""

    person: Person
    ties: Mapping[str, Tie]
    agreed: Mapping[str, Agreement]
    now: datetime

    def at(self, days: int, hour: time = NOON) -> datetime:
        """So many days ago at this hour by the person's clock."""
        return datetime.combine(self.on(days), hour, ZoneInfo(self.person.time_zone))

    def on(self, days: int) -> date:
        """The date so many days ago; days ahead are negative."""
        return self.now.astimezone(ZoneInfo(self.person.time_zone)).date() - timedelta(days=days)

    def tie(self, name: str) -> Tie | None:
        """Somebody on the map; nobody for no name."""
        return self.ties[name] if name else None


def story_of(person: Person, ties: Mapping[str, Tie], now: datetime) -> Story:
    """With those who agreed to help, by the name on the map."""
    return Story(person, ties, {one.tie.name: one for one in agreements_of(person)}, now)


@transaction.atomic
def settle_life(person: Person, life: Life, ties: Mapping[str, Tie], *, now: datetime) -> None:
    """Everything a person of the demo lived in these months."""
    story = story_of(person, ties, now)
    with timezone.override(ZoneInfo(person.time_zone)):
        for part in PARTS:
            part(story, life)


def _how_i_was(story: Story, life: Life) -> None:
    """The check-ins of a quarter of a year, the oldest first; from a day on they are awaited."""
    daily, awaited = life.check_ins, life.awaited
    for number, (feeling, urge) in enumerate(zip(daily.feelings, daily.urges, strict=True)):
        days = len(daily.feelings) - number
        if awaited and days == awaited.days:
            _await(story, life)
        if feeling == "." and urge == ".":
            continue
        facts = CheckInFacts(_sign(feeling), _sign(urge), days in daily.wanted_contact, daily.notes.get(days, ""))
        check_in(by=story.person, facts=facts, now=story.at(days, daily.at))


def _sign(sign: str) -> int | None:
    return None if sign == "." else int(sign, 16)


def _await(story: Story, life: Life) -> CheckInWatch | None:
    awaited = life.awaited
    if awaited is None:
        return None
    weekdays = frozenset(story.on(-days).isoweekday() for days in awaited.ahead)
    facts = WatchFacts(awaited.at, weekdays, chosen=tuple(story.agreed[name] for name in awaited.chosen))
    return watch_check_ins(by=story.person, facts=facts, now=story.at(awaited.days))


def _each_day(story: Story, life: Life) -> None:
    person = story.person
    wishes = WishFacts(with_morning=life.with_morning, with_evening=life.with_evening)
    set_wishes(by=person, facts=wishes, now=story.at(30))
    for day in life.days:
        if day.intention:
            write_intention(by=person, text=day.intention, now=story.at(day.days, MORNING))
        if day.review:
            write_review(by=person, text=day.review, hard=day.hard, now=story.at(day.days, EVENING))


def _own_ways(story: Story, life: Life) -> None:
    for number, text in enumerate(life.own):
        step = add_step(by=story.person, text=text, now=story.at(120))
        for _ in range(life.helped.get(number, 0)):
            note_helped(step=step)


def _hard_hours(story: Story, life: Life) -> None:
    for one in life.urges:
        urge = UrgeFacts(one.strength, one.trigger, one.helped)
        log_urge(by=story.person, facts=urge, now=story.at(one.days, EVENING))
    for moment in life.hard:
        facts = HardFacts(moment.happened, moment.did, moment.who, story.tie(moment.tie), moment.used_own)
        write_hard_moment(by=story.person, facts=facts, now=story.at(moment.days, LATE))


def _days(story: Story, life: Life) -> None:
    for one in life.counters:
        facts = CounterFacts(one.name, one.aim, one.unit, one.bound)
        begins = story.at(one.days, MORNING)
        counter = add_counter(by=story.person, facts=facts, started_at=begins, now=begins)
        _lived(story, counter, one)
        if one.handed:
            _handed(story, counter, one.handed)


def _lived(story: Story, counter: Counter, one: Counted) -> None:
    """Chips are earned on their day, a setback is written down on its own, amounts as they came."""
    for total in chips_due(one.days) if one.aim is Aim.WITHOUT else ():
        note_days(counter=counter, now=story.at(one.days - total, EVENING))
    if one.setback:
        days, note = one.setback
        facts = SetbackFacts(story.at(days, LATE), story.at(days - 1, MORNING), note)
        write_setback(counter=counter, facts=facts, now=story.at(days - 1, MORNING))
    for number, sign in enumerate(one.amounts):
        days = len(one.amounts) - number
        write_amount(counter=counter, on=story.on(days), amount=float(sign), now=story.at(days, LATE))


def _handed(story: Story, counter: Counter, handed: Handed) -> None:
    chip = Chip.objects.filter(counter=counter, days=handed.total).first()
    if chip is None:
        return
    ask_giver(chip=chip, agreement=story.agreed[handed.by], now=story.at(handed.days + 1))
    chip.refresh_from_db()
    hand_over(chip=chip, line=handed.line, now=story.at(handed.days))


def _said(story: Story, life: Life) -> None:
    for one in life.said:
        _marked(story, one)


def _marked(story: Story, one: SaidIt) -> None:
    facts = CommitmentFacts(one.text, days=tuple(one.on))
    commitment = add_commitment(by=story.person, facts=facts, now=story.at(SINCE))
    if one.witness:
        witness = story.agreed[one.witness]
        ask_witness(commitment=commitment, agreement=witness, shows_words=one.shows_words, now=story.at(SINCE))
        accept_witness(commitment=commitment, now=story.at(SINCE, EVENING))
    for number, mark in enumerate(one.marks):
        days = len(one.marks) - number
        if mark != "." and story.on(days).isoweekday() in one.on:
            note, when = one.notes.get(days), story.at(days, EVENING)
            mark_day(commitment=commitment, on=when.date(), is_kept=mark == "+", note=note, now=when)


def _wanted(story: Story, life: Life) -> None:
    for one in life.wanted:
        _goal(story, one)


def _goal(story: Story, one: Wanted) -> None:
    by_on = story.on(-one.by_in) if one.by_in is not None else None
    facts = GoalFacts(one.text, one.why, by_on, one.often, one.steps)
    goal = add_goal(by=story.person, facts=facts, now=story.at(one.days))
    size_goal(goal=goal, on_a_bad_day=not one.smaller, smaller=one.smaller)
    for step, days in zip(goal.steps.order_by("position"), one.done, strict=False):
        finish_step(step=step, on=story.on(days))
    for days in one.counted:
        count_time(goal=goal, on=story.on(days), now=story.at(days, EVENING))
    if one.reached is not None:
        reach_goal(goal=goal, on=story.on(one.reached))


def _where(story: Story, life: Life) -> None:
    for one in life.been:
        for weeks, others in one.weeks.items():
            _there(story, one, weeks, others)


def _there(story: Story, one: Been, weeks: int, others: Iterable[str]) -> None:
    """So many times ago that this weekday was; today is not counted."""
    yesterday = story.on(1)
    days = 1 + (yesterday.isoweekday() - one.weekday) % WEEK + (weeks - 1) * WEEK
    there = tuple(story.ties[name] for name in others)
    facts = AttendanceFacts(story.on(days), one.tie, story.ties[one.tie], one.at, one.minutes, one.how, there)
    log_attendance(by=story.person, facts=facts, now=story.at(days, LATE))


def _books(story: Story, life: Life) -> None:
    for one in life.books:
        _worked(story, one)


def _worked(story: Story, one: Book) -> None:
    book = begin_workbook(by=story.person, name=one.name, titles=one.steps, now=story.at(one.days))
    apart = one.days // (one.done + 1)
    for number, step in enumerate(book.steps.order_by("position")):
        text, today = one.steps[step.title], story.on(one.days - number * apart)
        if text:
            write_step(step=step, title=step.title, text=text, today=today)
        if number < one.done:
            finish_work_step(step=step, today=story.on(one.days - (number + 1) * apart))
    if one.shared_with:
        share_workbook(workbook=book, agreement=story.agreed[one.shared_with])


def _measured(story: Story, life: Life) -> None:
    offered = {one.key: one for one in for_people()}
    for key in sorted(offered.keys() & life.measures):
        for days, signs in life.measures[key].items():
            given = Given(offered[key], [int(sign) for sign in signs], story.person.language)
            answer_measure(by=story.person, given=given, now=story.at(days, EVENING))


def _limits(story: Story, life: Life) -> None:
    for one in life.limits:
        _limit(story, one)


def _limit(story: Story, one: Limit) -> None:
    said_on, again_on = story.on(one.days), story.on(-one.revisit_in)
    facts = BoundaryFacts(story.tie(one.tie), one.whose, one.text, said_on, one.agreed, again_on, one.response)
    boundary = write_boundary(by=story.person, facts=facts, now=story.at(one.days))
    if one.crossed:
        days, did, note = one.crossed
        note_crossing(boundary=boundary, did=did, note=note, on=story.on(days), now=story.at(days, LATE))


def _hoped(story: Story, life: Life) -> None:
    for one in life.hoped:
        hoped, offered = [str(kind) for kind in one.hoped_kinds], [str(kind) for kind in one.offered_kinds]
        facts = HopesFacts(hoped, one.hoped, offered, one.offered, story.on(one.talked))
        write_hopes(by=story.person, tie=story.ties[one.tie], facts=facts, now=story.at(one.talked))


def _repair(story: Story, life: Life) -> None:
    for one in life.between:
        _conflict(story, one)


def _conflict(story: Story, one: Between) -> None:
    facts = ConflictFacts(
        on=story.on(one.days),
        issue=one.issue,
        mine=one.mine,
        theirs=one.theirs,
        mediator=story.tie(one.mediator),
        session_on=_ahead(story, one.session_in),
        agreement=one.agreement,
        follow_up_on=_ahead(story, one.follow_up_in),
    )
    conflict = write_conflict(by=story.person, tie=story.ties[one.tie], facts=facts, now=story.at(one.days, LATE))
    for small in one.promises:
        promise_facts = PromiseFacts(small.whose, small.text, story.on(-small.due_in))
        promise = add_promise(conflict=conflict, facts=promise_facts, now=story.at(one.days - 1))
        if small.is_kept is not None:
            answer_promise(promise=promise, is_kept=small.is_kept, now=story.at(-small.due_in, EVENING))


def _ahead(story: Story, days: int | None) -> date | None:
    return None if days is None else story.on(-days)


def _small_kindness(story: Story, life: Life) -> None:
    person = story.person
    for day in life.dates:
        on = story.on(-day.in_days)
        year = on.year - day.years if day.years else None
        date_facts = DateFacts(story.tie(day.tie), day.kind, day.text, on.month, on.day, year)
        write_date(by=person, facts=date_facts, now=story.at(140))
    for thing in life.things:
        facts = ThingFacts(
            story.ties[thing.tie], thing.kind, thing.text, story.on(thing.days), _ahead(story, thing.due_in)
        )
        write_thing(by=person, facts=facts, now=story.at(thing.days))
    for said in life.thanks:
        words = ThanksFacts(story.tie(said.tie), said.is_given, said.text, story.on(said.days))
        keep_thanks(by=person, facts=words, now=story.at(said.days, EVENING))


def _helpers(story: Story, life: Life) -> None:
    for one in life.helpers:
        supporter = story.agreed[one.supporter].supporter
        when = story.at(one.days, EVENING)
        note_how_i_am(supporter=supporter, feeling=one.feeling, load=one.load, note=one.note, now=when)


def _looked(story: Story, life: Life) -> None:
    if life.looked:
        _look_again(story, life.looked)


def _look_again(story: Story, one: Looked) -> None:
    person, today, when = story.person, story.on(one.days), story.at(one.days, EVENING)
    since = story.on(one.days + 90)
    words = Words(one.went_well, one.was_hard, one.next_small)
    keep_look(by=person, since=since, parts=agenda(person, Look(since, today, when)), words=words, now=when)
    for network in networks_of(person):
        note_review(network=network, today=today)


PARTS: tuple[Callable[[Story, Life], None], ...] = (
    _how_i_was,
    _each_day,
    _own_ways,
    _hard_hours,
    _days,
    _said,
    _wanted,
    _where,
    _books,
    _measured,
    _limits,
    _hoped,
    _repair,
    _small_kindness,
    _helpers,
    _looked,
)
"""In this order: what is looked at again was written before."""
