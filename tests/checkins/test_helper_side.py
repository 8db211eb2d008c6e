"""A supporter's own side is theirs alone: they see it, the people they help learn nothing, and it goes when they go."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.asks.actions import SlotFacts, answer, thank_for
from holdfast.asks.models import Answer, Promise
from holdfast.asks.parting import leave_all
from holdfast.checkins.measuring import Given, answer_own_measure, note_how_i_am
from holdfast.checkins.models import HelperAnswered, HelperCheck
from holdfast.checkins.shelf import shelf
from holdfast.supporters.models import Agreement, Supporter
from tests.asks.circle import agreed
from tests.asks.pages_of_links import address, asked
from tests.browser import Browser

pytestmark = pytest.mark.django_db
HEAVY = {"feeling": 1, "load": 5, "note": "planted words"}


@pytest.fixture(autouse=True)
def mail(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.org"


@pytest.fixture
def now() -> datetime:
    """Pages ask the clock, so these tests live in the present."""
    return timezone.now()


@pytest.fixture
def ben(john: Person, now: datetime) -> Agreement:
    return agreed(john, "Ben", now)


@pytest.fixture
def here(ben: Agreement, now: datetime) -> str:
    return address(ben, now)


def text_of(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


class TestTenSeconds:
    """How are you?"""

    def test_is_kept_and_shown_in_words(self, stranger: Browser, here: str) -> None:
        shown = text_of(stranger.press(f"{here}me/", {"feeling": "4", "load": "2", "note": "a quiet week"}))

        assert "Saved, for you alone." in shown
        assert "Well; helping is fine" in shown
        assert "a quiet week" in shown

    def test_one_answer_is_enough(self, stranger: Browser, here: str) -> None:
        stranger.post(f"{here}me/", {"load": "3"})

        assert HelperCheck.objects.get().feeling is None

    def test_nothing_at_all_is_not_kept(self, stranger: Browser, here: str) -> None:
        shown = text_of(stranger.post(f"{here}me/", {}))

        assert "Choose one answer, or write a word." in shown
        assert not HelperCheck.objects.exists()

    def test_what_was_written_is_kept_on_a_mistake(self, stranger: Browser, here: str) -> None:
        shown = text_of(stranger.post(f"{here}me/", {"feeling": "9", "note": "a long week"}))

        assert "a long week" in shown

    def test_too_much_shows_ways_to_put_it_down(self, stranger: Browser, here: str) -> None:
        shown = text_of(stranger.press(f"{here}me/", {"load": "5"}))

        assert "You may put it down for a while" in shown
        assert f'href="{here}rest/"' in shown

    def test_the_last_answer_is_what_counts(self, stranger: Browser, ben: Agreement, here: str, now: datetime) -> None:
        note_how_i_am(supporter=ben.supporter, now=now - timedelta(days=1), **HEAVY)
        note_how_i_am(supporter=ben.supporter, feeling=None, load=2, note="", now=now)

        assert "You may put it down" not in text_of(stranger.get(f"{here}me/"))

    def test_one_note_can_be_deleted(self, stranger: Browser, ben: Agreement, here: str, now: datetime) -> None:
        kept = note_how_i_am(supporter=ben.supporter, now=now, **HEAVY)
        stranger.post(f"{here}me/", {"forget": str(kept.pk)})

        assert not HelperCheck.objects.exists()

    def test_all_of_it_can_be_deleted(self, stranger: Browser, ben: Agreement, here: str, now: datetime) -> None:
        note_how_i_am(supporter=ben.supporter, now=now, **HEAVY)
        stranger.post(f"{here}me/", {"forget_all": "yes"})

        assert not HelperCheck.objects.exists()

    @pytest.mark.parametrize("wrong", ["no id", "00000000-0000-0000-0000-000000000000"])
    def test_what_is_not_there_is_not_deleted(self, stranger: Browser, here: str, wrong: str) -> None:
        assert stranger.post(f"{here}me/", {"forget": wrong}).status_code == 404

    def test_nobody_deletes_what_is_anothers(
        self, stranger: Browser, john: Person, ben: Agreement, here: str, now: datetime
    ) -> None:
        kept = note_how_i_am(supporter=agreed(john, "Rosa", now).supporter, now=now, **HEAVY)

        assert stranger.post(f"{here}me/", {"forget": str(kept.pk)}).status_code == 404
        assert HelperCheck.objects.exists()

    def test_words_are_sealed_with_their_own_key(self, ben: Agreement, now: datetime) -> None:
        note_how_i_am(supporter=ben.supporter, now=now, **HEAVY)

        with connection.cursor() as cursor:
            cursor.execute("SELECT note FROM checkins_helpercheck")
            assert b"planted" not in bytes(cursor.fetchone()[0])


class TestOwnMeasure:
    """The sheet for those who care for somebody, where the host switched it on."""

    ANSWERS = {**{f"q{number}": "0" for number in range(1, 17)}, "q17": "8", "q18": "3"}

    def test_is_not_there_before(self, stranger: Browser, here: str) -> None:
        assert stranger.get(f"{here}me/caregiver/").status_code == 404

    def test_is_answered_and_shown(self, stranger: Browser, here: str, settings: Any) -> None:
        settings.PACKS = ["caregiver"]
        shown = text_of(stranger.press(f"{here}me/caregiver/", self.ANSWERS))

        assert "on a scale from 0 to 16" in shown
        assert "You may put it down for a while" in shown
        assert "It opens again on" in shown

    def test_open_questions_are_named(self, stranger: Browser, here: str, settings: Any) -> None:
        settings.PACKS = ["caregiver"]

        assert "17 questions are still open" in text_of(stranger.post(f"{here}me/caregiver/", {"q3": "1"}))

    def test_one_time_can_be_deleted(self, stranger: Browser, here: str, settings: Any) -> None:
        settings.PACKS = ["caregiver"]
        stranger.post(f"{here}me/caregiver/", self.ANSWERS)
        stranger.post(f"{here}me/caregiver/", {"forget": str(HelperAnswered.objects.get().pk)})

        assert not HelperAnswered.objects.exists()

    def test_is_no_measure_for_people(self, page: Browser, settings: Any) -> None:
        settings.PACKS = ["caregiver"]

        assert page.get("/measures/caregiver/").status_code == 404


class TestGiven:
    """What one gave, and what came back."""

    def helped(self, agreement: Agreement, now: datetime, days: int) -> Promise:
        slots = (SlotFacts("", now + timedelta(hours=5), now + timedelta(hours=6)),)
        reply = asked(agreement.person, agreement, now, slots=slots)
        answer(reply=reply, said=Answer.YES, now=now)
        promise = reply.promises.get()
        promise.slot.starts_at = promise.slot.ends_at = now - timedelta(days=days)
        promise.slot.save()
        Promise.objects.filter(pk=promise.pk).update(made_at=now - timedelta(days=days + 1))
        return promise

    def test_nothing_yet_is_said_kindly(self, stranger: Browser, here: str) -> None:
        assert "Being somebody who can be asked is already something" in text_of(stranger.get(f"{here}me/gave/"))

    def test_counts_four_weeks_and_a_year_across_everyone(
        self, stranger: Browser, maria: Person, ben: Agreement, here: str, now: datetime
    ) -> None:
        self.helped(ben, now, 3)
        self.helped(agreed(maria, "Benjamin", now, who=ben.supporter), now, 100)
        shown = text_of(stranger.get(f"{here}me/gave/"))

        assert "You helped 1 time in the last 4 weeks." in shown
        assert "In the last 12 months it was 2 times." in shown

    def test_a_place_given_back_is_not_counted(
        self, stranger: Browser, ben: Agreement, here: str, now: datetime
    ) -> None:
        Promise.objects.filter(pk=self.helped(ben, now, 3).pk).update(given_back_at=now)

        assert "nothing to count yet" in text_of(stranger.get(f"{here}me/gave/"))

    def test_says_what_thanks_came_back(self, stranger: Browser, ben: Agreement, here: str, now: datetime) -> None:
        thank_for(promise=self.helped(ben, now, 3), now=now)

        assert "Somebody said thanks 1 time" in text_of(stranger.get(f"{here}me/gave/"))

    def test_says_the_load_against_the_limit(self, stranger: Browser, ben: Agreement, here: str, now: datetime) -> None:
        Supporter.objects.filter(pk=ben.supporter_id).update(most_asked=3)
        asked(ben.person, ben, now)

        assert "1 of the 3 times a week you said." in text_of(stranger.get(f"{here}me/gave/"))


class TestPages:
    """What stands ready."""

    def test_every_group_leads_to_a_search_that_answers(self, stranger: Browser, here: str) -> None:
        found = re.findall(r'href="(/find/\?[^"]+)"', text_of(stranger.get(f"{here}me/groups/")))

        assert len(found) == 9
        assert {stranger.get(one.replace("&amp;", "&")).status_code for one in found} == {200}

    def test_help_that_helps_names_nobody_by_a_label(self, stranger: Browser, here: str) -> None:
        shown = text_of(stranger.get(f"{here}me/good/")).lower()

        assert not re.search(r"enabl|codepend|denial|tough love", shown)

    def test_the_own_page_leads_there(self, stranger: Browser, here: str) -> None:
        shown = text_of(stranger.get(here))

        assert {f'href="{here}me/{one}"' in shown for one in ("", "gave/", "groups/", "good/")} == {True}

    def test_the_page_needs_as_many_reads_for_a_year_of_notes(
        self, stranger: Browser, ben: Agreement, here: str, now: datetime
    ) -> None:
        def reads() -> int:
            with CaptureQueriesContext(connection) as caught:
                text_of(stranger.get(f"{here}me/"))
            return len(caught)

        note_how_i_am(supporter=ben.supporter, now=now, **HEAVY)
        before = reads()
        for day in range(40):
            note_how_i_am(supporter=ben.supporter, now=now - timedelta(days=day), **HEAVY)

        assert reads() == before


class TestTheirsAlone:
    """The people they help learn nothing of it."""

    def pages_of(self, page: Browser, ben: Agreement) -> list[str]:
        named = ("today", "network_list", "asks", "agreements", "week", "measures")
        places = [*map(reverse, named), reverse("tie", args=[ben.tie_id]), reverse("agreement", args=[ben.pk])]
        places.append(reverse("agreement_as", args=[ben.pk]))
        found = [page.get(one, follow=True) for one in places]
        assert {one.status_code for one in found} == {200}
        return [re.sub(r'value="[^"]{60,}"', "", one.content.decode()) for one in found]

    def test_no_page_of_the_person_changes(self, page: Browser, ben: Agreement, now: datetime, settings: Any) -> None:
        settings.PACKS = ["caregiver"]
        before = self.pages_of(page, ben)
        note_how_i_am(supporter=ben.supporter, now=now, **HEAVY)
        answers = (*(1,) * 16, 10, 10)
        given = Given(shelf().offered["caregiver"], answers, "en")
        answer_own_measure(supporter=ben.supporter, given=given, now=now)

        assert self.pages_of(page, ben) == before

    def test_nothing_of_it_is_in_the_persons_copy(self, john: Person, ben: Agreement, now: datetime) -> None:
        from holdfast.home.copies import parts_of

        note_how_i_am(supporter=ben.supporter, now=now, **HEAVY)

        assert "planted words" not in str(parts_of(john))

    def test_goes_when_they_leave(self, ben: Agreement, now: datetime) -> None:
        note_how_i_am(supporter=ben.supporter, now=now, **HEAVY)
        leave_all(supporter=ben.supporter, now=now)

        assert not HelperCheck.objects.exists()

    def test_whoever_left_finds_no_page(self, stranger: Browser, ben: Agreement, here: str, now: datetime) -> None:
        leave_all(supporter=ben.supporter, now=now)

        assert stranger.get(f"{here}me/").status_code == 404
