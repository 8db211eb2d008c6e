"""A worker leaves and another goes on: what is the team's stays, what was for one ends, and the person is told."""

from __future__ import annotations

from datetime import datetime

import pytest

from holdfast.accounts.models import Person
from holdfast.consent.access import items_granted
from holdfast.consent.models import Grant
from holdfast.notices.models import Notice
from holdfast.teams.access import membership_for
from holdfast.teams.members import NotOfTheProgramme, add_cover, hand_over
from holdfast.teams.models import CareTeam, Handover, Member, Message, SharedNote, Worker
from holdfast.teams.programmes import ProgrammeFacts, add_programme, end_worker
from holdfast.teams.queries import member_viewer, team_viewer, viewers_behind
from tests.browser import Browser
from tests.teams.test_programmes import told
from tests.teams.world import World, a_worker, at, joined, shared

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam(world: World) -> Browser:
    """Sam leads, signed in."""
    return at(world.sam.person)


@pytest.fixture
def nora(world: World) -> Worker:
    """Another counsellor of Riverside, who works with nobody yet."""
    return a_worker(world.riverside, "Nora", by=world.operator, now=world.now)


def over(world: World, to: Worker) -> None:
    hand_over(from_worker=world.dee, choices={world.team.pk: to}, now=world.now)


def test_the_next_one_sees_what_the_team_was_given(world: World, john: Person, nora: Worker) -> None:
    shared(john, team_viewer(world.team), world.now)
    over(world, nora)
    viewers = viewers_behind(world.member(nora))

    assert len(items_granted(viewers=viewers, owner=john.pk, now=world.now)) == 1


def test_what_was_for_one_alone_ends(world: World, john: Person, nora: Worker) -> None:
    shared(john, member_viewer(world.member(world.dee)), world.now)
    over(world, nora)

    assert not Grant.objects.filter(ended_at=None).exists()


def test_the_one_who_left_sees_nothing(world: World, john: Person, nora: Worker) -> None:
    shared(john, team_viewer(world.team), world.now)
    over(world, nora)

    assert at(world.dee.person).get(f"/work/{world.team.pk}/shared/plan/").status_code == 404


def test_the_next_one_is_the_one_to_turn_to(world: World, nora: Worker) -> None:
    over(world, nora)

    assert world.member(nora).is_key


def test_to_somebody_who_is_there_already_they_stay_once(world: World) -> None:
    over(world, world.sam)

    assert Member.objects.filter(care_team=world.team, until=None).count() == 1
    assert world.member(world.sam).is_key


def test_earlier_messages_and_notes_are_there_for_the_next_one(world: World, john: Person, nora: Worker) -> None:
    dee = world.member(world.dee)
    facts = {"person": john, "care_team": world.team, "member": dee, "created_at": world.now}
    Message.objects.create(sender="team", text="we spoke", **facts)
    SharedNote.objects.create(on=world.now.date(), text="we agreed", **facts)
    over(world, nora)
    team = membership_for(nora.person, world.team.pk, now=world.now).care_team

    assert [one.text for one in [*team.messages.all(), *SharedNote.objects.filter(care_team=team)]] == [
        "we spoke",
        "we agreed",
    ]


def test_the_person_is_told_who_left_who_came_and_what_ended(
    world: World, john: Person, page: Browser, nora: Worker
) -> None:
    told(john, world.now)
    shared(john, member_viewer(world.member(world.dee)), world.now)
    over(world, nora)
    shown = page.get(f"/team/{world.team.pk}/").content.decode()

    assert Notice.objects.filter(person_id=john.pk).count() == 1
    assert all(
        said in shown
        for said in (
            "Dee no longer works with you",
            "Nora works with you now",
            "What you shared with Dee alone has ended",
        )
    )


def test_nothing_is_said_to_have_ended_where_nothing_was_shared(world: World, page: Browser, nora: Worker) -> None:
    over(world, nora)

    assert "has ended" not in page.get(f"/team/{world.team.pk}/").content.decode()


class TestALead:
    def test_hands_everybody_over_with_one_choice(
        self, sam: Browser, world: World, maria: Person, nora: Worker
    ) -> None:
        joined(world.dee, maria, world.now)
        sam.press(f"/work/hand-over/{world.dee.pk}/", {"everyone": str(nora.pk)})

        assert Member.objects.filter(worker=nora, until=None).count() == 2

    def test_chooses_for_each_person(self, sam: Browser, world: World, maria: Person, nora: Worker) -> None:
        team = joined(world.dee, maria, world.now)
        said = {f"team_{team.pk}": str(nora.pk), "everyone": ""}
        sam.press(f"/work/hand-over/{world.dee.pk}/", said)

        assert list(Member.objects.filter(worker=nora, until=None).values_list("care_team", flat=True)) == [team.pk]

    def test_is_asked_to_choose_somebody(self, sam: Browser, world: World, nora: Worker) -> None:
        page = sam.press(f"/work/hand-over/{world.dee.pk}/", {"everyone": ""})

        assert "Choose who goes on" in page.content.decode()

    def test_cannot_choose_somebody_of_another_programme(self, sam: Browser, world: World, nora: Worker) -> None:
        harbor = add_programme(facts=ProgrammeFacts("Harbor"), now=world.now)
        olga = a_worker(harbor, "Olga", by=world.operator, now=world.now)
        sam.press(f"/work/hand-over/{world.dee.pk}/", {"everyone": str(olga.pk)})

        assert world.member(world.dee).until is None

    def test_adds_a_second_one_and_the_person_is_told(
        self, sam: Browser, world: World, john: Person, page: Browser, nora: Worker
    ) -> None:
        told(john, world.now)
        sam.press(f"/work/hand-over/cover/{world.team.pk}/", {"worker": str(nora.pk)})

        assert Notice.objects.filter(person_id=john.pk).count() == 1
        assert "Nora" in page.get(f"/team/{world.team.pk}/").content.decode()

    def test_sees_with_whom_nobody_works(self, sam: Browser, world: World, maria: Person) -> None:
        joined(world.dee, maria, world.now, called="Mia")
        end_worker(worker=world.dee, now=world.now)
        page = sam.get("/work/hand-over/").content.decode()

        assert "Nobody works with them now" in page and "Mia" in page

    def test_sees_names_and_nothing_that_was_shared(self, sam: Browser, world: World, maria: Person) -> None:
        team = joined(world.dee, maria, world.now, called="Mia")
        shared(maria, team_viewer(team), world.now)

        assert sam.get(f"/work/{team.pk}/shared/plan/").status_code == 404
        assert "Plan for" not in sam.get("/work/hand-over/").content.decode()


def test_who_came_later_is_named_where_somebody_left(world: World, page: Browser, nora: Worker) -> None:
    end_worker(worker=world.dee, now=world.now)
    add_cover(care_team=CareTeam.objects.get(pk=world.team.pk), worker=nora, now=world.now)

    assert Handover.objects.get().to_worker == nora
    assert "Nora works with you now" in page.get(f"/team/{world.team.pk}/").content.decode()


def test_nobody_takes_over_their_own_record(world: World, nora: Worker, present: datetime) -> None:
    team = joined(world.sam, nora.person, present)

    with pytest.raises(NotOfTheProgramme):
        add_cover(care_team=team, worker=nora, now=present)
