"""What somebody tried, so that it holds: whose words are whose, nothing waits for one who left, emergencies."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import global_settings
from django.core.files.uploadedfile import SimpleUploadedFile

from holdfast.accounts.models import Person
from holdfast.checkins.counters import CounterFacts, add_counter
from holdfast.checkins.setbacks import SetbackFacts, write_setback
from holdfast.checkins.shared import days_changed_at
from holdfast.consent.actions import Reason, Words, give_grant_once
from holdfast.consent.models import Emergency
from holdfast.domain.consent import Draft, Item, Purpose
from holdfast.domain.fhir.reading import MOST_DRAFTS
from holdfast.home.actions import erase_account
from holdfast.notices.models import Notice
from holdfast.supporters.actions import pause_agreement
from holdfast.teams import messages
from holdfast.teams.access import running_writers
from holdfast.teams.looking import open_in_emergency
from holdfast.teams.members import end_member
from holdfast.teams.models import CareTeam, Member, SharedNote
from holdfast.teams.notes import correct_note, write_note, write_own_note
from holdfast.teams.queries import member_viewer, team_viewer
from holdfast.teams.work_pages import caseload_page
from tests.asks.circle import agreed
from tests.browser import Browser
from tests.teams.world import at, shared

pytestmark = pytest.mark.django_db
REASON = Reason("Dee", "Riverside", "a call at night", "he does not answer")


@pytest.fixture
def loud(team: CareTeam) -> CareTeam:
    """John lets the team open his plan in an emergency."""
    CareTeam.objects.filter(pk=team.pk).update(may_open_in_emergency=True)
    return CareTeam.objects.get(pk=team.pk)


def waiting(member: Member, now: datetime) -> int:
    """How many messages the first page of the worker says nobody took yet."""
    (row,) = caseload_page(member.worker.person, [], now)["rows"]
    return int(row.messages)


class TestTheNoteOfAWorkerWhoseAccountIsGone:
    @pytest.fixture
    def note(self, dee: Member, team: CareTeam, present: datetime) -> SharedNote:
        row = write_note(care_team=team, by=dee, on=present.date(), text="He missed twice", now=present)
        correct_note(note=row, by=dee, text="He missed once", now=present)
        erase_account(by=dee.worker.person, now=present)
        return SharedNote.objects.get(replaces__isnull=False)

    def test_is_not_said_to_be_the_persons(self, note: SharedNote, team: CareTeam, john: Person) -> None:
        page = at(john).get(f"/team/{team.pk}/notes/").content.decode()

        assert "· You</p>" not in page
        assert "He missed once" in page

    def test_is_not_the_persons_to_rewrite(self, note: SharedNote, team: CareTeam, john: Person) -> None:
        at(john).post(f"/team/{team.pk}/notes/{note.pk}/", {"text": "He never missed"})

        assert "He never missed" not in {row.text for row in SharedNote.objects.all()}

    def test_can_be_corrected_by_the_team(self, note: SharedNote, team: CareTeam, sam: Member) -> None:
        assert at(sam.worker.person).get(f"/work/{team.pk}/notes/{note.pk}/").status_code == 200

    def test_takes_a_statement(self, note: SharedNote, team: CareTeam, john: Person) -> None:
        at(john).press(f"/team/{team.pk}/notes/{note.pk}/", {"statement": "I was ill"})

        assert SharedNote.objects.get(pk=note.pk).statement == "I was ill"


class TestAMessage:
    def test_that_was_answered_is_not_counted_as_waiting(self, dee: Member, team: CareTeam, present: datetime) -> None:
        written = messages.write_to_team(care_team=team, text="x", now=present)
        before = waiting(dee, present)
        messages.open_messages(by=dee, messages=[written], now=present)
        messages.answer_person(by=dee, text="y", now=present)

        assert (before, waiting(dee, present)) == (1, 0)

    @pytest.mark.parametrize("is_erased", [False, True], ids=["left", "account gone"])
    def test_taken_on_by_somebody_who_is_gone_waits_for_all_again(
        self, dee: Member, sam: Member, team: CareTeam, present: datetime, is_erased: bool
    ) -> None:
        written = messages.write_to_team(care_team=team, text="x", now=present)
        messages.take_on(by=dee, message=written, now=present)
        if is_erased:
            erase_account(by=dee.worker.person, now=present)
        else:
            end_member(member=dee, now=present)

        assert waiting(sam, present) == 1

    def test_of_the_team_stays_readable_when_its_writer_is_gone(
        self, dee: Member, team: CareTeam, john: Person, present: datetime
    ) -> None:
        messages.answer_person(by=dee, text="the answer", now=present)
        erase_account(by=dee.worker.person, now=present)

        assert "the answer" in at(john).get(f"/team/{team.pk}/messages/").content.decode()

    def test_of_a_supporter_who_is_gone_is_not_said_to_be_the_persons(
        self, team: CareTeam, john: Person, present: datetime
    ) -> None:
        writer = messages.let_write(care_team=team, agreement=agreed(john, "Ben", present), now=present)
        messages.write_as_supporter(writer=writer, text="he is unwell", now=present)
        writer.delete()
        page = at(john).get(f"/team/{team.pk}/messages/").content.decode()

        assert "<strong>A supporter</strong>" in page


def test_a_supporter_who_is_paused_neither_writes_nor_reads(team: CareTeam, john: Person, present: datetime) -> None:
    agreement = agreed(john, "Ben", present)
    messages.let_write(care_team=team, agreement=agreement, now=present)
    pause_agreement(agreement=agreement, is_paused=True, now=present)

    assert not running_writers().exists()


class TestAnEmergency:
    def test_asked_for_twice_is_one(self, dee: Member, loud: CareTeam, present: datetime) -> None:
        for seconds in (0, 1):
            open_in_emergency(member=dee, reason=REASON, now=present + timedelta(seconds=seconds))

        assert Emergency.objects.get().ends_at == present + timedelta(hours=24)

    def test_opens_anew_after_its_day(self, dee: Member, loud: CareTeam, present: datetime) -> None:
        for days in (0, 1):
            open_in_emergency(member=dee, reason=REASON, now=present + timedelta(days=days))

        assert Emergency.objects.count() == 2

    def test_names_the_one_who_was_verified_whatever_was_typed(
        self, office: Browser, loud: CareTeam, john: Person
    ) -> None:
        said = {"name": "Dr Boss", "affiliation": "The police", "nature": "n", "reason": "r"}
        office.post(f"/work/{loud.pk}/emergency/", said)
        page = at(john).get("/sharing/looked/").content.decode()

        assert "Dee (Dr Boss)" in page
        assert "Riverside (The police)" in page


def test_erasing_the_person_leaves_nothing_between_them_and_a_team(
    dee: Member, loud: CareTeam, john: Person, present: datetime
) -> None:
    for viewer in (team_viewer(loud), member_viewer(dee)):
        shared(john, viewer, present)
    open_in_emergency(member=dee, reason=REASON, now=present)
    write_note(care_team=loud, by=dee, on=present.date(), text="x", now=present)
    write_own_note(by=dee, on=present.date(), text="x", now=present)
    messages.write_to_team(care_team=loud, text="x", now=present)
    erase_account(by=john, now=present)

    assert not CareTeam.objects.exists()
    assert not Notice.objects.filter(person_id=john.pk).exists()


def test_a_slip_in_a_counter_that_is_put_away_is_no_news(john: Person, present: datetime) -> None:
    counter = add_counter(by=john, facts=CounterFacts("x", is_shown=False), started_at=present, now=present)
    write_setback(counter=counter, facts=SetbackFacts(present, present), now=present)

    assert days_changed_at([john.pk]) == {}


def test_a_day_at_the_end_of_the_calendar_is_refused(team: CareTeam, dee: Member, john: Person) -> None:
    browser = at(john)
    browser.post(f"/sharing/new/{team.pk}/", {"items": ["safety_plan"]})
    far = {"purpose": "care", "called": "J", "first": "9999-12-31", "last": "9999-12-31"}

    assert "within a year" in browser.post(f"/sharing/new/{team.pk}/why/", far).content.decode()


def test_a_file_with_half_a_letter_is_answered(john: Person) -> None:
    file = SimpleUploadedFile("a.json", b'{"resourceType": "\\ud800x"}')

    assert at(john).post("/exchange/bring/", {"file": file}).status_code == 200


def test_everybody_and_everything_of_a_full_file_can_be_ticked_at_once() -> None:
    """Two fields for each draft, and the two that come with the form."""
    assert 2 * 2 * MOST_DRAFTS + 2 <= global_settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


def test_with_a_person_whose_account_is_closed_nobody_works(team: CareTeam, dee: Member, john: Person) -> None:
    shared(john, team_viewer(team), team.created_at)
    Person.objects.filter(pk=john.pk).update(is_active=False)

    assert at(dee.worker.person).get(f"/work/{team.pk}/shared/plan/").status_code == 404


def test_what_is_signed_twice_at_one_moment_is_given_once(john: Person, team: CareTeam, present: datetime) -> None:
    draft = Draft(
        team_viewer(team),
        "Riverside",
        frozenset({Item.SAFETY_PLAN}),
        Purpose.CARE,
        present,
        present + timedelta(days=9),
        "John",
        None,
    )
    given = {
        give_grant_once(by=john, draft=draft, words=Words(), now=present + timedelta(seconds=seconds)).pk
        for seconds in (0, 1)
    }

    assert len(given) == 1
