"""Where I was: two taps, a touch with everybody who was there, and one list with the visits."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.accounts.rows import Loading
from holdfast.checkins.attendance import (
    AttendanceFacts,
    change_attendance,
    facts_for,
    log_attendance,
    month_of,
    places_of,
    remove_attendance,
    take_over,
    touches_of,
)
from holdfast.checkins.models import Attendance
from holdfast.checkins.portable import dump, load
from holdfast.directory.visiting import VisitFacts, log_visit
from holdfast.domain.meetings.meeting import Slot
from holdfast.domain.network import Role
from holdfast.domain.steps import goal_began
from holdfast.network.actions import TieFacts, add_tie, choose_goal, main_network
from holdfast.network.models import Tie, Touch
from holdfast.network.queries import goal_progress
from tests.asks.circle import tie_named
from tests.browser import Browser
from tests.directory.made import made

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


@pytest.fixture
def group(john: Person, now: datetime) -> Tie:
    return place(john, "Friday group", now)


def place(person: Person, name: str, now: datetime, role: Role = Role.SUPPORT_GROUP, listing: str = "") -> Tie:
    network = main_network(by=person, name="x", now=now)
    return add_tie(by=person, networks=[network], facts=TieFacts(name, role, listing_key=listing), now=now)


def was(person: Person, now: datetime, tie: Tie | None = None, **more: object) -> Attendance:
    facts = AttendanceFacts(**{"on": DAY, "name": tie.name if tie else "Choir", "tie": tie, **more})  # type: ignore[arg-type]
    return log_attendance(by=person, facts=facts, now=now)


class TestTouches:
    def test_being_there_is_a_touch_with_the_group_and_with_everybody_there(
        self, john: Person, group: Tie, now: datetime
    ) -> None:
        ben = tie_named(john, "Ben", now)

        was(john, now, group, others=(ben,))

        assert {(touch.tie, touch.on) for touch in Touch.objects.all()} == {(group, DAY), (ben, DAY)}

    def test_counts_for_the_small_goal_of_a_group_a_month(self, john: Person, group: Tie, now: datetime) -> None:
        goal = choose_goal(by=john, template="group_a_month", now=now)

        was(john, now, group)

        assert goal_progress(goal, DAY).done == 1
        assert goal_began(goal.template, DAY) <= DAY

    def test_changing_it_moves_the_touches_and_writes_none_twice(self, john: Person, group: Tie, now: datetime) -> None:
        ben, ana = tie_named(john, "Ben", now), tie_named(john, "Ana", now)
        one = was(john, now, group, others=(ben,))
        before = set(touches_of(one).values_list("pk", flat=True))
        moved = DAY - timedelta(days=1)

        change_attendance(attendance=one, facts=AttendanceFacts(moved, one.name, group, others=(ana,)))

        assert {(touch.tie, touch.on) for touch in Touch.objects.all()} == {(group, moved), (ana, moved)}
        assert before & set(Touch.objects.values_list("pk", flat=True))

    def test_taking_it_out_takes_its_touches_and_no_others(self, john: Person, group: Tie, now: datetime) -> None:
        first, second = was(john, now, group), was(john, now, group, on=DAY - timedelta(days=7))

        remove_attendance(attendance=first)

        assert set(Touch.objects.all()) == set(touches_of(second))
        assert Touch.objects.count() == 1

    def test_two_at_the_same_moment_keep_their_own(self, john: Person, group: Tie, now: datetime) -> None:
        other = place(john, "Doctor", now, Role.CLINICIAN)
        was(john, now, group)
        one = was(john, now, other)

        remove_attendance(attendance=one)

        assert [touch.tie for touch in Touch.objects.all()] == [group]


class TestTwoTaps:
    def test_a_place_of_the_map(self, page: Browser, john: Person, group: Tie) -> None:
        assert "Friday group" in page.get("/been/").content.decode()

        page.press("/been/log/", {"tie": str(group.pk)})

        assert Attendance.objects.get().tie == group

    def test_somewhere_else(self, page: Browser) -> None:
        page.press("/been/log/", {"name": "A walk by the sea"})

        assert Attendance.objects.get().name == "A walk by the sea"

    def test_a_second_press_is_the_same_one(self, john: Person, group: Tie, now: datetime) -> None:
        once = was(john, now, group)
        twice = was(john, now + timedelta(seconds=20), group)
        later = was(john, now + timedelta(hours=3), group)

        assert (once, once != later) == (twice, True)

    @pytest.mark.parametrize("typed", [{}, {"name": " "}])
    def test_nowhere_is_said_and_nothing_written(self, page: Browser, typed: dict[str, str]) -> None:
        assert "Enter where you were" in page.press("/been/log/", typed).content.decode()
        assert not Attendance.objects.exists()

    @pytest.mark.parametrize("tie", ["x", "00000000-0000-0000-0000-000000000000"])
    def test_a_place_that_is_not_ones_own_is_not_there(self, page: Browser, tie: str) -> None:
        assert page.post("/been/log/", {"tie": tie}).status_code == 404

    def test_the_hour_of_its_listing_is_written_down_beforehand(self, john: Person, now: datetime) -> None:
        listing = made(slots=(Slot(5, 1140, 1200), Slot(1, 600)), attendance="online")
        tie = place(john, "Friday group", now, listing=str(listing.pk))

        known, unknown = facts_for(tie, DAY), facts_for(tie, DAY + timedelta(days=1))

        assert (known.at, known.minutes, known.how) == (time(19), 60, "online")
        assert (unknown.at, unknown.minutes) == (None, None)

    def test_who_was_there_is_ticked_on_its_page(self, page: Browser, john: Person, group: Tie, now: datetime) -> None:
        ben, one = tie_named(john, "Ben", now), was(john, now, group)
        typed = {"name": one.name, "on": "2026-11-20", "at": "19:00", "minutes": "60", "how": "in_person"}

        page.press(f"/been/{one.pk}/", {**typed, "others": [str(ben.pk)]})

        one.refresh_from_db()
        assert (list(one.others.all()), one.at, one.minutes) == ([ben], time(19), 60)

    @pytest.mark.parametrize("damaged", [{"on": "2999-01-01"}, {"on": ""}, {"minutes": "0"}, {"minutes": "1441"}])
    def test_what_cannot_be_is_refused_and_what_was_typed_stays(
        self, page: Browser, john: Person, group: Tie, now: datetime, damaged: dict[str, str]
    ) -> None:
        one = was(john, now, group)
        typed = {"name": "x", "on": "2026-11-20", "how": "in_person", "note": "kelp tea", **damaged}

        html = page.post(f"/been/{one.pk}/", typed).content.decode()

        assert "Something needs a second look" in html
        assert "kelp tea" in html


class TestOneList:
    def test_places_last_gone_to_come_first(self, john: Person, now: datetime) -> None:
        first, second = place(john, "A", now), place(john, "B", now)
        place(john, "Line", now, Role.HELPLINE)
        tie_named(john, "Ben", now)
        was(john, now, second)

        assert places_of(john) == [second, first]

    def test_a_visit_noted_at_its_listing_is_the_same_line(self, john: Person, now: datetime) -> None:
        listing = made(name="Quiet Friday")
        tie = place(john, "My Friday group", now, listing=str(listing.pk))
        log_visit(by=john, listing=listing, facts=VisitFacts(DAY, 4), now=now)
        was(john, now, tie)

        (row,) = month_of(john, DAY).rows

        assert (row.attendance is not None, row.visit is not None) == (True, True)

    def test_a_visit_alone_is_counted_with_a_tap(self, page: Browser, john: Person, now: datetime) -> None:
        visit = log_visit(by=john, listing=made(name="Quiet Friday"), facts=VisitFacts(DAY, 4), now=now)
        before = month_of(john, DAY)

        page.press(f"/been/take/{visit.pk}/")
        after = month_of(john, DAY)

        assert (len(before.rows), before.times, len(after.rows), after.times) == (1, 0, 1, 1)
        assert Attendance.objects.get().name == "Quiet Friday"

    def test_taking_over_finds_the_place_on_the_map(self, john: Person, now: datetime) -> None:
        listing = made()
        tie = place(john, "Mine", now, listing=str(listing.pk))
        visit = log_visit(by=john, listing=listing, facts=VisitFacts(DAY), now=now)

        assert take_over(visit=visit, now=now).tie == tie
        assert Touch.objects.get().tie == tie

    def test_months_without_anything_are_skipped(self, john: Person, now: datetime) -> None:
        for on in (date(2025, 12, 31), date(2026, 3, 1), DAY):
            was(john, now, on=on)

        month = month_of(john, date(2026, 3, 9))

        assert (month.earlier, month.times, month.later) == (date(2025, 12, 1), 1, date(2026, 11, 1))

    @pytest.mark.parametrize("typed", ["x", "2026-13", "99999-01", "2026-02-31"])
    def test_a_month_that_is_none_is_this_one(self, page: Browser, typed: str) -> None:
        assert page.get("/been/", {"month": typed}).status_code == 200

    def test_ten_years_ask_as_often_as_one_day(self, page: Browser, john: Person, group: Tie) -> None:
        now = timezone.now()
        ben = tie_named(john, "Ben", now)

        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                page.get("/been/")
            return len(captured)

        def fill(days: int) -> None:
            for back in range(days):
                on = now.date() - timedelta(days=back * 3)
                was(john, now + timedelta(hours=back), group, on=on, others=(ben,))

        fill(1)
        log_visit(by=john, listing=made(), facts=VisitFacts(now.date()), now=now)
        page.get("/been/")
        few = queries()
        fill(60)

        assert queries() <= few

    def test_nobody_else_sees_it(self, john: Person, maria: Person, now: datetime) -> None:
        was(john, now)
        hers = Browser()
        hers.force_login(maria)

        assert "Choir" not in hers.get("/been/?month=2026-11").content.decode()


def test_a_copy_brings_it_back(john: Person, maria: Person, now: datetime) -> None:
    was(john, now, at=time(19), minutes=60, note="kelp")

    load(person=maria, data=dump(john), now=now, loading=Loading(maria))

    one = Attendance.objects.get(person=maria)
    assert (one.name, one.on, one.at, one.minutes, one.note) == ("Choir", DAY, time(19), 60, "kelp")
