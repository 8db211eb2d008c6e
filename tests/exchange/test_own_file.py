"""The person takes a file of their own: exactly what was ticked, valid, with the notice in it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from holdfast.accounts.models import Person
from holdfast.checkins.models import Wishes
from holdfast.domain.consent import Item
from holdfast.domain.fhir.bundle import bundle
from holdfast.domain.fhir.terms import NOTICE
from holdfast.teams.exchange import CAN_GO, Choice, chosen
from tests.browser import Browser
from tests.domain.fhir.test_bundle import faults
from tests.home.confirmed import confirmed

pytestmark = pytest.mark.django_db
SECRETS = ("a secret note", "a secret day", "a secret slip", "a secret talk", "a secret thing")
KINDS = {
    Item.SAFETY_PLAN: {"CarePlan"},
    Item.RECOVERY_PLAN: {"CarePlan"},
    Item.NETWORK: {"CareTeam", "RelatedPerson"},
    Item.GOALS: {"Goal"},
    Item.MEASURES: {"QuestionnaireResponse", "Observation"},
    Item.CHECK_INS: {"Observation"},
    Item.DAYS: {"Observation"},
    Item.ATTENDANCE: {"Observation"},
}


def file_of(person: Person, now: datetime, *items: Item, **other: Any) -> dict[str, Any]:
    return bundle(chosen(person, Choice(frozenset(items), "Jo", **other), now=now))


def kinds(file: dict[str, Any]) -> set[str]:
    return {one["resource"]["resourceType"] for one in file["entry"]}


@pytest.mark.parametrize("item", CAN_GO)
def test_only_what_was_ticked_is_in_the_file(full: Person, present: datetime, item: Item) -> None:
    assert kinds(file_of(full, present, item)) == {"Patient"} | KINDS[item]


def test_everything_together_is_valid(full: Person, present: datetime) -> None:
    assert faults(file_of(full, present, *CAN_GO, with_numbers=True)) == []


@pytest.mark.parametrize("secret", SECRETS)
def test_no_note_to_oneself_is_in_any_file(full: Person, present: datetime, secret: str) -> None:
    assert secret not in json.dumps(file_of(full, present, *CAN_GO, with_numbers=True))


@pytest.mark.parametrize("with_numbers", [True, False])
def test_numbers_of_the_map_are_there_only_if_they_were_ticked(
    full: Person, present: datetime, with_numbers: bool
) -> None:
    text = json.dumps(file_of(full, present, Item.NETWORK, with_numbers=with_numbers))

    assert ("555 0147" in text, "rosa@example.org" in text) == (with_numbers, with_numbers)


def test_the_plan_for_a_hard_hour_has_its_people_and_numbers(full: Person, present: datetime) -> None:
    file = file_of(full, present, Item.SAFETY_PLAN)

    (plan,) = [one["resource"] for one in file["entry"] if one["resource"]["resourceType"] == "CarePlan"]

    said = [one["detail"]["description"] for one in plan["activity"]]
    assert said == ["the heron leaves", "make tea", "Rosa Vale, +1 312 555 0147, rosa@example.org"]


def test_nothing_from_before_a_fresh_start_is_in_it(full: Person, present: datetime) -> None:
    Wishes.objects.update_or_create(
        person=full, defaults={"is_fresh": True, "fresh_on": present.date().replace(year=present.year + 1)}
    )

    assert kinds(file_of(full, present, Item.CHECK_INS, Item.MEASURES)) == {"Patient"}


def observed(file: dict[str, Any]) -> list[dict[str, Any]]:
    found = [one["resource"] for one in file["entry"]]
    return [one for one in found if one["resourceType"] == "Observation"]


def test_days_go_out_with_what_was_before_a_setback(full: Person, present: datetime) -> None:
    now, before = observed(file_of(full, present, Item.DAYS))

    assert [one["valueQuantity"]["value"] for one in (now, before)] == [10, 30]
    assert now["component"][0]["valueQuantity"]["value"] == 40
    assert now["hasMember"] == [
        {"reference": entry["fullUrl"]} for entry in file_of(full, present, Item.DAYS)["entry"][2:]
    ]


def test_after_a_fresh_start_no_earlier_days_are_in_it(full: Person, present: datetime) -> None:
    Wishes.objects.update_or_create(person=full, defaults={"is_fresh": True, "fresh_on": present.date()})

    assert len(observed(file_of(full, present, Item.DAYS))) == 1


def test_where_one_was_names_groups_and_no_people(full: Person, present: datetime) -> None:
    said = sorted(one["valueString"] for one in observed(file_of(full, present, Item.ATTENDANCE)))

    assert said == ["Lake group", "brother or sister"]


def test_the_file_has_no_nickname_and_no_id_of_a_row(full: Person, present: datetime) -> None:
    text = json.dumps(file_of(full, present, *CAN_GO))

    assert "john-w" not in text
    assert str(full.pk) not in text


def test_the_page_saves_what_was_ticked(full: Person, page: Browser) -> None:
    answer = confirmed(page).post("/exchange/take/", {"items": ["goals"], "called": "Jo"})

    assert answer.headers["Content-Type"] == "application/fhir+json"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="notes-')
    assert kinds(json.loads(answer.content)) == {"Patient", "Goal"}
    assert NOTICE in answer.content.decode()


def test_nothing_is_ticked_beforehand(full: Person, page: Browser) -> None:
    assert " checked" not in confirmed(page).get("/exchange/take/").content.decode()


def test_a_file_of_nothing_asks_for_a_tick(full: Person, page: Browser) -> None:
    answer = confirmed(page).post("/exchange/take/", {"called": "Jo"})

    assert "Tick at least one." in answer.content.decode()


def test_somebody_with_nothing_has_a_file_all_the_same(maria: Person, present: datetime) -> None:
    assert faults(file_of(maria, present, *CAN_GO)) == []
