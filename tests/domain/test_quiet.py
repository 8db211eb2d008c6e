"""When a notice may leave."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from holdfast.domain.quiet import Snooze, Urgency, Wishes, is_quiet, leaves_at, snooze_end, tried_again_after

NIGHT = {"quiet_from": time(22), "quiet_until": time(7)}
ZONES = ("UTC", "America/New_York", "Europe/Madrid", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca")
DAY = timedelta(days=1)

moments = some.integers(0, 3 * 366 * 1440).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
clocks = some.times().map(lambda at: at.replace(second=0, microsecond=0))
held = some.sampled_from([Urgency.USUAL, Urgency.LATER])


@some.composite
def wishes_(draw: some.DrawFn) -> Wishes:
    quiet = draw(some.one_of(some.none(), some.tuples(clocks, clocks)))
    return Wishes(
        zone=draw(some.sampled_from(ZONES)),
        quiet_from=quiet and quiet[0],
        quiet_until=quiet and quiet[1],
        digest_at=draw(some.none() | clocks),
        snoozed_until=draw(some.none() | moments),
    )


def local(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("zone", "now", "leaves"),
    [
        ("UTC", "2026-11-20 21:59", "2026-11-20 21:59"),
        ("UTC", "2026-11-20 22:00", "2026-11-21 07:00"),
        ("UTC", "2026-11-21 00:30", "2026-11-21 07:00"),
        ("UTC", "2026-11-21 07:00", "2026-11-21 07:00"),
        ("America/New_York", "2026-03-07 23:00", "2026-03-08 07:00"),
        ("America/New_York", "2026-10-31 23:00", "2026-11-01 07:00"),
        ("Asia/Kathmandu", "2026-11-20 23:00", "2026-11-21 07:00"),
    ],
    ids=["before", "begins", "past midnight", "ends", "a short night", "a long night", "an odd offset"],
)
def test_waits_for_the_end_of_the_night(zone: str, now: str, leaves: str) -> None:
    at = local(now, zone)

    found = leaves_at(Urgency.USUAL, Wishes(zone=zone, **NIGHT), written_at=at, now=at)

    assert found == local(leaves, zone)


def test_hours_by_day_are_quiet_too() -> None:
    at = local("2026-11-20 10:00", "UTC")

    found = leaves_at(Urgency.USUAL, Wishes(quiet_from=time(9), quiet_until=time(17, 30)), written_at=at, now=at)

    assert found == local("2026-11-20 17:30", "UTC")


def test_a_wall_time_that_comes_twice_counts_both_times() -> None:
    wishes = Wishes("America/New_York", time(22), time(1, 30))
    second = local("2026-11-01 01:10", "America/New_York").replace(fold=1).astimezone(UTC)

    assert leaves_at(Urgency.USUAL, wishes, written_at=second, now=second) == second + timedelta(minutes=20)


def test_a_digest_hour_that_is_jumped_over_comes_as_much_later() -> None:
    wishes = Wishes("America/New_York", digest_at=time(2, 30))
    at = local("2026-03-08 00:00", "America/New_York")

    assert leaves_at(Urgency.LATER, wishes, written_at=at, now=at) == local("2026-03-08 03:30", "America/New_York")


@pytest.mark.parametrize(
    ("written", "leaves"),
    [
        ("2026-11-20 12:00", "2026-11-20 18:00"),
        ("2026-11-20 18:00", "2026-11-20 18:00"),
        ("2026-11-20 18:01", "2026-11-21 18:00"),
    ],
    ids=["before the hour", "at the hour", "after it"],
)
def test_what_may_wait_waits_for_the_digest(written: str, leaves: str) -> None:
    at = local(written, "Europe/Madrid")

    found = leaves_at(Urgency.LATER, Wishes("Europe/Madrid", digest_at=time(18)), written_at=at, now=at)

    assert found == local(leaves, "Europe/Madrid")


def test_the_usual_does_not_wait_for_the_digest() -> None:
    at = local("2026-11-20 12:00", "UTC")

    assert leaves_at(Urgency.USUAL, Wishes(digest_at=time(18)), written_at=at, now=at) == at


def test_a_digest_within_the_quiet_hours_waits_for_their_end() -> None:
    at = local("2026-11-20 12:00", "UTC")

    found = leaves_at(Urgency.LATER, Wishes(digest_at=time(23), **NIGHT), written_at=at, now=at)

    assert found == local("2026-11-21 07:00", "UTC")


def test_a_snooze_that_ends_at_night_goes_on_until_morning() -> None:
    at = local("2026-11-20 12:00", "UTC")
    wishes = Wishes(snoozed_until=local("2026-11-21 03:00", "UTC"), **NIGHT)

    assert leaves_at(Urgency.USUAL, wishes, written_at=at, now=at) == local("2026-11-21 07:00", "UTC")


@pytest.mark.parametrize(
    ("length", "ends"),
    [
        (Snooze.HOURS, "2026-10-24 23:00"),
        (Snooze.MORNING, "2026-10-25 08:00"),
        (Snooze.DAYS, "2026-10-27 19:00"),
        (Snooze.WEEK, "2026-10-31 19:00"),
    ],
)
def test_a_snooze_ends(length: Snooze, ends: str) -> None:
    now = local("2026-10-24 20:00", "Europe/Madrid").astimezone(UTC)

    assert snooze_end(length, zone="Europe/Madrid", now=now) == local(ends, "Europe/Madrid")


@given(wishes_(), moments, moments)
def test_now_passes_everything(wishes: Wishes, written_at: datetime, now: datetime) -> None:
    assert leaves_at(Urgency.NOW, wishes, written_at=written_at, now=now) == now


@given(held, wishes_(), moments, moments)
def test_nothing_leaves_in_quiet_hours_or_while_snoozed(
    urgency: Urgency, wishes: Wishes, written_at: datetime, now: datetime
) -> None:
    at = leaves_at(urgency, wishes, written_at=written_at, now=now)

    assert at >= max(now, wishes.snoozed_until or now)
    assert not is_quiet(wishes, at)


@given(held, wishes_(), moments, moments)
def test_asked_again_at_that_moment_it_may_leave(
    urgency: Urgency, wishes: Wishes, written_at: datetime, now: datetime
) -> None:
    at = leaves_at(urgency, wishes, written_at=written_at, now=now)

    assert leaves_at(urgency, wishes, written_at=written_at, now=at) == at


@given(held, wishes_(), moments)
def test_nothing_waits_longer_than_its_snooze_and_two_days(urgency: Urgency, wishes: Wishes, now: datetime) -> None:
    begins = max(now, wishes.snoozed_until or now)

    assert leaves_at(urgency, wishes, written_at=now, now=now) <= begins + 2 * DAY + timedelta(hours=2)


@given(held, wishes_(), moments, some.timedeltas(timedelta(0), DAY))
def test_what_is_looked_at_later_never_leaves_earlier(
    urgency: Urgency, wishes: Wishes, now: datetime, later: timedelta
) -> None:
    first = leaves_at(urgency, wishes, written_at=now, now=now)

    assert leaves_at(urgency, wishes, written_at=now, now=now + later) >= first


def test_each_wait_is_twice_the_one_before_up_to_a_bound() -> None:
    hour = timedelta(hours=1)

    waits = [tried_again_after(Urgency.USUAL, attempts, longest=hour) for attempts in range(1, 9)]

    assert [wait.total_seconds() / 60 for wait in waits] == [1, 2, 4, 8, 16, 32, 60, 60]


def test_what_is_urgent_is_tried_again_at_once() -> None:
    waits = [tried_again_after(Urgency.NOW, attempts, longest=timedelta(hours=1)) for attempts in (1, 2, 9, 10**6)]

    assert [wait.total_seconds() for wait in waits] == [5, 10, 60, 60]
