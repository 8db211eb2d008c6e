"""What counts as a day, and what a setback leaves alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from holdfast.domain.days import (
    DAY,
    SMALL_CHIPS,
    Aim,
    Counter,
    Length,
    Setback,
    chips_due,
    days_of,
    days_without,
    is_within,
    length_of,
    next_chip,
    still_counts,
    year_of,
    years_in_days,
)

ZONES = ("Europe/Berlin", "America/Chicago", "Australia/Lord_Howe", "Pacific/Apia", "UTC")
HOUR = timedelta(hours=1)
START = datetime(2026, 1, 1, 9, tzinfo=UTC)


def at(zone: str, said: str, fold: int = 0) -> datetime:
    """A moment as the clock of the zone says it."""
    return datetime.fromisoformat(said).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def hours(number: float) -> datetime:
    """So long after the start."""
    return START + number * HOUR


def counter(*setbacks: Setback, zone: str = "UTC", kept: int = 0) -> Counter:
    return Counter(START, zone, setbacks, kept)


def setback(at_hour: float, again: float | None = None, written: float | None = None) -> Setback:
    """Hours after the start; begun again at once and written down at once where nothing is said."""
    begun = at_hour if again is None else again
    return Setback(hours(at_hour), hours(begun), hours(max(at_hour, begun) if written is None else written))


@pytest.mark.parametrize(
    ("zone", "begins", "ends", "days", "over"),
    [
        ("UTC", "2026-01-01T09:00", "2026-01-02T08:59", 0, 23 * HOUR + timedelta(minutes=59)),
        ("UTC", "2026-01-01T09:00", "2026-01-02T09:00", 1, 0 * HOUR),
        ("Europe/Berlin", "2026-03-28T12:00", "2026-03-29T12:00", 1, 0 * HOUR),  # 23 real hours
        ("Europe/Berlin", "2026-10-24T12:00", "2026-10-25T12:00", 1, 0 * HOUR),  # 25 real hours
        ("Europe/Berlin", "2026-10-24T12:00", "2026-10-25T11:59", 0, DAY),  # more than a day is not over
        ("Europe/Berlin", "2026-03-28T02:30", "2026-03-29T03:29", 0, 23 * HOUR + timedelta(minutes=59)),
        ("Europe/Berlin", "2026-03-28T02:30", "2026-03-29T03:30", 1, 0 * HOUR),  # 2:30 does not exist
        ("Australia/Lord_Howe", "2026-10-03T12:00", "2026-10-04T12:00", 1, 0 * HOUR),  # half an hour is missing
        ("UTC", "2028-02-28T09:00", "2028-03-01T09:00", 2, 0 * HOUR),
        ("UTC", "2027-02-28T09:00", "2027-03-01T09:00", 1, 0 * HOUR),
        ("UTC", "2026-01-31T09:00", "2026-02-28T10:00", 28, HOUR),
        ("Pacific/Apia", "2011-12-29T12:00", "2011-12-31T12:00", 2, 0 * HOUR),  # a whole day was left out
        ("UTC", "2026-01-02T09:00", "2026-01-01T09:00", 0, 0 * HOUR),  # the clock was set back
    ],
)
def test_a_day_is_a_day_by_the_clock_on_the_wall(zone: str, begins: str, ends: str, days: int, over: timedelta) -> None:
    assert length_of(at(zone, begins), at(zone, ends), zone) == Length(days, over)


def test_an_hour_that_comes_twice_takes_no_day_back() -> None:
    begins = at("Europe/Berlin", "2026-10-20T02:30")
    first, second = (at("Europe/Berlin", f"2026-10-25T02:{minute}", fold) for minute, fold in (("45", 0), ("05", 1)))

    assert length_of(begins, first, "Europe/Berlin").days == length_of(begins, second, "Europe/Berlin").days == 5


def test_seventy_nine_days_and_one_setback() -> None:
    found = days_without(counter(setback(63 * 24)), hours(79 * 24))

    assert (found.current.days, found.total.days, found.longest.days) == (16, 79, 63)


def test_a_setback_of_long_ago_splits_the_run_and_takes_nothing_else() -> None:
    late = setback(24 * 10, again=24 * 20, written=24 * 30)

    found = days_without(counter(late), hours(24 * 30))

    assert [run.length.days for run in found.runs] == [10, 10]
    assert found.total.days == 30


def test_what_lies_ahead_of_a_new_beginning_is_not_counted() -> None:
    paused = setback(24 * 10, again=24 * 13, written=24 * 10)

    assert days_without(counter(paused), hours(24 * 12)).total.days == 10
    assert days_without(counter(paused), hours(24 * 15)).total.days == 12


def test_the_hours_of_a_first_day_add_up() -> None:
    found = days_without(counter(setback(18, again=30, written=18)), hours(36))

    assert found.total == Length(1, 0 * HOUR)


def test_a_setback_inside_another_changes_nothing() -> None:
    long, inside = setback(240, again=480, written=480), setback(300, again=310, written=480)

    assert days_without(counter(long, inside), hours(900)) == days_without(counter(long), hours(900))


def test_a_run_that_begins_tomorrow_is_nothing_yet() -> None:
    found = days_without(counter(setback(240, again=264, written=240)), hours(250))

    assert (found.current, found.begins_at) == (Length(), hours(264))


def test_a_setback_the_clock_has_not_reached_is_not_there_yet() -> None:
    assert days_without(counter(setback(240)), hours(100)).current.days == 4


SETBACKS = st.builds(
    lambda at_hour, gap, late: setback(at_hour, at_hour + gap, at_hour + late),
    st.floats(0, 2000),
    st.sampled_from([0, 0, 1, 12, 30, 300]),
    st.sampled_from([0, 0, 5, 24, 500]),
)
STORIES = st.builds(
    lambda zone, setbacks: Counter(START, zone, tuple(setbacks)), st.sampled_from(ZONES), st.lists(SETBACKS, max_size=6)
)
HOURS = st.floats(0, 3000)


@given(STORIES, HOURS, st.floats(0, 1), st.sampled_from([0, 1, 24, 400]))
def test_no_setback_ever_lowers_the_total(story: Counter, now: float, back: float, gap: float) -> None:
    new = setback(now * back, now * back + gap, now)
    more = replace(story, setbacks=(*story.setbacks, new))

    assert days_without(more, hours(now)).total >= days_without(story, hours(now)).total


@given(STORIES, HOURS, st.floats(0, 300))
def test_the_total_never_falls_with_time(story: Counter, now: float, more: float) -> None:
    assert days_without(story, hours(now)).total <= days_without(story, hours(now + more)).total


@given(STORIES, HOURS)
def test_the_longest_is_at_least_this_run_and_the_total_at_least_the_longest(story: Counter, now: float) -> None:
    found = days_without(story, hours(now))

    assert found.current <= found.longest
    assert found.longest.days <= found.total.days


@given(STORIES, HOURS, st.randoms(use_true_random=False))
def test_the_order_of_writing_changes_nothing(story: Counter, now: float, random: object) -> None:
    other = list(story.setbacks)
    random.shuffle(other)  # type: ignore[attr-defined]  # hypothesis's own Random

    assert days_without(replace(story, setbacks=tuple(other)), hours(now)) == days_without(story, hours(now))


@given(STORIES, HOURS)
def test_runs_never_overlap_and_the_last_one_goes_on(story: Counter, now: float) -> None:
    *past, last = days_without(story, hours(now)).runs

    bounds = [on for run in past for on in (run.begins_on, run.ends_on)] + [last.begins_on]
    assert last.ends_on is None
    assert bounds == sorted(bounds, key=str)


@given(STORIES, HOURS, st.integers(0, 200))
def test_what_was_seen_is_never_less(story: Counter, now: float, kept: int) -> None:
    assert days_without(replace(story, kept=kept), hours(now)).total.days >= kept


@given(st.sampled_from(ZONES), st.integers(0, 30 * 365 * 24 * 60), HOURS, st.floats(0, 48))
def test_a_length_never_shrinks_as_time_goes_on(zone: str, minutes: int, long: float, more: float) -> None:
    since = datetime(2005, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    sooner, later = (length_of(since, since + number * HOUR, zone) for number in (long, long + more))

    assert (sooner.days, sooner.over + sooner.days * DAY) <= (later.days, later.over + later.days * DAY)


TODAY = date(2026, 11, 20)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("aim", "amounts", "breaks", "wanted"),
    [
        (Aim.MORE, {3: True, 2: True, 0: True}, (), (3, 3, 3)),  # the day before yesterday is not known
        (Aim.MORE, {3: True, 2: False, 1: True}, (), (1, 2, 1)),
        (Aim.LESS, {2: True, 1: True, 0: True}, (), (2, 2, 2)),  # today is not over
        (Aim.LESS, {5: True, 4: True, 3: True, 2: False}, (), (0, 3, 3)),
        (Aim.MORE, {4: True, 3: True, 1: True}, (3,), (1, 3, 2)),  # the day of a setback keeps what it counted
        (Aim.MORE, {}, (), (0, 0, 0)),
        (Aim.MORE, {-1: True}, (), (0, 0, 0)),  # the clock was set back
    ],
)
def test_less_and_more_count_the_days_written_down(
    aim: Aim, amounts: dict[int, bool], breaks: tuple[int, ...], wanted: tuple[int, int, int]
) -> None:
    written = [(ago(days), counts) for days, counts in amounts.items()]

    found = days_of(aim, written, [ago(days) for days in breaks], today=TODAY)

    assert (found.current.days, found.total.days, found.longest.days) == wanted


AMOUNTS = st.dictionaries(st.integers(-2, 60).map(ago), st.booleans(), max_size=40)


@given(st.sampled_from([Aim.LESS, Aim.MORE]), AMOUNTS, st.lists(st.integers(0, 60).map(ago), max_size=4))
def test_less_and_more_keep_the_total_whatever_ends_a_run(aim: Aim, days: dict[date, bool], breaks: list[date]) -> None:
    with_breaks = days_of(aim, days.items(), breaks, today=TODAY)

    assert with_breaks.total == days_of(aim, days.items(), [], today=TODAY).total
    assert with_breaks.current <= with_breaks.longest <= with_breaks.total
    assert sum(run.length.days for run in with_breaks.runs) == with_breaks.total.days


@given(st.sampled_from([Aim.LESS, Aim.MORE]), AMOUNTS, st.integers(0, 30))
def test_less_and_more_never_lose_a_day_with_time(aim: Aim, days: dict[date, bool], later: int) -> None:
    sooner = days_of(aim, days.items(), [], today=TODAY)

    assert sooner.total <= days_of(aim, days.items(), [], today=TODAY + timedelta(days=later)).total


@pytest.mark.parametrize(
    ("aim", "amount", "wanted"),
    [(Aim.LESS, 2, True), (Aim.LESS, 2.5, False), (Aim.MORE, 2, True), (Aim.MORE, 1.9, False)],
)
def test_the_bound_itself_is_within(aim: Aim, amount: float, wanted: bool) -> None:
    assert is_within(aim, amount, 2) is wanted


@pytest.mark.parametrize(
    ("aim", "days", "was", "now", "wanted"),
    [
        (Aim.LESS, 0, True, False, False),  # two drinks at eight, five at midnight: today was not over
        (Aim.LESS, 1, True, False, True),
        (Aim.MORE, 0, True, False, True),
        (Aim.LESS, 1, False, False, False),
        (Aim.LESS, 1, False, True, True),
    ],
)
def test_a_day_that_was_counted_stays_counted(aim: Aim, days: int, was: bool, now: bool, wanted: bool) -> None:
    assert still_counts(aim, ago(days), TODAY, was_counted=was, is_within_now=now) is wanted


@pytest.mark.parametrize(
    ("total", "wanted"),
    [
        (0, ()),
        (1, (1,)),
        (59, (1, 30)),
        (365, (1, 30, 60, 90, 183, 274, 365)),
        (730, (*SMALL_CHIPS, 730)),
        (1460, (*SMALL_CHIPS, 730, 1095)),
        (1461, (*SMALL_CHIPS, 730, 1095, 1461)),
    ],
)
def test_chips_come_at_their_days(total: int, wanted: tuple[int, ...]) -> None:
    assert chips_due(total) == wanted


@given(st.integers(0, 40_000), st.integers(0, 500))
def test_chips_are_only_ever_added(total: int, more: int) -> None:
    assert set(chips_due(total)) <= set(chips_due(total + more))
    assert next_chip(total) > total
    assert next_chip(total) in chips_due(next_chip(total))
    assert not set(chips_due(next_chip(total) - 1)) - set(chips_due(total))


@pytest.mark.parametrize(("days", "wanted"), [(365, 1), (730, 2), (1461, 4), (183, None), (548, None), (1, None)])
def test_a_chip_knows_its_years(days: int, wanted: int | None) -> None:
    assert year_of(days) == wanted
    assert wanted is None or years_in_days(wanted) == days


class AnyStory(RuleBasedStateMachine):
    """Setbacks, undoing, time, zones and clocks in any order; what a person was shown is noted as the product does."""

    @initialize(zone=st.sampled_from(ZONES))
    def begins(self, zone: str) -> None:
        self.now = START
        self.counter = Counter(START, zone)
        self.seen = self._look()
        self.chips: set[int] = set()

    def _look(self) -> int:
        total = days_without(self.counter, self.now).total.days
        self.counter = replace(self.counter, kept=max(self.counter.kept, total))
        return total

    @rule(number=st.floats(0, 1500))
    def time_passes(self, number: float) -> None:
        self.now += number * HOUR

    @rule(number=st.sampled_from([1, 30, 800]))
    def the_clock_is_set_back(self, number: int) -> None:
        self.now = max(START, self.now - number * HOUR)

    @rule(back=st.floats(0, 1), gap=st.sampled_from([0, 3, 30, 800]))
    def picks_up_again(self, back: float, gap: int) -> None:
        happened = START + (self.now - START) * back
        new = Setback(happened, happened + gap * HOUR, self.now)
        self.counter = replace(self.counter, setbacks=(*self.counter.setbacks, new))

    @rule(which=st.integers(0, 20))
    def undoes_one(self, which: int) -> None:
        left = list(self.counter.setbacks)
        if left:
            left.pop(which % len(left))
        self.counter = replace(self.counter, setbacks=tuple(left))

    @rule(zone=st.sampled_from(ZONES))
    def moves(self, zone: str) -> None:
        self.counter = replace(self.counter, zone=zone)

    @rule(is_away=st.booleans())
    def puts_it_away_or_brings_it_back(self, is_away: bool) -> None:
        self.counter = replace(self.counter, ended_at=self.now if is_away else None)

    @invariant()
    def nothing_is_lost(self) -> None:
        """The total never falls, chips never vanish, the longest is at least this run."""
        if not hasattr(self, "counter"):
            return
        found = days_without(self.counter, self.now)
        total = self._look()
        assert total >= self.seen
        assert self.chips <= set(chips_due(total))
        assert found.current <= found.longest
        assert found.longest.days <= total
        self.seen, self.chips = total, set(chips_due(total))


TestAnyStory = AnyStory.TestCase
