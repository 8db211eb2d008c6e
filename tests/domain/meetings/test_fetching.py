"""A source is asked regularly, later the longer it fails, and never all at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.meetings.fetching import LONGEST_WAIT, next_fetch_at

NOW = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)
EVERY = st.integers(1, 24 * 30).map(lambda hours: timedelta(hours=hours))
DAY = timedelta(days=1)


@given(EVERY, st.integers(0, 5000), st.integers(0, 10**6))
def test_is_asked_no_sooner_than_its_rhythm(every: timedelta, failures: int, number: int) -> None:
    again = next_fetch_at(NOW, every=every, number=number, failures=failures)

    assert again
    assert every <= again - NOW <= max(every, LONGEST_WAIT)


@given(st.integers(0, 40))
def test_each_failure_waits_longer_or_as_long(failures: int) -> None:
    once, twice = (next_fetch_at(NOW, every=DAY, number=1, failures=count) for count in (failures, failures + 1))

    assert once
    assert twice
    assert once <= twice


def test_a_failure_doubles_the_wait() -> None:
    hour = timedelta(hours=1)
    waits = [next_fetch_at(NOW, every=hour, number=7, failures=count) for count in range(3)]

    assert [(at - NOW) / (waits[0] - NOW) for at in waits if at and waits[0]] == [1, 2, 4]


def test_sources_are_spread() -> None:
    assert len({next_fetch_at(NOW, every=DAY, number=number) for number in range(100)}) == 100


def test_a_source_keeps_its_place() -> None:
    assert next_fetch_at(NOW, every=DAY, number=5) == next_fetch_at(NOW, every=DAY, number=5)


def test_without_a_rhythm_it_is_not_asked() -> None:
    assert next_fetch_at(NOW, every=timedelta(0), number=1) is None


def test_stays_away_as_long_as_the_server_asks() -> None:
    assert next_fetch_at(NOW, every=timedelta(hours=1), number=1, asked=2 * DAY) == NOW + 2 * DAY


def test_a_server_cannot_send_us_away_for_ever() -> None:
    assert next_fetch_at(NOW, every=DAY, number=1, asked=timedelta(days=10_000)) == NOW + LONGEST_WAIT
