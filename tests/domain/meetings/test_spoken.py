"""A rhythm as people say it, and the dates that are not as usual."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.meetings.meeting import Change, ChangeKind, Meeting, Slot
from holdfast.domain.meetings.spoken import (
    BY_RULE,
    WEEKLY,
    WHICH,
    Often,
    Rhythm,
    dates_ahead,
    is_plain,
    is_shut,
    may_not_be_weekly,
    next_moment,
    rhythm_of,
    rule_for,
    spans_ahead,
)
from holdfast.domain.meetings.times import rule_of

NOW = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)
CHICAGO = "America/Chicago"
FRIDAYS = Slot(5, 1140, 1200)
OFF, MOVED, EXTRA = ChangeKind.CANCELLED, ChangeKind.MOVED, ChangeKind.EXTRA


def meeting(*changes: Change, slots: tuple[Slot, ...] = (FRIDAYS,), zone: str | None = CHICAGO) -> Meeting:
    return Meeting("k", "Friday group", slots=slots, changes=changes, zone=zone)


@pytest.mark.parametrize(
    ("rule", "rhythm"),
    [
        ("", WEEKLY),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", Rhythm(Often.EVERY_WEEKS, 2)),
        ("FREQ=WEEKLY;INTERVAL=2", Rhythm(Often.EVERY_WEEKS, 2)),
        ("FREQ=WEEKLY;INTERVAL=3;BYDAY=FR;WKST=SU", Rhythm(Often.EVERY_WEEKS, 3)),
        ("FREQ=MONTHLY;BYDAY=-1FR", Rhythm(Often.MONTHLY, which=(-1,))),
        ("FREQ=MONTHLY;BYDAY=3FR,+1FR", Rhythm(Often.MONTHLY, which=(1, 3))),
        ("FREQ=MONTHLY;BYDAY=FR;BYSETPOS=2", Rhythm(Often.MONTHLY, which=(2,))),
        ("FREQ=MONTHLY;BYDAY=FR", BY_RULE),
        ("FREQ=MONTHLY;BYDAY=-2FR", BY_RULE),
        ("FREQ=MONTHLY;BYDAY=1MO", BY_RULE),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=1FR", BY_RULE),
        ("FREQ=MONTHLY;BYDAY=MO,FR;BYSETPOS=1", BY_RULE),
        ("FREQ=MONTHLY;BYMONTHDAY=15", BY_RULE),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR,TU", BY_RULE),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;COUNT=3", BY_RULE),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24", BY_RULE),
        ("FREQ=DAILY", BY_RULE),
    ],
)
def test_a_rule_has_plain_words_or_none(rule: str, rhythm: Rhythm) -> None:
    assert rhythm_of(Slot(5, 1140, None, rule)) == rhythm


@given(
    st.integers(0, 6),
    st.builds(Rhythm, st.just(Often.EVERY_WEEKS), st.integers(2, 8))
    | st.sets(st.sampled_from(WHICH), min_size=1).map(
        lambda which: Rhythm(Often.MONTHLY, which=tuple(sorted(which, key=WHICH.index)))
    )
    | st.just(WEEKLY),
)
def test_a_rhythm_comes_back_from_its_rule(day: int, rhythm: Rhythm) -> None:
    rule = rule_for(rhythm, day)

    assert rhythm_of(Slot(day, 600, None, rule)) == rhythm
    assert (rule_of(rule) if rule else "") == rule


def said(found: Meeting, most: int = 6) -> list[tuple[str, str]]:
    return [
        (f"{one.start:%d %b %H:%M}", one.change.kind.value if one.change else "")
        for one in dates_ahead(found, NOW, most=most)
    ]


def test_single_dates_off_stand_among_the_others() -> None:
    off = Change(date(2026, 11, 27), date(2026, 11, 27), OFF)

    assert said(meeting(off), 3) == [("20 Nov 19:00", ""), ("27 Nov 19:00", "cancelled"), ("04 Dec 19:00", "")]


def test_dates_in_a_longer_closure_are_left_out() -> None:
    closed = Change(date(2026, 11, 21), date(2026, 12, 10), OFF)

    assert said(meeting(closed), 2) == [("20 Nov 19:00", ""), ("11 Dec 19:00", "")]


def test_a_moved_date_has_its_own_time() -> None:
    moved = Change(date(2026, 11, 27), date(2026, 11, 27), MOVED, 1080, place="the other hall")

    assert said(meeting(moved), 2) == [("20 Nov 19:00", ""), ("27 Nov 18:00", "moved")]


def test_a_date_off_is_off_also_where_the_meeting_moved_for_weeks() -> None:
    moved = Change(date(2026, 11, 1), date(2026, 12, 31), MOVED, place="the other hall")
    off = Change(date(2026, 11, 27), date(2026, 11, 27), OFF)

    assert said(meeting(moved, off), 2) == [("20 Nov 19:00", "moved"), ("27 Nov 19:00", "cancelled")]


def test_an_extra_date_on_a_day_off_still_takes_place() -> None:
    off = Change(date(2026, 11, 27), date(2026, 11, 27), OFF)
    extra = Change(date(2026, 11, 27), date(2026, 11, 27), EXTRA, 600)

    assert said(meeting(off, extra), 3)[1:] == [("27 Nov 10:00", "extra"), ("27 Nov 19:00", "cancelled")]


def test_an_irregular_meeting_has_its_extra_dates_only() -> None:
    dates = [Change(date(2026, 12, day), date(2026, 12, day), EXTRA, 600) for day in (3, 17)]

    assert said(meeting(*dates, slots=())) == [("03 Dec 10:00", "extra"), ("17 Dec 10:00", "extra")]


def test_a_meeting_by_appointment_has_no_dates() -> None:
    assert said(meeting(slots=())) == []


def test_dates_are_told_also_where_no_zone_is_known() -> None:
    assert said(meeting(zone=None), 1) == [("27 Nov 19:00", "")]


def test_no_moment_is_told_where_no_zone_is_known() -> None:
    assert next_moment(meeting(zone=None), NOW) is None


def test_the_next_moment_passes_over_what_is_off() -> None:
    off = Change(date(2026, 11, 20), date(2026, 11, 20), OFF)

    found = next_moment(meeting(off), NOW)

    assert found is not None
    assert found.date() == date(2026, 11, 27)


@pytest.mark.parametrize(("minutes", "day"), [(10, 20), (11, 27)])
def test_what_has_just_begun_is_still_the_next(minutes: int, day: int) -> None:
    begins = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)

    found = next_moment(meeting(), begins + timedelta(minutes=minutes))

    assert found is not None
    assert found.day == day


@pytest.mark.parametrize(
    ("change", "is_told"),
    [
        (Change(date(2026, 11, 1), None, OFF), True),
        (Change(date(2026, 12, 1), date(2026, 12, 9), MOVED, place="x"), True),
        (Change(date(2026, 11, 1), date(2026, 11, 19), OFF), False),
        (Change(date(2026, 12, 1), date(2026, 12, 1), OFF), False),
        (Change(date(2026, 12, 1), date(2026, 12, 9), EXTRA, 600), False),
    ],
)
def test_spans_are_told_until_they_are_over(change: Change, is_told: bool) -> None:
    assert bool(spans_ahead(meeting(change), date(2026, 11, 20))) is is_told


@pytest.mark.parametrize(
    ("first", "last", "shut"),
    [
        (date(2026, 11, 1), None, True),
        (date(2026, 11, 20), date(2026, 11, 21), True),
        (date(2026, 11, 21), None, False),
        (date(2026, 11, 20), date(2026, 11, 20), False),
    ],
)
def test_it_is_shut_while_a_closure_holds(first: date, last: date | None, shut: bool) -> None:
    assert is_shut(meeting(Change(first, last, OFF)), NOW) is shut


def test_weekly_times_without_exceptions_are_plain() -> None:
    assert is_plain(meeting())
    assert not is_plain(meeting(slots=()))
    assert not is_plain(meeting(Change(date(2026, 11, 20), None, OFF)))
    assert not is_plain(meeting(slots=(Slot(5, 1140, None, "FREQ=MONTHLY;BYDAY=1FR"),)))


@pytest.mark.parametrize(
    ("words", "is_doubtful"),
    [
        ("Only meets 1st Saturday of the Month. Meeting is in the Church Basement.", True),
        ("Speaker on the last Sunday of each month", False),
        ("Meeting occurs on the 2nd and 4th Sundays of the month only.", True),
        ("Business meeting is held every 1st Monday", False),
        ("Meets every other week", True),
        ("Meets second Tuesdays only", True),
        ("Se reúne el último domingo del mes", True),
        ("Meeting nur am 2. und 4. Freitag im Monat", True),
        ("Every Friday. First time? Come early.", False),
        ("First floor, last door on the left", False),
        ("Use the second entrance in the month of May", False),
        ("", False),
    ],
)
def test_a_listing_that_speaks_of_another_rhythm_is_doubtful(words: str, is_doubtful: bool) -> None:
    assert may_not_be_weekly(Meeting("x", "Group", slots=(Slot(5, 600),), notes=words)) is is_doubtful
