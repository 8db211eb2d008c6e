"""Two clocks: typed on one, read on both, also on the nights when one of them changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.appointments import NoSuchTime, calendar_entry, clocks_differ, is_twice, moment

ZONES = st.sampled_from(["UTC", "America/Chicago", "Europe/Madrid", "Asia/Kathmandu", "America/Santiago"])


@pytest.mark.parametrize(
    ("on", "at", "zone", "utc"),
    [
        (date(2026, 11, 20), time(15), "America/Chicago", datetime(2026, 11, 20, 21, tzinfo=UTC)),
        (date(2026, 7, 20), time(15), "America/Chicago", datetime(2026, 7, 20, 20, tzinfo=UTC)),
        (date(2026, 11, 1), time(1, 30), "America/Chicago", datetime(2026, 11, 1, 6, 30, tzinfo=UTC)),
    ],
)
def test_reads_a_wall_clock(on: date, at: time, zone: str, utc: datetime) -> None:
    assert moment(on, at, zone) == utc


def test_refuses_a_time_that_the_clock_leaps_over() -> None:
    with pytest.raises(NoSuchTime):
        moment(date(2026, 3, 8), time(2, 30), "America/Chicago")


@pytest.mark.parametrize(
    ("on", "at", "found"),
    [
        (date(2026, 11, 1), time(1, 30), True),
        (date(2026, 11, 1), time(3), False),
        (date(2026, 3, 8), time(2, 30), False),
    ],
)
def test_knows_an_hour_that_comes_twice(on: date, at: time, found: bool) -> None:
    assert is_twice(on, at, "America/Chicago") is found


@pytest.mark.parametrize(
    ("at", "found"),
    [
        (datetime(2026, 10, 24, 12, tzinfo=UTC), False),  # both on summer time
        (datetime(2026, 10, 25, 12, tzinfo=UTC), False),
        (datetime(2026, 3, 20, 12, tzinfo=UTC), False),
    ],
)
def test_two_names_of_one_clock_do_not_differ(at: datetime, found: bool) -> None:
    assert clocks_differ(at, "Europe/Madrid", "Europe/Paris") is found


@pytest.mark.parametrize(
    ("at", "hours"),
    [(datetime(2026, 3, 7, 12, tzinfo=UTC), 7), (datetime(2026, 3, 15, 12, tzinfo=UTC), 6)],
)
def test_the_distance_of_two_clocks_changes_in_march(at: datetime, hours: int) -> None:
    there, here = moment(at.date(), time(12), "America/Chicago"), moment(at.date(), time(12), "Europe/Madrid")

    assert (there - here).total_seconds() == hours * 3600


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.times(), ZONES)
def test_a_time_that_is_taken_reads_the_same_again(on: date, at: time, zone: str) -> None:
    try:
        found = moment(on, at, zone)
    except NoSuchTime:
        return
    assert found.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == datetime.combine(on, at)


def test_a_calendar_learns_only_when() -> None:
    found = calendar_entry(
        "x", datetime(2026, 11, 20, 21, tzinfo=UTC), 50, summary="Appointment", now=datetime(2026, 11, 1, tzinfo=UTC)
    )

    lines = sorted(line.partition(":")[0].partition(";")[0] for line in found.decode().split("\r\n") if line)
    assert lines == sorted(["BEGIN", "BEGIN", "DTEND", "DTSTAMP", "DTSTART", "END", "END", "PRODID", "SUMMARY", "UID", "VERSION"])
