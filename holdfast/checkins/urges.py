"""Urges and hard moments: what set them off, what was done, what helped.

log_urge, change_urge, remove_urge; write_hard_moment, change_hard_moment, remove_hard_moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from holdfast.accounts.models import Person
from holdfast.asks.models import Ask
from holdfast.checkins.models import HardMoment, Urge
from holdfast.checkins.wishes import from_then, shown_since
from holdfast.network.models import Tie
from holdfast.network.queries import today_of

LOOKED_AT = 50
"""So many of the latest urges are opened to find the triggers one wrote before."""
MOST_TRIGGERS = 8


@dataclass(frozen=True, slots=True)
class UrgeFacts:
    """An urge: how strong 0-10, what set it off, what helped."""

    strength: int | None = None
    trigger: str = ""
    helped: str = ""


@dataclass(frozen=True, slots=True)
class HardFacts:
    """A hard moment: what happened, what I did, who or what was with me."""

    happened: str = ""
    did: str = ""
    who: str = ""
    tie: Tie | None = None
    used_own: bool = False


@transaction.atomic
def log_urge(*, by: Person, facts: UrgeFacts, now: datetime) -> Urge:
    """Write one down."""
    return change_urge(row=Urge(person=by, created_at=now, on=today_of(by, now)), facts=facts)


@transaction.atomic
def change_urge(*, row: Urge, facts: UrgeFacts) -> Urge:
    """Write it anew; its day stays."""
    row.strength, row.trigger, row.helped = facts.strength, facts.trigger, facts.helped
    row.save()
    return row


@transaction.atomic
def remove_urge(*, row: Urge) -> None:
    """Delete it."""
    row.delete()


def own_triggers(person: Person) -> tuple[str, ...]:
    """What set off urges before, in the person's own words, the most usual first. Opens the last fifty at most."""
    rows = from_then(Urge.objects.filter(person=person), shown_since(person))
    said = [row.trigger.strip() for row in rows.order_by("-created_at", "pk")[:LOOKED_AT]]
    counted: dict[str, list[str]] = {}
    for words in filter(None, said):
        counted.setdefault(words.casefold(), []).append(words)
    usual = sorted(counted.values(), key=len, reverse=True)
    return tuple(same[0] for same in usual[:MOST_TRIGGERS])


@transaction.atomic
def write_hard_moment(*, by: Person, facts: HardFacts, now: datetime, ask: Ask | None = None) -> HardMoment:
    """Write one down; `ask` is the ask for support it belongs to. Written again about the same ask, it is changed."""
    row = HardMoment.objects.filter(person=by, ask=ask).first() if ask else None
    return change_hard_moment(
        row=row or HardMoment(person=by, created_at=now, on=_day(by, ask, now), ask=ask), facts=facts
    )


@transaction.atomic
def change_hard_moment(*, row: HardMoment, facts: HardFacts) -> HardMoment:
    """Write it anew; its day stays."""
    row.happened, row.did, row.who = facts.happened, facts.did, facts.who
    row.tie, row.used_own = facts.tie, facts.used_own
    row.save()
    return row


@transaction.atomic
def remove_hard_moment(*, row: HardMoment) -> None:
    """Delete it."""
    row.delete()


def about(person: Person, ask: Ask) -> HardMoment | None:
    """What was written about this ask for support."""
    return HardMoment.objects.filter(person=person, ask=ask).first()


def _day(person: Person, ask: Ask | None, now: datetime) -> date:
    return today_of(person, ask.created_at if ask else now)
