"""What a supporter does by a link: answer, set limits, rest, leave."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.asks.actions import (
    SlotFacts,
    answer,
    move_ask,
    tell_update,
    thank_for,
    withdraw_ask,
)
from holdfast.asks.calendars import renew_help_calendar
from holdfast.asks.models import Answer, Ask, Offer, Promise, Reply, Slot
from holdfast.asks.steering import ask_sooner
from holdfast.domain.asks.hours import every_day
from holdfast.domain.asks.kinds import Kind
from holdfast.domain.network import TieState
from holdfast.home.actions import erase_account
from holdfast.home.calendars import renew_calendar_address
from holdfast.network.actions import set_state
from holdfast.notices.actions import Target, make_link
from holdfast.notices.models import Destination, Link, Notice, Receiver
from holdfast.supporters.actions import Limits, set_limits, take_respite
from holdfast.supporters.models import Agreement, Supporter
from tests.asks.circle import agreed
from tests.asks.pages_of_links import address, asked
from tests.browser import Browser

pytestmark = pytest.mark.django_db
SUBPAGES = ("limits/", "rest/", "ways/", "calendar/", "invited/", "how/", "leave/")


@pytest.fixture(autouse=True)
def mail(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.org"


@pytest.fixture
def now() -> datetime:
    """Pages ask the clock, so these tests live in the present."""
    return timezone.now()


@pytest.fixture
def ben(john: Person, now: datetime) -> Agreement:
    return agreed(john, "Ben", now)


@pytest.fixture
def reply(john: Person, ben: Agreement, now: datetime) -> Reply:
    return asked(john, ben, now)


@pytest.fixture
def opened(ben: Agreement, reply: Reply, now: datetime) -> str:
    """The address of a link that opens what Ben was asked."""
    return address(ben, now, "reply", reply.pk)


def said(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


class TestAnswer:
    """A link that opens one ask."""

    def test_shows_what_is_asked(
        self,
        stranger: Browser,
        opened: str,
    ) -> None:
        shown = said(stranger.get(opened))

        assert "john-w asks for a ride" in shown
        assert "to the clinic on Main Street" in shown

    @pytest.mark.parametrize(("do", "wanted"), [("yes", Answer.YES), ("no", Answer.NO), ("later", Answer.LATER)])
    def test_takes_an_answer(self, stranger: Browser, opened: str, reply: Reply, do: str, wanted: Answer) -> None:
        stranger.press(opened, {"do": do})

        assert Reply.objects.get(pk=reply.pk).answer == wanted

    def test_takes_another_time(self, stranger: Browser, opened: str, reply: Reply, now: datetime) -> None:
        tomorrow = (now + timedelta(days=1)).strftime("%Y-%m-%dT17:00")

        stranger.press(opened, {"do": "at", "can_at": tomorrow})

        found = Reply.objects.get(pk=reply.pk)
        assert (found.answer, found.can_at.strftime("%H:%M") if found.can_at else "") == (Answer.AT, "17:00")

    def test_reads_a_time_on_the_supporters_clock(
        self,
        stranger: Browser,
        opened: str,
        ben: Agreement,
        reply: Reply,
    ) -> None:
        set_limits(supporter=ben.supporter, limits=Limits(time_zone="Asia/Tokyo", most_asked=None))

        day = timezone.now() + timedelta(days=3)
        five = datetime(day.year, day.month, day.day, 17, tzinfo=ZoneInfo("Asia/Tokyo"))

        stranger.press(opened, {"do": "at", "can_at": f"{five:%Y-%m-%dT%H:%M}"})

        assert Reply.objects.get(pk=reply.pk).can_at == five

    def test_refuses_a_time_that_is_over(
        self,
        stranger: Browser,
        opened: str,
        reply: Reply,
    ) -> None:
        shown = said(stranger.post(opened, {"do": "at", "can_at": "2020-01-01T17:00"}))

        assert "Choose a time that lies ahead." in shown
        assert not Reply.objects.get(pk=reply.pk).answer

    def test_keeps_the_words_that_came_with_it(
        self,
        stranger: Browser,
        opened: str,
        reply: Reply,
    ) -> None:
        stranger.press(opened, {"do": "no", "said": "At work, sorry"})

        assert Reply.objects.get(pk=reply.pk).said == "At work, sorry"

    def test_looking_is_not_an_answer(
        self,
        stranger: Browser,
        opened: str,
        reply: Reply,
    ) -> None:
        stranger.get(opened + "?do=yes")

        assert not Reply.objects.get(pk=reply.pk).answer

    def test_notes_that_it_was_looked_at(
        self,
        stranger: Browser,
        opened: str,
        reply: Reply,
    ) -> None:
        stranger.get(opened)

        assert Reply.objects.get(pk=reply.pk).opened_at

    @pytest.mark.parametrize(
        ("method", "headers"),
        [
            ("head", {}),
            ("get", {"Purpose": "prefetch"}),
            ("get", {"Sec-Purpose": "prefetch;prerender"}),
            ("get", {"X-Moz": "prefetch"}),
            ("get", {"X-Purpose": "preview"}),
        ],
        ids=str,
    )
    def test_what_nobody_looks_at_is_not_seen(
        self,
        stranger: Browser,
        opened: str,
        reply: Reply,
        method: str,
        headers: dict[str, str],
    ) -> None:
        getattr(stranger, method)(opened, headers=headers)

        assert Reply.objects.get(pk=reply.pk).opened_at is None

    def test_says_thanks_when_somebody_else_is_on_it_and_not_who(
        self, stranger: Browser, opened: str, john: Person, reply: Reply, now: datetime
    ) -> None:
        rosa = agreed(john, "Rosa", now)
        reply.ask.only.add(rosa)
        other = Reply.objects.create(ask=reply.ask, agreement=rosa, person=john, wave=1, asked_at=now, created_at=now)
        answer(reply=other, said=Answer.YES, now=now)
        move_ask(ask=reply.ask, now=now)

        shown = said(stranger.get(opened))

        assert "Thank you. Somebody is on it." in shown
        assert "Rosa" not in shown

    def test_says_that_it_is_not_needed_any_more(
        self, stranger: Browser, opened: str, reply: Reply, now: datetime
    ) -> None:
        withdraw_ask(ask=reply.ask, now=now)

        assert "It is not needed any more." in said(stranger.get(opened))

    def test_an_answer_that_comes_too_late_changes_nothing(
        self, stranger: Browser, opened: str, reply: Reply, now: datetime
    ) -> None:
        withdraw_ask(ask=reply.ask, now=now)

        stranger.press(opened, {"do": "yes"})

        assert not Promise.objects.exists()

    def test_takes_the_slots_that_were_ticked(
        self, stranger: Browser, john: Person, ben: Agreement, now: datetime
    ) -> None:
        reply = asked(john, ben, now, kind=Kind.MEAL, slots=tuple(SlotFacts(day) for day in ("Soup", "Bread", "Cake")))
        cake = reply.ask.slots.get(position=2)

        stranger.press(address(ben, now, "reply", reply.pk), {"do": "yes", "slot": str(cake.pk)})

        assert [promise.slot_id for promise in Promise.objects.all()] == [cake.pk]

    def test_a_full_slot_can_be_waited_for(
        self, stranger: Browser, john: Person, ben: Agreement, now: datetime
    ) -> None:
        reply = asked(john, ben, now, kind=Kind.MEAL, slots=(SlotFacts("Soup"), SlotFacts("Bread")))
        rosa = agreed(john, "Rosa", now)
        other = Reply.objects.create(ask=reply.ask, agreement=rosa, person=john, wave=1, asked_at=now, created_at=now)
        soup = reply.ask.slots.get(position=0)
        answer(reply=other, said=Answer.YES, now=now, slots=[soup])
        here = address(ben, now, "reply", reply.pk)

        shown = said(stranger.get(here))
        stranger.press(here, {"do": "yes", "slot": str(soup.pk)})

        assert "Taken, thank you." in shown
        assert Promise.objects.get(reply=reply).is_waiting

    def test_a_promise_is_given_back(self, stranger: Browser, opened: str, reply: Reply, now: datetime) -> None:
        answer(reply=reply, said=Answer.YES, now=now)
        promise = Promise.objects.get()

        stranger.press(opened, {"do": "back", "promise": str(promise.pk)})

        assert Promise.objects.get().given_back_at

    def test_somebody_elses_promise_is_not(
        self, stranger: Browser, opened: str, john: Person, reply: Reply, now: datetime
    ) -> None:
        rosa = agreed(john, "Rosa", now)
        hers = asked(john, rosa, now)
        answer(reply=hers, said=Answer.YES, now=now)

        stranger.press(opened, {"do": "back", "promise": str(Promise.objects.get().pk)})

        assert Promise.objects.get().given_back_at is None

    def test_cover_is_asked_for(self, stranger: Browser, opened: str, reply: Reply, now: datetime) -> None:
        answer(reply=reply, said=Answer.YES, now=now)

        stranger.press(opened, {"do": "swap", "promise": str(Promise.objects.get().pk)})

        assert Promise.objects.get().swap_at

    def test_one_tap_asks_less(
        self,
        stranger: Browser,
        opened: str,
        ben: Agreement,
    ) -> None:
        set_limits(supporter=ben.supporter, limits=Limits(most_asked=4))

        stranger.press(opened, {"do": "less"})

        assert Supporter.objects.get().most_asked == 2

    def test_one_tap_gives_peace_until_tomorrow(self, stranger: Browser, opened: str, now: datetime) -> None:
        stranger.press(opened, {"do": "quiet"})

        until = Supporter.objects.get().away_until
        assert until is not None
        assert now < until < now + timedelta(hours=33)

    def test_peace_until_tomorrow_shortens_no_longer_rest(
        self, stranger: Browser, opened: str, ben: Agreement, now: datetime
    ) -> None:
        far = now + timedelta(days=9)
        take_respite(supporter=ben.supporter, until=far, now=now)

        stranger.press(opened, {"do": "quiet"})

        assert Supporter.objects.get().away_until == far

    def test_a_link_to_the_page_goes_to_their_own_places_only(
        self,
        stranger: Browser,
        opened: str,
        ben: Agreement,
    ) -> None:
        shown = said(stranger.press(opened, {"do": "page"}))

        assert "We wrote to the places you gave" in shown
        assert Link.objects.filter(opens="page", person_id=ben.supporter_id).count() == 1
        assert not [one for one in ("limits/", "rest/", "ways/") if one in shown]

    @pytest.mark.parametrize("page", SUBPAGES)
    def test_opens_nothing_but_the_ask(self, stranger: Browser, opened: str, page: str) -> None:
        assert stranger.get(opened + page).status_code == 404


class TestUpdate:
    """A link that opens what was told."""

    def test_shows_it(self, stranger: Browser, john: Person, ben: Agreement, now: datetime) -> None:
        told = tell_update(by=john, text="The move went well", circle=[ben], now=now)

        assert "The move went well" in said(stranger.get(address(ben, now, "update", told.pk)))

    def test_not_to_somebody_it_was_not_told(
        self, stranger: Browser, john: Person, ben: Agreement, now: datetime
    ) -> None:
        told = tell_update(by=john, text="The move went well", circle=[ben], now=now)

        assert stranger.get(address(agreed(john, "Rosa", now), now, "update", told.pk)).status_code == 404


class TestPlace:
    """A place to write to is confirmed by a tap."""

    @pytest.fixture
    def place(self, stranger: Browser, ben: Agreement, now: datetime) -> Destination:
        stranger.press(address(ben, now) + "ways/", {"act": "mail", "mail-address": "ben.new@example.org"})
        return Destination.objects.get(confirmed_at=None)

    def test_gets_a_letter(self, ben: Agreement, place: Destination) -> None:
        assert Notice.objects.get(destination=place).address == "ben.new@example.org"

    def test_opening_it_does_not_confirm(self, stranger: Browser, place: Destination, now: datetime) -> None:
        token = make_link(owner=place.person_id, target=Target("place", now + timedelta(days=1), place.pk), now=now)

        stranger.get(f"/u/{token}/")

        assert Destination.objects.get(pk=place.pk).confirmed_at is None

    def test_a_tap_confirms(self, stranger: Browser, place: Destination, now: datetime) -> None:
        token = make_link(owner=place.person_id, target=Target("place", now + timedelta(days=1), place.pk), now=now)

        stranger.press(f"/u/{token}/")

        assert Destination.objects.get(pk=place.pk).confirmed_at

    def test_there_are_only_so_many(self, stranger: Browser, ben: Agreement, now: datetime) -> None:
        here = address(ben, now) + "ways/"
        for number in range(9):
            stranger.press(here, {"act": "mail", "mail-address": f"ben{number}@example.org"})

        assert Destination.objects.count() == 8


class TestPage:
    """A supporter's own page."""

    @pytest.mark.parametrize("page", SUBPAGES)
    def test_every_page_opens(self, stranger: Browser, ben: Agreement, now: datetime, page: str) -> None:
        assert stranger.get(address(ben, now) + page).status_code == 200

    def test_shows_what_is_asked_and_promised(
        self, stranger: Browser, john: Person, ben: Agreement, reply: Reply, now: datetime
    ) -> None:
        tuesday = now + timedelta(days=3)
        dinner = asked(john, ben, now, kind=Kind.MEAL, text="Dinner", slots=(SlotFacts("Lasagne", tuesday),))
        answer(reply=dinner, said=Answer.YES, now=now)

        shown = said(stranger.get(address(ben, now)))

        assert "john-w asks for a ride" in shown
        assert "Lasagne" in shown

    def test_answers_from_there(self, stranger: Browser, ben: Agreement, reply: Reply, now: datetime) -> None:
        shown = said(stranger.press(f"{address(ben, now)}asks/{reply.pk}/", {"do": "yes"}))

        assert "You said yes. Thank you." in shown

    def test_says_the_load_in_words(self, stranger: Browser, ben: Agreement, reply: Reply, now: datetime) -> None:
        set_limits(supporter=ben.supporter, limits=Limits(most_asked=4))

        assert "1 of the 4 times a week you said." in said(stranger.get(address(ben, now)))

    def test_shows_thanks(self, stranger: Browser, ben: Agreement, reply: Reply, now: datetime) -> None:
        answer(reply=reply, said=Answer.YES, now=now)
        thank_for(promise=Promise.objects.get(), now=now)

        assert "john-w said thanks" in said(stranger.get(address(ben, now)))

    def test_limits_hold_from_the_next_second(self, stranger: Browser, ben: Agreement, now: datetime) -> None:
        form = {"usual": "weekends", "most_asked": "1", "most_helped": "2", "time_zone": "UTC", "language": "es"}

        stranger.press(address(ben, now) + "limits/", form)

        one = Supporter.objects.get()
        assert tuple(map(tuple, one.hours)) == every_day(9 * 60, 21 * 60, (0, 6))
        assert (one.most_asked, one.most_helped) == (1, 2)
        assert Receiver.objects.get(pk=one.pk).language == "es"

    def test_own_hours_are_kept_as_they_were_typed(self, stranger: Browser, ben: Agreement, now: datetime) -> None:
        form = {"usual": "own", "from_2": "18:30", "until_2": "01:00", "most_asked": "1", "time_zone": "UTC"}
        here = address(ben, now) + "limits/"

        shown = said(stranger.press(here, {**form, "language": "en"}))

        assert Supporter.objects.get().hours == [[2 * 1440 + 18 * 60 + 30, 3 * 1440 + 60]]
        assert 'value="18:30"' in shown
        assert 'value="01:00"' in shown

    def test_half_a_day_is_asked_about(self, stranger: Browser, ben: Agreement, now: datetime) -> None:
        form = {"usual": "own", "from_2": "18:30", "most_asked": "1", "time_zone": "UTC", "language": "en"}

        shown = said(stranger.post(address(ben, now) + "limits/", form))

        assert "Enter both hours, or neither." in shown

    def test_speaks_the_supporters_language(self, stranger: Browser, ben: Agreement, now: datetime) -> None:
        Receiver.objects.filter(pk=ben.supporter_id).update(language="es")

        assert '<html lang="es"' in said(stranger.get(address(ben, now)))

    def test_what_they_do_for_one_person_changes(self, stranger: Browser, ben: Agreement, now: datetime) -> None:
        here = f"{address(ben, now)}people/{ben.pk}/"

        stranger.press(here, {"gives_talk": "if_needed", "crisis": "wake", "offered": "Not on Sundays"})

        found = Agreement.objects.get()
        assert (found.kinds, found.wakes, found.offered) == ({"talk": "if_needed"}, True, "Not on Sundays")

    def test_offers_and_ends_a_standing_offer(self, stranger: Browser, ben: Agreement, now: datetime) -> None:
        here = f"{address(ben, now)}people/{ben.pk}/offers/"

        stranger.press(here, {"kind": "ride", "text": "Tuesdays", "usual": "evenings"})
        offer = Offer.objects.get()
        stranger.press(here, {"end": str(offer.pk)})

        assert (offer.text, Offer.objects.get().ended_at is None) == ("Tuesdays", False)

    def test_a_new_address_ends_the_old_ones(self, stranger: Browser, ben: Agreement, now: datetime) -> None:
        here = address(ben, now)

        led_to = stranger.press(here + "ways/", {"do": "renew"})

        assert led_to.status_code == 200
        assert stranger.get(here).status_code == 404

    def test_the_calendar_is_switched_on_and_off(self, stranger: Browser, ben: Agreement, now: datetime) -> None:
        here = address(ben, now) + "calendar/"

        on = said(stranger.press(here, {"do": "on"}))
        off = said(stranger.press(here, {"do": "off"}))

        assert (".ics" in on, ".ics" in off) == (True, False)

    def test_sets_no_cookie(self, stranger: Browser, ben: Agreement, reply: Reply, now: datetime) -> None:
        here = address(ben, now)
        for page in ("", *SUBPAGES, f"people/{ben.pk}/", f"asks/{reply.pk}/"):
            stranger.get(here + page)

        assert not stranger.cookies

    @pytest.mark.parametrize("page", ["", *SUBPAGES])
    def test_tells_its_address_to_nobody(self, stranger: Browser, ben: Agreement, now: datetime, page: str) -> None:
        answered = stranger.get(address(ben, now) + page)

        assert answered.headers["Referrer-Policy"] == "no-referrer"
        assert answered.headers["Cache-Control"] == "no-store"
        assert "noindex" in answered.headers["X-Robots-Tag"]
        assert 'name="referrer" content="no-referrer"' in answered.content.decode()

    def test_a_form_works_without_cookies(self, opened: str, reply: Reply) -> None:
        strict = Browser(enforce_csrf_checks=True)

        strict.post(opened, {"do": "yes"}, headers={"Origin": "null"})

        assert Reply.objects.get(pk=reply.pk).answer == Answer.YES


class TestRest:
    """Respite, with cover found."""

    @pytest.fixture
    def promise(self, john: Person, ben: Agreement, now: datetime) -> Promise:
        reply = asked(john, ben, now, slots=(SlotFacts("Ride", now + timedelta(days=2)),))
        answer(reply=reply, said=Answer.YES, now=now)
        move_ask(ask=reply.ask, now=now)
        return Promise.objects.get()

    def test_nobody_asks_in_that_time(self, stranger: Browser, ben: Agreement, now: datetime) -> None:
        stranger.press(address(ben, now) + "rest/", {"do": "rest", "until": "week"})

        until = Supporter.objects.get().away_until
        assert until is not None
        assert timedelta(days=6) < until - now < timedelta(days=8)

    def test_shows_what_was_promised_for_that_time(
        self, stranger: Browser, ben: Agreement, promise: Promise, now: datetime
    ) -> None:
        shown = said(stranger.press(address(ben, now) + "rest/", {"do": "rest", "until": "week"}))

        assert "Still yours." in shown

    def test_a_promise_after_it_is_left_alone(
        self, stranger: Browser, ben: Agreement, promise: Promise, now: datetime
    ) -> None:
        tomorrow = said(stranger.press(address(ben, now) + "rest/", {"do": "rest", "until": "tomorrow"}))

        assert "You promised nothing for that time." in tomorrow

    def test_says_not_covered_yet(self, stranger: Browser, ben: Agreement, promise: Promise, now: datetime) -> None:
        here = address(ben, now) + "rest/"
        stranger.press(here, {"do": "rest", "until": "week"})

        shown = said(stranger.press(here, {"do": "swap", "promise": str(promise.pk)}))

        assert "Not covered yet. Others are asked; it is yours until somebody takes it." in shown

    def test_says_covered_once_somebody_else_does_it(
        self, stranger: Browser, john: Person, ben: Agreement, promise: Promise, now: datetime
    ) -> None:
        here = address(ben, now) + "rest/"
        stranger.press(here, {"do": "rest", "until": "week"})
        stranger.press(here, {"do": "back", "promise": str(promise.pk)})
        rosa = agreed(john, "Rosa", now)
        ask = promise.slot.ask
        other = Reply.objects.create(ask=ask, agreement=rosa, person=john, wave=2, asked_at=now, created_at=now)
        before = said(stranger.get(here))
        answer(reply=other, said=Answer.YES, now=timezone.now())

        after = said(stranger.get(here))

        assert "Given back. Not covered yet; others are asked." in before
        assert "Covered. Somebody else does it." in after
        assert "Rosa" not in after

    def test_ends_when_they_say_so(self, stranger: Browser, ben: Agreement, now: datetime) -> None:
        here = address(ben, now) + "rest/"
        stranger.press(here, {"do": "rest", "until": "week"})

        stranger.press(here, {"do": "end"})

        assert Supporter.objects.get().away_until is None

    def test_another_day_lies_ahead(self, stranger: Browser, ben: Agreement, now: datetime) -> None:
        shown = said(stranger.post(address(ben, now) + "rest/", {"do": "rest", "until": "on", "on": "2020-01-01"}))

        assert "Choose a day after today, within a year." in shown


class TestLeaving:
    """The way out."""

    def test_one_person_is_left(
        self, stranger: Browser, john: Person, maria: Person, ben: Agreement, now: datetime
    ) -> None:
        agreed(maria, "Ben", now, who=ben.supporter)

        shown = said(stranger.press(f"{address(ben, now)}people/{ben.pk}/stop/", {"sure": "on"}))

        assert "maria-l" in shown
        assert "john-w" not in shown

    def test_what_was_promised_is_free_again(
        self, stranger: Browser, john: Person, ben: Agreement, reply: Reply, now: datetime
    ) -> None:
        answer(reply=reply, said=Answer.YES, now=now)

        stranger.press(f"{address(ben, now)}people/{ben.pk}/stop/", {"sure": "on"})

        assert Promise.objects.get().given_back_at

    def test_the_person_reads_it_without_a_reason(
        self, stranger: Browser, page: Browser, ben: Agreement, now: datetime
    ) -> None:
        stranger.press(f"{address(ben, now)}people/{ben.pk}/stop/", {"sure": "on"})

        assert "Ben stopped helping here" in said(page.get("/agreements/"))

    def test_leaving_altogether_leaves_nothing(self, stranger: Browser, ben: Agreement, now: datetime) -> None:
        here = address(ben, now)

        stranger.press(here + "leave/", {"sure": "on"})

        one = Supporter.objects.get()
        assert one.left_at
        assert not Destination.objects.exists()
        assert stranger.get(here).status_code == 404

    def test_asks_once_before(self, stranger: Browser, ben: Agreement, now: datetime) -> None:
        stranger.post(address(ben, now) + "leave/")

        assert Supporter.objects.get().left_at is None


class TestAccount:
    """The same page for somebody with an account."""

    @pytest.fixture
    def helper(self, maria: Person, ben: Agreement) -> Browser:
        Supporter.objects.filter(pk=ben.supporter_id).update(account=maria)
        browser = Browser()
        browser.force_login(maria)
        return browser

    @pytest.mark.parametrize("page", ["", *SUBPAGES])
    def test_opens_without_a_link(self, helper: Browser, page: str) -> None:
        assert helper.get(f"/asks/helping/{page}").status_code == 200

    def test_answers_there(self, helper: Browser, reply: Reply) -> None:
        helper.press(f"/asks/helping/asks/{reply.pk}/", {"do": "yes"})

        assert Reply.objects.get(pk=reply.pk).answer == Answer.YES

    def test_goes_with_the_account(self, helper: Browser, maria: Person, now: datetime) -> None:
        erase_account(by=maria, now=now)

        assert Supporter.objects.get().left_at
        assert not Destination.objects.exists()

    def test_says_how_it_begins(self, page: Browser) -> None:
        assert "You help nobody here yet" in said(page.get("/asks/helping/"))


def test_reads_do_not_grow_with_what_is_asked(
    stranger: Browser, john: Person, ben: Agreement, now: datetime, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        reply = asked(john, ben, now, slots=(SlotFacts(f"Ride {number}", now + timedelta(days=2)),))
        if number % 2:
            answer(reply=reply, said=Answer.YES, now=now)
    here = address(ben, now)

    with django_assert_max_num_queries(26):
        stranger.get(here)


# What is said after a place was given back


def given_back(stranger: Browser, ben: Agreement, reply: Reply, now: datetime) -> str:
    (promise,) = reply.promises.all()
    shown = stranger.press(address(ben, now, "reply", reply.pk), {"do": "back", "promise": str(promise.pk)})
    return said(shown)


def test_given_back_in_time_others_are_asked(stranger: Browser, ben: Agreement, reply: Reply, now: datetime) -> None:
    answer(reply=reply, said=Answer.YES, now=now)

    assert "and others are asked" in given_back(stranger, ben, reply, now)


def test_given_back_too_late_it_does_not_claim_that_others_are_asked(
    stranger: Browser, ben: Agreement, john: Person, now: datetime
) -> None:
    slot = SlotFacts("", now + timedelta(minutes=20))
    reply = asked(john, ben, now - timedelta(days=3), slots=(slot,))
    answer(reply=reply, said=Answer.YES, now=now - timedelta(days=3))
    Slot.objects.filter(ask=reply.ask).update(starts_at=now - timedelta(hours=1))
    Ask.objects.filter(pk=reply.ask_id).update(answer_by=now - timedelta(days=2))

    shown = given_back(stranger, ben, reply, now)

    assert "It is too late for us to ask others" in shown
    assert "and others are asked" not in shown


def test_given_back_to_somebody_who_waited_says_so(
    stranger: Browser, ben: Agreement, john: Person, reply: Reply, now: datetime
) -> None:
    rosa = agreed(john, "Rosa", now)
    reply.ask.only.add(rosa)
    ask_sooner(ask=reply.ask, agreement=rosa, now=now)
    answer(reply=reply, said=Answer.YES, now=now)
    answer(reply=Reply.objects.get(agreement=rosa), said=Answer.YES, now=now)

    assert "Somebody else has it now" in given_back(stranger, ben, reply, now)


# Ending it


def test_ending_it_lists_every_secret_address_that_is_on(
    page: Browser, john: Person, maria: Person, ben: Agreement, now: datetime
) -> None:
    renew_calendar_address(by=john, now=now)
    renew_help_calendar(owner=john.pk, now=now)
    helper = agreed(maria, "John", now).supporter
    helper.account = john
    helper.save()
    renew_help_calendar(owner=helper.pk, now=now)

    shown = said(page.get(f"/agreements/end/{ben.tie_id}/"))

    assert all(f'href="{reverse(name)}"' in shown for name in ("calendar", "week_calendar", "helping_calendar"))


def test_ending_it_lists_no_address_that_is_off(page: Browser, ben: Agreement) -> None:
    shown = said(page.get(f"/agreements/end/{ben.tie_id}/"))

    assert "secret addresses" not in shown


@pytest.mark.parametrize("where", ["tie", "tie_state"])
def test_an_ended_tie_says_that_its_page_stays_open_and_leads_to_its_end(
    page: Browser, john: Person, ben: Agreement, now: datetime, where: str
) -> None:
    set_state(by=john, tie=ben.tie, state=TieState.ENDED, now=now)

    assert f'href="{reverse("cut_off", args=[ben.tie_id])}"' in said(page.get(reverse(where, args=[ben.tie_id])))
