"""From nothing to a map, its gaps, and a real meeting that fills one: with and without scripts, in two languages, on a
desktop and on a small phone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, product

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import House, Visitor, watched

pytestmark = pytest.mark.browser

WAYS = list(product(("scripts", "no scripts"), ("en", "es"), ((1180, 900), (320, 640))))
PEOPLE = [
    ("Rosa", "sibling", ["emotional"]),
    ("Ben", "friend", ["practical"]),
    ("Leila", "friend", ["emotional", "informational"]),
    ("Dr Amari", "clinician", ["informational"]),
    ("Walt", "neighbour", ["practical"]),
]
NEEDS = ("talk", "rides", "been-there")
OPEN_SEAT = "tr:has(.tag.warm)"
_number = count(1)


@pytest.fixture(params=WAYS, ids=[f"{scripts}-{language}-{size[0]}" for scripts, language, size in WAYS])
def visitor(request: pytest.FixtureRequest, chromium: Browser, house: House) -> Iterator[Visitor]:
    scripts, language, (width, height) = request.param
    context = chromium.new_context(
        java_script_enabled=scripts == "scripts",
        locale=f"{language}-US",
        viewport={"width": width, "height": height},
    )
    yield watched(context, house)
    context.close()


def test_a_first_evening(visitor: Visitor) -> None:
    page = visitor.page
    sign_up(visitor)
    say_needs(visitor)
    add_five_people(visitor)
    assert page.locator(".rests .tag.warm").count() == 1
    seats = page.locator(".ringmap--wide .rm-seat").count()
    assert seats == 1
    name = keep_a_meeting(visitor)
    visitor.go("/network/")
    assert page.locator(".ringmap--wide .rm-seat").count() == 0
    assert page.locator(".ringmap--wide .rm-tie").count() == len(PEOPLE) + 1
    assert page.locator(".rests .tag.warm").count() == 0
    visitor.go("/network/coverage/")
    assert name in page.locator(".grid").inner_text()
    visitor.go("/network/list/")
    assert name in page.locator("main").inner_text()


def sign_up(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/")
    visitor.press("main a[href='/account/new/']")
    page.fill("#id_username", f"kelp-{next(_number)}-{id(page)}"[:40])
    page.fill("#id_password1", "seven wet boots by the door")
    visitor.press()
    assert "/account/codes/" in page.url
    visitor.press()
    assert page.locator(".codes li").count() == 8
    visitor.press("main a[href='/start/']")


def say_needs(visitor: Visitor) -> None:
    assert "/start/1/" in visitor.page.url
    for key in NEEDS:
        visitor.page.locator(f"label:has(input[name='starters'][value='{key}'])").click()
    visitor.press()


def add_five_people(visitor: Visitor) -> None:
    page = visitor.page
    assert "/start/2/" in page.url
    for number, (name, role, kinds) in enumerate(PEOPLE):
        page.fill(f"#id_form-{number}-name", name)
        page.select_option(f"#id_form-{number}-role", role)
        for kind in kinds:
            page.locator(f"label:has(input[name='form-{number}-kinds'][value='{kind}'])").click()
    visitor.press()
    assert "/start/3/" in page.url


def keep_a_meeting(visitor: Visitor) -> str:
    """From the small step over the search to the listing, and onto the map; returns the name it was kept under."""
    page = visitor.page
    visitor.press()
    assert "/start/4/" in page.url
    visitor.press("main a[href='/find/']")
    page.fill("#id_near", visitor.house.place)
    page.press("#id_near", "Enter")
    page.wait_for_url("**near=**")
    page.locator(".found-list a").first.wait_for()
    visitor.press(".found-list a")
    visitor.press("main a[href^='/keep/'], main form[action^='/keep/'] button")
    name = page.input_value("#id_name")
    visitor.press()
    assert page.locator("main").inner_text()
    return name
