"""Everything can be reached and seen by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import House, Visitor, watched

pytestmark = pytest.mark.browser
FOCUSED = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {
    name: (one.getAttribute('aria-label') || one.innerText || one.name || one.tagName).trim().slice(0, 40),
    href: one.getAttribute('href') || '',
    seen: style.outlineStyle !== 'none' || one.matches('a.rm-tie, a.rm-seat') || one.tagName === 'BODY',
    covered: hit !== null && !one.contains(hit) && !hit.contains(one) && hit.closest('.now, .exit') !== null
  };
}"""


@pytest.fixture
def visitor(chromium: Browser, house: House) -> Iterator[Visitor]:
    context = chromium.new_context(viewport={"width": 1180, "height": 800})
    visitor = watched(context, house)
    visitor.sign_in("john")
    yield visitor
    context.close()


def walk(visitor: Visitor, path: str, most: int = 200) -> list[dict[str, str]]:
    """Press Tab until the page has been walked through once."""
    visitor.go(path)
    stops: list[dict[str, str]] = []
    for _ in range(most):
        visitor.page.keyboard.press("Tab")
        stop = visitor.page.evaluate(FOCUSED)
        if stops and stop == stops[0]:
            break
        stops.append(stop)
    return stops


@pytest.mark.parametrize("path", ["/today/", "/needs/", "/ties/new/", "/find/", "/account/", "/network/"])
def test_every_stop_is_seen_and_none_is_covered(visitor: Visitor, path: str) -> None:
    stops = walk(visitor, path)

    assert len(stops) > 5
    assert [stop["name"] for stop in stops if not stop["seen"]] == []
    assert [stop["name"] for stop in stops if stop["covered"]] == []


def test_the_first_stop_skips_to_the_content(visitor: Visitor) -> None:
    visitor.go("/needs/")
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")

    assert visitor.page.evaluate("document.activeElement.id") == "main"


def test_reaches_everyone_on_the_map(visitor: Visitor) -> None:
    stops = walk(visitor, "/network/")

    ties = visitor.page.eval_on_selector_all(
        ".ringmap--wide a.rm-tie", "all => all.map(one => one.getAttribute('href'))"
    )
    assert set(ties) <= {stop["href"] for stop in stops}


def test_writes_a_need_down_without_a_mouse(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/needs/new/")
    page.focus("#id_text")
    page.keyboard.type("Someone to walk with")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert "Someone to walk with" in page.inner_text("main")
