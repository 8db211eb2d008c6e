"""What the journeys of tending share: the ways they are walked, and who walks them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.conftest import House, Town, Visitor, axe_faults, watched
from tests.journeys.moving_in import PASSPHRASE, Told


@dataclass(frozen=True, slots=True)
class Way:
    """How a journey is walked."""

    has_scripts: bool
    language: str
    width: int

    @property
    def name(self) -> str:
        """For nicknames and test ids."""
        return f"{self.language}-{self.width}-{'scripts' if self.has_scripts else 'plain'}"


WAYS = (Way(True, "en", 320), Way(True, "es", 1180), Way(False, "en", 1180), Way(False, "es", 320))
"""Every pair of language, device and scripts is among these."""


def move_in(town: Town) -> Mapping[str, Told]:
    """Everybody, once: what each begins with, by nickname."""
    languages = {way.name: way.language for way in WAYS}
    code = f"from tests.journeys.moving_in import everybody\neverybody({languages!r})"
    told: Mapping[str, Told] = json.loads(town.product.happens(code))
    return told


@dataclass
class Tale:
    """One way through one town."""

    town: Town
    chromium: Browser
    way: Way
    told: Mapping[str, Told]
    contexts: list[BrowserContext] = field(default_factory=list)
    opened: set[str] = field(default_factory=set)

    def somebody(self) -> Visitor:
        """Another browser."""
        context = self.chromium.new_context(
            java_script_enabled=self.way.has_scripts,
            locale=f"{self.way.language}-US",
            viewport={"width": self.way.width, "height": 760},
        )
        self.contexts.append(context)
        return watched(context, House(self.town.product, PASSPHRASE, ""))

    def named(self, story: str) -> str:
        """The nickname of whom this is about."""
        return f"{story}-{self.way.name}"

    def of(self, story: str) -> Told:
        """What they began with."""
        return self.told[self.named(story)]

    def signed_in(self, story: str) -> Visitor:
        """The person of a story, at a browser of their own."""
        visitor = self.somebody()
        visitor.sign_in(self.named(story))
        return visitor

    def opens_letter(self, name: str, story: str) -> Visitor:
        """A supporter who opens the link of the next letter."""
        visitor = self.somebody()
        link = self.town.link_for(name, self.named(story), opened=self.opened)
        self.opened.add(link)
        visitor.go(link)
        return visitor

    def says(self, words: str) -> str:
        """What a page says, in the language of this way."""
        with translation.override(self.way.language):
            return translation.gettext(words)

    def counts(self, words: str, number: int, **values: int) -> str:
        """The same of words that count."""
        with translation.override(self.way.language):
            return translation.ngettext(words, words, number) % values

    def sound(self, page: Page) -> None:
        """In its language, no accessibility fault, nothing wider than the window."""
        assert page.get_attribute("html", "lang") == self.way.language
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        if self.way.has_scripts:
            assert axe_faults(page) == [], page.url


def unfold(page: Page, inside: str) -> None:
    """Open what something is folded into."""
    folded = page.locator(f"main details:not([open]):has({inside}) > summary")
    if folded.count():
        folded.first.click()
