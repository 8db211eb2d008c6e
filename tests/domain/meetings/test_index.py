"""The index answers as looking at every meeting would."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import asin, cos, radians, sin, sqrt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.domain.meetings.fellowships import Audience
from holdfast.domain.meetings.index import EARTH_KM, STILL_COUNTS, Index, Reason
from holdfast.domain.meetings.kinds import Kind
from holdfast.domain.meetings.meeting import Attendance, Category, Change, ChangeKind, Meeting, Slot
from holdfast.domain.meetings.pathways import Pathway
from holdfast.domain.meetings.query import Query, Sense, Sort
from holdfast.domain.meetings.times import every_weeks, nth_of_month, occurrences

FRIDAY = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)
WOMEN = frozenset({Kind.WOMEN})
CHICAGO = (41.88, -87.63)
BASE = Meeting("x", "Friday group", "aa", slots=(Slot(5, 840),), zone="America/Chicago", latitude=41.9, longitude=-87.6)


def found(query: Query, *meetings: Meeting, now: datetime = FRIDAY) -> list[str]:
    return [meetings[hit.position].key for hit in Index(meetings).search(query, now).hits]


def variants(**changes: Any) -> tuple[Meeting, Meeting]:
    return BASE, replace(BASE, key="y", **changes)


@pytest.mark.parametrize(
    ("query", "changes", "keys"),
    [
        (Query(), {}, ["x", "y"]),
        (Query(days=frozenset({2})), {"slots": (Slot(2, 60),)}, ["y"]),
        (Query(start_after=1000), {"slots": (Slot(5, 1000),)}, ["y"]),
        (Query(start_before=840), {"slots": (Slot(5, 839),)}, ["y"]),
        (Query(days=frozenset({5})), {"slots": ()}, ["x"]),
        (Query(kinds=frozenset({Kind.WOMEN})), {"kinds": frozenset({Kind.WOMEN, Kind.OPEN})}, ["y"]),
        (Query(kinds=frozenset({Kind.WOMEN, Kind.MEN})), {"kinds": frozenset({Kind.WOMEN})}, []),
        (Query(attendance=Attendance.ONLINE), {"attendance": Attendance.HYBRID}, ["y"]),
        (Query(attendance=Attendance.IN_PERSON), {"attendance": Attendance.HYBRID}, ["y"]),
        (Query(attendance=Attendance.ONLINE), {"attendance": Attendance.IN_PERSON}, []),
        (Query(fellowships=frozenset({"na"})), {"fellowship": "na"}, ["y"]),
        (Query(without_fellowships=frozenset({"aa"})), {"fellowship": "na"}, ["y"]),
        (Query(twelve_step=False), {"fellowship": "smart"}, ["y"]),
        (Query(twelve_step=False), {"fellowship": "na"}, []),
        (Query(twelve_step=False), {"fellowship": "other"}, []),
        (Query(twelve_step=True), {"fellowship": "smart"}, ["x"]),
        (Query(audience=Audience.FAMILY), {"fellowship": "al-anon"}, ["y"]),
        (Query(audience=Audience.OWN), {"fellowship": "nar-anon"}, ["x"]),
        (Query(languages=frozenset({"es"})), {"languages": frozenset({"es", "en"})}, ["y"]),
        (Query(languages=frozenset({"xx"})), {"languages": frozenset({"es"})}, []),
        (Query(near=CHICAGO, radius_km=10), {"latitude": 30.0}, ["x"]),
        (Query(near=CHICAGO, radius_km=10), {"latitude": None, "longitude": None}, ["x"]),
        (Query(near=CHICAGO), {"latitude": None, "longitude": None}, ["x", "y"]),
        (Query(words="friday"), {"name": "Saturday"}, ["x"]),
        (Query(words="fri"), {"name": "Saturday"}, ["x"]),
        (Query(words="fridya group"), {"name": "Saturday"}, ["x"]),
        (Query(words="jose"), {"name": "San José"}, ["y"]),
        (Query(words="group main"), {"address": "5 Main St"}, ["y"]),
        (Query(words="zzzz"), {}, []),
    ],
)
def test_narrows_by_one_thing(query: Query, changes: dict[str, Any], keys: list[str]) -> None:
    assert found(query, *variants(**changes)) == keys


@pytest.mark.parametrize(
    ("slot", "zone", "within", "is_found"),
    [
        (Slot(5, 14 * 60), "America/Chicago", 60, True),
        (Slot(5, 13 * 60 + 20), "America/Chicago", 60, True),
        (Slot(5, 13 * 60 + 19), "America/Chicago", 60, False),
        (Slot(5, 14 * 60 + 30), "America/Chicago", 60, True),
        (Slot(5, 14 * 60 + 31), "America/Chicago", 60, False),
        (Slot(5, 20 * 60), "Europe/London", 60, True),
        (Slot(6, 10), "Asia/Karachi", 60, False),
        (Slot(6, 45), "Asia/Karachi", 60, True),
        (Slot(6, 60), "Europe/Athens", 209, False),
        (Slot(5, 14 * 60), None, 60, False),
    ],
)
def test_now_and_soon_counts_on_each_meetings_own_clock(
    slot: Slot, zone: str | None, within: int, is_found: bool
) -> None:
    meeting = replace(BASE, slots=(slot,), zone=zone)

    assert bool(found(Query(within_minutes=within), meeting)) is is_found


def test_soon_goes_on_past_midnight_and_the_end_of_the_week() -> None:
    saturday_night = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)
    sunday = replace(BASE, slots=(Slot(0, 15),))

    assert found(Query(within_minutes=60), sunday, now=saturday_night) == ["x"]


@pytest.mark.parametrize(
    ("now", "slot", "within", "is_found"),
    [
        # clocks go forward at 02:00 on 8 March 2026: 03:30 is half an hour after 01:59
        (datetime(2026, 3, 8, 7, 45, tzinfo=UTC), Slot(0, 210), 60, True),
        # clocks go back at 02:00 on 1 November 2026: 02:30 is two hours after the first 01:30
        (datetime(2026, 11, 1, 6, 30, tzinfo=UTC), Slot(0, 150), 90, False),
        (datetime(2026, 11, 1, 6, 30, tzinfo=UTC), Slot(0, 150), 120, True),
    ],
)
def test_counts_real_minutes_in_the_night_the_clocks_change(
    now: datetime, slot: Slot, within: int, is_found: bool
) -> None:
    assert bool(found(Query(within_minutes=within), replace(BASE, slots=(slot,)), now=now)) is is_found


def test_a_meeting_with_several_times_is_found_once_at_the_soonest() -> None:
    meeting = replace(BASE, slots=(Slot(1, 600), Slot(5, 840), Slot(6, 600)))

    results = Index([meeting]).search(Query(), FRIDAY)

    assert results.total == 1
    assert results.hits[0].slot == Slot(5, 840)


@pytest.mark.parametrize(
    ("sort", "keys"), [(Sort.TIME, ["far", "near"]), (Sort.DISTANCE, ["near", "far"]), (Sort.NAME, ["far", "near"])]
)
def test_sorts_as_asked(sort: Sort, keys: list[str]) -> None:
    near = replace(BASE, key="near", name="Z", slots=(Slot(6, 600),))
    far = replace(BASE, key="far", name="A", latitude=42.5)

    assert found(Query(near=CHICAGO, sort=sort), near, far) == keys


def test_pages_through_all_and_counts_them() -> None:
    meetings = [replace(BASE, key=str(number), name=f"{number:03}") for number in range(25)]
    index = Index(meetings)

    pages = [index.search(Query(sort=Sort.NAME, offset=start, limit=10), FRIDAY) for start in (0, 10, 20)]

    assert [meetings[hit.position].key for page in pages for hit in page.hits] == [str(number) for number in range(25)]
    assert {page.total for page in pages} == {25}


def test_counts_kinds_over_all_answers() -> None:
    women = replace(BASE, key="y", kinds=frozenset({Kind.WOMEN}), slots=(Slot(1, 60), Slot(2, 60)))

    assert Index([BASE, women]).search(Query(limit=1), FRIDAY).kinds == {Kind.WOMEN: 1}


def test_an_empty_directory_answers_with_nothing() -> None:
    assert Index([]).search(Query(near=CHICAGO, radius_km=5, words="x", within_minutes=60), FRIDAY).total == 0


def test_lists_the_fellowships_that_are_there() -> None:
    assert Index([replace(BASE, fellowship="smart"), BASE]).fellowships == ("aa", "smart")


def apart(meeting: Meeting) -> float:
    """Great-circle distance, worked out one by one."""
    if meeting.latitude is None or meeting.longitude is None:
        return float("inf")
    one, two = (radians(CHICAGO[0]), radians(meeting.latitude))
    along = radians(meeting.longitude - CHICAGO[1])
    chord = sin((two - one) / 2) ** 2 + cos(one) * cos(two) * sin(along / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(chord))


MEETINGS = st.lists(
    st.builds(
        Meeting,
        key=st.uuids().map(str),
        name=st.sampled_from(["One", "Two", "Three"]),
        fellowship=st.sampled_from(["aa", "smart", None]),
        kinds=st.frozensets(st.sampled_from([Kind.WOMEN, Kind.OPEN])),
        slots=st.lists(st.builds(Slot, st.integers(0, 6), st.integers(0, 1439)), max_size=2).map(tuple),
        zone=st.sampled_from(["America/Chicago", None]),
        latitude=st.floats(41, 43),
        longitude=st.floats(-89, -87),
    ),
    max_size=12,
)


@settings(max_examples=100, deadline=None)
@given(MEETINGS, st.sampled_from([5.0, 50.0, None]), st.frozensets(st.sampled_from([Kind.WOMEN, Kind.OPEN])))
def test_finds_what_looking_at_each_would_find(
    meetings: list[Meeting], radius: float | None, kinds: frozenset[Kind]
) -> None:
    query = Query(near=CHICAGO, radius_km=radius, kinds=kinds, limit=100)

    keys = set(found(query, *meetings))

    wanted = {one.key for one in meetings if kinds <= one.kinds and (radius is None or apart(one) <= radius)}
    assert keys == wanted


@pytest.mark.parametrize(
    ("word", "is_near"),
    [
        ("friday", True),
        ("fridya", True),
        ("firday", True),
        ("frday", True),
        ("frixday", True),
        ("fridax", True),
        ("fridayx", True),
        ("fdiray", False),
        ("monday", False),
        ("fxixay", False),
    ],
)
def test_forgives_one_slip(word: str, is_near: bool) -> None:
    assert bool(found(Query(words=f"{word} group"), BASE)) is is_near


RHYTHMS = st.one_of(
    st.builds(Slot, st.integers(0, 6), st.integers(0, 1439)),
    st.builds(
        lambda day, start, nth: Slot(day, start, None, nth_of_month(day, nth)),
        st.integers(0, 6),
        st.integers(0, 1439),
        st.sampled_from([1, 3, -1]),
    ),
    st.builds(
        lambda day, start, week: Slot(day, start, None, every_weeks(day, 2), date(2026, 1, 4 + day + 7 * week)),
        st.integers(0, 6),
        st.integers(0, 1439),
        st.integers(0, 1),
    ),
)
NOWS = st.integers(0, 60 * 24 * 365).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))
ZONES = ["America/Chicago", "Europe/Madrid", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Casablanca"]


def changes_from(now: datetime) -> st.SearchStrategy[Change]:
    days = st.integers(-3, 20).map(lambda after: now.date() + timedelta(days=after))
    return st.builds(
        lambda first, length, kind, start: Change(first, first + timedelta(days=length), kind, start),
        days,
        st.integers(0, 9),
        st.sampled_from(list(ChangeKind)),
        st.integers(0, 1439),
    )


@settings(max_examples=400, deadline=None)
@given(st.data(), NOWS, st.sampled_from(ZONES), st.lists(RHYTHMS, max_size=3))
def test_the_next_time_is_the_one_a_calendar_would_show(
    data: st.DataObject, now: datetime, zone: str, slots: list[Slot]
) -> None:
    changes = data.draw(st.lists(changes_from(now), max_size=2))
    meeting = replace(BASE, slots=tuple(slots), zone=zone, changes=tuple(changes))
    dates = occurrences(meeting, now - timedelta(minutes=STILL_COUNTS), now + timedelta(days=100))

    hit = Index([meeting]).search(Query(), now).hits[0]

    assert hit.next_start == (dates[0].start if dates else None)


@settings(max_examples=300, deadline=None)
@given(NOWS, st.sampled_from([0, 30, 180, 1440, 10079]), st.sampled_from(ZONES), st.lists(RHYTHMS, max_size=4))
def test_what_is_soon_is_what_looking_at_every_date_finds(
    now: datetime, within: int, zone: str, slots: list[Slot]
) -> None:
    meetings = [replace(BASE, key=str(at), slots=(slot,), zone=zone) for at, slot in enumerate(slots)]
    until = now + timedelta(minutes=within, seconds=1)
    wanted = {one.key for one in meetings if occurrences(one, now - timedelta(minutes=STILL_COUNTS), until)}

    assert set(found(Query(within_minutes=within), *meetings, now=now)) == wanted


@settings(max_examples=200, deadline=None)
@given(
    st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
    st.sampled_from([1.0, 30.0, 700.0, 9000.0, 25000.0]),
    st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), max_size=30),
)
def test_near_is_near_at_the_poles_and_across_the_date_line(
    here: tuple[float, float], radius: float, places: list[tuple[float, float]]
) -> None:
    meetings = [replace(BASE, key=str(at), latitude=one[0], longitude=one[1]) for at, one in enumerate(places)]
    away = {one.key: distance(here, (one.latitude or 0.0, one.longitude or 0.0)) for one in meetings}

    keys = found(Query(near=here, radius_km=radius, sort=Sort.DISTANCE), *meetings)

    assert {key for key, km in away.items() if km < radius - 1e-6} <= set(keys)
    assert set(keys) <= {key for key, km in away.items() if km <= radius + 1e-6}
    assert [away[key] for key in keys] == pytest.approx(sorted(away[key] for key in keys), abs=1e-6)


def distance(one: tuple[float, float], two: tuple[float, float]) -> float:
    """Great-circle distance in km by the haversine formula."""
    along = radians(two[1] - one[1])
    chord = sin(radians(two[0] - one[0]) / 2) ** 2 + cos(radians(one[0])) * cos(radians(two[0])) * sin(along / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(chord)))


@pytest.mark.parametrize(
    ("query", "changes", "keys"),
    [
        (Query(any_kinds=frozenset({Kind.WOMEN, Kind.MEN})), {"kinds": frozenset({Kind.MEN})}, ["y"]),
        (Query(without_kinds=frozenset({Kind.OUTDOOR})), {"kinds": frozenset({Kind.OUTDOOR})}, ["x"]),
        (Query(pathways=frozenset({Pathway.SECULAR})), {"fellowship": "smart"}, ["y"]),
        (Query(categories=frozenset({Category.SERVICE})), {"category": Category.SERVICE}, ["y"]),
        (Query(within_minutes=60), {"is_closed": True}, ["x"]),
        (Query(words="mujeres", senses=(Sense("mujeres", WOMEN),)), {"kinds": WOMEN}, ["y"]),
        (
            Query(fellowships=frozenset({"na"}), languages=frozenset({"es"}), start_after=60),
            {"fellowship": "na", "languages": frozenset({"es"})},
            ["y"],
        ),
        (
            Query(fellowships=frozenset({"na"}), languages=frozenset({"es"}), start_after=60),
            {"fellowship": "na", "languages": frozenset({"en"})},
            [],
        ),
        (Query(words="narcotics"), {"fellowship": "na"}, ["y"]),
        (Query(near=CHICAGO, travel_kmh=10.0), {"latitude": 43.0}, ["x"]),
        (Query(near=CHICAGO, travel_kmh=10.0), {"latitude": 43.0, "attendance": Attendance.ONLINE}, ["x", "y"]),
    ],
)  # fmt: skip
def test_narrows_by_what_came_later(query: Query, changes: dict[str, Any], keys: list[str]) -> None:
    assert found(query, *variants(**changes)) == keys


def test_what_is_only_online_comes_behind_what_can_be_gone_to() -> None:
    online = replace(BASE, key="online", attendance=Attendance.ONLINE)
    far = replace(BASE, key="far", latitude=42.5)

    assert found(Query(near=CHICAGO, sort=Sort.DISTANCE, online_last=True), online, far) == ["far", "online"]


def test_puts_what_fits_best_first() -> None:
    both = replace(BASE, key="both", kinds=frozenset({Kind.WOMEN, Kind.NEWCOMERS}), slots=(Slot(6, 0),))
    one = replace(BASE, key="one", kinds=frozenset({Kind.WOMEN}))

    assert found(Query(any_kinds=both.kinds, sort=Sort.FIT), one, both) == ["both", "one"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"latitude": 42.03}, Reason.FAR),
        ({"kinds": frozenset()}, Reason.KIND),
        ({"attendance": Attendance.ONLINE}, Reason.ATTENDANCE),
        ({"slots": (Slot(1, 600),)}, Reason.DAY),
        ({"languages": frozenset({"es"})}, Reason.LANGUAGE),
    ],
)
def test_says_why_something_near_was_left_out(changes: dict[str, Any], reason: Reason) -> None:
    fits = replace(BASE, kinds=frozenset({Kind.WOMEN}), attendance=Attendance.IN_PERSON, languages=frozenset({"en"}))
    query = Query(
        near=CHICAGO,
        radius_km=10,
        kinds=fits.kinds,
        attendance=Attendance.IN_PERSON,
        days=frozenset({5}),
        languages=fits.languages,
    )

    missed = Index([fits, replace(fits, key="y", **changes)]).near_misses(query, FRIDAY)

    assert [(hit.position, why) for hit, why, _ in missed] == [(1, reason)]


@settings(max_examples=60, deadline=None)
@given(NOWS, st.lists(RHYTHMS, min_size=1, max_size=25), st.integers(0, 12), st.sampled_from(ZONES))
def test_the_soonest_of_very_many_are_the_soonest_of_all(
    now: datetime, slots: list[Slot], limit: int, zone: str
) -> None:
    meetings = [
        replace(BASE, key=str(at), name=f"{at:03}", slots=(slot, Slot(at % 7, 60 * at % 1440)), zone=zone)
        for at, slot in enumerate(slots)
    ]
    query = Query(limit=limit, offset=limit // 3, kinds=BASE.kinds)

    whole = Index(meetings).search(query, now)
    quick = Index(meetings, many=1).search(query, now)

    assert quick == whole
