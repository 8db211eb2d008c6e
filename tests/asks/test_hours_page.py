"""Who could come, and when: the page says the worst first, in words, and never a score of anybody."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.utils import translation

from holdfast.accounts.models import Person
from holdfast.asks.hour_words import often, when
from holdfast.domain.asks.coverage import Span
from holdfast.domain.asks.hours import every_day
from holdfast.supporters.actions import Limits
from tests.asks.circle import agreed
from tests.browser import Browser

pytestmark = pytest.mark.django_db
DAYTIME = Limits(hours=every_day(8 * 60, 22 * 60), most_asked=None)


def text_of(page: Browser, query: str = "") -> str:
    html = page.get(f"/week/hours/{query}").content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.split("<main")[1].split("</main")[0]))


@pytest.fixture(autouse=True)
def mail(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.org"


@pytest.fixture
def rosa(john: Person, now: datetime) -> None:
    """Rosa may be asked by day, by the clock of Greenwich."""
    agreed(john, "Rosa", now, limits=DAYTIME)


def test_says_what_to_do_while_nobody_agreed(page: Browser) -> None:
    assert "Nobody has agreed to be asked yet" in text_of(page)


def test_says_the_worst_hours_first(page: Browser, rosa: None) -> None:
    assert re.search(r"Where it is thin Every day from 4 p\.m\. to 2 a\.m\. Nobody could be asked", text_of(page))


def test_names_the_change_that_would_mend_them(page: Browser, rosa: None) -> None:
    assert re.search(r"If Rosa said you may wake them in a hard moment: about \d in 10\.", text_of(page))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?kind=crisis", "within 10 minutes"),
        ("?kind=talk", "within an hour"),
        ("?kind=ride", "within 8 hours"),
        ("?kind=money", "within 10 minutes"),
        ("?kind=", "within 10 minutes"),
        ("?kind=%00", "within 10 minutes"),
    ],
)
def test_answers_for_the_kind_that_was_chosen(page: Browser, rosa: None, query: str, words: str) -> None:
    assert words in text_of(page, query)


def test_every_hour_of_the_picture_has_its_words(page: Browser, rosa: None) -> None:
    html = page.get("/week/hours/").content.decode()

    assert len(re.findall(r'<td class="h\d w\d+"><span class="visually-hidden">[^<]+</span>', html)) == 168


def test_nothing_of_another_person_is_shown(page: Browser, maria: Person, now: datetime) -> None:
    agreed(maria, "Xenia", now)

    assert "Xenia" not in text_of(page)


def test_costs_the_same_number_of_queries_for_many(
    page: Browser, john: Person, now: datetime, django_assert_max_num_queries: Any
) -> None:
    for number in range(7):
        agreed(john, f"Name{number}", now, limits=DAYTIME)
    with django_assert_max_num_queries(16):
        page.get("/week/hours/")


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (Span((0, 1, 2, 3, 4, 5, 6), 22, 8, 0), "Every day from 10 p.m. to 6 a.m."),
        (Span((2,), 0, 6, 0), "Tuesday from midnight to 6 a.m."),
        (Span((1, 2, 3, 4, 5), 9, 8, 0), "Monday to Friday from 9 a.m. to 5 p.m."),
        (Span((0, 6), 9, 3, 0), "Saturday and Sunday from 9 a.m. to noon"),
        (Span((3,), 0, 24, 0), "Wednesday, all day"),
        (Span((6,), 18, 36, 0), "From Saturday at 6 p.m. to Monday at 6 a.m."),
        (Span((0,), 0, 168, 0), "At every hour of the week"),
    ],
)
def test_says_when_as_people_do(span: Span, words: str) -> None:
    with translation.override("en"):
        assert when(span) == words


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.0, "nobody could be asked"),
        (0.03, "hardly ever"),
        (0.31, "about 3 in 10"),
        (0.94, "about 9 in 10"),
        (0.97, "almost always"),
    ],
)
def test_says_how_often_without_decimals(chance: float, words: str) -> None:
    with translation.override("en"):
        assert often(chance) == words
