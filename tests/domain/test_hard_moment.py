"""What a hard moment shows first, whatever did or did not happen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.asks.hard_moment import (
    AT_MOST,
    LOOKED_BACK_WITHIN,
    REST,
    Facts,
    Phase,
    falls_back_at,
    is_looked_back_at,
    looked_back_from,
    minutes_until,
    phase_of,
)

THREE = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
"""Three in the morning in Chicago, on the night its clocks go back."""
ASKED = Facts(THREE, THREE + timedelta(seconds=10), THREE + timedelta(minutes=10))
spans = st.timedeltas(timedelta(0), timedelta(days=2))
facts = st.builds(
    Facts,
    opened_at=st.just(THREE),
    held_until=st.just(THREE + timedelta(seconds=10)),
    answer_by=spans.map(lambda span: THREE + span),
    is_hope_left=st.booleans(),
    is_ended=st.booleans(),
)


@pytest.mark.parametrize(
    ("seconds", "more", "phase"),
    [
        (0, {}, Phase.HELD),
        (9, {"is_hope_left": False}, Phase.HELD),
        (10, {}, Phase.ASKING),
        (10, {"is_hope_left": False}, Phase.FALLBACK),
        (599, {}, Phase.ASKING),
        (600, {}, Phase.FALLBACK),
        (60, {"is_ended": True}, Phase.FALLBACK),
        (60, {"has_yes": True}, Phase.ANSWERED),
        (5000, {"has_yes": True, "is_ended": True}, Phase.ANSWERED),
        (60, {"can_at": THREE + timedelta(minutes=10)}, Phase.ANSWERED),
        (60, {"can_at": THREE + timedelta(minutes=11)}, Phase.ASKING),
        (900, {"can_at": THREE + timedelta(hours=5)}, Phase.FALLBACK),
        (60, {"is_closed": True, "has_yes": True}, Phase.OVER),
        (2, {"is_closed": True, "is_ended": True}, Phase.OVER),
    ],
)
def test_shows_first_what_is_true(seconds: int, more: dict[str, object], phase: Phase) -> None:
    assert phase_of(replace(ASKED, **more), THREE + timedelta(seconds=seconds)) == phase  # type: ignore[arg-type]


@given(facts, spans)
def test_silence_ends_on_the_lines_after_fifteen_minutes_at_the_latest(one: Facts, span: timedelta) -> None:
    assert phase_of(one, THREE + AT_MOST + span) == Phase.FALLBACK


@given(facts, spans)
def test_never_says_answered_when_nobody_answered(one: Facts, span: timedelta) -> None:
    assert phase_of(one, THREE + span) != Phase.ANSWERED


@given(spans)
def test_the_lines_never_wait_longer_than_the_answer(span: timedelta) -> None:
    assert falls_back_at(THREE, THREE + span) == THREE + min(span, AT_MOST)


@pytest.mark.parametrize(("seconds", "minutes"), [(-60, 0), (0, 0), (1, 1), (60, 1), (61, 2)])
def test_counts_whole_minutes(seconds: int, minutes: int) -> None:
    assert minutes_until(THREE + timedelta(seconds=seconds), THREE) == minutes


@pytest.mark.parametrize(
    ("ended", "looked_at"),
    [
        (datetime(2026, 11, 20, 3, 0), datetime(2026, 11, 20, 8, 0)),
        (datetime(2026, 11, 20, 5, 0), datetime(2026, 11, 21, 8, 0)),
        (datetime(2026, 11, 20, 14, 0), datetime(2026, 11, 21, 8, 0)),
        (datetime(2026, 11, 20, 23, 50), datetime(2026, 11, 21, 8, 0)),
    ],
)
def test_looks_back_the_next_morning(ended: datetime, looked_at: datetime) -> None:
    zone = ZoneInfo("America/Chicago")

    assert looked_back_from(ended.replace(tzinfo=zone), zone.key) == looked_at.replace(tzinfo=zone)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)))
def test_leaves_time_to_rest(ended: datetime) -> None:
    looked = looked_back_from(ended, "America/Chicago")

    assert REST <= looked - ended <= REST + timedelta(hours=25)
    assert looked.time() == time(8)
    assert not is_looked_back_at(ended, "America/Chicago", ended + LOOKED_BACK_WITHIN)
