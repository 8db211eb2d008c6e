"""Every address of teams × everybody who could come to it, in one table under review.

John works with Riverside. dee: of his team, with a grant of his plan to her alone. sam: of his team, without; he leads.
olga: of another programme. eli: of John's team, whose verification ran out. A new address without a row fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from holdfast.accounts.actions import open_account
from holdfast.accounts.models import Person
from holdfast.care.proposals import propose
from holdfast.consent.actions import Reason
from holdfast.domain.consent import Item
from holdfast.domain.network import Role
from holdfast.domain.recovery_plan import Change, Draft, Part
from holdfast.sealing.digests import digest_of
from holdfast.teams import together_urls
from holdfast.teams.enrolling import make_enrolment
from holdfast.teams.looking import open_in_emergency
from holdfast.teams.members import add_member, end_care_team
from holdfast.teams.models import Handover, Worker
from holdfast.teams.programmes import ProgrammeFacts, add_programme
from holdfast.teams.queries import member_viewer
from tests.browser import Browser
from tests.conftest import NOW, PASSPHRASE
from tests.lasting import at_home, lasting
from tests.teams.world import World, a_plan, a_worker, a_world, at, joined, shared
from tests.test_access import _address, _answer, routes

pytestmark = pytest.mark.django_db

CAST = ("stranger", "john", "maria", "dee", "sam", "olga", "eli", "operator", "closed")
# name, method, then one answer for each of the cast. IN: sent to sign in; ON: sent on to a page of one's own.
TABLE = """
teams                   GET  IN  200 200 200 200 200 200 200 IN
team_join               GET  200 200 200 200 200 200 200 200 200
team                    GET  IN  200 404 404 404 404 404 404 IN
team_before             GET  IN  200 404 404 404 404 404 404 IN
team_joined             GET  IN  200 404 404 404 404 404 404 IN
team_emergency          POST IN  ON  404 404 404 404 404 404 IN
team_emergency_end      POST IN  ON  404 404 404 404 404 404 IN
team_handover_read      POST IN  ON  404 404 404 404 404 404 IN
team_leave              GET  IN  200 404 404 404 404 404 404 IN
caseload                GET  IN  404 404 200 200 200 200 404 IN
work_second_step        GET  IN  404 404 ON  ON  ON  404 404 IN
enrol                   GET  IN  404 404 200 200 200 404 404 IN
enrolment               GET  IN  404 404 200 404 404 404 404 IN
hand_over               GET  IN  404 404 404 200 404 404 404 IN
hand_over_worker        GET  IN  404 404 404 200 404 404 404 IN
hand_over_cover         GET  IN  404 404 404 200 404 404 404 IN
work_person             GET  IN  404 404 200 200 404 404 404 IN
work_item               GET  IN  404 404 200 404 404 404 404 IN
work_item_still         GET  IN  200 200 204 200 200 200 200 IN
work_file               GET  IN  404 404 200 404 404 404 404 IN
work_propose            GET  IN  404 404 200 404 404 404 404 IN
work_proposal_withdraw  POST IN  404 404 ON  404 404 404 404 IN
work_emergency          GET  IN  404 404 200 200 404 404 404 IN
programmes              GET  404 404 404 404 404 404 404 200 404
programme_new           GET  404 404 404 404 404 404 404 200 404
programme               GET  404 404 404 404 404 404 404 200 404
programme_edit          GET  404 404 404 404 404 404 404 200 404
programme_close         GET  404 404 404 404 404 404 404 200 404
programme_worker_new    GET  404 404 404 404 404 404 404 200 404
programme_worker        GET  404 404 404 404 404 404 404 200 404
programme_worker_end    GET  404 404 404 404 404 404 404 200 404
programme_worker_settle POST 404 404 404 404 404 404 404 ON  404
"""
ROWS = [line.split() for line in TABLE.split("\n") if line]
OURS = ("team/", "work/", "programmes/")


def test_every_address_of_teams_has_a_row() -> None:
    together = {one.name for one in together_urls.urlpatterns}  # a table of their own
    ours = {name for name, shape in routes() if shape.startswith(OURS)} - together

    assert ours == {row[0] for row in ROWS}


def _cast(world: World, john: Person, maria: Person) -> dict[str, Browser]:
    """Each of them at a browser of their own."""
    now = world.now
    harbor = add_programme(facts=ProgrammeFacts("Harbor"), now=now)
    olga = a_worker(harbor, "Olga", by=world.operator, now=now)
    eli = a_worker(world.riverside, "Eli", by=world.operator, now=now, role=Role.COUNSELLOR, leads=True)
    add_member(care_team=world.team, worker=eli, now=now)
    Worker.objects.filter(pk=eli.pk).update(verified_until=now - timedelta(seconds=1))
    closed = a_worker(world.riverside, "Carl", by=world.operator, now=now)
    add_member(care_team=world.team, worker=closed, now=now)
    shared(john, member_viewer(world.member(world.dee)), now)
    shared(john, member_viewer(world.member(world.dee)), now, item=Item.RECOVERY_PLAN)
    people = {
        "john": john,
        "maria": maria,
        "dee": world.dee.person,
        "sam": world.sam.person,
        "olga": olga.person,
        "eli": eli.person,
        "operator": world.operator,
        "closed": closed.person,
    }
    browsers = {"stranger": Browser(), **{name: at(person) for name, person in people.items()}}
    Person.objects.filter(pk=closed.person_id).update(is_active=False)
    return browsers


def _ids(world: World) -> dict[str, Any]:
    """What belongs to John, Dee and Riverside."""
    enrolment = make_enrolment(worker=world.dee, now=world.now)
    handover = Handover.objects.create(care_team=world.team, from_worker=world.dee, to_worker=world.sam, at=world.now)
    reason = Reason("Sam", "Riverside", "x", "x")
    opened = open_in_emergency(member=world.member(world.sam), reason=reason, now=world.now)
    opened.ended_at = world.now
    opened.save()
    before = add_programme(facts=ProgrammeFacts("Before"), now=world.now)
    una = a_worker(before, "Una", by=world.operator, now=world.now)
    past = joined(una, world.team.person, world.now)
    end_care_team(care_team=past, now=world.now)
    draft = Draft(Part.DAILY, Change.ADD, "x", "y")
    proposed = propose(
        person=world.team.person, proposer_id=world.member(world.dee).pk, name="Dee", draft=draft, now=world.now
    )
    return {
        "past_team_id": past.pk,
        "proposed_id": proposed.pk,
        "care_team_id": world.team.pk,
        "enrolment_id": enrolment.pk,
        "enrolment_token": enrolment.token,
        "handover_id": handover.pk,
        "emergency_id": opened.pk,
        "worker_id": world.dee.pk,
        "programme_id": world.riverside.pk,
        "item": "plan",
    }


@dataclass(frozen=True, slots=True)
class Made:
    """What every row looks at."""

    world: World
    cast: dict[str, Browser]
    ids: dict[str, Any]


def _made() -> Made:
    john = open_account(nickname="john-w", passphrase=PASSPHRASE, now=NOW, time_zone="America/Chicago")
    maria = open_account(nickname="maria-l", passphrase=PASSPHRASE, now=NOW, time_zone="Europe/Madrid", language="es")
    present = timezone.now()
    a_plan(john, present)
    world = a_world(john, present)
    return Made(world, _cast(world, john, maria), _ids(world))


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Made]:
    with lasting(_made, django_db_blocker) as found:
        yield found


@pytest.fixture
def world(made: Made) -> World:
    return made.world


@pytest.fixture
def cast(made: Made) -> dict[str, Browser]:
    return at_home(made.cast)


@pytest.fixture
def ids(made: Made) -> dict[str, Any]:
    return made.ids


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_answers_as_the_table_says(row: list[str], cast: dict[str, Browser], ids: dict[str, Any]) -> None:
    name, method, *answers = row
    address = _address(dict(routes())[name], ids)

    found = {member: _answer(cast[member], method, address) for member in CAST}

    assert found == dict(zip(CAST, answers, strict=True))


@pytest.mark.parametrize("name", [row[0] for row in ROWS if row[0].startswith("work") and row[0] != "work_second_step"])
def test_nothing_of_work_opens_without_a_second_factor(
    name: str, cast: dict[str, Browser], ids: dict[str, Any], world: World
) -> None:
    world.dee.person.authenticator_set.all().delete()

    response = cast["dee"].get(_address(dict(routes())[name], ids))

    assert response.headers["Location"] == "/work/second-step/"


def test_an_account_that_never_worked_looks_like_one_whose_team_it_is_not(
    world: World, cast: dict[str, Browser], ids: dict[str, Any]
) -> None:
    nobody = at(open_account(nickname="una-u", passphrase=PASSPHRASE, now=timezone.now()))
    address = _address(dict(routes())["work_person"], ids)

    assert nobody.get(address).content.count(b"Riverside") == cast["olga"].get(address).content.count(b"Riverside") == 0


def test_the_digest_is_all_that_is_kept_of_a_token(world: World) -> None:
    made = make_enrolment(worker=world.dee, now=world.now)

    assert made.digest == digest_of(made.token)
