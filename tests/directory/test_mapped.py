"""The map of results: numbers as in the list, one mark a place, words for what is not on it; and names of towns."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.http import urlencode

from holdfast.directory.mapped import BoxRefused, box_from
from tests.browser import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
OUTLINES = Path(__file__).parents[2] / "holdfast" / "directory" / "static" / "directory" / "map"
PACKED_AT_MOST = 200_000


def shown(browser: Browser, **asked: Any) -> Any:
    """The answer to a search, as a map."""
    return browser.get(f"/find/?{urlencode({'view': 'map', **asked})}")


def data(response: Any) -> Any:
    """What the map draws."""
    found = re.search(r'<script id="map-data" type="application/json">(.*?)</script>', response.content.decode())
    assert found
    return json.loads(found[1])


def test_numbers_are_those_of_the_list(stranger: Browser) -> None:
    response = shown(stranger, near="Chicago", how="in_person", page=2, within=100)

    listed = [int(number) for number in re.findall(r'data-number="(\d+)"', response.content.decode())]
    marked = sorted(number for spot in data(response)["spots"] for number in spot["numbers"])
    assert set(marked) <= set(listed)
    assert listed[0] == response.context["page_obj"].start_index()


def test_every_result_is_on_the_map_or_counted(stranger: Browser) -> None:
    response = shown(stranger, near="Chicago")

    drawn = data(response)
    assert sum(len(spot["numbers"]) for spot in drawn["spots"]) + drawn["elsewhere"] == len(response.context["rows"])


def test_what_is_online_is_said_in_words(stranger: Browser) -> None:
    response = shown(stranger, how="online", path="dharma")

    assert data(response)["spots"] == []
    assert "1 result is only in the list" in response.content.decode()


def test_what_meets_in_one_house_gets_one_mark(stranger: Browser) -> None:
    spots = data(shown(stranger, near="Chicago", how="in_person", within=100))["spots"]

    places = [(spot["latitude"], spot["longitude"], spot["is_approximate"]) for spot in spots]
    assert len(places) == len(set(places))


def test_an_area_is_no_door(stranger: Browser) -> None:
    response = shown(stranger, near="Chicago", how="in_person", within=100)

    stated = {row.is_approximate for row in response.context["rows"]}
    assert data(response)["has_areas"] == (True in stated)


def test_the_place_that_was_typed_is_the_middle(stranger: Browser) -> None:
    assert data(shown(stranger, near="Chicago"))["middle"] == [41.85, -87.65]


def test_the_way_of_looking_stays_in_every_link(stranger: Browser) -> None:
    response = shown(stranger, words="made")

    assert "view=map" in response.context["query"]
    assert [choice.is_current for choice in response.context["views"]] == [False, True]


def test_a_list_loads_no_map(stranger: Browser) -> None:
    html = stranger.get("/find/?near=Chicago").content.decode()

    assert "leaflet" not in html
    assert "map-data" not in html


def test_says_what_to_do_without_scripts(stranger: Browser) -> None:
    assert "The map needs scripts. The list says the same." in shown(stranger, near="Chicago").content.decode()


def test_no_tiles_are_asked_for_by_default(stranger: Browser) -> None:
    assert data(shown(stranger, near="Chicago"))["tiles"] == ""
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"] == ["'self'", "data:"]


@pytest.mark.parametrize("name", ["leaflet/leaflet.js", "leaflet/leaflet.css", "directory/map/cells.json"])
def test_its_files_are_there(name: str) -> None:
    assert finders.find(name)


def test_every_square_of_the_outlines_is_there_and_small() -> None:
    squares = json.loads((OUTLINES / "cells.json").read_text())["cells"]

    assert {f"near-{one}.json" for one in squares} == {path.name for path in OUTLINES.glob("near-*")}
    assert max(path.stat().st_size for path in OUTLINES.glob("near-*")) < PACKED_AT_MOST


def test_towns_are_named_the_largest_first(stranger: Browser) -> None:
    response = stranger.get("/find/map/towns/?box=-88,41.5,-87,42.5")

    towns = response.json()["towns"]
    assert towns[0] == ["Chicago", 41.85, -87.65, 2696] or towns[0][0] == "Chicago"
    assert len(towns) == 40
    assert [town[3] for town in towns] == sorted((town[3] for town in towns), reverse=True)


def test_any_cache_may_keep_the_towns(stranger: Browser) -> None:
    assert "public" in stranger.get("/find/map/towns/?box=0,0,1,1").headers["Cache-Control"]


@pytest.mark.parametrize(
    "text", ["", "1", "1,2,3", "a,b,c,d", "2,0,1,1", "0,2,1,1", "-181,0,1,1", "nan,0,1,1", "0,0,inf,1", "1," * 99]
)
def test_what_is_no_box_is_refused_in_words(stranger: Browser, text: str) -> None:
    response = stranger.get("/find/map/towns/", {"box": text})

    assert response.status_code == 400
    assert response.json()["error"]


def test_a_box_is_read_from_west_to_north() -> None:
    assert box_from("-88,41,-87,42").north == 42


def test_the_refusal_says_what_to_write() -> None:
    with pytest.raises(BoxRefused, match="west,south,east,north"):
        box_from("nowhere")
