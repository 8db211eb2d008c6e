"""Messages of a person and their team: who reads them, who hears of them, what waits."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.accounts.models import Person
from holdfast.consent.models import Restriction
from holdfast.notices.gates import passes_at
from holdfast.notices.models import Notice
from holdfast.supporters.models import Agreement
from holdfast.teams import messages
from holdfast.teams.access import writers_of
from holdfast.teams.models import CareTeam, Member, Message, Worker
from tests.asks.circle import agreed
from tests.asks.pages_of_links import address
from tests.browser import Browser
from tests.teams.team import leaves, member, worker

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def rosa(john: Person, present: datetime) -> Agreement:
    """A supporter of John's."""
    return agreed(john, "Rosa", present)


def letters_to(person: Any) -> int:
    return Notice.objects.filter(person_id=person.pk).count()


def here(team: CareTeam, side: str = "team") -> str:
    return f"/{side}/{team.pk}/messages/"


class TestWriting:
    def test_the_team_reads_what_the_person_writes(self, page: Browser, office: Browser, team: CareTeam) -> None:
        page.press(here(team), {"text": "I slept badly"})

        assert "I slept badly" in office.get(here(team, "work")).content.decode()

    def test_the_person_reads_what_the_team_writes(self, page: Browser, office: Browser, team: CareTeam) -> None:
        office.press(here(team, "work"), {"text": "Come at ten"})

        assert "Come at ten" in page.get(here(team)).content.decode()

    def test_nothing_written_is_said_with_what_was_meant(self, page: Browser, team: CareTeam) -> None:
        answer = page.post(here(team), {"text": " "})

        assert "This field is required" in answer.content.decode()

    def test_the_person_hears_of_it(self, team: CareTeam, dee: Member, john: Person, now: datetime) -> None:
        messages.answer_person(by=dee, text="x", now=now)

        assert letters_to(john) == 1

    def test_the_person_gets_three_letters_a_day_at_most(
        self, team: CareTeam, dee: Member, john: Person, now: datetime
    ) -> None:
        for minutes in range(6):
            messages.answer_person(by=dee, text="x", now=now + timedelta(minutes=minutes))

        assert letters_to(john) == 3

    @pytest.mark.parametrize(("minutes", "letters"), [(0, 1), (59, 1), (60, 2)])
    def test_a_worker_is_written_to_once_an_hour(
        self, team: CareTeam, dee: Member, now: datetime, minutes: int, letters: int
    ) -> None:
        for at in (now, now + timedelta(minutes=minutes)):
            messages.write_to_team(care_team=team, text="x", now=at)

        assert letters_to(dee.worker.person) == letters

    def test_a_letter_never_says_who_or_what(self, team: CareTeam, dee: Member, now: datetime) -> None:
        messages.write_to_team(care_team=team, text="I slept badly", now=now)

        body = Notice.objects.get(person_id=dee.worker.person_id).body
        assert not [word for word in ("John", "slept", "Riverside", "team") if word in body]

    def test_the_letter_of_somebody_who_left_stays_here(self, team: CareTeam, dee: Member, present: datetime) -> None:
        messages.write_to_team(care_team=team, text="x", now=present)
        leaves(dee, present)

        assert passes_at(Notice.objects.get(person_id=dee.worker.person_id), present) is None

    def test_the_link_in_the_letter_leads_to_what_waits(self, office: Browser, dee: Member, present: datetime) -> None:
        from holdfast.notices.actions import Target, make_link

        token = make_link(owner=dee.worker.person_id, target=Target("work_news", present + HOUR), now=present)

        assert office.get(f"/u/{token}/").headers["Location"] == "/work/waiting/"


class TestNothingWaitsForOne:
    def test_who_opened_it_is_named_to_the_person(self, page: Browser, office: Browser, team: CareTeam) -> None:
        page.press(here(team), {"text": "x"})
        office.get(here(team, "work"))

        assert "Opened by Dee." in page.get(here(team)).content.decode()

    def test_opening_a_page_ahead_of_need_opens_nothing(self, page: Browser, office: Browser, team: CareTeam) -> None:
        page.press(here(team), {"text": "x"})
        office.get(here(team, "work"), headers={"Sec-Purpose": "prefetch"})

        assert "Not opened yet." in page.get(here(team)).content.decode()

    def test_somebody_takes_it_on(self, page: Browser, office: Browser, team: CareTeam, now: datetime) -> None:
        found = messages.write_to_team(care_team=team, text="x", now=now)
        office.press(f"{here(team, 'work')}{found.pk}/", {"do": "take"})

        assert "Dee takes this on." in page.get(here(team)).content.decode()

    def test_who_was_first_stays(self, team: CareTeam, dee: Member, sam: Member, now: datetime) -> None:
        found = messages.write_to_team(care_team=team, text="x", now=now)
        for one in (dee, sam):
            messages.take_on(by=one, message=found, now=now)

        found.refresh_from_db()
        assert found.taken_by == dee

    def test_it_can_be_given_back_to_all(self, team: CareTeam, dee: Member, now: datetime) -> None:
        found = messages.write_to_team(care_team=team, text="x", now=now)
        messages.take_on(by=dee, message=found, now=now)
        messages.give_back(by=dee, message=found)

        found.refresh_from_db()
        assert found.taken_by is None

    def test_the_oldest_waits_first(self, team: CareTeam, dee: Member, now: datetime) -> None:
        for hours in (2, 0, 1):
            messages.write_to_team(care_team=team, text=str(hours), now=now + hours * HOUR)

        found = messages.waiting_for(dee.worker.person, now=now + 3 * HOUR)

        assert [one.text for one in found] == ["0", "1", "2"]

    def test_an_answer_settles_what_was_opened(self, team: CareTeam, dee: Member, now: datetime) -> None:
        first = messages.write_to_team(care_team=team, text="opened", now=now)
        messages.open_messages(by=dee, messages=[first], now=now)
        messages.write_to_team(care_team=team, text="came in meanwhile", now=now)
        messages.answer_person(by=dee, text="x", now=now)

        assert [one.text for one in messages.waiting_for(dee.worker.person, now=now)] == ["came in meanwhile"]

    def test_what_needs_no_answer_waits_no_longer(self, team: CareTeam, dee: Member, now: datetime) -> None:
        found = messages.write_to_team(care_team=team, text="thanks", now=now)
        messages.settle_message(message=found, now=now)

        assert messages.waiting_for(dee.worker.person, now=now) == []

    def test_what_waits_is_on_one_page(self, office: Browser, team: CareTeam, now: datetime) -> None:
        messages.write_to_team(care_team=team, text="x", now=now)

        assert "John" in office.get("/work/waiting/").content.decode()


class TestWhoIsInTheTeam:
    def test_who_left_sees_nothing(self, office: Browser, team: CareTeam, dee: Member, present: datetime) -> None:
        messages.write_to_team(care_team=team, text="x", now=present)
        leaves(dee, present)

        assert office.get(here(team, "work")).status_code == 404

    def test_what_waits_is_gone_for_who_left(self, team: CareTeam, dee: Member, present: datetime) -> None:
        messages.write_to_team(care_team=team, text="x", now=present)
        leaves(dee, present)

        assert messages.waiting_for(dee.worker.person, now=present) == []

    def test_who_joins_sees_what_was_written_before(self, team: CareTeam, present: datetime) -> None:
        messages.write_to_team(care_team=team, text="written before", now=present)
        noor = worker(team.programme, "Noor", present)
        Member.objects.create(care_team=team, worker=noor, since=present)
        browser = Browser()
        browser.force_login(noor.person)

        assert "written before" in browser.get(here(team, "work")).content.decode()

    def test_another_programme_sees_nothing(self, other_house: Browser, team: CareTeam) -> None:
        assert other_house.get(here(team, "work")).status_code == 404

    def test_a_worker_whose_check_ran_out_sees_nothing(self, office: Browser, dee: Member, team: CareTeam) -> None:
        Worker.objects.filter(pk=dee.worker_id).update(verified_until=dee.since)

        assert office.get(here(team, "work")).status_code == 404

    def test_a_message_of_another_team_cannot_be_taken(
        self, office: Browser, team: CareTeam, maria: Person, now: datetime
    ) -> None:
        other = CareTeam.objects.create(person=maria, programme=team.programme, created_at=now)
        found = messages.write_to_team(care_team=other, text="x", now=now)

        assert office.post(f"{here(team, 'work')}{found.pk}/", {"do": "take"}).status_code == 404


class TestNotForEmergencies:
    @pytest.mark.parametrize("words", ["Not for emergencies.", "Monday to Friday, 9 to 17", "555 0100", "/now/"])
    def test_the_persons_box_says_so(self, page: Browser, team: CareTeam, words: str) -> None:
        assert words in page.get(here(team, "team")).content.decode()

    def test_the_team_is_told_what_it_means_for_them(self, office: Browser, team: CareTeam) -> None:
        shown = office.get(here(team, "work")).content.decode()

        assert ("It may be read late." in shown, "Not for emergencies." in shown) == (True, False)

    def test_a_supporters_box_says_so(self, team: CareTeam, rosa: Agreement, present: datetime) -> None:
        writer = messages.let_write(care_team=team, agreement=rosa, now=present)

        shown = Browser().get(f"{address(rosa, present)}team/{writer.pk}/").content.decode()

        assert "Not for emergencies." in shown


class TestASupporterWrites:
    def test_not_unless_the_person_allows_it(self, rosa: Agreement, team: CareTeam, present: datetime) -> None:
        assert "Tell their team" not in Browser().get(address(rosa, present)).content.decode()

    def test_the_person_allows_it(self, page: Browser, rosa: Agreement, team: CareTeam, present: datetime) -> None:
        page.press(f"{here(team)}supporters/", {"agreement": str(rosa.pk), "do": "let"})

        assert "Tell their team" in Browser().get(address(rosa, present)).content.decode()

    def test_the_team_and_the_person_read_it(
        self, page: Browser, office: Browser, rosa: Agreement, team: CareTeam, present: datetime
    ) -> None:
        writer = messages.let_write(care_team=team, agreement=rosa, now=present)
        Browser().press(f"{address(rosa, present)}team/{writer.pk}/", {"text": "He looks tired"})

        for browser, side in ((page, "team"), (office, "work")):
            assert "He looks tired" in browser.get(here(team, side)).content.decode()

    def test_they_are_told_so_before(self, rosa: Agreement, team: CareTeam, present: datetime) -> None:
        writer = messages.let_write(care_team=team, agreement=rosa, now=present)

        shown = Browser().get(f"{address(rosa, present)}team/{writer.pk}/").content.decode()

        assert "reads what you write and what the team answers" in shown

    def test_they_read_nothing_but_their_own_thread(
        self, dee: Member, rosa: Agreement, team: CareTeam, john: Person, present: datetime
    ) -> None:
        ben = agreed(john, "Ben", present)
        writer, other = (messages.let_write(care_team=team, agreement=one, now=present) for one in (rosa, ben))
        messages.write_to_team(care_team=team, text="of John", now=present)
        messages.answer_person(by=dee, text="to John", now=present)
        messages.write_as_supporter(writer=other, text="of Ben", now=present)
        messages.answer_supporter(by=dee, writer=other, text="to Ben", now=present)
        messages.answer_supporter(by=dee, writer=writer, text="to Rosa", now=present)

        shown = Browser().get(f"{address(rosa, present)}team/{writer.pk}/").content.decode()

        found = [words for words in ("of John", "to John", "of Ben", "to Ben", "to Rosa") if words in shown]
        assert found == ["to Rosa"]

    def test_the_answer_is_a_letter_to_them(self, dee: Member, rosa: Agreement, team: CareTeam, now: datetime) -> None:
        writer = messages.let_write(care_team=team, agreement=rosa, now=now)
        messages.answer_supporter(by=dee, writer=writer, text="x", now=now)

        assert Notice.objects.filter(person_id=rosa.supporter_id, unique_key__startswith="team_writer:").count() == 1

    def test_the_team_answers_on_a_page_of_its_own(
        self, office: Browser, rosa: Agreement, team: CareTeam, present: datetime
    ) -> None:
        writer = messages.let_write(care_team=team, agreement=rosa, now=present)
        messages.write_as_supporter(writer=writer, text="He looks tired", now=present)
        office.press(f"{here(team, 'work')}from/{writer.pk}/", {"text": "Thank you for telling us"})

        shown = Browser().get(f"{address(rosa, present)}team/{writer.pk}/").content.decode()

        assert "Thank you for telling us" in shown

    @pytest.mark.parametrize("how", ["stopped", "agreement", "team", "restricted"])
    def test_it_ends(self, rosa: Agreement, team: CareTeam, present: datetime, how: str) -> None:
        writer = messages.let_write(care_team=team, agreement=rosa, now=present)
        at = f"{address(rosa, present)}team/{writer.pk}/"
        if how == "stopped":
            messages.stop_writing(care_team=team, agreement=rosa, now=present)
        elif how == "agreement":
            Agreement.objects.filter(pk=rosa.pk).update(ended_at=present)
        elif how == "team":
            CareTeam.objects.filter(pk=team.pk).update(ended_at=present)
        else:
            Restriction.objects.create(person=team.person, since=present)

        assert Browser().post(at, {"text": "x"}).status_code == 404
        assert list(writers_of(rosa.supporter)) == []

    def test_what_was_written_before_it_ended_does_not_come_back(
        self, rosa: Agreement, team: CareTeam, now: datetime
    ) -> None:
        old = messages.let_write(care_team=team, agreement=rosa, now=now)
        messages.write_as_supporter(writer=old, text="x", now=now)
        messages.stop_writing(care_team=team, agreement=rosa, now=now + HOUR)
        again = messages.let_write(care_team=team, agreement=rosa, now=now + 2 * HOUR)

        assert list(messages.thread_of(again)) == []

    def test_somebody_elses_supporter_cannot_be_let(
        self, page: Browser, team: CareTeam, maria: Person, now: datetime
    ) -> None:
        ana = agreed(maria, "Ana", now)

        answer = page.post(f"{here(team)}supporters/", {"agreement": str(ana.pk), "do": "let"})

        assert answer.status_code == 404


class TestWhatItCosts:
    @pytest.mark.parametrize("side", ["team", "work"])
    def test_a_page_reads_no_more_for_more(
        self, sides: dict[str, Browser], dee: Member, sam: Member, present: datetime, side: str
    ) -> None:
        team = dee.care_team
        counts = []
        for many in (2, 18):
            for _ in range(many):
                found = messages.write_to_team(care_team=team, text="x", now=present)
                messages.open_messages(by=dee, messages=[found], now=present)
                messages.open_messages(by=sam, messages=[found], now=present)
            with CaptureQueriesContext(connection) as captured:
                sides[side].get(here(team, side))
            counts.append(len(captured))

        assert counts[0] == counts[1]
        assert counts[1] <= 16

    def test_what_waits_reads_no_more_for_more(
        self, office: Browser, team: CareTeam, maria: Person, dee_works: Worker, present: datetime
    ) -> None:
        counts = []
        for many in (1, 6):
            for _ in range(many):
                messages.write_to_team(care_team=team, text="x", now=present)
            with CaptureQueriesContext(connection) as captured:
                office.get("/work/waiting/")
            counts.append(len(captured))

        assert counts[0] == counts[1]


def test_words_are_sealed(team: CareTeam, now: datetime) -> None:
    messages.write_to_team(care_team=team, text="I slept badly", now=now)

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT text FROM {Message._meta.db_table}")
        assert b"slept" not in bytes(cursor.fetchone()[0])


def test_the_one_who_left_is_still_named(page: Browser, team: CareTeam, dee: Member, present: datetime) -> None:
    messages.answer_person(by=dee, text="x", now=present)
    leaves(member(team, dee.worker), present)

    assert "no longer in the team" in page.get(here(team)).content.decode()


class TestTheBoxToWriteIn:
    """What is new stands before it, what is old after it."""

    @pytest.fixture
    def written(self, dee: Member, team: CareTeam, present: datetime) -> None:
        for minutes, text in enumerate(("first", "second")):
            messages.write_to_team(care_team=team, text=text, now=present - timedelta(minutes=9 - minutes))

    @staticmethod
    def before_the_box(shown: str) -> list[str]:
        return [text for text in ("first", "second", "third", "fourth") if text in shown.partition("<textarea")[0]]

    @pytest.mark.usefixtures("written")
    def test_the_last_message_stands_before_it(self, page: Browser, team: CareTeam) -> None:
        assert self.before_the_box(page.get(here(team)).content.decode()) == ["second"]

    @pytest.mark.usefixtures("written")
    def test_so_does_every_answer_that_was_not_read(
        self, page: Browser, dee: Member, team: CareTeam, present: datetime
    ) -> None:
        for text in ("third", "fourth"):
            messages.answer_person(by=dee, text=text, now=present)

        assert self.before_the_box(page.get(here(team)).content.decode()) == ["third", "fourth"]

    @pytest.mark.usefixtures("written")
    def test_for_the_team_what_waits_does(self, office: Browser, team: CareTeam) -> None:
        assert self.before_the_box(office.get(here(team, "work")).content.decode()) == ["first", "second"]

    @pytest.mark.usefixtures("written")
    def test_nothing_is_shown_twice(self, page: Browser, team: CareTeam) -> None:
        shown = page.get(here(team)).content.decode()

        assert [shown.count(f"<p>{text}</p>") for text in ("first", "second")] == [1, 1]
