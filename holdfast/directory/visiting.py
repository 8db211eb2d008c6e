"""I went: what a person writes down about a visit, for themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from holdfast.accounts.models import Person
from holdfast.directory.models import Listing, Visit
from holdfast.directory.words import Words

FELT: dict[int, Words] = {1: _("Not for me"), 2: _("Not sure yet"), 3: _("Good"), 4: _("At home")}
GAVE: dict[str, Words] = {
    "emotional": _("I felt heard"),
    "information": _("I learned something"),
    "practical": _("Something I can use"),
    "accountability": _("Somebody will notice if I stay away"),
}
"""The four things that support groups are known to give."""


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """What the person writes down; everything but the day may be left out."""

    on: date
    felt: int | None = None
    gave: tuple[str, ...] = ()
    note: str = ""


@transaction.atomic
def log_visit(*, by: Person, listing: Listing, facts: VisitFacts, now: datetime) -> Visit:
    """Write a visit down."""
    visit = Visit(person=by, listing=listing, created_at=now)
    return change_visit(visit=visit, facts=facts)


@transaction.atomic
def change_visit(*, visit: Visit, facts: VisitFacts) -> Visit:
    """Say it otherwise."""
    visit.on, visit.felt, visit.note = facts.on, facts.felt, facts.note
    visit.gave = ",".join(code for code in GAVE if code in facts.gave)
    visit.save()
    return visit


@transaction.atomic
def remove_visit(*, visit: Visit) -> None:
    """Take it out, for good."""
    visit.delete()


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit in words."""

    visit: Visit
    name: str
    felt: Words
    gave: tuple[Words, ...]


def visit_lines(visits: Iterable[Visit]) -> list[VisitLine]:
    """Visits in words, in the order given."""
    return [
        VisitLine(
            visit=one,
            name=one.listing.name,
            felt=FELT.get(one.felt or 0, ""),
            gave=tuple(GAVE[code] for code in one.gave.split(",") if code in GAVE),
        )
        for one in visits
    ]
