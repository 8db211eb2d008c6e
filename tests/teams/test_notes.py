"""Notes: both read the shared ones, with their earlier words and the person's statement; nobody reads a worker's own."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.accounts.models import Person
from holdfast.domain.consent import Item
from holdfast.teams import portable
from holdfast.teams.models import CareTeam, Member, SharedNote, WorkNote
from holdfast.teams.notes import WasReplaced, correct_note, notes_of, say_statement, write_note, write_own_note
from tests.browser import Browser
from tests.teams.team import leaves

pytestmark = pytest.mark.django_db


@pytest.fixture
def note(team: CareTeam, dee: Member, present: datetime) -> SharedNote:
    return write_note(care_team=team, by=dee, on=present.date(), text="He missed the group", now=present)


@pytest.fixture
def own(dee: Member, present: datetime) -> WorkNote:
    return write_own_note(by=dee, on=present.date(), text="A hunch of mine", now=present)


def here(team: CareTeam, side: str = "team") -> str:
    return f"/{side}/{team.pk}/notes/"


class TestShared:
    def test_both_read_it(self, page: Browser, next_door: Browser, team: CareTeam, note: SharedNote) -> None:
        for browser, side in ((page, "team"), (next_door, "work")):
            assert "He missed the group" in browser.get(here(team, side)).content.decode()

    def test_both_can_write_one(self, page: Browser, office: Browser, team: CareTeam) -> None:
        for browser, side in ((page, "team"), (office, "work")):
            browser.press(here(team, side), {"on": "2026-11-18", "text": side})

        assert [one.note.member_id is None for one in notes_of(team)].count(True) == 1

    def test_the_person_sees_it_otherwise(
        self, page: Browser, office: Browser, team: CareTeam, note: SharedNote
    ) -> None:
        page.press(f"{here(team)}{note.pk}/", {"statement": "I was at the dentist"})

        assert "I was at the dentist" in office.get(here(team, "work")).content.decode()

    def test_the_team_cannot_change_their_statement(
        self, office: Browser, team: CareTeam, note: SharedNote, present: datetime
    ) -> None:
        say_statement(note=note, text="I was at the dentist", now=present)
        office.press(f"{here(team, 'work')}{note.pk}/", {"text": "He was ill", "statement": ""})

        assert "I was at the dentist" in office.get(here(team, "work")).content.decode()

    def test_a_correction_stands_first_and_keeps_the_old_words(
        self, page: Browser, office: Browser, team: CareTeam, note: SharedNote
    ) -> None:
        office.press(f"{here(team, 'work')}{note.pk}/", {"text": "He was at the dentist"})

        (found,) = notes_of(team)
        assert [found.note.text, *(one.text for one in found.earlier)] == ["He was at the dentist", "He missed the group"]

    def test_a_note_is_corrected_once(self, note: SharedNote, dee: Member, present: datetime) -> None:
        correct_note(note=note, by=dee, text="x", now=present)

        with pytest.raises(WasReplaced):
            correct_note(note=note, by=dee, text="y", now=present)

    def test_the_team_does_not_correct_the_persons_note(
        self, office: Browser, team: CareTeam, present: datetime
    ) -> None:
        mine = write_note(care_team=team, by=None, on=present.date(), text="x", now=present)

        assert office.get(f"{here(team, 'work')}{mine.pk}/").status_code == 404

    def test_the_person_corrects_their_own(self, page: Browser, team: CareTeam, present: datetime) -> None:
        mine = write_note(care_team=team, by=None, on=present.date(), text="x", now=present)
        page.press(f"{here(team)}{mine.pk}/", {"text": "Rightly"})

        assert [one.note.text for one in notes_of(team)] == ["Rightly"]

    def test_the_list_reads_no_more_for_more(
        self, office: Browser, team: CareTeam, dee: Member, present: datetime
    ) -> None:
        counts = []
        for many in (1, 8):
            for _ in range(many):
                row = write_note(care_team=team, by=dee, on=present.date(), text="x", now=present)
                correct_note(note=row, by=dee, text="y", now=present)
            with CaptureQueriesContext(connection) as captured:
                office.get(here(team, "work"))
            counts.append(len(captured))

        assert counts[0] == counts[1]


class TestOwn:
    def test_the_page_tells_that_there_may_be_some(self, page: Browser, team: CareTeam) -> None:
        assert "may also keep notes of their own" in page.get(here(team)).content.decode()

    def test_the_worker_reads_it(self, office: Browser, team: CareTeam, own: WorkNote) -> None:
        assert "A hunch of mine" in office.get(f"{here(team, 'work')}own/").content.decode()

    def test_a_colleague_does_not(self, next_door: Browser, team: CareTeam, own: WorkNote) -> None:
        assert "A hunch of mine" not in next_door.get(f"{here(team, 'work')}own/").content.decode()
        assert next_door.get(f"{here(team, 'work')}own/{own.pk}/").status_code == 404

    def test_the_worker_who_left_does_not(
        self, office: Browser, team: CareTeam, dee: Member, own: WorkNote, present: datetime
    ) -> None:
        leaves(dee, present)

        assert office.get(f"{here(team, 'work')}own/").status_code == 404

    def test_it_can_be_written_differently(self, office: Browser, team: CareTeam, own: WorkNote) -> None:
        office.press(f"{here(team, 'work')}own/{own.pk}/", {"on": "2026-11-18", "text": "Rightly"})

        assert WorkNote.objects.get().text == "Rightly"

    def test_it_is_in_no_copy(self, john: Person, dee: Member, own: WorkNote) -> None:
        for person in (john, dee.worker.person):
            assert "A hunch of mine" not in json.dumps(portable.dump(person))

    def test_no_grant_can_name_it(self) -> None:
        assert not [item for item in Item if "note" in item]

    def test_it_is_sealed_with_the_workers_key(self, own: WorkNote, dee: Member) -> None:
        assert own.person_id == dee.worker.person_id
