"""The day after a hard moment: how am I now, whom to thank, whom to talk to. Nobody is told anything about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from holdfast.accounts.models import Person
from holdfast.asks.access import hard_moments_of
from holdfast.asks.models import Ask, Outcome, Promise
from holdfast.asks.queries import promises_kept
from holdfast.asks.reaching import Reachable, people_to_reach
from holdfast.domain.asks.looking_back import LOOKED_BACK_WITHIN, is_looked_back_at

TO_TALK_WITH = 5


@dataclass(frozen=True, slots=True)
class LookingBack:
    """What the page of the day after shows."""

    ask: Ask
    came: tuple[Promise, ...]
    people: tuple[Reachable, ...]
    """The nearest, to talk about it with."""


def waiting_to_look_back(person: Person, *, now: datetime) -> Ask | None:
    """The latest hard moment whose day after has come and was not looked at. One that was taken back before anyone
    heard is let be."""
    heard = ~Q(outcome=Outcome.WITHDRAWN) | Q(replies__isnull=False)
    recent = hard_moments_of(person).filter(heard, ended_at__gt=now - LOOKED_BACK_WITHIN, looked_after_at=None)
    ask = recent.distinct().first()
    if ask is None or ask.ended_at is None or not is_looked_back_at(ask.ended_at, person.time_zone, now):
        return None
    return ask


def looking_back(ask: Ask, *, now: datetime) -> LookingBack:
    """Who came, and whom one could talk to."""
    came = promises_kept(ask).select_related("reply__agreement__tie")
    people = people_to_reach(ask.person, now=now)
    return LookingBack(ask, tuple(came), (*people.now, *people.later, *people.others)[:TO_TALK_WITH])


@transaction.atomic
def write_afterwards(*, ask: Ask, text: str) -> Ask:
    """How I am now, in my own words."""
    ask.afterwards = text
    ask.save(update_fields=["afterwards"])
    return ask


@transaction.atomic
def let_be(*, ask: Ask, now: datetime) -> None:
    """Looked at, or not wanted: the card is gone. Earlier ones go with it."""
    earlier = hard_moments_of(ask.person).filter(created_at__lte=ask.created_at, looked_after_at=None)
    earlier.update(looked_after_at=now)
