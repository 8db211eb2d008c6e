"""Choosing well: the two ways side by side, a search that answers speak for, and how to look. Nothing is kept."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
ASKED = {"asked": "1"}


def proposed(browser: Browser, **answers: Any) -> Any:
    """What the page proposes."""
    return browser.post("/find/compare/", {**ASKED, **answers}).context["proposal"]


@pytest.mark.parametrize("path", ["/find/compare/", "/find/how/"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_stands_open_to_a_stranger(stranger: Browser, path: str, language: str) -> None:
    stranger.cookies["language"] = language

    assert stranger.get(path).status_code == 200


@pytest.mark.parametrize("link", ["?how=in_person", "?how=online"])
def test_each_way_leads_into_the_search(stranger: Browser, link: str) -> None:
    assert f"/find/{link}" in stranger.get("/find/compare/").content.decode()


@pytest.mark.parametrize(
    ("answers", "query"),
    [
        ({}, ""),
        ({"hours": "changing_hours"}, "how=online"),
        ({"people": ["see_faces", "someone_close"], "way": "hard_to_get_there"}, "how=in_person&within=5"),
        ({"people": ["see_faces"], "hours": "changing_hours"}, ""),
        ({"home": "no_quiet_corner", "access": ["wheelchair"]}, "how=in_person&access=wheelchair"),
        ({"language": "es", "people": ["room_is_too_much"]}, "how=online&language=es"),
    ],
)
def test_answers_speak_for_a_search(stranger: Browser, answers: dict[str, Any], query: str) -> None:
    assert proposed(stranger, **answers).query == query


def test_says_why_and_what_speaks_against(stranger: Browser) -> None:
    found = proposed(stranger, people=["see_faces", "someone_close"], hours="changing_hours")

    assert len(found.reasons) == 2
    assert len(found.but) == 1


def test_the_search_that_is_proposed_answers(stranger: Browser) -> None:
    found = proposed(stranger, people=["few_like_me"])

    assert stranger.get(f"/find/?{found.query}").context["rows"]


def test_a_wrong_answer_is_asked_again(stranger: Browser) -> None:
    response = stranger.post("/find/compare/", {**ASKED, "hours": "nonsense"})

    assert response.context["proposal"] is None
    assert response.context["form"].errors


def test_no_answer_is_kept_or_stands_in_an_address(page: Browser) -> None:
    response = page.post("/find/compare/", {**ASKED, "home": "no_quiet_corner"})

    assert response.status_code == 200
    assert set(response.cookies) <= {"csrf"}
    assert "no_quiet_corner" not in response.content.decode()


def test_names_five_places_to_ask_and_what_to_say(stranger: Browser) -> None:
    html = stranger.get("/find/how/").content.decode()

    assert html.count("<li><h2>") == 5
    assert "Can I just listen the first time?" in html


def test_somebody_with_nobody_has_four_places_to_start(stranger: Browser) -> None:
    html = stranger.get("/find/how/").content.decode().partition('id="nobody"')[2]

    assert html.count("<li><h3>") == 4
    assert "/now/" in html


def test_the_search_page_leads_to_both(stranger: Browser) -> None:
    html = stranger.get("/find/").content.decode()

    assert "/find/compare/" in html
    assert "/find/how/" in html
