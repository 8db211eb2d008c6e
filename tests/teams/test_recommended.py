"""What a team recommends: the loop closes as far as the person wants."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.accounts.models import Person
from holdfast.directory.models import IndexVersion, Listing
from holdfast.network.models import Tie
from holdfast.notices.models import Notice
from holdfast.teams.models import CareTeam, Member, Recommendation
from holdfast.teams.recommending import AnswerFacts, RecommendFacts, answer_recommendation, recommend
from tests.browser import Browser
from tests.teams.team import listing

pytestmark = pytest.mark.django_db
TRIED = {"state": "tried", "tried_on": "2026-11-18", "how_it_was": "Warm people"}


@pytest.fixture
def friday(present: datetime) -> Listing:
    found = listing("Friday Lantern", present)
    IndexVersion.objects.update_or_create(pk=1, defaults={"number": 9000})
    return found


@pytest.fixture
def idea(dee: Member, friday: Listing, present: datetime) -> Recommendation:
    facts = RecommendFacts("Friday Lantern", "They welcome who is new", friday)
    return recommend(by=dee, facts=facts, now=present)


def here(team: CareTeam, side: str = "team") -> str:
    return f"/{side}/{team.pk}/recommended/"


class TestRecommending:
    def test_words_find_a_listing(self, office: Browser, team: CareTeam, friday: Listing) -> None:
        shown = office.get(f"{here(team, 'work')}new/", {"words": "lantern"}).content.decode()

        assert f"?listing={friday.pk}" in shown

    def test_what_was_found_is_recommended(
        self, office: Browser, team: CareTeam, friday: Listing, page: Browser
    ) -> None:
        said = {"listing": str(friday.pk), "name": "Friday Lantern", "why": "They welcome who is new"}
        office.press(f"{here(team, 'work')}new/", said)

        assert Recommendation.objects.get().listing == friday

    def test_what_is_in_no_directory_is_typed(self, office: Browser, team: CareTeam) -> None:
        office.press(f"{here(team, 'work')}new/", {"name": "The choir", "why": "You like to sing"})

        assert Recommendation.objects.get().name == "The choir"

    def test_why_is_asked_for_and_what_was_typed_stays(self, office: Browser, team: CareTeam) -> None:
        answer = office.post(f"{here(team, 'work')}new/", {"name": "The choir"})

        assert "This field is required" in answer.content.decode()
        assert "The choir" in answer.content.decode()

    def test_the_person_hears_of_it(self, idea: Recommendation, john: Person) -> None:
        assert Notice.objects.filter(person_id=john.pk).count() == 1

    @pytest.mark.parametrize("words", ["Dee", "They welcome who is new", "Friday Lantern"])
    def test_the_person_reads_who_what_and_why(
        self, page: Browser, team: CareTeam, idea: Recommendation, words: str
    ) -> None:
        assert words in page.get(f"{here(team)}{idea.pk}/").content.decode()


class TestWhatTheDirectoryAndTheMapSay:
    def test_it_can_be_kept_on_the_map(
        self, page: Browser, team: CareTeam, idea: Recommendation, friday: Listing
    ) -> None:
        assert f"/keep/{friday.pk}/" in page.get(f"{here(team)}{idea.pk}/").content.decode()

    def test_what_is_kept_says_so(
        self, page: Browser, team: CareTeam, idea: Recommendation, friday: Listing, present: datetime
    ) -> None:
        page.post(f"/keep/{friday.pk}/", {"name": "Friday Lantern", "circle": "1"})

        assert Tie.objects.filter(listing_key=str(friday.pk)).exists()
        assert "It is on your map" in page.get(f"{here(team)}{idea.pk}/").content.decode()

    def test_the_team_does_not_learn_what_is_on_the_map(
        self, page: Browser, office: Browser, team: CareTeam, idea: Recommendation, friday: Listing
    ) -> None:
        before = office.get(here(team, "work")).content
        page.post(f"/keep/{friday.pk}/", {"name": "Friday Lantern", "circle": "1"})

        assert _body(office.get(here(team, "work")).content) == _body(before)

    @pytest.mark.parametrize("column", ["gone_at", "hidden_at"])
    def test_a_listing_that_is_gone_says_so(
        self, page: Browser, team: CareTeam, idea: Recommendation, friday: Listing, present: datetime, column: str
    ) -> None:
        Listing.objects.filter(pk=friday.pk).update(**{column: present})

        assert "no longer in the directory" in page.get(f"{here(team)}{idea.pk}/").content.decode()

    def test_one_that_was_joined_with_another_leads_there(
        self, page: Browser, team: CareTeam, idea: Recommendation, friday: Listing, present: datetime
    ) -> None:
        other = listing("The same group", present)
        Listing.objects.filter(pk=friday.pk).update(merged_into=other)

        assert f"/find/{other.pk}/" in page.get(f"{here(team)}{idea.pk}/").content.decode()


def _body(content: bytes) -> str:
    return content.decode().partition("<main")[2].partition("</main>")[0]


class TestTheLoop:
    def test_the_team_reads_what_it_is_told(
        self, page: Browser, office: Browser, team: CareTeam, idea: Recommendation
    ) -> None:
        page.press(f"{here(team)}{idea.pk}/", {**TRIED, "is_told": "on"})

        shown = office.get(here(team, "work")).content.decode()

        assert "Warm people" in shown
        assert "tried" in shown

    @pytest.mark.parametrize("state", ["later", "tried", "not_for_me"])
    def test_without_a_yes_the_team_sees_no_difference(
        self, page: Browser, office: Browser, team: CareTeam, idea: Recommendation, state: str
    ) -> None:
        before = _body(office.get(here(team, "work")).content)
        page.press(f"{here(team)}{idea.pk}/", {**TRIED, "state": state})

        assert _body(office.get(here(team, "work")).content) == before

    def test_a_yes_taken_back_hides_it_again(
        self, page: Browser, office: Browser, team: CareTeam, idea: Recommendation
    ) -> None:
        for told in ({"is_told": "on"}, {}):
            page.press(f"{here(team)}{idea.pk}/", {**TRIED, **told})

        assert "Warm people" not in office.get(here(team, "work")).content.decode()

    def test_what_is_kept_back_writes_no_letter(
        self, idea: Recommendation, dee: Member, present: datetime
    ) -> None:
        answer_recommendation(recommendation=idea, facts=AnswerFacts("tried", None, "x", False), now=present)

        assert not Notice.objects.filter(person_id=dee.worker.person_id).exists()

    @pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "soon"])
    def test_a_day_that_cannot_be_is_asked_again(
        self, page: Browser, team: CareTeam, idea: Recommendation, day: str
    ) -> None:
        answer = page.post(f"{here(team)}{idea.pk}/", {**TRIED, "tried_on": day})

        assert answer.status_code == 200
        assert "Warm people" in answer.content.decode()


@pytest.mark.parametrize("side", ["team", "work"])
def test_a_list_reads_no_more_for_more(
    page: Browser, office: Browser, team: CareTeam, dee: Member, present: datetime, side: str
) -> None:
    counts: list[Any] = []
    for many in (2, 12):
        for number in range(many):
            found = listing(f"Group {many} {number}", present)
            recommend(by=dee, facts=RecommendFacts("x", "x", found), now=present)
        with CaptureQueriesContext(connection) as captured:
            (page if side == "team" else office).get(here(team, side))
        counts.append(len(captured))

    assert counts[0] == counts[1]
    assert counts[1] <= 16
