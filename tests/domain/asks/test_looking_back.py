"""When the day after a hard moment is looked at."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.asks.looking_back import (
    LOOKED_BACK_WITHIN,
    REST,
    is_looked_back_at,
    looked_back_from,
    minutes_until,
)

CHICAGO = ZoneInfo("America/Chicago")
THREE = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
"""On the night the clocks of Chicago go back."""
SOME_TIME = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: THREE + timedelta(minutes=minutes))


@pytest.mark.parametrize(("seconds", "minutes"), [(-60, 0), (0, 0), (1, 1), (60, 1), (61, 2)])
def test_counts_whole_minutes(seconds: int, minutes: int) -> None:
    assert minutes_until(THREE + timedelta(seconds=seconds), THREE) == minutes


@pytest.mark.parametrize(
    ("ended", "looked_at"),
    [
        (datetime(2026, 11, 20, 3, 0, tzinfo=CHICAGO), datetime(2026, 11, 20, 8, 0, tzinfo=CHICAGO)),
        (datetime(2026, 11, 20, 5, 0, tzinfo=CHICAGO), datetime(2026, 11, 21, 8, 0, tzinfo=CHICAGO)),
        (datetime(2026, 11, 20, 14, 0, tzinfo=CHICAGO), datetime(2026, 11, 21, 8, 0, tzinfo=CHICAGO)),
        (datetime(2026, 11, 20, 23, 50, tzinfo=CHICAGO), datetime(2026, 11, 21, 8, 0, tzinfo=CHICAGO)),
    ],
)
def test_looks_back_the_next_morning(ended: datetime, looked_at: datetime) -> None:
    assert looked_back_from(ended, CHICAGO.key) == looked_at


@given(SOME_TIME)
def test_leaves_time_to_rest(ended: datetime) -> None:
    looked = looked_back_from(ended, "America/Chicago")

    assert REST <= looked - ended <= REST + timedelta(hours=25)
    assert looked.time() == time(8)
    assert not is_looked_back_at(ended, "America/Chicago", ended + LOOKED_BACK_WITHIN)
