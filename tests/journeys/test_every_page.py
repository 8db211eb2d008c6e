"""Every kind of page that can be reached by links: no accessibility fault, nothing wider than the phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import House, Visitor, axe_faults, watched

pytestmark = pytest.mark.browser

Scheme = Literal["light", "dark"]
LOOKS: tuple[tuple[Scheme, int], ...] = (("light", 1180), ("dark", 320))
SEEDS = {
    "john": ("/today/", "/network/", "/now/", "/account/", "/find/?near=Philadelphia"),
    "": ("/", "/now/", "/find/"),
}
UNLINKED = ("/ties/several/", "/ties/import/", "/start/1/", "/start/2/", "/start/3/", "/start/4/", "/start/others/")
FORMS_ONLY = re.compile(r"/(out|erased)/$|^/static/")


def shape(address: str) -> str:
    """The kind of page behind an address."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "#", address.partition("?")[0].partition("#")[0])


def kinds(visitor: Visitor, seeds: tuple[str, ...]) -> Iterator[str]:
    """One address of each kind of page, by following links."""
    waiting, seen = list(seeds), {shape(seed) for seed in seeds}
    while waiting:
        address = waiting.pop(0)
        yield address
        links = visitor.page.eval_on_selector_all(
            "a[href^='/']:not([download])", "all => all.map(one => one.getAttribute('href'))"
        )
        for link in links:
            if shape(link) not in seen and not FORMS_ONLY.search(link):
                seen.add(shape(link))
                waiting.append(link)


def faults(page: Page) -> list[str]:
    """What is wrong with the page as it is shown."""
    found = axe_faults(page)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*found, *([f"{wide} pixels wider than the window"] if wide > 0 else [])]


def shown(page: Page, scheme: Scheme, width: int) -> None:
    """The same page on another device."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 760})


@pytest.mark.parametrize("nickname", SEEDS, ids=["signed in", "stranger"])
def test_every_page_is_sound_in_the_light_and_on_a_small_phone_in_the_dark(
    chromium: Browser, house: House, nickname: str
) -> None:
    context = chromium.new_context()
    visitor = watched(context, house)
    if nickname:
        visitor.sign_in(nickname)
    found: dict[str, list[str]] = {}

    for address in kinds(visitor, SEEDS[nickname] + (UNLINKED if nickname else ())):
        visitor.page.goto(house.address + address)
        for scheme, width in LOOKS:
            shown(visitor.page, scheme, width)
            if wrong := faults(visitor.page):
                found[f"{address} {scheme} {width}"] = wrong

    assert not found, "\n".join(f"{address}: {wrong}" for address, wrong in found.items())
    context.close()
