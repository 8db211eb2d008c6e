"""The map of results and the search near me, in a real browser: nothing leaves the house, and no position stays."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import House, Visitor, axe_faults, watched

pytestmark = pytest.mark.browser
HERE = {"Philadelphia": (39.95271, -75.16354), "Chicago": (41.88371, -87.62314)}
NUMBERS = "all => all.map(one => one.getAttribute('aria-label').split('; ').map(name => parseInt(name))).flat()"
DRAWN = "[data-map][data-drawn][data-named]"


class Looker(Visitor):
    """Somebody at a browser, whose console and addresses are kept."""

    def __init__(self, visitor: Visitor) -> None:
        super().__init__(visitor.page, visitor.house)
        self.said: list[str] = []
        self.addresses: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("request", lambda request: self.addresses.append(request.url))

    def map(self, more: str = "") -> Page:
        """The results near the place with meetings, as a map that is drawn."""
        page = self.go(f"/find/?near={self.house.place}&view=map&how=in_person{more}")
        page.wait_for_selector(DRAWN, state="attached")
        return page


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1180, "height": 900}, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def looker(context: BrowserContext, house: House) -> Looker:
    return Looker(watched(context, house))


def located(page: Page) -> list[int]:
    """The numbers of the results that have a place."""
    spots = json.loads(page.inner_text("#map-data"))["spots"] if page.locator("#map-data").count() else []
    return sorted(number for spot in spots for number in spot["numbers"])


def test_every_located_result_has_a_mark_at_every_zoom(looker: Looker) -> None:
    page = looker.map()
    wanted = located(page)

    for press in ("out", "out", "in", "in", "in"):
        page.click(f".leaflet-control-zoom-{press}")
        assert sorted(page.eval_on_selector_all(".map-mark", NUMBERS)) == wanted


def test_draws_outlines_and_names_towns(looker: Looker) -> None:
    page = looker.map()

    expect(page.locator("path.map-land").first).to_be_attached()
    assert page.locator(".map-town").count() >= 5


def test_nothing_is_refused_by_the_content_policy(looker: Looker) -> None:
    page = looker.map()
    page.locator(".map-mark").first.click()
    page.wait_for_selector(".map-said")

    assert looker.said == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 1180), ("dark", 320)])
def test_is_accessible_and_fits(looker: Looker, scheme: str, width: int) -> None:
    looker.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    looker.page.set_viewport_size({"width": width, "height": 640})
    page = looker.map()
    page.locator(".map-mark").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".map-said")

    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert axe_faults(page) == []
    assert wide <= 0


def test_a_mark_is_opened_and_closed_by_keyboard(looker: Looker) -> None:
    page = looker.map()
    mark = page.locator(".map-mark").first
    page.locator(".skip-map").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(mark).to_be_focused()

    page.keyboard.press("Enter")
    expect(page.locator(".map-said a").first).to_be_focused()
    page.keyboard.press("Escape")

    expect(page.locator(".map-said")).to_have_count(0)
    expect(mark).to_be_focused()


def test_a_row_lights_up_its_mark_and_a_mark_its_row(looker: Looker) -> None:
    page = looker.map()
    number = located(page)[0]
    mark = page.locator(f".map-mark[aria-label^='{number}.']")

    page.locator(f"[data-number='{number}'] a").first.focus()
    expect(mark).to_have_class(re.compile("is-on"))
    mark.focus()

    expect(page.locator(f"[data-number='{number}']")).to_have_class("is-on")


def test_searches_the_area_that_is_looked_at(looker: Looker) -> None:
    page = looker.map()
    address = page.url
    page.click(".leaflet-control-zoom-out")
    page.get_by_role("button", name="Search this area").click()

    expect(page.locator("#found-count")).to_contain_text("of the middle of the map")
    page.wait_for_selector(DRAWN, state="attached")
    assert page.url == address
    assert page.locator(".map-mark").count() > 0


def test_a_place_typed_again_is_searched_by_its_address(looker: Looker) -> None:
    page = looker.map()
    page.click(".leaflet-control-zoom-out")
    page.get_by_role("button", name="Search this area").click()
    expect(page.locator("#found-count")).to_contain_text("middle of the map")

    page.fill("#id_near", looker.house.place)
    page.press("#id_near", "Enter")

    expect(page.locator("#found-count")).to_contain_text(f"of {looker.house.place}")
    assert f"near={looker.house.place}" in page.url


def test_without_scripts_the_list_says_the_same(chromium: Browser, house: House) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{house.address}/find/?near={house.place}&view=map")

    expect(page.get_by_text("The map needs scripts. The list says the same.")).to_be_visible()
    expect(page.locator("#found-list li").first).to_be_visible()
    expect(page.get_by_role("button", name="Near me")).to_be_hidden()
    context.close()


# Near me


def near_me(looker: Looker) -> Page:
    """Granted and pressed."""
    latitude, longitude = HERE[looker.house.place]
    looker.page.context.grant_permissions(["geolocation"])
    looker.page.context.set_geolocation({"latitude": latitude, "longitude": longitude})
    page = looker.go("/find/")
    page.get_by_role("button", name="Near me").click()
    expect(page.locator("#found-count")).to_contain_text("of where you are")
    return page


def told(looker: Looker) -> list[str]:
    """Addresses that tell the position."""
    signs = [str(abs(degrees))[:5] for degrees in HERE[looker.house.place]]
    return [address for address in [*looker.addresses, looker.page.url] if any(sign in address for sign in signs)]


def test_finds_what_is_near_and_tells_no_address(looker: Looker) -> None:
    page = near_me(looker)

    assert page.locator("#found-list li").count() > 0
    assert page.url == f"{looker.house.address}/find/"
    assert told(looker) == []


def test_goes_on_around_the_same_position(looker: Looker) -> None:
    page = near_me(looker)

    page.get_by_role("link", name="Nearest first").click()
    expect(page.get_by_role("link", name="Nearest first")).to_have_attribute("aria-current", "true")
    page.select_option("#id_how", "in_person")
    page.click(".find-form .acts button")
    expect(page.locator("#found-list .sub").first).to_contain_text("In person")
    page.get_by_role("link", name="Map", exact=True).click()
    page.wait_for_selector(DRAWN, state="attached")

    expect(page.locator("#found-count")).to_contain_text("of where you are")
    expect(page.locator(".map-me")).to_be_attached()
    assert page.url == f"{looker.house.address}/find/"
    assert told(looker) == []


def test_keeps_the_position_in_no_field_and_no_storage(looker: Looker) -> None:
    page = near_me(looker)

    kept = page.evaluate(
        "document.documentElement.outerHTML + JSON.stringify([localStorage, sessionStorage, history.state])"
    )
    fields = page.eval_on_selector_all("input", "all => all.map(one => one.value).join()")
    sign = str(HERE[looker.house.place][0])[:5]
    assert sign not in kept + fields
    assert page.context.cookies() == [] or all(sign not in str(cookie) for cookie in page.context.cookies())


def test_leaving_the_page_forgets_and_coming_back_can_ask_again(looker: Looker) -> None:
    page = near_me(looker)
    page.locator("#found-list a").first.click()
    page.wait_for_url("**/find/*-*/")
    page.go_back()

    expect(page.locator("#found-list")).to_have_count(0)
    page.get_by_role("button", name="Near me").click()

    expect(page.locator("#found-count")).to_contain_text("of where you are")


def test_a_browser_that_says_no_is_fine(looker: Looker) -> None:
    page = looker.go("/find/")

    page.get_by_role("button", name="Near me").click()

    expect(page.locator("[data-near-me] [role=status]")).to_contain_text("That is fine: enter a town.")
    assert not [address for address in looker.addresses if "/here/" in address]


def test_nothing_is_asked_before_the_button_is_pressed(looker: Looker) -> None:
    looker.page.add_init_script("navigator.geolocation.getCurrentPosition = () => { window.asked = true; }")

    page = looker.go(f"/find/?near={looker.house.place}")

    assert page.evaluate("window.asked") is None
