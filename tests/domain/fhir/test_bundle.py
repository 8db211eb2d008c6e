"""Exports against the official JSON schema of R4, the R4 (4.0.1) models, and the R4B models."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft6Validator

from holdfast.domain.consent import Item
from holdfast.domain.fhir.bundle import bundle
from holdfast.domain.fhir.loinc import KNOWN
from holdfast.domain.fhir.terms import LABELS, LOINC, NOTICE, ORDINAL
from holdfast.domain.fhir.values import Helper, Measured, Record
from holdfast.domain.network import Role
from tests.domain.fhir.records import NOW, RECORDS, ROOT, consented, everything

OFFICIAL = Path(__file__).parent / "official" / "fhir.schema.json"
SLOWLY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@cache
def official() -> Draft6Validator:
    return Draft6Validator(json.loads(OFFICIAL.read_text()))


def faults(file: dict[str, Any]) -> list[str]:
    """What the official schema has against each resource by itself, and against the bundle."""
    definitions = official().schema["definitions"]
    found = []
    for one in (file, *(entry["resource"] for entry in file["entry"])):
        reader = Draft6Validator({"$ref": f"#/definitions/{one['resourceType']}", "definitions": definitions})
        found += [
            f"{one['resourceType']} {error.json_path}: {error.message[:200]}" for error in reader.iter_errors(one)
        ]
    return found


def resources(file: dict[str, Any], kind: str = "") -> list[dict[str, Any]]:
    return [one["resource"] for one in file["entry"] if kind in {"", one["resource"]["resourceType"]}]


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def test_everything_is_valid_by_the_official_schema() -> None:
    assert faults(bundle(everything())) == []


@SLOWLY
@given(RECORDS)
def test_whatever_is_told_is_valid_by_the_official_schema(record: Record) -> None:
    assert faults(bundle(record)) == []


def test_the_schema_refuses_what_is_not_fhir() -> None:
    file = bundle(everything())
    file["entry"][0]["resource"]["nickname"] = "x"

    assert any("nickname" in fault for fault in faults(file))


def test_everything_is_valid_by_the_models_of_4_0_1() -> None:
    models = pytest.importorskip("fhirclient.models.bundle")
    file = bundle(everything())

    read = models.Bundle(file, strict=True)

    assert read.as_json() == file


@SLOWLY
@given(RECORDS)
def test_whatever_is_told_is_valid_by_the_models_of_4_0_1(record: Record) -> None:
    models = pytest.importorskip("fhirclient.models.bundle")

    models.Bundle(bundle(record), strict=True)


def test_everything_is_valid_by_the_models_of_r4b() -> None:
    models = pytest.importorskip("fhir.resources.R4B.bundle")
    file = bundle(everything())

    read = models.Bundle.model_validate_json(json.dumps(file))

    assert json.loads(read.model_dump_json()) == file


@SLOWLY
@given(RECORDS)
def test_whatever_is_told_is_valid_by_the_models_of_r4b(record: Record) -> None:
    models = pytest.importorskip("fhir.resources.R4B.bundle")

    models.Bundle.model_validate_json(json.dumps(bundle(record)))


def _coded(value: Any, model: Any) -> Iterator[tuple[str, Any, list[str]]]:
    """Every code whose values FHIR lists, with what it may be."""
    if isinstance(value, list):
        for inner in value:
            yield from _coded(inner, model)
    elif hasattr(type(value), "model_fields"):
        for name, field in type(value).model_fields.items():
            inner = getattr(value, name)
            allowed = (field.json_schema_extra or {}).get("enum_values")
            if allowed and inner is not None and "+" not in allowed:
                yield f"{type(value).__name__}.{name}", inner, allowed
            yield from _coded(inner, model)


def test_every_code_is_one_that_fhir_lists() -> None:
    models = pytest.importorskip("fhir.resources.R4B.bundle")
    read = models.Bundle.model_validate_json(json.dumps(bundle(everything())))
    codes = [(name, code, allowed) for name, code, allowed in _coded(read, models) if code not in allowed]

    assert codes == []


@SLOWLY
@given(RECORDS)
def test_every_reference_leads_to_an_entry_of_the_file(record: Record) -> None:
    file = bundle(record)
    there = {entry["fullUrl"] for entry in file["entry"]}

    assert set(references(file)) <= there


@SLOWLY
@given(RECORDS)
def test_no_two_entries_have_one_name(record: Record) -> None:
    names = [entry["fullUrl"] for entry in bundle(record)["entry"]]

    assert len(names) == len(set(names))


@SLOWLY
@given(RECORDS)
def test_every_resource_carries_the_labels_and_the_notice(record: Record) -> None:
    for resource in resources(bundle(record)):
        assert resource["meta"]["security"] == list(LABELS)
        assert NOTICE in resource["text"]["div"]


def test_the_notice_is_that_of_the_law() -> None:
    assert NOTICE == "42 CFR part 2 prohibits unauthorized use or disclosure of these records."


@SLOWLY
@given(RECORDS)
def test_every_consent_is_named_by_its_id(record: Record) -> None:
    file = bundle(record)
    said = [one["identifier"][0]["value"] for one in resources(file, "Consent")]

    assert said == [one.id.urn for one in record.consents]


def test_the_same_thing_has_the_same_name_in_the_next_file() -> None:
    now, then = bundle(everything()), bundle(everything())

    assert [one["fullUrl"] for one in now["entry"]] == [one["fullUrl"] for one in then["entry"]]


def test_the_person_is_nothing_but_a_name() -> None:
    (person,) = resources(bundle(Record(ROOT, "Jo", NOW)), "Patient")

    assert set(person) == {"resourceType", "meta", "text", "name"}


def test_a_map_that_is_not_told_is_not_there() -> None:
    assert resources(bundle(Record(ROOT, "Jo", NOW)), "CareTeam") == []


def test_a_map_with_nobody_on_it_is_there() -> None:
    (team,) = resources(bundle(Record(ROOT, "Jo", NOW, helpers=())), "CareTeam")

    assert "participant" not in team


def test_a_consent_points_at_what_it_covers_and_at_nothing_else() -> None:
    grant = consented(items=frozenset({Item.NETWORK}))
    record = Record(ROOT, "Jo", NOW, helpers=(), goals=everything().goals, consents=(grant,))
    file = bundle(record)
    (consent,) = resources(file, "Consent")
    kinds = {entry["fullUrl"]: entry["resource"]["resourceType"] for entry in file["entry"]}

    pointed = {kinds[one["reference"]["reference"]] for one in consent["provision"]["data"]}

    assert pointed == {"CareTeam"}


def test_questions_are_told_by_number_only() -> None:
    for response in resources(bundle(everything()), "QuestionnaireResponse"):
        for item in response.get("item", []):
            assert set(item) == {"linkId", "answer"}


def test_somebody_without_a_name_is_a_role_and_nothing_more() -> None:
    rosa = Helper(ROOT, "", Role.SIBLING, ("+1 312 555 0147",))
    file = bundle(Record(ROOT, "Jo", NOW, helpers=(rosa,)))

    (team,) = resources(file, "CareTeam")

    assert [set(one) for one in team["participant"]] == [{"role"}]
    assert {one["resourceType"] for one in resources(file)} == {"Patient", "CareTeam"}
    assert "0147" not in json.dumps(file)


PHQ = KNOWN["phq-4", "2009"]


def answers_in(response: dict[str, Any], length: int) -> tuple[int | None, ...]:
    """The answers of a file in the order of the questions, read as another program would."""
    said: dict[str, int] = {}
    for item in response.get("item", []):
        (answer,) = item["answer"]
        coding = answer.get("valueCoding")
        if coding and coding["code"] != PHQ.answers[coding["extension"][0]["valueDecimal"]]:
            raise AssertionError(coding)
        said[item["linkId"]] = coding["extension"][0]["valueDecimal"] if coding else answer["valueInteger"]
    names = [f"/{code}" for code in PHQ.questions] if response["questionnaire"].endswith("phq-4|2009") else []
    return tuple(said.get(names[place] if place < len(names) else str(place + 1)) for place in range(length))


@pytest.mark.parametrize("key", ["phq-4", "own"])
@given(answers=st.lists(st.none() | st.integers(0, 3), max_size=4).map(tuple))
def test_answers_come_back_as_they_were_given(key: str, answers: tuple[int | None, ...]) -> None:
    one = Measured(ROOT, NOW.date(), key, "2009", "PHQ-4", {}, answers)
    (response,) = resources(bundle(Record(ROOT, "Jo", NOW, measured=(one,))), "QuestionnaireResponse")

    assert answers_in(response, len(answers)) == answers


def test_an_answer_that_loinc_knows_is_its_code_and_its_number() -> None:
    one = Measured(ROOT, NOW.date(), "phq-4", "2009", "PHQ-4", {}, (3,))
    (response,) = resources(bundle(Record(ROOT, "Jo", NOW, measured=(one,))), "QuestionnaireResponse")

    coding = {"extension": [{"url": ORDINAL, "valueDecimal": 3}], "system": LOINC, "code": "LA6571-9"}
    assert response["item"] == [{"linkId": "/69725-0", "answer": [{"valueCoding": coding}]}]


def test_days_are_an_observation_in_the_persons_own_words_without_a_code_of_a_substance() -> None:
    file = bundle(Record(ROOT, "Jo", NOW, counted=everything().counted[:1]))

    now, *before = resources(file, "Observation")

    assert now["code"]["text"] == "without tea & <b>: days without"
    assert [one["system"] for one in now["code"]["coding"]] == ["urn:x-holdfast:days"]
    assert now["valueQuantity"]["value"] == 3
    assert now["component"][0]["valueQuantity"]["value"] == 40
    assert [one["effectivePeriod"]["end"] for one in before] == ["2026-11-16", "2026-11-09"]


def test_a_time_somewhere_is_what_the_person_says_and_no_encounter() -> None:
    file = bundle(Record(ROOT, "Jo", NOW, attended=everything().attended[:1]))

    (one,) = resources(file, "Observation")

    assert (one["valueString"], one["effectiveDateTime"]) == ("Tuesday <group>", "2026-11-02")
    assert one["performer"] == [one["subject"]]
