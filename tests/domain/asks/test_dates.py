"""Dates asked for again, and until when an answer is worth waiting for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.asks.dates import LEAD, MOST_DATES, Every, answer_needed_by, repeated
from holdfast.domain.asks.kinds import WEIGHTS, Kind

CHICAGO = ZoneInfo("America/Chicago")
NOW = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)


def test_keeps_the_hour_when_the_clock_changes() -> None:
    first = datetime(2026, 10, 30, 15, tzinfo=CHICAGO)

    found = repeated(first, Every.DAY, date(2026, 11, 2))

    assert [moment.hour for moment in found] == [15] * 4
    assert [moment.astimezone(UTC).hour for moment in found] == [20, 20, 21, 21]


def test_goes_week_by_week_up_to_the_last_day() -> None:
    first = datetime(2026, 11, 24, 15, tzinfo=CHICAGO)

    assert [moment.day for moment in repeated(first, Every.WEEK, date(2026, 12, 8))] == [24, 1, 8]


def test_stops_after_two_months_of_days() -> None:
    first = datetime(2026, 11, 24, 15, tzinfo=CHICAGO)

    assert len(repeated(first, Every.DAY, date(2030, 1, 1))) == MOST_DATES


@pytest.mark.parametrize(
    ("starts_in", "needed_in"),
    [
        (None, timedelta(hours=8)),
        (timedelta(hours=2), timedelta(hours=1, minutes=30)),
        (timedelta(minutes=40), timedelta(minutes=30)),
        (timedelta(hours=20), timedelta(hours=8)),
        (timedelta(days=4), timedelta(days=3)),
        (timedelta(hours=-1), timedelta(hours=8)),
    ],
)
def test_waits_for_a_ride_as_long_as_it_helps(starts_in: timedelta | None, needed_in: timedelta) -> None:
    starts_at = None if starts_in is None else NOW + starts_in

    assert answer_needed_by(Kind.RIDE, NOW, starts_at) - NOW == needed_in


@given(kind=st.sampled_from(list(Kind)), minutes=st.integers(1, 60 * 24 * 60))
def test_never_waits_past_the_beginning(kind: Kind, minutes: int) -> None:
    starts_at = NOW + timedelta(minutes=minutes)

    by = answer_needed_by(kind, NOW, starts_at)

    assert NOW < by < starts_at
    assert by <= max(NOW + WEIGHTS[kind].within, starts_at - LEAD)
