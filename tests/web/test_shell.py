"""What stands around every page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.browser import Browser
from tests.lint import Page

pytestmark = pytest.mark.django_db
CSS = Path(str(finders.find("web/css/holdfast.css"))).read_text()
TOKENS = (
    "paper",
    "sheet",
    "ink",
    "ink-2",
    "line",
    "kelp",
    "kelp-2",
    "glass",
    "amber",
    "amber-tint",
    "coral",
    "on",
    "focus",
)


def html_of(browser: Browser, path: str = "/") -> Page:
    return Page(browser.get(path).content.decode())


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_wears_the_theme_that_was_chosen(stranger: Browser, theme: str) -> None:
    stranger.cookies["theme"] = theme

    assert dict(html_of(stranger).tags)["html"]["data-theme"] == theme


def test_follows_the_device_where_none_was_chosen(stranger: Browser) -> None:
    stranger.cookies["theme"] = "><script>"

    assert "data-theme" not in dict(html_of(stranger).tags)["html"]


@pytest.mark.parametrize(("cookie", "language"), [("en", "en"), ("es", "es"), ("xx", "en")])
def test_speaks_the_language_that_was_chosen(stranger: Browser, cookie: str, language: str) -> None:
    stranger.cookies["language"] = cookie

    assert dict(html_of(stranger).tags)["html"]["lang"] == language


def test_says_which_page_this_is(page: Browser) -> None:
    tags = html_of(page, "/network/").tags

    current = [attrs["href"] for tag, attrs in tags if tag == "a" and attrs.get("aria-current") == "page"]
    assert current[:1] == ["/network/"]


def test_support_is_one_tap_away_from_everywhere(page: Browser) -> None:
    for path in ("/today/", "/needs/", "/find/", "/account/", "/start/1/"):
        assert any(attrs.get("href") == "/now/" for _, attrs in html_of(page, path).tags)


@pytest.mark.parametrize("token", TOKENS)
def test_every_colour_is_set_in_the_light_the_dark_and_high_contrast(token: str) -> None:
    assert len(re.findall(rf"--{token}:", CSS)) >= 4


def test_coral_is_for_support_alone() -> None:
    users = re.findall(r"([^{}]+)\{[^{}]*var\(--coral\)", CSS)

    assert {user.strip().splitlines()[-1].strip() for user in users} == {".support"}


def test_the_first_view_weighs_little() -> None:
    names = (
        "web/css/holdfast.css",
        "web/js/exit.js",
        "web/js/forms.js",
        "web/icon.svg",
        "web/fonts/atkinson-400.woff2",
    )
    fonts = ("web/fonts/atkinson-700.woff2", "web/fonts/source-serif-600.woff2")

    total = sum(Path(str(finders.find(name))).stat().st_size for name in (*names, *fonts))

    assert total < 90_000


def test_no_style_or_script_names_another_host() -> None:
    folder = Path(str(finders.find("web/css/holdfast.css"))).parents[1]
    ours = [path for path in folder.rglob("*") if path.suffix in {".css", ".js"}]

    assert [path.name for path in ours if re.search(r"https?://|//cdn", path.read_text())] == []
