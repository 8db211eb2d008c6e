"""What a device shows when a push comes, in a real browser: the same words whatever it is about."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
SCRIPT = Path(__file__).parents[2] / "holdfast/notices/static/notices/push-handler.js"
TOKEN = "aB-_" * 8
REGISTER = "async () => { await navigator.serviceWorker.register('/worker.js'); await navigator.serviceWorker.ready }"
SHOWN = """async () => (await (await navigator.serviceWorker.ready).getNotifications())
    .map(one => [one.title, one.body, one.data.page])"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A place whose service worker is ours and nothing else."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_worker = self.path == "/worker.js"
            self.send_response(200)
            self.send_header("Content-Type", "text/javascript" if is_worker else "text/html")
            self.end_headers()
            self.wfile.write(SCRIPT.read_bytes() if is_worker else b"<!doctype html><title>x</title>")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def shown(page: Page, address: str, *payloads: str) -> list[list[str]]:
    """What stands on the screen after these pushes."""
    page.goto(address)
    session = page.context.new_cdp_session(page)
    ids: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda said: ids.extend(one["registrationId"] for one in said["registrations"]),
    )
    session.send("ServiceWorker.enable")
    page.evaluate(REGISTER)
    found: list[list[str]] = []
    for payload in payloads:
        facts = {"origin": address, "registrationId": ids[-1], "data": payload}
        session.send("ServiceWorker.deliverPushMessage", facts)
        found = page.evaluate(
            f"async () => {{ for (;;) {{ const found = await ({SHOWN})(); if (found.length) return found;"
            " await new Promise(again => setTimeout(again, 50)); } }"
        )
    return found


@pytest.mark.parametrize(
    ("language", "words"),
    [("en-US", ["Notes", "You have an update"]), ("es-MX", ["Notas", "Tienes una novedad"])],
)
def test_shows_constant_words_in_the_language_of_the_device(
    chromium: Browser, address: str, language: str, words: list[str]
) -> None:
    context = chromium.new_context(locale=language, permissions=["notifications"])

    assert shown(context.new_page(), address, f'{{"u": "{TOKEN}"}}') == [[*words, f"/u/{TOKEN}/"]]


@pytest.mark.parametrize("payload", ["", "{}", "nonsense", '{"u": "//evil.example"}', '{"u": "../x"}', '{"u": 7}'])
def test_opens_the_first_page_for_anything_else(chromium: Browser, address: str, payload: str) -> None:
    context = chromium.new_context(locale="en-US", permissions=["notifications"])

    assert shown(context.new_page(), address, payload) == [["Notes", "You have an update", "/"]]


def test_nobody_sees_how_many_there_are(chromium: Browser, address: str) -> None:
    context = chromium.new_context(locale="en-US", permissions=["notifications"])

    assert len(shown(context.new_page(), address, '{"u": "x"}', f'{{"u": "{TOKEN}"}}')) == 1
