"""The day after a hard moment: a quiet card, each part of it free to leave out, and nobody is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.asks.actions import THINK_AGAIN, answer, close_ask, move_ask
from holdfast.asks.hard_moment import ask_my_people, take_back
from holdfast.asks.looking_back import waiting_to_look_back
from holdfast.asks.models import Answer, Ask
from holdfast.notices.models import Notice
from tests.asks.circle import agreed
from tests.browser import Browser

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=2)
CARD = "How are you today?"


@pytest.fixture
def ask(john: Person) -> Ask:
    """Rosa came, two days ago."""
    then = timezone.now() - DAYS
    agreed(john, "Rosa", then)
    ask = move_ask(ask=ask_my_people(by=john, text="", now=then), now=then + THINK_AGAIN)
    answer(reply=ask.replies.get(), said=Answer.YES, now=then + THINK_AGAIN)
    move_ask(ask=ask, now=then + THINK_AGAIN)
    return close_ask(ask=Ask.objects.get(), now=then + timedelta(hours=1))


def test_waits_on_today(page: Browser, ask: Ask) -> None:
    assert CARD in page.get("/today/").content.decode()


def test_is_not_there_in_the_night_itself(john: Person, ask: Ask) -> None:
    assert ask.ended_at
    assert waiting_to_look_back(john, now=ask.ended_at + timedelta(hours=1)) is None


def test_goes_by_itself_after_a_week(john: Person, ask: Ask) -> None:
    assert waiting_to_look_back(john, now=timezone.now() + timedelta(days=7)) is None


def test_one_that_nobody_heard_of_is_let_be(john: Person, page: Browser) -> None:
    then = timezone.now() - DAYS
    agreed(john, "Rosa", then)
    take_back(ask=ask_my_people(by=john, text="", now=then), now=then)

    assert CARD not in page.get("/today/").content.decode()


def test_can_be_left_out_as_a_whole(page: Browser, ask: Ask) -> None:
    text = page.press(f"/now/after/{ask.pk}/done/").content.decode()

    assert CARD not in text


def test_keeps_how_i_am_to_myself(page: Browser, ask: Ask) -> None:
    before = Notice.objects.count()

    page.press(f"/now/after/{ask.pk}/", {"text": "tired, and glad she came"})

    assert "glad she came" in page.get(f"/now/after/{ask.pk}/").content.decode()
    assert Notice.objects.count() == before


def test_thanks_those_who_came(page: Browser, ask: Ask) -> None:
    promise = ask.slots.get().promises.get()
    assert "Thank Rosa" in page.get(f"/now/after/{ask.pk}/").content.decode()

    text = page.press(f"/now/after/{ask.pk}/thanks/{promise.pk}/").content.decode()

    assert "Thanked." in text
    promise.refresh_from_db()
    assert promise.thanked_at


def test_has_a_sentence_to_begin_with(page: Browser, ask: Ask) -> None:
    assert "Do you have time for a talk?" in page.get(f"/now/after/{ask.pk}/").content.decode()
