"""John, a friend who helps him, and a team he works with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from holdfast.accounts.actions import open_account
from holdfast.accounts.models import Person
from holdfast.care.actions import LineFacts, add_line
from holdfast.consent import viewers
from holdfast.consent.viewers import Known
from holdfast.domain.safety_plan import Step
from tests.browser import Browser
from tests.conftest import PASSPHRASE
from tests.consent.given import BEN, DEE, DEE_ACCOUNT, RIVERSIDE

KNOWN = {
    "john-w": [Known(BEN, "Ben"), Known(RIVERSIDE, "Riverside"), Known(DEE, "Dee Park", "Riverside")],
}


@pytest.fixture
def present() -> datetime:
    """Now: pages ask the clock."""
    return timezone.now()


@pytest.fixture
def circle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whom John could share with, and how Dee's account is called."""
    monkeypatch.setattr(viewers, "_KNOWN", [lambda person: KNOWN.get(person.nickname, [])])
    monkeypatch.setattr(
        viewers, "_NAMES", [lambda _person, actors: dict.fromkeys({DEE_ACCOUNT} & set(actors), "Dee Park")]
    )


@pytest.fixture
def plan(john: Person, present: datetime) -> None:
    """A line of John's plan for a hard hour."""
    add_line(by=john, step=Step.WARNING, facts=LineFacts("I stop eating breakfast"), now=present)


@pytest.fixture
def later(present: datetime) -> Callable[[int], datetime]:
    """So many minutes from now."""
    return lambda minutes: present + timedelta(minutes=minutes)


@pytest.fixture
def fresh(page: Browser) -> Browser:
    """John, who has just given his passphrase."""
    said = page.post("/account/again/?next=/sharing/", {"password": PASSPHRASE})
    assert said.status_code == 302
    return page


@pytest.fixture
def other(now: datetime) -> Browser:
    """Somebody John does not know, signed in."""
    browser = Browser()
    browser.force_login(open_account(nickname="ida-k", passphrase=PASSPHRASE, now=now))
    return browser
