"""An invitation says nothing too early, is used once, and makes one page and one set of limits."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.domain.asks.kinds import Kind
from holdfast.network.models import Tie
from holdfast.supporters.actions import MOST_WRONG_CODES, Hopes, invite
from holdfast.supporters.models import Agreement, Invitation, Supporter
from tests.asks.circle import agreed, tie_named
from tests.asks.pages_of_links import address, offered
from tests.browser import Browser

pytestmark = pytest.mark.django_db
HOPES = Hopes("A call now and then", "You do not have to fix anything.", kinds=(Kind.RIDE, Kind.TALK), called="Johnny")
SECRET = Hopes("A call now and then", "Nothing", "Heron  Tree", (Kind.RIDE,), "Johnny")


@pytest.fixture
def now() -> datetime:
    """Pages ask the clock, so these tests live in the present."""
    return timezone.now()


@pytest.fixture
def ben(john: Person, now: datetime) -> Tie:
    return tie_named(john, "Ben", now)


@pytest.fixture
def invitation(john: Person, ben: Tie, now: datetime) -> Invitation:
    return invite(by=john, tie=ben, hopes=HOPES, now=now)


@pytest.fixture
def secret(john: Person, ben: Tie, now: datetime) -> Invitation:
    return invite(by=john, tie=ben, hopes=SECRET, now=now)


def at(invitation: Invitation) -> str:
    return f"/u/i/{invitation.token}/"


def said(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


class TestPersonsSide:
    """Making the link, handing it over, taking it back."""

    def test_what_is_hoped_for_is_kept(self, page: Browser, ben: Tie) -> None:
        form = {"called": "Johnny", "kinds": ["ride"], "hope_starters": ["listen"], "hoped": "And coffee"}

        page.press(f"/agreements/invite/{ben.pk}/", {**form, "relief_starters": ["no"]})

        made = Invitation.objects.get()
        assert made.hoped == "It helps me when somebody listens, without advice.\nAnd coffee"
        assert made.not_hoped == "You can say no at any time. I will not ask why."
        assert (made.called, made.hoped_kinds) == ("Johnny", ["ride"])

    def test_shows_the_link_and_its_picture(self, page: Browser, invitation: Invitation) -> None:
        shown = said(page.get(f"/agreements/link/{invitation.pk}/"))

        assert f"http://localhost:8000{at(invitation)}" in shown
        assert "<svg" in shown.partition("qr-sheet")[2]

    def test_the_name_one_signs_in_with_is_never_preset(self, page: Browser, ben: Tie) -> None:
        assert "john-w" not in said(page.get(f"/agreements/invite/{ben.pk}/"))

    def test_a_link_taken_back_opens_nothing(self, page: Browser, stranger: Browser, invitation: Invitation) -> None:
        page.press(f"/agreements/link/{invitation.pk}/")

        assert stranger.get(at(invitation)).status_code == 404

    def test_a_new_link_ends_the_one_before(
        self, stranger: Browser, john: Person, ben: Tie, invitation: Invitation, now: datetime
    ) -> None:
        invite(by=john, tie=ben, hopes=HOPES, now=now)

        assert stranger.get(at(invitation)).status_code == 404

    def test_open_ones_are_listed(self, page: Browser, invitation: Invitation) -> None:
        assert "Not answered yet." in said(page.get("/agreements/"))

    def test_hours_are_told_only_roughly(self, page: Browser, stranger: Browser, invitation: Invitation) -> None:
        own = {"usual": "own", "from_2": "17:10", "until_2": "21:50", "from_3": "17:10", "until_3": "21:50"}
        own |= {"from_4": "17:10", "until_4": "21:50"}
        stranger.press(at(invitation), offered(**own))

        shown = said(page.get("/agreements/"))

        assert "Roughly: weekday evenings." in shown
        assert "17:10" not in shown

    def test_differences_are_said_in_words(self, page: Browser, stranger: Browser, invitation: Invitation) -> None:
        stranger.press(at(invitation), offered())

        shown = said(page.get(f"/agreements/{Agreement.objects.get().pk}/"))

        assert "You hope they can talk. Ben says: it depends." in shown
        assert "give me a ride. Ben" not in shown

    def test_pausing_tells_nobody(self, page: Browser, john: Person, now: datetime) -> None:
        agreement = agreed(john, "Rosa", now)
        before = said(Browser().get(address(agreement, now)))

        page.press(f"/agreements/{agreement.pk}/", {"do": "pause"})

        assert Agreement.objects.get().paused_at
        assert said(Browser().get(address(agreement, now))).count("Rosa") == before.count("Rosa")

    def test_a_no_is_told_without_blame(self, page: Browser, stranger: Browser, invitation: Invitation) -> None:
        stranger.press(at(invitation), {"do": "decline", "said": "Too much on my plate"})

        shown = said(page.get("/agreements/"))

        assert "Ben cannot take this on." in shown
        assert "Too much on my plate" in shown


class TestLooking:
    """What the page says, and when."""

    def test_says_who_and_what(self, stranger: Browser, invitation: Invitation) -> None:
        shown = said(stranger.get(at(invitation)))

        assert "Johnny asks if you could be there now and then" in shown
        assert "You do not have to fix anything." in shown
        assert "john-w" not in shown

    def test_says_nothing_before_the_word(self, stranger: Browser, secret: Invitation) -> None:
        shown = said(stranger.get(at(secret)))

        main = shown.partition("<main")[2].partition("</main")[0]
        assert not [word for word in ("Johnny", "ride", "call", "help") if word in main]

    def test_the_word_is_heard_not_spelled(self, stranger: Browser, secret: Invitation) -> None:
        assert "Johnny asks" in said(stranger.post(at(secret), {"code": " heron tree "}))

    def test_a_wrong_word_opens_nothing(self, stranger: Browser, secret: Invitation) -> None:
        shown = said(stranger.post(at(secret), {"code": "egret"}))

        assert "That is not the word." in shown
        assert "Johnny" not in shown

    def test_too_many_wrong_words_end_the_link(self, stranger: Browser, secret: Invitation) -> None:
        for number in range(MOST_WRONG_CODES):
            stranger.post(at(secret), {"code": f"egret {number}"})

        assert stranger.post(at(secret), {"code": "heron tree"}).status_code == 404

    def test_cannot_be_accepted_without_the_word(self, stranger: Browser, secret: Invitation) -> None:
        stranger.post(at(secret), offered())

        assert not Agreement.objects.exists()

    def test_runs_out_after_a_week(self, stranger: Browser, john: Person, ben: Tie, now: datetime) -> None:
        old = invite(by=john, tie=ben, hopes=HOPES, now=now - timedelta(days=8))

        assert stranger.get(at(old)).status_code == 404

    def test_not_now_writes_nothing_down(self, stranger: Browser, invitation: Invitation) -> None:
        before = Invitation.objects.values().get()

        shown = said(stranger.post(at(invitation), {"do": "later"}))

        assert "Take your time" in shown
        assert Invitation.objects.values().get() == before

    def test_sets_no_cookie(self, stranger: Browser, secret: Invitation) -> None:
        stranger.get(at(secret))
        stranger.post(at(secret), {"code": "heron tree"})

        assert not stranger.cookies


class TestAccepting:
    """A yes, within limits."""

    def test_makes_a_page_with_what_was_said(self, stranger: Browser, invitation: Invitation) -> None:
        shown = said(stranger.press(at(invitation), offered()))

        found = Agreement.objects.get()
        assert found.kinds == {"ride": "gladly", "talk": "depends"}
        assert (found.takes_crisis, found.wakes, found.supporter.most_asked) == (True, False, 2)
        assert f"/u/{'n' * 32}/" in shown

    def test_a_second_tap_finds_the_same_page(self, stranger: Browser, invitation: Invitation) -> None:
        stranger.press(at(invitation), offered())

        assert stranger.press(at(invitation), offered()).status_code == 200
        assert Supporter.objects.count() == 1

    def test_somebody_else_with_the_link_finds_nothing(self, stranger: Browser, invitation: Invitation) -> None:
        stranger.press(at(invitation), offered())

        assert stranger.post(at(invitation), offered(nonce="m" * 32)).status_code == 404

    @pytest.mark.parametrize("nonce", ["", "short", "n" * 31 + "/", "ñ" * 32])
    def test_chooses_no_weak_address(self, stranger: Browser, invitation: Invitation, nonce: str) -> None:
        stranger.post(at(invitation), offered(nonce=nonce))

        assert not Agreement.objects.exists()

    def test_keeps_what_was_typed(self, stranger: Browser, invitation: Invitation) -> None:
        shown = said(stranger.post(at(invitation), offered(usual="own", offered="Not on Sundays")))

        assert "Enter the hours of one day at least" in shown
        assert "Not on Sundays" in shown

    def test_somebody_with_a_page_keeps_one_page(
        self, stranger: Browser, maria: Person, invitation: Invitation, now: datetime
    ) -> None:
        hers = agreed(maria, "Ben", now)
        here = address(hers, now)
        led_to = stranger.press(at(invitation), {"do": "page", "address": f"https://example.org{here}"})

        stranger.press(f"{here}invited/{invitation.token}/", offered())

        assert "Johnny asks" in said(led_to)
        assert {one.supporter_id for one in Agreement.objects.all()} == {hers.supporter_id}

    def test_from_their_page_they_paste_the_link(
        self, stranger: Browser, maria: Person, invitation: Invitation, now: datetime
    ) -> None:
        here = address(agreed(maria, "Ben", now), now)

        shown = said(stranger.press(here + "invited/", {"address": f"https://example.org{at(invitation)}"}))

        assert "Johnny asks" in shown

    def test_limits_of_the_page_stay(
        self, stranger: Browser, maria: Person, invitation: Invitation, now: datetime
    ) -> None:
        hers = agreed(maria, "Ben", now)

        stranger.press(f"{address(hers, now)}invited/{invitation.token}/", offered(most_asked="1"))

        assert Supporter.objects.get().most_asked is None

    def test_a_wrong_address_of_a_page_is_said(self, stranger: Browser, invitation: Invitation) -> None:
        shown = said(stranger.post(at(invitation), {"do": "page", "address": "https://example.org/u/none/"}))

        assert "Paste the whole address of your page." in shown

    def test_with_an_account_no_link_is_needed(self, maria: Person, invitation: Invitation) -> None:
        browser = Browser()
        browser.force_login(maria)

        shown = said(browser.press(f"/asks/helping/invited/{invitation.token}/", offered()))

        assert "Johnny" in shown
        assert Supporter.objects.get().account == maria

    def test_nobody_agrees_with_themselves(self, page: Browser, invitation: Invitation) -> None:
        shown = said(page.post(f"/asks/helping/invited/{invitation.token}/", offered()))

        assert "You and this person have agreed on this already." in shown
        assert not Agreement.objects.exists()

    def test_a_forged_form_makes_nobody_a_helper(self, maria: Person, invitation: Invitation) -> None:
        browser = Browser(enforce_csrf_checks=True)
        browser.force_login(maria)

        answered = browser.post(f"/asks/helping/invited/{invitation.token}/", offered())

        assert answered.status_code == 403

    def test_whoever_lost_their_page_takes_it_up_again(self, stranger: Browser, john: Person, now: datetime) -> None:
        before = agreed(john, "Ben", now)
        lost = address(before, now)
        anew = invite(by=john, tie=before.tie, hopes=HOPES, now=now)

        stranger.press(at(anew), offered())

        found = Agreement.objects.get(ended_at=None)
        assert found.pk == before.pk
        assert found.supporter_id != before.supporter_id
        assert stranger.get(lost).status_code == 404
