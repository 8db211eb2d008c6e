"""The page of components."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from holdfast.home.views.styleguide import styleguide
from tests.browser import Browser

pytestmark = pytest.mark.django_db


def test_is_not_there_where_people_are(stranger: Browser) -> None:
    assert stranger.get("/styleguide/").status_code == 404


def test_shows_a_form_with_a_mistake(rf: RequestFactory) -> None:
    request = rf.get("/styleguide/")
    request.user = AnonymousUser()

    response = styleguide(request)

    assert "Something needs a second look" in response.content.decode()
