"""Supporters without an account, in a real browser: a link from paper at 320 px, limits and a rest, a hostile end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import House, Visitor, axe_faults, watched

pytestmark = pytest.mark.browser
PASSPHRASE = "nine slow barges at noon"
LIMITED = "When, and how often"


@contextmanager
def device(chromium: Browser, house: House, *, width: int = 320, scripts: bool = True) -> Iterator[Visitor]:
    """A phone of its own."""
    context = chromium.new_context(viewport={"width": width, "height": 700}, java_script_enabled=scripts)
    yield watched(context, house)
    context.close()


@pytest.fixture
def person(chromium: Browser, house: House, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """Somebody new with one name on their map."""
    with device(chromium, house, width=1180) as visitor:
        visitor.go("/account/new/")
        visitor.page.fill("#id_username", f"host-{abs(hash(request.node.name)) % 10**8}")
        visitor.page.fill("#id_password1", PASSPHRASE)
        visitor.press()
        visitor.go("/ties/new/")
        visitor.page.fill("#id_name", "Ben")
        visitor.press()
        yield visitor


def invite(person: Visitor, word: str = "") -> str:
    """The path of a link to hand over, as it stands on the page."""
    page = person.go("/agreements/")
    with page.expect_navigation():
        page.click("main a:has-text('Ben')")
    page.fill("#id_called", "Jo")
    page.check("input[name=kinds][value=ride]")
    page.check("input[name=relief_starters][value=no]")
    page.click("summary:has-text('voice')")
    page.fill("#id_code", word)
    person.press("main form button:has-text('link')")
    return path(page.inner_text("#address"))


def accept(visitor: Visitor, link: str) -> str:
    """A yes to a ride; the path of the page that opens."""
    page = visitor.go(link)
    page.select_option("#id_gives_ride", "gladly")
    visitor.press("main form button:has-text('Yes')")
    assert page.locator("h1").count() == 1
    return path(page.url).partition("ways/")[0]


def path(address: str) -> str:
    return "/u/" + address.partition("/u/")[2].partition("?")[0].strip()


def faults(page: Page) -> list[str]:
    """What is wrong with the page as it is shown, with everything unfolded."""
    page.eval_on_selector_all("main details", "all => all.forEach(one => one.open = true)")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*axe_faults(page), *([f"{wide} pixels too wide"] if wide > 0 else [])]


def test_accepts_from_a_small_phone_without_scripts(chromium: Browser, house: House, person: Visitor) -> None:
    link = invite(person, "heron")

    with device(chromium, house, scripts=False) as ben:
        page = ben.go(link)
        assert "Jo" not in page.inner_text("main")
        page.fill("#id_code", "Heron")
        ben.press("main form button")
        assert "Jo asks if you could be there" in page.inner_text("h1")
        page.select_option("#id_gives_ride", "gladly")
        ben.press("main form button:has-text('Yes')")
        assert "This is your own page" in page.inner_text("main")
        assert not page.context.cookies()

    assert "Give a ride" in person.go("/agreements/").inner_text("main")


def test_every_page_of_a_supporter_is_sound(chromium: Browser, house: House, person: Visitor) -> None:
    link = invite(person)
    found = {}
    with device(chromium, house) as ben:
        ben.go(link)
        found[link] = faults(ben.page)
        here = accept(ben, link)
        for sub in ("", "limits/", "rest/", "ways/", "calendar/", "invited/", "how/", "leave/"):
            for scheme in ("light", "dark"):
                ben.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
                ben.go(here + sub)
                found[f"{sub} {scheme}"] = faults(ben.page)
        ben.go(here)
        with ben.page.expect_navigation():
            ben.page.click(".names a")
        found["person"] = faults(ben.page)
        ben.page.goto(house.address + link)
        found["gone"] = faults(ben.page)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_the_pages_of_the_person_are_sound(chromium: Browser, house: House, person: Visitor) -> None:
    page, found = person.page, {}
    link = invite(person)
    addresses = [page.url.removeprefix(house.address), "/agreements/"]
    with device(chromium, house) as ben:
        accept(ben, link)
    person.go("/agreements/")
    with page.expect_navigation():
        page.click("main h2 a")
    addresses += [page.url.removeprefix(house.address)]
    addresses += page.eval_on_selector_all("main a[href^='/agreements/']", "all => all.map(a => a.pathname)")

    for address in addresses:
        person.go(address)
        for width in (1180, 320):
            page.set_viewport_size({"width": width, "height": 760})
            found[f"{address} {width}"] = faults(page)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_sets_limits_and_takes_a_rest(chromium: Browser, house: House, person: Visitor) -> None:
    link = invite(person)
    with device(chromium, house) as ben:
        here, page = accept(ben, link), ben.page
        ben.go(here)
        with page.expect_navigation():
            page.click(f"a:has-text('{LIMITED}')")
        page.check("input[name=usual][value=evenings]")
        page.check("input[name=most_asked][value='1']")
        ben.press("main form button")
        assert "It holds from now on" in page.inner_text("[role=status]")
        ben.go(here + "rest/")
        page.check("input[name=until][value=week]")
        ben.press("main form button")
        assert "You are resting until" in page.inner_text("h1")
        assert "Nobody asks you before" in ben.go(here).inner_text("main")

    assert "Roughly: evenings." in person.go("/agreements/").inner_text("main")


def test_somebody_who_turned_hostile_is_cut_off(chromium: Browser, house: House, person: Visitor) -> None:
    link = invite(person)
    with device(chromium, house) as ben, device(chromium, house) as stranger:
        here = accept(ben, link)
        page = person.go("/agreements/")
        for step in ("main h2 a", "main a:has-text('End it')"):
            with page.expect_navigation():
                page.click(step)
        assert "gets no message" in page.inner_text("main")
        person.press("main form button:has-text('End it')")
        assert "Nothing of yours is open to Ben" in page.inner_text("h1")

        for one in (ben, stranger):
            one.page.goto(house.address + (here if one is ben else "/u/never-was-here/"))

        assert ben.page.inner_text("body") == stranger.page.inner_text("body")
