"""What comes in: our own files read back as they went out, other people's as far as they can be, and never a fall."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.domain.fhir.bundle import bundle
from holdfast.domain.fhir.reading import (
    LARGEST,
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_DRAFTS,
    MOST_PROBLEMS,
    Found,
    Into,
    LineDraft,
    Participant,
    Problem,
    What,
    read,
)
from holdfast.domain.fhir.terms import cleaned
from holdfast.domain.fhir.values import GoalState, PlanKind, Record
from holdfast.domain.network import Role
from holdfast.domain.recovery_plan import Part
from holdfast.domain.role_words import role_named
from tests.domain.fhir.records import RECORDS, everything

SLOWLY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def file(resource: Any) -> bytes:
    return json.dumps(resource).encode()


def team(*participants: Any, **other: Any) -> dict[str, Any]:
    return {"resourceType": "CareTeam", "participant": list(participants), **other}


def in_bundle(*resources: Any) -> dict[str, Any]:
    rows = [
        {"fullUrl": f"https://clinic.example/{one.get('resourceType')}/{one.get('id')}", "resource": one}
        if isinstance(one, dict)
        else one
        for one in resources
    ]
    return {"resourceType": "Bundle", "type": "collection", "entry": rows}


# Round trip


def people_of(record: Record) -> list[Participant]:
    """What comes back of the map: everybody once, by the names and roles that went out."""
    found = (
        Participant(name, one.role, one.role.replace("_", " "), _ways(one.phones))
        for one in record.helpers or ()
        if (name := cleaned(one.name))
    )
    return list(dict.fromkeys(found))


def _ways(ways: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(way for one in ways if (way := cleaned(one))))


def lines_of(record: Record) -> set[LineDraft]:
    into = {PlanKind.SAFETY: Into.SAFETY, PlanKind.RECOVERY: Into.RECOVERY}
    lines = {
        LineDraft(into[plan.kind], str(line.part), text)
        for plan in record.plans
        for line in plan.lines
        if (text := cleaned(line.text))
    }
    running = [goal for goal in record.goals if goal.state is not GoalState.PUT_DOWN]
    return lines | {LineDraft(Into.RECOVERY, Part.GOALS, cleaned(goal.text) or "-") for goal in running}


@SLOWLY
@given(RECORDS)
def test_what_went_out_comes_back(record: Record) -> None:
    found = read(file(bundle(record)))

    assert list(found.participants) == people_of(record)
    assert set(found.lines) == lines_of(record)


def test_everything_comes_back_without_a_problem() -> None:
    found = read(file(bundle(everything())))

    assert found.problems == ()
    assert {one.role for one in found.participants} == set(Role)
    assert set(found.lines) == lines_of(everything())


def test_what_is_not_read_is_counted_and_so_is_a_goal_that_was_put_down() -> None:
    left = read(file(bundle(everything()))).left_out

    assert set(left) == {"Consent", "Goal", "Observation", "QuestionnaireResponse", "ServiceRequest", "Task"}


# Files of others


def test_a_member_is_found_by_what_the_reference_says() -> None:
    nurse = {"resourceType": "Practitioner", "id": "n1", "name": [{"given": ["Ana", "M."], "family": "Ruiz"}]}
    role = [{"coding": [{"system": "http://snomed.info/sct", "code": "224535009", "display": "Registered nurse"}]}]
    given_team = team({"role": role, "member": {"reference": "Practitioner/n1"}})

    found = read(file(in_bundle(nurse, given_team)))

    assert found.participants == (Participant("Ana M. Ruiz", Role.CLINICIAN, "Registered nurse"),)


def test_a_member_who_is_contained_is_found() -> None:
    sister = {
        "resourceType": "RelatedPerson",
        "id": "s",
        "name": [{"text": "Rosa"}],
        "relationship": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "code": "SIS"}]}],
        "telecom": [{"system": "phone", "value": "+1 312 555 0147"}, {"system": "fax", "value": "1"}],
    }

    found = read(file(team({"member": {"reference": "#s"}}, contained=[sister])))

    assert found.participants == (Participant("Rosa", Role.SIBLING, "", ("+1 312 555 0147",)),)


def test_a_practitioner_role_leads_to_whoever_has_it() -> None:
    doctor = {"resourceType": "Practitioner", "id": "d", "name": [{"text": "Dr Dee"}]}
    has = {
        "resourceType": "PractitionerRole",
        "id": "r",
        "practitioner": {"reference": "Practitioner/d"},
        "code": [{"text": "Case manager"}],
    }

    found = read(file(in_bundle(doctor, has, team({"member": {"reference": "PractitionerRole/r"}}))))

    assert found.participants == (Participant("Dr Dee", Role.CASE_MANAGER, "Case manager"),)


def test_a_name_that_is_only_displayed_is_enough() -> None:
    found = read(file(team({"member": {"reference": "Organization/9", "display": "Riverside"}})))

    assert found.participants == (Participant("Riverside", Role.ORGANISATION),)


def test_the_person_is_not_their_own_helper() -> None:
    me = {"resourceType": "Patient", "id": "p", "name": [{"text": "Jo"}]}

    assert read(file(in_bundle(me, team({"member": {"reference": "Patient/p"}})))).participants == ()


def test_an_activity_says_what_it_is_in_one_of_many_ways() -> None:
    asked = {"resourceType": "ServiceRequest", "id": "s", "code": {"text": "Group on Fridays"}}
    plan = {
        "resourceType": "CarePlan",
        "activity": [
            {"detail": {"description": "Walk every day"}},
            {"detail": {"code": {"coding": [{"display": "Counselling"}]}}},
            {"reference": {"reference": "ServiceRequest/s"}},
            {"reference": {"reference": "Task/gone", "display": "Call the clinic"}},
        ],
    }

    lines = read(file(in_bundle(asked, plan))).lines

    texts = [one.text for one in lines]
    assert texts == ["Walk every day", "Counselling", "Group on Fridays", "Call the clinic"]


@pytest.mark.parametrize("status", ["revoked", "entered-in-error"])
def test_a_plan_that_no_longer_counts_is_counted_and_left(status: str) -> None:
    plan = {"resourceType": "CarePlan", "status": status, "activity": [{"detail": {"description": "x"}}]}

    found = read(file(in_bundle(plan, team({"member": {"display": "Rosa"}}))))

    assert found.lines == ()
    assert found.left_out == {"CarePlan": 1}


def test_a_bad_entry_is_named_by_its_path_and_the_rest_goes_on() -> None:
    found = read(
        file(in_bundle(7, {"resourceType": "CarePlan", "activity": [{}]}, team({}, {"member": {"display": "Rosa"}})))
    )

    assert found.problems == (
        Problem("entry[0]", What.NOT_A_RESOURCE),
        Problem("entry[1].resource.activity[0]", What.NO_TEXT),
        Problem("entry[2].resource.participant[0]", What.NO_NAME),
    )
    assert [one.name for one in found.participants] == ["Rosa"]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", What.NOT_JSON),
        (b"{", What.NOT_JSON),
        (b"\xff\xfe", What.NOT_JSON),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Bundle/>', What.IS_XML),
        (b"[1]", What.NOT_FHIR),
        (b'{"resourceType": 7}', What.NOT_FHIR),
        (b"[" * 100_000, What.TOO_DEEP),
        (b'{"resourceType": "Bundle", "entry": ' + b"[" * 200 + b"]" * 200 + b"}", What.TOO_DEEP),
        (b" " * (LARGEST + 1), What.TOO_LARGE),
        (b'{"resourceType": "Bundle"}', What.NOTHING_IN_IT),
        (b'{"resourceType": "Patient", "n": ' + b"9" * 5000 + b"}", What.NOT_JSON),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, what: What) -> None:
    assert read(data) == Found(problems=(Problem("", what),))


def test_a_list_that_is_none_is_named() -> None:
    assert read(file({"resourceType": "CareTeam", "participant": {}})).problems == (
        Problem("participant", What.NOT_A_LIST),
    )


def test_more_than_can_be_picked_from_is_said() -> None:
    many = [{"member": {"display": f"Somebody {number}"}} for number in range(MOST_DRAFTS + 1)]

    found = read(file(team(*many)))

    assert len(found.participants) == MOST_DRAFTS
    assert Problem("", What.TOO_MANY) in found.problems


def test_a_thousand_bad_rows_are_some_problems() -> None:
    assert len(read(file(team(*[{}] * 1000))).problems) == MOST_PROBLEMS


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KINDS = ["CareTeam", "CarePlan", "Goal", "Practitioner", "PractitionerRole", "Organization", "Patient", "Bundle", "X"]
KEYS = [
    "participant",
    "member",
    "reference",
    "display",
    "role",
    "coding",
    "system",
    "code",
    "text",
    "activity",
    "detail",
    "description",
    "name",
    "given",
    "family",
    "telecom",
    "value",
    "use",
    "contained",
    "id",
    "practitioner",
    "organization",
    "relationship",
    "type",
    "status",
    "lifecycleStatus",
]
SHAPED = st.recursive(
    st.sampled_from(["CareTeam/1", "#1", "1", "phone", "urn:x-holdfast:role", "friend", "", None, 7, True, [], {}]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6)
        | st.builds(
            lambda kind, more: {"resourceType": kind, "id": "1", **more},
            st.sampled_from(KINDS),
            st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
        )
    ),
    max_leaves=40,
)


def is_well_formed(found: Found) -> bool:
    names = all(0 < len(one.name) <= LONGEST_NAME for one in found.participants)
    return names and all(0 < len(one.text) <= LONGEST_TEXT for one in found.lines)


@SLOWLY
@given(st.binary(max_size=300))
def test_no_bytes_make_it_fall(data: bytes) -> None:
    assert is_well_formed(read(data))


@SLOWLY
@given(st.sampled_from(KINDS), JSON, st.dictionaries(st.sampled_from(KEYS), JSON, max_size=4))
def test_no_json_makes_it_fall(kind: str, entry: Any, more: dict[str, Any]) -> None:
    assert is_well_formed(read(file({"resourceType": kind, "entry": [{"resource": entry}], **more})))


@settings(SLOWLY, max_examples=400)
@given(st.lists(SHAPED, max_size=6))
def test_nothing_that_looks_like_fhir_makes_it_fall(resources: list[Any]) -> None:
    rows = [{"fullUrl": "urn:1", "resource": one} for one in resources]

    assert is_well_formed(read(file({"resourceType": "Bundle", "entry": rows})))


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("Case Manager", Role.CASE_MANAGER),
        ("Licensed clinical social worker", Role.SOCIAL_WORKER),
        ("Primary care physician", Role.CLINICIAN),
        ("Peer Support Specialist", Role.PEER_WORKER),
        ("Psicóloga", Role.THERAPIST),
        ("hermana mayor", Role.SIBLING),
        ("other_family", Role.OTHER_FAMILY),
        ("person", None),
        ("", None),
    ],
)
def test_a_role_is_known_by_its_words(said: str, role: Role | None) -> None:
    assert role_named(said) is role
