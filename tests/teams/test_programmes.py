"""Operators keep the list; they never see whom anybody works with."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from holdfast.accounts.actions import open_account
from holdfast.accounts.models import Person
from holdfast.consent.models import Grant
from holdfast.domain.network import Role
from holdfast.notices.models import Destination, Notice
from holdfast.teams.models import BusyHour, CareTeam, Handover, Member, Programme, Worker
from holdfast.teams.programmes import (
    NotYourself,
    WorkerFacts,
    WorksHereAlready,
    close_programme,
    end_worker,
    remind_running_out,
    renew_worker,
    verify_worker,
)
from holdfast.teams.queries import member_viewer, running_members, team_viewer
from tests.browser import Browser
from tests.conftest import PASSPHRASE
from tests.teams.world import World, at, shared

pytestmark = pytest.mark.django_db
SAID = {"name": "Nora", "role": "counsellor", "evidence": "Licence 12, seen"}


@pytest.fixture
def oda(world: World) -> Browser:
    """The operator, signed in."""
    return at(world.operator)


def until(present: datetime, days: int) -> str:
    return f"{present + timedelta(days=days):%Y-%m-%d}"


def told(person: Person, present: datetime) -> Destination:
    """A place where letters can go."""
    return Destination.objects.create(
        person_id=person.pk, via="push", address="{}", digest=str(person.pk), confirmed_at=present, created_at=present
    )


def test_who_left_while_another_operator_renewed_them_stays_gone(world: World) -> None:
    seen_before = Worker.objects.get(pk=world.dee.pk)
    end_worker(worker=world.dee, now=world.now)
    facts = WorkerFacts("Dee", Role.THERAPIST, "seen again", world.now + timedelta(days=300))
    renew_worker(worker=seen_before, facts=facts, by=world.operator, now=world.now)

    assert Worker.objects.get(pk=world.dee.pk).left_at == world.now


class TestAnOperator:
    def test_adds_a_programme(self, oda: Browser) -> None:
        said = {"name": "Harbor", "phone": "1", "hours": "always", "time_zone": "America/Chicago"}
        oda.press("/programmes/new/", said)

        assert Programme.objects.filter(name="Harbor", is_part2=False).exists()

    def test_keeps_what_was_typed_where_the_phone_is_missing(self, oda: Browser) -> None:
        page = oda.press("/programmes/new/", {"name": "Harbor", "hours": "always"}).content.decode()

        assert 'value="Harbor"' in page

    def test_changes_what_people_read(self, oda: Browser, world: World, page: Browser) -> None:
        said = {"name": "Riverside", "phone": "312 555 0199", "hours": "at nine", "time_zone": "UTC"}
        oda.press(f"/programmes/{world.riverside.pk}/edit/", said)

        assert "312 555 0199" in page.get(f"/team/{world.team.pk}/").content.decode()

    def test_verifies_an_account_by_its_nickname(self, oda: Browser, world: World, present: datetime) -> None:
        open_account(nickname="nora-n", passphrase=PASSPHRASE, now=present)
        said = {**SAID, "nickname": "NORA-N", "until": until(present, 300)}
        oda.press(f"/programmes/{world.riverside.pk}/workers/new/", said)
        nora = Worker.objects.get(person__nickname="nora-n")

        assert (nora.name, nora.role, nora.verified_by, nora.leads) == (
            "Nora",
            "counsellor",
            world.operator.pk,
            False,
        )

    def test_presets_a_year(self, oda: Browser, world: World, present: datetime) -> None:
        page = oda.get(f"/programmes/{world.riverside.pk}/workers/new/").content.decode()

        assert f'value="{until(present, 365)}"' in page

    @pytest.mark.parametrize("days", [-1, 0, 800])
    def test_is_asked_for_a_day_ahead(self, oda: Browser, world: World, present: datetime, days: int) -> None:
        page = oda.press(f"/programmes/workers/{world.dee.pk}/", {**SAID, "until": until(present, days)})

        assert "Choose a day ahead" in page.content.decode()

    def test_cannot_leave_the_evidence_out(self, oda: Browser, world: World, present: datetime) -> None:
        said = {**SAID, "evidence": " ", "until": until(present, 9)}
        oda.press(f"/programmes/workers/{world.dee.pk}/", said)

        assert Worker.objects.get(pk=world.dee.pk).name == "Dee"

    def test_hears_that_there_is_no_such_account(self, oda: Browser, world: World, present: datetime) -> None:
        said = {**SAID, "nickname": "nobody-here", "until": until(present, 9)}

        assert "No account here" in oda.press(f"/programmes/{world.riverside.pk}/workers/new/", said).content.decode()

    def test_renews(self, oda: Browser, world: World, present: datetime) -> None:
        Worker.objects.filter(pk=world.dee.pk).update(verified_until=present - timedelta(days=1))
        oda.press(f"/programmes/workers/{world.dee.pk}/", {**SAID, "until": until(present, 9)})

        assert running_members(timezone.now()).filter(worker=world.dee).exists()

    def test_verifies_nobody_twice(self, world: World, present: datetime) -> None:
        facts = WorkerFacts("Dee", Role.THERAPIST, "x", present + timedelta(days=1))

        with pytest.raises(WorksHereAlready):
            verify_worker(
                account=world.dee.person, programme=world.riverside, facts=facts, by=world.operator, now=present
            )

    def test_does_not_verify_themselves(self, world: World, present: datetime) -> None:
        facts = WorkerFacts("Oda", Role.THERAPIST, "x", present + timedelta(days=1))

        with pytest.raises(NotYourself):
            verify_worker(
                account=world.operator, programme=world.riverside, facts=facts, by=world.operator, now=present
            )

    def test_sees_no_person_and_nothing_shared(self, oda: Browser, world: World, john: Person) -> None:
        shared(john, team_viewer(world.team), world.now)
        paths = ["/programmes/", f"/programmes/{world.riverside.pk}/", f"/programmes/workers/{world.dee.pk}/"]
        pages = "".join(oda.get(path).content.decode() for path in paths)

        assert not any(word in pages for word in ("Johnny", "john-w", "heron", "1 person", "plan"))

    def test_sees_who_runs_out(self, oda: Browser, world: World, present: datetime) -> None:
        Worker.objects.filter(pk=world.dee.pk).update(verified_until=present + timedelta(days=3))
        Worker.objects.filter(pk=world.sam.pk).update(verified_until=present - timedelta(days=3))
        page = oda.get("/programmes/").content.decode()

        assert "1 verification has run out" in page
        assert "1 verification runs out" in page

    def test_puts_a_busy_hour_aside(self, oda: Browser, world: World, present: datetime) -> None:
        BusyHour.objects.create(worker=world.dee, at=present, people=31)
        assert "31 people" in oda.get(f"/programmes/workers/{world.dee.pk}/").content.decode()
        oda.press(f"/programmes/workers/{world.dee.pk}/asked/")

        assert "31 people" not in oda.get(f"/programmes/{world.riverside.pk}/").content.decode()


class TestEnding:
    def test_a_worker_ends_what_was_shared_with_them_and_leaves_the_teams(
        self, world: World, john: Person, present: datetime
    ) -> None:
        alone = shared(john, member_viewer(world.member(world.dee)), present)
        team = shared(john, team_viewer(world.team), present)
        end_worker(worker=world.dee, now=present)

        found = {grant.pk for grant in Grant.objects.filter(ended_at=None)}

        assert (found, alone.pk in found) == ({team.pk}, False)

    def test_a_worker_tells_the_person_and_makes_another_the_first(self, world: World, present: datetime) -> None:
        end_worker(worker=world.dee, now=present)

        assert Handover.objects.filter(care_team=world.team, from_worker=world.dee, to_worker=None).exists()
        assert world.member(world.sam).is_key

    def test_a_programme_ends_every_team_and_every_grant(self, world: World, john: Person, present: datetime) -> None:
        shared(john, member_viewer(world.member(world.dee)), present)
        shared(john, team_viewer(world.team), present)
        close_programme(programme=world.riverside, now=present)
        running = [
            Grant.objects.filter(ended_at=None),
            CareTeam.objects.filter(ended_at=None),
            Member.objects.filter(until=None),
            Worker.objects.filter(left_at=None),
        ]

        assert not any(rows.exists() for rows in running)

    def test_a_programme_tells_people_and_says_how_to_reach_it(
        self, world: World, john: Person, page: Browser, present: datetime
    ) -> None:
        told(john, present)
        close_programme(programme=world.riverside, now=present)

        assert Notice.objects.filter(person_id=john.pk).count() == 1
        assert "312 555 0100" in page.get("/team/").content.decode()

    def test_a_workers_account_ends_what_was_shared_with_them(
        self, world: World, john: Person, present: datetime
    ) -> None:
        shared(john, member_viewer(world.member(world.dee)), present)
        world.dee.person.delete()

        assert not Grant.objects.filter(ended_at=None).exists()


class TestRunningOut:
    def test_ends_on_the_second(self, world: World) -> None:
        ends = Worker.objects.get(pk=world.dee.pk).verified_until
        assert ends
        before = running_members(ends - timedelta(seconds=1)).filter(worker=world.dee).exists()

        assert (before, running_members(ends).filter(worker=world.dee).exists()) == (True, False)

    @pytest.mark.parametrize(("days", "letters"), [(15, 0), (14, 1), (1, 1), (0, 0)])
    def test_is_told_two_weeks_before(self, world: World, present: datetime, days: int, letters: int) -> None:
        told(world.dee.person, present)
        Worker.objects.filter(pk=world.dee.pk).update(verified_until=present + timedelta(days=days))

        assert remind_running_out(now=present) == letters

    def test_is_told_once_for_each_end(self, world: World, present: datetime) -> None:
        told(world.dee.person, present)
        Worker.objects.filter(pk=world.dee.pk).update(verified_until=present + timedelta(days=9))
        remind_running_out(now=present)

        assert remind_running_out(now=present + timedelta(days=1)) == 0

    def test_is_said_on_the_page_of_work(self, world: World, present: datetime) -> None:
        Worker.objects.filter(pk=world.dee.pk).update(verified_until=present + timedelta(days=9))

        assert "After that you see nobody" in at(world.dee.person).get("/work/").content.decode()

    def test_names_nobody_afterwards(self, world: World, present: datetime) -> None:
        Worker.objects.filter(pk=world.dee.pk).update(verified_until=present)
        page = at(world.dee.person).get("/work/").content.decode()

        assert "run out" in page
        assert "Johnny" not in page
