"""A supporter's copy: always as it is now, each look written down, and gone from the moment it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.asks.actions import cut_off
from holdfast.asks.parting import leave_all, leave_one
from holdfast.care.actions import LineFacts, add_line, change_line
from holdfast.care.models import PlanLine
from holdfast.consent.actions import Words, end_all_of, give_grant, narrow, restrict, revoke
from holdfast.consent.models import Entry, Grant
from holdfast.consent.viewers import known_to
from holdfast.consent.words import SLUGS
from holdfast.domain.consent import Draft, Item, Purpose, Viewer, ViewerKind
from holdfast.domain.safety_plan import Step
from holdfast.home.actions import erase_account
from holdfast.network.actions import remove_tie
from holdfast.supporters.actions import Hopes, Newcomer, Offered, accept_invitation, end_agreement, invite
from holdfast.supporters.actions import pause_agreement as pause
from holdfast.supporters.models import Agreement, EndedBy
from tests.asks.circle import agreed
from tests.asks.pages_of_links import address
from tests.browser import Browser

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def given(agreement: Agreement, now: datetime, *items: Item, days: int = 90) -> Grant:
    """The person shares these with the supporter."""
    viewer = Viewer(ViewerKind.AGREEMENT, agreement.pk)
    chosen = frozenset(items or {Item.SAFETY_PLAN})
    draft = Draft(viewer, "Ben", chosen, Purpose.AT_MY_REQUEST, now, now + days * DAY, "", None)
    return give_grant(by=agreement.person, draft=draft, words=Words(), now=now)


@pytest.fixture
def ben(john: Person, present: datetime) -> Agreement:
    """Ben, who helps John."""
    return agreed(john, "Ben", present)


@pytest.fixture
def planned(john: Person, present: datetime) -> PlanLine:
    """John's plan, with one line."""
    return add_line(by=john, step=Step.WARNING, facts=LineFacts("I stop sleeping"), now=present)


@pytest.fixture
def here(ben: Agreement, present: datetime) -> str:
    """Ben's page."""
    return address(ben, present)


def plan_at(here: str, ben: Agreement) -> str:
    return f"{here}shared/{ben.pk}/plan/"


# What there is


def test_nothing_is_said_where_nothing_is_shared(stranger: Browser, here: str, ben: Agreement) -> None:
    assert "Shared with you" not in stranger.get(here).content.decode()
    assert stranger.get(f"{here}shared/{ben.pk}/").status_code == 404
    assert stranger.get(plan_at(here, ben)).status_code == 404


def test_the_plan_stands_on_their_page_and_opens(
    stranger: Browser, here: str, ben: Agreement, planned: PlanLine, present: datetime
) -> None:
    given(ben, present)

    assert plan_at(here, ben) in stranger.get(here).content.decode()
    assert plan_at(here, ben) in stranger.get(f"{here}shared/{ben.pk}/").content.decode()
    assert "I stop sleeping" in stranger.get(plan_at(here, ben)).content.decode()


def test_the_copy_is_always_as_it_is_now(
    stranger: Browser, here: str, ben: Agreement, planned: PlanLine, present: datetime
) -> None:
    given(ben, present)
    change_line(line=planned, facts=LineFacts("I do not sleep"), now=present)

    assert "I do not sleep" in stranger.get(plan_at(here, ben)).content.decode()


@pytest.mark.parametrize("item", list(Item))
def test_every_item_can_be_shared_and_only_that_one(
    stranger: Browser, here: str, ben: Agreement, present: datetime, item: Item
) -> None:
    given(ben, present, item)

    found = {one: stranger.get(f"{here}shared/{ben.pk}/{SLUGS[one]}/").status_code for one in Item}
    assert found == {one: 200 if one is item else 404 for one in Item}


def test_each_look_is_written_down_once(
    stranger: Browser, here: str, ben: Agreement, planned: PlanLine, present: datetime
) -> None:
    given(ben, present)

    for _ in range(2):
        stranger.get(plan_at(here, ben))
    stranger.get(f"{plan_at(here, ben)}still/")
    stranger.get(here)

    looked = Entry.objects.filter(verb=Entry.Verb.LOOKED)
    assert [entry.actor for entry in looked] == [ben.supporter_id] * 2


def test_an_empty_plan_says_so(stranger: Browser, here: str, ben: Agreement, present: datetime) -> None:
    given(ben, present)

    assert "Nothing is written here yet." in stranger.get(plan_at(here, ben)).content.decode()


@pytest.mark.parametrize("item", ["everything", "safety-plan", "x"])
def test_what_is_no_item_is_not_there(
    stranger: Browser, here: str, ben: Agreement, present: datetime, item: str
) -> None:
    given(ben, present)

    assert stranger.get(f"{here}shared/{ben.pk}/{item}/").status_code == 404


def test_another_supporter_sees_nothing_of_it(
    stranger: Browser, john: Person, ben: Agreement, planned: PlanLine, present: datetime
) -> None:
    given(ben, present)
    nina = agreed(john, "Nina", present)

    there = address(nina, present)

    assert "Shared with you" not in stranger.get(there).content.decode()
    assert stranger.get(f"{there}shared/{ben.pk}/plan/").status_code == 404


def test_somebody_signed_in_reads_it_without_a_link(
    maria: Person, john: Person, planned: PlanLine, present: datetime
) -> None:
    invitation = invite(by=john, tie=agreed(john, "Ana", present).tie, hopes=Hopes(), now=present)
    newcomer = Newcomer("Maria", account=maria)
    hers = accept_invitation(invitation=invitation, who=newcomer, offered=Offered(), now=present)
    given(hers, present)
    page = Browser()
    page.force_login(maria)

    assert "I stop sleeping" in page.get(f"/asks/helping/shared/{hers.pk}/plan/").content.decode()


# When it ends


@dataclass(frozen=True)
class Given:
    """A grant, to whom, and when it is to end."""

    ben: Agreement
    grant: Grant
    now: datetime


ENDS: dict[str, Callable[[Given], object]] = {
    "revoked": lambda it: revoke(grant=it.grant, now=it.now),
    "narrowed": lambda it: narrow(grant=it.grant, items=frozenset({Item.DAYS}), now=it.now),
    "restricted": lambda it: restrict(by=it.ben.person, now=it.now),
    "run out": lambda it: Grant.objects.update(starts_at=it.now - 9 * DAY, ends_at=it.now - DAY),
    "paused": lambda it: pause(agreement=it.ben, is_paused=True, now=it.now),
    "ended": lambda it: end_agreement(agreement=it.ben, by=EndedBy.PERSON, now=it.now),
    "cut off": lambda it: cut_off(by=it.ben.person, tie=it.ben.tie, now=it.now),
    "left this one": lambda it: leave_one(agreement=it.ben, now=it.now),
    "left altogether": lambda it: leave_all(supporter=it.ben.supporter, now=it.now),
    "taken off the map": lambda it: remove_tie(tie=it.ben.tie),
    "account erased": lambda it: erase_account(by=it.ben.person, now=it.now),
}
OVER = ("ended", "cut off", "left this one", "left altogether", "taken off the map")


@pytest.mark.usefixtures("planned")
@pytest.mark.parametrize("how", list(ENDS))
def test_from_the_moment_it_ends_nothing_is_there(
    stranger: Browser, here: str, ben: Agreement, present: datetime, how: str
) -> None:
    grant = given(ben, present, Item.SAFETY_PLAN, Item.DAYS)
    at = plan_at(here, ben)
    assert stranger.get(at).status_code == 200

    ENDS[how](Given(ben, grant, timezone.now()))

    assert stranger.get(at).status_code == 404
    assert "safety_plan" not in stranger.get(here).content.decode()


@pytest.mark.usefixtures("planned")
@pytest.mark.parametrize("how", list(ENDS))
def test_a_page_that_is_open_loses_it_at_the_next_question(
    stranger: Browser, here: str, ben: Agreement, present: datetime, how: str
) -> None:
    grant = given(ben, present, Item.SAFETY_PLAN, Item.DAYS)
    still = f"{plan_at(here, ben)}still/"
    assert stranger.get(still).status_code == 204

    ENDS[how](Given(ben, grant, timezone.now()))

    answer = stranger.get(still)
    assert answer.status_code == 200
    assert "This is no longer shared with you." in answer.content.decode()


@pytest.mark.parametrize("how", OVER)
def test_when_the_relation_is_over_every_grant_to_it_ends(
    john: Person, ben: Agreement, present: datetime, how: str
) -> None:
    grant = given(ben, present, Item.SAFETY_PLAN, Item.DAYS)
    other = given(agreed(john, "Nina", present), present)

    ENDS[how](Given(ben, grant, timezone.now()))

    running = Grant.objects.filter(ended_at=None).values_list("pk", flat=True)
    assert list(running) == [other.pk]
    assert Entry.objects.filter(verb=Entry.Verb.REVOKED, grant_id=grant.pk).count() == 1


def test_nothing_comes_back_when_two_people_meet_again(
    stranger: Browser, john: Person, ben: Agreement, planned: PlanLine, present: datetime
) -> None:
    given(ben, present)
    end_agreement(agreement=ben, by=EndedBy.PERSON, now=present)

    invitation = invite(by=john, tie=ben.tie, hopes=Hopes(), now=present)
    again = accept_invitation(invitation=invitation, who=ben.supporter, offered=Offered(), now=present)

    assert stranger.get(plan_at(address(again, present), again)).status_code == 404


def test_whoever_takes_an_agreement_over_by_a_link_does_not_see_what_was_shared(
    stranger: Browser, john: Person, ben: Agreement, planned: PlanLine, present: datetime
) -> None:
    given(ben, present)
    invitation = invite(by=john, tie=ben.tie, hopes=Hopes(), now=present)

    taken = accept_invitation(invitation=invitation, who=Newcomer("Who?"), offered=Offered(), now=present)

    assert taken.pk == ben.pk
    assert stranger.get(plan_at(address(taken, present), taken)).status_code == 404


def test_ending_a_pause_shows_it_again(
    stranger: Browser, here: str, ben: Agreement, planned: PlanLine, present: datetime
) -> None:
    given(ben, present)
    for is_paused in (True, False):
        pause(agreement=ben, is_paused=is_paused, now=present)

    assert stranger.get(plan_at(here, ben)).status_code == 200


# Whom one can share with


def ids_known_to(person: Person) -> list[UUID]:
    return [known.viewer.id for known in known_to(person)]


def test_supporters_can_be_shared_with_by_the_name_on_the_map(john: Person, ben: Agreement) -> None:
    known = known_to(john)

    assert [(one.name, one.about) for one in known] == [("Ben", "friend")]


@pytest.mark.parametrize("how", ["paused", *OVER])
def test_nobody_who_does_not_help_now_can_be_shared_with(
    john: Person, ben: Agreement, present: datetime, how: str
) -> None:
    ENDS[how](Given(ben, given(ben, present), timezone.now()))

    assert ids_known_to(john) == []


def test_nobody_can_be_shared_with_who_helps_somebody_else(maria: Person, ben: Agreement) -> None:
    assert ids_known_to(maria) == []


def test_ending_what_was_ended_changes_nothing(ben: Agreement, present: datetime) -> None:
    end_agreement(agreement=ben, by=EndedBy.PERSON, now=present)
    before = Entry.objects.count()

    end_all_of(Viewer(ViewerKind.AGREEMENT, ben.pk), now=present)

    assert Entry.objects.count() == before
