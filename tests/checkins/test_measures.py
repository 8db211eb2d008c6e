"""Measures: answered, kept, scored when read, opened again after their time; and nobody's but the person's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.accounts.models import Person
from holdfast.checkins.measures import overview, scores_of, taken_by
from holdfast.checkins.measuring import Given, TooSoon, answer_measure, forget_answers
from holdfast.checkins.models import Answered, Wishes
from holdfast.checkins.shelf import measures_can_be_read, shelf
from holdfast.domain.instruments.scoring import AnswersRefused
from holdfast.home.actions import erase_account
from holdfast.home.archive import ArchiveRefused
from holdfast.home.copies import parts_of, read_in
from tests.browser import Browser

pytestmark = pytest.mark.django_db
LIGHT, HEAVY = (0, 0, 1, 0), (3, 3, 3, 2)


def answered(person: Person, answers: Sequence[int | None], now: datetime, key: str = "phq-4") -> Answered:
    return answer_measure(by=person, given=Given(shelf().offered[key], tuple(answers), "en"), now=now)


def form(*answers: int | None, **more: str) -> dict[str, Any]:
    ticked = {f"q{number}": str(value) for number, value in enumerate(answers, start=1) if value is not None}
    return {**ticked, **more}


class TestAnswering:
    """The action."""

    def test_keeps_answers_as_they_were_given(self, john: Person, now: datetime) -> None:
        answered(john, HEAVY, now)

        assert json.loads(Answered.objects.get().answers) == list(HEAVY)

    def test_keeps_the_version_that_was_answered(self, john: Person, now: datetime) -> None:
        assert answered(john, LIGHT, now).version == "2009"

    def test_seals_the_answers(self, john: Person, now: datetime) -> None:
        answered(john, (3, 3, 3, 3), now)

        with connection.cursor() as cursor:
            cursor.execute("SELECT answers FROM checkins_answered")
            assert b"[3, 3" not in bytes(cursor.fetchone()[0])

    def test_is_the_day_of_the_person(self, john: Person) -> None:
        from django.utils import timezone

        with timezone.override("America/Chicago"):
            row = answered(john, LIGHT, datetime.fromisoformat("2026-11-21T03:00:00+00:00"))

        assert row.on == date(2026, 11, 20)

    def test_waits_for_the_time_it_looks_back_on(self, john: Person, now: datetime) -> None:
        answered(john, LIGHT, now)

        with pytest.raises(TooSoon) as refused:
            answered(john, HEAVY, now + timedelta(days=13))

        assert refused.value.opens_on == now.date() + timedelta(days=14)

    def test_opens_again_after_that_time(self, john: Person, now: datetime) -> None:
        answered(john, LIGHT, now)
        answered(john, HEAVY, now + timedelta(days=14))

        assert [value for _, value, *_ in scores_of(john, "phq-4")] == [1, 11]

    def test_finishes_what_was_begun_in_its_place(self, john: Person, now: datetime) -> None:
        answered(john, (3, None, None, 0), now)
        answered(john, (3, 1, 1, 0), now + timedelta(days=1))

        assert scores_of(john, "phq-4") == [(now.date() + timedelta(days=1), 5, 0, 12)]

    def test_gives_no_number_while_questions_are_open(self, john: Person, now: datetime) -> None:
        answered(john, (3, None, 3, 3), now)

        assert scores_of(john, "phq-4") == []

    @pytest.mark.parametrize("answers", [(3, 3, 3), (3, 3, 3, 4), (3, 3, 3, -1), (3, 3, 3, True)])
    def test_refuses_what_is_no_answer(self, john: Person, now: datetime, answers: Any) -> None:
        with pytest.raises(AnswersRefused):
            answered(john, answers, now)

    def test_forgets_one_time(self, john: Person, now: datetime) -> None:
        forget_answers(answered=answered(john, LIGHT, now))

        assert not Answered.objects.exists()


class TestReading:
    """What other pages draw from."""

    def test_is_sorted_by_day(self, john: Person, now: datetime) -> None:
        answered(john, LIGHT, now - timedelta(weeks=6))
        answered(john, HEAVY, now)

        assert [on for on, *_ in scores_of(john, "phq-4")] == [now.date() - timedelta(weeks=6), now.date()]

    def test_begins_where_it_is_told(self, john: Person, now: datetime) -> None:
        answered(john, LIGHT, now - timedelta(days=40))
        answered(john, HEAVY, now)

        assert len(scores_of(john, "phq-4", since=now.date())) == 1

    def test_tells_the_last_whole_one_of_each_year(self, john: Person, now: datetime) -> None:
        answered(john, HEAVY, now - timedelta(days=60))
        answered(john, LIGHT, now - timedelta(days=40))
        answered(john, (3, None, 3, 3), now)

        found = scores_of(john, "phq-4", piece=lambda on: on.replace(month=1, day=1))

        assert [value for _, value, *_ in found] == [1]

    def test_leaves_out_what_this_host_cannot_score(self, john: Person, now: datetime) -> None:
        answered(john, LIGHT, now)
        Answered.objects.update(version="2031")

        assert scores_of(john, "phq-4") == []

    def test_needs_as_many_reads_for_ten_years_as_for_one_day(self, john: Person, now: datetime) -> None:
        def reads() -> int:
            with CaptureQueriesContext(connection) as caught:
                overview(john, now.date())
                taken_by(john, shelf().offered["phq-4"])
            return len(caught)

        answered(john, LIGHT, now - timedelta(days=4000))
        before = reads()
        for step in range(1, 20):
            answered(john, LIGHT, now - timedelta(days=4000 - step * 20))

        assert reads() == before


class TestPages:
    """What a person sees."""

    @pytest.fixture(autouse=True)
    def present(self, john: Person) -> datetime:
        from django.utils import timezone

        return timezone.now()

    def test_the_list_says_what_each_is_for(self, page: Browser) -> None:
        shown = page.get("/measures/").content.decode()

        assert "The support I feel" in shown
        assert "How well I have been" not in shown

    def test_a_pack_is_shown_once_the_host_switched_it_on(self, page: Browser, settings: Any) -> None:
        settings.PACKS = ["who-5"]

        assert "How well I have been" in page.get("/measures/").content.decode()

    @pytest.mark.parametrize("key", ["mspss", "phq-4", "ucla-3", "mos-sss", "barc-10"])
    def test_every_question_stands_on_the_page(self, page: Browser, key: str) -> None:
        shown = page.get(f"/measures/{key}/").content.decode()
        instrument = shelf().offered[key]

        assert shown.count("<legend>") == instrument.length

    def test_answers_lead_to_the_number(self, page: Browser) -> None:
        shown = page.press("/measures/phq-4/", form(*LIGHT)).content.decode()

        assert "on a scale from 0 to 12" in shown

    def test_open_questions_are_named_and_what_was_ticked_stays(self, page: Browser) -> None:
        response = page.post("/measures/phq-4/", form(3, None, 2, None))
        shown = response.content.decode()

        assert not Answered.objects.exists()
        assert "2 questions are still open" in shown
        assert 'href="#question-2"' in shown
        assert shown.count("checked") == 2

    def test_may_be_kept_with_questions_open(self, page: Browser) -> None:
        shown = page.press("/measures/phq-4/", form(0, None, 0, None, open="yes")).content.decode()

        assert "with 2 questions open, so there is no number yet" in shown

    def test_what_was_begun_is_ticked_when_one_comes_back(self, page: Browser) -> None:
        page.post("/measures/phq-4/", form(0, None, 1, None, open="yes"))

        assert page.get("/measures/phq-4/").content.decode().count("checked") == 2

    def test_nothing_ticked_is_not_kept(self, page: Browser) -> None:
        page.post("/measures/phq-4/", {"open": "yes"})

        assert not Answered.objects.exists()

    def test_an_answer_that_is_none_is_refused_kindly(self, page: Browser) -> None:
        shown = page.post("/measures/phq-4/", form(0, 1, 0, 9)).content.decode()

        assert "Choose one of the answers." in shown
        assert shown.count("checked") == 3

    def test_heavy_days_show_the_way_to_people(self, page: Browser) -> None:
        assert "You do not have to carry that alone" in page.press("/measures/phq-4/", form(*HEAVY)).content.decode()

    def test_light_days_do_not(self, page: Browser) -> None:
        assert "You do not have to carry" not in page.press("/measures/phq-4/", form(*LIGHT)).content.decode()

    def test_one_heavy_half_is_enough_though_the_rest_is_open(self, page: Browser) -> None:
        shown = page.press("/measures/phq-4/", form(3, 3, None, None, open="yes")).content.decode()

        assert "You do not have to carry that alone" in shown

    def test_says_when_it_opens_again(self, page: Browser) -> None:
        page.post("/measures/phq-4/", form(*LIGHT))

        assert "It opens again on" in page.press("/measures/phq-4/").content.decode()

    def test_no_label_stands_on_loneliness(self, page: Browser) -> None:
        shown = page.press("/measures/ucla-3/", form(3, 3, 3)).content.decode()

        assert "lonely" not in shown.partition("<main")[2].partition('class="source"')[0]

    @pytest.mark.parametrize("word", ["mild", "moderate", "severe", "positive", "disorder"])
    def test_no_words_of_a_diagnosis(self, page: Browser, word: str) -> None:
        shown = page.press("/measures/phq-4/", form(*HEAVY)).content.decode()

        assert word not in shown.partition("<main")[2].partition('class="source"')[0]

    def test_a_change_is_told_from_chance(self, page: Browser, john: Person, present: datetime) -> None:
        answered(john, (1, 1, 0, 0), present - timedelta(days=30))

        assert "more than measuring error" in page.press("/measures/phq-4/", form(*HEAVY)).content.decode()

    def test_chance_is_told_from_a_change(self, page: Browser, john: Person, present: datetime) -> None:
        answered(john, (1, 1, 0, 0), present - timedelta(days=30))

        assert "could be chance" in page.press("/measures/phq-4/", form(1, 1, 1, 1)).content.decode()

    def test_two_times_make_a_line_with_its_words(self, page: Browser, john: Person, present: datetime) -> None:
        answered(john, LIGHT, present - timedelta(days=30))
        shown = page.press("/measures/phq-4/", form(*HEAVY)).content.decode()

        assert 'class="over-time"' in shown
        assert shown.count("<strong>") == 2

    def test_a_fresh_start_shows_nothing_from_before(self, page: Browser, john: Person, present: datetime) -> None:
        answered(john, HEAVY, present - timedelta(days=30))
        Wishes.objects.create(person=john, is_fresh=True)

        assert "There is nothing here yet" in page.get("/measures/phq-4/so-far/").content.decode()
        assert "Last time" not in page.get("/measures/").content.decode()

    def test_one_time_can_be_deleted(self, page: Browser, john: Person, present: datetime) -> None:
        row = answered(john, LIGHT, present)
        page.post(f"/measures/answers/{row.pk}/delete/")

        assert not Answered.objects.exists()

    def test_what_a_host_no_longer_offers_can_still_be_seen(
        self, page: Browser, john: Person, present: datetime, settings: Any
    ) -> None:
        settings.PACKS = ["who-5"]
        answered(john, (2, 2, 2, 3, 3), present, "who-5")
        settings.PACKS = []

        assert "No longer offered here" in page.get("/measures/").content.decode()
        assert "on a scale from 0 to 100" in page.get("/measures/who-5/so-far/").content.decode()

    @pytest.mark.parametrize("key", ["zarit", "swemwbs", "who-5", "caregiver", "pss-10"])
    def test_what_is_not_offered_is_not_there(self, page: Browser, key: str) -> None:
        assert page.get(f"/measures/{key}/").status_code == 404

    def test_spanish_says_why_the_questions_are_in_english(self, maria: Person) -> None:
        browser = Browser()
        browser.force_login(maria)
        shown = browser.get("/measures/phq-4/").content.decode()

        assert '<div lang="en">' in shown


class TestOfTheHost:
    """The operator's own files."""

    @pytest.fixture
    def folder(self, tmp_path: Any, settings: Any) -> Any:
        settings.INSTRUMENTS = str(tmp_path)
        return tmp_path

    def test_words_for_what_we_may_only_score_open_it(self, page: Browser, folder: Any) -> None:
        words = ", ".join(f'"Question {number}"' for number in range(1, 5))
        choices = "[[0, 'a'], [1, 'b'], [2, 'c'], [3, 'd'], [4, 'e']]"
        (folder / "own.toml").write_text(
            f'key = "pss-4"\n[wording.en]\nintro = "x"\nitems = [{words}]\nchoices = {choices}'
        )

        assert "on a scale from 0 to 16" in page.press("/measures/pss-4/", form(4, 0, 1, 3)).content.decode()

    def test_a_mistake_is_named_with_its_file_and_field(self, folder: Any) -> None:
        (folder / "own.toml").write_text('key = "pss-4"\n[wording.en]\nintro = "x"\nitems = ["one"]\nchoices = []')

        assert [str(one.msg) for one in measures_can_be_read()] == [
            "own.toml: wording.en.items: 4 texts are needed, 1 are given"
        ]

    def test_a_folder_that_is_none_is_named(self, settings: Any) -> None:
        settings.INSTRUMENTS = "/nowhere/at/all"

        assert "is no folder" in measures_can_be_read()[0].msg

    def test_an_unknown_pack_is_named(self, settings: Any) -> None:
        settings.PACKS = ["zarit"]

        assert "'zarit' is none of" in measures_can_be_read()[0].msg


class TestCopies:
    """Out, in again, gone."""

    def test_come_in_again_as_they_were(self, john: Person, maria: Person, now: datetime) -> None:
        answered(john, HEAVY, now)
        read_in(by=maria, data=parts_of(john), now=now)

        assert scores_of(maria, "phq-4") == scores_of(john, "phq-4")

    @pytest.mark.parametrize("answers", ["", "{}", '["3"]', "[1.5]", "[true]"])
    def test_broken_answers_are_refused(self, john: Person, maria: Person, now: datetime, answers: str) -> None:
        answered(john, HEAVY, now)
        parts = parts_of(john)
        parts["checkins"]["answered"][0]["answers"] = answers

        with pytest.raises(ArchiveRefused):
            read_in(by=maria, data=parts, now=now)

    def test_go_with_the_account(self, john: Person, now: datetime) -> None:
        answered(john, HEAVY, now)
        erase_account(by=john, now=now)

        assert not Answered.objects.exists()
