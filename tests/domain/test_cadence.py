"""When contact is due, and when it is left in peace."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.cadence import (
    ALL_DAYS,
    BY_DAY,
    ON_CALL,
    QUIET,
    Reminding,
    days_late,
    days_since_touch,
    is_due,
    is_time_to_remind,
    next_reminder,
    overdue,
    rhythm_of,
)
from holdfast.domain.network import Circle, Role, Tie, TieState
from tests.domain.cast import BEN, ROSA, TODAY, but, days_ago, ties

ZONES = ("America/Chicago", "Europe/Madrid", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca")
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)

moments = st.integers(0, 3 * 366 * 1440).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + n * MINUTE)
wishes = st.builds(
    Reminding,
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    zone=st.sampled_from(ZONES),
    days=st.sets(st.integers(1, 7), min_size=1).map(frozenset),
)


def local(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def looked_at(wish: Reminding, looks: list[datetime]) -> list[datetime]:
    """When reminders leave, if the worker looks at these moments in this order."""
    sent = []
    for now in looks:
        if is_time_to_remind(wish, now):
            sent.append(now)
            wish = replace(wish, reminded_on=day_of(wish, now))
    return sent


def day_of(wish: Reminding, now: datetime) -> date:
    return now.astimezone(ZoneInfo(wish.zone)).date()


@pytest.mark.parametrize(
    ("role", "circle", "own", "wanted"),
    [
        (Role.FRIEND, Circle.WEEKLY, None, 7),
        (Role.FRIEND, Circle.MONTHLY, None, 30),
        (Role.FRIEND, Circle.NOW_AND_THEN, None, 90),
        (Role.FRIEND, Circle.YEARLY, None, 365),
        (Role.SIBLING, Circle.WEEKLY, None, 10),
        (Role.SIBLING, Circle.MONTHLY, None, 45),
        (Role.SIBLING, Circle.NOW_AND_THEN, None, 135),
        (Role.SIBLING, Circle.YEARLY, None, 548),
        (Role.FRIEND, Circle.WEEKLY, 3, 3),
        (Role.SIBLING, Circle.YEARLY, 14, 14),
        (Role.FRIEND, Circle.MONTHLY, 0, 30),
    ],
)
def test_the_rhythm_is_the_persons_own_or_the_circles_and_longer_for_family(
    role: Role, circle: Circle, own: int | None, wanted: int
) -> None:
    assert rhythm_of(Tie("x", "x", role, circle, rhythm_days=own)) == wanted


@pytest.mark.parametrize(
    ("days", "wanted"),
    [(0, None), (6, None), (7, 0), (8, 1), (40, 33)],
)
def test_is_due_on_the_day_of_the_rhythm_and_late_after_it(days: int, wanted: int | None) -> None:
    rosa = but(ROSA, last_touch_on=days_ago(days))

    assert days_late(rosa, TODAY) == wanted
    assert is_due(rosa, TODAY) is (wanted is not None)


@pytest.mark.parametrize(
    ("last", "today", "wanted"),
    [
        (date(2026, 2, 28), date(2026, 3, 1), 1),
        (date(2028, 2, 28), date(2028, 3, 1), 2),
        (date(2026, 12, 31), date(2027, 1, 1), 1),
        (date(2026, 3, 28), date(2026, 3, 30), 2),
        (date(2026, 11, 20), date(2026, 11, 20), 0),
        (date(2026, 11, 21), date(2026, 11, 20), 0),
    ],
)
def test_days_are_calendar_days(last: date, today: date, wanted: int) -> None:
    assert days_since_touch(but(BEN, last_touch_on=last), today) == wanted


def test_a_tie_never_touched_is_not_late() -> None:
    assert days_since_touch(BEN, TODAY) is None
    assert days_late(BEN, TODAY) is None


@pytest.mark.parametrize("state", [TieState.RESTING, TieState.STRAINED, TieState.PHASING_OUT, TieState.ENDED])
def test_ties_that_rest_or_part_are_left_in_peace(state: TieState) -> None:
    assert not is_due(but(BEN, state=state, last_touch_on=days_ago(400)), TODAY)


@pytest.mark.parametrize("role", sorted(ON_CALL))
@pytest.mark.parametrize(("own", "wanted"), [(None, False), (30, True)])
def test_nobody_owes_a_line_or_an_app_a_visit_unless_they_said_so(role: Role, own: int | None, wanted: bool) -> None:
    line = but(BEN, role=role, rhythm_days=own, last_touch_on=days_ago(400))

    assert is_due(line, TODAY) is wanted


@given(ties("t"), st.integers(0, 400))
def test_what_is_due_stays_due_until_the_next_touch(tie: Tie, more: int) -> None:
    later = TODAY + timedelta(days=more)

    assert not is_due(tie, TODAY) or is_due(tie, later)


@given(ties("t"))
def test_lateness_is_the_days_beyond_the_rhythm(tie: Tie) -> None:
    late = days_late(tie, TODAY)

    assert late is None or (late == days_since_touch(tie, TODAY) - rhythm_of(tie) >= 0)


@given(ties("t"))
def test_a_quiet_tie_is_never_due(tie: Tie) -> None:
    assert tie.state not in QUIET or not is_due(tie, TODAY)


@given(st.lists(ties("t"), max_size=5))
def test_who_is_overdue_is_due_and_does_one_good(some: list[Tie]) -> None:
    named = [replace(tie, id=str(number)) for number, tie in enumerate(some)]

    assert set(map(id, overdue(named, TODAY))) == {
        id(tie) for tie in named if is_due(tie, TODAY) and (tie.feel_after or 0) >= 0
    }


def test_who_waits_longest_for_their_rhythm_comes_first() -> None:
    weekly = but(ROSA, last_touch_on=days_ago(14))
    monthly = but(BEN, last_touch_on=days_ago(40))

    assert overdue((monthly, weekly), TODAY) == (weekly, monthly)


@pytest.mark.parametrize(
    ("now", "reminded_on", "wanted"),
    [
        ("2026-11-20 08:59", None, "2026-11-20 09:00"),
        ("2026-11-20 09:00", None, "2026-11-20 09:00"),
        ("2026-11-20 15:00", None, "2026-11-20 15:00"),
        ("2026-11-20 22:00", None, "2026-11-21 09:00"),
        ("2026-11-20 09:01", "2026-11-20", "2026-11-21 09:00"),
        ("2026-11-19 09:00", "2026-11-20", "2026-11-21 09:00"),
        ("2026-11-20 09:00", "2027-11-20", "2026-11-20 09:00"),
        ("2026-03-07 22:30", None, "2026-03-08 09:00"),
        ("2026-10-31 22:30", None, "2026-11-01 09:00"),
        ("2028-02-28 22:30", None, "2028-02-29 09:00"),
        ("2026-12-31 22:30", None, "2027-01-01 09:00"),
    ],
    ids=[
        "before the hour",
        "at the hour",
        "the worker slept",
        "not at night",
        "once a day",
        "a clock set back a day, or a flight to the west",
        "a clock that was a year ahead",
        "a short night",
        "a long night",
        "a leap day",
        "the end of a year",
    ],
)
def test_a_reminder_comes_at_the_persons_hour(now: str, reminded_on: str | None, wanted: str) -> None:
    last = date.fromisoformat(reminded_on) if reminded_on else None
    wish = Reminding(time(9), "America/Chicago", reminded_on=last)

    assert next_reminder(wish, local(now, wish.zone)) == local(wanted, wish.zone)


def test_a_reminder_comes_on_chosen_days_only() -> None:
    wish = Reminding(time(9), "Europe/Madrid", frozenset({1}))

    assert next_reminder(wish, local("2026-11-20 08:00", wish.zone)) == local("2026-11-23 09:00", wish.zone)


def test_without_days_there_is_none() -> None:
    assert next_reminder(Reminding(time(9), "UTC", frozenset()), local("2026-11-20 08:00", "UTC")) is None


@pytest.mark.parametrize(("at", "wanted"), [(time(3), "07:00"), (time(23, 30), "21:00")])
def test_an_hour_of_the_night_is_moved_to_the_day(at: time, wanted: str) -> None:
    now = local("2026-11-20 05:00", "UTC")

    assert next_reminder(Reminding(at, "UTC"), now) == local(f"2026-11-20 {wanted}", "UTC")


@given(wishes, moments, st.none() | st.integers(-5, 5))
def test_the_next_reminder_may_leave_then_and_not_before(wish: Reminding, now: datetime, last: int | None) -> None:
    wish = replace(wish, reminded_on=None if last is None else day_of(wish, now) + last * DAY)
    at = next_reminder(wish, now)

    assert at is not None
    assert at >= now
    assert is_time_to_remind(wish, at)
    assert at == now or not is_time_to_remind(wish, at - MINUTE)


@given(wishes, moments)
def test_no_reminder_leaves_at_night_or_on_another_day(wish: Reminding, now: datetime) -> None:
    here = now.astimezone(ZoneInfo(wish.zone))

    if is_time_to_remind(wish, now):
        assert BY_DAY[0] <= here.time() < BY_DAY[1]
        assert here.isoweekday() in wish.days


@given(wishes, moments, st.lists(st.integers(-180, 900), max_size=60))
def test_never_two_on_one_day_however_the_worker_and_its_clock_go(
    wish: Reminding, now: datetime, steps: list[int]
) -> None:
    looks = [now]
    for step in steps:
        looks.append(looks[-1] + step * MINUTE)

    days = [day_of(wish, at) for at in looked_at(wish, looks)]

    assert len(days) == len(set(days))


@given(wishes, moments)
def test_none_is_lost_while_the_worker_looks_every_hour(wish: Reminding, now: datetime) -> None:
    looks = [now + number * timedelta(hours=1) for number in range(24 * 16)]

    days = {day_of(wish, at) for at in looked_at(wish, looks)}

    whole = [day_of(wish, now) + number * DAY for number in range(1, 14)]
    assert {day for day in whole if day.isoweekday() in wish.days} <= days


@given(wishes, st.sampled_from(ZONES), moments, st.integers(1, 24 * 14))
def test_a_change_of_zone_sends_no_second_one_and_loses_none(
    wish: Reminding, other: str, now: datetime, hours: int
) -> None:
    wish = replace(wish, days=ALL_DAYS)
    before = looked_at(wish, [now + number * timedelta(hours=1) for number in range(hours)])
    last = day_of(wish, before[-1]) if before else None
    moved = replace(wish, zone=other, reminded_on=last)
    begins = now + timedelta(hours=hours)

    after = next_reminder(moved, begins)

    assert after is not None
    assert last is None or day_of(moved, after) > last
    assert after - begins <= 3 * DAY
