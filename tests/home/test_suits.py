"""What suits me, by what I need."""

from __future__ import annotations

from datetime import datetime

import pytest

from holdfast.accounts.models import Person
from holdfast.directory.importing import import_demo
from holdfast.domain.network import SupportKind
from holdfast.network.actions import NeedFacts, add_need, main_network
from tests.browser import Browser
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(db: None) -> None:
    import_demo(now=NOW)


def test_says_what_a_group_could_help_with(page: Browser, john: Person, now: datetime) -> None:
    network = main_network(by=john, name="Recovery", now=now)
    add_need(by=john, network=network, facts=NeedFacts("Someone to sit with", SupportKind.SOCIAL), now=now)

    assert "Someone to sit with" in page.get("/suits/?near=Chicago").content.decode()


def test_asks_for_needs_where_there_are_none(page: Browser) -> None:
    assert "You have not said what you need yet" in page.get("/suits/").content.decode()


@pytest.mark.parametrize(
    ("query", "words"),
    [("near=Springfield", "Which “Springfield” do you mean?"), ("near=Zzyx", "We do not know “Zzyx”")],
)
def test_asks_which_place_is_meant(page: Browser, query: str, words: str) -> None:
    assert words in page.get(f"/suits/?{query}").content.decode()


@pytest.mark.parametrize(
    "query", ["how=in_person", "hour=night", "language=es", "not_12_step=on", "access=wheelchair", "how=x&hour=y"]
)
def test_everything_that_is_shown_fits_what_was_asked(page: Browser, query: str) -> None:
    shown = page.get(f"/suits/?near=Chicago&{query}").context["suiting"]

    if query == "how=in_person":
        assert {str(one.row.how) for one in shown} <= {"In person", "In person and online"}
    if query == "not_12_step=on":
        assert not {one.row.fellowship for one in shown} & {"Alcoholics Anonymous", "Narcotics Anonymous"}
    assert len(shown) <= 15


def test_costs_the_same_number_of_queries_for_many_groups(
    page: Browser, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    page.get("/suits/?near=Chicago")

    with django_assert_max_num_queries(24):  # type: ignore[operator]
        page.get("/suits/?near=Chicago&how=online")
