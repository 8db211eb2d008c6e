"""What somebody said they would do: marked by them alone; a witness sees what was granted and nothing more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.accounts.rows import Loading
from holdfast.asks.actions import cut_off
from holdfast.asks.parting import leave_all
from holdfast.checkins.commitments import (
    CommitmentFacts,
    accept_witness,
    add_commitment,
    ask_witness,
    decline_witness,
    due_today,
    end_commitment,
    mark_day,
    stop_witness,
)
from holdfast.checkins.models import Commitment, Mark
from holdfast.checkins.portable import CannotLoad, dump, load
from holdfast.notices.models import Link, Notice
from holdfast.supporters.actions import pause_agreement
from holdfast.supporters.models import Agreement
from tests.asks.circle import agreed
from tests.asks.pages_of_links import address
from tests.browser import Browser

pytestmark = pytest.mark.django_db
EVERY_DAY = tuple(range(1, 8))
SECRET = "Call the kelp farm"


@pytest.fixture(autouse=True)
def mail(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.org"


@pytest.fixture
def present() -> datetime:
    """Pages ask the clock, so tests of pages live in the present."""
    return timezone.now()


@pytest.fixture
def rosa(john: Person, present: datetime) -> Agreement:
    return agreed(john, "Rosa", present)


def said(person: Person, now: datetime, text: str = SECRET, **facts: Any) -> Commitment:
    return add_commitment(by=person, facts=CommitmentFacts(text, **(facts or {"days": EVERY_DAY})), now=now)


def marked(commitment: Commitment, on: date, is_kept: bool | None, now: datetime, note: str | None = None) -> None:
    mark_day(commitment=commitment, on=on, is_kept=is_kept, note=note, now=now)


def accepted(commitment: Commitment, rosa: Agreement, now: datetime, *, shows_words: bool = False) -> Commitment:
    ask_witness(commitment=commitment, agreement=rosa, shows_words=shows_words, now=now)
    accept_witness(commitment=commitment, now=now)
    return commitment


class TestDue:
    """John lives in Chicago: half past seven in the evening in UTC is half past one in the afternoon."""

    TODAY = date(2026, 11, 20)

    def test_what_is_due_asks_until_it_is_said(self, john: Person, now: datetime) -> None:
        one = said(john, now, due_on=self.TODAY)
        asked = due_today(john, now)
        marked(one, self.TODAY, False, now)

        assert [(due.text, due.is_today) for due in asked] == [(SECRET, True)]
        assert due_today(john, now) == ()

    def test_the_day_is_that_of_the_person(self, john: Person) -> None:
        late = datetime(2026, 11, 21, 5, 30, tzinfo=UTC)
        said(john, late, due_on=self.TODAY)

        assert [due.on for due in due_today(john, late)] == [self.TODAY]

    def test_one_day_that_passed_still_asks_for_a_week(self, john: Person, now: datetime) -> None:
        said(john, now, due_on=self.TODAY)

        found = [len(due_today(john, now + timedelta(days=days))) for days in (0, 1, 7, 8)]

        assert found == [1, 1, 1, 0]

    def test_a_day_of_the_week_that_passed_is_left_in_peace(self, john: Person, now: datetime) -> None:
        said(john, now, days=(5,))

        assert [len(due_today(john, now + timedelta(days=days))) for days in (0, 1, 7)] == [1, 0, 1]

    def test_nothing_asks_after_it_ended(self, john: Person, now: datetime) -> None:
        end_commitment(commitment=said(john, now), now=now)

        assert due_today(john, now) == ()

    def test_asks_as_often_for_many_as_for_few(
        self, john: Person, now: datetime, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(12):
            one = said(john, now - timedelta(days=400), f"Number {number}")
            for back in range(1, 30):
                marked(one, self.TODAY - timedelta(days=back), True, now)

        with django_assert_max_num_queries(3):
            assert len(due_today(john, now)) == 12


class TestMarks:
    def test_a_mark_is_changed_and_taken_back(self, john: Person, now: datetime) -> None:
        one, today = said(john, now), now.date()
        marked(one, today, True, now, "It was hard")
        marked(one, today, False, now)
        changed = Mark.objects.get()
        marked(one, today, None, now)

        assert (changed.is_kept, changed.note) == (False, "It was hard")
        assert not Mark.objects.exists()

    def test_two_taps_on_the_page(self, page: Browser, john: Person, present: datetime) -> None:
        page.press("/said/new/", {"text": "Call Ben", "when": "days", "days": [str(day) for day in EVERY_DAY]})
        one = Commitment.objects.get()
        (due,) = due_today(john, present)

        page.press(f"/said/{one.pk}/mark/", {"on": due.on.isoformat(), "kept": "yes", "from": "list"})

        assert Mark.objects.get().is_kept is True
        assert "today: done" in page.get("/said/").content.decode()

    @pytest.mark.parametrize("damaged", [{}, {"on": "soon", "kept": "yes"}, {"on": "2999-01-01", "kept": "yes"}])
    def test_a_day_that_has_not_come_is_refused(
        self, page: Browser, john: Person, present: datetime, damaged: dict[str, str]
    ) -> None:
        one = said(john, present)

        html = page.press(f"/said/{one.pk}/mark/", damaged).content.decode()

        assert "Nothing was changed" in html
        assert not Mark.objects.exists()

    @pytest.mark.parametrize(
        ("typed", "word"),
        [
            ({"text": "x", "when": "days"}, "Select at least one day"),
            ({"text": "x", "when": "once", "due_on": ""}, "Enter a day"),
            ({"text": "x", "when": "once", "due_on": "9999-01-01"}, "within the next ten years"),
            ({"text": "", "when": "once", "due_on": "2026-11-20"}, "This field is required"),
        ],
    )
    def test_what_is_missing_is_said(self, page: Browser, typed: dict[str, str], word: str) -> None:
        assert word in page.post("/said/new/", typed).content.decode()
        assert not Commitment.objects.exists()


class TestWitness:
    def seen(self, rosa: Agreement, now: datetime, commitment: Commitment | None = None) -> str:
        here = address(rosa, now)
        where = f"witness/{commitment.pk}/" if commitment else ""
        return Browser().get(f"{here}{where}").content.decode()

    def test_the_notice_says_nothing_and_opens_the_question(
        self, john: Person, rosa: Agreement, present: datetime
    ) -> None:
        ask_witness(commitment=said(john, present), agreement=rosa, shows_words=True, now=present)

        (notice,) = Notice.objects.filter(person_id=rosa.supporter_id)

        assert Link.objects.get(opens="witness").person_id == rosa.supporter_id
        assert SECRET not in notice.body
        assert "witness" not in notice.body.lower()

    @pytest.mark.parametrize("shows_words", [False, True])
    def test_sees_nothing_before_they_say_yes(
        self, john: Person, rosa: Agreement, present: datetime, shows_words: bool
    ) -> None:
        one = said(john, present)
        marked(one, present.date() - timedelta(days=1), True, present)
        ask_witness(commitment=one, agreement=rosa, shows_words=shows_words, now=present)

        html = self.seen(rosa, present, one)

        assert SECRET not in html
        assert "told-days" not in html
        assert "I would rather not" in html

    def test_a_link_from_the_letter_answers(self, john: Person, rosa: Agreement, present: datetime) -> None:
        one = said(john, present)
        ask_witness(commitment=one, agreement=rosa, shows_words=False, now=present)
        here = address(rosa, present, "witness", one.pk)

        Browser().get(here)
        one.refresh_from_db()
        before = one.accepted_at
        Browser().post(here, {"do": "yes"})
        one.refresh_from_db()

        assert (before, one.accepted_at is not None) == (None, True)

    @pytest.mark.parametrize("shows_words", [False, True])
    def test_reads_the_words_only_where_they_were_granted(
        self, john: Person, rosa: Agreement, present: datetime, shows_words: bool
    ) -> None:
        one = accepted(said(john, present), rosa, present, shows_words=shows_words)

        assert (SECRET in self.seen(rosa, present)) is shows_words
        assert (SECRET in self.seen(rosa, present, one)) is shows_words

    def test_sees_done_not_done_and_not_said_and_never_a_note(
        self, john: Person, rosa: Agreement, present: datetime
    ) -> None:
        one = said(john, present - timedelta(days=20))
        for back, is_kept in ((1, True), (2, False)):
            marked(one, present.date() - timedelta(days=back), is_kept, present, "kelp in my shoes")
        html = self.seen(rosa, present, accepted(one, rosa, present))

        words = [html.count(f'<span class="word">{word}</span>') for word in ("done", "not done", "not said")]

        assert words == [1, 1, 12]
        assert "kelp in my shoes" not in html

    def revoked(self, one: Commitment, rosa: Agreement, now: datetime) -> None:
        stop_witness(commitment=one, now=now)

    def paused(self, one: Commitment, rosa: Agreement, now: datetime) -> None:
        pause_agreement(agreement=rosa, is_paused=True, now=now)

    def ended(self, one: Commitment, rosa: Agreement, now: datetime) -> None:
        end_commitment(commitment=one, now=now)

    def cut(self, one: Commitment, rosa: Agreement, now: datetime) -> None:
        cut_off(by=one.person, tie=rosa.tie, now=now)

    def left(self, one: Commitment, rosa: Agreement, now: datetime) -> None:
        leave_all(supporter=rosa.supporter, now=now)

    def declined(self, one: Commitment, rosa: Agreement, now: datetime) -> None:
        decline_witness(commitment=one, now=now)

    def off_the_map(self, one: Commitment, rosa: Agreement, now: datetime) -> None:
        rosa.tie.delete()

    @pytest.mark.parametrize("how", ["revoked", "paused", "ended", "cut", "left", "declined", "off_the_map"])
    def test_sees_nothing_from_that_moment_on(self, john: Person, rosa: Agreement, present: datetime, how: str) -> None:
        one = accepted(said(john, present), rosa, present, shows_words=True)
        page = address(rosa, present)
        letter = address(rosa, present, "witness", one.pk)

        change: Callable[..., None] = getattr(self, how)
        change(one, rosa, present)

        found = [Browser().get(where) for where in (page, f"{page}witness/{one.pk}/", letter)]
        assert [SECRET in answer.content.decode() for answer in found] == [False] * 3
        assert [answer.status_code for answer in found[1:]] == [404, 404]

    def test_another_supporter_sees_nothing(self, john: Person, rosa: Agreement, present: datetime) -> None:
        one = accepted(said(john, present), rosa, present, shows_words=True)
        ana = agreed(john, "Ana", present)

        assert SECRET not in self.seen(ana, present)
        assert Browser().get(f"{address(ana, present)}witness/{one.pk}/").status_code == 404

    def test_a_no_needs_no_reason_and_is_no_blame(
        self, page: Browser, john: Person, rosa: Agreement, present: datetime
    ) -> None:
        one = said(john, present)
        ask_witness(commitment=one, agreement=rosa, shows_words=False, now=present)

        html = Browser().post(f"{address(rosa, present)}witness/{one.pk}/", {"do": "no"}).content.decode()

        assert "That is fine" in html
        assert "That says nothing about you" in page.get(f"/said/{one.pk}/").content.decode()

    def test_a_new_witness_begins_anew(self, john: Person, rosa: Agreement, present: datetime) -> None:
        one = accepted(said(john, present), rosa, present, shows_words=True)
        ask_witness(commitment=one, agreement=agreed(john, "Ana", present), shows_words=False, now=present)

        assert one.accepted_at is None
        assert Browser().get(f"{address(rosa, present)}witness/{one.pk}/").status_code == 404

    def test_changing_the_words_does_not_ask_again(self, john: Person, rosa: Agreement, present: datetime) -> None:
        one = accepted(said(john, present), rosa, present, shows_words=True)
        before = Notice.objects.count()

        ask_witness(commitment=one, agreement=rosa, shows_words=False, now=present)

        assert (Notice.objects.count(), one.accepted_at is not None) == (before, True)
        assert SECRET not in self.seen(rosa, present, one)

    def test_chosen_on_the_page(self, page: Browser, john: Person, rosa: Agreement, present: datetime) -> None:
        one = said(john, present)

        page.press(f"/said/{one.pk}/witness/", {"agreement": str(rosa.pk), "shows_words": "on"})

        one.refresh_from_db()
        assert (one.witness, one.shows_words, one.accepted_at) == (rosa, True, None)

    def test_nobody_elses_supporter_can_be_chosen(
        self, page: Browser, john: Person, maria: Person, present: datetime
    ) -> None:
        one, hers = said(john, present), agreed(maria, "Eva", present)

        page.post(f"/said/{one.pk}/witness/", {"agreement": str(hers.pk)})

        one.refresh_from_db()
        assert one.witness is None

    def test_the_supporters_page_asks_as_often_for_many_as_for_few(
        self, john: Person, rosa: Agreement, present: datetime
    ) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                self.seen(rosa, present)
            return len(captured)

        accepted(said(john, present), rosa, present)
        few = queries()
        for _ in range(5):
            accepted(said(john, present), rosa, present)

        assert queries() <= few


class TestCopy:
    def test_comes_back_the_same(self, john: Person, maria: Person, now: datetime) -> None:
        marked(said(john, now), now.date(), True, now, "kelp")

        load(person=maria, data=dump(john), now=now, loading=Loading(maria))

        assert [(one.text, one.days) for one in Commitment.objects.filter(person=maria)] == [(SECRET, list(EVERY_DAY))]
        assert Mark.objects.get(person=maria).note == "kelp"

    @pytest.mark.parametrize("days", ["x", [0], [8], ["1"], [True], {"a": 1}, []])
    def test_days_that_are_none_are_refused(self, john: Person, maria: Person, now: datetime, days: Any) -> None:
        said(john, now)
        data = dump(john)
        data["commitments"][0]["days"] = days

        with pytest.raises(CannotLoad):
            load(person=maria, data=data, now=now, loading=Loading(maria))
