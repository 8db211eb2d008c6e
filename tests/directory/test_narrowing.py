"""Further choices with how many answers they leave, and what was just missed."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

import pytest

from holdfast.directory.narrowing import why_words
from holdfast.domain.meetings.index import Reason
from tests.browser import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def counted(browser: Browser, query: str) -> dict[str, tuple[str, int]]:
    """Words of each further choice -> its address and the number beside it."""
    html = browser.get(f"/find/{query}").content.decode()
    block = html.partition('class="narrow"')[2].partition("</details>")[0]
    found = re.findall(r'<a href="([^"]+)#found">([^<]+) <span class="sub">(\d+)</span>', block)
    return {words: (address.replace("&amp;", "&"), int(count)) for address, words, count in found}


def test_every_number_is_what_the_choice_then_finds(stranger: Browser) -> None:
    for words, (address, count) in counted(stranger, "?near=Chicago&within=100").items():
        found = stranger.get(f"/find/{address}").context["found"]

        assert found.total == count, words


def test_what_is_chosen_is_not_offered_again(stranger: Browser) -> None:
    offered = counted(stranger, "?near=Chicago&within=100&kind=women").values()

    assert not any(parse_qs(address)["kind"].count("women") > 1 for address, _ in offered)


def test_says_what_was_just_missed_and_why(stranger: Browser) -> None:
    html = stranger.get("/find/?near=Chicago&within=25&kind=women&access=wheelchair&when=1").content.decode()

    assert "Just missed" in html
    assert re.search(r"on another day|not marked “", html)


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_its_words(reason: Reason) -> None:
    assert why_words(reason, "")


@pytest.mark.parametrize(
    ("language", "words"), [("en", "women"), ("es", "mujeres"), ("en", "spanish"), ("es", "lunes"), ("en", "monday")]
)
def test_words_are_understood_in_the_language_of_the_page(stranger: Browser, language: str, words: str) -> None:
    stranger.cookies["language"] = language

    assert stranger.get(f"/find/?words={words}").context["found"].total > 0
