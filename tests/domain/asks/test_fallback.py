"""Where a hard moment stands, by what is written down alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.asks.fallback import MOST_UNASKED, MOST_WAIT, HardMoment, Stand, shows_lines_first, stands_at

OPENED = datetime(2026, 3, 29, 0, 58, tzinfo=UTC)
HELD = OPENED + timedelta(seconds=10)
BY = OPENED + timedelta(minutes=10)
MINUTE = timedelta(minutes=1)
spans = st.timedeltas(timedelta(0), timedelta(days=2))


def moment(**more: object) -> HardMoment:
    return HardMoment(OPENED, HELD, BY, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "after", "stand"),
    [
        ({}, timedelta(0), Stand.HELD),
        ({}, timedelta(seconds=20), Stand.WAITING),
        ({}, timedelta(seconds=10) + MOST_UNASKED, Stand.NOBODY_YET),
        ({"awaited": 2}, timedelta(seconds=5), Stand.WAITING),
        ({"awaited": 2}, 9 * MINUTE, Stand.WAITING),
        ({"awaited": 2}, 10 * MINUTE, Stand.NOBODY_YET),
        ({"awaited": 1, "later": 1}, 2 * MINUTE, Stand.WAITING),
        ({"later": 1}, 2 * MINUTE, Stand.SOME_LATER),
        ({"later": 1}, 10 * MINUTE, Stand.NOBODY_YET),
        ({"yeses": 1}, 2 * MINUTE, Stand.ANSWERED),
        ({"yeses": 1, "ended_at": OPENED + MINUTE}, 20 * MINUTE, Stand.ANSWERED),
        ({"ended_at": OPENED + MINUTE}, 2 * MINUTE, Stand.NOBODY_YET),
        ({"yeses": 1, "closed_at": OPENED + MINUTE}, 2 * MINUTE, Stand.OVER),
    ],
)
def test_says_what_is_so(facts: dict[str, object], after: timedelta, stand: Stand) -> None:
    assert stands_at(moment(**facts), OPENED + after) is stand


@given(st.integers(0, 5), st.integers(0, 5), spans, spans)
def test_never_waits_longer_than_ten_minutes(awaited: int, later: int, by: timedelta, after: timedelta) -> None:
    """Whatever was written down as the time for an answer."""
    asked = HardMoment(OPENED, HELD, OPENED + by, awaited=awaited, later=later)

    stand = stands_at(asked, OPENED + MOST_WAIT + after)

    assert shows_lines_first(stand)


def test_never_says_answered_without_a_yes() -> None:
    for awaited, later, minutes in product(range(3), range(3), range(30)):
        stand = stands_at(moment(awaited=awaited, later=later), OPENED + minutes * MINUTE)
        assert stand is not Stand.ANSWERED
