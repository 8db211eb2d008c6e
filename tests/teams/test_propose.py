"""A worker proposes for a plan that is shared with them; the person decides."""

from __future__ import annotations

from datetime import datetime

import pytest

from holdfast.care.models import Proposal, RecoveryLine
from holdfast.care.proposals import leave
from holdfast.care.recovery import add_line
from holdfast.consent.actions import revoke
from holdfast.consent.models import Entry, Grant
from holdfast.domain.consent import Item
from holdfast.domain.recovery_plan import Answer, Change, Part
from holdfast.teams.members import end_member
from holdfast.teams.queries import team_viewer
from tests.browser import Browser
from tests.teams.world import World, at, shared

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(world: World, present: datetime) -> RecoveryLine:
    return add_line(by=world.team.person, part=Part.DAILY, text="the heron at seven", now=present)


@pytest.fixture
def page(world: World) -> Browser:
    return at(world.dee.person)


@pytest.fixture
def there(world: World, line: RecoveryLine, present: datetime) -> str:
    """The page, once the plan is shared with the team."""
    shared(world.team.person, team_viewer(world.team), present, item=Item.RECOVERY_PLAN)
    return f"/work/{world.team.pk}/propose/"


def test_it_is_not_there_unless_the_plan_is_shared(page: Browser, world: World, line: RecoveryLine) -> None:
    assert page.get(f"/work/{world.team.pk}/propose/").status_code == 404


def test_showing_the_form_is_one_look(page: Browser, there: str) -> None:
    assert "the heron at seven" in page.get(there).content.decode()
    assert Entry.objects.filter(verb=Entry.Verb.LOOKED).count() == 1


def test_sending_it_is_no_look(page: Browser, there: str) -> None:
    page.post(there, {"about": "new-daily", "text": "Up at eight", "why": "Mornings"})

    assert Proposal.objects.get().text == "Up at eight"
    assert not Entry.objects.filter(verb=Entry.Verb.LOOKED).exists()


@pytest.mark.parametrize(("text", "change"), [("the heron at eight", Change.EDIT), ("", Change.REMOVE)])
def test_words_change_a_line_and_none_leave_it_out(
    page: Browser, there: str, line: RecoveryLine, text: str, change: Change
) -> None:
    page.post(there, {"about": str(line.pk), "text": text, "why": "Mornings"})

    row = Proposal.objects.get()
    assert (row.change, row.line) == (change, line)
    assert RecoveryLine.objects.get().text == "the heron at seven"


@pytest.mark.parametrize(
    "typed",
    [
        {"about": "new-daily", "text": "", "why": "Mornings"},
        {"about": "new-daily", "text": "Up at eight", "why": ""},
        {"about": "new-nowhere", "text": "Up at eight", "why": "Mornings"},
        {"about": "", "text": "Up at eight", "why": "Mornings"},
    ],
)
def test_what_lacks_something_is_kept_as_typed(page: Browser, there: str, typed: dict[str, str]) -> None:
    answer = page.post(there, typed).content.decode()

    assert not Proposal.objects.exists()
    assert typed["text"] in answer
    assert typed["why"] in answer


def test_whoever_proposed_reads_what_became_of_it(page: Browser, there: str, present: datetime) -> None:
    page.post(there, {"about": "new-daily", "text": "Up at eight", "why": "Mornings"})
    leave(proposal=Proposal.objects.get(), words="Not with the night shift.", now=present)

    assert "Not with the night shift." in page.get(there).content.decode()


def test_nothing_is_proposed_once_it_is_no_longer_shared(
    page: Browser, there: str, world: World, present: datetime
) -> None:
    revoke(grant=Grant.objects.get(), now=present)

    assert page.post(there, {"about": "new-daily", "text": "x", "why": "y"}).status_code == 404
    assert not Proposal.objects.exists()


def test_nothing_waits_of_somebody_who_left(page: Browser, there: str, world: World, present: datetime) -> None:
    page.post(there, {"about": "new-daily", "text": "Up at eight", "why": "Mornings"})
    end_member(member=world.member(world.dee), now=present)

    assert Proposal.objects.get().answer == Answer.WITHDRAWN
