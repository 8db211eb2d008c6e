"""The gazetteer finds the place somebody means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.places import Box, Places, folded

ROWS = (
    "1\tMunich\t\t\tDE\tGermany\t48.1374\t11.5755\t1260",
    "2\tSpringfield\tMO\tMissouri\tUS\tUnited States\t37.2153\t-93.2982\t170",
    "3\tSpringfield\tIL\tIllinois\tUS\tUnited States\t39.8017\t-89.6437\t114",
    "4\tLondon\t\t\tGB\tUnited Kingdom\t51.5085\t-0.1257\t8961",
    "5\tLondon\tON\tOntario\tCA\tCanada\t42.9834\t-81.2330\t422",
    "US-19103\tPhiladelphia 19103\tPA\tPennsylvania\tUS\tUnited States\t39.9526\t-75.1652\t0",
)
KEYS = (
    "19103\t5",
    "london\t3",
    "london\t4",
    "londres\t3",
    "munchen\t0",
    "munich\t0",
    "springfield\t1",
    "springfield\t2",
)


@pytest.fixture(scope="module")
def places() -> Places:
    return Places(("\n".join(ROWS) + "\n\f\n" + "\n".join(KEYS) + "\n").encode())


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("Munich", ["1"]),
        ("münchen", ["1"]),
        ("LONDRES", ["4"]),
        ("London", ["4"]),
        ("London, Ontario", ["5"]),
        ("London, UK", ["4"]),
        ("Springfield", ["2", "3"]),
        ("Springfield, IL", ["3"]),
        ("springfield, illinois, usa", ["3"]),
        ("19103", ["US-19103"]),
        ("Spring", []),
        ("Springfield, France", []),
        ("", []),
        (" , ", []),
    ],
)
def test_knows_which_place_is_meant(places: Places, typed: str, ids: list[str]) -> None:
    assert [place.id for place in places.meant(typed)] == ids


def test_suggests_by_the_beginning_of_a_name(places: Places) -> None:
    assert [place.label for place in places.find("spr")] == [
        "Springfield, Missouri, United States",
        "Springfield, Illinois, United States",
    ]


def test_suggests_no_more_than_asked(places: Places) -> None:
    assert len(places.find("lon", limit=1)) == 1


@pytest.mark.parametrize("place_id", ["1", "3", "US-19103"])
def test_finds_a_place_again_by_its_id(places: Places, place_id: str) -> None:
    found = places.with_id(place_id)

    assert found
    assert found.id == place_id


@pytest.mark.parametrize("place_id", ["", "9", "1\t", "48.1374", "../1"])
def test_has_no_place_for_another_id(places: Places, place_id: str) -> None:
    assert places.with_id(place_id) is None


def test_folds_accents_and_signs_away() -> None:
    assert folded("  Saint-Étienne ") == "saint etienne"


@given(st.text(max_size=40))
def test_never_stumbles_over_what_is_typed(typed: str) -> None:
    table = Places(("\n".join(ROWS) + "\n\f\n" + "\n".join(KEYS) + "\n").encode())

    assert set(table.meant(typed)) <= set(table.find(typed, limit=50)) | set(table.meant(typed))


def test_an_empty_table_has_no_places() -> None:
    assert Places(b"").find("London") == ()


def test_the_largest_towns_of_a_box_come_first(places: Places) -> None:
    assert [place.id for place in places.largest_in(Box(-95, 35, -75, 45))] == ["2", "3", "5"]


def test_a_box_names_no_more_towns_than_asked_for(places: Places) -> None:
    assert [place.id for place in places.largest_in(Box(-180, -90, 180, 90), limit=1)] == ["1"]


def test_a_postal_code_is_no_town(places: Places) -> None:
    assert places.largest_in(Box(-76, 39, -75, 40)) == ()


@pytest.mark.parametrize(
    ("position", "place_id"), [((48.1, 11.6), "1"), ((51.0, -0.1), "4"), ((39.9, -89.7), "3"), ((0.0, -140.0), None)]
)
def test_knows_the_nearest_town(places: Places, position: tuple[float, float], place_id: str | None) -> None:
    found = places.nearest(*position)

    assert (found.id if found else None) == place_id


def test_a_degree_of_longitude_is_shorter_in_the_north() -> None:
    rows = "1\tEast\t\t\tNO\tNorway\t70.0\t21.3\t9\n2\tNorth\t\t\tNO\tNorway\t70.6\t20.0\t8\n"

    nearest = Places((rows + "\f\n").encode()).nearest(70.0, 20.0)

    assert nearest
    assert nearest.name == "East"
