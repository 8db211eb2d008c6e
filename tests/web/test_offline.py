"""What works without a network, and what is never kept."""

from __future__ import annotations

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.asks.actions import write_notes
from tests.browser import Browser
from tests.words import NOT_IN_TITLES

pytestmark = pytest.mark.django_db


def facts(browser: Browser) -> dict[str, object]:
    script = browser.get("/worker.js").content.decode()
    found: dict[str, object] = json.loads(script.split("\n", 1)[0].removeprefix("self.HOLDFAST = ").rstrip(";"))
    return found


def test_the_worker_serves_the_whole_site_and_is_never_old(stranger: Browser) -> None:
    response = stranger.get("/worker.js")

    assert response.headers["Content-Type"] == "text/javascript"
    assert response.headers["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in response.headers["Content-Security-Policy"]


def test_the_worker_takes_in_the_words_of_a_push(stranger: Browser) -> None:
    assert 'importScripts("/static/notices/push-handler.js");' in stranger.get("/worker.js").content.decode()


def test_the_worker_tells_nothing_of_who_asks(page: Browser, stranger: Browser) -> None:
    assert page.get("/worker.js").content == stranger.get("/worker.js").content


def test_keeps_files_that_are_there(stranger: Browser) -> None:
    names = [str(address).removeprefix("/static/") for address in facts(stranger)["shell"]]  # type: ignore[attr-defined]

    assert [name for name in names if not finders.find(name)] == []


def test_everything_the_copy_is_made_of_is_kept(stranger: Browser) -> None:
    html = stranger.get("/now/lines/").content.decode()
    needed = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', html))

    assert needed <= set(facts(stranger)["shell"])  # type: ignore[call-overload]


def test_has_a_name_that_tells_nothing(stranger: Browser) -> None:
    response = stranger.get("/app.webmanifest")

    assert response.headers["Content-Type"] == "application/manifest+json"
    assert response.json()["name"] == "Notes"
    assert not [word for word in NOT_IN_TITLES if word in response.content.decode().lower()]


def test_every_page_names_the_manifest(stranger: Browser) -> None:
    assert 'rel="manifest" href="/app.webmanifest"' in stranger.get("/").content.decode()


def test_the_lines_are_nobody_s_own(page: Browser, john: Person) -> None:
    write_notes(by=john, text="the sea", now=timezone.now())

    text = page.get("/now/lines/").content.decode()

    assert 'href="tel:988"' in text
    assert [word for word in ("the sea", "john", "/today/", "/account/") if word in text] == []


def test_keeps_no_copy_unless_the_person_said_so(page: Browser) -> None:
    assert page.get("/now/kept/").status_code == 404
    assert "data-keep" not in page.get("/today/").content.decode().split("<body>")[0]


def test_keeps_a_copy_once_the_person_said_so(page: Browser, john: Person) -> None:
    write_notes(by=john, text="the sea", now=timezone.now())

    page.press("/now/keep/", {"keep": "yes"})

    assert "the sea" in page.get("/now/kept/").content.decode()
    assert " data-keep>" in page.get("/today/").content.decode()


@pytest.mark.parametrize("address", ["/now/keep/", "/account/out/"])
def test_keeps_none_after_the_button_or_after_signing_out(page: Browser, john: Person, address: str) -> None:
    page.press("/now/keep/", {"keep": "yes"})
    page.press(address)

    page.force_login(john)

    assert page.get("/now/kept/").status_code == 404


def test_a_copy_needs_no_network(page: Browser) -> None:
    page.press("/now/keep/", {"keep": "yes"})

    text = page.get("/now/kept/").content.decode()

    assert "<form" not in text
    assert "data-exit" in text
    assert "It cannot ask your people now" in text


def test_erasing_makes_the_browser_forget(stranger: Browser) -> None:
    assert '"storage"' in stranger.get("/erased/").headers["Clear-Site-Data"]
