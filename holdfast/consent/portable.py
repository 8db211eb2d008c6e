"""What a person shared, and who looked: out as plain values. A grant holds on one host only, so none is read in."""

from __future__ import annotations

from typing import Any

from holdfast.accounts.models import Person
from holdfast.accounts.rows import Parts
from holdfast.consent.models import Emergency, Entry, Grant

PARTS = Parts({"grants": Grant, "emergencies": Emergency})


def dump(person: Person) -> dict[str, Any]:
    """Everything that was given, and every line of the record about the person."""
    return {**PARTS.dump(person), "record": [_line(entry) for entry in Entry.objects.filter(subject=person.pk)]}


def _line(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "verb": entry.verb,
        "by": str(entry.actor),
        "viewer": str(entry.viewer_id or ""),
        "items": entry.items.split(",") if entry.items else [],
        "grant": str(entry.grant_id or ""),
    }
