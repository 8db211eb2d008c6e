"""A page that can fail says what happened and what to do, and is a page like any other."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from holdfast.web import views
from tests.browser import Browser
from tests.lint import Page

pytestmark = pytest.mark.django_db


def test_a_page_that_is_not_there(page: Browser) -> None:
    answer = page.get("/absent/")

    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()


def test_a_form_that_is_too_old(john: object) -> None:
    browser = Browser(enforce_csrf_checks=True)

    answer = browser.post("/account/in/", {"login": "x"})

    assert answer.status_code == 403
    assert "open for too long" in answer.content.decode()


@pytest.mark.parametrize(
    ("view", "status", "said"),
    [
        (views.bad_request, 400, "could not be read"),
        (views.refused, 403, "not open to you"),
        (views.broken, 500, "our"),
    ],
)
def test_says_what_happened(view: object, status: int, said: str, stranger: Browser) -> None:
    request = RequestFactory().get("/")
    request.user = stranger.get("/").wsgi_request.user

    answer = view(request)  # type: ignore[operator]  # one of the three

    assert answer.status_code == status
    assert said in answer.content.decode()


def test_the_way_out_stands_on_problem_pages_too(stranger: Browser) -> None:
    tags = Page(stranger.get("/absent/").content.decode()).tags

    assert any("data-exit" in attrs for _, attrs in tags)
    assert any(attrs.get("href") == "/now/" for _, attrs in tags)
