"""Who may be called at this hour."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.calls import callable_at, takes_calls_at
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
