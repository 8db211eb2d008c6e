"""What a FHIR file from somewhere else holds that could go into a person's map and plans: drafts to pick from.

CareTeam, CarePlan and Goal are read, alone or in a Bundle, and whoever they refer to. Everything else is counted and
left out. What cannot be read is named by its path; the rest goes on. Nothing in a file raises.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from holdfast.domain.fhir import terms
from holdfast.domain.fhir.terms import cleaned
from holdfast.domain.network import Role
from holdfast.domain.outside import object_of, objects
from holdfast.domain.recovery_plan import Part
from holdfast.domain.role_words import role_named

LARGEST = 5 * 1024 * 1024
MOST_ENTRIES = 5000
MOST_DRAFTS = 240
"""Of people and of lines each: with two fields for each, a form that a server takes at once (1,000 fields)."""
MOST_PROBLEMS = 50
LONGEST_NAME = 100
LONGEST_TEXT = 500
DEEPEST = 60


class What(StrEnum):
    """What is wrong with a place in the file, or with the whole of it."""

    TOO_LARGE = "too_large"
    IS_XML = "is_xml"
    NOT_JSON = "not_json"
    TOO_DEEP = "too_deep"
    NOT_FHIR = "not_fhir"
    TOO_MANY = "too_many"
    NOT_A_RESOURCE = "not_a_resource"
    NO_NAME = "no_name"
    NO_TEXT = "no_text"
    NOT_A_LIST = "not_a_list"
    NOTHING_IN_IT = "nothing_in_it"


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read, and where: "entry[3].resource.participant[0]"; empty is the whole file."""

    where: str
    what: What


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who could come onto the map. `role` is a guess from `said`, the file's own words."""

    name: str
    role: Role
    said: str = ""
    phones: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()


class Into(StrEnum):
    """Where a line could go."""

    SAFETY = "safety"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class LineDraft:
    """A line that could go into a plan: a step of the safety plan ("1" to "6") or a part of the recovery plan."""

    into: Into
    part: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds."""

    participants: tuple[Participant, ...] = ()
    lines: tuple[LineDraft, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    """Kinds of resources that are not read, and how many there are of each."""
    problems: tuple[Problem, ...] = ()


def read(data: bytes) -> Found:
    """The drafts of a file. Never raises for what stands in it."""
    loaded = _loaded(data)
    if isinstance(loaded, Problem):
        return Found(problems=(loaded,))
    reader = _Reader()
    reader.read(loaded)
    return reader.found()


def _loaded(data: bytes) -> Mapping[str, Any] | Problem:
    if len(data) > LARGEST:
        return Problem("", What.TOO_LARGE)
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return Problem("", What.IS_XML)
    try:
        return _fhir(json.loads(data.decode("utf-8-sig")))
    except RecursionError:
        return Problem("", What.TOO_DEEP)
    except ValueError:
        return Problem("", What.NOT_JSON)


def _fhir(loaded: Any) -> Mapping[str, Any] | Problem:
    if _is_deeper(loaded, DEEPEST):
        return Problem("", What.TOO_DEEP)
    if isinstance(loaded, dict) and isinstance(loaded.get("resourceType"), str):
        return loaded
    return Problem("", What.NOT_FHIR)


def _is_deeper(loaded: Any, most: int) -> bool:
    level = [loaded]
    for _ in range(most):
        level = [inner for one in level for inner in _inside(one)]
        if not level:
            return False
    return True


def _inside(one: Any) -> list[Any]:
    inner = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
    return [each for each in inner if isinstance(each, dict | list)]


_PASSED_OVER = frozenset({"Patient", "RelatedPerson", "Practitioner", "PractitionerRole", "Organization"})
"""Read where a team refers to them, and no draft by themselves."""
_OVER = frozenset({"entered-in-error", "revoked", "cancelled", "rejected"})
"""A plan, a team or a goal that no longer counts."""


class _Reader:
    """Goes through one file; what it finds gathers here."""

    def __init__(self) -> None:
        self._participants: dict[Participant, None] = {}
        self._lines: dict[LineDraft, None] = {}
        self._left_out: Counter[str] = Counter()
        self._problems: list[Problem] = []
        self._known: dict[str, Mapping[str, Any]] = {}

    def found(self) -> Found:
        """Everything, each draft once."""
        if not (self._participants or self._lines or self._problems):
            self._note("", What.NOTHING_IN_IT)
        people, lines = list(self._participants)[:MOST_DRAFTS], list(self._lines)[:MOST_DRAFTS]
        left_out = dict(sorted(self._left_out.items()))
        return Found(tuple(people), tuple(lines), left_out, tuple(self._problems))

    def read(self, loaded: Mapping[str, Any]) -> None:
        """One resource, or all of a bundle."""
        resources = list(self._resources(loaded))
        for where, full_url, resource in resources:
            self._know(full_url, resource)
            for inner_where, inner in self._listed(resource, "contained", where):
                self._know(f"{where}#{inner.get('id')}", inner, is_inner=bool(inner_where))
        for where, _, resource in resources:
            self._take(where, resource)
        if len(self._participants) > MOST_DRAFTS or len(self._lines) > MOST_DRAFTS:
            self._note("", What.TOO_MANY)

    def _resources(self, loaded: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        if loaded["resourceType"] != "Bundle":
            yield "", "", loaded
            return
        for number, (where, entry) in enumerate(self._listed(loaded, "entry", "")):
            if number >= MOST_ENTRIES:
                self._note(where, What.TOO_MANY)
                return
            resource = entry.get("resource")
            if isinstance(resource, dict) and isinstance(resource.get("resourceType"), str):
                yield f"{where}.resource", str(entry.get("fullUrl") or ""), resource
            else:
                self._note(f"{where}.resource", What.NOT_A_RESOURCE)

    def _know(self, full_url: str, resource: Mapping[str, Any], *, is_inner: bool = False) -> None:
        if full_url:
            self._known.setdefault(full_url, resource)
        if resource.get("id") and not is_inner:
            self._known.setdefault(f"{resource.get('resourceType')}/{resource.get('id')}", resource)

    def _take(self, where: str, resource: Mapping[str, Any]) -> None:
        kind = _text(resource["resourceType"], LONGEST_NAME) or "?"
        if kind == "CareTeam" and not _is_over(resource.get("status")):
            self._team(where, resource)
        elif kind == "CarePlan" and not _is_over(resource.get("status")):
            self._plan(where, resource)
        elif kind == "Goal" and not _is_over(resource.get("lifecycleStatus")):
            self._goal(where, resource)
        elif kind not in _PASSED_OVER:
            self._left_out[kind] += 1

    # Teams

    def _team(self, where: str, resource: Mapping[str, Any]) -> None:
        for place, one in self._listed(resource, "participant", where):
            member = object_of(one.get("member"))
            whom = self._whom(member, where)
            if whom.get("resourceType") == "Patient":
                continue
            name = _name(whom) or _text(member.get("display"), LONGEST_NAME)
            if not name:
                self._note(place, What.NO_NAME)
                continue
            said, role = _role(one, whom, member)
            phones, mails = _ways(whom)
            self._participants[Participant(name, role, said, phones, mails)] = None

    def _whom(self, member: Mapping[str, Any], where: str) -> Mapping[str, Any]:
        """Whom a reference means; a role leads on to the one who has it."""
        found = self._resolved(member, where)
        if found.get("resourceType") == "PractitionerRole":
            for way in ("practitioner", "organization"):
                behind = self._resolved(object_of(found.get(way)), where)
                if _name(behind):
                    return {**behind, "code": found.get("code")}
            display = object_of(found.get("practitioner")).get("display")
            return {"resourceType": "Practitioner", "name": [{"text": display}], "code": found.get("code")}
        return found

    def _resolved(self, reference: Mapping[str, Any], where: str) -> Mapping[str, Any]:
        to = reference.get("reference")
        if not isinstance(to, str) or not to:
            return {}
        if to.startswith("#"):
            return self._known.get(f"{where}{to}", {})
        return self._known.get(to) or self._known.get("/".join(to.split("/")[-2:]), {})

    # Plans and goals

    def _plan(self, where: str, resource: Mapping[str, Any]) -> None:
        for place, one in self._listed(resource, "activity", where):
            detail = object_of(one.get("detail"))
            to = object_of(one.get("reference"))
            behind = self._resolved(to, where)
            text = _described(detail) or _described(behind) or _text(to.get("display"), LONGEST_TEXT)
            if text:
                self._line(*_place_of(detail), text)
            elif not _is_over(detail.get("status")):
                self._note(place, What.NO_TEXT)

    def _goal(self, where: str, resource: Mapping[str, Any]) -> None:
        text = _concept(resource.get("description"), LONGEST_TEXT)
        if text:
            self._line(Into.RECOVERY, Part.GOALS, text)
        else:
            self._note(f"{where}.description".lstrip("."), What.NO_TEXT)

    def _line(self, into: Into, part: str, text: str) -> None:
        self._lines[LineDraft(into, part, text)] = None

    # Places

    def _listed(self, resource: Mapping[str, Any], key: str, where: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The objects of a list, each with its path; anything else there is a problem."""
        rows = resource.get(key, [])
        before = f"{where}.{key}".lstrip(".")
        if not isinstance(rows, list):
            self._note(before, What.NOT_A_LIST)
            return
        for number, row in enumerate(rows):
            if isinstance(row, dict):
                yield f"{before}[{number}]", row
            else:
                self._note(f"{before}[{number}]", What.NOT_A_RESOURCE)

    def _note(self, where: str, what: What) -> None:
        problem = Problem(where, what)
        if len(self._problems) < MOST_PROBLEMS and problem not in self._problems:
            self._problems.append(problem)


def _is_over(status: Any) -> bool:
    return isinstance(status, str) and status in _OVER


def _text(value: Any, most: int) -> str:
    return cleaned(value[: most * 4])[:most].strip() if isinstance(value, str) else ""


def _name(whom: Mapping[str, Any]) -> str:
    """Of a human, of an organisation, of a team."""
    name = whom.get("name")
    if isinstance(name, str):
        return _text(name, LONGEST_NAME)
    for one in objects(name):
        given = one.get("given")
        parts = [*(given if isinstance(given, list) else []), one.get("family")]
        words = " ".join(part for part in parts if isinstance(part, str))
        if found := _text(one.get("text"), LONGEST_NAME) or _text(words, LONGEST_NAME):
            return found
    return ""


def _ways(whom: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Numbers and addresses, each once."""
    ways: dict[str, dict[str, None]] = {"phone": {}, "email": {}}
    for one in objects(whom.get("telecom")):
        system = one.get("system")
        system = "phone" if system == "sms" else system
        value = _text(one.get("value"), LONGEST_NAME)
        if isinstance(system, str) and system in ways and value and one.get("use") != "old":
            ways[system][value] = None
    return tuple(ways["phone"])[:4], tuple(ways["email"])[:4]


_BY_KIND = {"Organization": Role.ORGANISATION, "CareTeam": Role.PROGRAMME, "RelatedPerson": Role.ACQUAINTANCE}


def _role(one: Mapping[str, Any], whom: Mapping[str, Any], member: Mapping[str, Any]) -> tuple[str, Role]:
    """The file's words for a role, and ours: by code, else by words, else by who it is."""
    concepts = [concept for holder, key in _SAID for concept in objects((one, whom)[holder].get(key))]
    codings = [coding for concept in concepts for coding in objects(concept.get("coding"))]
    said = next((text for concept in concepts if (text := _concept(concept, LONGEST_NAME))), "")
    kind = whom.get("resourceType") or member.get("type") or str(member.get("reference", "")).split("/")[0]
    by_kind = _BY_KIND.get(kind, Role.CLINICIAN) if isinstance(kind, str) else Role.CLINICIAN
    known = (role for coding in codings if (role := _role_of(coding)))
    spoken = (role for concept in concepts if (role := role_named(_concept(concept, LONGEST_NAME))))
    return said, next(known, None) or next(spoken, None) or by_kind


_SAID = ((0, "role"), (1, "relationship"), (1, "type"), (1, "code"))


def _role_of(coding: Mapping[str, Any]) -> Role | None:
    system, code = coding.get("system"), coding.get("code")
    if not isinstance(code, str):
        return None
    if system == terms.OWN_ROLE and code in set(Role):
        return Role(code)
    return terms.ROLES_OF.get(code) if system == terms.ROLE_CODE else None


def _described(resource: Mapping[str, Any]) -> str:
    """What an activity says."""
    if isinstance(resource.get("description"), str):
        return _text(resource["description"], LONGEST_TEXT)
    return _concept(resource.get("code"), LONGEST_TEXT) or _concept(resource.get("description"), LONGEST_TEXT)


def _concept(value: Any, most: int) -> str:
    """The words of a CodeableConcept."""
    concept = object_of(value)
    displays = (_text(one.get("display"), most) for one in objects(concept.get("coding")))
    return _text(concept.get("text"), most) or next((one for one in displays if one), "")


_STEPS = frozenset("123456")


def _place_of(detail: Mapping[str, Any]) -> tuple[Into, str]:
    """Where an activity came from, if the file is one of ours; else what helps."""
    for coding in objects(object_of(detail.get("code")).get("coding")):
        system, code = coding.get("system"), coding.get("code")
        if system == terms.OWN_STEP and isinstance(code, str) and code in _STEPS:
            return Into.SAFETY, code
        if system == terms.OWN_PART and isinstance(code, str) and code in set(Part):
            return Into.RECOVERY, code
    return Into.RECOVERY, Part.STRATEGIES
