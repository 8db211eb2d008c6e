"""Get support now, in a house whose mail is dead and whose worker does not run: two taps, true words, the lines always
on the screen; with and without scripts, and without a network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import House, Visitor, axe_faults, watched
from tests.product import Product, free_port

pytestmark = pytest.mark.browser
PASSPHRASE = "seven wet boots by the door"
PATIENCE = 30_000
"""Milliseconds for a page to refresh itself."""
MOVES_IN = """
from django.utils import timezone
from holdfast.accounts.actions import open_account
from holdfast.network.actions import ChannelFacts, TieFacts, add_tie, main_network
from holdfast.domain.network import Role
from holdfast.asks.actions import write_notes
from holdfast.notices.actions import add_destination, confirm_destination
from holdfast.supporters.actions import *
from holdfast.domain.asks.hours import ALWAYS
now = timezone.now()
person = open_account(nickname={nickname!r}, passphrase={passphrase!r}, now=now)
network = main_network(by=person, name="Recovery", now=now)
for name in ("Rosa", "Ben"):
    facts = TieFacts(name, Role.FRIEND, channels=(ChannelFacts("phone", "+1 312 555 0147"),))
    tie = add_tie(by=person, networks=[network], facts=facts, now=now)
    newcomer = Newcomer(name, Limits(hours=ALWAYS, most_asked=None))
    invitation = invite(by=person, tie=tie, hopes=Hopes(), now=now)
    one = accept_invitation(invitation=invitation, who=newcomer, offered=Offered(takes_crisis=True), now=now)
    place = add_destination(owner=one.supporter_id, via="mail", address=name + "@example.org", now=now)
    confirm_destination(destination=place, now=now)
write_notes(by=person, text="What helps me: the sea", now=now)
"""
LATEST = """
from datetime import timedelta
from django.db.models import F
from django.utils import timezone
from holdfast.asks.models import Ask
asks = Ask.objects.filter(person__nickname={nickname!r})
ask = asks.latest("created_at")
"""
TIMES_MOVE = """
back = timedelta(minutes={minutes})
asks.update(**{{name: F(name) - back for name in ("created_at", "held_until", "answer_by", "next_at", "ended_at")}})
"""
HAS_A_LINK = """
from holdfast.notices.actions import Target, make_link
reply = ask.replies.order_by("asked_at", "pk")[0]
target = Target("reply", timezone.now() + timedelta(hours=1), reply.pk)
print(make_link(owner=reply.agreement.supporter_id, target=target, now=timezone.now()))
"""
_number = count(1)


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Mail goes to a port nobody listens on, and no worker runs."""
    settings = {"HOLDFAST_MAIL_HOST": "127.0.0.1", "HOLDFAST_MAIL_PORT": str(free_port())}
    product = Product(tmp_path_factory.mktemp("night"), settings=settings)
    product.prepare()
    product.start("--no-worker")
    yield product
    product.stop()


class Night(Visitor):
    """A person with two supporters, Rosa and Ben, at a browser."""

    nickname: str
    has_scripts = True

    def moves_in(self) -> None:
        """An account, two supporters, notes; signed in."""
        self.nickname = f"kelp-{next(_number)}"
        self.house.product.happens(MOVES_IN.format(nickname=self.nickname, passphrase=PASSPHRASE))
        self.go("/account/in/")
        self.page.fill("#id_login", self.nickname)
        self.page.fill("#id_password", PASSPHRASE)
        self.press()

    def happens(self, code: str) -> str:
        """Something a browser cannot do; what it printed."""
        return self.house.product.happens(LATEST.format(nickname=self.nickname) + code).strip()

    def time_goes_by(self, minutes: float) -> None:
        """The clock of the latest ask moves."""
        self.happens(TIMES_MOVE.format(minutes=minutes))

    def somebody_comes(self, browser: Browser) -> None:
        """The first who was asked opens the link of their letter, on a device of their own, and says yes."""
        context = browser.new_context()
        page = watched(context, self.house).page
        page.goto(f"{self.house.address}/u/{self.happens(HAS_A_LINK)}/")
        if page.locator("#said").count():
            page.locator("summary", has_text="A word with it").click()
            page.fill("#said", "I'm coming")
        with page.expect_navigation():
            page.locator("button[name=do][value=yes]").click()
        context.close()

    def asks(self) -> None:
        """Two taps from wherever it is."""
        self.press("a.support")
        self.press("form.ask-now > button")


@pytest.fixture(params=["scripts", "no scripts"])
def john(request: pytest.FixtureRequest, chromium: Browser, night: Product) -> Iterator[Night]:
    context = chromium.new_context(
        java_script_enabled=request.param == "scripts", viewport={"width": 320, "height": 640}, color_scheme="dark"
    )
    visitor = Night(watched(context, House(night, PASSPHRASE, "")).page, House(night, PASSPHRASE, ""))
    visitor.has_scripts = request.param == "scripts"
    visitor.moves_in()
    yield visitor
    context.close()


def sound(page: Page) -> None:
    """No accessibility fault, nothing wider than the phone, and the lines on the screen."""
    expect(page.locator(".lines-bar a").first).to_be_in_viewport()
    assert axe_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_two_taps_ask_and_ten_seconds_to_stop(john: Night) -> None:
    john.go("/find/")

    john.asks()

    assert re.search("/now/asked/", john.page.url)
    expect(john.page.locator("h1")).to_have_text("We ask in a few seconds")
    expect(john.page.locator("#stop")).to_be_in_viewport()
    john.press("#stop")
    expect(john.page.locator("main")).to_contain_text("Stopped. Nobody heard of it.")


def test_somebody_comes_and_the_day_after_is_quiet(john: Night, chromium: Browser) -> None:
    page = john.page
    john.asks()
    expect(page.locator("h1")).to_have_text("Your people are being asked", timeout=PATIENCE)
    expect(page.locator(".asked")).to_contain_text("Saved. Not sent yet.")

    john.somebody_comes(chromium)
    if not john.has_scripts:
        page.reload()

    expect(page.locator("h1")).to_have_text(re.compile("(Rosa|Ben) said yes"), timeout=PATIENCE)
    expect(page.locator("main")).to_contain_text("I'm coming")
    john.press("#fine")
    expect(page.locator("h1")).to_have_text("It is over for everyone")

    john.time_goes_by(2 * 24 * 60)
    john.go("/today/")
    john.press("a[href^='/now/after/']")
    page.fill("#id_text", "tired")
    john.press()
    john.press("button.warm")
    expect(page.locator("main")).to_contain_text("Thanked.")
    john.press("form[action$='/done/'] button")
    assert "/today/" in page.url
    assert not page.locator("a[href^='/now/after/']").count()


def test_silence_ends_on_the_lines_while_nobody_looks(john: Night) -> None:
    john.asks()
    john.time_goes_by(15)

    john.page.reload()

    expect(john.page.locator("h1")).to_have_text("Please call a line now")
    expect(john.page.locator("main .things .btn").first).to_be_in_viewport()


@pytest.fixture
def maria(chromium: Browser, night: Product) -> Iterator[Night]:
    """On a small phone, in the dark, with scripts."""
    context = chromium.new_context(viewport={"width": 320, "height": 640}, color_scheme="dark")
    visitor = Night(watched(context, House(night, PASSPHRASE, "")).page, House(night, PASSPHRASE, ""))
    visitor.moves_in()
    yield visitor
    context.close()


def test_every_state_is_sound(maria: Night, chromium: Browser) -> None:
    page = maria.go("/now/notes/")
    assert axe_faults(page) == []
    sound(maria.go("/now/"))
    maria.press("form.ask-now > button")
    sound(page)
    for minutes, title in ((0.2, "are being asked"), (15, "call a line")):
        maria.time_goes_by(minutes)
        page.reload()
        expect(page.locator("h1")).to_contain_text(title)
        sound(page)
    maria.somebody_comes(chromium)
    page.reload()
    sound(page)
    maria.press("#fine")
    sound(page)
    maria.time_goes_by(2 * 24 * 60)
    maria.press("main a[href='/today/']")
    assert axe_faults(page) == []
    maria.press("a[href^='/now/after/']")
    assert axe_faults(page) == []


def test_is_reached_by_keyboard(maria: Night) -> None:
    page = maria.go("/now/")

    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('form.ask-now > button')"):
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")

    expect(page.locator("#stop")).to_be_visible()


def has(page: Page, address: str, *, wanted: bool = True) -> None:
    """Wait until the service worker holds a copy, or holds none any more."""
    for _ in range(PATIENCE // 100):
        if page.evaluate("address => caches.match(address).then(Boolean)", address) is wanted:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{address}: {not wanted}")


def test_without_a_network_the_lines_are_there_for_everyone(chromium: Browser, night: Product) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    page = watched(context, House(night, "", "")).page
    page.goto(night.address)
    has(page, "/now/lines/")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    context.set_offline(True)

    page.goto(f"{night.address}/find/")

    expect(page.locator("main")).to_contain_text("Holdfast cannot be reached.")
    expect(page.locator(".lines-bar a[href='tel:988']")).to_be_in_viewport()
    expect(page.locator("[data-exit]")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.exit')).position") == "fixed"
    sound(page)
    context.close()


def test_without_a_network_my_people_are_there_once_i_said_so(maria: Night) -> None:
    page = maria.go("/now/")
    has(page, "/now/lines/")
    maria.page.context.set_offline(True)
    page.goto(f"{maria.house.address}/now/")
    assert not page.locator("text=Rosa").count()
    maria.page.context.set_offline(False)

    maria.go("/now/")
    maria.press("[data-can-keep] button")
    expect(page.locator("[data-kept=there]")).to_be_visible(timeout=PATIENCE)
    maria.page.context.set_offline(True)
    page.goto(f"{maria.house.address}/today/")

    expect(page.locator("main")).to_contain_text("the sea")
    expect(page.locator("a[href='tel:+13125550147']").first).to_be_visible()
    assert page.evaluate("caches.keys().then(names => names.length)") == 3
    sound(page)


@pytest.mark.parametrize("leaving", ["button", "sign out", "sign out without a network"])
def test_the_copy_goes(maria: Night, leaving: str) -> None:
    page = maria.go("/now/")
    has(page, "/now/lines/")
    maria.press("[data-can-keep] button")
    expect(page.locator("[data-kept=there]")).to_be_visible(timeout=PATIENCE)

    if leaving == "button":
        maria.press("[data-can-keep] button")
    else:
        maria.go("/account/out/")
        page.context.set_offline(leaving.endswith("network"))
        maria.press("main form button")

    has(page, "/now/kept/", wanted=False)


def test_an_ask_that_could_not_be_sent_is_not_said_to_be(maria: Night) -> None:
    page = maria.go("/now/")
    has(page, "/now/lines/")
    page.context.set_offline(True)

    maria.press("form.ask-now > button")

    expect(page.locator("main")).to_contain_text("it may not have asked anyone")


def test_a_page_that_lost_the_network_says_so(maria: Night) -> None:
    maria.asks()
    maria.page.context.set_offline(True)

    expect(maria.page.locator("[data-no-network]")).to_be_visible(timeout=PATIENCE)
