"""Sessions: two clocks, what was agreed, and what the person brings to mend."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.accounts.models import Person
from holdfast.domain.network import Role
from holdfast.network import actions
from holdfast.teams.models import Agreed, CareTeam, Member, Session
from holdfast.teams.sessions_together import (
    AgreedFacts,
    SessionFacts,
    add_agreed,
    bring_conflict,
    cancel_session,
    note_on_conflict,
    plan_session,
    promise_from,
    sessions_ahead,
)
from holdfast.tending.models import Conflict, SmallPromise
from tests.browser import Browser
from tests.tending.tended import conflict

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def facts(at: datetime, kind: str = "one_to_one", **more: object) -> SessionFacts:
    said = {"minutes": 50, "link": "", "place": "Room 2", "who_comes": "", "about": "", **more}
    return SessionFacts(kind, at, **said)  # type: ignore[arg-type]  # words


@pytest.fixture
def tomorrow(dee: Member, present: datetime) -> Session:
    return plan_session(by=dee, facts=facts(present + DAY), now=present)


@pytest.fixture
def quarrel(john: Person, present: datetime) -> Conflict:
    network = actions.main_network(by=john, name="x", now=present)
    rosa = actions.add_tie(by=john, networks=[network], facts=actions.TieFacts("Rosa", Role.SIBLING), now=present)
    return conflict(rosa, present, mine="I felt alone in this")


@pytest.fixture
def family(dee: Member, quarrel: Conflict, present: datetime) -> Session:
    """To which John brings the quarrel."""
    found = plan_session(by=dee, facts=facts(present + DAY, "mediation", who_comes="Rosa"), now=present)
    bring_conflict(session=found, conflict=quarrel)
    return found


def here(row: Session, side: str = "team") -> str:
    return f"/{side}/{row.care_team_id}/sessions/{row.pk}/"


def typed(on: str, at: str, **more: str) -> dict[str, str]:
    return {"kind": "one_to_one", "on": on, "at": at, "minutes": "50", **more}


class TestPlanning:
    def test_the_time_is_the_programmes(self, office: Browser, team: CareTeam, present: datetime) -> None:
        on = (present + 7 * DAY).date()
        office.press(f"/work/{team.pk}/sessions/new/", typed(on.isoformat(), "15:00"))

        assert Session.objects.get().starts_at.astimezone(ZoneInfo("America/New_York")).hour == 15

    def test_both_clocks_are_shown_to_the_person(self, page: Browser, dee: Member, present: datetime) -> None:
        at = datetime(2026, 12, 1, 20, tzinfo=UTC)
        found = plan_session(by=dee, facts=facts(at), now=present)

        shown = page.get(here(found)).content.decode()

        assert "2 p.m" in shown  # Chicago
        assert "3 p.m" in shown  # New York

    def test_one_clock_is_shown_once(self, page: Browser, john: Person, tomorrow: Session) -> None:
        Person.objects.filter(pk=john.pk).update(time_zone="America/Detroit")

        assert "New York time" not in page.get(here(tomorrow)).content.decode()

    def test_a_time_the_clock_leaps_over_is_refused(self, office: Browser, team: CareTeam) -> None:
        answer = office.post(f"/work/{team.pk}/sessions/new/", typed("2027-03-14", "02:30", place="Room 9"))

        assert "The clock jumps over this time" in answer.content.decode()
        assert "Room 9" in answer.content.decode()

    def test_a_time_that_comes_twice_says_which(self, office: Browser, team: CareTeam) -> None:
        answer = office.press(f"/work/{team.pk}/sessions/new/", typed("2027-11-07", "01:30"))

        assert "The first of the two is meant." in answer.content.decode()

    @pytest.mark.parametrize(
        ("on", "at", "link"),
        [
            ("9999-12-31", "10:00", ""),
            ("0001-01-01", "10:00", ""),
            ("", "", ""),
            ("2027-01-05", "99:00", ""),
            ("2027-01-05", "10:00", "javascript:alert(1)"),
        ],
    )
    def test_what_cannot_be_is_asked_again(
        self, office: Browser, team: CareTeam, on: str, at: str, link: str
    ) -> None:
        answer = office.post(f"/work/{team.pk}/sessions/new/", typed(on, at, link=link))

        assert answer.status_code == 200
        assert not Session.objects.exists()

    def test_it_can_be_moved(self, office: Browser, tomorrow: Session, present: datetime) -> None:
        on = (present + 9 * DAY).date()
        office.press(f"{here(tomorrow, 'work')}change/", typed(on.isoformat(), "11:00"))

        assert Session.objects.get().starts_at.astimezone(ZoneInfo("America/New_York")).date() == on

    def test_the_person_calls_it_off(self, page: Browser, office: Browser, tomorrow: Session) -> None:
        page.press(here(tomorrow), {"do": "cancel"})

        assert "Called off." in office.get(here(tomorrow, "work")).content.decode()

    @pytest.mark.parametrize("state", ["held", "missed"])
    def test_the_team_says_whether_it_took_place(self, office: Browser, tomorrow: Session, state: str) -> None:
        office.press(here(tomorrow, "work"), {"do": state})

        assert Session.objects.get().state == state

    def test_what_was_called_off_stays_so(self, office: Browser, tomorrow: Session, present: datetime) -> None:
        cancel_session(session=tomorrow, by=None, now=present)
        office.press(here(tomorrow, "work"), {"do": "held"})

        assert Session.objects.get().state == "cancelled"


class TestAhead:
    @pytest.mark.parametrize(
        ("after", "found"),
        [(timedelta(0), 1), (DAY + 49 * timedelta(minutes=1), 1), (DAY + 50 * timedelta(minutes=1), 0), (-7 * DAY, 0)],
    )
    def test_what_begins_within_a_week_or_goes_on(
        self, john: Person, tomorrow: Session, present: datetime, after: timedelta, found: int
    ) -> None:
        assert len(sessions_ahead(john, present + after)) == found

    def test_what_was_called_off_is_not_ahead(self, john: Person, tomorrow: Session, present: datetime) -> None:
        cancel_session(session=tomorrow, by=None, now=present)

        assert sessions_ahead(john, present) == []

    def test_a_team_that_ended_has_nothing_ahead(self, john: Person, tomorrow: Session, present: datetime) -> None:
        CareTeam.objects.update(ended_at=present)

        assert sessions_ahead(john, present) == []

    def test_nobody_elses(self, maria: Person, tomorrow: Session, present: datetime) -> None:
        assert sessions_ahead(maria, present) == []


class TestTheCalendar:
    def test_it_says_only_when(self, page: Browser, dee: Member, present: datetime) -> None:
        said = {"place": "Riverside clinic", "link": "https://meet.example.org/x", "about": "the bad week"}
        found = plan_session(by=dee, facts=facts(present + DAY, **said), now=present)

        body = page.get(f"{here(found)}calendar.ics").content.decode()

        assert "SUMMARY:Appointment" in body
        assert not [word for word in ("Riverside", "meet.example", "bad week", "Dee", "John") if word in body]


class TestMending:
    def test_the_team_reads_the_first_line_only(self, office: Browser, family: Session) -> None:
        shown = office.get(here(family, "work")).content.decode()

        assert "The money in May" in shown
        assert "I felt alone in this" not in shown

    def test_the_person_chooses_what_to_bring(
        self, page: Browser, dee: Member, quarrel: Conflict, present: datetime
    ) -> None:
        found = plan_session(by=dee, facts=facts(present + DAY, "family"), now=present)
        page.press(here(found), {"do": "bring", "conflict": str(quarrel.pk)})

        assert Session.objects.get().conflict == quarrel

    def test_it_can_be_taken_back(self, page: Browser, office: Browser, family: Session) -> None:
        page.press(here(family), {"do": "bring", "conflict": ""})

        assert "The money in May" not in office.get(here(family, "work")).content.decode()

    def test_somebody_elses_conflict_is_not_there(
        self, page: Browser, family: Session, maria: Person, present: datetime
    ) -> None:
        network = actions.main_network(by=maria, name="x", now=present)
        ana = actions.add_tie(by=maria, networks=[network], facts=actions.TieFacts("Ana", Role.FRIEND), now=present)
        page.post(here(family), {"do": "bring", "conflict": str(conflict(ana, present).pk)})

        assert Session.objects.get().conflict.person != maria

    def test_the_team_cannot_choose_it(self, office: Browser, dee: Member, quarrel: Conflict, present: datetime) -> None:
        found = plan_session(by=dee, facts=facts(present + DAY, "family"), now=present)
        office.post(here(found, "work"), {"do": "bring", "conflict": str(quarrel.pk)})

        assert Session.objects.get().conflict is None


class TestWhatWasAgreed:
    @pytest.fixture
    def agreed(self, family: Session, present: datetime) -> Agreed:
        said = AgreedFacts("No talk of money on Sundays", "Both", (present + 30 * DAY).date())
        return add_agreed(session=family, facts=said, now=present)

    def test_both_sides_read_it(self, page: Browser, office: Browser, family: Session, agreed: Agreed) -> None:
        for browser, side in ((page, "team"), (office, "work")):
            assert "No talk of money on Sundays" in browser.get(here(family, side)).content.decode()

    def test_the_team_writes_it_down(self, office: Browser, family: Session) -> None:
        office.press(here(family, "work"), {"do": "agree", "text": "A walk a week", "who": "John"})

        assert Agreed.objects.get().text == "A walk a week"

    @pytest.mark.parametrize("side", ["team", "work"])
    @pytest.mark.parametrize(("do", "kept"), [("kept", True), ("not_kept", False), ("unsaid", None)])
    def test_either_says_whether_it_was_kept(
        self, page: Browser, office: Browser, family: Session, agreed: Agreed, side: str, do: str, kept: bool | None
    ) -> None:
        browser = page if side == "team" else office
        browser.press(here(family, side), {"do": do, "agreed": str(agreed.pk)})

        assert Agreed.objects.get().kept is kept

    def test_it_is_noted_with_what_the_person_wrote(self, page: Browser, family: Session, agreed: Agreed) -> None:
        page.press(here(family), {"do": "note"})

        found = Conflict.objects.get()
        assert found.agreement == "Both: No talk of money on Sundays"
        assert found.follow_up_on == agreed.review_on
        assert found.mine == "I felt alone in this"

    def test_noting_it_twice_writes_it_once(self, family: Session, agreed: Agreed, present: datetime) -> None:
        for _ in range(2):
            note_on_conflict(session=family, now=present)

        assert Conflict.objects.get().agreement.count("Sundays") == 1

    def test_the_team_cannot_write_on_it(self, office: Browser, family: Session, agreed: Agreed) -> None:
        for do in ("note", "mine", "theirs"):
            office.post(here(family, "work"), {"do": do, "agreed": str(agreed.pk)})

        assert Conflict.objects.get().agreement == ""
        assert not SmallPromise.objects.exists()

    def test_it_becomes_a_small_promise_once(self, family: Session, agreed: Agreed, present: datetime) -> None:
        for _ in range(2):
            promise_from(agreed=agreed, whose="mine", now=present)

        assert SmallPromise.objects.get().due_on == agreed.review_on

    def test_what_another_session_agreed_is_not_there(
        self, office: Browser, tomorrow: Session, agreed: Agreed
    ) -> None:
        answer = office.post(here(tomorrow, "work"), {"do": "remove", "agreed": str(agreed.pk)})

        assert answer.status_code == 404


@pytest.mark.parametrize("side", ["team", "work"])
def test_a_list_reads_no_more_for_more(
    page: Browser, office: Browser, team: CareTeam, dee: Member, present: datetime, side: str
) -> None:
    counts = []
    for many in (1, 8):
        for number in range(many):
            plan_session(by=dee, facts=facts(present + number * DAY), now=present)
        with CaptureQueriesContext(connection) as captured:
            (page if side == "team" else office).get(f"/{side}/{team.pk}/sessions/")
        counts.append(len(captured))

    assert counts[0] == counts[1]
