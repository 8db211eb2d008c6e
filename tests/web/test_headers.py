"""Every answer carries the headers that keep it private and inside."""

from __future__ import annotations

import pytest

from tests.browser import Browser

pytestmark = pytest.mark.django_db

WANTED = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Robots-Tag": "noindex, nofollow",
}


@pytest.mark.parametrize("path", ["/", "/find/", "/now/", "/account/in/", "/status/", "/absent/"])
@pytest.mark.parametrize("header", WANTED)
def test_every_answer_has_it(stranger: Browser, path: str, header: str) -> None:
    assert stranger.get(path).headers[header] == WANTED[header]


@pytest.mark.parametrize("path", ["/", "/now/", "/account/in/"])
def test_no_page_is_kept_in_a_cache(stranger: Browser, path: str) -> None:
    assert "no-store" in stranger.get(path).headers["Cache-Control"]


def test_the_content_policy_allows_our_own_origin_only(stranger: Browser) -> None:
    policy = stranger.get("/").headers["Content-Security-Policy"]

    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";") if rule.strip())
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("cookie", ["session", "csrf"])
def test_no_script_reads_a_cookie(stranger: Browser, cookie: str) -> None:
    stranger.get("/account/in/")
    stranger.post("/account/new/", {"username": "kelp", "password1": "seven wet boots by the door", "time_zone": "UTC"})

    assert stranger.cookies[cookie]["httponly"]
    assert stranger.cookies[cookie]["samesite"] == "Lax"
