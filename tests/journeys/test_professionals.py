"""A person and those who work with them: an idea that was tried, a consent that ends, somebody who leaves, a beginning.

Each story is told once at a desk; some again on a small phone in the dark in Spanish, or without scripts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import House, Visitor, axe_faults, watched
from tests.journeys.moving_in import PASSPHRASE, Told
from tests.journeys.test_second_step import code
from tests.journeys.working import MESSAGE, WARNING, WAY

pytestmark = pytest.mark.browser
AT_ONCE = 2_000
"""Milliseconds until a page that somebody has open learns that it is shared no more."""


@dataclass(frozen=True, slots=True)
class Device:
    """On what a story is lived."""

    name: str
    language: str = "en"
    width: int = 1180
    scheme: Literal["light", "dark"] = "light"
    has_scripts: bool = True


DESK, PLAIN = Device("desk"), Device("plain", has_scripts=False)
PHONE = Device("phone", "es", 320, "dark")
TOLD = (("idea", DESK), ("idea", PHONE), ("consent", DESK), ("leaves", DESK), ("link", DESK), ("link", PLAIN))


@dataclass
class Story:
    """One story on one device: who is in it, each at a browser of their own."""

    name: str
    device: Device
    chromium: Browser
    house: House
    told: Told
    contexts: list[BrowserContext] = field(default_factory=list)

    def somebody(self) -> Visitor:
        """Another browser."""
        device = self.device
        context = self.chromium.new_context(
            java_script_enabled=device.has_scripts,
            locale=device.language,
            color_scheme=device.scheme,
            viewport={"width": device.width, "height": 760},
        )
        self.contexts.append(context)
        return watched(context, House(self.house.product, PASSPHRASE, self.house.place))

    def signed_in(self, name: str) -> Visitor:
        """Somebody of this story; who works is asked for a code."""
        visitor = self.somebody()
        visitor.sign_in(f"{name}-{self.key}")
        if secret := self.told.get(name):
            visitor.page.fill("#id_code", code(secret, 0))
            visitor.press()
        return visitor

    @property
    def key(self) -> str:
        """What nicknames end with."""
        return f"{self.name}-{self.device.name}"

    @property
    def of_john(self) -> str:
        """Where the team's pages about him begin."""
        return f"/work/{self.told['team']}/"

    @property
    def of_team(self) -> str:
        """Where his pages of the team begin."""
        return f"/team/{self.told['team']}/"

    def sound(self, page: Page) -> None:
        """In its language, nothing wider than the window, and no fault that axe finds."""
        assert page.get_attribute("html", "lang") == self.device.language
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, page.url
        if self.device.has_scripts:
            assert axe_faults(page) == [], page.url


@pytest.fixture(scope="module")
def everybody(house: House) -> Mapping[str, Told]:
    """Moved in once for all stories."""
    keys = [(f"{name}-{device.name}", device.language) for name, device in TOLD]
    told: Mapping[str, Told] = json.loads(
        house.product.happens(f"from tests.journeys.working import tell\ntell({keys!r})")
    )
    return told


@pytest.fixture
def story(
    request: pytest.FixtureRequest, house: House, chromium: Browser, everybody: Mapping[str, Told]
) -> Iterator[Story]:
    """One story, with its browsers closed afterwards."""
    name, device = request.param
    made = Story(name, device, chromium, house, everybody[f"{name}-{device.name}"])
    yield made
    for context in made.contexts:
        context.close()


def devices(name: str) -> pytest.MarkDecorator:
    """The devices on which this story is told."""
    told = [pair for pair in TOLD if pair[0] == name]
    return pytest.mark.parametrize("story", told, indirect=True, ids=[device.name for _, device in told])


def follow(visitor: Visitor, link: str) -> Page:
    """Open the first link of the page that matches."""
    visitor.press(f"main a[href*='{link}']")
    return visitor.page


def status(visitor: Visitor, path: str) -> int:
    """What the house answers to this browser."""
    return visitor.page.request.get(visitor.house.address + path).status


# An idea, tried


@devices("idea")
def test_a_group_that_a_therapist_thought_of_is_visited_and_both_know(story: Story) -> None:
    dee = story.signed_in("dee")
    name = recommends_a_group(story, dee)
    john = story.signed_in("john")
    keeps_it_on_his_map(story, john, name)
    goes_and_says_how_it_was(story, john, name)
    reads_how_it_was(story, dee, name)


def recommends_a_group(story: Story, dee: Visitor) -> str:
    """From the directory, with a reason; its name."""
    page = dee.go(f"{story.of_john}recommended/new/?words={story.house.place}")
    story.sound(page)
    dee.press("main .things a.btn")
    name = page.input_value("#id_name")
    page.fill("#id_why", "Ten minutes from your work")
    dee.press("main form[method=post] button")
    expect(page.locator("main .things")).to_contain_text(name)
    expect(page.locator("main .things .quiet")).to_be_visible()
    story.sound(page)
    return name


def keeps_it_on_his_map(story: Story, john: Visitor, name: str) -> None:
    """He reads who thought of it and why, and keeps it."""
    john.go("/team/")
    page = follow(john, story.of_team)
    follow(john, "/messages/")
    follow(john, "/recommended/")
    john.press("main .things a")
    expect(page.locator("main .lead")).to_contain_text("Dee")
    expect(page.locator("blockquote")).to_have_text("Ten minutes from your work")
    story.sound(page)
    follow(john, "/keep/")
    john.press("main form[data-once] .acts button")
    assert name in john.go("/network/list/").inner_text("main")


def goes_and_says_how_it_was(story: Story, john: Visitor, name: str) -> None:
    """The team learns it because he says so."""
    page = john.go(f"{story.of_team}recommended/")
    john.press("main .things a")
    expect(page.locator("main a[href^='/ties/']")).to_be_visible()
    assert not page.is_checked("#id_is_told")
    page.check("input[name=state][value=tried]")
    page.fill("#id_how_it_was", "Warm people")
    page.check("#id_is_told")
    john.press("main form.after .acts button")
    expect(page.locator("main .things")).to_contain_text(name)
    story.sound(page)


def reads_how_it_was(story: Story, dee: Visitor, name: str) -> None:
    """What was open on her side is answered."""
    page = dee.go(f"{story.of_john}recommended/")
    row = page.locator("main .things li", has_text=name)
    expect(row).to_contain_text("Warm people")
    expect(row.locator(".quiet")).to_have_count(0)
    story.sound(page)


# A consent that ends while somebody looks


@devices("consent")
def test_a_consent_is_seen_beforehand_narrowed_and_ends_while_she_looks(story: Story) -> None:
    john, dee = story.signed_in("john"), story.signed_in("dee")
    chooses_two_things_for_dee(story, john)
    signs_after_seeing_what_she_will_see(story, john)

    looks = [opens(story, dee, "plan", WARNING), opens(story, dee, "way", WAY)]
    takes_one_of_them_back(story, john)
    assert status(dee, dee.page.url.removeprefix(story.house.address)) == 404
    looks.append(opens(story, dee, "plan", WARNING))

    john.go("/sharing/")
    john.press(".sharing-list li:has-text('Dee') button")
    expect(dee.page.locator("#disclosed")).not_to_contain_text(WARNING, timeout=AT_ONCE)
    assert WARNING not in dee.page.content()
    assert [status(dee, look) for look in looks] == [404, 404, 404]
    sees_each_look(story, john, looks)


def chooses_two_things_for_dee(story: Story, john: Visitor) -> None:
    """What, why and how long."""
    john.go("/sharing/new/")
    john.press("main a:has-text('Dee')")
    story.sound(john.page)
    john.page.check("input[value=safety_plan]")
    john.page.check("input[value=recovery_plan]")
    john.press("main form .acts button")
    john.page.check("input[name=purpose][value=care]")
    story.sound(john.page)
    john.press("main form .acts button")


def signs_after_seeing_what_she_will_see(story: Story, john: Visitor) -> None:
    """The passphrase once more, the text, both plans as she will see them, the name."""
    page = john.page
    assert "/account/again/" in page.url
    page.fill("#id_password", PASSPHRASE)
    john.press()
    story.sound(page)
    for number, words in ((1, WARNING), (2, WAY)):
        page.locator("main a[href*='/see/']").nth(number - 1).click()
        expect(page.locator("#disclosed")).to_contain_text(words)
        story.sound(page)
        follow(john, "/sign/")
    page.fill("#id_signature", "John W.")
    john.press("main form .acts button")
    expect(page.locator(".sharing-list")).to_contain_text("Dee")


def opens(story: Story, dee: Visitor, item: str, words: str) -> str:
    """From the list of whom she works with to one thing; its path."""
    dee.go("/work/")
    follow(dee, story.of_john)
    follow(dee, f"/shared/{item}/")
    expect(dee.page.locator("#disclosed")).to_contain_text(words)
    story.sound(dee.page)
    return dee.page.url.removeprefix(story.house.address)


def takes_one_of_them_back(story: Story, john: Visitor) -> None:
    john.press(".sharing-list h2 a")
    john.page.uncheck("input[value=recovery_plan]")
    story.sound(john.page)
    john.press("main form:has([name=items]) button")


def sees_each_look(story: Story, john: Visitor, looks: list[str]) -> None:
    """No look is missing, none is there twice; a page that asks whether it is still shared is no look, and one that is
    not any more is a try: of each thing one an hour."""
    page = john.go("/sharing/looked/")
    expect(page.locator("section.looks li")).to_have_count(len(looks))
    expect(page.locator("section.looks .looks-who", has_text="Dee").locator("li")).to_have_count(len(looks))
    expect(page.locator("ol.looks > li", has_text="Dee")).to_have_count(len(set(looks)))
    story.sound(john.page)


# Somebody leaves


@devices("leaves")
def test_a_worker_leaves_and_another_goes_on(story: Story) -> None:
    dee, sam = story.signed_in("dee"), story.signed_in("sam")
    opens(story, dee, "way", WAY)
    hands_over(story, sam)
    assert [status(dee, f"{story.of_john}{page}") for page in ("", "shared/plan/", "messages/")] == [404] * 3

    john = story.signed_in("john")
    is_told_who_left_and_who_came(story, john)
    goes_on(story, story.signed_in("nora"))


def hands_over(story: Story, sam: Visitor) -> None:
    """All of Dee's people to Nora; Sam leads, and sees nothing of anybody."""
    sam.go("/work/")
    page = follow(sam, "/work/hand-over/")
    story.sound(page)
    sam.press("main .things li:has-text('Dee') a")
    page.select_option("#id_everyone", label="Nora")
    story.sound(page)
    sam.press("main form .acts button")
    assert status(sam, story.of_john) == 404


def is_told_who_left_and_who_came(story: Story, john: Visitor) -> None:
    """On his first page; and what he shared with Dee alone is over."""
    expect(john.go("/today/").locator("main")).to_contain_text("no longer works with you")
    page = john.go(story.of_team)
    expect(page.locator("main .notice", has_text="Dee")).to_contain_text("Nora works with you now")
    expect(page.locator("main .notice", has_text="Dee")).to_contain_text("alone has ended")
    story.sound(page)
    john.press("form[action*='/news/'] button")
    expect(page.locator("form[action*='/news/']")).to_have_count(0)
    expect(john.go("/sharing/").locator(".sharing-list > li")).to_have_count(1)


def goes_on(story: Story, nora: Visitor) -> None:
    """What was the team's is hers, what was Dee's alone is not, and what was written before is there."""
    opens(story, nora, "plan", WARNING)
    page = nora.go(story.of_john)
    expect(page.locator("main a[href*='/shared/']")).to_have_count(1)
    story.sound(page)
    assert status(nora, f"{story.of_john}shared/way/") == 404
    expect(nora.go(f"{story.of_john}messages/").locator(".letters")).to_contain_text(MESSAGE)


# A beginning, and an emergency


@devices("link")
def test_somebody_new_begins_by_a_link_and_ends_an_emergency(story: Story) -> None:
    dee = story.signed_in("dee")
    link = makes_a_link(story, dee)
    newcomer = story.somebody()
    begins_with_four_taps(story, newcomer, link)
    writes_a_line(newcomer)
    opens_it_in_an_emergency(story, dee)
    sees_it_and_ends_it(story, newcomer, dee)


def makes_a_link(story: Story, dee: Visitor) -> str:
    """One tap; its path."""
    dee.go("/work/enrol/")
    dee.press("main form button")
    story.sound(dee.page)
    return re.sub("^https?://[^/]+", "", dee.page.inner_text("#address"))


def begins_with_four_taps(story: Story, newcomer: Visitor, link: str) -> None:
    """A name and a passphrase, the codes on paper put off, one answer that nobody gives for them. No address."""
    page, taps = newcomer.go(link), 0
    story.sound(page)
    page.fill("#id_username", f"new-{story.key}")
    page.fill("#id_password1", PASSPHRASE)
    begin = "main form .acts button"
    for selector in (begin, "main .acts a.quiet", "input[name=emergency][value=yes]", begin):
        page.locator(selector).first.click()
        taps += 1
    page.wait_for_url("**/begun/")
    assert taps == 4
    story.sound(page)
    expect(page.locator("main .lead")).to_contain_text("They see nothing of yours yet.")


def writes_a_line(newcomer: Visitor) -> None:
    page = newcomer.go("/plan/1/")
    page.fill("#id_text", WARNING)
    newcomer.press(".own-words-form > button")


def opens_it_in_an_emergency(story: Story, dee: Visitor) -> None:
    """Without a reason nothing opens."""
    page = dee.go("/work/")
    dee.press("main .things a")
    expect(page.locator("main a[href*='/shared/']")).to_have_count(0)
    follow(dee, "/emergency/")
    story.sound(page)
    page.fill("#id_nature", "A call at night")
    page.fill("#id_reason", " ")
    dee.press("main form .acts button")
    expect(page.locator("main")).not_to_contain_text(WARNING)
    page.fill("#id_reason", "He does not answer")
    dee.press("main form .acts button")
    expect(page.locator("#disclosed")).to_contain_text(WARNING)
    story.sound(page)


def sees_it_and_ends_it(story: Story, newcomer: Visitor, dee: Visitor) -> None:
    """On the next page: who, where, what and why, and the way to end it. From then on it is shut."""
    page = newcomer.go("/today/")
    loud = page.locator("main .notice.warm", has_text="Dee")
    for words in ("Riverside", "A call at night", "He does not answer"):
        expect(loud).to_contain_text(words)
    story.sound(page)
    newcomer.press("main .notice.warm form[action$='/end/'] button")
    story.sound(page)
    if story.device.has_scripts:
        expect(dee.page.locator("#disclosed")).not_to_contain_text(WARNING, timeout=AT_ONCE)
    assert status(dee, dee.page.url.removeprefix(story.house.address)) == 404
