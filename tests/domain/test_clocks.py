"""Awaited check-ins and quiet hours where clocks change, months end, people travel: never twice, never lost, never at
night."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from holdfast.domain.lateness import (
    IDLE,
    QUESTIONS,
    Habit,
    Pace,
    Rhythm,
    Stage,
    Terms,
    Watched,
    check_in,
    expect,
    move_on,
    travel,
)
from holdfast.domain.quiet import Urgency, Wishes, is_quiet, leaves_at

ZONES = ("Europe/Berlin", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "Africa/Casablanca")
"""One hour in spring and autumn; the other half of the year; a change at midnight; half an hour; around Ramadan."""
CHANGES = {
    "Europe/Berlin": (date(2026, 3, 29), date(2026, 10, 25)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "America/Santiago": (date(2026, 4, 4), date(2026, 9, 6)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
    "Africa/Casablanca": (date(2026, 2, 15), date(2026, 3, 22)),
}
MONTH_ENDS = (
    date(2024, 2, 28),
    date(2024, 2, 29),
    date(2026, 2, 28),
    date(2026, 12, 31),
    date(2026, 4, 30),
)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TICK = 10 * MINUTE

zones = some.sampled_from(ZONES)
clocks = some.integers(0, 24 * 60 - 1).map(lambda minutes: time(minutes // 60, minutes % 60))
near_a_change = zones.flatmap(
    lambda zone: some.tuples(some.just(zone), some.sampled_from((*CHANGES[zone], *MONTH_ENDS)))
)
nights = some.tuples(clocks, some.integers(60, 600))


def night(begin: time, minutes: int) -> tuple[time, time]:
    """Quiet hours of this length on the wall."""
    ends = (datetime.combine(date(2026, 1, 1), begin, UTC) + minutes * MINUTE).time()
    return begin, ends


def on_the_wall(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))


@pytest.mark.parametrize("zone", ZONES)
@given(at=clocks)
@settings(max_examples=12, deadline=None)
def test_each_day_of_five_years_is_due_once_and_on_its_own_date(zone: str, at: time) -> None:
    rhythm = Rhythm(at, zone=zone)
    days = [date(2024, 1, 1) + number * DAY for number in range(5 * 366)]

    due = [rhythm.due_on(day) for day in days]

    assert [on_the_wall(moment, zone).date() for moment in due] == days
    assert all(timedelta(hours=22) <= later - earlier <= timedelta(hours=26) for earlier, later in pairwise(due))


@given(near_a_change, clocks, some.frozensets(some.integers(1, 7), min_size=1))
def test_one_after_the_other_leaves_no_chosen_day_out(
    where: tuple[str, date], at: time, chosen: frozenset[int]
) -> None:
    zone, day = where
    rhythm = Rhythm(at, chosen, zone)
    moment, found = rhythm.due_on(day - 10 * DAY) - MINUTE, []
    while (moment := rhythm.next_due(moment)) <= rhythm.due_on(day + 10 * DAY):
        found.append(on_the_wall(moment, zone).date())

    wanted = [day + number * DAY for number in range(-10, 11)]
    assert found == [one for one in wanted if one.isoweekday() in chosen]


@dataclass
class Story:
    """A worker that looks every ten minutes, and what it did."""

    terms: Terms
    watched: Watched
    now: datetime
    asked: list[tuple[date, Stage, datetime]] = field(default_factory=list)
    """Which date was asked about, how far, and when."""

    def tick(self) -> None:
        """One look."""
        after = move_on(self.watched, self.terms, self.now)
        has_moved = (after.stage, after.due_at) != (self.watched.stage, self.watched.due_at)
        if has_moved and after.stage not in IDLE:
            self.asked.append((self.date_of(after), after.stage, self.now))
        self.watched = after

    def date_of(self, watched: Watched) -> date:
        """The date by the person's calendar."""
        return on_the_wall(watched.due_at, self.terms.rhythm.zone).date()

    def go_to(self, zone: str) -> None:
        """The person lives by another clock from now on."""
        before = self.terms.rhythm
        self.terms = replace(self.terms, rhythm=replace(before, zone=zone), told=replace(self.terms.told, zone=zone))
        self.watched = travel(self.watched, before, self.terms, self.now)

    def dates(self, stage: Stage) -> list[date]:
        """The dates that came so far."""
        return [day for day, reached, _ in self.asked if reached is stage]


def begun(terms: Terms, day: date) -> Story:
    now = terms.rhythm.due_on(day) - HOUR
    return Story(terms, expect(terms, now), now)


habits = some.lists(some.integers(0, 240), max_size=40).map(lambda late: Habit(tuple(late), (False,) * len(late)))


@given(near_a_change, clocks, nights, habits, some.sampled_from(Pace))
@settings(deadline=None, max_examples=60)
def test_without_a_check_in_each_day_is_asked_about_once_and_never_at_night(
    where: tuple[str, date], at: time, quiet: tuple[time, int], habit: Habit, pace: Pace
) -> None:
    zone, day = where
    begin, end = night(*quiet)
    told = Wishes(zone, begin, end)
    story = begun(Terms(Rhythm(at, zone=zone), habit, pace, told=told), day - 2 * DAY)
    for _ in range(5 * 144):
        story.tick()
        story.now += TICK

    first = day - 2 * DAY
    whole = [first + number * DAY for number in range(4)]
    for stage in (*QUESTIONS, Stage.ROUTED):
        assert story.dates(stage)[:4] == whole
    assert not any(is_quiet(told, moment) for _, _, moment in story.asked)


moves = some.lists(some.tuples(some.integers(1, 300), some.sampled_from((*ZONES, "check in"))), max_size=8)


@given(near_a_change, clocks, nights | some.none(), moves)
@settings(deadline=None, max_examples=80)
def test_travel_asks_about_no_day_twice_and_leaves_none_out(
    where: tuple[str, date], at: time, quiet: tuple[time, int] | None, moves: list[tuple[int, str]]
) -> None:
    zone, day = where
    begin, end = night(*quiet) if quiet else (None, None)
    story = begun(Terms(Rhythm(at, zone=zone), told=Wishes(zone, begin, end)), day - 2 * DAY)
    came: set[date] = set()
    for ticks, what in (*moves, (300, "")):
        for _ in range(ticks):
            story.tick()
            story.now += TICK
        if what == "check in":
            before = story.date_of(story.watched)
            story.watched, _ = check_in(story.watched, story.terms, story.now)
            after = story.date_of(story.watched)
            came |= {before + number * DAY for number in range((after - before).days)}
        elif what:
            story.go_to(what)

    asked = story.dates(Stage.NUDGED)
    assert asked == sorted(set(asked))
    known = sorted({*asked, *came})
    assert all(later - earlier == DAY for earlier, later in pairwise(known))


@given(near_a_change, clocks, some.integers(1, 400), some.integers(1, 180))
@settings(deadline=None, max_examples=80)
def test_a_clock_set_back_asks_nothing_twice_and_loses_nothing(
    where: tuple[str, date], at: time, when: int, minutes: int
) -> None:
    zone, day = where
    story = begun(Terms(Rhythm(at, zone=zone)), day - 2 * DAY)
    for number in range(5 * 144 + 36):
        story.tick()
        story.now += TICK if number != when else -minutes * MINUTE

    told = [(asked, stage) for asked, stage, _ in story.asked]
    assert len(told) == len(set(told))
    assert story.dates(Stage.NUDGED)[:4] == [day + number * DAY for number in range(-2, 2)]


def quarters(zone: str, day: date) -> Iterator[datetime]:
    begins = datetime.combine(day - DAY, time(12), UTC)
    return (begins + number * 15 * MINUTE for number in range(3 * 96))


@pytest.mark.parametrize("zone", ZONES)
@given(quiet=nights)
@settings(max_examples=10, deadline=None)
def test_no_notice_leaves_at_night_where_the_clock_changes(zone: str, quiet: tuple[time, int]) -> None:
    begin, end = night(*quiet)
    told = Wishes(zone, begin, end)
    for day in CHANGES[zone]:
        for moment in quarters(zone, day):
            leaves = leaves_at(Urgency.USUAL, told, written_at=moment, now=moment)

            assert not is_quiet(told, leaves)
            assert moment <= leaves <= moment + quiet[1] * MINUTE + HOUR


@given(near_a_change, clocks)
def test_a_digest_comes_once_a_day_whatever_the_clock_does(where: tuple[str, date], at: time) -> None:
    zone, day = where
    told = Wishes(zone, digest_at=at)
    moment, left = datetime.combine(day - 3 * DAY, time(12), UTC), []
    for _ in range(6):
        moment = leaves_at(Urgency.LATER, told, written_at=moment, now=moment)
        left.append(on_the_wall(moment, zone).date())
        moment += 2 * HOUR

    assert all(later - earlier == DAY for earlier, later in pairwise(left))


def test_a_check_in_that_fell_due_while_another_was_asked_about_is_asked_about_next() -> None:
    terms = Terms(Rhythm(time(20), zone="Europe/Berlin"))
    late = Watched(
        Stage.ASKED_LAST, terms.rhythm.due_on(date(2026, 3, 27)), terms.rhythm.due_on(date(2026, 3, 28)) + HOUR * 9
    )

    alarmed = move_on(late, terms, late.next_at)
    after = move_on(alarmed, terms, alarmed.next_at)

    assert (alarmed.stage, after.stage) == (Stage.ROUTED, Stage.NUDGED)
    assert after.due_at == terms.rhythm.due_on(date(2026, 3, 28))
