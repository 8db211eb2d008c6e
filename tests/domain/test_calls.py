"""Who may be called at this hour."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.asks.hours import ALWAYS, WeekHours, every_day
from holdfast.domain.calls import Window, call_hours, callable_at, takes_calls_at, window_at
from holdfast.domain.network import Circle, Role, Tie, TieState

times = st.times()


def friend(name: str = "Rosa", *, circle: Circle = Circle.WEEKLY, **more: object) -> Tie:
    return Tie(id=name, name=name, role=Role.FRIEND, circle=circle, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("begins", "ends", "at", "takes"),
    [
        (None, None, time(3), True),
        (time(9), time(21), time(9), True),
        (time(9), time(21), time(20, 59), True),
        (time(9), time(21), time(21), False),
        (time(9), time(21), time(3), False),
        (time(20), time(2), time(23), True),
        (time(20), time(2), time(1), True),
        (time(20), time(2), time(2), False),
        (time(20), time(2), time(12), False),
        (time(18), None, time(23, 59), True),
        (time(18), None, time(0), False),
        (None, time(22), time(0), True),
        (None, time(22), time(22), False),
        (time(8), time(8), time(3), True),
    ],
)
def test_keeps_to_the_hours_given(begins: time | None, ends: time | None, at: time, takes: bool) -> None:
    rosa = friend(takes_calls=True, calls_from=begins, calls_until=ends)

    assert takes_calls_at(rosa, at) is takes


@given(times, times, times)
def test_never_calls_someone_who_did_not_agree(begins: time, ends: time, at: time) -> None:
    assert not takes_calls_at(friend(takes_calls=False, calls_from=begins, calls_until=ends), at)


@given(times, times, times)
def test_hours_turned_round_are_the_other_hours(begins: time, ends: time, at: time) -> None:
    rosa = friend(takes_calls=True, calls_from=begins, calls_until=ends)
    ben = friend(takes_calls=True, calls_from=ends, calls_until=begins)

    assert (takes_calls_at(rosa, at) != takes_calls_at(ben, at)) or begins == ends


def test_puts_everyone_in_one_part() -> None:
    awake = friend("Awake", takes_calls=True)
    asleep = friend("Asleep", takes_calls=True, calls_from=time(9), calls_until=time(21))
    unasked = friend("Unasked")

    found = callable_at([unasked, asleep, awake], time(23))

    assert (found.now, found.later, found.others) == ((awake,), (asleep,), (unasked,))


@pytest.mark.parametrize("state", [TieState.RESTING, TieState.PHASING_OUT, TieState.ENDED])
def test_leaves_out_who_is_not_there(state: TieState) -> None:
    found = callable_at([friend(takes_calls=True, state=state)], time(12))

    assert not found.now + found.later + found.others


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (friend("Near", takes_calls=True), friend("Far", takes_calls=True, circle=Circle.YEARLY)),
        (friend("Trusted", takes_calls=True, trust=3), friend("A", takes_calls=True)),
        (
            friend("Kind", takes_calls=True, circle=Circle.YEARLY),
            friend("Hard", takes_calls=True, feel_after=-1),
        ),
        (friend("Well", takes_calls=True), friend("A", takes_calls=True, state=TieState.STRAINED)),
        (friend("Ada", takes_calls=True), friend("ben", takes_calls=True)),
    ],
)
def test_offers_the_nearest_first(first: Tie, second: Tie) -> None:
    assert callable_at([second, first], time(12)).now == (first, second)


CHICAGO = ZoneInfo("America/Chicago")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 in Chicago; the 1st is a Sunday, and its clocks go back at two."""
    return datetime(2026, 11, day, hour, minute, tzinfo=CHICAGO)


@pytest.mark.parametrize(
    ("spans", "now", "window"),
    [
        (ALWAYS, at(5, 3), Window(is_now=True)),
        (every_day(0, 0), at(5, 3), Window(is_now=True)),
        (every_day(540, 1260), at(5, 10), Window(is_now=True, ends_at=at(5, 21))),
        (every_day(1200, 120), at(5, 23), Window(is_now=True, ends_at=at(6, 2))),
        (every_day(1200, 1440), at(7, 23, 59), Window(is_now=True, ends_at=at(8, 0))),
        ((*every_day(540, 720), *every_day(720, 900)), at(5, 10), Window(is_now=True, ends_at=at(5, 15))),
        (every_day(540, 1260), at(5, 3), Window(is_now=False, opens_at=at(5, 9))),
        (every_day(540, 1260, [2]), at(5, 3), Window(is_now=False, opens_at=at(10, 9))),
        (every_day(0, 180), at(1, 0, 30), Window(is_now=True, ends_at=at(1, 3))),
        ((), at(5, 3), Window(is_now=False)),
    ],
)
def test_says_until_when_or_from_when(spans: tuple[tuple[int, int], ...], now: datetime, window: Window) -> None:
    assert window_at(WeekHours(spans, CHICAGO.key), now) == window


@given(times, times, st.integers(0, 365 * 24 * 60))
def test_a_window_and_the_hours_say_the_same(begins: time, ends: time, minutes: int) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    rosa = friend(takes_calls=True, calls_from=begins.replace(second=0), calls_until=ends.replace(second=0))
    hours = call_hours(rosa, "UTC")
    window = window_at(hours, now)

    assert window.is_now == hours.holds(now)
    assert window.ends_at is None or (now < window.ends_at <= now + timedelta(days=7))


def test_what_they_agreed_to_goes_before_what_was_written_down() -> None:
    asleep = friend("Asleep", takes_calls=True)
    awake = friend("Awake", takes_calls=False)

    parts = callable_at([asleep, awake], time(3), {"Asleep": False, "Awake": True})

    assert (parts.now, parts.later) == ((awake,), (asleep,))
