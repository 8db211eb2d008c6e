"""Ways in which asks could go wrong for somebody, each tried once."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.asks.actions import (
    THINK_AGAIN,
    AskFacts,
    SlotFacts,
    accept_time,
    answer,
    close_ask,
    cut_off,
    give_back,
    move_ask,
    open_ask,
    take_late,
    withdraw_ask,
)
from holdfast.asks.answering import AnswerRefused
from holdfast.asks.calendars import renew_help_calendar
from holdfast.asks.forms import _span
from holdfast.asks.hard_moment import ask_my_people, hard_moment, take_back
from holdfast.asks.helping import asked_of, promises_of
from holdfast.asks.keeping import offer_swap
from holdfast.asks.models import Answer, Ask, HelpCalendar, Promise
from holdfast.asks.pages import ask_page
from holdfast.asks.parting import leave_one
from holdfast.asks.steering import AskIsOver, note_own_answer, reopen_ask
from holdfast.domain.asks.kinds import Kind
from holdfast.domain.network import TieState
from holdfast.home.actions import erase_account
from holdfast.network.actions import remove_tie, set_state
from holdfast.notices.models import Link, Notice
from holdfast.supporters.actions import (
    Hopes,
    Newcomer,
    Offered,
    accept_invitation,
    decline_invitation,
    invite,
    take_respite,
)
from holdfast.supporters.models import Agreement, Invitation
from tests.asks.circle import agreed, tie_named, with_place
from tests.asks.conftest import NOW
from tests.asks.pages_of_links import address, offered
from tests.asks.pages_of_links import asked as asked_by
from tests.asks.told import asked, reply_of, standing
from tests.browser import Browser

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)
TOMORROW = NOW + timedelta(days=1)


def who(ask: Ask) -> set[str]:
    return {reply.agreement.tie.name for reply in ask.replies.select_related("agreement__tie")}


def test_an_ask_for_one_alone_stays_so_when_that_one_is_removed(john: Person, rosa: Agreement, ben: Agreement) -> None:
    ask = open_ask(by=john, facts=AskFacts(Kind.RIDE, "please", only=(rosa,)), now=NOW)
    remove_tie(tie=rosa.tie)
    for minutes in range(1, 200, 10):
        move_ask(ask=ask, now=NOW + timedelta(minutes=minutes))
    assert who(ask) == set()


@pytest.mark.parametrize("state", [TieState.ENDED, TieState.RESTING])
@pytest.mark.parametrize("kind", [Kind.RIDE, Kind.CRISIS])
def test_a_tie_that_ended_or_rests_is_not_asked(john: Person, rosa: Agreement, state: TieState, kind: Kind) -> None:
    set_state(by=john, tie=rosa.tie, state=state, now=NOW)
    ask = asked(john, NOW, kind=kind)
    assert who(ask) == set()


def test_after_cutting_off_the_page_neither_waits_for_them_nor_says_to_call_them(john: Person, rosa: Agreement) -> None:
    ask = asked(john, NOW)
    cut_off(by=john, tie=rosa.tie, now=LATER)
    ask.refresh_from_db()
    page = ask_page(ask, now=LATER)
    assert ("Rosa" in page["state"], page["trouble"]) == (False, [])


def test_who_rests_does_not_move_up_from_the_waiting_list(john: Person, rosa: Agreement, ben: Agreement) -> None:
    ask = asked(john, NOW, slots=(SlotFacts("", TOMORROW),))
    for one in (rosa, ben):
        answer(reply=reply_of(ask, one), said=Answer.YES, now=LATER)
    take_respite(supporter=ben.supporter, until=NOW + timedelta(days=4), now=LATER)
    give_back(promise=Promise.objects.get(reply=reply_of(ask, rosa)), now=LATER)
    assert standing(ask) == []


def test_a_time_offered_before_a_rest_is_not_taken_during_it(john: Person, rosa: Agreement) -> None:
    ask = asked(john, NOW, slots=(SlotFacts("", TOMORROW),))
    answer(reply=reply_of(ask, rosa), said=Answer.AT, can_at=TOMORROW + timedelta(hours=2), now=LATER)
    take_respite(supporter=rosa.supporter, until=NOW + timedelta(days=4), now=LATER)
    with pytest.raises(AnswerRefused):
        accept_time(reply=reply_of(ask, rosa), now=LATER)


def test_taking_a_late_yes_twice_takes_one_place(john: Person, rosa: Agreement) -> None:
    ask = asked(john, NOW, slots=(SlotFacts("a", TOMORROW), SlotFacts("b", TOMORROW)))
    over = ask.answer_by
    move_ask(ask=ask, now=over)
    answer(reply=reply_of(ask, rosa), said=Answer.YES, now=over)
    take_late(reply=reply_of(ask, rosa), now=over)
    with suppress(AnswerRefused):
        take_late(reply=reply_of(ask, rosa), now=over)
    assert len(standing(ask)) == 1


def test_the_same_own_yes_twice_takes_one_place(john: Person, rosa: Agreement) -> None:
    tie = tie_named(john, "Ana", NOW)
    ask = asked(john, NOW, slots=(SlotFacts("a", TOMORROW, places=2),))
    note_own_answer(ask=ask, tie=tie, said=Answer.YES, now=LATER)
    with suppress(AskIsOver):
        note_own_answer(ask=ask, tie=tie, said=Answer.YES, now=LATER)
    ask.refresh_from_db()
    assert (ask.ended_at, ask.slots.get().places) == (None, 1)


def test_an_own_yes_taken_back_gives_the_place_back(john: Person, rosa: Agreement) -> None:
    tie = tie_named(john, "Ana", NOW)
    ask = asked(john, NOW, slots=(SlotFacts("a", TOMORROW, places=2),))
    note_own_answer(ask=ask, tie=tie, said=Answer.YES, now=LATER)
    note_own_answer(ask=ask, tie=tie, said=Answer.NO, now=LATER)
    assert ask.slots.get().places == 2


def test_who_was_coming_reads_that_it_is_over(john: Person, rosa: Agreement) -> None:
    ask = asked(john, NOW, kind=Kind.CRISIS)
    answer(reply=reply_of(ask, rosa), said=Answer.YES, now=NOW + timedelta(minutes=1))
    close_ask(ask=ask, now=LATER)
    (one,) = asked_of([reply_of(ask, rosa)])
    assert (str(one.stage), list(promises_of(rosa.supporter, now=LATER))) == ("over", [])


@pytest.mark.parametrize("minutes", [5, 30])
def test_who_was_coming_and_leaves_is_replaced(john: Person, rosa: Agreement, minutes: int) -> None:
    with_place(john)
    ask = asked(john, NOW, kind=Kind.CRISIS)
    answer(reply=reply_of(ask, rosa), said=Answer.YES, now=NOW + timedelta(minutes=1))
    at = NOW + timedelta(minutes=minutes)
    leave_one(agreement=rosa, now=at)
    ask.refresh_from_db()
    assert (standing(ask), ask.ended_at) == ([], None)


def test_another_time_frees_whoever_wanted_to_swap(john: Person, rosa: Agreement, ben: Agreement) -> None:
    ask = asked(john, NOW, slots=(SlotFacts("", TOMORROW),))
    answer(reply=reply_of(ask, rosa), said=Answer.YES, now=LATER)
    offer_swap(promise=standing(ask)[0], now=LATER)
    answer(reply=reply_of(ask, ben), said=Answer.AT, can_at=TOMORROW + timedelta(hours=2), now=LATER)
    accept_time(reply=reply_of(ask, ben), now=LATER)
    assert [p.reply.agreement_id for p in standing(ask)] == [ben.pk]


def test_erasing_an_account_leaves_nothing_to_send_and_no_calendar(
    john: Person, rosa: Agreement, ben: Agreement
) -> None:
    ask = asked(john, NOW, slots=(SlotFacts("", TOMORROW),))
    for one in (rosa, ben):
        answer(reply=reply_of(ask, one), said=Answer.YES, now=LATER)
    asked(john, NOW)
    open_ask(by=john, facts=AskFacts(Kind.RIDE, "please", only=(rosa,)), now=NOW)
    renew_help_calendar(owner=john.pk, now=NOW)
    erase_account(by=john, now=LATER)
    sup = [rosa.supporter_id, ben.supporter_id]
    assert not HelpCalendar.objects.exists()
    assert not Notice.objects.filter(person_id__in=sup, sent_at=None).exists()
    assert not Link.objects.filter(person_id__in=sup, opens="reply", revoked_at=None).exists()


@pytest.mark.parametrize(
    "said",
    [
        {"on": "9999-12-31"},
        {"on": "9999-12-31", "begins": "22:00", "ends": "01:00"},
        {"answer_on": "9999-12-31"},
        {"answer_on": "9999-12-31", "answer_at": "23:59"},
        {"when": "repeat", "until": "9999-12-31"},
        {"when": "several", "turn-0-on": "9999-12-31", "turn-0-begins": "22:00", "turn-0-ends": "21:00"},
        {"on": "0001-01-01"},
        {"answer_on": "0001-01-01", "answer_at": "00:00"},
        {"text": "a\x00b"},
        {"text": "\u202e<b>😀" * 100},
        {"place": "x\x00"},
    ],
)
@pytest.mark.parametrize("step", ["look", "send", "more"])
def test_no_typed_ask_breaks_a_page(page: Browser, john: Person, step: str, said: dict[str, str]) -> None:
    agreed(john, "Rosa", timezone.now())
    day = timezone.localdate() + timedelta(days=2)
    data = {
        "text": "hello",
        "when": "once",
        "on": day.isoformat(),
        "begins": "15:00",
        "ends": "17:00",
        "place": "",
        "dial": "0",
        "turns": "3",
        "step": step,
        **said,
    }
    assert page.post("/asks/new/ride/", data).status_code in (200, 302)
    for ask in Ask.objects.all():
        move_ask(ask=ask, now=timezone.now() + THINK_AGAIN)
        assert page.get(f"/asks/{ask.pk}/").status_code == 200


@pytest.mark.parametrize(
    "at", ["9999-12-31T23:59", "0001-01-01T00:00", "2027-03-14T02:30", "2026-11-01T01:30", "\x00", "x" * 5000]
)
def test_no_typed_time_breaks_a_link(john: Person, stranger: Browser, at: str) -> None:
    now = timezone.now()
    ben = agreed(john, "Ben", now)
    reply = asked_by(john, ben, now)
    here = address(ben, now, "reply", reply.pk)
    assert stranger.post(here, {"do": "at", "can_at": at, "said": "\x00" * 10}).status_code in (200, 302)
    assert stranger.get(here).status_code == 200
    reply.refresh_from_db()
    if reply.answer == "at":
        accept_time(reply=reply, now=now)
        assert stranger.get(here).status_code == 200


def test_opened_again_after_taking_it_back_nobody_has_it(john: Person, rosa: Agreement) -> None:
    ask = asked(john, NOW, slots=(SlotFacts("", TOMORROW),))
    answer(reply=reply_of(ask, rosa), said=Answer.YES, now=LATER)
    withdraw_ask(ask=ask, now=LATER)

    ask = reopen_ask(ask=ask, now=LATER + timedelta(minutes=5))

    assert (ask.outcome, standing(ask)) == ("", [])


def form(day: date, **changed: str) -> dict[str, str]:
    """One ride, sent."""
    said = {"text": "hello", "when": "once", "on": day.isoformat(), "begins": "15:00", "ends": "17:00"}
    return {**said, "place": "", "dial": "0", "turns": "3", "step": "send", **changed}


def test_an_ask_of_thousands_of_turns_is_not_taken(page: Browser, john: Person) -> None:
    day = timezone.localdate() + timedelta(days=2)
    until = (day + timedelta(days=300)).isoformat()

    page.post("/asks/new/meal/", form(day, when="repeat", every="day", until=until, parts="a\n" * 299))

    assert not Ask.objects.exists()


def test_the_same_words_for_another_day_are_another_ask(page: Browser, john: Person) -> None:
    for days in (2, 3):
        page.post("/asks/new/ride/", form(timezone.localdate() + timedelta(days=days)))

    assert Ask.objects.count() == 2


def test_a_form_sent_for_a_second_invitation_begins_another_page(
    stranger: Browser, john: Person, maria: Person
) -> None:
    now = timezone.now()
    for one in (john, maria):
        invitation = invite(by=one, tie=tie_named(one, "Ben", now), hopes=Hopes("x"), now=now)
        last = stranger.post(f"/u/i/{invitation.token}/", offered())

    assert (last.status_code, "n" * 32 in last.content.decode()) == (200, False)


def test_a_no_in_another_tab_does_not_undo_a_yes(john: Person) -> None:
    invitation = invite(by=john, tie=tie_named(john, "Ben", NOW), hopes=Hopes("x"), now=NOW)
    stale = Invitation.objects.get(pk=invitation.pk)
    accept_invitation(invitation=invitation, who=Newcomer("Ben"), offered=Offered(), now=NOW)

    decline_invitation(invitation=stale, said="no", now=NOW)

    invitation.refresh_from_db()
    assert (invitation.accepted_at, invitation.declined_at) == (NOW, None)


def test_a_turn_in_the_hour_that_is_left_out_does_not_end_before_it_begins() -> None:
    with timezone.override(ZoneInfo("America/Chicago")):
        begins, ends = _span(date(2027, 3, 14), time(2, 30), time(3))

    assert ends is None or ends.astimezone(UTC) > begins.astimezone(UTC)


def test_when_a_yes_is_given_back_the_lines_come_first_in_time(john: Person, rosa: Agreement) -> None:
    ask = asked(john, NOW, kind=Kind.CRISIS)
    answer(reply=reply_of(ask, rosa), said=Answer.YES, now=NOW + timedelta(minutes=1))
    give_back(promise=standing(ask)[0], now=NOW + timedelta(minutes=3))

    ask.refresh_from_db()
    assert hard_moment(ask, now=NOW + timedelta(minutes=15)).lines_first


def test_when_all_say_no_the_lines_come_first_at_once(john: Person, rosa: Agreement) -> None:
    ask = asked(john, NOW, kind=Kind.CRISIS)
    answer(reply=reply_of(ask, rosa), said=Answer.NO, now=NOW + timedelta(minutes=1))

    ask.refresh_from_db()
    assert hard_moment(ask, now=NOW + timedelta(minutes=2)).lines_first


@pytest.mark.parametrize(("seconds", "is_gone"), [(9.9, True), (10.0, False), (10.1, False)])
def test_it_vanishes_within_ten_seconds_only(john: Person, rosa: Agreement, seconds: float, is_gone: bool) -> None:
    ask = ask_my_people(by=john, text="", now=NOW)

    assert (take_back(ask=ask, now=NOW + timedelta(seconds=seconds)) is None) is is_gone


PAGES = (
    *("", "limits/", "rest/", "ways/", "calendar/", "invited/", "how/", "leave/"),
    *("people/{0}/", "people/{0}/offers/", "people/{0}/stop/"),
)
FIELDS = (
    *("do", "act", "said", "slot", "promise", "name", "usual", "most_asked", "most_helped", "time_zone", "offered"),
    *("until", "on", "day", "text", "kind", "hours", "language", "address", "place", "end", "code", "nonce", "length"),
)


@pytest.mark.parametrize("below", PAGES)
def test_no_typed_word_breaks_a_page_of_a_supporter(john: Person, stranger: Browser, below: str) -> None:
    now = timezone.now()
    ben = agreed(john, "Ben", now)
    here = address(ben, now) + below.format(ben.pk)

    for word in ("\0", "x" * 20_000, "9999-12-31T00:00", "\u202e😀", "1e999"):
        for more in ({}, {"do": "rest"}, {"do": "back"}, {"act": "mail"}, {"act": "remove"}, {"act": "push"}):
            stranger.post(here, {**dict.fromkeys(FIELDS, word), **more})
