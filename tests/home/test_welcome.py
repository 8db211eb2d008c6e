"""The first page."""

from __future__ import annotations

import pytest

from tests.browser import Browser

pytestmark = pytest.mark.django_db


def test_tells_strangers_what_this_is(stranger: Browser) -> None:
    assert stranger.get("/").status_code == 200


def test_leads_people_to_their_day(page: Browser) -> None:
    assert page.get("/").url == "/today/"
