"""Stop everything: it stops whatever goes on by itself, and nothing that a person sends by a tap of their own."""

from __future__ import annotations

from datetime import datetime

import pytest

from holdfast.accounts.models import Person
from holdfast.checkins.access import chips_asked_of, commitments_shown_to, told_to, workbooks_shown_to
from holdfast.checkins.commitments import CommitmentFacts, accept_witness, add_commitment, ask_witness
from holdfast.checkins.commitments import leaves_at as witness_leaves_at
from holdfast.consent.actions import lift, restrict
from holdfast.domain.referrals import Act, Who
from holdfast.notices.models import Notice
from holdfast.supporters.models import Agreement
from holdfast.teams.models import Member, Message, Worker
from holdfast.teams.referrals import ReferralFacts, StepFacts, propose_referral, take_step
from holdfast.teams.telling import received_leaves_at
from tests.asks.circle import agreed
from tests.teams.world import World, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa(john: Person, present: datetime) -> Agreement:
    """A witness of what John said he would do."""
    found = agreed(john, "Rosa", present)
    row = add_commitment(by=john, facts=CommitmentFacts("Call the kelp farm", days=(1,)), now=present)
    ask_witness(commitment=row, agreement=found, shows_words=True, now=present)
    accept_witness(commitment=row, now=present)
    return found


def test_a_witness_sees_nothing_until_it_is_lifted(john: Person, rosa: Agreement, present: datetime) -> None:
    counts = [commitments_shown_to(rosa.supporter).count()]
    restrict(by=john, now=present)
    counts.append(commitments_shown_to(rosa.supporter).count())
    lift(by=john, now=present)
    counts.append(commitments_shown_to(rosa.supporter).count())

    assert counts == [1, 0, 1]


def test_friends_see_no_setback_chip_or_step_work(john: Person, rosa: Agreement, present: datetime) -> None:
    restrict(by=john, now=present)

    shown = [told_to(rosa.supporter), chips_asked_of(rosa.supporter), workbooks_shown_to(rosa.supporter)]
    assert not any(rows.exists() for rows in shown)


def test_a_letter_to_a_witness_stays(john: Person, rosa: Agreement, present: datetime) -> None:
    notice = Notice.objects.filter(person_id=rosa.supporter_id, unique_key__startswith="witness:").get()
    leaves = [witness_leaves_at(notice, present)]
    restrict(by=john, now=present)

    assert [*leaves, witness_leaves_at(notice, present)] == [present, None]


def test_a_letter_of_a_referral_stays(john: Person, dee: Member, lou_works: Worker, present: datetime) -> None:
    referral = propose_referral(by=dee, facts=ReferralFacts("Harbour", "x", lou_works.programme), now=present)
    for act, who in ((Act.AGREE, Who.PERSON), (Act.SEND, Who.TEAM)):
        take_step(referral=referral, facts=StepFacts(act, who), now=present)
    notice = Notice(person_id=lou_works.person_id)
    leaves = [received_leaves_at(notice, present)]
    restrict(by=john, now=present)

    assert [*leaves, received_leaves_at(notice, present)] == [present, None]


def test_a_worker_reads_the_same_as_where_nothing_ever_was(world: World, john: Person) -> None:
    before = at(world.dee.person).get(f"/work/{world.team.pk}/").content.decode()
    restrict(by=john, now=world.now)
    after = at(world.dee.person).get(f"/work/{world.team.pk}/").content.decode()

    assert ("Nothing is shared now." in before, "Nothing is shared now." in after) == (True, True)


def test_the_person_can_still_write_to_the_team(world: World, john: Person) -> None:
    restrict(by=john, now=world.now)
    at(john).post(f"/team/{world.team.pk}/messages/", {"text": "Please call me."})

    assert Message.objects.get().text == "Please call me."
