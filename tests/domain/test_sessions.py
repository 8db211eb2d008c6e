from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.sessions import AT_WORK, Stay, is_over, shortest

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("begun", "used", "over"),
    [
        (timedelta(hours=1), timedelta(minutes=30) - SECOND, False),
        (timedelta(hours=1), timedelta(minutes=30), True),
        (timedelta(hours=12) - SECOND, SECOND, False),
        (timedelta(hours=12), SECOND, True),
        (timedelta(hours=-1), timedelta(hours=-1), False),
    ],
    ids=["used just in time", "idle for half an hour", "nearly twelve hours", "twelve hours", "a clock set back"],
)
def test_a_session_at_work_ends_on_the_second(begun: timedelta, used: timedelta, over: bool) -> None:
    assert is_over(AT_WORK, begun_at=NOW - begun, used_at=NOW - used, now=NOW) is over


@given(st.lists(st.tuples(st.integers(1, 9999), st.integers(1, 9999)), min_size=1))
def test_where_several_hold_the_strictest_does(minutes: list[tuple[int, int]]) -> None:
    stays = [Stay(timedelta(minutes=idle), timedelta(minutes=whole)) for idle, whole in minutes]

    found = shortest(stays)

    assert found and all(found.idle <= one.idle and found.whole <= one.whole for one in stays)


def test_where_nothing_is_asked_nothing_holds() -> None:
    assert shortest([]) is None
