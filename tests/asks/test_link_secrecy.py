"""A link that opens nothing tells nothing; whoever was cut off sees what a stranger sees; nobody learns of others."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.asks.actions import answer, close_ask, cut_off, tell_update, thank_for, withdraw_ask
from holdfast.asks.calendars import renew_help_calendar
from holdfast.asks.models import Answer, Promise, Reply
from holdfast.asks.parting import leave_all
from holdfast.notices.actions import Target, make_link, revoke_links
from holdfast.notices.models import Notice
from holdfast.supporters.actions import Hopes, decline_invitation, invite, revoke_invitation
from holdfast.supporters.models import Agreement, Supporter
from tests.asks.circle import agreed, tie_named
from tests.asks.pages_of_links import address, asked, offered
from tests.browser import Browser

pytestmark = pytest.mark.django_db
UNKNOWN = "/u/0123456789abcdefghijklmnopqrstuv/"
SUBPAGES = ("", "limits/", "rest/", "ways/", "calendar/", "invited/", "how/", "leave/")


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


def expired(ben: Agreement, now: datetime) -> str:
    token = make_link(owner=ben.supporter_id, target=Target("page", now - timedelta(seconds=1)), now=now)
    return f"/u/{token}/"


def revoked(ben: Agreement, now: datetime) -> str:
    here = address(ben, now)
    revoke_links(owner=ben.supporter_id, now=now)
    return here


def left(ben: Agreement, now: datetime) -> str:
    here = address(ben, now)
    leave_all(supporter=ben.supporter, now=now)
    return here


def ended(ben: Agreement, now: datetime) -> str:
    here = address(ben, now)
    cut_off(by=ben.person, tie=ben.tie, now=now)
    return here


def foreign(ben: Agreement, now: datetime) -> str:
    """A link of Ben's to what somebody else was asked."""
    rosa = agreed(ben.person, "Rosa", now)
    return address(ben, now, "reply", asked(ben.person, rosa, now).pk)


def of_no_thing(ben: Agreement, now: datetime) -> str:
    return address(ben, now, "reply")


def of_an_unknown_sort(ben: Agreement, now: datetime) -> str:
    return address(ben, now, "something")


def used(ben: Agreement, now: datetime) -> str:
    made = invite(by=ben.person, tie=tie_named(ben.person, "Ana", now), hopes=Hopes("x"), now=now)
    Browser().post(f"/u/i/{made.token}/", offered())
    return f"/u/i/{made.token}/"


def declined(ben: Agreement, now: datetime) -> str:
    made = invite(by=ben.person, tie=tie_named(ben.person, "Ana", now), hopes=Hopes("x"), now=now)
    decline_invitation(invitation=made, said="", now=now)
    return f"/u/i/{made.token}/"


def taken_back(ben: Agreement, now: datetime) -> str:
    made = invite(by=ben.person, tie=tie_named(ben.person, "Ana", now), hopes=Hopes("x"), now=now)
    revoke_invitation(invitation=made, now=now)
    return f"/u/i/{made.token}/"


DEAD = (expired, revoked, left, ended, foreign, of_no_thing, of_an_unknown_sort, used, declined, taken_back)


def whole(response: Any) -> tuple[int, bytes, dict[str, str]]:
    """Status, bytes and headers."""
    return response.status_code, response.content, dict(response.headers)


@pytest.mark.parametrize("dead", DEAD, ids=lambda dead: dead.__name__)
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_link_that_opens_nothing_gives_the_same_page(
    ben: Agreement, now: datetime, dead: Callable[[Agreement, datetime], str], method: str
) -> None:
    here = dead(ben, now)

    found, unknown = (whole(getattr(Browser(), method)(one)) for one in (here, UNKNOWN))

    assert found == unknown
    assert found[0] == 404


@pytest.mark.parametrize("dead", [expired, revoked, left, ended], ids=lambda dead: dead.__name__)
def test_it_costs_the_same_reads(ben: Agreement, now: datetime, dead: Callable[[Agreement, datetime], str]) -> None:
    here = dead(ben, now)
    counts = []
    for one in (here, UNKNOWN):
        with CaptureQueriesContext(connection) as reads:
            Browser().get(one)
        counts.append(len(reads))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("page", SUBPAGES)
def test_the_pages_below_it_say_the_same(ben: Agreement, now: datetime, page: str) -> None:
    here = ended(ben, now)

    assert whole(Browser().get(here + page)) == whole(Browser().get(UNKNOWN))


class TestCutOff:
    """Somebody who turned hostile."""

    def test_sees_what_a_stranger_sees_on_every_page(self, john: Person, ben: Agreement, now: datetime) -> None:
        reply = asked(john, ben, now)
        told = tell_update(by=john, text="The move went well", circle=[ben], now=now)
        page, made = address(ben, now), invite(by=john, tie=ben.tie, hopes=Hopes("x"), now=now)
        addresses = [page + sub for sub in SUBPAGES]
        addresses += [f"{page}people/{ben.pk}/", f"{page}people/{ben.pk}/offers/", f"{page}asks/{reply.pk}/"]
        addresses += [address(ben, now, "reply", reply.pk), address(ben, now, "update", told.pk)]
        addresses += [f"/u/i/{made.token}/"]

        cut_off(by=john, tie=ben.tie, now=now)

        stranger = whole(Browser().get(UNKNOWN))
        assert [one for one in addresses if whole(Browser().get(one)) != stranger] == []

    def test_with_an_account_sees_what_somebody_unrelated_sees(
        self, john: Person, maria: Person, ben: Agreement, now: datetime
    ) -> None:
        reply = asked(john, ben, now)
        Supporter.objects.update(account=maria)
        browser = Browser()
        browser.force_login(maria)
        pages = ["", "limits/", "rest/", f"people/{ben.pk}/", f"asks/{reply.pk}/"]

        cut_off(by=john, tie=ben.tie, now=now)
        seen = [_without_tokens(browser.get(f"/asks/helping/{one}")) for one in pages]
        Supporter.objects.update(account=None)

        assert seen == [_without_tokens(browser.get(f"/asks/helping/{one}")) for one in pages]

    def test_their_page_for_others_is_as_if_it_had_never_been(
        self, john: Person, maria: Person, ben: Agreement, now: datetime
    ) -> None:
        agreed(maria, "Ben", now, who=ben.supporter)
        here = address(ben, now)
        asked(john, ben, now)
        tell_update(by=john, text="The move went well", circle=[ben], now=now)

        cut_off(by=john, tie=ben.tie, now=now)

        shown = Browser().get(here).content.decode()
        assert "maria-l" in shown
        assert not [word for word in ("john-w", "clinic", "The move") if word in shown]

    @pytest.mark.parametrize("after", [withdraw_ask, close_ask], ids=["taken back", "closed"])
    def test_hears_nothing_ever_after(
        self, john: Person, ben: Agreement, now: datetime, after: Callable[..., Any]
    ) -> None:
        reply = asked(john, ben, now)
        answer(reply=reply, said=Answer.YES, now=now)
        cut_off(by=john, tie=ben.tie, now=now)

        after(ask=reply.ask, now=now + timedelta(minutes=1))
        for promise in Promise.objects.all():
            thank_for(promise=promise, now=now + timedelta(minutes=2))

        assert not Notice.objects.filter(person_id=ben.supporter_id, sent_at=None).exists()

    def test_what_they_promised_is_free_again(self, john: Person, ben: Agreement, now: datetime) -> None:
        reply = asked(john, ben, now)
        answer(reply=reply, said=Answer.YES, now=now)

        cut_off(by=john, tie=ben.tie, now=now)

        assert Promise.objects.get().given_back_at

    def test_their_calendar_is_gone(self, john: Person, ben: Agreement, now: datetime) -> None:
        renew_help_calendar(owner=ben.supporter_id, now=now)

        cut_off(by=john, tie=ben.tie, now=now)

        assert not type(renew_help_calendar(owner=john.pk, now=now)).objects.filter(pk=ben.supporter_id).exists()

    def test_the_person_reads_first_what_ends_and_what_they_saw(
        self, page: Browser, john: Person, ben: Agreement, now: datetime
    ) -> None:
        reply = asked(john, ben, now)
        answer(reply=reply, said=Answer.YES, now=now)
        tell_update(by=john, text="The move went well", circle=[ben], now=now)

        shown = page.get(f"/agreements/end/{ben.tie_id}/").content.decode()

        assert "it becomes free again: to the clinic on Main Street" in shown
        assert "The move went well" in shown
        assert "gets no message" in shown

    def test_the_wizard_ends_it(self, page: Browser, ben: Agreement) -> None:
        shown = page.press(f"/agreements/end/{ben.tie_id}/", {"off_map": "1"}).content.decode()

        ended = Agreement.objects.get()
        assert (ended.ended_by, ended.tie.state) == ("person", "ended")
        assert "Nothing of yours is open to Ben" in shown

    def test_looking_at_the_wizard_ends_nothing(self, page: Browser, ben: Agreement) -> None:
        page.get(f"/agreements/end/{ben.tie_id}/")

        assert Agreement.objects.get().ended_at is None


class TestThreePeople:
    """One page, one capacity, and none of the three learns of the others."""

    @pytest.fixture
    def people(self, john: Person, maria: Person, now: datetime) -> list[Agreement]:
        from holdfast.accounts.actions import open_account

        rita = open_account(nickname="rita-r", passphrase="five grey geese over water", now=now)
        first = agreed(john, "Ben", now)
        more = [agreed(one, "Ben", now, who=first.supporter) for one in (maria, rita)]
        for number, agreement in enumerate([first, *more]):
            reply = asked(agreement.person, agreement, now, text=f"errand-{number}")
            answer(reply=reply, said=Answer.YES, now=now)
            asked(agreement.person, agreement, now, text=f"ask-{number}")
            tell_update(by=agreement.person, text=f"update-{number}", circle=[agreement], now=now)
        return [first, *more]

    def test_their_own_page_shows_all(self, people: list[Agreement], now: datetime) -> None:
        shown = Browser().get(address(people[0], now)).content.decode()

        assert all(f"{what}-{number}" in shown for what in ("errand", "ask", "update") for number in range(3))

    @pytest.mark.parametrize("number", range(3))
    def test_a_page_about_one_shows_nothing_of_the_others(
        self, people: list[Agreement], now: datetime, number: int
    ) -> None:
        mine, here = people[number], address(people[number], now)
        replies = Reply.objects.filter(agreement=mine)
        update = mine.updates.get()
        pages = [f"{here}people/{mine.pk}/", f"{here}people/{mine.pk}/offers/", f"{here}people/{mine.pk}/stop/"]
        pages += [f"{here}asks/{one.pk}/" for one in replies]
        pages += [address(mine, now, "reply", one.pk) for one in replies]
        pages += [address(mine, now, "update", update.pk)]

        assert _told_of_others(Browser(), pages, people, mine) == []

    @pytest.mark.parametrize("number", range(3))
    def test_a_person_sees_nothing_of_the_others(self, people: list[Agreement], now: datetime, number: int) -> None:
        mine = people[number]
        browser = Browser()
        browser.force_login(mine.person)
        one = f"/agreements/{mine.pk}/"
        pages = ["/agreements/", one, f"{one}as-they-see-it/", f"/agreements/end/{mine.tie_id}/"]

        assert _told_of_others(browser, pages, people, mine) == []

    def test_a_link_of_one_opens_nothing_of_another(self, people: list[Agreement], now: datetime) -> None:
        rosa = agreed(people[0].person, "Rosa", now)
        theirs = Reply.objects.filter(agreement=people[1]).first()
        assert theirs
        here = address(rosa, now)
        pages = [f"{here}asks/{theirs.pk}/", f"{here}people/{people[1].pk}/", f"{here}people/{people[0].pk}/offers/"]

        assert {Browser().get(one).status_code for one in pages} == {404}


def _told_of_others(browser: Browser, pages: list[str], people: list[Agreement], mine: Agreement) -> list[str]:
    """Every word of somebody else's that stands on these pages."""
    number = people.index(mine)
    others = [one for one in range(len(people)) if one != number]
    words = [f"{what}-{other}" for what in ("errand", "ask", "update") for other in others]
    words += [people[other].person.nickname for other in others]
    found = []
    for one in pages:
        answered = browser.get(one)
        assert answered.status_code == 200, one
        found += [f"{word} on {one}" for word in words if word in answered.content.decode()]
    return found


def _without_tokens(response: Any) -> tuple[int, str]:
    """A page but for the tokens of its forms."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return response.status_code, text
