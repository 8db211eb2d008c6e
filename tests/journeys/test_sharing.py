"""John shares his plan with Leila, sees what she will see, and stops it while she is looking."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.journeys.conftest import House, Visitor, axe_faults, watched

pytestmark = pytest.mark.browser
SECOND = 1_500
"""Milliseconds: a page that asks each second, and the answer on its way."""
Scheme = Literal["light", "dark"]
LOOKS: tuple[tuple[Scheme, int], ...] = (("light", 1180), ("dark", 320))


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def contexts(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[tuple[BrowserContext, BrowserContext]]:
    """His browser and hers."""
    scheme, width = request.param
    size = {"width": width, "height": 800}
    both = tuple(chromium.new_context(viewport=size, color_scheme=scheme) for _ in range(2))  # type: ignore[arg-type]
    yield both[0], both[1]
    for context in both:
        context.close()


def test_shared_then_stopped_while_she_looks(contexts: tuple[BrowserContext, BrowserContext], house: House) -> None:
    john, leila = (watched(context, house) for context in contexts)
    john.sign_in("john")
    leila.sign_in("leila")

    john.go("/sharing/new/")
    sound(john)
    with john.page.expect_navigation():
        john.page.get_by_role("link", name="Leila").click()
    sound(john)
    john.page.check("input[value=safety_plan]")
    john.press()
    sound(john)
    john.page.locator("input[value=hard_moment]").check()
    john.press()
    sound(john)
    with john.page.expect_navigation():
        john.page.locator("main a[href*='/see/']").click()
    expect(john.page.locator(".disclosed-note")).to_contain_text("shares this with you until")
    sound(john)
    with john.page.expect_navigation():
        john.page.get_by_role("link", name="Back to the text").click()
    john.press()

    leila.go("/asks/helping/")
    with leila.page.expect_navigation():
        leila.page.locator("main a[href*='/shared/'][href$='/plan/']").first.click()
    expect(leila.page.locator(".disclosed-note")).to_contain_text("can see that you looked")
    sound(leila)

    sound(john)
    with john.page.expect_navigation():
        john.page.locator(".sharing-list li", has_text="Leila").get_by_role("button").click()
    expect(leila.page.locator("#disclosed")).to_have_text("This is no longer shared with you.", timeout=SECOND)

    expect(john.go("/sharing/looked/").locator("section.looks").first).to_contain_text("Leila")
    for path in ("/sharing/looked/", "/sharing/", "/sharing/stop/"):
        john.go(path)
        sound(john)


def sound(visitor: Visitor) -> None:
    """No fault that axe finds, and nothing wider than the page."""
    assert axe_faults(visitor.page) == []
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), visitor.page.url
