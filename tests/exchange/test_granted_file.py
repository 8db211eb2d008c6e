"""A worker's file: what was granted at that moment, each item a line of the record, never more than its page shows."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import Http404

from holdfast.accounts.models import Person
from holdfast.checkins.attendance import AttendanceFacts, log_attendance
from holdfast.consent.actions import Reason, open_emergency, restrict, revoke
from holdfast.consent.models import Entry
from holdfast.domain.consent import Item
from holdfast.domain.fhir.bundle import bundle
from holdfast.domain.fhir.terms import NOTICE
from holdfast.teams.exchange import CAN_GO
from holdfast.teams.exchange_granted import take_along
from holdfast.teams.members import end_member
from holdfast.teams.models import Member
from holdfast.teams.queries import member_viewer
from tests.browser import Browser
from tests.domain.fhir.test_bundle import faults
from tests.exchange.conftest import granted

pytestmark = pytest.mark.django_db


def taken(member: Member, *items: Item, now: datetime) -> dict[str, Any]:
    return bundle(take_along(member=member, items=items, now=now))


def lines() -> list[tuple[str, str]]:
    """What the record says was taken or looked at."""
    rows = Entry.objects.filter(verb__in=[Entry.Verb.TOOK, Entry.Verb.LOOKED]).order_by("number")
    return [(row.verb, row.items) for row in rows]


def where(member: Member) -> str:
    return f"/work/{member.care_team_id}/file/"


def test_what_was_granted_is_in_the_file_and_nothing_else(full: Person, dee: Member, present: datetime) -> None:
    granted(dee, [Item.GOALS], present)

    kinds = {one["resource"]["resourceType"] for one in taken(dee, *CAN_GO, now=present)["entry"]}

    assert kinds == {"Patient", "Goal", "Consent"}


def test_each_item_that_was_taken_is_one_line_of_the_record(full: Person, dee: Member, present: datetime) -> None:
    granted(dee, [Item.GOALS, Item.MEASURES, Item.NETWORK], present)

    taken(dee, Item.GOALS, Item.NETWORK, Item.SAFETY_PLAN, now=present)

    assert sorted(lines()) == [("took", "goals"), ("took", "network")]


def test_everything_that_can_be_granted_is_valid(full: Person, dee: Member, present: datetime) -> None:
    granted(dee, list(Item), present)

    assert faults(taken(dee, *CAN_GO, now=present)) == []


def test_the_consent_and_the_notice_are_in_it(full: Person, dee: Member, present: datetime) -> None:
    grant = granted(dee, [Item.GOALS, Item.DAYS], present)
    file = taken(dee, Item.GOALS, now=present)

    (consent,) = [one["resource"] for one in file["entry"] if one["resource"]["resourceType"] == "Consent"]

    assert consent["identifier"][0]["value"] == grant.pk.urn
    assert consent["policyRule"]["text"] == NOTICE
    assert [one["coding"][0]["code"] for one in consent["provision"]["code"]] == ["goals"]


NEVER = (
    "Rosa Vale",
    "Ben Ode",
    "rosa@example.org",
    "a secret note",
    "a secret day",
    "a secret why",
    "a secret slip",
    "a secret thing",
    "a secret talk",
    "john-w",
    "linkId",
)
"""Those on the map agreed to nothing; notes are to oneself; answers to single questions are never shown."""


@pytest.mark.parametrize("words", NEVER)
def test_no_more_goes_out_than_pages_show(full: Person, dee: Member, present: datetime, words: str) -> None:
    items = [item for item in Item if item is not Item.SAFETY_PLAN]
    granted(dee, items, present)

    assert words not in json.dumps(taken(dee, *items, now=present), ensure_ascii=False)


def test_the_map_goes_out_as_roles(full: Person, dee: Member, present: datetime) -> None:
    granted(dee, [Item.NETWORK], present)
    file = taken(dee, Item.NETWORK, now=present)

    (team,) = [one["resource"] for one in file["entry"] if one["resource"]["resourceType"] == "CareTeam"]

    roles = sorted(one["role"][0]["text"] for one in team["participant"])
    assert roles == ["friend", "sibling"]


def test_check_ins_go_out_as_means_of_weeks(full: Person, dee: Member, present: datetime) -> None:
    granted(dee, [Item.CHECK_INS], present)
    file = taken(dee, Item.CHECK_INS, now=present)

    found = [one["resource"] for one in file["entry"] if one["resource"]["resourceType"] == "Observation"]

    assert [one["valueQuantity"]["value"] for one in found] == [2, 7]
    assert all("effectivePeriod" in one for one in found)


def test_days_go_out_as_their_page_says_them_and_no_setback(full: Person, dee: Member, present: datetime) -> None:
    granted(dee, [Item.DAYS], present)
    file = taken(dee, Item.DAYS, now=present)

    (tea,) = [one["resource"] for one in file["entry"] if one["resource"]["resourceType"] == "Observation"]

    assert (tea["valueQuantity"]["value"], tea["component"][0]["valueQuantity"]["value"]) == (10, 40)
    assert "effectivePeriod" not in tea


def test_where_they_were_goes_out_as_its_page_says_it(full: Person, dee: Member, present: datetime) -> None:
    log_attendance(
        by=full,
        facts=AttendanceFacts(present.date() - timedelta(days=120), "Long ago"),
        now=present - timedelta(hours=1),
    )
    granted(dee, [Item.ATTENDANCE], present)
    file = taken(dee, Item.ATTENDANCE, now=present)

    found = [one["resource"] for one in file["entry"] if one["resource"]["resourceType"] == "Observation"]

    assert sorted(one["valueString"] for one in found) == ["Lake group", "brother or sister"]


def test_files_for_two_teams_cannot_be_laid_beside_each_other(full: Person, dee: Member, present: datetime) -> None:
    granted(dee, [Item.GOALS], present)
    file = taken(dee, Item.GOALS, now=present)

    assert str(full.pk) not in json.dumps(file)
    assert file["entry"][0]["fullUrl"] != full.pk.urn


@pytest.mark.parametrize("after", [timedelta(0), timedelta(seconds=1)])
def test_at_its_end_a_grant_gives_no_file(full: Person, dee: Member, present: datetime, after: timedelta) -> None:
    grant = granted(dee, [Item.GOALS], present)

    with pytest.raises(Http404):
        take_along(member=dee, items=[Item.GOALS], now=grant.ends_at + after)

    assert lines() == []


def test_what_was_revoked_while_the_page_was_open_is_not_taken(
    full: Person, dee: Member, office: Browser, present: datetime
) -> None:
    grant = granted(dee, [Item.GOALS], present)
    assert office.get(where(dee)).status_code == 200

    revoke(grant=grant, now=present)

    assert office.post(where(dee), {"items": ["goals"]}).status_code == 404
    assert lines() == []


def test_while_a_person_stops_everything_there_is_no_file(
    full: Person, dee: Member, office: Browser, present: datetime
) -> None:
    granted(dee, [Item.GOALS], present)
    restrict(by=full, now=present)

    assert office.get(where(dee)).status_code == 404


def test_an_emergency_gives_no_file(full: Person, dee: Member, office: Browser, present: datetime) -> None:
    reason = Reason("Dee", "Riverside", "overdose", "found on the floor")
    open_emergency(person=full, viewer=member_viewer(dee), actor=dee.worker.person_id, reason=reason, now=present)

    assert office.get(where(dee)).status_code == 404


def test_whoever_left_the_team_gets_no_file(full: Person, dee: Member, office: Browser, present: datetime) -> None:
    granted(dee, [Item.GOALS], present)
    end_member(member=dee, now=present)

    assert office.get(where(dee)).status_code == 404


def test_the_person_themselves_has_no_such_page(full: Person, dee: Member, page: Browser, present: datetime) -> None:
    granted(dee, [Item.GOALS], present)

    assert page.get(where(dee)).status_code == 404


def test_looking_at_the_page_takes_nothing(full: Person, dee: Member, office: Browser, present: datetime) -> None:
    granted(dee, [Item.GOALS, Item.DAYS], present)

    text = office.get(where(dee)).content.decode()

    assert lines() == []
    assert "Goals" in text
    assert "Days" in text
    assert "Measures" not in text


def test_the_page_gives_the_file(full: Person, dee: Member, office: Browser, present: datetime) -> None:
    granted(dee, [Item.GOALS], present)

    answer = office.post(where(dee), {"items": ["goals"]})

    assert answer.headers["Content-Disposition"].startswith('attachment; filename="notes-')
    assert lines() == [("took", "goals")]
    assert "walk to the lake" in answer.content.decode()


def test_an_item_that_was_not_offered_is_refused(full: Person, dee: Member, office: Browser, present: datetime) -> None:
    granted(dee, [Item.GOALS], present)

    answer = office.post(where(dee), {"items": ["goals", "measures"]})

    assert answer.headers["Content-Type"].startswith("text/html")
    assert lines() == []
