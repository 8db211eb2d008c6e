"""What a person wrote in the directory: out as plain values, in again, or gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from holdfast.accounts.models import Person
from holdfast.directory.access import kept_by, visits_of
from holdfast.directory.models import Claim, Listing, Visit
from holdfast.directory.visiting import FELT, GAVE, VisitFacts, log_visit

LONGEST_NOTE = 10_000


class CannotLoad(Exception):
    """The data does not fit; the text says where."""


def dump(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Visits, what the person asked to keep and what they keep. Only visits can be read in elsewhere."""
    claims = Claim.objects.filter(person=person).select_related("listing__source").order_by("at", "pk")
    return {
        "visits": [_visit(one) for one in visits_of(person).select_related("listing__source")],
        "claims": [
            {**_of(one.listing), "text": one.text, "at": one.at.isoformat(), "state": one.state} for one in claims
        ],
        "keeps": [_of(one) for one in kept_by(person).select_related("source")],
    }


def _visit(visit: Visit) -> dict[str, Any]:
    return {
        **_of(visit.listing),
        "on": visit.on.isoformat(),
        "felt": visit.felt,
        "gave": [code for code in visit.gave.split(",") if code],
        "note": visit.note,
    }


def _of(listing: Listing) -> dict[str, str]:
    """Names a listing here, and at another host that reads the same feed."""
    return {"listing": str(listing.pk), "source": listing.source.key, "key": listing.key, "name": listing.name}


@transaction.atomic
def load(*, person: Person, data: Mapping[str, Any], now: datetime) -> int:
    """Write the visits to what this host lists; returns how many. Raises CannotLoad and then changes nothing."""
    read = [(_listing(row), _facts(row, number)) for number, row in enumerate(_rows(data), start=1)]
    found = [(listing, facts) for listing, facts in read if listing is not None]
    for listing, facts in found:
        log_visit(by=person, listing=listing, facts=facts, now=now)
    return len(found)


def left_out(data: Mapping[str, Any]) -> int:
    """How many visits lead to nothing that this host lists."""
    return sum(_listing(row) is None for row in _rows(data))


def _rows(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    rows = data.get("visits", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise CannotLoad("visits is not a list of rows")
    yield from rows


def _listing(row: Mapping[str, Any]) -> Listing | None:
    pk = _id(row.get("listing"))
    by_id = Listing.objects.filter(pk=pk).first() if pk else None
    named = {"source__key": str(row.get("source", "")), "key": str(row.get("key", ""))}
    return by_id or Listing.objects.filter(**named).first()


def _id(value: Any) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None


def _facts(row: Mapping[str, Any], number: int) -> VisitFacts:
    felt, gave, note = row.get("felt"), row.get("gave", []), row.get("note", "")
    try:
        on = date.fromisoformat(row["on"])
    except (KeyError, TypeError, ValueError) as error:
        raise CannotLoad(f"visits {number}: on") from error
    if felt not in (None, *FELT) or not isinstance(gave, list) or not all(str(code) in GAVE for code in gave):
        raise CannotLoad(f"visits {number}: felt or gave")
    if not isinstance(note, str) or len(note) > LONGEST_NOTE:
        raise CannotLoad(f"visits {number}: note")
    return VisitFacts(on, felt, tuple(gave), note)


@transaction.atomic
def erase(person: Person) -> None:
    """Delete the visits and claims of a person. What a group said of itself stays the group's."""
    Visit.objects.filter(person=person).delete()
    Claim.objects.filter(person=person).delete()


def has_anything(person: Person) -> bool:
    """Whether the person wrote down any visit."""
    return Visit.objects.filter(person=person).exists()
