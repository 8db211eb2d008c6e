"""Leaving is immediate, by click, by key, with and without scripts, and the way back is closed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.journeys.conftest import House, Visitor

pytestmark = pytest.mark.browser
OUTSIDE = "https://www.weather.gov/"


def plain(route: Route) -> None:
    """What stands at the other end, without asking it."""
    route.fulfill(body="<title>Weather</title><h1>Weather</h1>", content_type="text/html")


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def visitor(request: pytest.FixtureRequest, chromium: Browser, house: House) -> Iterator[Visitor]:
    context = chromium.new_context(java_script_enabled=request.param, viewport={"width": 320, "height": 640})
    context.route(f"{OUTSIDE}**", plain)
    page = context.new_page()
    visitor = Visitor(page, house)
    visitor.sign_in("john")
    yield visitor
    context.close()


def is_outside(page: Page) -> bool:
    page.wait_for_url(f"{OUTSIDE}**")
    return page.inner_text("h1") == "Weather"


def test_leaves_by_one_tap_from_wherever_one_is_on_the_page(visitor: Visitor) -> None:
    visitor.go("/network/")
    visitor.page.mouse.wheel(0, 3000)

    visitor.page.locator("[data-exit]").click()

    assert is_outside(visitor.page)


def test_the_way_out_is_large_enough_to_hit(visitor: Visitor) -> None:
    visitor.go("/network/")

    for selector in ("[data-exit]", ".support"):
        box = visitor.page.locator(selector).bounding_box()
        assert box
        assert box["height"] >= 44
        assert box["width"] >= 44


def test_leaves_by_three_presses_of_escape_and_does_not_come_back(chromium: Browser, house: House) -> None:
    context = chromium.new_context()
    context.route(f"{OUTSIDE}**", plain)
    visitor = Visitor(context.new_page(), house)
    visitor.sign_in("john")
    visitor.go("/network/")

    for _ in range(3):
        visitor.page.keyboard.press("Escape")

    assert is_outside(visitor.page)
    visitor.page.go_back()
    assert "/network/" not in visitor.page.url
    context.close()


def test_back_shows_nothing_after_signing_out(chromium: Browser, house: House) -> None:
    context = chromium.new_context()
    visitor = Visitor(context.new_page(), house)
    visitor.sign_in("john")
    visitor.go("/network/list/")
    visitor.go("/account/out/")
    visitor.press()

    visitor.page.go_back()
    visitor.page.go_back()

    assert "Leila" not in visitor.page.content()
    context.close()
