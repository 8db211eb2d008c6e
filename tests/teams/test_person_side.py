"""The person sees who works with them, what they may see, and can leave."""

from __future__ import annotations

from datetime import datetime

import pytest

from holdfast.accounts.models import Person
from holdfast.consent.actions import Reason
from holdfast.consent.models import Emergency, Grant
from holdfast.teams.looking import open_in_emergency
from holdfast.teams.models import CareTeam, Handover, Worker
from holdfast.teams.queries import member_viewer, team_viewer
from tests.browser import Browser
from tests.teams.world import World, at, shared

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(page: Browser, world: World) -> str:
    """John's page of the team, as it stands."""
    return str(page.get(f"/team/{world.team.pk}/").content.decode())


def test_says_who_and_what_they_are(team: str) -> None:
    assert all(
        words in team for words in ("Dee", "Therapist", "Sam", "Peer support worker", "the one to turn to first")
    )


def test_says_that_messages_are_not_for_emergencies_and_whom_to_call(team: str) -> None:
    assert "not for emergencies" in team
    assert "312 555 0100" in team


def test_says_that_the_team_sees_nothing(team: str) -> None:
    assert "Nothing. You choose" in team


def test_says_what_the_team_and_what_one_alone_sees(page: Browser, world: World, john: Person) -> None:
    shared(john, team_viewer(world.team), world.now)
    shared(john, member_viewer(world.member(world.dee)), world.now)
    shown = page.get(f"/team/{world.team.pk}/").content.decode()

    assert shown.count("Plan for a hard hour") == 2
    assert "Sees, alone:" in shown


def test_does_not_say_that_nothing_is_seen_while_one_alone_sees_something(
    page: Browser, world: World, john: Person
) -> None:
    shared(john, member_viewer(world.member(world.dee)), world.now)

    assert "Nothing that all of them see." in page.get(f"/team/{world.team.pk}/").content.decode()


def test_is_called_in_a_consent_as_the_team_calls_them_not_by_the_name_to_sign_in_with(
    page: Browser, world: World
) -> None:
    viewer = team_viewer(world.team)
    asked = page.post(f"/sharing/new/{viewer.id}/", {"items": ["safety_plan"]}, follow=True).content.decode()

    assert f'name="called" value="{world.team.called}"' in asked


def test_says_whose_verification_ran_out(page: Browser, world: World) -> None:
    Worker.objects.filter(pk=world.dee.pk).update(verified_until=world.now)

    assert "Sees nothing at the moment" in page.get(f"/team/{world.team.pk}/").content.decode()


def test_names_nobody_as_a_reader_whose_verification_ran_out(page: Browser, world: World) -> None:
    path = f"/team/{world.team.pk}/messages/"
    before = page.get(path).content.decode()
    Worker.objects.all().update(verified_until=world.now)

    words = "Nobody is in this team right now. Please call instead."
    assert [words in before, words in page.get(path).content.decode()] == [False, True]


@pytest.mark.parametrize(("said", "allowed"), [("allow", True), ("forbid", False), ("", False)])
def test_changes_what_may_happen_in_an_emergency(page: Browser, world: World, said: str, allowed: bool) -> None:
    page.press(f"/team/{world.team.pk}/emergency/", {"do": said})

    assert CareTeam.objects.get(pk=world.team.pk).may_open_in_emergency is allowed


def test_says_what_leaving_does_before_it_is_done(page: Browser, world: World) -> None:
    shown = page.get(f"/team/{world.team.pk}/leave/").content.decode()

    assert "ends at once" in shown
    assert CareTeam.objects.get(pk=world.team.pk).ended_at is None


def test_leaving_ends_everything_at_once(page: Browser, world: World, john: Person) -> None:
    shared(john, team_viewer(world.team), world.now)
    shared(john, member_viewer(world.member(world.sam)), world.now)
    open_in_emergency(member=world.member(world.dee), reason=Reason("a", "b", "c", "d"), now=world.now)
    dee = at(world.dee.person)
    page.press(f"/team/{world.team.pk}/leave/")
    addresses = ("", "shared/plan/", "emergency/")

    assert not Grant.objects.filter(ended_at=None).exists()
    assert not Emergency.objects.filter(ended_at=None).exists()
    assert [dee.get(f"/work/{world.team.pk}/{path}").status_code for path in addresses] == [404] * 3


def test_leaving_twice_says_the_same_again(page: Browser, world: World) -> None:
    for _ in range(2):
        shown = page.press(f"/team/{world.team.pk}/leave/")

    assert "You left." in shown.content.decode()


def test_leaving_one_team_leaves_other_things_alone(page: Browser, world: World, john: Person) -> None:
    page.press(f"/team/{world.team.pk}/leave/")

    assert page.get("/plan/").content.decode().count("the heron leaves")


def test_of_nobody_is_a_quiet_page(maria: Person) -> None:
    assert at(maria).get("/team/").status_code == 200


def test_puts_aside_what_was_read(page: Browser, world: World, present: datetime) -> None:
    row = Handover.objects.create(care_team=world.team, from_worker=world.dee, to_worker=world.sam, at=present)
    assert "Dee no longer works with you" in page.get(f"/team/{world.team.pk}/").content.decode()

    page.press(f"/team/{world.team.pk}/news/{row.pk}/read/")

    assert "no longer works with you" not in page.get(f"/team/{world.team.pk}/").content.decode()
