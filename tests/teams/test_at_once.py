"""Two taps at one moment: nothing fails, nothing stands there twice."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection

from holdfast.accounts.models import Person
from holdfast.care.models import Proposal
from holdfast.care.proposals import AlreadyAnswered, accept, propose
from holdfast.consent.models import Entry
from holdfast.domain.recovery_plan import Answer, Change, Draft, Part
from holdfast.teams.enrolling import EnrolmentRefused, Joining, join_team, make_enrolment
from holdfast.teams.members import add_cover, add_member, end_care_team, end_member, hand_over
from holdfast.teams.messages import take_on, write_to_team
from holdfast.teams.models import CareTeam, Handover, Member, Message, Recommendation, Referral
from holdfast.teams.programmes import end_worker
from holdfast.teams.queries import member_viewer, team_viewer
from holdfast.teams.recommending import RecommendFacts, recommend
from holdfast.teams.referrals import ReferralFacts, propose_referral
from tests.asks.test_together import together
from tests.teams.world import World, a_worker, shared

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="its writers queue in any case"),
]
AT_ONCE = 4


def test_one_worker_is_added_once(world: World) -> None:
    eli = a_worker(world.riverside, "Eli", by=world.operator, now=world.now)
    together([lambda: add_member(care_team=world.team, worker=eli, now=world.now)] * AT_ONCE)

    assert Member.objects.filter(worker=eli).count() == 1


def test_the_person_is_told_once_who_came(world: World) -> None:
    eli = a_worker(world.riverside, "Eli", by=world.operator, now=world.now)
    together([lambda: add_cover(care_team=world.team, worker=eli, now=world.now)] * AT_ONCE)

    assert Member.objects.filter(worker=eli).count() == 1


def test_a_link_is_used_once(world: World, maria: Person) -> None:
    enrolment = make_enrolment(worker=world.dee, now=world.now)

    def joins() -> None:
        try:
            join_team(enrolment=enrolment, by=maria, joining=Joining("Mari", False), now=world.now)
        except EnrolmentRefused:
            return

    together([joins] * AT_ONCE)

    assert CareTeam.objects.filter(person=maria).count() == 1


def test_two_links_of_one_programme_begin_one_team(world: World, maria: Person) -> None:
    links = [make_enrolment(worker=one, now=world.now) for one in (world.dee, world.sam, world.dee)]
    joining = Joining("Mari", False)
    together([lambda one=one: join_team(enrolment=one, by=maria, joining=joining, now=world.now) for one in links])  # type: ignore[misc]

    assert CareTeam.objects.filter(person=maria).count() == 1


def test_a_team_ends_once(world: World, john: Person) -> None:
    shared(john, team_viewer(world.team), world.now)
    together([lambda: end_care_team(care_team=world.team, now=world.now)] * AT_ONCE)

    assert Entry.objects.filter(verb="revoked").count() == 1


def test_a_member_and_the_team_end_at_once(world: World) -> None:
    dee = world.member(world.dee)
    end = [lambda: end_member(member=dee, now=world.now), lambda: end_care_team(care_team=world.team, now=world.now)]
    together(end * 2)

    assert not Member.objects.filter(until=None).exists()
    assert not Handover.objects.exists()


@pytest.fixture
def shared_with_each(world: World, john: Person) -> None:
    """What John shared with each of them alone, and with the team: whoever ends one writes in the record."""
    for viewer in (
        member_viewer(world.member(world.dee)),
        member_viewer(world.member(world.sam)),
        team_viewer(world.team),
    ):
        shared(john, viewer, world.now)


@pytest.mark.usefixtures("shared_with_each")
@pytest.mark.parametrize("attempt", range(4))
def test_each_member_and_the_team_end_at_once(world: World, attempt: int) -> None:
    dee, sam = world.member(world.dee), world.member(world.sam)
    together(
        [
            lambda: end_care_team(care_team=world.team, now=world.now),
            lambda: end_member(member=sam, now=world.now),
            lambda: end_member(member=dee, now=world.now),
            lambda: end_worker(worker=world.sam, now=world.now),
            lambda: end_worker(worker=world.dee, now=world.now),
        ]
    )

    assert Entry.objects.filter(verb="revoked").count() == 3


@pytest.mark.usefixtures("shared_with_each")
def test_one_hands_over_while_the_person_leaves(world: World) -> None:
    nora = a_worker(world.riverside, "Nora", by=world.operator, now=world.now)
    over = [
        lambda: hand_over(from_worker=world.dee, choices={world.team.pk: nora}, now=world.now),
        lambda: end_care_team(care_team=world.team, now=world.now),
        lambda: end_worker(worker=world.sam, now=world.now),
    ]
    together(over * 2)  # type: ignore[arg-type]

    assert not Member.objects.filter(until=None).exists()


def test_one_referral_is_proposed_once(world: World) -> None:
    by, facts = world.member(world.dee), ReferralFacts("Harbour", "They know of kelp")
    together([lambda: propose_referral(by=by, facts=facts, now=world.now)] * AT_ONCE)

    assert Referral.objects.count() == 1


def test_one_recommendation_is_made_once(world: World) -> None:
    by, facts = world.member(world.dee), RecommendFacts("Friday group", "They know of kelp")
    together([lambda: recommend(by=by, facts=facts, now=world.now)] * AT_ONCE)

    assert Recommendation.objects.count() == 1


def draft() -> Draft:
    return Draft(next(iter(Part)), Change.ADD, "Walk by the kelp", "It helped before", "")


def test_one_line_is_proposed_once(world: World, john: Person) -> None:
    member = world.member(world.dee)
    together([lambda: propose(person=john, proposer_id=member.pk, name="Dee", draft=draft(), now=world.now)] * AT_ONCE)

    assert Proposal.objects.count() == 1


def test_one_proposal_is_accepted_once(world: World, john: Person) -> None:
    member = world.member(world.dee)
    row = propose(person=john, proposer_id=member.pk, name="Dee", draft=draft(), now=world.now)
    refused = []

    def accepts() -> None:
        try:
            accept(proposal=Proposal.objects.get(pk=row.pk), why="", now=world.now)
        except AlreadyAnswered:
            refused.append(1)

    together([accepts] * AT_ONCE)

    assert (len(refused), Proposal.objects.get().answer) == (AT_ONCE - 1, Answer.ACCEPTED)


def test_one_takes_a_message_on(world: World, present: datetime) -> None:
    message = write_to_team(care_team=world.team, text="x", now=present)
    members = [world.member(world.dee), world.member(world.sam)]
    together([lambda one=one: take_on(by=one, message=message, now=present) for one in members * 2])  # type: ignore[misc]

    assert Message.objects.get().taken_by in members
