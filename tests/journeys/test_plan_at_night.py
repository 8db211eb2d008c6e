"""A plan written at a kitchen table, used at night without a network, looked over after a tie ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import House, Visitor, axe_faults, watched
from tests.journeys.test_support_now import PASSPHRASE, PATIENCE, has
from tests.product import Product

pytestmark = pytest.mark.browser
MOVES_IN = """
from datetime import timedelta
from django.utils import timezone
from holdfast.accounts.actions import open_account
from holdfast.network.actions import ChannelFacts, TieFacts, add_tie, main_network
from holdfast.domain.network import Role
now = timezone.now()
person = open_account(nickname={nickname!r}, passphrase={passphrase!r}, now=now, language={language!r})
network = main_network(by=person, name="x", now=now)
for name, role, number in (("Rosa", Role.SIBLING, "+1 312 555 0147"), ("Ben", Role.FRIEND, "+1 312 555 0102"),
                           ("Dr. Dee", Role.THERAPIST, "+1 312 555 0133")):
    facts = TieFacts(name, role, channels=(ChannelFacts("phone", number), ChannelFacts("text", number)))
    add_tie(by=person, networks=[network], facts=facts, now=now)
"""
BEN_ENDS = """
from datetime import timedelta
from django.utils import timezone
from holdfast.accounts.models import Person
from holdfast.care.models import SafetyPlan
from holdfast.checkins.urges import HardFacts, write_hard_moment
from holdfast.domain.network import TieState
from holdfast.network.actions import set_state
from holdfast.network.models import Tie
now = timezone.now()
person = Person.objects.get(nickname={nickname!r})
tie = next(tie for tie in Tie.objects.filter(person=person) if tie.name == "Ben")
set_state(by=person, tie=tie, state=TieState.ENDED, now=now)
SafetyPlan.objects.filter(person=person).update(created_at=now - timedelta(days=3))
write_hard_moment(by=person, facts=HardFacts(), now=now - timedelta(days=1))
"""
FILLED = """
from holdfast.care.actions import LineFacts, add_from_map, add_line
from holdfast.checkins.coping import add_step
from holdfast.domain.safety_plan import Step
from holdfast.network.models import Tie
for number in range(5):
    add_step(by=person, text=f"Something that helps for a while, number {number}", now=now)
    for step in (Step.WARNING, Step.COMPANY, Step.CARE, Step.SURROUNDINGS):
        facts = LineFacts(f"A line of the usual length, number {number}", "312 555 0100", "after nine at night")
        add_line(by=person, step=step, facts=facts, now=now)
add_from_map(by=person, step=Step.HELP, ties=Tie.objects.filter(person=person), now=now)
"""
SHARED = """
from holdfast.domain.consent import Viewer, ViewerKind
from holdfast.notices.actions import Target, make_link
from tests.journeys.moving_in import Household
from tests.teams.world import shared
now = timezone.now()
ruth = Household(person, now).agreed("Ruth", Role.SIBLING, called="Jo")
shared(person, Viewer(ViewerKind.AGREEMENT, ruth.pk), now)
token = make_link(owner=ruth.supporter_id, target=Target("page", now + timedelta(days=1)), now=now)
print("/u/" + token + "/shared/" + str(ruth.pk) + "/plan/", end="")
"""
Scheme = Literal["light", "dark"]
LOOKS: tuple[tuple[Scheme, int], ...] = (("light", 1180), ("dark", 320))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A product without a worker."""
    product = Product(tmp_path_factory.mktemp("kitchen"))
    product.prepare()
    product.start("--no-worker")
    yield House(product, PASSPHRASE, "")
    product.stop()


@pytest.fixture(params=["en", "es"])
def john(request: pytest.FixtureRequest, chromium: Browser, home: House) -> Iterator[Visitor]:
    """On a small phone, in the dark."""
    language = request.param
    nickname = f"kitchen-{language}"
    home.product.happens(MOVES_IN.format(nickname=nickname, passphrase=PASSPHRASE, language=language))
    context = chromium.new_context(viewport={"width": 320, "height": 640}, color_scheme="dark", locale=language)
    visitor = watched(context, home)
    visitor.sign_in(nickname)
    yield visitor
    context.close()


def sound(page: Page) -> None:
    """No accessibility fault, nothing wider than the page: on a small phone in the dark, on a desk in the light."""
    for scheme, width in reversed(LOOKS):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 640})
        assert axe_faults(page) == [], (page.url, scheme, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 320, "height": 640})


def test_written_at_a_table_used_at_night_and_looked_over(john: Visitor) -> None:
    page = john.page
    nickname = "kitchen-es" if page.locator("html").get_attribute("lang") == "es" else "kitchen-en"

    # In calm: two taps, and some words.
    sound(john.go("/plan/"))
    john.press("main .plan-acts a")
    page.fill("#id_text", "I stop answering messages")
    john.press(".own-words-form > button")
    john.go("/plan/2/")
    john.press("details .chips button")
    for step, name in ((4, "Rosa"), (4, "Ben"), (5, "Dr. Dee")):
        john.go(f"/plan/{step}/")
        john.press(f"button[name=tie]:has-text('{name}')")
    for path in ("1/", "4/", "6/", "", "paper/", "review/"):
        sound(john.go(f"/plan/{path}"))

    # At night: two taps to the first step, and the network goes on the way.
    john.go("/now/")
    has(page, "/now/lines/")
    john.press("[data-can-keep] button")
    expect(page.locator("[data-kept=there]")).to_be_visible(timeout=PATIENCE)
    john.press(".to-plan a")
    sound(page)
    page.context.set_offline(True)
    expect(page.locator("#plan-1")).to_be_visible()
    expect(page.locator("#plan-2")).to_be_hidden()
    for step in range(2, 5):
        page.locator(f"#plan-{step - 1} .walk-on .btn").first.click()
        expect(page.locator(f"#plan-{step}")).to_be_visible()
        expect(page.locator(f"#plan-{step - 1}")).to_be_hidden()
    expect(page.locator("#plan-4 a[href='tel:+13125550102']")).to_be_visible()
    expect(page.locator(".lines-bar a").first).to_be_in_viewport()

    # The phone was locked, the page is gone, and there is still no network.
    page.goto(f"{john.house.address}/plan/")
    expect(page.locator("#plan")).to_contain_text("I stop answering messages")
    sound(page)
    page.locator("#plan .walk-steps a").nth(4).click()
    expect(page.locator("#plan-5 a[href='tel:+13125550133']")).to_be_visible()
    expect(page.locator("#plan-4")).to_be_hidden()
    sound(page)
    page.context.set_offline(False)

    # Days later Ben is no longer there, and there was a hard moment.
    john.house.product.happens(BEN_ENDS.format(nickname=nickname))
    john.go("/today/")
    john.press("main a[href='/plan/review/']")
    expect(page.locator("main")).to_contain_text("Ben")
    assert not page.locator("a[href='tel:+13125550102']").count()
    sound(page)
    john.press("button[name=do][value=remove]")
    john.press("main form .acts button:not([name])")
    expect(page.locator(".plan-steps")).not_to_contain_text("Ben")
    expect(page.locator(".plan-steps")).to_contain_text("Rosa")
    sound(page)


def test_is_walked_without_scripts(chromium: Browser, home: House) -> None:
    home.product.happens(MOVES_IN.format(nickname="plain-john", passphrase=PASSPHRASE, language="en"))
    context = chromium.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    visitor = watched(context, home)
    visitor.sign_in("plain-john")
    visitor.go("/plan/1/")
    visitor.page.fill("#id_text", "I stop answering messages")
    visitor.press(".own-words-form > button")

    visitor.go("/plan/walk/")
    visitor.page.locator("#plan-1 .walk-on .btn").first.click()

    expect(visitor.page.locator("#plan-2")).to_be_visible()
    expect(visitor.page.locator("#plan-1")).to_be_hidden()
    context.close()


def test_is_one_sheet_of_paper(chromium: Browser, home: House) -> None:
    code = MOVES_IN.format(nickname="paper-john", passphrase=PASSPHRASE, language="en")
    home.product.happens(code + FILLED)
    context = chromium.new_context()
    visitor = watched(context, home)
    visitor.sign_in("paper-john")
    visitor.go("/plan/paper/")

    printed = visitor.page.pdf(format="A4")

    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") == 1
    context.close()


def test_the_copy_of_a_supporter_is_as_it_stands_now_and_ends(chromium: Browser, home: House) -> None:
    code = MOVES_IN.format(nickname="copy-john", passphrase=PASSPHRASE, language="en")
    copy = home.product.happens(code + FILLED + SHARED)
    contexts = [chromium.new_context(viewport={"width": 320, "height": 640}) for _ in range(2)]
    john, ruth = (watched(context, home) for context in contexts)
    john.sign_in("copy-john")
    seen = ruth.go(copy).locator("#disclosed")
    expect(seen).to_contain_text("Rosa")
    sound(ruth.page)

    john.go("/plan/1/")
    john.page.fill("#id_text", "I stop answering messages")
    john.press(".own-words-form > button")
    ruth.page.reload()
    expect(seen).to_contain_text("I stop answering messages")

    john.go("/sharing/")
    john.press(".sharing-list li button")
    expect(seen).not_to_contain_text("I stop answering messages", timeout=2_000)
    assert ruth.page.request.get(home.address + copy).status == 404
    for context in contexts:
        context.close()
