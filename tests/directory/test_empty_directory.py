"""Before anything was imported, the search says so and points elsewhere."""

from __future__ import annotations

import pytest

from tests.browser import Browser

pytestmark = pytest.mark.django_db


def test_says_that_it_is_empty(stranger: Browser) -> None:
    assert "This directory is still empty" in stranger.get("/find/?how=online").content.decode()


def test_points_to_other_ways(stranger: Browser) -> None:
    assert "Five places to ask" in stranger.get("/find/").content.decode()
