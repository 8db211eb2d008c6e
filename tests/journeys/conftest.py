"""The real product, a real browser, and real feeds where they stand beside the checkout."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.chromium import QUIET, found
from tests.notices.servers import HERE, MailServer, serving
from tests.product import Product, served

REAL = Path(__file__).parents[2].parent / "shared" / "data" / "directory" / "meeting-guide"
FEEDS = [REAL / name for name in ("aa-se-pennsylvania.json", "al-anon-massachusetts.json")]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
PATIENCE = 60_000
"""Milliseconds for a letter, or for a page to move by itself."""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass
class House:
    """A served product, the passphrase of its demo people, and a place with meetings."""

    product: Product
    passphrase: str
    place: str

    @property
    def address(self) -> str:
        """Where it answers."""
        return self.product.address


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demo people live in it, and the directory holds real meetings or those of the demo."""
    product = Product(tmp_path_factory.mktemp("house"))
    product.prepare()
    said = product.command("demo")
    real = [str(feed) for feed in FEEDS if feed.exists()]
    if real:
        product.command("import", *real)
    passphrase = said.partition("passphrase ")[2].split()[0]
    with served(product.data) as running:
        yield House(running, passphrase, "Philadelphia" if real else "Chicago")


@dataclass
class Town:
    """A product whose letters arrive."""

    product: Product
    mail: MailServer

    def link_for(self, name: str, nickname: str, *, opened: set[str] | None = None) -> str:
        """The address in the latest letter to this supporter, once it arrived; not one that was opened before."""
        deadline = time.monotonic() + PATIENCE / 1000
        while time.monotonic() < deadline:
            for letter in reversed(self.letters_to(name, nickname)):
                found = re.search(r"/u/[\w-]+/", letter)
                if found and found.group() not in (opened or ()):
                    return found.group()
            time.sleep(0.05)
        raise AssertionError(f"no letter to {name}")

    def letters_to(self, name: str, nickname: str) -> list[str]:
        """Every letter that came for this supporter."""
        return [letter for letter in self.mail.letters if f"{name}@{nickname}.example.org" in letter]


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Nobody lives there yet; a real mail server takes its letters."""
    mail = MailServer()
    settings = {"HOLDFAST_MAIL_HOST": HERE, "HOLDFAST_MAIL_PORT": str(mail.port), "HOLDFAST_MAIL_TLS": "no"}
    product = Product(tmp_path_factory.mktemp("town"), settings=settings)
    product.prepare()
    with serving(mail):
        product.start()
        yield Town(product, mail)
        product.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found(), args=list(QUIET))
        yield browser
        browser.close()


@dataclass
class Visitor:
    """Somebody at a browser, who notices when a page reaches outside or says something in its console."""

    page: Page
    house: House

    def go(self, path: str) -> Page:
        """Open a page of the product."""
        response = self.page.goto(self.house.address + path)
        assert response
        assert response.status == 200, (path, response.status)
        return self.page

    def press(self, selector: str = "main form button:not([name='skip'])") -> None:
        """Press the page's main button and wait for what follows."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def sign_in(self, nickname: str, passphrase: str = "") -> None:
        """As one of the demo people, or somebody whose passphrase is given."""
        self.go("/account/in/")
        self.page.fill("#id_login", nickname)
        self.page.fill("#id_password", passphrase or self.house.passphrase)
        self.press("#id_password ~ *, main form button")


def watched(context: BrowserContext, house: House) -> Visitor:
    """A visitor whose page fails the test when it reaches outside."""
    page = context.new_page()

    def stays_inside(url: str) -> None:
        assert url.startswith((house.address, "data:", "blob:")), f"reached outside: {url}"

    page.on("request", lambda request: stays_inside(request.url))
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    return Visitor(page, house)


def axe_faults(page: Page) -> list[str]:
    """What axe-core finds, as short lines."""
    page.evaluate(AXE)
    violations = page.evaluate("tags => axe.run({runOnly: tags})", TAGS)["violations"]
    nodes = [(one["id"], node["html"]) for one in violations for node in one["nodes"]]
    return [f"{rule}: {' '.join(html.split())[:140]}" for rule, html in nodes]
