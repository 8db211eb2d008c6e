"""Pictures of every main page, from the running product: `python tools/pictures.py`.

Starts the product on a throwaway folder with the demo people, signs in as one of them, and writes
docs/pictures/<page>-<desktop|phone|dark>.jpg. Needs Chromium, as the journeys do.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.chromium import QUIET, found
from tests.product import Product

SIZES = {"desktop": (1180, 900), "phone": (320, 640), "dark": (1180, 900)}
QUALITY = 70
TALLEST = 2000
PAGES = {
    "first": "/",
    "needs": "/needs/",
    "grid": "/network/coverage/",
    "list": "/network/list/",
    "steps": "/today/",
    "search": "/find/?near=Chicago",
    "places": "/find/?near=Chicago&how=in_person&view=map#found",
    "suits": "/suits/?near=Chicago",
    "compare": "/find/compare/",
    "support": "/now/",
    "asks": "/asks/",
    "week": "/week/",
    "hours": "/week/hours/",
    "tend": "/tend/",
    "check-in": "/check-in/",
    "days": "/days/",
    "how": "/how/",
    "in-touch": "/in-touch/",
}
SUPPORTER = {"helping": "/asks/helping/", "helping-me": "/asks/helping/me/"}
"""Of Ruth, who sponsors John."""
OPERATOR = {"sources": "/sources/", "new-source": "/sources/new/", "review": "/review/"}
MAPS = (5, 15, 60)
FILL = """
from django.utils import timezone
from holdfast.accounts.actions import open_account
from holdfast.home.actions import end_first_evening
from holdfast.home.demo import fill
from holdfast.network.actions import add_starters, main_network
now = timezone.now()
person = open_account(nickname="map-{ties}", passphrase="{passphrase}", now=now)
network = main_network(by=person, name="Recovery", now=now)
keys = ("talk", "rides", "word", "weekends", "treatment")
add_starters(by=person, network=network, keys=keys, now=now)
fill(person, network, count={ties}, now=now)
end_first_evening(by=person, now=now)
"""


def main() -> None:
    """Take them all."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    parser.add_argument("--language", default="en")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, ready(Path(folder)) as (product, passphrase), chromium() as browser:
        for size in SIZES:
            take(browser, product, size, asked, passphrase)


@contextmanager
def ready(folder: Path) -> Iterator[tuple[Product, str]]:
    """The product with the demo people, and people of 5, 15 and 60 ties."""
    product = Product(folder)
    product.command("prepare")
    said = product.command("demo")
    passphrase = said.partition("passphrase ")[2].split()[0]
    for ties in MAPS:
        product.command("shell", "-c", FILL.format(ties=ties, passphrase=passphrase))
    product.command("operator", f"map-{MAPS[0]}")
    product.start()
    try:
        yield product, passphrase
    finally:
        product.stop()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of the journeys."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found(), args=list(QUIET))
        yield browser
        browser.close()


def take(browser: Browser, product: Product, size: str, asked: argparse.Namespace, passphrase: str) -> None:
    """One size: the pages of John, then the maps."""
    page = opened(browser, product, size, asked.language)
    shot(page, product, "/", asked.out / f"first-{size}.jpg")
    sign_in(page, product, "john", passphrase)
    for name, path in PAGES.items():
        if name != "first":
            shot(page, product, path, asked.out / f"{name}-{size}.jpg")
    shot(page, product, look_again(page, product), asked.out / f"look-again-{size}.jpg")
    page.goto(f"{product.address}/find/?words=walking+with+grief")
    listing = page.locator(".found-list a").first.get_attribute("href")
    shot(page, product, listing or "/find/", asked.out / f"listing-{size}.jpg")
    page = opened(browser, product, size, asked.language)
    sign_in(page, product, "ruth", passphrase)
    for name, path in SUPPORTER.items():
        shot(page, product, path, asked.out / f"{name}-{size}.jpg")
    for ties in MAPS:
        page = opened(browser, product, size, asked.language)
        sign_in(page, product, f"map-{ties}", passphrase)
        shot(page, product, "/network/", asked.out / f"map-{ties}-{size}.jpg")
        if ties == MAPS[0]:
            for name, path in OPERATOR.items():
                shot(page, product, path, asked.out / f"{name}-{size}.jpg")


def look_again(page: Page, product: Product) -> str:
    """The last page that was kept, or the one to write."""
    page.goto(f"{product.address}/how/again/")
    kept = page.locator("main a[href*='/how/again/']").first
    return (kept.get_attribute("href") if kept.count() else None) or "/how/again/"


def opened(browser: Browser, product: Product, size: str, language: str) -> Page:
    """A fresh visitor."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if size == "dark" else "light",
        locale=language,
        reduced_motion="reduce",
    )
    return context.new_page()


def sign_in(page: Page, product: Product, nickname: str, passphrase: str) -> None:
    """As a person would."""
    page.goto(f"{product.address}/account/in/")
    page.fill("#id_login", nickname)
    page.fill("#id_password", passphrase)
    page.press("#id_password", "Enter")
    page.wait_for_url("**/today/")


def shot(page: Page, product: Product, path: str, to: Path) -> None:
    """The page from its top, as on a very tall screen, so that what is fixed stands where it belongs."""
    page.goto(product.address + path)
    page.wait_for_load_state("networkidle")
    size = page.viewport_size
    assert size
    height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], height)})
    page.screenshot(path=to, type="jpeg", quality=QUALITY)
    page.set_viewport_size(size)


if __name__ == "__main__":
    main()
