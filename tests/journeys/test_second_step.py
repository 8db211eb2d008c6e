"""Passkeys and a second step work in a real browser, under our content policy."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser

from tests.journeys.conftest import House, Visitor, watched
from tests.product import Product

pytestmark = pytest.mark.browser
PASSPHRASE = "seven wet boots by the door"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def visitor(chromium: Browser, house: House, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """Somebody new, on a device that can hold passkeys; these belong to a name, so the address has one."""
    context = chromium.new_context()
    visitor = watched(context, replace(house, product=ByName(house.product.data, house.product.port)))
    session = context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    visitor.go("/account/new/")
    visitor.page.fill("#id_username", nickname(request))
    visitor.page.fill("#id_password1", PASSPHRASE)
    visitor.press()
    yield visitor
    context.close()


class ByName(Product):
    """The same product, reached by a name instead of a number."""

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://localhost:{self.port}"


def nickname(request: pytest.FixtureRequest) -> str:
    return f"step-{abs(hash(request.node.name)) % 10**8}"


def open_again(visitor: Visitor, path: str) -> None:
    """A page that asks for the passphrase once more."""
    visitor.page.goto(visitor.house.address + path)
    if "/account/again/" in visitor.page.url:
        visitor.page.fill("#id_password", PASSPHRASE)
        visitor.press()


def sign_out(visitor: Visitor) -> None:
    visitor.go("/account/out/")
    visitor.press()


def test_signs_in_with_a_code_from_an_app(visitor: Visitor, request: pytest.FixtureRequest) -> None:
    page = visitor.page
    open_again(visitor, "/account/keys/totp/activate/")
    secret = page.inner_text("#authenticator_secret")
    page.fill("#id_code", code(secret, 0))
    visitor.press()
    sign_out(visitor)

    visitor.go("/account/in/")
    page.fill("#id_login", nickname(request))
    page.fill("#id_password", PASSPHRASE)
    visitor.press()
    assert "/account/keys/authenticate/" in page.url
    page.fill("#id_code", code(secret, 1))
    visitor.press()

    assert "/account/in/" not in page.url
    assert "authenticate" not in page.url


def test_signs_in_with_a_passkey_and_nothing_typed(visitor: Visitor) -> None:
    page = visitor.page
    open_again(visitor, "/account/keys/webauthn/add/")
    page.locator("label:has-text('asskey'), label:has-text('asswordless')").first.click()
    with page.expect_navigation():
        page.click("#mfa_webauthn_add")
    sign_out(visitor)

    visitor.go("/account/in/")
    with page.expect_navigation():
        page.click("#passkey_login")

    assert "/account/in/" not in page.url
    assert page.goto(visitor.house.address + "/account/").status == 200  # type: ignore[union-attr]


def code(secret: str, ahead: int) -> str:
    """The code of this half minute, or of the next, which is accepted early and was not used before."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def test_the_pages_of_keys_are_sound(visitor: Visitor) -> None:
    open_again(visitor, "/account/keys/")

    assert visitor.page.locator("h1").count() == 1
    assert "successfully" not in visitor.page.inner_text("main").lower()
