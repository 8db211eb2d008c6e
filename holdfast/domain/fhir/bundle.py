"""The file: a collection of resources that refer to each other by ids that stay the same from file to file."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid5

from holdfast.domain.consent import Item
from holdfast.domain.fhir import resources, terms
from holdfast.domain.fhir.resources import Entry
from holdfast.domain.fhir.terms import Json, instant
from holdfast.domain.fhir.values import PlanKind, Record

MEDIA_TYPE = "application/fhir+json"


def bundle(record: Record) -> Json:
    """Everything the record tells, as a Bundle of FHIR R4 (4.0.1)."""
    told = _told(record)
    entries = [resources.patient(record), *(entry for _, found in told for entry in found)]
    entries += _consents(record, told)
    return {
        "resourceType": "Bundle",
        "meta": {"security": [dict(one) for one in terms.LABELS]},
        "identifier": {"system": terms.URI, "value": _identifier(record).urn},
        "type": "collection",
        "timestamp": instant(record.made_at),
        "entry": [{"fullUrl": key.urn, "resource": resource} for key, resource in entries],
    }


def _told(record: Record) -> list[tuple[str, list[Entry]]]:
    """The entries of each item, and at the end of what belongs to none."""
    kinds = {PlanKind.SAFETY: Item.SAFETY_PLAN, PlanKind.RECOVERY: Item.RECOVERY_PLAN}
    told: list[tuple[str, list[Entry]]] = []
    if record.helpers is not None:
        people = [resources.helper(record, one) for one in record.helpers if terms.cleaned(one.name)]
        told.append((Item.NETWORK, [resources.care_team(record), *people]))
    for plan in record.plans:
        goals = record.goals if plan.kind is PlanKind.RECOVERY else ()
        told.append((kinds[plan.kind], [resources.care_plan(record, plan, goals)]))
    told.append((Item.GOALS, [resources.goal(record, one) for one in record.goals]))
    told.append((Item.MEASURES, _flat(resources.measured(record, one) for one in record.measured)))
    checks = _flat(resources.checked_in(record, one) for one in record.checked_in)
    told.append((Item.CHECK_INS, [*checks, *(resources.felt(record, one) for one in record.felt)]))
    told.append((Item.DAYS, _flat(resources.counted(record, one) for one in record.counted)))
    told.append((Item.ATTENDANCE, [resources.attended(record, one) for one in record.attended]))
    told.append(("", _flat(resources.arranged(record, one) for one in record.arranged)))
    return told


def _flat(found: Iterable[list[Entry]]) -> list[Entry]:
    return [entry for entries in found for entry in entries]


def _consents(record: Record, told: list[tuple[str, list[Entry]]]) -> list[Entry]:
    by_item = {item: [key for key, _ in entries] for item, entries in told if item}
    return [resources.consent(record, one, by_item) for one in record.consents]


def _identifier(record: Record) -> UUID:
    """One for each file: of whom it tells, and when it was made."""
    return uuid5(record.subject, instant(record.made_at))
