"""Code systems, labels and the notice, in one place."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from holdfast.domain.consent import Item, Purpose
from holdfast.domain.network import Role

Json = dict[str, Any]

NOTICE = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
"""The short notice of 42 CFR 2.32(a)(2), word for word: it is law, so it is not translated."""
LAW = "https://www.ecfr.gov/current/title-42/chapter-I/subchapter-A/part-2"

CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
ROLE_CODE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
OBSERVATION_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
CONSENT_SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope"
CONSENT_ACTION = "http://terminology.hl7.org/CodeSystem/consentaction"
TASK_CODE = "http://hl7.org/fhir/CodeSystem/task-code"
RESOURCE_TYPES = "http://hl7.org/fhir/resource-types"
LOINC = "http://loinc.org"
UNITS = "http://unitsofmeasure.org"
URI = "urn:ietf:rfc:3986"
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
"""The number by which an answer that is a code counts."""

OWN = "urn:x-holdfast:"
OWN_ROLE = f"{OWN}role"
OWN_PLAN = f"{OWN}plan"
OWN_STEP = f"{OWN}safety-step"
OWN_PART = f"{OWN}recovery-part"
OWN_ITEM = f"{OWN}item"
OWN_SCORE = f"{OWN}score"
OWN_CHECK = f"{OWN}check-in"
OWN_DAYS = f"{OWN}days"
OWN_ATTENDANCE = f"{OWN}attendance"
INSTRUMENT = f"{OWN}instrument:"

LABELS: tuple[Json, ...] = (
    {"system": CONFIDENTIALITY, "code": "R", "display": "restricted"},
    {"system": ACT_CODE, "code": "42CFRPart2"},
    {"system": ACT_CODE, "code": "NORDSCLCD"},
)
"""Restricted; under 42 CFR Part 2; not to be passed on without consent."""

RELATIONSHIPS: Mapping[Role, str] = {
    Role.PARTNER: "SIGOTHR",
    Role.PARENT: "PRN",
    Role.SIBLING: "SIB",
    Role.CHILD: "CHILD",
    Role.OTHER_FAMILY: "FAMMEMB",
    Role.FRIEND: "FRND",
    Role.NEIGHBOUR: "NBOR",
}
ROLES_OF: Mapping[str, Role] = {
    **{code: role for role, code in RELATIONSHIPS.items()},
    **dict.fromkeys(("SPS", "HUSB", "WIFE", "DOMPART"), Role.PARTNER),
    **dict.fromkeys(("MTH", "FTH", "NMTH", "NFTH", "STPPRN", "ADOPTP", "FSTPRN"), Role.PARENT),
    **dict.fromkeys(("SIS", "BRO", "NSIS", "NBRO", "HSIB", "STPSIB"), Role.SIBLING),
    **dict.fromkeys(("SON", "DAU", "SONC", "DAUC", "NCHILD", "CHLDADOPT", "STPCHLD"), Role.CHILD),
    **dict.fromkeys(("EXT", "GRPRN", "GRMTH", "GRFTH", "AUNT", "UNCLE", "COUSN"), Role.OTHER_FAMILY),
}
"""v3-RoleCode -> role."""

PURPOSES: Mapping[Purpose, str] = {
    Purpose.AT_MY_REQUEST: "PATRQT",
    Purpose.CARE: "TREAT",
    Purpose.REFERRAL: "COC",
    Purpose.HARD_MOMENT: "ETREAT",
}
CLASSES: Mapping[Item, tuple[str, ...]] = {
    Item.SAFETY_PLAN: ("CarePlan",),
    Item.RECOVERY_PLAN: ("CarePlan",),
    Item.NETWORK: ("CareTeam",),
    Item.GOALS: ("Goal",),
    Item.MEASURES: ("QuestionnaireResponse", "Observation"),
    Item.CHECK_INS: ("Observation",),
    Item.DAYS: ("Observation",),
    Item.ATTENDANCE: ("Observation",),
}
"""In which resources each item goes out."""


def cleaned(text: str) -> str:
    """The text as FHIR allows it: no control characters, plain spaces, lines kept; empty if nothing is left."""
    kept = "".join(one for one in text if one in "\r\n\t" or unicodedata.category(one) not in {"Cc", "Cs", "Cn"})
    lines = (" ".join(line.replace("\ufeff", "").split()) for line in kept.splitlines())
    return "\n".join(lines).strip()


def instant(at: datetime) -> str:
    """A moment in UTC, to the second."""
    return at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def coded(system: str, code: str, text: str = "") -> Json:
    """A CodeableConcept of one code."""
    concept: Json = {"coding": [{"system": system, "code": code}]}
    return {**concept, "text": text} if text else concept
