"""The pages of a hard moment: two taps, true words, the lines always there, and nothing in the way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from holdfast.accounts.models import Person
from holdfast.asks.actions import THINK_AGAIN, add_words, answer, move_ask, note_opened, write_notes
from holdfast.asks.hard_moment import ask_my_people
from holdfast.asks.models import Answer, Ask, SafetyNotes
from holdfast.domain.asks.kinds import Kind
from holdfast.network.models import Channel
from holdfast.notices.actions import Target, make_link
from holdfast.notices.models import Notice
from tests.asks.circle import agreed
from tests.browser import Browser

pytestmark = pytest.mark.django_db
OLDER = timedelta(minutes=20)


@pytest.fixture
def rosa(john: Person) -> Person:
    """Rosa may be asked, and John is who asks."""
    rosa = agreed(john, "Rosa", timezone.now())
    Channel.objects.create(person=john, tie=rosa.tie, via="phone", value="+1 555 0147", created_at=timezone.now())
    return john


def asked(person: Person, *, seconds: float) -> Ask:
    """Asked so many seconds ago, and moved on since."""
    then = timezone.now() - timedelta(seconds=seconds)
    ask = ask_my_people(by=person, text="", now=then)
    return move_ask(ask=ask, now=then + THINK_AGAIN) if seconds > THINK_AGAIN.seconds else ask


def page_of(ask: Ask) -> str:
    return f"/now/asked/{ask.pk}/"


def test_one_button_asks(page: Browser, rosa: Person) -> None:
    assert "We ask Rosa first." in page.get("/now/").content.decode()

    text = page.press("/now/ask/").content.decode()

    assert "Nobody has heard yet." in text
    assert Ask.objects.get().kind == Kind.CRISIS


def test_two_taps_make_one(page: Browser, rosa: Person) -> None:
    first, second = page.press("/now/ask/"), page.press("/now/ask/", {"text": "please"})

    assert first.redirect_chain == second.redirect_chain
    assert Ask.objects.count() == 1


def test_the_page_leads_to_the_one_that_is_open(page: Browser, rosa: Person) -> None:
    ask = asked(rosa, seconds=1)

    assert page_of(ask) in page.get("/now/").content.decode()


def test_offers_no_button_when_nobody_can_be_asked(page: Browser, john: Person) -> None:
    agreed(john, "Rosa", timezone.now(), takes_crisis=False)

    assert "Ask my people now" not in page.get("/now/").content.decode()


def test_shows_the_lines_when_nobody_can_be_asked_any_more(page: Browser) -> None:
    response = page.press("/now/ask/")

    assert "None of your people can be asked at this hour." in response.content.decode()
    assert 'href="tel:988"' in response.content.decode()
    assert not Ask.objects.exists()


def test_shows_a_stranger_the_lines(stranger: Browser) -> None:
    assert 'href="tel:988"' in stranger.press("/now/ask/").content.decode()


def test_an_old_page_of_ours_is_enough(rosa: Person) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(rosa)

    response = browser.post(
        "/now/ask/", {"csrfmiddlewaretoken": "of last week"}, headers={"Origin": "http://testserver"}
    )

    assert response.status_code == 302
    assert Ask.objects.count() == 1


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "http://testserver.example", ""])
def test_a_page_of_somebody_else_asks_nobody(rosa: Person, origin: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(rosa)

    assert browser.post("/now/ask/", headers={"Origin": origin} if origin else {}).status_code == 403
    assert not Ask.objects.exists()


def test_counts_those_who_take_calls(page: Browser, rosa: Person) -> None:
    assert "Your one person who takes calls takes them at this hour." in page.get("/now/").content.decode()


def test_can_be_stopped(page: Browser, rosa: Person) -> None:
    ask = asked(rosa, seconds=1)

    assert "Nobody heard of it." in page.press(f"{page_of(ask)}stop/").content.decode()


def test_refreshes_itself_without_scripts_until_it_is_over(page: Browser, rosa: Person) -> None:
    ask = asked(rosa, seconds=1)
    assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in page.get(page_of(ask)).content.decode()

    page.press(f"{page_of(ask)}stop/")

    assert "http-equiv" not in page.get(page_of(ask)).content.decode()


def test_asks_by_itself_when_the_page_is_looked_at(page: Browser, rosa: Person) -> None:
    then = timezone.now() - timedelta(seconds=11)
    ask = ask_my_people(by=rosa, text="", now=then)

    text = page.get(page_of(ask)).content.decode()

    assert "Saved. Not sent yet." in text
    assert 'href="tel:+15550147"' in text


def test_shows_a_provider_s_failure_with_the_number(page: Browser, rosa: Person) -> None:
    ask = asked(rosa, seconds=30)
    Notice.objects.update(failed_at=timezone.now())

    text = page.get(page_of(ask)).content.decode()

    assert "It could not be sent. Please call." in text
    assert 'href="tel:+15550147"' in text


def test_says_who_said_yes_in_their_words(page: Browser, rosa: Person) -> None:
    ask = asked(rosa, seconds=30)
    add_words(reply=answer(reply=ask.replies.get(), said=Answer.YES, now=timezone.now()), words="I'm coming")

    text = page.get(page_of(ask)).content.decode()

    assert "Rosa said yes" in text
    assert text.count("I&#x27;m coming") == 1


def test_a_yes_by_link_asks_for_nothing_else(stranger: Browser, rosa: Person) -> None:
    reply = asked(rosa, seconds=30).replies.get()
    target = Target("reply", timezone.now() + OLDER, reply.pk)
    token = make_link(owner=reply.agreement.supporter_id, target=target, now=timezone.now())

    assert " required" not in stranger.get(f"/u/{token}/").content.decode()


def test_lines_stand_first_after_silence(page: Browser, rosa: Person) -> None:
    ask = asked(rosa, seconds=OLDER.total_seconds())

    text = page.get(page_of(ask)).content.decode()

    assert "Please call a line now" in text
    assert text.index('href="tel:988"') < text.index("Who was asked")


@pytest.mark.parametrize("seconds", [1, 30, 1200])
def test_the_lines_are_always_on_the_screen(page: Browser, rosa: Person, seconds: float) -> None:
    text = page.get(page_of(asked(rosa, seconds=seconds))).content.decode()

    assert 'aria-label="Lines to call"' in text


def test_a_poll_answers_nothing_while_nothing_changed(page: Browser, rosa: Person) -> None:
    ask = asked(rosa, seconds=30)
    part = page.get(page_of(ask), headers={"HX-Request": "true"})

    again = page.get(page_of(ask), {"seen": part.context["seen"]}, headers={"HX-Request": "true"})

    assert (part.status_code, again.status_code, again.content) == (200, 204, b"")
    assert b"<html" not in part.content


def test_a_poll_sees_an_answer(page: Browser, rosa: Person) -> None:
    ask = asked(rosa, seconds=30)
    seen = page.get(page_of(ask), headers={"HX-Request": "true"}).context["seen"]
    answer(reply=ask.replies.get(), said=Answer.YES, now=timezone.now())

    assert b"Rosa said yes" in page.get(page_of(ask), {"seen": seen}, headers={"HX-Request": "true"}).content


def test_ok_now_ends_it(page: Browser, rosa: Person) -> None:
    ask = asked(rosa, seconds=30)

    assert "It is over for everyone" in page.press(f"{page_of(ask)}fine/").content.decode()


def test_keeps_notes_and_shows_them_only_here(page: Browser, john: Person) -> None:
    text = page.press("/now/notes/", {"text": "What helps me: the sea"}).content.decode()

    assert "What helps me: the sea" in text
    assert SafetyNotes.objects.get().person == john


def test_beginnings_alone_are_no_notes(page: Browser) -> None:
    form = page.get("/now/notes/").context["form"]

    page.press("/now/notes/", {"text": form.initial["text"]})

    assert not SafetyNotes.objects.get().text


def test_notes_come_back_to_be_changed(page: Browser, john: Person) -> None:
    write_notes(by=john, text="the sea", now=timezone.now())

    assert "the sea" in page.get("/now/notes/").content.decode()


def test_shows_nobody_else_s_notes(page: Browser, maria: Person) -> None:
    write_notes(by=maria, text="the mountains", now=timezone.now())

    assert "mountains" not in page.get("/now/").content.decode()


def test_asks_the_database_no_more_for_many_people(
    page: Browser, rosa: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(10):
        agreed(rosa, f"Friend{number}", timezone.now())

    with django_assert_max_num_queries(18):
        page.get("/now/")


def test_is_not_opened_again_like_any_other_ask(page: Browser, rosa: Person) -> None:
    ask = asked(rosa, seconds=3600)
    assert ask.ended_at is None
    ended = move_ask(ask=ask, now=ask.answer_by)

    shown = page.press(f"/asks/{ask.pk}/again/")

    assert shown.redirect_chain[-1][0] == "/now/"
    assert Ask.objects.get(pk=ask.pk).ended_at == ended.ended_at


def test_says_that_a_page_was_opened_and_not_by_whom(page: Browser, rosa: Person) -> None:
    ask = asked(rosa, seconds=60)
    note_opened(reply=ask.replies.get(), now=timezone.now())

    assert "by them or by their mail program. No answer yet." in page.get(page_of(ask)).content.decode()
