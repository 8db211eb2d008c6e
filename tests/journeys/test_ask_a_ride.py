"""A ride is asked for: one supporter cannot, the person asks the next at once, and a yes tells everybody.

Real letters through a real mail server; with scripts the page moves by itself, without them by a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import PATIENCE, House, Town, Visitor, axe_faults, watched

pytestmark = pytest.mark.browser
PASSPHRASE = "seven wet boots by the door"
MOVES_IN = """
from django.utils import timezone
from holdfast.accounts.actions import open_account
from holdfast.domain.asks.hours import ALWAYS
from holdfast.domain.asks.kinds import Kind, Stated
from holdfast.domain.network import Role
from holdfast.network.actions import TieFacts, add_tie, main_network
from holdfast.notices.actions import add_destination, confirm_destination
from holdfast.supporters.actions import *
from holdfast.supporters.models import Supporter
from tests.asks.circle import by_day
now = timezone.now()
person = open_account(nickname={nickname!r}, passphrase={passphrase!r}, now=now)
network = main_network(by=person, name="Recovery", now=now)
for name, stated in (("Rosa", Stated.GLADLY), ("Ben", Stated.IF_NEEDED)):
    tie = add_tie(by=person, networks=[network], facts=TieFacts(name, Role.FRIEND), now=now)
    newcomer = Newcomer(name, Limits(hours=ALWAYS, most_asked=None))
    invitation = invite(by=person, tie=tie, hopes=Hopes(), now=now)
    one = accept_invitation(invitation=invitation, who=newcomer, offered=Offered({{Kind.RIDE: stated}}), now=now)
    Supporter.objects.filter(pk=one.supporter_id).update(time_zone=by_day(now))
    address = name + "@{nickname}.example.org"
    place = add_destination(owner=one.supporter_id, via="mail", address=address, now=now)
    confirm_destination(destination=place, now=now)
"""
_number = count(1)


@dataclass
class Story:
    """One person, and what each of them opens in a browser of their own."""

    town: Town
    chromium: Browser
    nickname: str
    has_scripts: bool

    def visitor(self) -> Visitor:
        """Somebody else's phone."""
        return watched(self._context(), House(self.town.product, PASSPHRASE, ""))

    def _context(self) -> BrowserContext:
        return self.chromium.new_context(java_script_enabled=self.has_scripts, viewport={"width": 320, "height": 700})

    def opened_by(self, name: str) -> Visitor:
        """A supporter who opens the link of their letter."""
        visitor = self.visitor()
        visitor.go(self.town.link_for(name, self.nickname))
        return visitor

    def sound(self, page: Page) -> None:
        """No accessibility fault, nothing wider than the phone. Only where scripts can look."""
        if self.has_scripts:
            assert axe_faults(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= 320

    def look_again(self, page: Page) -> None:
        """Without scripts by a link; with scripts the page does it."""
        if not self.has_scripts:
            page.get_by_role("link", name="Look again").click()


@pytest.fixture(params=["scripts", "no scripts"])
def story(request: pytest.FixtureRequest, town: Town, chromium: Browser) -> Iterator[Story]:
    nickname = f"ride-{next(_number)}"
    town.product.happens(MOVES_IN.format(nickname=nickname, passphrase=PASSPHRASE))
    before = len(chromium.contexts)
    yield Story(town, chromium, nickname, request.param == "scripts")
    for context in chromium.contexts[before:]:
        context.close()


@pytest.fixture
def john(story: Story) -> Visitor:
    visitor = story.visitor()
    visitor.go("/account/in/")
    visitor.page.fill("#id_login", story.nickname)
    visitor.page.fill("#id_password", PASSPHRASE)
    visitor.press()
    return visitor


def writes(john: Visitor) -> Page:
    """As far as the page before it is sent."""
    page = john.go("/asks/")
    page.get_by_role("link", name="Ask for help").click()
    page.get_by_role("link", name="A ride").click()
    page.get_by_role("button", name="I need to be at an appointment").click()
    page.fill("#id_on", (date.today() + timedelta(days=3)).isoformat())  # three days off, in any zone
    page.fill("#id_begins", "15:00")
    page.fill("#id_place", "From home to Lake Street")
    page.get_by_role("button", name="See who would be asked").click()
    return page


def test_a_ride_is_found(story: Story, john: Visitor) -> None:
    page = writes(john)
    expect(page.locator(".strand")).to_contain_text("Rosa")
    expect(page.locator(".strand")).to_contain_text("Ben")
    expect(page.locator(".lead")).to_contain_text("The chance that someone says yes")
    story.sound(page)

    page.get_by_role("button", name="Send it").click()
    expect(page.locator(".stands")).to_have_text("Saved. Nobody is asked yet.")
    expect(page.get_by_role("button", name="Cancel")).to_be_in_viewport()
    story.sound(page)

    rosa = story.opened_by("Rosa").page
    expect(rosa.locator("main")).to_contain_text("Could you drive me there?")
    story.look_again(page)
    expect(page.locator(".strand")).to_contain_text("the page was opened", timeout=PATIENCE)
    story.sound(page)
    rosa.get_by_role("button", name="No, not this time").click()
    expect(rosa.locator("main")).to_contain_text("You said: not this time.")

    story.look_again(page)
    expect(page.locator(".strand")).to_contain_text("cannot this time", timeout=PATIENCE)
    if page.locator(".strand .ahead button").count():
        page.locator(".strand .ahead button").click()

    ben = story.opened_by("Ben").page
    ben.get_by_role("button", name="Yes, I can").click()
    expect(ben.locator("main")).to_contain_text("You said yes. Thank you.")

    story.look_again(page)
    expect(page.locator(".stands")).to_have_text("Ben said yes.", timeout=PATIENCE)
    story.sound(page)
    page.goto(story.town.product.address + "/asks/")
    story.sound(page)


def test_an_ask_cancelled_in_time_reaches_nobody(story: Story, john: Visitor) -> None:
    page = writes(john)
    page.get_by_role("button", name="Send it").click()

    page.get_by_role("button", name="Cancel").click()

    expect(page.locator("main")).to_contain_text("Nobody was asked.")
    expect(page.locator("#id_text")).to_have_value(re.compile("I need to be at an appointment"))
    assert not [letter for letter in story.town.mail.letters if f"@{story.nickname}.example.org" in letter]


def test_what_was_typed_survives_a_change_of_mind(john: Visitor) -> None:
    page = writes(john)

    page.get_by_role("button", name="Change it").click()

    expect(page.locator("#id_place")).to_have_value("From home to Lake Street")
    expect(page.locator("#id_begins")).to_have_value("15:00")
