"""Searching near a place: names resolved here, a choice where it is needed, and a cookie only when one is asked for."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from holdfast.directory.places import meant, place_with, suggested
from tests.browser import Browser

pytestmark = pytest.mark.django_db
CHICAGO = meant("Chicago")[0]


def search(browser: Browser, **asked: Any) -> Any:
    """The answer to a search."""
    return browser.get(f"/find/?{urlencode(asked)}")


def names(response: Any) -> list[str]:
    """The names of the results."""
    return [row.name for row in response.context.get("rows", ())]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("chicago", "Chicago, Illinois, United States"),
        ("  MADRID ", "Madrid, Spain"),
        ("Springfield, IL", "Springfield, Illinois, United States"),
        ("60614", "Chicago 60614, Illinois, United States"),
    ],
)
def test_one_place_is_meant(text: str, name: str) -> None:
    assert [place.label for place in meant(text)] == [name]


def test_an_id_leads_back_to_its_place() -> None:
    assert place_with(CHICAGO.id) == CHICAGO


@pytest.mark.parametrize("text", ["", "x", "999999999", "../../etc", "a\x00b", "1" * 500])
def test_what_is_no_id_leads_nowhere(text: str) -> None:
    assert place_with(text) is None


def test_one_letter_suggests_nothing() -> None:
    assert suggested("a") == []


@pytest.mark.usefixtures("demo")
class TestSearch:
    def test_finds_what_is_near(self, stranger: Browser) -> None:
        found = search(stranger, near="Chicago", path="smart")

        # their order is that of the day on which this runs
        assert sorted(names(found)) == ["Saturday Coffee and Tools", "Thursday Tools and Talk", "Tools for Monday"]

    def test_keeps_to_the_distance(self, stranger: Browser) -> None:
        near, nearer = (search(stranger, near="Chicago", within=km, path="smart") for km in (25, 10))

        assert set(names(near)) - set(names(nearer)) == {"Saturday Coffee and Tools", "Thursday Tools and Talk"}

    @pytest.mark.parametrize(("place", "unit"), [("Chicago", "miles"), ("Madrid", "km")])
    def test_tells_distances_in_the_unit_of_the_place(self, stranger: Browser, place: str, unit: str) -> None:
        rows = search(stranger, near=place, how="in_person").context["rows"]

        assert all(row.distance.endswith(unit) for row in rows)

    def test_nearest_first_when_asked_for(self, stranger: Browser) -> None:
        hits = search(stranger, near="Chicago", sort="distance").context["found"].hits

        assert [hit.distance_km for hit in hits] == sorted(hit.distance_km for hit in hits)

    def test_what_is_online_is_as_near_as_anything(self, stranger: Browser) -> None:
        assert "Round the Clock" in names(search(stranger, near="Chicago", how="online"))

    def test_says_how_many_more_meet_online(self, stranger: Browser) -> None:
        assert "16 more meet online" in search(stranger, near="Chicago").content.decode()

    def test_a_name_of_several_places_is_a_choice(self, stranger: Browser) -> None:
        choices = search(stranger, near="Springfield").context["choices"]

        assert len(choices) > 2
        assert "Springfield, Illinois, United States" in [choice.words for choice in choices]

    def test_a_choice_leads_to_its_place(self, stranger: Browser) -> None:
        choice = search(stranger, near="Springfield").context["choices"][1]

        assert stranger.get(f"/find/?{choice.query}").context["place"].label == choice.words

    def test_a_choice_keeps_the_rest_of_the_search(self, stranger: Browser) -> None:
        choice = search(stranger, near="Springfield", how="in_person", kind="women").context["choices"][0]

        assert "how=in_person" in choice.query
        assert "kind=women" in choice.query

    def test_a_new_name_counts_more_than_an_old_choice(self, stranger: Browser) -> None:
        response = search(stranger, near="Madrid", place=CHICAGO.id)

        assert response.context["place"].label == "Madrid, Spain"

    def test_an_unknown_place_is_said_so(self, stranger: Browser) -> None:
        assert "We do not know “Xyzzy”" in search(stranger, near="Xyzzy").content.decode()

    def test_looking_further_is_offered(self, stranger: Browser) -> None:
        ways = search(stranger, near="Milwaukee", path="smart", within=25).context["loosen"]

        assert "Look everywhere" in [way.words for way in ways]

    def test_today_is_the_viewers_today(self, page: Browser) -> None:
        rows = search(page, near="Chicago", when="today").context["rows"]

        assert all(row.next != "Tomorrow" for row in rows)

    def test_a_stranger_is_thought_to_be_where_they_search(self, stranger: Browser) -> None:
        rows = {row.name: row for row in search(stranger, near="Chicago", how="online").context["rows"]}

        assert rows["Sunrise Online"].zone == ""
        assert rows["Late Line"].zone == "Los Angeles time"

    def test_a_person_keeps_their_own_clock(self, page: Browser) -> None:
        rows = {row.name: row for row in search(page, near="Madrid", how="online").context["rows"]}

        assert rows["Sunrise Online"].zone == ""
        assert rows["English Speakers Madrid"].zone == "Madrid time"


class TestSuggestions:
    def test_names_that_begin_so_are_suggested(self, stranger: Browser) -> None:
        html = stranger.get("/find/places/?near=chicag").content.decode()

        assert '<option value="Chicago, Illinois, United States">' in html

    def test_nothing_typed_suggests_nothing(self, stranger: Browser) -> None:
        assert "<option" not in stranger.get("/find/places/").content.decode()

    def test_a_suggestion_is_understood(self, stranger: Browser) -> None:
        assert [place.label for place in meant(suggested("springf")[0].label)] == [suggested("springf")[0].label]


@pytest.mark.usefixtures("demo")
class TestRemembering:
    def test_nothing_is_remembered_by_searching(self, stranger: Browser) -> None:
        search(stranger, near="Chicago")

        assert "near" not in stranger.cookies

    def test_a_place_is_remembered_when_the_person_says_so(self, stranger: Browser) -> None:
        stranger.post("/find/near/", {"place": CHICAGO.id, "next": "?near=Chicago"})

        assert stranger.get("/find/").context["place"] == CHICAGO

    def test_goes_back_to_the_search(self, stranger: Browser) -> None:
        response = stranger.post("/find/near/", {"place": CHICAGO.id, "next": "?near=Chicago"})

        assert response.headers["Location"] == "/find/?near=Chicago"

    @pytest.mark.parametrize("next_page", ["https://elsewhere.example/", "//elsewhere.example", "/today/", ""])
    def test_goes_nowhere_else(self, stranger: Browser, next_page: str) -> None:
        response = stranger.post("/find/near/", {"place": CHICAGO.id, "next": next_page})

        assert response.headers["Location"] == "/find/"

    def test_a_place_is_forgotten_when_the_person_says_so(self, stranger: Browser) -> None:
        stranger.post("/find/near/", {"place": CHICAGO.id})
        stranger.post("/find/near/", {"place": ""})

        assert stranger.get("/find/").context.get("place") is None

    def test_offers_to_forget_what_is_remembered(self, stranger: Browser) -> None:
        stranger.post("/find/near/", {"place": CHICAGO.id})

        assert "Forget Chicago on this device" in stranger.get("/find/").content.decode()

    def test_an_altered_cookie_is_ignored(self, stranger: Browser) -> None:
        stranger.cookies["near"] = f"{CHICAGO.id}:forged"

        assert stranger.get("/find/").context.get("place") is None

    def test_the_cookie_is_closed_to_scripts(self, stranger: Browser) -> None:
        cookie = stranger.post("/find/near/", {"place": CHICAGO.id}).cookies["near"]

        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")

    def test_a_search_of_ones_own_counts_more(self, stranger: Browser) -> None:
        stranger.post("/find/near/", {"place": CHICAGO.id})

        assert search(stranger, near="Madrid").context["place"].label == "Madrid, Spain"
