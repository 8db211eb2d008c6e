"""A clinic's file: drafts to pick from, nothing by itself, and no file that makes the page fall."""

from __future__ import annotations

import json
import re
from datetime import datetime
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.accounts.models import Person
from holdfast.care.actions import MOST_LINES, LineFacts, add_line
from holdfast.care.models import PlanLine, RecoveryLine
from holdfast.checkins.coping import steps_of
from holdfast.domain.consent import Item
from holdfast.domain.fhir.bundle import bundle
from holdfast.domain.fhir.reading import read
from holdfast.domain.network import Role
from holdfast.domain.recovery_plan import Part
from holdfast.domain.safety_plan import Step
from holdfast.network.access import ties_of
from holdfast.network.models import Tie
from holdfast.teams.exchange import Choice, chosen
from holdfast.teams.exchange_forms import carried, found_in
from tests.browser import Browser

pytestmark = pytest.mark.django_db

CLINIC = {
    "resourceType": "Bundle",
    "entry": [
        {
            "resource": {
                "resourceType": "CareTeam",
                "participant": [
                    {"role": [{"text": "Case manager <b>x"}], "member": {"display": "Ana <Ruiz>"}},
                    {"role": [{"text": "Sister"}], "member": {"display": "Rosa"}},
                    {},
                ],
            }
        },
        {
            "resource": {
                "resourceType": "CarePlan",
                "activity": [
                    {"detail": {"description": "Group on Fridays"}},
                    {"detail": {"description": "Sleep by ten"}},
                ],
            }
        },
        {"resource": {"resourceType": "Goal", "description": {"text": "See the children"}}},
        {"resource": {"resourceType": "Medication"}},
    ],
}


def brought(page: Browser, data: bytes) -> str:
    answer = page.post("/exchange/bring/", {"file": SimpleUploadedFile("plan.json", data)})
    return str(answer.content.decode())


def token(text: str) -> str:
    found = re.search(r'name="carried" value="([^"]*)"', text)
    assert found
    return unescape(found[1])


def fields(text: str, **ticked: str) -> dict[str, Any]:
    """The form of the page as it is sent, with these ticked."""
    chosen_options = {}
    for name, inside in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', text, re.DOTALL):
        option = re.search(r'value="([^"]*)" selected', inside)
        chosen_options[name] = option[1] if option else ""
    return {"carried": token(text), **chosen_options, **ticked}


def test_what_is_in_it_is_shown_and_what_is_not_read_is_said(page: Browser) -> None:
    text = brought(page, json.dumps(CLINIC).encode())

    for words in ("Ana &lt;Ruiz&gt;", "Rosa", "Group on Fridays", "See the children", "Medication (1)"):
        assert words in text
    assert "entry[0].resource.participant[2]" in text
    assert "<b>x" not in text


def test_nothing_is_ticked_and_nothing_comes_in_by_itself(page: Browser, john: Person) -> None:
    text = brought(page, json.dumps(CLINIC).encode())

    page.press("/exchange/pick/", fields(text))

    assert " checked" not in text
    assert not ties_of(john).exists()
    assert not RecoveryLine.objects.filter(person=john).exists()


def test_whoever_is_ticked_comes_onto_the_map_in_the_role_that_was_said(page: Browser, john: Person) -> None:
    text = brought(page, json.dumps(CLINIC).encode())

    page.press("/exchange/pick/", fields(text, **{"take-person-0": "on"}))

    (tie,) = ties_of(john)
    assert (tie.name, tie.role) == ("Ana <Ruiz>", Role.CASE_MANAGER)


def test_lines_go_where_the_person_says(page: Browser, john: Person) -> None:
    text = brought(page, json.dumps(CLINIC).encode())
    said = {
        "take-line-0": "on",
        "take-line-1": "on",
        "as-line-1": "safety-2",
        "take-line-2": "on",
    }

    page.press("/exchange/pick/", fields(text, **said))

    rows = {(row.part, row.text) for row in RecoveryLine.objects.filter(person=john)}
    assert rows == {(Part.STRATEGIES, "Group on Fridays"), (Part.GOALS, "See the children")}
    assert [row.text for row in steps_of(john)] == ["Sleep by ten"]


def test_a_step_that_is_full_says_so_and_the_rest_comes_in(page: Browser, john: Person, present: datetime) -> None:
    for number in range(MOST_LINES):
        add_line(by=john, step=Step.WARNING, facts=LineFacts(str(number)), now=present)
    text = brought(page, json.dumps(CLINIC).encode())
    said = {"take-line-0": "on", "as-line-0": "safety-1", "take-line-1": "on"}

    answer = page.press("/exchange/pick/", fields(text, **said))

    assert "Group on Fridays" in answer.content.decode()
    assert [row.text for row in RecoveryLine.objects.filter(person=john)] == ["Sleep by ten"]
    assert PlanLine.objects.filter(person=john).count() == MOST_LINES


def test_a_place_that_is_none_is_refused_and_ticks_stay(page: Browser, john: Person) -> None:
    text = brought(page, json.dumps(CLINIC).encode())
    said = {"take-line-0": "on", "as-line-0": "safety-9"}

    answer = page.post("/exchange/pick/", fields(text, **said))

    assert answer.status_code == 200
    assert " checked" in answer.content.decode()
    assert not RecoveryLine.objects.filter(person=john).exists()


def test_what_another_person_read_cannot_be_picked(page: Browser, maria: Person, john: Person) -> None:
    text = carried(read(json.dumps(CLINIC).encode()), maria)

    page.press("/exchange/pick/", {"carried": text, "take-person-0": "on", "as-person-0": "friend"})

    assert not ties_of(john).exists()


def test_what_was_carried_comes_back(john: Person) -> None:
    found = read(json.dumps(CLINIC).encode())

    again = found_in(carried(found, john), john)

    assert again is not None
    assert (again.participants, again.lines) == (found.participants, found.lines)


def test_a_file_of_ours_comes_back_as_the_same_drafts(full: Person, present: datetime) -> None:
    items = frozenset({Item.NETWORK, Item.SAFETY_PLAN, Item.RECOVERY_PLAN})
    record = chosen(full, Choice(items, "Jo", with_numbers=True), now=present)

    found = read(json.dumps(bundle(record)).encode())

    assert {(one.name, one.role, one.phones) for one in found.participants} == {
        (one.name, one.role, one.phones) for one in record.helpers or ()
    }
    assert {(one.into, one.part, one.text) for one in found.lines} == {
        (plan.kind, line.part, line.text) for plan in record.plans for line in plan.lines
    }


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=200))
def test_no_file_makes_the_page_fall(page: Browser, data: bytes) -> None:
    answer = page.post("/exchange/bring/", {"file": SimpleUploadedFile("x.json", data or b" ")})

    assert answer.status_code == 200


def test_whoever_is_there_already_is_marked(page: Browser, rosa: Tie) -> None:
    team = {"resourceType": "CareTeam", "participant": [{"member": {"display": rosa.name}}]}

    assert "Rosa Vale (already on your map)" in brought(page, json.dumps(team).encode())
