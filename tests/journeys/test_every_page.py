"""Every kind of page that can be reached by links: no accessibility fault, nothing wider than the phone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import House, Visitor, axe_faults, watched
from tests.journeys.moving_in import PASSPHRASE
from tests.journeys.test_second_step import code
from tests.test_access import ROWS, routes

pytestmark = pytest.mark.browser

Scheme = Literal["light", "dark"]
LOOKS: tuple[tuple[Scheme, int], ...] = (("light", 1180), ("dark", 320))
IN_THE_DARK = LOOKS[1:]
"""For pages that the journeys show by day."""
SEEDS = {
    "john": ("/today/", "/network/", "/now/", "/account/", "/find/?near=Philadelphia"),
    "": ("/", "/now/", "/find/"),
}
UNLINKED = ("/ties/several/", "/ties/import/", "/start/1/", "/start/2/", "/start/3/", "/start/4/", "/start/others/")
TENDED = re.compile(
    r"^/(check-in|days|said|goals|been|slips|workbook|measures|how|in-touch|thanks|dates|things|limits|repair|promises)/"
    r"|^/ties/[^/]+/(between|pause|hopes|back|thanked|repair)/"
)
"""What is walked as somebody who has one of everything that can be tended."""
TOGETHER = re.compile(r"^/(sharing|way|team|exchange|network/files)/")
"""What is walked as somebody who works with a team and shares."""
OF_WORK = re.compile(r"^/work/")
OF_AN_OPERATOR = re.compile(r"^/programmes/")
OF_A_SUPPORTER = re.compile(r"^/u/[^/]+/(me|witness|told|chips|shared|team)/")
NO_PAGES = ("sharing_sign", "team_session_calendar", "work_item_still", "work_second_step")
"""Signed in the journeys of sharing; a file; asked by an open page; walked as somebody who has no second step."""
SAME = re.compile(r"^/way/(?!daily|review|paper|versions|proposed|line)[a-z_]+/$|^/measures/.")
"""Parts of one plan look alike."""
BY_THE_HOUR = ("/check-in/morning/", "/check-in/evening/", "/slips/")
"""No link leads there at every hour; the last is printed on paper."""
FORMS_ONLY = re.compile(r"/(out|erased)/$|^/static/")


def shape(address: str) -> str:
    """The kind of page behind an address."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "#", address.partition("?")[0].partition("#")[0])


def kinds(visitor: Visitor, seeds: tuple[str, ...], belongs: Callable[[str], object]) -> Iterator[str]:
    """One address of each kind of page that belongs to the walk, by following links."""
    waiting, seen = list(seeds), {shape(seed) for seed in seeds}
    while waiting:
        address = waiting.pop(0)
        yield address
        links = visitor.page.eval_on_selector_all(
            "a[href^='/']:not([download])", "all => all.map(one => one.getAttribute('href'))"
        )
        for link in links:
            if shape(link) not in seen and belongs(link) and not FORMS_ONLY.search(link):
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


def walked(
    visitor: Visitor, seeds: tuple[str, ...], belongs: Callable[[str], object], looks: tuple[tuple[Scheme, int], ...]
) -> tuple[set[str], list[str]]:
    """The kinds of pages that were seen, and what is wrong with them."""
    seen, found = set(), []
    for address in kinds(visitor, seeds, belongs):
        visitor.go(address)
        seen.add(shape(address))
        for scheme, width in looks:
            shown(visitor.page, scheme, width)
            found += [f"{address} {scheme} {width}: {wrong}" for wrong in faults(visitor.page)]
    return seen, found


@pytest.fixture
def visitor(chromium: Browser, house: House) -> Iterator[Visitor]:
    context = chromium.new_context()
    yield watched(context, house)
    context.close()


@pytest.mark.parametrize("nickname", SEEDS, ids=["signed in", "stranger"])
def test_every_page_is_sound_in_the_light_and_on_a_small_phone_in_the_dark(visitor: Visitor, nickname: str) -> None:
    if nickname:
        visitor.sign_in(nickname)
    seeds = SEEDS[nickname] + (UNLINKED if nickname else ())

    _, found = walked(visitor, seeds, lambda link: not TENDED.search(link) and not TOGETHER.search(link), LOOKS)

    assert not found, "\n".join(found)


def test_a_listing_with_endless_words_fits_a_small_phone(visitor: Visitor, tmp_path: Path) -> None:
    dial = "+12025550137" + ",,5783926377" * 6 + "#"
    telling = {"conference_phone": dial, "conference_phone_notes": "9" * 90, "notes": "x" * 90, "group": "y" * 90}
    meeting = {"slug": "endless", "name": "z" * 90, "day": 1, "time": "19:00", "timezone": "America/New_York"}
    feed = tmp_path / "endless.json"
    feed.write_text(json.dumps([meeting | telling]))
    visitor.house.product.command("import", str(feed))
    find = "from holdfast.directory.models import Listing; print(Listing.objects.get(key='endless').pk)"

    visitor.go(f"/find/{visitor.house.product.happens(find).strip()}/")
    shown(visitor.page, *LOOKS[1])

    assert dial in visitor.page.content()
    assert not faults(visitor.page)


@pytest.fixture(scope="module")
def told(house: House) -> dict[str, Any]:
    """Somebody who has one of everything moved in, and those around them."""
    found: dict[str, Any] = json.loads(
        house.product.happens("from tests.journeys.everything import everything\neverything()")
    )
    return found


def test_every_page_of_tending_is_sound(visitor: Visitor, told: dict[str, Any]) -> None:
    visitor.sign_in(told["nickname"], PASSPHRASE)

    seen, found = walked(visitor, ("/tend/", *BY_THE_HOUR, *told["also"]), TENDED.search, IN_THE_DARK)
    _, as_supporter = walked(visitor, (told["page"],), OF_A_SUPPORTER.search, IN_THE_DARK)

    assert not found + as_supporter, "\n".join(found + as_supporter)
    assert not unseen(TENDED, seen)


def test_every_page_of_sharing_and_of_a_team_is_sound(visitor: Visitor, told: dict[str, Any]) -> None:
    _, as_stranger = walked(visitor, (told["join"],), OF_A_SUPPORTER.search, IN_THE_DARK)
    visitor.sign_in(told["nickname"], PASSPHRASE)
    visitor.go("/account/again/")
    visitor.page.fill("#id_password", PASSPHRASE)  # or the pages of files would not be seen
    visitor.press()
    seeds = ("/today/", "/sharing/", "/way/", "/team/", "/exchange/", "/network/files/", told["join"])

    seen, found = walked(visitor, (*seeds, *told["unlinked"]), one_of_a_kind(TOGETHER), IN_THE_DARK)

    assert not as_stranger + found, "\n".join(as_stranger + found)
    assert not unseen(TOGETHER, seen)


def test_every_page_of_a_worker_is_sound(visitor: Visitor, told: dict[str, Any]) -> None:
    visitor.sign_in(told["worker"], PASSPHRASE)
    visitor.page.fill("#id_code", code(told["secret"], 0))
    visitor.press()

    seen, found = walked(visitor, ("/work/",), OF_WORK.search, IN_THE_DARK)

    assert not found, "\n".join(found)
    assert not unseen(OF_WORK, seen)


def test_the_page_before_work_is_sound(visitor: Visitor, told: dict[str, Any]) -> None:
    visitor.sign_in(told["without"], PASSPHRASE)

    _, found = walked(visitor, ("/work/second-step/",), OF_WORK.search, IN_THE_DARK)

    assert not found, "\n".join(found)


def test_every_page_of_programmes_is_sound(visitor: Visitor, told: dict[str, Any]) -> None:
    visitor.sign_in(told["operator"], PASSPHRASE)

    seen, found = walked(visitor, ("/programmes/",), OF_AN_OPERATOR.search, IN_THE_DARK)

    assert not found, "\n".join(found)
    assert not unseen(OF_AN_OPERATOR, seen)


def test_the_page_of_a_verification_that_ran_out_is_sound(visitor: Visitor, told: dict[str, Any]) -> None:
    visitor.sign_in(told["run_out"], PASSPHRASE)
    visitor.page.fill("#id_code", code(told["run_out_secret"], 0))
    visitor.press()

    visitor.go("/work/")

    expect(visitor.page.locator("h1")).to_contain_text("run out")
    assert not _on_each(visitor.page)


def test_the_page_of_a_link_that_is_gone_is_sound(visitor: Visitor) -> None:
    visitor.page.goto(visitor.house.address + "/team/join/nothing-here/")

    expect(visitor.page.locator("h1")).to_contain_text("nothing at this link")
    assert not _on_each(visitor.page)


def test_pages_of_giving_that_say_what_is_wrong_are_sound(visitor: Visitor, told: dict[str, Any]) -> None:
    visitor.sign_in(told["nickname"], PASSPHRASE)
    visitor.go("/sharing/new/")
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("link", name="Riverside").first.click()

    found = _after(visitor, "Tick at least one thing")
    visitor.page.check("input[value=safety_plan]")
    visitor.press()
    visitor.page.fill("#id_last", "2020-01-01")
    found += _after(visitor, "Select a reason")
    visitor.page.locator("input[value=care]").check()
    visitor.page.fill("#id_last", visitor.page.input_value("#id_first"))
    visitor.press()
    visitor.page.fill("#id_password", "not the one")
    found += _after(visitor, "That is not your passphrase")
    visitor.page.fill("#id_password", PASSPHRASE)
    visitor.press()
    found += _after(visitor, "It is your signature")

    assert not found, "\n".join(found)


def test_the_pages_of_less_and_of_nothing_are_sound(visitor: Visitor, told: dict[str, Any]) -> None:
    visitor.sign_in(told["nickname"], PASSPHRASE)
    visitor.go("/sharing/")
    with visitor.page.expect_navigation():
        visitor.page.locator(".sharing-list a").first.click()
    for box in visitor.page.locator("input[name=items]").all():
        box.uncheck()

    found = _after(visitor, "Tick at least one thing", "form:has(.item-rows) button")
    visitor.go("/sharing/stop/")
    found += _after(visitor, "Everything is stopped")
    visitor.press("form[action$='/again/'] button")

    assert not found, "\n".join(found)


def _after(visitor: Visitor, words: str, button: str = "main form button:not([name='skip'])") -> list[str]:
    """What is wrong with the page that answers this button; it says these words."""
    visitor.press(button)
    expect(visitor.page.locator("main")).to_contain_text(words)
    return [f"{words}: {wrong}" for wrong in _on_each(visitor.page)]


def _on_each(page: Page) -> list[str]:
    """What is wrong with the page as it stands, in every look."""
    found = []
    for scheme, width in LOOKS:
        shown(page, scheme, width)
        found += faults(page)
    return found


def one_of_a_kind(pages: re.Pattern[str]) -> Callable[[str], bool]:
    """These pages, without those that look like another."""
    return lambda link: bool(pages.search(link) and not SAME.search(link))


def unseen(belongs: re.Pattern[str], seen: set[str]) -> set[str]:
    """The names of the pages under these addresses that can be opened and were not."""
    return {name for name, pages in opened_pages(belongs) if not any(map(pages.fullmatch, seen))}


def opened_pages(belongs: re.Pattern[str]) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The name and shape of every page under these addresses that somebody can open."""
    opened = {row[0] for row in ROWS if row[1] == "GET" and opens(belongs, row[2:])} - set(NO_PAGES)
    for name, route in routes():
        if name in opened and belongs.search(f"/{route}"):
            yield (
                name,
                re.compile("/" + re.sub("<(uuid|int):[^>]+>", "#", re.sub("<(str|slug):[^>]+>", "[^/]+", route))),
            )


def opens(belongs: re.Pattern[str], answers: list[str]) -> bool:
    """Whether somebody finds a page there: its owner; of programmes an operator; of work everything is one."""
    if belongs is OF_WORK:
        return True
    return (answers[-1] if belongs is OF_AN_OPERATOR else answers[1]) in {"200", "AGAIN"}
