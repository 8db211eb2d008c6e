"""Rhythms, coming dates, closures and moves in words, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from holdfast.directory.dated import change_words, date_lines, lines_for_viewer, next_line, span_lines
from holdfast.directory.shown import Viewer, times
from holdfast.domain.meetings.meeting import Category, Change, ChangeKind, Meeting, Slot
from holdfast.domain.meetings.times import every_weeks, nth_of_month

NOW = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)
OFF, MOVED, EXTRA = ChangeKind.CANCELLED, ChangeKind.MOVED, ChangeKind.EXTRA
TUESDAY = date(2026, 11, 24)


def on(day: int, kind: ChangeKind, **values: Any) -> Change:
    """A change on one day of December."""
    return Change(date(2026, 12, day), date(2026, 12, day), kind, **values)


def group(*changes: Change, rule: str = "", day: int = 2, **values: Any) -> Meeting:
    """Tuesdays from seven to eight, by this rule."""
    given = {"slots": (Slot(day, 1140, 1200, rule, TUESDAY if rule else None),), "zone": "America/Chicago", **values}
    return Meeting("k", "Group", changes=changes, **given)


@pytest.mark.parametrize(
    ("day", "rule", "words"),
    [
        (2, "", "Tuesday, 7 p.m. to 8 p.m."),
        (2, every_weeks(2, 2), "Every other Tuesday, 7 p.m. to 8 p.m."),
        (2, every_weeks(2, 3), "Every 3 weeks on Tuesday, 7 p.m. to 8 p.m."),
        (0, nth_of_month(0, -1), "The last Sunday of the month, 7 p.m. to 8 p.m."),
        (1, nth_of_month(1, 1, 3), "The first and third Monday of the month, 7 p.m. to 8 p.m."),
        (1, "FREQ=MONTHLY;BYMONTHDAY=15", "On certain dates, 7 p.m. to 8 p.m."),
    ],
)
def test_a_rhythm_stands_in_words(day: int, rule: str, words: str) -> None:
    assert times(group(day=day, rule=rule)) == [words]


def test_weekly_days_stand_together_and_others_alone() -> None:
    slots = (Slot(1, 1140), Slot(2, 1140), Slot(3, 1140, None, nth_of_month(3, 1)), Slot(4, 1140))

    assert times(group(slots=slots)) == [
        "Monday, Tuesday and Thursday, 7 p.m.",
        "The first Wednesday of the month, 7 p.m.",
    ]


def test_an_irregular_meeting_points_to_its_dates() -> None:
    assert times(group(on(3, EXTRA, start=600), slots=())) == ["Irregular: see the dates"]


def test_a_community_is_there_at_any_hour() -> None:
    assert times(group(slots=(), category=Category.COMMUNITY)) == ["At any hour"]


@pytest.mark.parametrize(
    ("change", "when", "note", "is_off"),
    [
        (on(1, OFF), "Tuesday, December 1", "does not meet", True),
        (on(1, OFF, note="Holiday"), "Tuesday, December 1", "does not meet. Holiday", True),
        (on(1, MOVED, place="the other hall"), "Tuesday, December 1, 7 p.m.", "at the other hall", False),
        (on(1, MOVED, start=1200), "Tuesday, December 1, 8 p.m.", "at another time", False),
        (on(1, MOVED, note="Bring soup"), "Tuesday, December 1, 7 p.m.", "Bring soup", False),
        (on(2, EXTRA, start=600), "Wednesday, December 2, 10 a.m.", "in addition", False),
        (
            on(2, EXTRA, start=600, place="a park"),
            "Wednesday, December 2, 10 a.m.",
            "in addition, at a park",
            False,
        ),
    ],
)
def test_what_is_not_as_usual_is_marked(change: Change, when: str, note: str, is_off: bool) -> None:
    marked = [(line.when, line.note, line.is_off) for line in date_lines(group(change), NOW) if line.note]

    assert marked == [(when, note, is_off)]


def test_six_dates_are_told() -> None:
    assert len(date_lines(group(rule=every_weeks(2, 2)), NOW)) == 6


def test_a_plain_week_needs_no_dates() -> None:
    assert date_lines(group(), NOW) == ()
    assert next_line(group(), Viewer(NOW)) == ""


def test_an_exception_far_away_needs_no_dates_yet() -> None:
    far = Change(date(2027, 6, 1), date(2027, 6, 1), OFF)

    assert date_lines(group(far), NOW) == ()


def test_the_next_date_is_told_where_the_times_do_not() -> None:
    assert next_line(group(rule=every_weeks(2, 2)), Viewer(NOW)) == "Next: Tuesday, November 24, 7 p.m."


@pytest.mark.parametrize(
    ("change", "here", "ahead"),
    [
        (Change(date(2026, 11, 1), date(2027, 1, 2), OFF), ["Closed until Jan. 2, 2027."], []),
        (Change(date(2026, 11, 1), None, OFF), ["Closed until further notice."], []),
        (
            Change(date(2026, 12, 20), date(2027, 1, 2), OFF, note="Holidays."),
            [],
            ["Closed from Dec. 20, 2026 until Jan. 2, 2027. Holidays."],
        ),
        (Change(date(2026, 12, 20), None, OFF), [], ["Closed from Dec. 20, 2026 until further notice."]),
        (
            Change(date(2026, 11, 1), date(2027, 1, 2), MOVED, place="Elm Street 4"),
            ["Moved until Jan. 2, 2027: Elm Street 4"],
            [],
        ),
        (
            Change(date(2026, 11, 1), None, MOVED, 1080, 1140, "Elm Street 4"),
            ["Moved until further notice: Elm Street 4, 6 p.m. to 7 p.m."],
            [],
        ),
        (
            Change(date(2026, 12, 1), date(2027, 1, 2), MOVED, place="Elm Street 4"),
            [],
            ["Moved from Dec. 1, 2026 until Jan. 2, 2027: Elm Street 4"],
        ),
        (
            Change(date(2026, 12, 1), date(2027, 1, 2), MOVED, 1080),
            [],
            ["Moved from Dec. 1, 2026 until Jan. 2, 2027: 6 p.m."],
        ),
        (Change(date(2026, 10, 1), date(2026, 11, 1), OFF), [], []),
        (on(1, OFF), [], []),
    ],
)
def test_closures_and_moves_are_told(change: Change, here: list[str], ahead: list[str]) -> None:
    assert span_lines(group(change), NOW) == (here, ahead)


def test_a_change_stands_on_one_line() -> None:
    assert change_words(on(24, OFF)) == "Thursday, December 24: does not meet"
    assert change_words(on(4, MOVED, place="the other hall")) == "Friday, December 4: at the other hall"
    assert change_words(Change(date(2026, 12, 1), None, OFF)) == "Closed from Dec. 1, 2026 until further notice."


def test_the_next_date_stands_on_the_viewers_clock() -> None:
    meeting = group(rule=every_weeks(2, 2))

    assert lines_for_viewer(meeting, Viewer(NOW, "Europe/Madrid")) == ("For you the next one is on Wednesday, 2 a.m.",)
    assert lines_for_viewer(meeting, Viewer(NOW, "America/Chicago")) == ()


def test_a_week_stands_on_the_viewers_clock() -> None:
    assert lines_for_viewer(group(), Viewer(NOW, "Europe/Madrid")) == ("For you: Wednesday, 2 a.m.",)
