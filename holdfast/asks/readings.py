"""What a plan reads: the circle of one person with everybody's week, and how far one ask has come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value

from holdfast.asks.models import Ask, Offer, Outcome, Population, Promise, Reply, Slot
from holdfast.asks.prepared import Prepared
from holdfast.notices.actions import can_send
from holdfast.notices.models import Destination
from holdfast.supporters.models import Agreement

WEEK = timedelta(days=7)
SEASON = timedelta(days=90)
"""How far back help given and received is looked at."""


Id = UUID | str
"""As the driver gives it: to be compared, or made one by `prepared.id_of`."""


class Card(NamedTuple):
    """One supporter of a person: their agreement, their limits, and their week across everyone. `kinds` and `hours` are
    JSON."""

    agreement: Id
    supporter: Id
    kinds: str
    takes_crisis: bool
    wakes: bool
    paused_at: datetime | None
    tie: Id
    name: bytes
    role: str
    circle: int
    state: str
    zone: str
    hours: str
    most_asked: int | None
    most_helped: float | None
    away_until: datetime | None
    account: Id | None
    learned: bytes
    asked: int | None
    last_asked_at: datetime | None
    has_place: bool


class Asked(NamedTuple):
    """One supporter who was asked for one ask."""

    agreement: Id
    asked_at: datetime
    answer: str
    told_at: datetime | None
    can_at: datetime | None


class Wanted(NamedTuple):
    """One slot: its time, how many can share it, and how many promises stand that nobody would like to swap."""

    starts_at: datetime | None
    ends_at: datetime | None
    places: int
    firm: int


def cards_of(person_id: UUID, now: datetime) -> list[Card]:
    """Everyone who agreed to help this person, in the order in which they did."""
    sendable = tuple(via for via in Destination.Via.values if can_send(via))
    return [Card(*row) for row in _circle(sendable).rows(person_id, now - WEEK)]


def promised_lately(person_id: UUID, now: datetime) -> list[tuple[Id, str, int]]:
    """Supporter, kind of ask and number of promises of the last seven days, to everyone together."""
    return [(row[0], row[1], row[2]) for row in _PROMISED.rows(person_id, now - SEASON, now - WEEK)]


def given_to(person_id: UUID, now: datetime) -> list[tuple[Id, str, datetime]]:
    """Agreement, kind and moment of what was promised to this person this season."""
    return [(row[0], row[1], row[2]) for row in _GIVEN.rows(person_id, now - SEASON)]


def received_from(person_id: UUID, now: datetime) -> list[tuple[Id, str, datetime]]:
    """Whom this person promised something this season, through their own account; the kind and the moment."""
    return [(row[0], row[1], row[2]) for row in _RECEIVED.rows(person_id, now - SEASON)]


def offers_to(person_id: UUID) -> list[tuple[Id, str, str]]:
    """Agreement, kind and hours of what is offered to this person without being asked."""
    return [(row[0], row[1], row[2]) for row in _OFFERS.rows(person_id)]


def asked_for(ask_id: UUID) -> list[Asked]:
    """Those who were asked."""
    return [Asked(*row) for row in _ASKED.rows(ask_id)]


def wanted_for(ask_id: UUID) -> list[Wanted]:
    """The slots of an ask."""
    return [Wanted(*row) for row in _WANTED.rows(ask_id)]


def wanted_for_all(ask_ids: Iterable[UUID]) -> list[tuple[UUID, Wanted]]:
    """The slots of several asks, each with its ask."""
    rows = Slot.objects.filter(ask__in=list(ask_ids)).order_by().values_list("ask", *_TIMES).annotate(firm=_FIRMLY)
    return [(row[0], Wanted(*row[1:])) for row in rows]


def chosen_for(ask_id: UUID) -> list[tuple[Id, bool]]:
    """Agreements the person left out (False) or chose beforehand (True)."""
    return [(row[0], bool(row[1])) for row in _LEFT_OUT.rows(ask_id) + _ONLY.rows(ask_id)]


def learned_of_all() -> str:
    """What all answers of this installation taught, as it is written."""
    return next((str(row[0]) for row in _LEARNED.rows()), "")


@lru_cache(maxsize=8)
def _circle(sendable: tuple[str, ...]) -> Prepared:
    def compose(person: UUID, week: datetime) -> QuerySet[Any, Any]:
        asked = Reply.objects.filter(agreement__supporter=OuterRef("supporter"), asked_at__gt=week).order_by()
        last = Reply.objects.filter(agreement=OuterRef("pk")).order_by()
        places = Destination.objects.filter(person_id=OuterRef("supporter"), confirmed_at__isnull=False, off_at=None)
        rows = Agreement.objects.filter(person=person, ended_at=None, supporter__left_at=None)
        supporter = ("time_zone", "hours", "most_asked", "most_helped", "away_until", "account", "learned")
        return rows.order_by("accepted_at", "pk").values_list(
            *("pk", "supporter", "kinds", "takes_crisis", "wakes", "paused_at"),
            *("tie", "tie__name", "tie__role", "tie__circle", "tie__state"),
            *(f"supporter__{column}" for column in supporter),
            Subquery(asked.values("agreement__supporter").annotate(number=Sum("times")).values("number")),
            Subquery(last.values("agreement").annotate(last=Max("asked_at")).values("last")),
            Exists(places.filter(via__in=sendable)),
        )

    return Prepared(compose, UUID, datetime)


def _standing() -> QuerySet[Promise]:
    """Promises that count as help."""
    kept = Promise.objects.filter(given_back_at=None, is_waiting=False)
    return kept.exclude(slot__ask__outcome=Outcome.WITHDRAWN).order_by()


def _promised(person: UUID, season: datetime, week: datetime) -> QuerySet[Any, Any]:
    circle = Agreement.objects.filter(person=person, ended_at=None).values("supporter")
    rows = _standing().filter(reply__agreement__supporter__in=circle, reply__asked_at__gt=season, made_at__gt=week)
    return rows.values_list("reply__agreement__supporter", "slot__ask__kind").annotate(number=Count("pk"))


def _given(person: UUID, season: datetime) -> QuerySet[Any, Any]:
    rows = _standing().filter(reply__agreement__person=person, reply__asked_at__gt=season, made_at__gt=season)
    return rows.values_list("reply__agreement", "slot__ask__kind", "made_at")


def _received(person: UUID, season: datetime) -> QuerySet[Any, Any]:
    mine = _standing().filter(reply__agreement__supporter__account=person, made_at__gt=season)
    return mine.values_list("person", "slot__ask__kind", "made_at")


_PROMISED = Prepared(_promised, UUID, datetime, datetime)
_GIVEN = Prepared(_given, UUID, datetime)
_RECEIVED = Prepared(_received, UUID, datetime)
_OFFERS = Prepared(
    lambda person: Offer.objects.filter(person=person, ended_at=None).values_list("agreement", "kind", "hours"), UUID
)
_ASKED = Prepared(
    lambda ask: Reply.objects.filter(ask=ask).values_list("agreement", "asked_at", "answer", "told_at", "can_at"), UUID
)
_FIRM = Q(promises__given_back_at=None, promises__is_waiting=False, promises__swap_at=None)
_FIRMLY = Count("promises", filter=_FIRM & Q(promises__isnull=False))
_TIMES = ("starts_at", "ends_at", "places")
_WANTED = Prepared(
    lambda ask: Slot.objects.filter(ask=ask).order_by().values_list(*_TIMES).annotate(firm=_FIRMLY),
    UUID,
)
_LEARNED = Prepared(lambda: Population.objects.filter(pk=1).values_list("learned"))
_LEFT_OUT = Prepared(
    lambda ask: Ask.left_out.through.objects.filter(ask=ask).values_list("agreement", Value(0)),
    UUID,
)
_ONLY = Prepared(
    lambda ask: Ask.only.through.objects.filter(ask=ask).values_list("agreement", Value(1)),
    UUID,
)
