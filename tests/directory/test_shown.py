"""Times, zones and distances in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from holdfast.directory.shown import (
    Viewer,
    clock,
    day_words,
    distance_words,
    for_viewer,
    hours,
    next_words,
    times,
    where,
    zone_beside,
    zone_words,
)
from holdfast.domain.meetings.meeting import Attendance, Meeting, Slot

NOW = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)
CHICAGO = "America/Chicago"


def group(**values: object) -> Meeting:
    """A meeting on Tuesdays from seven to eight."""
    given_values = {"key": "k", "name": "Group", "slots": (Slot(2, 1140, 1200),), "zone": CHICAGO, **values}
    return Meeting(**given_values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("slots", "words"),
    [
        ((), ["By appointment"]),
        ((Slot(2, 1140, 1200),), ["Tuesday, 7 p.m. to 8 p.m."]),
        ((Slot(2, 1140),), ["Tuesday, 7 p.m."]),
        ((Slot(6, 1410, 30),), ["Saturday, 11:30 p.m. to 12:30 a.m."]),
        ((Slot(0, 600, 660), Slot(1, 600, 660)), ["Monday and Sunday, 10 a.m. to 11 a.m."]),
        ((Slot(1, 600), Slot(3, 600), Slot(5, 600)), ["Monday, Wednesday and Friday, 10 a.m."]),
        (tuple(Slot(day, 600) for day in range(7)), ["Every day, 10 a.m."]),
        ((Slot(1, 600), Slot(1, 1140)), ["Monday, 10 a.m.", "Monday, 7 p.m."]),
    ],
)
def test_times_stand_in_words(slots: tuple[Slot, ...], words: list[str]) -> None:
    assert times(group(slots=slots)) == words


def test_times_stand_in_the_readers_language() -> None:
    with translation.override("es"):
        assert times(group()) == ["Martes, de 19:00 a 20:00"]


@given(st.sets(st.integers(0, 6), min_size=1, max_size=6))
def test_every_day_is_named_once(days: set[int]) -> None:
    words = day_words(days)

    assert sum(words.count(name) for name in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")) == len(days)


@given(st.integers(0, 1439))
def test_an_end_that_is_not_known_is_not_made_up(start: int) -> None:
    assert hours(start, None) == clock(start)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (-10, "It has just begun"),
        (0, "It has just begun"),
        (1, "In 1 minute"),
        (59, "In 59 minutes"),
        (60, "In about 1 hour"),
        (179, "In about 2 hours"),
        (180, "Today"),
        (11 * 60, "Tomorrow"),
        (3 * 24 * 60, ""),
    ],
)
def test_what_is_soon_is_said(minutes: int, words: str) -> None:
    start = (NOW + timedelta(minutes=minutes)).astimezone(ZoneInfo(CHICAGO))

    assert next_words(start, Viewer(NOW, CHICAGO)) == words


def test_today_is_the_viewers_today() -> None:
    start = datetime(2026, 11, 21, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))

    assert next_words(start, Viewer(NOW, "America/Chicago")) == "Today"
    assert next_words(start, Viewer(NOW, "Asia/Tokyo")) == "Today"
    assert next_words(start, Viewer(NOW, "Europe/London")) == "Tomorrow"


def test_nothing_is_soon_without_a_time() -> None:
    assert next_words(None, Viewer(NOW)) == ""


@pytest.mark.parametrize(
    ("attendance", "zone", "viewer", "words"),
    [
        (Attendance.IN_PERSON, CHICAGO, None, ""),
        (Attendance.IN_PERSON, CHICAGO, CHICAGO, ""),
        (Attendance.IN_PERSON, CHICAGO, "Europe/Madrid", "Chicago time"),
        (Attendance.ONLINE, CHICAGO, None, "Chicago time"),
        (Attendance.ONLINE, CHICAGO, CHICAGO, ""),
        (Attendance.ONLINE, "America/Winnipeg", CHICAGO, ""),
        (Attendance.ONLINE, None, CHICAGO, "time zone not known"),
        (Attendance.IN_PERSON, None, CHICAGO, ""),
    ],
)
def test_a_zone_is_named_where_it_could_be_mistaken(
    attendance: Attendance, zone: str | None, viewer: str | None, words: str
) -> None:
    assert zone_beside(group(attendance=attendance, zone=zone), Viewer(NOW, viewer)) == words


def test_a_zone_goes_by_its_city() -> None:
    assert zone_words("America/Argentina/Buenos_Aires") == "Buenos Aires time"


def test_times_on_the_viewers_clock_stand_together() -> None:
    starts = [datetime(2026, 11, day, 23, 0, tzinfo=ZoneInfo("America/Los_Angeles")) for day in (20, 21, 22)]

    assert for_viewer(starts, Viewer(NOW, "Europe/Madrid")) == ["For you: Monday, Saturday and Sunday, 8 a.m."]


@pytest.mark.parametrize(
    ("km", "in_miles", "approximate", "words"),
    [
        (None, False, False, ""),
        (0.44, False, False, "0.4 km"),
        (9.96, False, False, "10 km"),
        (9.94, False, False, "9.9 km"),
        (24.4, False, False, "24 km"),
        (16.09344, True, False, "10 miles"),
        (3.0, False, True, "about 3.0 km"),
    ],
)
def test_a_distance_is_in_the_unit_of_the_place(
    km: float | None, in_miles: bool, approximate: bool, words: str
) -> None:
    meeting = group(is_approximate=approximate)

    assert distance_words(km, meeting, Viewer(NOW, in_miles=in_miles)) == words


def test_what_is_online_has_no_distance() -> None:
    assert distance_words(3.0, group(attendance=Attendance.ONLINE), Viewer(NOW)) == ""


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"location": "Hall", "address": "1 Road", "city": "Town"}, "Hall, 1 Road, Town"),
        ({"address": "1 Road, Town", "regions": ("County", "Town")}, "1 Road, Town"),
        ({"address": "1 Road, Town, CA, USA", "regions": ("West",)}, "1 Road, Town, CA, USA"),
        ({"location": "Hall", "regions": ("County", "Quarter")}, "Hall, Quarter"),
        ({"location": "Hall", "attendance": Attendance.ONLINE}, ""),
        ({}, ""),
    ],
)
def test_a_place_stands_in_a_few_words(values: dict[str, object], words: str) -> None:
    assert where(group(**values)) == words
