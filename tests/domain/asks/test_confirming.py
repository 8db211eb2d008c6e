"""A yes is asked for once more, in time to find somebody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.asks.confirming import FRESH, remind_at, warn_at

MADE = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
ahead = st.timedeltas(FRESH, timedelta(days=90))


@pytest.mark.parametrize(
    ("hours", "reminded", "warned"),
    [(240, 24, 3), (48, 24, 3), (24, 12, 3), (8, 4, 1), (2, 1, 0.25)],
)
def test_reminds_and_warns_before_it_begins(hours: float, reminded: float, warned: float) -> None:
    starts = MADE + hours * HOUR

    assert remind_at(MADE, starts) == starts - reminded * HOUR
    assert warn_at(MADE, starts) == starts - warned * HOUR


@pytest.mark.parametrize("starts", [None, MADE, MADE + HOUR, MADE - HOUR])
def test_does_not_bother_where_the_yes_is_fresh(starts: datetime | None) -> None:
    assert remind_at(MADE, starts) is None


@given(ahead)
def test_there_is_time_between_reminder_and_warning(wait: timedelta) -> None:
    starts = MADE + wait
    reminder = remind_at(MADE, starts)

    assert reminder is not None
    assert MADE <= reminder < warn_at(MADE, starts) < starts
