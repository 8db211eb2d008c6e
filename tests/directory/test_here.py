"""Searching around a position: used for one answer, in no link, log or table, and refused kindly when it is none."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.apps import apps
from django.http import QueryDict

from holdfast.directory.here import Here, HereRefused, here_from
from tests.browser import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
CHICAGO = {"latitude": "41.8837", "longitude": "-87.6232"}
TELLING = ("41.88", "87.62")
PART = {"HX-Request": "true"}


def around(browser: Browser, **asked: Any) -> Any:
    """The answer to a search around a position in Chicago."""
    return browser.post("/find/here/", {**CHICAGO, **asked}, headers=PART)


def names(response: Any) -> list[str]:
    """The names of the results."""
    return [row.name for row in response.context.get("rows", ())]


def test_finds_what_is_near(stranger: Browser) -> None:
    found = around(stranger, path="smart")

    assert set(names(found)) == {"Saturday Coffee and Tools", "Tools for Monday", "Thursday Tools and Talk"}


def test_tells_the_distance_from_where_one_is_in_the_unit_of_the_country(stranger: Browser) -> None:
    html = around(stranger, how="in_person").content.decode()

    assert "within 15 mi of where you are" in html
    assert " miles" in html


def test_the_middle_of_the_map_is_called_that(stranger: Browser) -> None:
    assert "of the middle of the map" in around(stranger, place="area").content.decode()


def test_answers_with_the_results_alone_and_keeps_history_out(stranger: Browser) -> None:
    response = around(stranger)

    assert "<html" not in response.content.decode()
    assert response.headers["HX-Push-Url"] == "false"
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("view", ["", "map"])
def test_the_position_is_nowhere_in_the_answer(stranger: Browser, view: str) -> None:
    html = around(stranger, view=view, how="online").content.decode()

    assert "latitude=" not in html
    assert not [one for one in TELLING if one in html]


def test_links_stand_for_the_position_without_it(stranger: Browser) -> None:
    response = around(stranger, near="Boston", words="made")

    assert response.context["query"] == "words=made&place=here"


def test_a_town_that_was_typed_gives_way(stranger: Browser) -> None:
    assert set(names(around(stranger, near="Madrid", path="smart"))) == set(names(around(stranger, path="smart")))


def test_it_cannot_be_remembered(stranger: Browser) -> None:
    html = around(stranger).content.decode()

    assert "Remember" not in html


def test_it_is_in_no_log_even_when_refused(stranger: Browser, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        around(stranger)
        stranger.post("/find/here/", {"latitude": "41.8837", "longitude": "x"}, headers=PART)

    assert not [one for one in TELLING if one in caplog.text]


def test_it_is_in_no_cookie_and_in_no_table(page: Browser) -> None:
    before = stored()

    response = around(page)

    assert stored() == before
    assert set(response.cookies) <= {"csrf"}


def stored() -> dict[str, int]:
    """How many rows each table has. A position that were kept would be a row, or a column that is not there."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("", ""), ("x", "1"), ("91", "0"), ("0", "-181"), ("nan", "0"), ("inf", "0"), ("1e999", "0"), ("1" * 400, "0")],
)
def test_what_is_no_position_is_refused_kindly(stranger: Browser, latitude: str, longitude: str) -> None:
    response = stranger.post("/find/here/", {"latitude": latitude, "longitude": longitude}, headers=PART)

    assert response.status_code == 400
    assert "Enter a town instead" in response.content.decode()


def test_is_rounded_to_a_hundred_metres() -> None:
    assert here_from(QueryDict("latitude=41.883749&longitude=-87.623177")) == Here(41.884, -87.623)


def test_an_empty_answer_is_refused() -> None:
    with pytest.raises(HereRefused):
        here_from(QueryDict(""))


def test_in_the_middle_of_the_sea_kilometres_are_told() -> None:
    assert Here(-48.8, -123.4).place.country == ""


def test_a_link_that_was_opened_later_says_that_the_position_is_forgotten(stranger: Browser) -> None:
    html = stranger.get("/find/?place=here&how=in_person").content.decode()

    assert "is forgotten" in html


def test_the_page_offers_it_only_to_scripts(stranger: Browser) -> None:
    html = stranger.get("/find/").content.decode()

    assert 'data-near-me="/find/here/"' in html
    assert html.partition("data-near-me")[2].partition(">")[0].endswith("hidden")
