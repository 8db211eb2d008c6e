"""A browser in which the person typed their passphrase a moment ago."""

from __future__ import annotations

from django.urls import reverse

from tests.browser import Browser
from tests.conftest import PASSPHRASE


def confirmed(browser: Browser) -> Browser:
    """As after the page that asks for the passphrase again."""
    browser.post(reverse("account_reauthenticate"), {"password": PASSPHRASE})
    return browser
