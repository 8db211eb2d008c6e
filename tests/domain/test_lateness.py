"""When a check-in is due, and that the person is always asked before anybody else hears."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.lateness import (
    GAPS,
    IDLE,
    KEPT,
    LATEST,
    QUESTIONS,
    SOONEST,
    Habit,
    NeverDue,
    Pace,
    Rhythm,
    Stage,
    Terms,
    Watched,
    check_in,
    expect,
    habit_from_json,
    let_pass,
    move_on,
    patience,
    speak,
)

EVENING = Rhythm(time(20), zone="America/Chicago")
TERMS = Terms(EVENING)
NOON = datetime(2026, 11, 20, 18, tzinfo=UTC)
DUE = datetime(2026, 11, 21, 2, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
USUAL = 75 * MINUTE


@pytest.mark.parametrize(
    ("at", "zone", "day", "due"),
    [
        (time(20), "America/Chicago", date(2026, 11, 20), datetime(2026, 11, 21, 2, tzinfo=UTC)),
        (time(20), "America/Chicago", date(2026, 7, 20), datetime(2026, 7, 21, 1, tzinfo=UTC)),
        (time(2, 30), "America/Chicago", date(2027, 3, 14), datetime(2027, 3, 14, 8, 30, tzinfo=UTC)),
        (time(1, 30), "America/Chicago", date(2026, 11, 1), datetime(2026, 11, 1, 6, 30, tzinfo=UTC)),
        (time(2, 30), "Europe/Madrid", date(2027, 3, 28), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        (time(2, 15), "Australia/Lord_Howe", date(2026, 10, 4), datetime(2026, 10, 3, 15, 45, tzinfo=UTC)),
    ],
)
def test_is_due_by_the_wall_clock(at: time, zone: str, day: date, due: datetime) -> None:
    assert Rhythm(at, zone=zone).due_on(day) == due


def test_is_due_only_on_the_chosen_days() -> None:
    weekly = replace(EVENING, days=frozenset({1, 4}))

    first = weekly.next_due(NOON)

    assert (first, weekly.next_due(first)) == (
        datetime(2026, 11, 24, 2, tzinfo=UTC),
        datetime(2026, 11, 27, 2, tzinfo=UTC),
    )


def test_a_rhythm_without_days_is_never_due() -> None:
    with pytest.raises(NeverDue):
        replace(EVENING, days=frozenset()).next_due(NOON)


rhythms = st.builds(
    Rhythm,
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.frozensets(st.integers(1, 7), min_size=1),
    st.sampled_from(["America/Chicago", "Europe/Madrid", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]),
)
moments = st.integers(0, 730 * 24 * 60).map(lambda ahead: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=ahead))


@given(rhythms, moments)
def test_the_next_time_is_later_and_nothing_is_due_between(rhythm: Rhythm, now: datetime) -> None:
    ahead = rhythm.next_due(now)

    assert now < ahead <= now + 8 * DAY
    assert rhythm.last_due(ahead - timedelta(microseconds=1)) == rhythm.last_due(now)
    assert rhythm.last_due(ahead) == ahead


@given(rhythms, moments)
def test_every_chosen_day_comes_once(rhythm: Rhythm, now: datetime) -> None:
    due = [now]
    for _ in range(2 * len(rhythm.days)):
        due.append(rhythm.next_due(due[-1]))

    gaps = [later - earlier for earlier, later in pairwise(due[1:])]
    assert all(gap >= DAY - HOUR for gap in gaps)
    assert due[-1] - due[1] <= 14 * DAY + HOUR


@pytest.mark.parametrize(
    ("minutes", "wanted"),
    [
        ((), 75),
        ((0,) * 60, 10),
        ((30,) * 10, 41),
        ((30,) * 60, 31),
        ((0,) * 54 + (200,) * 6, 21),
        ((0,) * 50 + (200,) * 10, 197),
        ((600,) * 60, 240),
    ],
)
def test_waits_for_nine_of_ten_of_their_own_check_ins(minutes: tuple[int, ...], wanted: int) -> None:
    weekdays = Habit(minutes, (False,) * len(minutes))

    assert patience(weekdays, is_weekend=False) == wanted * MINUTE


def test_waits_longer_at_weekends_for_somebody_who_is_late_then() -> None:
    habit = Habit((5,) * 40 + (120,) * 16, (False,) * 40 + (True,) * 16)

    assert patience(habit, is_weekend=True) > patience(habit, is_weekend=False)


habits = st.lists(st.tuples(st.integers(0, 800), st.booleans()), max_size=KEPT).map(
    lambda pairs: Habit(tuple(one for one, _ in pairs), tuple(two for _, two in pairs))
)


@given(habits, st.booleans())
def test_patience_has_bounds(habit: Habit, is_weekend: bool) -> None:
    assert SOONEST * MINUTE <= patience(habit, is_weekend=is_weekend) <= LATEST * MINUTE


@given(habits)
def test_a_habit_survives_its_column(habit: Habit) -> None:
    assert habit_from_json(habit.to_json()) == habit


def test_an_empty_column_is_no_habit() -> None:
    assert habit_from_json("") == Habit()


def test_only_the_last_check_ins_are_kept() -> None:
    habit = Habit()
    for late in range(KEPT + 5):
        habit = habit.with_check_in(late, is_weekend=False)

    assert (len(habit.minutes), habit.minutes[0]) == (KEPT, 5)


def walked(watched: Watched, terms: Terms, until: datetime, tick: timedelta = MINUTE) -> list[Watched]:
    """Every state on the way, looked at each tick."""
    seen, now = [watched], watched.due_at
    while now < until:
        now += tick
        if (after := move_on(seen[-1], terms, now)) != seen[-1]:
            seen.append(after)
    return seen


@pytest.mark.parametrize(("pace", "minutes"), [(Pace.USUAL, 75 + 75), (Pace.PATIENT, 75 + 90)])
def test_asks_three_times_and_then_tells_those_who_were_chosen(pace: Pace, minutes: int) -> None:
    terms = replace(TERMS, pace=pace)

    seen = walked(expect(terms, NOON), terms, DUE + minutes * MINUTE)

    assert [one.stage for one in seen] == [Stage.EXPECTED, *QUESTIONS, Stage.ROUTED]
    assert walked(expect(terms, NOON), terms, DUE + (minutes - 1) * MINUTE)[-1].stage is Stage.ASKED_LAST


def test_tells_nobody_where_nobody_was_chosen() -> None:
    terms = replace(TERMS, tells_somebody=False)

    assert walked(expect(terms, NOON), terms, DUE + 3 * HOUR)[-1].stage is Stage.MISSED


def test_nothing_happens_before_its_time() -> None:
    watched = expect(TERMS, NOON)

    assert move_on(watched, TERMS, DUE + USUAL - MINUTE) == watched


def test_the_next_day_begins_anew_after_an_alarm_nobody_answered() -> None:
    routed = walked(expect(TERMS, NOON), TERMS, DUE + 3 * HOUR)[-1]

    again = move_on(routed, TERMS, DUE + DAY + USUAL)

    assert (again.stage, again.due_at) == (Stage.NUDGED, DUE + DAY)


def test_an_old_time_is_not_asked_about_once_the_rhythm_moved() -> None:
    watched = expect(TERMS, NOON)
    moved = replace(TERMS, rhythm=replace(EVENING, at=time(22)))

    assert move_on(watched, moved, DUE + USUAL) == expect(moved, DUE + USUAL)


def test_waits_on_where_the_habit_has_become_later() -> None:
    watched = expect(TERMS, NOON)
    later = replace(TERMS, habit=Habit((150,) * 60, (False,) * 60))

    assert move_on(watched, later, DUE + USUAL) == replace(watched, next_at=later.asks_at(DUE))


@pytest.mark.parametrize("minutes", [-600, -10, 0, 45, 130, 400])
def test_a_check_in_closes_and_the_next_day_is_expected(minutes: int) -> None:
    at = DUE + minutes * MINUTE
    watched = walked(expect(TERMS, NOON), TERMS, max(DUE, at))[-1]

    closed, _ = check_in(watched, TERMS, at)

    assert (closed.stage, closed.due_at) == (Stage.CLOSED, DUE + DAY)


def test_a_check_in_far_too_early_changes_nothing() -> None:
    watched = expect(TERMS, NOON)

    assert check_in(watched, TERMS, DUE - 13 * HOUR) == (watched, TERMS.habit)


@pytest.mark.parametrize(
    ("minutes", "learned"), [(-60, (0,)), (0, (0,)), (45, (45,)), (130, (130,)), (719, (719,)), (721, ())]
)
def test_a_check_in_teaches_how_late_they_are(minutes: int, learned: tuple[int, ...]) -> None:
    _, habit = check_in(expect(TERMS, NOON), TERMS, DUE + minutes * MINUTE)

    assert habit.minutes == learned


def test_time_we_were_down_is_not_learned_as_lateness() -> None:
    watched = let_pass(expect(TERMS, NOON), DUE - HOUR, DUE + 2 * HOUR)

    _, habit = check_in(watched, TERMS, DUE + 2 * HOUR + 5 * MINUTE)

    assert habit.minutes == (5,)


def test_a_supporter_who_spoke_to_them_closes_what_is_open() -> None:
    routed = walked(expect(TERMS, NOON), TERMS, DUE + 3 * HOUR)[-1]

    assert speak(routed, TERMS, DUE + 4 * HOUR) == expect(TERMS, DUE + 4 * HOUR, Stage.CLOSED)


def test_a_supporter_who_spoke_to_them_changes_nothing_that_is_only_expected() -> None:
    watched = expect(TERMS, NOON)

    assert speak(watched, TERMS, DUE - HOUR) == watched


outages = st.lists(
    st.tuples(st.integers(-300, 2000), st.integers(1, 3000)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=3
)


@given(outages, st.sampled_from(Pace), st.integers(1, 7))
def test_an_outage_never_alarms_before_the_person_was_asked(
    outages: list[tuple[int, int]], pace: Pace, tick: int
) -> None:
    terms = replace(TERMS, pace=pace)
    watched, asked = expect(terms, NOON), []
    down = sorted(minute for pair in outages for minute in pair)
    windows = list(zip(down[::2], down[1::2], strict=True))
    for minute in range(-300, 5200, tick):
        if any(begins <= minute < ends for begins, ends in windows):
            continue
        now = DUE + minute * MINUTE
        for begins, ends in windows:
            if ends <= minute < ends + tick:
                watched = let_pass(watched, DUE + begins * MINUTE, now)
        after = move_on(watched, terms, now)
        if after.stage is not watched.stage and after.stage in QUESTIONS:
            asked = [*([] if after.stage is Stage.NUDGED else asked), now]
        if after.stage is Stage.ROUTED and watched.stage is not Stage.ROUTED:
            assert len(asked) == 3
            assert now - asked[0] >= 3 * GAPS[pace]
        watched = after


def test_an_outage_moves_the_first_question_by_its_length() -> None:
    watched = let_pass(expect(TERMS, NOON), DUE + 10 * MINUTE, DUE + 130 * MINUTE)

    assert watched.next_at == DUE + USUAL + 2 * HOUR


def test_the_same_outage_told_twice_counts_once() -> None:
    once = let_pass(expect(TERMS, NOON), DUE + HOUR, DUE + 2 * HOUR)

    assert let_pass(once, DUE + HOUR, DUE + 2 * HOUR) == once


def test_an_outage_before_the_due_time_does_not_count() -> None:
    watched = expect(TERMS, NOON)

    assert let_pass(watched, DUE - 3 * HOUR, DUE - HOUR) == watched


def test_after_an_outage_over_the_next_due_time_only_the_new_one_is_asked_about() -> None:
    resumed = DUE + DAY + 10 * MINUTE
    watched = let_pass(expect(TERMS, NOON), DUE, resumed)

    after = move_on(watched, TERMS, resumed + USUAL)

    assert (after.stage, after.due_at) == (Stage.NUDGED, DUE + DAY)


@given(rhythms, habits, moments, st.lists(st.tuples(st.integers(1, 3000), st.sampled_from("tcs")), max_size=25))
def test_something_always_comes_next(rhythm: Rhythm, habit: Habit, now: datetime, steps: list[tuple[int, str]]) -> None:
    terms = Terms(rhythm, habit)
    watched = expect(terms, now)
    for minutes, what in steps:
        now += minutes * MINUTE
        if what == "t":
            watched = move_on(watched, terms, now)
        elif what == "c":
            watched, learned = check_in(watched, terms, now)
            terms = replace(terms, habit=learned)
        else:
            watched = speak(watched, terms, now)
        assert watched.next_at > now or what != "t"
        assert watched.next_at <= max(now, watched.due_at) + 9 * DAY
        assert watched.stage not in IDLE or watched.next_at >= watched.due_at
