"""A small world for the state machine: two people, four supporters, one of whom supports both, and what each declared.

What is allowed is worked out here a second time, in other words than the product's, so that the two can disagree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from holdfast.accounts.actions import open_account
from holdfast.accounts.models import Person
from holdfast.asks.models import Outcome, Promise
from holdfast.domain.asks.hours import ALWAYS, every_day
from holdfast.domain.asks.kinds import WEIGHTS, Kind, Stated
from holdfast.supporters.actions import Limits
from holdfast.supporters.models import Agreement, Supporter
from tests.asks.circle import agreed, with_place

WEEK = timedelta(days=7)
ZONES = ("Europe/Berlin", "America/Chicago", "Australia/Lord_Howe", "UTC")
NIGHTS = (
    datetime.fromisoformat("2026-03-29T00:30+00:00"),  # Berlin, an hour is missing
    datetime.fromisoformat("2026-10-25T00:30+00:00"),  # Berlin, an hour comes twice
    datetime.fromisoformat("2026-03-08T07:30+00:00"),  # Chicago
    datetime.fromisoformat("2026-11-01T06:30+00:00"),
    datetime.fromisoformat("2026-10-03T15:00+00:00"),  # Lord Howe, half an hour is missing
    datetime.fromisoformat("2026-04-04T14:30+00:00"),
    datetime.fromisoformat("2026-06-10T18:00+00:00"),  # an ordinary evening
)
"""Three o'clock or a little before, on nights when clocks change."""
OPENINGS = {"day": (9, 21), "night": (22, 6), "morning": (1, 4), "always": (0, 0), "never": None}


@dataclass
class Declared:
    """One supporter's limits, as they last said them."""

    zone: str = "UTC"
    opening: str = "always"
    most_asked: int | None = None
    most_helped: float | None = None
    away_until: datetime | None = None
    is_gone: bool = False

    def limits(self) -> Limits:
        """For the product."""
        span = OPENINGS[self.opening]
        hours = () if span is None else ALWAYS if span == (0, 0) else every_day(span[0] * 60, span[1] * 60)
        return Limits(self.zone, hours, self.most_asked, self.most_helped)

    def is_open(self, at: datetime) -> bool:
        """By the clock on their wall."""
        span = OPENINGS[self.opening]
        if span is None:
            return False
        begins, ends = span
        hour = at.astimezone(ZoneInfo(self.zone)).hour
        return begins <= hour < ends if begins < ends else hour >= begins or hour < ends


@dataclass
class Card:
    """One agreement, as both last said."""

    kinds: set[Kind] = field(default_factory=lambda: set(Kind))
    takes_crisis: bool = False
    wakes: bool = False
    is_paused: bool = False
    is_ended: bool = False


@dataclass
class World:
    """Who is there."""

    people: list[Person]
    supporters: list[Supporter]
    agreements: list[Agreement]

    def agreements_with(self, supporter: Supporter) -> list[Agreement]:
        """Whom they support."""
        return [one for one in self.agreements if one.supporter_id == supporter.pk]


def made(now: datetime) -> World:
    """Two people; Rosa supports both, Ben and Ana the first, Sam the second."""
    people = [
        open_account(nickname=name, passphrase="three quiet herons at dawn", now=now, time_zone=zone)
        for name, zone in (("nora", "Europe/Berlin"), ("omar", "America/Chicago"))
    ]
    for person in people:
        with_place(person, person.nickname, now)
    first, second = people
    rosa = agreed(first, "Rosa", now)
    of = [rosa, agreed(first, "Ben", now), agreed(first, "Ana", now)]
    of += [agreed(second, "Rosa", now, who=rosa.supporter), agreed(second, "Sam", now)]
    supporters = {one.supporter_id: one.supporter for one in of}
    return World(people, list(supporters.values()), of)


@dataclass
class Contact:
    """One time somebody was asked."""

    ask: Any
    agreement: Any
    supporter: Any
    at: datetime
    kind: Kind
    wave: int = 0


def crossed(contact: Contact, declared: Declared, card: Card, before: Iterable[Contact], helped: float) -> str | None:
    """The limit this contact crossed, if any, as things were declared at that moment."""
    at, kind = contact.at, contact.kind
    takes = card.takes_crisis or card.wakes if kind is Kind.CRISIS else kind in card.kinds
    this_week = [one for one in before if one.supporter == contact.supporter and one.at > at - WEEK]
    most, hours = declared.most_asked, declared.most_helped
    always = {"left": card.is_ended or declared.is_gone, "paused": card.is_paused, "kind": not takes}
    unless_woken = {
        "respite": declared.away_until is not None and at < declared.away_until,
        "hours": not declared.is_open(at),
        "asked too often": most is not None and len(this_week) >= most,
        "helped enough": hours is not None and helped + WEIGHTS[kind].effort > hours,
    }
    is_woken = kind is Kind.CRISIS and card.wakes
    limits = always if is_woken else {**always, **unless_woken}
    return next((limit for limit, is_crossed in limits.items() if is_crossed), None)


def helped_by(supporter: Any, at: datetime) -> float:
    """Hours promised in the last seven days, to everybody."""
    rows = Promise.objects.filter(reply__agreement__supporter=supporter, given_back_at=None, is_waiting=False)
    rows = rows.filter(made_at__gt=at - WEEK).exclude(slot__ask__outcome=Outcome.WITHDRAWN)
    return sum(WEIGHTS[Kind(kind)].effort for kind in rows.values_list("slot__ask__kind", flat=True))


def offered(card: Card) -> dict[Kind, Stated]:
    """The kinds of a card."""
    return dict.fromkeys(sorted(card.kinds), Stated.DEPENDS)
