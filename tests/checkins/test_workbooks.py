"""Workbooks: numbers and own words; a supporter sees two numbers and nothing else."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.asks.actions import cut_off
from holdfast.checkins.models import Workbook, WorkStep
from holdfast.checkins.workbooks import begin_workbook, finish_work_step, put_away, share_workbook
from holdfast.supporters.actions import pause_agreement
from holdfast.supporters.models import Agreement
from tests.asks.circle import agreed
from tests.asks.pages_of_links import address
from tests.browser import Browser

pytestmark = pytest.mark.django_db
WORDS = "kelp in my shoes"


@pytest.fixture
def now() -> datetime:
    """Pages of links ask the clock."""
    return timezone.now()


@pytest.fixture
def book(john: Person, now: datetime) -> Workbook:
    return begin_workbook(by=john, name="My kelp book", titles=["Begin with kelp", "", ""], now=now)


@pytest.fixture
def rosa(john: Person, now: datetime) -> Agreement:
    return agreed(john, "Rosa", now)


@pytest.mark.parametrize(("shape", "count"), [("12", 12), ("4", 4)])
def test_a_preset_is_numbers_only(page: Browser, shape: str, count: int) -> None:
    page.press("/workbook/new/", {"name": "Steps", "shape": shape})

    assert [step.title for step in WorkStep.objects.all()] == [""] * count


def test_own_chapters_have_own_titles(page: Browser) -> None:
    page.press("/workbook/new/", {"name": "Book", "shape": "own", "chapters": "One\n\n Two \n"})

    assert [step.title for step in WorkStep.objects.order_by("position")] == ["One", "Two"]


@pytest.mark.parametrize("chapters", ["", " \n ", "a\n" * 101])
def test_no_chapters_or_too_many_are_said(page: Browser, chapters: str) -> None:
    html = page.post("/workbook/new/", {"name": "Book", "shape": "own", "chapters": chapters}).content.decode()

    assert "Something needs a second look" in html
    assert not Workbook.objects.exists()


def test_writing_begins_a_step_and_done_ends_it(page: Browser, book: Workbook) -> None:
    step = book.steps.get(position=2)

    page.press(f"/workbook/steps/{step.pk}/", {"title": "", "text": WORDS})
    step.refresh_from_db()
    begun = (step.begun_on is not None, step.done_on)
    page.press(f"/workbook/steps/{step.pk}/", {"title": "", "text": WORDS, "do": "done"})
    step.refresh_from_db()

    assert begun == (True, None)
    assert step.done_on is not None


def test_taking_it_up_again_loses_nothing(page: Browser, book: Workbook, now: datetime) -> None:
    step = finish_work_step(step=book.steps.get(position=1), today=now.date())

    page.press(f"/workbook/steps/{step.pk}/", {"title": "Begin", "text": WORDS, "do": "again"})

    step.refresh_from_db()
    assert (step.text, step.done_on, step.begun_on) == (WORDS, None, now.date())


def test_the_words_are_sealed(page: Browser, book: Workbook) -> None:
    page.press(f"/workbook/steps/{book.steps.get(position=1).pk}/", {"title": WORDS, "text": WORDS})

    with connection.cursor() as cursor:
        cursor.execute("SELECT title, text FROM checkins_workstep")
        assert not any(b"kelp" in bytes(cell) for row in cursor.fetchall() for cell in row if cell)


def test_a_supporter_sees_two_numbers(john: Person, book: Workbook, rosa: Agreement, now: datetime) -> None:
    finish_work_step(step=book.steps.get(position=2), today=now.date())
    share_workbook(workbook=book, agreement=rosa)

    html = Browser().get(address(rosa, now)).content.decode()

    assert "1 of 3 steps done" in html
    assert "kelp" not in html


@pytest.mark.parametrize("how", ["taken back", "paused", "cut off", "put away"])
def test_and_nothing_from_that_moment_on(
    john: Person, book: Workbook, rosa: Agreement, now: datetime, how: str
) -> None:
    share_workbook(workbook=book, agreement=rosa)
    page = address(rosa, now)
    match how:
        case "taken back":
            share_workbook(workbook=book, agreement=None)
        case "paused":
            pause_agreement(agreement=rosa, is_paused=True, now=now)
        case "cut off":
            cut_off(by=john, tie=rosa.tie, now=now)
        case _:
            put_away(workbook=book, now=now)

    assert "steps done" not in Browser().get(page).content.decode()


def test_is_shared_on_its_page_with_ones_own_supporters_only(
    page: Browser, book: Workbook, rosa: Agreement, maria: Person, now: datetime
) -> None:
    hers = agreed(maria, "Eva", now)
    page.post(f"/workbook/{book.pk}/share/", {"agreement": str(hers.pk)})
    book.refresh_from_db()
    before = book.shared_with
    page.press(f"/workbook/{book.pk}/share/", {"agreement": str(rosa.pk)})
    book.refresh_from_db()

    assert (before, book.shared_with) == (None, rosa)


def test_many_books_ask_as_often_as_few(page: Browser, john: Person, book: Workbook, now: datetime) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page.get("/workbook/")
        return len(captured)

    few = queries()
    for _ in range(5):
        begin_workbook(by=john, name="x", titles=["a", "b"], now=now)

    assert queries() <= few


def test_one_step_too_many_is_said_and_kept(page: Browser, john: Person, now: datetime) -> None:
    book = begin_workbook(by=john, name="Mine", titles=[""] * 100, now=now)

    answer = page.post(f"/workbook/{book.pk}/step/", {"text": "One more"})

    assert (answer.status_code, book.steps.count()) == (200, 100)
    assert "Enter at most 100 steps." in answer.content.decode()
    assert "One more" in answer.content.decode()
