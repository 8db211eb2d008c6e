"""Every address of what a team and a person do together × everybody who could knock.

dee is a member; gone was one until a second ago; noor works for the same programme and is not in this team; lou leads
the programme the referral was sent to; sol works for a third.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from holdfast.accounts.actions import open_account, set_operator
from holdfast.accounts.models import Person
from holdfast.teams.models import CareTeam, Member, Programme, Worker
from tests.asks.circle import agreed
from tests.browser import Browser
from tests.conftest import NOW, PASSPHRASE
from tests.lasting import at_home, lasting
from tests.teams.team import care_team, leaves, member, one_of_each, programme, worker
from tests.test_access import routes

pytestmark = pytest.mark.django_db

CAST = ("stranger", "person", "maria", "dee", "gone", "noor", "lou", "sol", "operator")
TABLE = """
team_messages          GET   IN  200  404  404  404  404  404  404  404
team_writers           GET   IN  200  404  404  404  404  404  404  404
team_recommended       GET   IN  200  404  404  404  404  404  404  404
team_recommendation    GET   IN  200  404  404  404  404  404  404  404
team_referrals         GET   IN  200  404  404  404  404  404  404  404
team_referral          GET   IN  200  404  404  404  404  404  404  404
team_visit             GET   IN  200  404  404  404  404  404  404  404
team_sessions          GET   IN  200  404  404  404  404  404  404  404
team_session           GET   IN  200  404  404  404  404  404  404  404
team_session_calendar  GET   IN  200  404  404  404  404  404  404  404
team_notes             GET   IN  200  404  404  404  404  404  404  404
team_note              GET   IN  200  404  404  404  404  404  404  404
work_waiting           GET   IN  404  404  200  200  200  200  200  404
work_received          GET   IN  404  404  200  200  200  200  200  404
work_received_one      GET   IN  404  404  404  404  404  200  404  404
work_messages          GET   IN  404  404  200  404  404  404  404  404
work_message           POST  IN  404  404  ON   404  404  404  404  404
work_supporter         GET   IN  404  404  200  404  404  404  404  404
work_recommended       GET   IN  404  404  200  404  404  404  404  404
work_recommend         GET   IN  404  404  200  404  404  404  404  404
work_referrals         GET   IN  404  404  200  404  404  404  404  404
work_refer             GET   IN  404  404  200  404  404  404  404  404
work_referral          GET   IN  404  404  200  404  404  404  404  404
work_handoff           GET   IN  404  404  200  404  404  404  404  404
work_sessions          GET   IN  404  404  200  404  404  404  404  404
work_session_new       GET   IN  404  404  200  404  404  404  404  404
work_session           GET   IN  404  404  200  404  404  404  404  404
work_session_change    GET   IN  404  404  200  404  404  404  404  404
work_notes             GET   IN  404  404  200  404  404  404  404  404
work_own_notes         GET   IN  404  404  200  404  404  404  404  404
work_own_note          GET   IN  404  404  200  404  404  404  404  404
work_note              GET   IN  404  404  200  404  404  404  404  404
"""
ROWS = [line.split() for line in TABLE.split("\n") if line]
OF_A_TEAM = {row[0]: row[1] for row in ROWS if "care_team_id" in dict(routes())[row[0]]}
OF_A_ROW = [name for name in OF_A_TEAM if "<uuid:" in dict(routes())[name].partition("care_team_id>")[2]]


def _things(john: Person) -> dict[str, Any]:
    now = timezone.now()
    riverside = programme("Riverside", now)
    dee, gone = (worker(riverside, name, now) for name in ("Dee", "Gil"))
    team = care_team(john, riverside, now - timedelta(days=3), dee, gone)
    leaves(member(team, gone), now)
    found = one_of_each(team, member(team, dee), agreed(john, "Rosa", now), now)
    harbour = Programme.objects.get(name="Harbour")
    third = programme("Third", now)
    people = {"dee": dee, "gone": gone, "noor": worker(riverside, "Noor", now)}
    people |= {"lou": worker(harbour, "Lou", now, leads=True), "sol": worker(third, "Sol", now, leads=True)}
    return {**found, "people": {name: one.person for name, one in people.items()}}


def _made() -> tuple[dict[str, Any], dict[str, Browser]]:
    """What is in the addresses, and each of the cast at a browser."""
    john = open_account(nickname="john-w", passphrase=PASSPHRASE, now=NOW, time_zone="America/Chicago")
    maria = open_account(nickname="maria-l", passphrase=PASSPHRASE, now=NOW, time_zone="Europe/Madrid", language="es")
    things = _things(john)
    open_account(nickname="oda-operates", passphrase=PASSPHRASE, now=NOW)
    operator = set_operator(nickname="oda-operates", is_operator=True)
    things["people"] |= {"person": john, "maria": maria, "operator": operator}
    browsers = {name: Browser() for name in CAST}
    for name, person in things["people"].items():
        browsers[name].force_login(person)
    return things, browsers


@pytest.fixture(scope="module")
def made(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[dict[str, Any], dict[str, Browser]]]:
    with lasting(_made, django_db_blocker) as found:
        yield found


@pytest.fixture
def things(made: tuple[dict[str, Any], dict[str, Browser]]) -> dict[str, Any]:
    return made[0]


@pytest.fixture
def cast(made: tuple[dict[str, Any], dict[str, Browser]]) -> dict[str, Browser]:
    return at_home(made[1])


def answer(browser: Browser, name: str, things: dict[str, Any], method: str = "GET") -> str:
    address = "/" + re.sub(r"<\w+:(\w+)>", lambda found: str(things[found[1]]), dict(routes())[name])
    response = browser.post(address) if method == "POST" else browser.get(address)
    if response.status_code not in {301, 302}:
        return str(response.status_code)
    return "IN" if response.headers["Location"].startswith("/account/in/") else "ON"


def test_every_address_of_ours_has_a_row() -> None:
    ours = [name for name, _ in routes() if name in {row[0] for row in ROWS}]

    assert len(ours) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_answers_as_the_table_says(row: list[str], cast: dict[str, Browser], things: dict[str, Any]) -> None:
    name, method, *wanted = row

    found = [answer(cast[who], name, things, method) for who in CAST]

    assert dict(zip(CAST, found, strict=True)) == dict(zip(CAST, wanted, strict=True))


@pytest.mark.parametrize("how", ["left", "check", "worker", "team", "programme", "account"])
def test_a_member_sees_nothing_from_the_second_it_ends(
    cast: dict[str, Browser], things: dict[str, Any], how: str
) -> None:
    now, dee = timezone.now(), things["people"]["dee"]
    works = Worker.objects.filter(person=dee)
    {
        "left": lambda: Member.objects.filter(worker__person=dee).update(until=now),
        "check": lambda: works.update(verified_until=now),
        "worker": lambda: works.update(left_at=now),
        "team": lambda: CareTeam.objects.update(ended_at=now),
        "programme": lambda: Programme.objects.filter(name="Riverside").update(closed_at=now),
        "account": lambda: Person.objects.filter(pk=dee.pk).update(is_active=False),
    }[how]()

    wanted = "IN" if how == "account" else "404"
    working = {name: method for name, method in OF_A_TEAM.items() if name.startswith("work")}
    assert {answer(cast["dee"], name, things, method) for name, method in working.items()} == {wanted}


@pytest.mark.parametrize("name", OF_A_ROW)
def test_a_row_of_one_team_is_not_in_another(cast: dict[str, Browser], things: dict[str, Any], name: str) -> None:
    dee = Worker.objects.get(person=things["people"]["dee"])
    other = care_team(things["people"]["maria"], dee.programme, timezone.now(), dee)
    who = "maria" if name.startswith("team") else "dee"

    assert answer(cast[who], name, {**things, "care_team_id": other.pk}, OF_A_TEAM[name]) == "404"
