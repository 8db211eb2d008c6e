"""When two people part: what was promised is looked for at once, and no link opens anything."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.asks.access import reply_behind
from holdfast.asks.actions import THINK_AGAIN, SlotFacts, answer, cut_off, move_ask, tell_update
from holdfast.asks.answering import AnswerRefused, NoAnswer
from holdfast.asks.models import Answer, Ask
from holdfast.asks.parting import leave_all, leave_one
from holdfast.network.actions import remove_tie
from holdfast.notices.models import Link, Notice
from holdfast.sealing.models import PersonKey
from holdfast.supporters.actions import Hopes, invite
from holdfast.supporters.models import Agreement, Invitation
from tests.asks.circle import agreed, with_place
from tests.asks.conftest import NOW
from tests.asks.told import asked, keys_to, reply_of, standing

pytestmark = pytest.mark.django_db
LATER = NOW + THINK_AGAIN + timedelta(minutes=1)
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def promised(john: Person, rosa: Agreement) -> Ask:
    """Rosa drives tomorrow."""
    ask = asked(john, NOW, slots=(SlotFacts("", TOMORROW),))
    answer(reply=reply_of(ask, rosa), said=Answer.YES, now=LATER)
    return ask


def test_cutting_off_frees_what_was_promised(john: Person, rosa: Agreement, promised: Ask) -> None:
    cut_off(by=john, tie=rosa.tie, now=LATER)

    promised.refresh_from_db()
    assert (promised.ended_at, standing(promised)) == (None, [])


def test_cutting_off_tells_nobody(john: Person, rosa: Agreement, promised: Ask) -> None:
    with_place(john)
    before = Notice.objects.count()

    cut_off(by=john, tie=rosa.tie, now=LATER)

    assert Notice.objects.count() <= before


def test_after_cutting_off_no_link_opens_anything(john: Person, rosa: Agreement, promised: Ask) -> None:
    tell_update(by=john, text="better", circle=[rosa], now=LATER)

    cut_off(by=john, tie=rosa.tie, now=LATER)

    links = Link.objects.filter(person_id=rosa.supporter_id)
    assert [reply_behind(link) for link in links.filter(opens="reply")] == [None]
    assert not links.filter(revoked_at=None).exists()


def test_after_cutting_off_an_invitation_in_their_hands_is_worthless(john: Person, rosa: Agreement) -> None:
    invite(by=john, tie=rosa.tie, hopes=Hopes(), now=NOW)

    cut_off(by=john, tie=rosa.tie, now=LATER)

    assert not Invitation.objects.filter(accepted_at=None, revoked_at=None).exists()


def test_after_cutting_off_an_answer_is_refused(john: Person, rosa: Agreement) -> None:
    ask = asked(john, NOW)
    reply = reply_of(ask, rosa)
    cut_off(by=john, tie=rosa.tie, now=LATER)

    with pytest.raises(AnswerRefused) as refused:
        answer(reply=reply, said=Answer.YES, now=LATER)

    assert refused.value.why is NoAnswer.LEFT


def test_after_leaving_nobody_asks(john: Person, rosa: Agreement) -> None:
    leave_one(agreement=rosa, now=NOW)

    assert not asked(john, NOW).replies.exists()


def test_who_leaves_one_still_helps_the_other(john: Person, maria: Person, rosa: Agreement) -> None:
    agreed(maria, "Rosa", NOW, who=rosa.supporter)

    leave_one(agreement=rosa, now=NOW)

    assert asked(maria, NOW).replies.count() == 1


def test_the_person_hears_of_a_promise_given_back_by_leaving(john: Person, rosa: Agreement, promised: Ask) -> None:
    with_place(john)

    leave_one(agreement=rosa, now=LATER)

    assert keys_to(john.pk) == ["moment"]


def test_leaving_altogether_takes_everything_along(rosa: Agreement, promised: Ask) -> None:
    leave_all(supporter=rosa.supporter, now=LATER)

    assert not PersonKey.objects.filter(person_id=rosa.supporter_id).exists()
    assert standing(promised) == []


def test_an_ask_ends_as_before_when_somebody_left_meanwhile(john: Person, rosa: Agreement, ben: Agreement) -> None:
    ask = asked(john, NOW)
    leave_all(supporter=rosa.supporter, now=LATER)

    assert move_ask(ask=ask, now=ask.answer_by).outcome == "nobody"


def test_removing_somebody_from_the_map_frees_what_they_promised(john: Person, ben: Agreement) -> None:
    """The map knows no asks and gives no time, so here the clock is the real one."""
    now = timezone.now()
    ask = asked(john, now, slots=(SlotFacts("", now + timedelta(days=1)),))
    answer(reply=reply_of(ask, ben), said=Answer.YES, now=now + THINK_AGAIN)

    remove_tie(tie=ben.tie)

    ask.refresh_from_db()
    assert (ask.ended_at, standing(ask)) == (None, [])
