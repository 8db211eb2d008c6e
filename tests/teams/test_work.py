"""The worker's side: only what was granted, one item at a time, each look written down."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.accounts.actions import open_account
from holdfast.accounts.models import Person
from holdfast.consent.access import granted
from holdfast.consent.actions import Reason, open_emergency, restrict, revoke
from holdfast.consent.caseload import Wanted, given_to
from holdfast.consent.models import Emergency, Entry, Grant, Restriction
from holdfast.domain.consent import Item, Viewer, ViewerKind
from holdfast.home.actions import erase_account
from holdfast.notices.models import Notice
from holdfast.teams.looking import MANY, look_at
from holdfast.teams.members import end_care_team, end_member
from holdfast.teams.messages import settle_message, write_to_team
from holdfast.teams.models import BusyHour, Member, Message, Worker
from holdfast.teams.queries import member_viewer, team_viewer
from tests.browser import Browser
from tests.conftest import PASSPHRASE
from tests.teams.test_programmes import told
from tests.teams.world import World, a_plan, at, joined, shared

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def dee(world: World) -> Browser:
    """Dee, signed in."""
    return at(world.dee.person)


@pytest.fixture
def plan(world: World) -> str:
    """Where John's plan opens for whoever may see it."""
    return f"/work/{world.team.pk}/shared/plan/"


def looks() -> int:
    return Entry.objects.filter(verb="looked").count()


class TestTheList:
    def test_names_people_as_they_chose(self, dee: Browser, world: World) -> None:
        page = dee.get("/work/").content.decode()

        assert "Johnny" in page
        assert "john-w" not in page

    def test_has_nobody_of_a_membership_that_ended(self, dee: Browser, world: World, present: datetime) -> None:
        end_member(member=world.member(world.dee), now=present)

        assert "Johnny" not in dee.get("/work/").content.decode()

    def test_has_nobody_who_left(self, dee: Browser, world: World, present: datetime) -> None:
        end_care_team(care_team=world.team, now=present)

        assert "Johnny" not in dee.get("/work/").content.decode()

    def test_says_what_is_new(self, dee: Browser, world: World, john: Person) -> None:
        shared(john, team_viewer(world.team), world.now)

        assert "Plan for a hard hour: shared with you since" in dee.get("/work/").content.decode()

    def test_says_nothing_new_of_what_is_not_shared(self, dee: Browser, world: World) -> None:
        page = dee.get("/work/").content.decode()

        assert "Plan" not in page
        assert "changed" not in page

    def test_says_it_once(self, dee: Browser, world: World, john: Person) -> None:
        shared(john, team_viewer(world.team), world.now)
        dee.get(f"/work/{world.team.pk}/")

        assert "shared with you since" not in dee.get("/work/").content.decode()

    def test_says_what_changed_since_the_last_look(self, dee: Browser, world: World, john: Person) -> None:
        shared(john, team_viewer(world.team), world.now - timedelta(days=3))
        Grant.objects.update(created_at=world.now - timedelta(days=3))
        Member.objects.update(seen_at=world.now - timedelta(days=2))
        a_plan(john, world.now)

        assert "Plan for a hard hour: changed on" in dee.get("/work/").content.decode()

    def test_says_that_messages_wait(self, dee: Browser, world: World, john: Person) -> None:
        Message.objects.create(person=john, care_team=world.team, sender="person", text="x", created_at=world.now)

        assert "1 message waits" in dee.get("/work/").content.decode()

    def test_writes_no_look_down(self, dee: Browser, world: World, john: Person) -> None:
        shared(john, team_viewer(world.team), world.now)
        dee.get("/work/")
        dee.get(f"/work/{world.team.pk}/")

        assert looks() == 0

    def test_asks_the_database_no_more_for_more_people(
        self, dee: Browser, world: World, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(8):
            one = open_account(nickname=f"one-{number}", passphrase=PASSPHRASE, now=world.now)
            shared(one, team_viewer(joined(world.dee, one, world.now)), world.now)

        with django_assert_max_num_queries(40):
            assert dee.get("/work/").content.decode().count("shared with you since") == 8

    def test_tells_what_changed_of_many_with_the_reads_of_one(self, dee: Browser, world: World) -> None:
        def joins(number: int) -> None:
            one = open_account(nickname=f"one-{number}", passphrase=PASSPHRASE, now=world.now)
            team = team_viewer(joined(world.dee, one, world.now))
            for item in Item:
                shared(one, team, world.now - DAY, item=item)
            a_plan(one, world.now)

        def reads() -> int:
            Member.objects.update(seen_at=world.now - HOUR)
            with CaptureQueriesContext(connection) as asked:
                assert "changed" in dee.get("/work/").content.decode()
            return len(asked)

        joins(1)
        reads()
        few = reads()
        for number in range(2, 6):
            joins(number)

        assert reads() == few


class TestOnePerson:
    def test_says_once_what_is_new(self, dee: Browser, world: World, john: Person) -> None:
        shared(john, team_viewer(world.team), world.now)

        page = dee.get(f"/work/{world.team.pk}/").content.decode()

        assert (page.count("Plan for a hard hour"), page.count("new since")) == (1, 1)

    def test_says_what_changed_beside_it(self, dee: Browser, world: World, john: Person) -> None:
        shared(john, team_viewer(world.team), world.now - timedelta(days=3))
        Grant.objects.update(created_at=world.now - timedelta(days=3))
        Member.objects.update(seen_at=world.now - timedelta(days=2))
        a_plan(john, world.now)

        assert "changed on" in dee.get(f"/work/{world.team.pk}/").content.decode()

    def test_mentions_only_what_is_shared(self, dee: Browser, world: World) -> None:
        page = dee.get(f"/work/{world.team.pk}/").content.decode()

        assert not any(word in page for word in ("Plan for", "Map", "Check-ins", "Measures", "not shared"))

    def test_says_why_and_until_when(self, dee: Browser, world: World, john: Person) -> None:
        shared(john, member_viewer(world.member(world.dee)), world.now)

        assert "For the work together · until" in dee.get(f"/work/{world.team.pk}/").content.decode()

    def test_leaves_out_what_no_app_shows(self, dee: Browser, world: World, john: Person) -> None:
        shared(john, team_viewer(world.team), world.now, item=Item.NETWORK)
        from holdfast.consent.items import shown_as

        page = dee.get(f"/work/{world.team.pk}/").content.decode()

        assert ("shared/map/" in page) == (shown_as(Item.NETWORK) is not None)


class TestOneItem:
    def test_is_shown_and_written_down_once(self, dee: Browser, world: World, john: Person, plan: str) -> None:
        grant = shared(john, team_viewer(world.team), world.now)
        page = dee.get(plan).content.decode()
        entry = Entry.objects.get(verb="looked")

        assert "the heron leaves" in page
        assert (entry.actor, entry.subject, entry.grant_id) == (world.dee.person_id, john.pk, grant.pk)

    def test_ends_with_the_grant(self, dee: Browser, world: World, john: Person, plan: str) -> None:
        grant = shared(john, team_viewer(world.team), world.now)
        dee.get(plan)
        revoke(grant=grant, now=world.now)

        assert (dee.get(plan).status_code, looks()) == (404, 1)

    def test_leaves_an_open_page_at_once(self, dee: Browser, world: World, john: Person, plan: str) -> None:
        grant = shared(john, team_viewer(world.team), world.now)
        before = dee.get(f"{plan}still/").status_code
        revoke(grant=grant, now=world.now)
        after = dee.get(f"{plan}still/")

        assert (before, after.status_code, b"heron" in after.content, looks()) == (204, 200, False, 0)

    @pytest.mark.parametrize(
        ("method", "headers", "status"),
        [
            ("head", {}, 405),
            ("get", {"Sec-Purpose": "prefetch"}, 503),
            ("get", {"Sec-Purpose": "prefetch;prerender"}, 503),
            ("get", {"Purpose": "prefetch"}, 503),
        ],
    )
    def test_is_neither_shown_nor_looked_at_by_a_machine(
        self, dee: Browser, world: World, john: Person, plan: str, *, method: str, headers: dict[str, str], status: int
    ) -> None:
        shared(john, team_viewer(world.team), world.now)
        answer = getattr(dee, method)(plan, headers=headers)

        assert (answer.status_code, answer.content, looks()) == (status, b"", 0)

    def test_that_is_not_shared_and_was_opened_is_told_to_the_person_alone(
        self, dee: Browser, world: World, john: Person, plan: str
    ) -> None:
        answer = dee.get(plan)
        page = at(john).get("/sharing/looked/").content.decode()

        assert (answer.status_code, "tried to open: Plan for a hard hour" in page) == (404, True)
        assert "Nobody has looked at anything" in page

    def test_of_one_member_alone_is_not_there_for_another(self, world: World, john: Person, plan: str) -> None:
        shared(john, member_viewer(world.member(world.dee)), world.now)

        assert at(world.sam.person).get(plan).status_code == 404

    @pytest.mark.parametrize("slug", ["all", "plan,map", "safety_plan", "x"])
    def test_is_the_only_thing_an_address_can_name(self, dee: Browser, world: World, john: Person, slug: str) -> None:
        shared(john, team_viewer(world.team), world.now)

        assert dee.get(f"/work/{world.team.pk}/shared/{slug}/").status_code == 404

    def test_is_gone_when_the_verification_is(self, dee: Browser, world: World, john: Person, plan: str) -> None:
        shared(john, team_viewer(world.team), world.now)
        Worker.objects.filter(pk=world.dee.pk).update(verified_until=world.now)

        assert dee.get(plan).status_code == 404

    def test_a_try_of_somebody_whose_account_is_gone_names_that(self, world: World, page: Browser) -> None:
        at(world.dee.person).get(f"/work/{world.team.pk}/shared/plan/")
        erase_account(by=world.dee.person, now=world.now)

        assert "<strong>Somebody whose account is gone</strong>" in page.get("/sharing/looked/").content.decode()


class TestManyInOneHour:
    @pytest.fixture
    def members(self, world: World) -> list[Member]:
        """Thirty people who shared their plan."""
        found = []
        for number in range(MANY):
            one = open_account(nickname=f"one-{number}", passphrase=PASSPHRASE, now=world.now)
            team = joined(world.dee, one, world.now)
            shared(one, team_viewer(team), world.now)
            found.append(team.members.select_related("worker", "care_team__person").get())
        return found

    def look(self, members: list[Member], now: datetime) -> None:
        for member in members:
            look_at(member=member, item=Item.SAFETY_PLAN, now=now)

    def test_is_told_to_operators_as_a_number(self, members: list[Member], world: World) -> None:
        told(world.operator, world.now)
        self.look(members, world.now + timedelta(minutes=59))
        page = at(world.operator).get(f"/programmes/workers/{world.dee.pk}/").content.decode()

        assert "30 people" in page
        assert "one-" not in page
        assert Notice.objects.filter(person_id=world.operator.pk).count() == 1

    def test_is_no_matter_below_thirty(self, members: list[Member], world: World) -> None:
        self.look(members[:-1] * 2, world.now)

        assert not BusyHour.objects.exists()

    def test_is_no_matter_over_a_longer_time(self, members: list[Member], world: World) -> None:
        self.look(members[:15], world.now)
        self.look(members[15:], world.now + HOUR)

        assert not BusyHour.objects.exists()

    def test_is_one_matter_however_many_more(self, members: list[Member], world: World) -> None:
        self.look(members * 2, world.now)

        assert BusyHour.objects.get().people == MANY


ITEMS = st.sampled_from(list(Item))
GRANTS = st.lists(st.tuples(st.integers(0, 2), ITEMS, st.integers(-3, 3), st.integers(1, 4), st.booleans()), max_size=6)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(grants=GRANTS, loud=st.lists(st.tuples(st.integers(0, 2), st.integers(-30, 3)), max_size=2), stops=st.booleans())
def test_many_at_once_are_answered_as_one_by_one(
    john: Person, now: datetime, grants: list[Any], loud: list[Any], stops: bool
) -> None:
    viewers = [Viewer(ViewerKind.CARE_TEAM, uuid4()), Viewer(ViewerKind.TEAM_MEMBER, uuid4())]
    everybody = [*viewers, Viewer(ViewerKind.CARE_TEAM, uuid4())]
    Grant.objects.all().delete()
    Emergency.objects.all().delete()
    for who, item, starts, lasts, ended in grants:
        begin = now + timedelta(days=starts)
        grant = shared(john, everybody[who], begin, item=item, days=lasts)
        if ended:
            revoke(grant=grant, now=now)
    Restriction.objects.all().delete()
    for who, hours in loud:
        reason = Reason("n", "a", "n", "r")
        opened = now + timedelta(hours=hours)
        open_emergency(person=john, viewer=everybody[who], actor=john.pk, reason=reason, now=opened)
    if stops:
        restrict(by=john, now=now)

    (found,) = given_to([Wanted(john.pk, viewers)], now=now)

    one_by_one = [granted(viewers=viewers, owner=john.pk, item=item, now=now) for item in Item]
    assert [one.by for one in found] == [passed for passed in one_by_one if passed]


def test_what_was_answered_waits_for_nobody(dee: Browser, world: World, present: datetime) -> None:
    message = write_to_team(care_team=world.team, text="Hello", now=present)
    before = dee.get("/work/").content.decode()
    settle_message(message=message, now=present)

    words = "1 message waits for the team."
    assert (words in before, words in dee.get("/work/").content.decode()) == (True, False)
