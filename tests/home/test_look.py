"""Choosing how pages look on this device."""

from __future__ import annotations

import pytest

from tests.browser import Browser

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "value"),
    [("theme", "dark"), ("theme", "contrast"), ("language", "es"), ("country", "NZ")],
)
def test_remembers_the_choice(stranger: Browser, name: str, value: str) -> None:
    response = stranger.post("/look/", {name: value, "next": "/now/"})

    assert response.cookies[name].value == value
    assert response.cookies[name]["httponly"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("theme", "neon"), ("language", "xx"), ("country", "Narnia"), ("country", "nz")],
)
def test_leaves_out_what_it_does_not_know(stranger: Browser, name: str, value: str) -> None:
    response = stranger.post("/look/", {name: value, "next": "/now/"})

    assert name not in response.cookies


def test_goes_back_to_following_the_device(stranger: Browser) -> None:
    response = stranger.post("/look/", {"theme": ""})

    assert response.cookies["theme"].value == ""


def test_leaves_the_other_choices_alone(stranger: Browser) -> None:
    response = stranger.post("/look/", {"country": "IE"})

    assert set(response.cookies) == {"country"}


@pytest.mark.parametrize("back", ["/find/?day=1", "/now/"])
def test_goes_back_to_the_page_it_was_made_on(stranger: Browser, back: str) -> None:
    assert stranger.post("/look/", {"theme": "dark", "next": back}).url == back


@pytest.mark.parametrize(
    "back",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "",
        "http:///x",
    ],
)
def test_leads_nowhere_else(stranger: Browser, back: str) -> None:
    assert stranger.post("/look/", {"theme": "dark", "next": back}).url == "/"


def test_shows_what_is_chosen_now(stranger: Browser) -> None:
    stranger.cookies["theme"] = "dark"
    stranger.cookies["country"] = "IE"

    form = stranger.get("/look/").context["form"]

    assert form.initial == {"theme": "dark", "language": "en", "country": "IE"}


def test_leads_back_to_where_the_reader_was(stranger: Browser) -> None:
    assert stranger.get("/look/", headers={"referer": "http://testserver/find/"}).context["next"].endswith("/find/")
    assert stranger.get("/look/", headers={"referer": "https://elsewhere.example/"}).context["next"] == "/"
