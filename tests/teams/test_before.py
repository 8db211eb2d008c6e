"""A team that has ended: the person reads on, nobody of the team does, and nothing can be written."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from holdfast.accounts.models import Person
from holdfast.teams import messages
from holdfast.teams.members import add_member, end_care_team
from holdfast.teams.models import CareTeam, Member
from holdfast.teams.notes import write_note
from holdfast.teams.programmes import ProgrammeFacts, add_programme
from holdfast.teams.recommending import RecommendFacts, recommend
from holdfast.teams.referrals import ReferralFacts, propose_referral
from holdfast.teams.sessions_together import AgreedFacts, SessionFacts, add_agreed, plan_session
from tests.browser import Browser
from tests.teams.world import World, a_worker, at, joined

pytestmark = pytest.mark.django_db
WORDS = (
    "Hello from John",
    "Hello from Dee",
    "We spoke of herons",
    "Walk each day",
    "Friday group",
    "Harbour",
    "For kelp",
)


@pytest.fixture
def ended(world: World) -> CareTeam:
    """A team with one of each, which is over."""
    team, dee, now = world.team, world.member(world.dee), world.now
    messages.write_to_team(care_team=team, text="Hello from John", now=now)
    messages.answer_person(by=dee, text="Hello from Dee", now=now)
    write_note(care_team=team, by=dee, on=now.date(), text="We spoke of herons", now=now)
    session = plan_session(by=dee, facts=SessionFacts("one_to_one", now, 50, "", "", "", "For kelp"), now=now)
    add_agreed(session=session, facts=AgreedFacts("Walk each day", "", None), now=now)
    recommend(by=dee, facts=RecommendFacts("Friday group", "x"), now=now)
    propose_referral(by=dee, facts=ReferralFacts("Harbour", "x"), now=now)
    end_care_team(care_team=team, now=now + timedelta(seconds=1))
    return team


@pytest.mark.parametrize("words", WORDS)
def test_what_both_wrote_stays_readable(page: Browser, ended: CareTeam, words: str) -> None:
    assert words in page.get(f"/team/before/{ended.pk}/").content.decode()


def test_stands_on_the_list_of_teams(page: Browser, ended: CareTeam) -> None:
    shown = page.get("/team/").content.decode()

    assert f'href="/team/before/{ended.pk}/"' in shown


def test_has_nothing_to_write_in(page: Browser, ended: CareTeam) -> None:
    shown = page.get(f"/team/before/{ended.pk}/").content.decode()

    assert "<textarea" not in shown
    assert page.post(f"/team/before/{ended.pk}/").status_code == 405


def test_marks_nothing_as_read(page: Browser, ended: CareTeam) -> None:
    page.get(f"/team/before/{ended.pk}/")

    assert not ended.messages.filter(sender="team").exclude(read_at=None).exists()


@pytest.mark.parametrize("part", ["", "messages/", "notes/", "sessions/", "referrals/", "recommended/"])
def test_is_not_there_for_who_worked_in_it(world: World, ended: CareTeam, part: str) -> None:
    for worker in (world.dee, world.sam):
        assert at(worker.person).get(f"/work/{ended.pk}/{part}").status_code == 404


def test_is_not_there_for_a_worker_under_the_address_of_the_person(world: World, ended: CareTeam) -> None:
    for who in (world.dee.person, world.operator):
        assert at(who).get(f"/team/before/{ended.pk}/").status_code == 404


def test_a_running_team_is_not_one_before(page: Browser, world: World) -> None:
    assert page.get(f"/team/before/{world.team.pk}/").status_code == 404


def test_more_pages_of_messages_are_there(page: Browser, world: World) -> None:
    for number in range(35):
        messages.write_to_team(care_team=world.team, text=f"Word {number}.", now=world.now + timedelta(minutes=number))
    end_care_team(care_team=world.team, now=world.now + timedelta(hours=1))
    shown = page.get(f"/team/before/{world.team.pk}/?page=2").content.decode()

    assert ("Word 0." in shown, "Word 34." in shown) == (True, False)


def reads(browser: Browser) -> int:
    browser.get("/team/")
    with CaptureQueriesContext(connections["default"]) as main, CaptureQueriesContext(connections["keys"]) as keys:
        browser.get("/team/")
    return len(main) + len(keys)


def test_the_list_takes_as_many_reads_for_three_teams_as_for_one(page: Browser, world: World, john: Person) -> None:
    once = reads(page)
    for name in ("Harbour", "Lighthouse"):
        programme = add_programme(facts=ProgrammeFacts(name), now=world.now)
        first, second = (a_worker(programme, f"{name}{who}", by=world.operator, now=world.now) for who in ("A", "B"))
        add_member(care_team=joined(first, john, world.now), worker=second, now=world.now)

    assert (Member.objects.count(), reads(page)) == (6, once)
