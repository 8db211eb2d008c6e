"""Referrals with the loop closed, the other programme, and the first visit."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.consent.models import Restriction
from holdfast.domain.network import Role
from holdfast.domain.referrals import Act, NotNow, Who
from holdfast.network import actions
from holdfast.notices.models import Notice
from holdfast.teams.models import CareTeam, Handoff, Member, Programme, Referral, Worker
from holdfast.teams.referrals import (
    HandoffFacts,
    ReferralFacts,
    StepFacts,
    prepare_handoff,
    propose_referral,
    referrals_in,
    take_step,
    waiting_referrals,
)
from tests.browser import Browser
from tests.teams.team import leaves, listing

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WHY = "A bed for two weeks"


@pytest.fixture
def proposed(dee: Member, harbour: Programme, lou_works: Worker, present: datetime) -> Referral:
    """To Harbour, which is on this host."""
    return propose_referral(by=dee, facts=ReferralFacts("Harbour", WHY, harbour), now=present)


@pytest.fixture
def elsewhere(dee: Member, present: datetime) -> Referral:
    """To a place that is not here."""
    return propose_referral(by=dee, facts=ReferralFacts("The clinic", WHY), now=present)


def here(row: Referral, side: str = "team") -> str:
    return f"/{side}/{row.care_team_id}/referrals/{row.pk}/"


def step(row: Referral, act: Act, who: Who, at: datetime) -> Referral:
    return take_step(referral=row, facts=StepFacts(act, who, at.date()), now=at)


def sent(row: Referral, at: datetime) -> Referral:
    step(row, Act.AGREE, Who.PERSON, at)
    return step(row, Act.SEND, Who.TEAM, at)


def test_a_programme_of_this_host_is_chosen(office: Browser, team: CareTeam, harbour: Programme) -> None:
    office.press(f"/work/{team.pk}/referrals/new/", {"programme": str(harbour.pk), "why": WHY})

    assert Referral.objects.get().programme == harbour


def test_somewhere_has_to_be_said(office: Browser, team: CareTeam) -> None:
    answer = office.post(f"/work/{team.pk}/referrals/new/", {"why": WHY})

    assert "Write where to, or choose a programme." in answer.content.decode()


def test_their_own_programme_is_not_offered(office: Browser, team: CareTeam) -> None:
    said = {"programme": str(team.programme_id), "why": WHY}

    assert office.post(f"/work/{team.pk}/referrals/new/", said).status_code == 200


class TestThePersonDecides:
    @pytest.mark.parametrize("words", ["Dee", WHY, "Harbour", "Nothing is sent before you say yes"])
    def test_they_read_who_what_and_why(self, page: Browser, proposed: Referral, words: str) -> None:
        assert words in page.get(here(proposed)).content.decode()

    def test_nothing_is_sent_before_their_yes(self, office: Browser, proposed: Referral) -> None:
        office.press(here(proposed, "work"), {"do": "send"})

        assert Referral.objects.get().sent_at is None

    def test_before_their_yes_the_other_programme_sees_nothing(
        self, other_house: Browser, page: Browser, proposed: Referral
    ) -> None:
        page.press(here(proposed), {"do": "agree"})

        assert other_house.get(f"/work/received/{proposed.pk}/").status_code == 404
        assert "John" not in other_house.get("/work/received/").content.decode()

    def test_a_no_ends_it(self, page: Browser, office: Browser, proposed: Referral) -> None:
        page.press(here(proposed), {"do": "decline"})

        assert "Declined. Nothing was sent." in office.get(here(proposed, "work")).content.decode()

    def test_the_team_cannot_say_yes_for_them(self, office: Browser, proposed: Referral) -> None:
        office.press(here(proposed, "work"), {"do": "agree"})

        assert Referral.objects.get().agreed_at is None

    def test_a_yes_taken_back_shuts_the_other_door(
        self, page: Browser, other_house: Browser, proposed: Referral, present: datetime
    ) -> None:
        sent(proposed, present)
        page.press(here(proposed), {"do": "close", "outcome": "changed_mind"})

        assert other_house.get(f"/work/received/{proposed.pk}/").status_code == 404


class TestTheOtherProgramme:
    def test_its_lead_reads_the_name_and_the_words(
        self, other_house: Browser, proposed: Referral, present: datetime
    ) -> None:
        sent(proposed, present)

        shown = other_house.get(f"/work/received/{proposed.pk}/").content.decode()

        assert WHY in shown
        assert "<h1>John</h1>" in shown

    def test_it_reads_nothing_else(
        self, other_house: Browser, proposed: Referral, team: CareTeam, present: datetime
    ) -> None:
        sent(proposed, present)

        for part in ("messages", "recommended", "referrals", "sessions", "notes", f"referrals/{proposed.pk}"):
            assert other_house.get(f"/work/{team.pk}/{part}/").status_code == 404

    def test_it_says_that_it_arrived(self, other_house: Browser, proposed: Referral, present: datetime) -> None:
        sent(proposed, present)
        other_house.press(f"/work/received/{proposed.pk}/", {"do": "receive"})

        assert Referral.objects.get().received_at

    def test_it_says_that_there_is_no_place(
        self, other_house: Browser, page: Browser, proposed: Referral, present: datetime
    ) -> None:
        sent(proposed, present)
        said = {"do": "close", "outcome": "no_place", "words": "Full until May"}
        other_house.press(f"/work/received/{proposed.pk}/", said)

        shown = page.get(here(proposed)).content.decode()
        assert "They had no place" in shown
        assert "Full until May" in shown

    def test_it_can_say_nothing_else_of_an_end(
        self, other_house: Browser, proposed: Referral, present: datetime
    ) -> None:
        sent(proposed, present)
        other_house.post(f"/work/received/{proposed.pk}/", {"do": "close", "outcome": "changed_mind"})

        assert Referral.objects.get().closed_at is None

    def test_its_lead_hears_of_it(self, proposed: Referral, lou_works: Worker, present: datetime) -> None:
        sent(proposed, present)

        assert Notice.objects.filter(person_id=lou_works.person_id).count() == 1

    @pytest.mark.parametrize("column", ["leads", "left_at", "verified_until"])
    def test_only_a_verified_lead_of_today(
        self, other_house: Browser, proposed: Referral, lou_works: Worker, present: datetime, column: str
    ) -> None:
        sent(proposed, present)
        Worker.objects.filter(pk=lou_works.pk).update(**{column: False if column == "leads" else present})

        assert other_house.get(f"/work/received/{proposed.pk}/").status_code == 404

    def test_nothing_while_the_person_has_stopped_all_sharing(
        self, other_house: Browser, proposed: Referral, present: datetime
    ) -> None:
        sent(proposed, present)
        Restriction.objects.create(person=proposed.person, since=present)

        assert other_house.get(f"/work/received/{proposed.pk}/").status_code == 404

    def test_their_own_team_cannot_say_it_for_them(self, office: Browser, proposed: Referral, present: datetime) -> None:
        sent(proposed, present)
        office.press(here(proposed, "work"), {"do": "receive"})

        assert Referral.objects.get().received_at is None

    def test_a_lead_sees_what_came_and_no_more_reads_for_more(
        self, other_house: Browser, dee: Member, harbour: Programme, lou_works: Worker, present: datetime
    ) -> None:
        counts = []
        for many in (1, 5):
            for _ in range(many):
                sent(propose_referral(by=dee, facts=ReferralFacts("Harbour", WHY, harbour), now=present), present)
            with CaptureQueriesContext(connection) as captured:
                other_house.get("/work/received/")
            counts.append(len(captured))

        assert counts[0] == counts[1]


class TestElsewhere:
    def test_the_worker_marks_that_it_arrived(self, office: Browser, elsewhere: Referral, present: datetime) -> None:
        sent(elsewhere, present)
        office.press(here(elsewhere, "work"), {"do": "receive"})

        assert Referral.objects.get().received_at

    def test_a_listing_that_is_gone_says_so(self, page: Browser, dee: Member, present: datetime) -> None:
        place = listing("Gone house", present)
        row = propose_referral(by=dee, facts=ReferralFacts("Gone house", WHY, None, place), now=present)
        type(place).objects.filter(pk=place.pk).update(gone_at=present)

        assert "no longer in the directory" in page.get(here(row)).content.decode()


class TestWhatWaits:
    def test_a_sent_one_is_named_after_a_week(self, office: Browser, elsewhere: Referral, present: datetime) -> None:
        sent(elsewhere, present - 9 * DAY)

        assert "Sent 9 days ago, not yet received." in office.get("/work/waiting/").content.decode()

    def test_what_is_on_its_way_is_not_late(self, elsewhere: Referral, dee: Member, present: datetime) -> None:
        sent(elsewhere, present)

        assert waiting_referrals(dee.worker.person, now=present + 6 * DAY) == []

    def test_the_longest_wait_stands_first(self, dee: Member, team: CareTeam, present: datetime) -> None:
        for days in (3, 9, 6):
            sent(propose_referral(by=dee, facts=ReferralFacts(f"{days} days", WHY), now=present), present - days * DAY)

        assert [one.referral.name for one in referrals_in(team, now=present)] == ["9 days", "6 days", "3 days"]

    def test_who_left_is_told_of_nothing(self, elsewhere: Referral, dee: Member, present: datetime) -> None:
        sent(elsewhere, present - 9 * DAY)
        leaves(dee, present)

        assert waiting_referrals(dee.worker.person, now=present) == []

    def test_a_list_reads_no_more_for_more(
        self, office: Browser, team: CareTeam, dee: Member, present: datetime
    ) -> None:
        counts = []
        for many in (1, 8):
            for _ in range(many):
                sent(propose_referral(by=dee, facts=ReferralFacts("x", WHY), now=present), present - 9 * DAY)
            with CaptureQueriesContext(connection) as captured:
                office.get(f"/work/{team.pk}/referrals/")
            counts.append(len(captured))

        assert counts[0] == counts[1]


class TestTheSteps:
    def test_each_step_shows_its_day(self, page: Browser, elsewhere: Referral, present: datetime) -> None:
        sent(elsewhere, present)

        shown = page.get(here(elsewhere)).content.decode()

        assert shown.count('<li class="done">') == 3
        assert shown.count('<li class="next">') == 1

    def test_a_step_out_of_order_is_refused(self, elsewhere: Referral, present: datetime) -> None:
        with pytest.raises(NotNow):
            step(elsewhere, Act.RECEIVE, Who.TEAM, present)

    def test_a_second_tap_changes_nothing(self, page: Browser, elsewhere: Referral) -> None:
        page.press(here(elsewhere), {"do": "agree"})
        first = Referral.objects.get().agreed_at

        answer = page.press(here(elsewhere), {"do": "agree"})

        assert Referral.objects.get().agreed_at == first
        assert "It had moved on meanwhile" in answer.content.decode()

    def test_it_ends_with_a_reason_in_words(self, office: Browser, page: Browser, elsewhere: Referral) -> None:
        page.press(here(elsewhere), {"do": "agree"})
        office.press(here(elsewhere, "work"), {"do": "close", "outcome": "no_answer", "words": "Three calls"})

        assert "They did not answer Three calls" in page.get(here(elsewhere)).content.decode()

    def test_an_end_without_a_reason_is_asked_again(self, office: Browser, elsewhere: Referral) -> None:
        answer = office.post(here(elsewhere, "work"), {"do": "close", "words": "Three calls"})

        assert "Three calls" in answer.content.decode()

    @pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", ""])
    def test_a_visit_on_a_day_that_cannot_be_is_asked_again(
        self, page: Browser, elsewhere: Referral, present: datetime, day: str
    ) -> None:
        sent(elsewhere, present)

        assert page.post(here(elsewhere), {"do": "visit", "on": day}).status_code == 200
        assert Referral.objects.get().first_visit_on is None


class TestTheFirstVisit:
    @pytest.fixture
    def ready(self, elsewhere: Referral, present: datetime) -> Referral:
        """Agreed, sent, and prepared for next week."""
        sent(elsewhere, present)
        facts = HandoffFacts("Nurse Kim", "555 0199", "Dee", present + 7 * DAY, True)
        prepare_handoff(referral=elsewhere, facts=facts, now=present)
        return elsewhere

    def test_the_worker_prepares_it(self, office: Browser, elsewhere: Referral) -> None:
        on = timezone.localdate() + 7 * DAY
        said = {"contact": "Nurse Kim", "companion": "Dee", "on": on.isoformat(), "at": "10:00"}
        office.press(f"{here(elsewhere, 'work')}visit/", said)

        assert Handoff.objects.get().contact == "Nurse Kim"

    def test_a_day_without_a_time_is_asked_again(self, office: Browser, elsewhere: Referral) -> None:
        on = timezone.localdate() + 7 * DAY
        said = {"contact": "Nurse Kim", "on": on.isoformat()}

        answer = office.post(f"{here(elsewhere, 'work')}visit/", said)

        assert "Give the day and the time" in answer.content.decode()

    @pytest.mark.parametrize("words", ["Nurse Kim", "555 0199", "Dee", "They know that you are coming", "Chicago time"])
    def test_one_page_says_it_all(self, page: Browser, ready: Referral, words: str) -> None:
        assert words in page.get(f"{here(ready)}visit/").content.decode()

    def test_it_says_the_way_there(self, page: Browser, dee: Member, present: datetime) -> None:
        place = listing("Lantern house", present)
        row = propose_referral(by=dee, facts=ReferralFacts("Lantern house", WHY, None, place), now=present)

        shown = page.get(f"{here(row)}visit/").content.decode()

        assert f"/find/{place.pk}/" in shown
        assert "12 Main Street" in shown

    def test_the_person_chooses_who_comes_along(
        self, page: Browser, office: Browser, ready: Referral, john: Person, present: datetime
    ) -> None:
        network = actions.main_network(by=john, name="x", now=present)
        ben = actions.add_tie(by=john, networks=[network], facts=actions.TieFacts("Ben", Role.FRIEND), now=present)
        page.press(f"{here(ready)}visit/", {"do": "companion", "tie": str(ben.pk)})

        assert "Ben" in office.get(here(ready, "work")).content.decode()

    def test_somebody_elses_tie_is_not_there(
        self, page: Browser, ready: Referral, maria: Person, present: datetime
    ) -> None:
        network = actions.main_network(by=maria, name="x", now=present)
        ana = actions.add_tie(by=maria, networks=[network], facts=actions.TieFacts("Ana", Role.FRIEND), now=present)
        page.post(f"{here(ready)}visit/", {"do": "companion", "tie": str(ana.pk)})

        assert Handoff.objects.get().companion == "Dee"

    def test_after_the_date_it_asks_how_it_went(self, page: Browser, ready: Referral, present: datetime) -> None:
        Handoff.objects.update(visit_at=present - DAY)

        assert "How did it go?" in page.get(f"{here(ready)}visit/").content.decode()

    def test_who_went_closes_the_step(self, page: Browser, ready: Referral, present: datetime) -> None:
        Handoff.objects.update(visit_at=present - DAY)
        page.press(f"{here(ready)}visit/", {"do": "went", "went": "yes"})

        assert Referral.objects.get().first_visit_on

    def test_not_this_time_loses_nothing(self, page: Browser, office: Browser, ready: Referral) -> None:
        Handoff.objects.update(visit_at=timezone.now() - DAY)
        page.press(f"{here(ready)}visit/", {"do": "went", "went": "no"})

        row = Referral.objects.get()
        assert (row.first_visit_on, row.closed_at) == (None, None)
        assert "They were not there this time" in office.get(here(ready, "work")).content.decode()
