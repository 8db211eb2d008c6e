"""The search page: open to everyone, one address a search, and an answer also when nothing fits."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils.http import urlencode
from pytest_django import DjangoAssertNumQueries

from holdfast.directory.models import Listing
from tests.browser import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def names(response: Any) -> list[str]:
    """The names of the results, in order."""
    return [row.name for row in response.context.get("rows", ())]


def search(browser: Browser, **asked: Any) -> Any:
    """The answer to a search."""
    return browser.get(f"/find/?{urlencode(asked, doseq=True)}")


def test_stands_open_to_a_stranger(stranger: Browser) -> None:
    assert stranger.get("/find/").status_code == 200


def test_nothing_is_found_before_anything_is_asked(stranger: Browser) -> None:
    assert names(stranger.get("/find/")) == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"words": "canal", "path": "aa"}, {"Canal Women", "Call Us First"}),
        ({"kind": ["women"], "language": "es"}, {"Mujeres del Martes"}),
        ({"access": ["childcare"]}, {"Women of the Lake"}),
        ({"access": ["sign_language"]}, {"Hands That Speak"}),
        ({"kind": ["secular"], "how": "online"}, {"Freethinkers by the River", "East Side Secular"}),
        ({"path": "dharma", "how": "online"}, {"Sit With Us Online"}),
        ({"kind": ["young"], "words": "madrid"}, {"Jóvenes de Madrid"}),
        ({"who": "family", "path": "nar-anon", "how": "online"}, {"Families Online"}),
        ({"words": "phnoe"}, {"Phone Only Friday"}),
    ],
)
def test_each_choice_narrows(stranger: Browser, asked: dict[str, Any], found: set[str]) -> None:
    assert set(names(search(stranger, **asked))) == found


def test_not_12_step_keeps_smart_and_drops_aa_and_na(stranger: Browser) -> None:
    rows = search(stranger, path="not-12-step").context["rows"]

    fellowships = {row.fellowship for row in rows}
    assert fellowships >= {"SMART Recovery", "Recovery Dharma"}
    assert not fellowships & {"Alcoholics Anonymous", "Narcotics Anonymous", ""}


def test_family_groups_are_not_offered_as_ones_own(stranger: Browser) -> None:
    rows = search(stranger, words="", how="online").context["rows"]

    assert not [row.name for row in rows if row.is_for_family]


def test_family_groups_are_found_and_named_when_asked_for(stranger: Browser) -> None:
    response = search(stranger, who="family")

    assert {row.fellowship for row in response.context["rows"]} == {"Al-Anon", "Nar-Anon"}
    assert response.content.decode().count("For family and friends</li>") == 8


@pytest.mark.parametrize("day", range(7))
def test_a_day_keeps_what_meets_on_it(stranger: Browser, day: int) -> None:
    rows = search(stranger, when=str(day)).context["rows"]

    stored = Listing.objects.in_bulk([row.id for row in rows])
    assert rows
    assert all(day in {slot[0] for slot in listing.meeting["slots"]} for listing in stored.values())


def test_soonest_comes_first(stranger: Browser) -> None:
    starts = [hit.next_start for hit in search(stranger, how="online").context["found"].hits]

    known = [start for start in starts if start]
    assert known == sorted(known)


def test_says_how_many(stranger: Browser) -> None:
    assert "8 results" in search(stranger, who="family").content.decode()


def test_the_rest_stands_on_the_next_page(stranger: Browser) -> None:
    first, second, third = (search(stranger, words="made", page=page) for page in (1, 2, 3))

    assert len(names(first)) == 20
    assert not set(names(first)) & set(names(second)) & set(names(third))


def test_a_page_too_far_is_the_last_one(stranger: Browser) -> None:
    assert names(search(stranger, how="online", page=999)) == names(search(stranger, how="online", page=1))


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999"])
def test_a_page_that_is_none_is_no_crash(stranger: Browser, page: str) -> None:
    assert search(stranger, how="online", page=page).status_code == 200


@pytest.mark.parametrize("name", ["within", "when", "how", "who", "path", "language", "kind", "access", "sort"])
def test_a_value_that_is_none_is_no_crash(stranger: Browser, name: str) -> None:
    assert search(stranger, **{name: "nonsense"}).status_code == 200


def test_nothing_found_says_which_one_thing_to_leave_out(stranger: Browser) -> None:
    response = search(stranger, words="zebra", how="online", kind=["women"])

    assert [(way.words, way.total) for way in response.context["loosen"]] == [("Without the words", 1)]


def test_the_way_out_leads_to_results(stranger: Browser) -> None:
    way = search(stranger, kind=["women", "meditation"]).context["loosen"][0]

    assert len(names(stranger.get(f"/find/?{way.query}"))) == way.total


def test_nothing_found_even_then_is_said_kindly(stranger: Browser) -> None:
    response = search(stranger, words="zebra", kind=["women", "men"], language="es")

    assert "Even with one thing less there is nothing" in response.content.decode()


def test_a_script_gets_the_results_alone(stranger: Browser) -> None:
    html = stranger.get("/find/?how=online", headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in html
    assert "16 results" in html


def test_going_back_gets_the_whole_page(stranger: Browser) -> None:
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}

    assert "<html" in stranger.get("/find/?how=online", headers=headers).content.decode()


def test_what_was_chosen_stays_chosen(stranger: Browser) -> None:
    html = search(stranger, how="online", kind=["women"]).content.decode()

    assert '<option value="online" selected>' in html
    assert re.search(r'value="women"[^>]*checked', html)


def test_folded_choices_are_counted(stranger: Browser) -> None:
    html = search(stranger, kind=["women"], access=["wheelchair"], hour="night").content.decode()

    assert "3 chosen" in html


def test_the_usual_choices_are_made_beforehand(stranger: Browser) -> None:
    html = stranger.get("/find/").content.decode()

    assert '<option value="25" selected>' in html
    assert re.search(r'value="own"[^>]*checked', html)


def test_offers_only_programmes_and_languages_there_are(stranger: Browser) -> None:
    form = stranger.get("/find/").context["form"]

    assert [name for _, name in dict(form.fields["path"].choices)["Programmes"]] == [
        "Al-Anon",
        "Alcoholics Anonymous",
        "Depression and Bipolar Support Alliance",
        "Medication-Assisted Recovery Anonymous",
        "Nar-Anon",
        "Narcotics Anonymous",
        "Recovery Dharma",
        "SMART Recovery",
        "The Compassionate Friends",
    ]
    assert [code for code, _ in form.fields["language"].choices] == ["", "en", "es"]


def test_speaks_spanish(stranger: Browser) -> None:
    stranger.cookies["language"] = "es"

    html = search(stranger, who="family").content.decode()

    assert "8 resultados" in html
    assert "Para familia y amistades" in html


@pytest.mark.parametrize("asked", [{"path": "dharma", "how": "online"}, {"words": "made"}])
def test_costs_the_same_for_few_and_many_results(
    stranger: Browser, asked: dict[str, Any], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    stranger.get("/find/")

    with django_assert_num_queries(2):
        search(stranger, **asked)


def test_leads_to_where_the_listings_come_from(stranger: Browser) -> None:
    html = stranger.get("/find/").content.decode()

    assert "/find/sources/" in html
    assert "GeoNames (CC BY 4.0)" in html


def test_nothing_of_a_search_is_kept(stranger: Browser) -> None:
    response = search(stranger, near="Chicago", words="quiet")

    assert set(response.cookies) <= {"csrf"}


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' OR 1=1 --"])
def test_what_was_typed_is_shown_as_text(stranger: Browser, text: str) -> None:
    html = search(stranger, near=text, words=text).content.decode()

    assert "<script>alert" not in html
    assert "<img src=x" not in html
