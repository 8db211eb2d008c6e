"""What was asked on the page becomes a query, and what is left out makes it wider, never narrower."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.directory.asking import loosened, online_total, query_for
from holdfast.directory.places import meant
from holdfast.directory.search import holder
from holdfast.directory.shown import Viewer
from holdfast.domain.meetings.fellowships import Audience
from holdfast.domain.meetings.kinds import Kind
from holdfast.domain.meetings.meeting import Attendance
from holdfast.domain.meetings.query import Query, Sort
from tests.conftest import NOW

CHICAGO = meant("Chicago")[0]
VIEWER = Viewer(NOW, "America/Chicago")
NOTHING: dict[str, Any] = {
    "within": 25,
    "when": "",
    "how": "",
    "who": "own",
    "words": "",
    "path": "",
    "language": "",
    "kind": [],
    "access": [],
    "sort": "",
    "page": 1,
}
USUAL = Query(audience=Audience.OWN, limit=20)


@pytest.mark.parametrize(
    ("asked", "query"),
    [
        ({}, USUAL),
        ({"words": "hope"}, replace(USUAL, words="hope")),
        ({"who": "family"}, replace(USUAL, audience=Audience.FAMILY)),
        ({"how": "online"}, replace(USUAL, attendance=Attendance.ONLINE)),
        ({"how": "in_person"}, replace(USUAL, attendance=Attendance.IN_PERSON)),
        ({"path": "na"}, replace(USUAL, fellowships=frozenset({"na"}))),
        ({"path": "not-12-step"}, replace(USUAL, twelve_step=False)),
        ({"language": "es"}, replace(USUAL, languages=frozenset({"es"}))),
        ({"kind": ["women"]}, replace(USUAL, kinds=frozenset({Kind.WOMEN}))),
        (
            {"kind": ["women"], "access": ["wheelchair"]},
            replace(USUAL, kinds=frozenset({Kind.WOMEN, Kind.WHEELCHAIR})),
        ),
        ({"when": "3"}, replace(USUAL, days=frozenset({3}))),
        ({"when": "now"}, replace(USUAL, within_minutes=180)),
        ({"when": "tomorrow"}, replace(USUAL, days=frozenset({6}))),
        ({"when": "today"}, replace(USUAL, within_minutes=630)),
        ({"page": 3}, replace(USUAL, offset=40)),
        ({"sort": "distance"}, USUAL),
    ],
)
def test_each_choice_becomes_a_part_of_the_query(asked: dict[str, Any], query: Query) -> None:
    assert query_for({**NOTHING, **asked}, place=None, viewer=VIEWER) == query


def test_a_place_narrows_by_distance() -> None:
    query = query_for(NOTHING, place=CHICAGO, viewer=VIEWER)

    assert (query.near, query.radius_km) == ((CHICAGO.latitude, CHICAGO.longitude), 25.0)


def test_a_place_does_not_narrow_what_is_online() -> None:
    query = query_for({**NOTHING, "how": "online"}, place=CHICAGO, viewer=VIEWER)

    assert (query.near, query.radius_km) == (None, None)


def test_nearest_first_needs_a_place() -> None:
    assert query_for({**NOTHING, "sort": "distance"}, place=CHICAGO, viewer=VIEWER).sort is Sort.DISTANCE


@pytest.mark.parametrize(
    ("zone", "minutes"),
    [("America/Chicago", 630), ("Europe/Madrid", 210), ("Asia/Tokyo", 1170), (None, 270)],
)
def test_today_ends_at_the_viewers_midnight(zone: str | None, minutes: int) -> None:
    query = query_for({**NOTHING, "when": "today"}, place=None, viewer=Viewer(NOW, zone))

    assert query.within_minutes == minutes


def test_today_is_an_hour_longer_when_clocks_go_back() -> None:
    autumn = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)

    query = query_for({**NOTHING, "when": "today"}, place=None, viewer=Viewer(autumn, "America/Chicago"))

    assert query.within_minutes == 24 * 60 + 30


@pytest.mark.parametrize(("zone", "day"), [("America/Chicago", 6), ("Asia/Tokyo", 0)])
def test_tomorrow_is_the_viewers_tomorrow(zone: str, day: int) -> None:
    query = query_for({**NOTHING, "when": "tomorrow"}, place=None, viewer=Viewer(NOW, zone))

    assert query.days == frozenset({day})


ASKED = st.fixed_dictionaries(
    {
        **{name: st.just(value) for name, value in NOTHING.items()},
        "within": st.sampled_from([2, 25, 100]),
        "when": st.sampled_from(["", "now", "today", "tomorrow", "0", "5"]),
        "how": st.sampled_from(["", "online", "in_person"]),
        "who": st.sampled_from(["own", "family"]),
        "path": st.sampled_from(["", "not-12-step", "aa", "smart"]),
        "language": st.sampled_from(["", "es", "en"]),
        "words": st.sampled_from(["", "lake", "zebra"]),
        "kind": st.lists(st.sampled_from(["women", "young", "secular"]), max_size=2, unique=True),
        "access": st.lists(st.sampled_from(["wheelchair", "childcare"]), max_size=2, unique=True),
    }
)


@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=ASKED, is_near=st.booleans())
def test_leaving_one_thing_out_never_finds_less(asked: dict[str, Any], is_near: bool) -> None:
    copy, place = holder.current(), CHICAGO if is_near else None
    total = copy.search(query_for(asked, place=place, viewer=VIEWER), NOW).total

    ways = [way for way in loosened(asked, place=place, viewer=VIEWER, copy=copy) if way.left_out != (("who", "own"),)]

    assert all(way.total >= total for way in ways)


@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
def test_what_is_online_is_counted_wherever_it_is() -> None:
    copy = holder.current()

    assert online_total(NOTHING, viewer=VIEWER, copy=copy) == 16
    assert online_total({**NOTHING, "when": "now"}, viewer=VIEWER, copy=copy) < 16
