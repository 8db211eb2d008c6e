"""A town gives a position, a position gives a time zone, and nothing is made up."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.directory.placing import placed, zone_at
from holdfast.domain.meetings.meeting import Meeting, Slot


def one(**values: Any) -> Meeting:
    """A meeting on Tuesdays, after placing."""
    return placed([Meeting(**{"key": "k", "name": "Group", "slots": (Slot(2, 1140),), **values})]).meetings[0]


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        (41.88, -87.63, "America/Chicago"),
        (40.42, -3.70, "Europe/Madrid"),
        (-33.87, 151.21, "Australia/Sydney"),
        (0.0, -30.0, None),
        (53.55, -113.47, "America/Edmonton"),
    ],
)
def test_a_point_on_land_has_a_zone(latitude: float, longitude: float, zone: str | None) -> None:
    assert zone_at(latitude, longitude) == zone


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_point_has_a_zone_or_none(latitude: float, longitude: float) -> None:
    zone = zone_at(latitude, longitude)

    assert zone is None or "/" in zone


def test_a_position_gives_a_zone_that_is_marked() -> None:
    meeting = one(latitude=41.88, longitude=-87.63)

    assert (meeting.zone, meeting.zone_is_stated) == ("America/Chicago", False)


def test_a_stated_zone_stays() -> None:
    meeting = one(latitude=41.88, longitude=-87.63, zone="Europe/Madrid", zone_is_stated=True)

    assert (meeting.zone, meeting.zone_is_stated) == ("Europe/Madrid", True)


@pytest.mark.parametrize(
    "values",
    [
        {"city": "Lubbock", "state": "TX", "country": "USA"},
        {"city": "Lubbock", "state": "Texas"},
        {"address": "4812 Louisville Ave, Lubbock, TX 79413, USA"},
        {"address": "Lubbock, TX, USA"},
        {"address": "10001 Slide Rd, Lubbock, TX, USA"},
        {"regions": ("Texas", "Lubbock"), "zone": "America/Chicago"},
        {"postal_code": "79413", "state": "TX", "country": "US"},
    ],
)
def test_a_town_gives_an_approximate_position(values: dict[str, Any]) -> None:
    meeting = one(**values)

    assert meeting.latitude == pytest.approx(33.55, abs=0.1)
    assert meeting.longitude == pytest.approx(-101.87, abs=0.1)
    assert meeting.is_approximate


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"city": "Springfield"},
        {"city": "Xyzzy", "state": "TX"},
        {"regions": ("Gunn",)},
        {"regions": ("Lubbock",), "zone": "Europe/Madrid"},
        {"address": "Upstairs"},
        {"address": "55022 Ste Anne Trail, Gunn, Alberta, T0E 1A0, Canada", "regions": ("Gunn",)},
    ],
)
def test_a_place_that_is_not_clear_gives_no_position(values: dict[str, Any]) -> None:
    assert one(**values).latitude is None


def test_a_stated_position_stays() -> None:
    meeting = one(latitude=10.0, longitude=10.0, city="Lubbock", state="TX")

    assert (meeting.latitude, meeting.is_approximate) == (10.0, False)


def test_counts_what_was_worked_out_and_what_was_not() -> None:
    found = placed(
        [
            Meeting("a", "A", slots=(Slot(1, 600),), city="Lubbock", state="TX"),
            Meeting("b", "B", slots=(Slot(1, 600),), latitude=41.88, longitude=-87.63),
            Meeting("c", "C", slots=(Slot(1, 600),)),
        ]
    )

    assert (found.positions, found.without_position, found.zones, found.without_zone) == (1, 1, 2, 1)
    assert len(list(found.notes())) == 4


def test_nothing_to_work_out_needs_no_note() -> None:
    found = placed([Meeting("b", "B", latitude=41.88, longitude=-87.63, zone="America/Chicago")])

    assert list(found.notes()) == []


@given(st.text(max_size=80), st.text(max_size=30), st.lists(st.text(max_size=20), max_size=3))
def test_no_address_is_too_odd(address: str, city: str, regions: list[str]) -> None:
    meeting = one(address=address, city=city, regions=tuple(regions))

    assert (meeting.latitude is None) == (meeting.longitude is None)
