"""A worker proposes something for a plan that is shared with them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.care import recovery
from holdfast.care.models import Proposal, RecoveryLine
from holdfast.care.proposals import accept, leave
from holdfast.consent.actions import revoke
from holdfast.consent.models import Entry, Grant
from holdfast.domain.consent import Item
from holdfast.domain.recovery_plan import Answer, Change, Part
from holdfast.teams.members import end_member
from holdfast.teams.queries import team_viewer
from tests.teams.world import World, at, shared

pytestmark = pytest.mark.django_db
WHY = "You said mornings are hardest."


@pytest.fixture
def line(john: Person, world: World) -> RecoveryLine:
    """John's plan has a line, and his team may read it."""
    shared(john, team_viewer(world.team), world.now - timedelta(minutes=1), item=Item.RECOVERY_PLAN)
    return recovery.add_line(by=john, part=Part.DAILY, text="Walk after breakfast", now=world.now)


def page(world: World) -> str:
    return reverse("work_propose", args=[world.team.pk])


def test_a_new_line_waits_for_the_person(world: World, line: RecoveryLine) -> None:
    dee = at(world.dee.person)

    text = dee.press(page(world), {"about": "", "part": "daily", "text": "Call a friend", "why": WHY}).content.decode()

    row = Proposal.objects.get()
    assert (row.text, row.change, row.proposer_name, row.answer) == ("Call a friend", Change.ADD, "Dee", Answer.OPEN)
    assert "Proposed. They decide" in text
    assert RecoveryLine.objects.count() == 1


@pytest.mark.parametrize(("said", "change"), [({"text": "Walk at noon"}, "edit"), ({"leaves_out": "on"}, "remove")])
def test_a_line_can_be_said_otherwise_or_left_out(
    world: World, line: RecoveryLine, said: dict[str, str], change: str
) -> None:
    at(world.dee.person).press(page(world), {"about": str(line.pk), "part": "daily", "why": WHY, **said})

    assert Proposal.objects.get().change == change
    assert Proposal.objects.get().line == line


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({"about": "", "text": "x", "why": ""}, "x"),
        ({"about": "", "text": "", "why": WHY}, "Write what the line would say."),
        ({"about": "", "leaves_out": "on", "text": "", "why": WHY}, "Choose the line that is to be left out."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    world: World, line: RecoveryLine, said: dict[str, str], wanted: str
) -> None:
    text = at(world.dee.person).post(page(world), {"part": "daily", **said}).content.decode()

    assert wanted in text
    assert said["why"].replace("'", "&#x27;") in text
    assert not Proposal.objects.exists()


def test_each_opening_is_a_look(world: World, line: RecoveryLine) -> None:
    before = Entry.objects.filter(verb=Entry.Verb.LOOKED).count()

    at(world.dee.person).get(page(world))

    assert Entry.objects.filter(verb=Entry.Verb.LOOKED).count() == before + 1


def test_without_the_plan_there_is_no_page(world: World, line: RecoveryLine) -> None:
    revoke(grant=Grant.objects.latest("created_at"), now=timezone.now())
    dee = at(world.dee.person)

    assert dee.get(page(world)).status_code == 404
    assert dee.post(page(world), {"about": "", "part": "daily", "text": "x", "why": WHY}).status_code == 404
    assert page(world) not in dee.get(reverse("work_person", args=[world.team.pk])).content.decode()


def test_the_answer_and_its_word_come_back(world: World, line: RecoveryLine) -> None:
    dee = at(world.dee.person)
    for text in ("one", "two"):
        dee.press(page(world), {"about": "", "part": "daily", "text": text, "why": WHY})
    one, two = Proposal.objects.order_by("created_at")
    accept(proposal=one, why="", now=timezone.now())
    leave(proposal=two, words="not my thing", now=timezone.now())

    text = dee.get(page(world)).content.decode()

    assert "taken" in text
    assert "not my thing" in text


def test_it_can_be_taken_back_until_it_is_answered(world: World, line: RecoveryLine) -> None:
    dee = at(world.dee.person)
    dee.press(page(world), {"about": "", "part": "daily", "text": "one", "why": WHY})
    back = reverse("work_proposal_withdraw", args=[world.team.pk, Proposal.objects.get().pk])

    assert at(world.sam.person).post(back).status_code == 404
    dee.press(back)

    assert Proposal.objects.get().answer == Answer.WITHDRAWN


def test_nothing_of_somebody_who_left_waits(world: World, line: RecoveryLine) -> None:
    at(world.dee.person).press(page(world), {"about": "", "part": "daily", "text": "one", "why": WHY})

    end_member(member=world.member(world.dee), now=timezone.now())

    assert Proposal.objects.get().answer == Answer.WITHDRAWN
