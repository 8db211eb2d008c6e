"""A site elsewhere loads our meetings with script tags, as the plugins of NA's sites do, in a real browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from holdfast.directory.importing import DEMO
from tests.chromium import QUIET, found
from tests.product import Product, served

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not found(), reason="no Chromium on this machine")]

PAGE = """<!doctype html><title>Another site</title><script>
const got = {};
function ask(name, query) {
  window["take_" + name] = answer => { got[name] = answer; };
  const tag = document.createElement("script");
  tag.src = "BASE/client_interface/jsonp/?callback=take_" + name + "&" + query;
  tag.onerror = () => { got[name] = "refused"; };
  document.head.append(tag);
}
ask("meetings", "switcher=GetSearchResults&get_used_formats&lang_enum=es");
ask("bodies", "switcher=GetServiceBodies");
ask("formats", "switcher=GetFormats&show_all=1&key_strings[]=TC&key_strings[]=VM&key_strings[]=HY");
</script>"""


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A server with the made-up meetings of NA."""
    command = ("import", "--fellowship", "na", "--name", "Sample region", str(DEMO / "na.json"))
    with served(tmp_path_factory.mktemp("bmlt"), command) as running:
        yield running


@pytest.fixture
def elsewhere(product: Product) -> Iterator[str]:
    """A page of another site that lets nothing in but what says it is for every site."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = PAGE.replace("BASE", f"{product.address}/bmlt/").encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *said: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def got(elsewhere: str) -> Iterator[dict[str, Any]]:
    """What the page has after all three answers came."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found(), args=list(QUIET))
        page = browser.new_page()
        page.goto(elsewhere)
        page.wait_for_function("Object.keys(got).length === 3")
        yield page.evaluate("got")
        browser.close()


def test_another_site_shows_our_meetings_formats_and_service_bodies(got: dict[str, Any]) -> None:
    rows, formats = got["meetings"]["meetings"], got["meetings"]["formats"]

    assert len(rows) > 5
    assert {one for row in rows for one in row["format_shared_id_list"].split(",") if one} == {
        one["id"] for one in formats
    }
    assert {row["service_body_bigint"] for row in rows} <= {one["id"] for one in got["bodies"]}
    assert sorted(one["key_string"] for one in got["formats"]) == ["HY", "TC", "VM"]
