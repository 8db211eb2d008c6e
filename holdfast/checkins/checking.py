"""Writing down how one is, and what follows from it.

check_in, change_check_in, remove_check_in; offer_after.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from holdfast.accounts.models import Person
from holdfast.asks.reaching import Reachable, people_to_reach
from holdfast.asks.watching import note_check_in
from holdfast.checkins.models import CheckIn
from holdfast.network.queries import today_of

STRONG = 8
"""An urge from here on is met with an offer."""
VERY_HARD = 1
MOST_PEOPLE = 3


@dataclass(frozen=True, slots=True)
class CheckInFacts:
    """How one is. Everything may be left out: then it says "I am here"."""

    feeling: int | None = None
    urge: int | None = None
    wants_contact: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a check-in is met with. Nothing of it is sent by itself."""

    is_hard: bool
    """What I can do myself stands first, and at the end "Get support now"."""
    people: tuple[Reachable, ...]
    """At most three who take calls at this hour."""


@transaction.atomic
def check_in(*, by: Person, facts: CheckInFacts, now: datetime) -> CheckIn:
    """Keep it, and close the check-in that was awaited."""
    row = CheckIn(person=by, created_at=now, on=today_of(by, now))
    _fill(row, facts)
    note_check_in(by=by, now=now)
    return row


@transaction.atomic
def change_check_in(*, row: CheckIn, facts: CheckInFacts) -> CheckIn:
    """Write it anew; its day stays."""
    _fill(row, facts)
    return row


@transaction.atomic
def remove_check_in(*, row: CheckIn) -> None:
    """Delete it."""
    row.delete()


def offer_after(row: CheckIn, *, now: datetime) -> Offer | None:
    """What is offered after this check-in; None where nothing is asked for."""
    is_hard = row.feeling == VERY_HARD or (row.urge or 0) >= STRONG
    if not is_hard and not row.wants_contact:
        return None
    return Offer(is_hard, people_to_reach(row.person, now=now).now[:MOST_PEOPLE])


def _fill(row: CheckIn, facts: CheckInFacts) -> None:
    row.feeling, row.urge = facts.feeling, facts.urge
    row.wants_contact, row.note = facts.wants_contact, facts.note
    row.save()
