"""What the first page says of those who work with the person: small, and only where there is something."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.consent.actions import Reason, note_emergency_read
from holdfast.domain.referrals import Act, Who
from holdfast.home.cast import EMILY, JOHN
from holdfast.home.demo import move_in
from holdfast.home.demo_teams import open_centre
from holdfast.teams.looking import open_in_emergency
from holdfast.teams.members import hand_over
from holdfast.teams.messages import read_by_person
from holdfast.teams.models import CareTeam, Member, Recommendation, Session, Worker
from holdfast.teams.recommending import AnswerFacts, RecommendFacts, answer_recommendation, recommend
from holdfast.teams.referrals import ReferralFacts, StepFacts, propose_referral, take_step
from holdfast.teams.sessions_together import cancel_session
from holdfast.teams.today import TeamsToday, teams_today
from tests.browser import Browser
from tests.conftest import PASSPHRASE
from tests.home.test_demo_teams import KEY

pytestmark = pytest.mark.django_db
LATER = AnswerFacts(Recommendation.State.LATER, None, "", is_told=False)


@pytest.fixture
def present() -> datetime:
    return timezone.now()


@pytest.fixture
def held(present: datetime) -> Person:
    open_centre(passphrase=PASSPHRASE, key=KEY, now=present)
    return move_in(JOHN, passphrase=PASSPHRASE, now=present)


@pytest.fixture
def first_page(held: Person) -> Browser:
    browser = Browser()
    browser.force_login(held)
    return browser


def text_of(browser: Browser) -> str:
    return browser.get(reverse("today")).content.decode()


def dee() -> Member:
    return Member.objects.select_related("worker", "care_team__person").get(worker__person__nickname="dee")


def test_nothing_is_said_where_nobody_works_with_them(present: datetime) -> None:
    open_centre(passphrase=PASSPHRASE, key=KEY, now=present)

    assert teams_today(move_in(EMILY, passphrase=PASSPHRASE, now=present), now=present) == TeamsToday()


def test_the_next_session_is_coming_up(first_page: Browser) -> None:
    session = Session.objects.get(state=Session.State.PLANNED)

    assert reverse("team_session", args=[session.care_team_id, session.pk]) in text_of(first_page)


def test_a_cancelled_session_is_not_coming_up(held: Person, present: datetime) -> None:
    cancel_session(session=Session.objects.get(state=Session.State.PLANNED), by=None, now=present)

    assert teams_today(held, now=present).next_session is None


def test_what_the_team_wrote_is_said_until_it_is_read(held: Person, first_page: Browser, present: datetime) -> None:
    before = text_of(first_page)
    read_by_person(care_team=CareTeam.objects.get(person=held), now=present)

    words = "Riverside Recovery Centre wrote to you"
    assert (words in before, words in text_of(first_page)) == (True, False)


def test_an_idea_is_said_until_it_is_answered(first_page: Browser, present: datetime) -> None:
    for idea in Recommendation.objects.filter(state=Recommendation.State.NEW):
        answer_recommendation(recommendation=idea, facts=LATER, now=present)
    before = text_of(first_page)
    recommend(by=dee(), facts=RecommendFacts("River walkers", "Calm people"), now=present)

    words = "Riverside Recovery Centre has an idea for you"
    assert (words in before, words in text_of(first_page)) == (False, True)


def test_it_is_said_that_a_referral_waits_for_a_yes_or_a_no(first_page: Browser, present: datetime) -> None:
    before = text_of(first_page)
    sent = propose_referral(by=dee(), facts=ReferralFacts("Harbour House", "A place to live"), now=present)
    meanwhile = text_of(first_page)
    take_step(referral=sent, facts=StepFacts(Act.DECLINE, Who.PERSON), now=present)

    words = "Riverside Recovery Centre would send you somewhere. You decide."
    assert [words in text for text in (before, meanwhile, text_of(first_page))] == [False, True, False]


def test_it_is_said_that_somebody_left(held: Person, first_page: Browser, present: datetime) -> None:
    team, sam = CareTeam.objects.get(person=held), Worker.objects.get(person__nickname="sam")
    hand_over(from_worker=dee().worker, choices={team.pk: sam}, now=present)

    assert "Somebody at Riverside Recovery Centre no longer works with you" in text_of(first_page)


def test_what_waits_as_a_proposal_stands_among_the_small_things(first_page: Browser) -> None:
    assert reverse("way_proposed") in text_of(first_page)


def test_an_emergency_comes_first_and_goes_once_it_is_over_and_read(
    held: Person, first_page: Browser, present: datetime
) -> None:
    reason = Reason("Dee Park", "Riverside", "He called and hung up", "To know whom to call")
    opened = open_in_emergency(member=dee(), reason=reason, now=present)
    loud = text_of(first_page)
    note_emergency_read(emergency=opened, now=present)

    assert loud.index("opened your plan") < loud.index('class="date"')
    assert teams_today(held, now=present + timedelta(hours=25)).emergencies == ()
