"""Reads of how it goes: one value for each week or month, worked out by the database, and what course it took."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Avg, Count, Min, Q

from holdfast.accounts.models import Person
from holdfast.checkins.measures import scores_of
from holdfast.checkins.models import CheckIn, HardMoment
from holdfast.checkins.numbered import MonthNumber, WeekNumber, first_of, monday_of
from holdfast.domain.network import open_and_alone
from holdfast.domain.trends import Course, Held, Pieces, Scale, Span, Values, course, held, pieces_of
from holdfast.network.models import Tie, TieRecord, Touch
from holdfast.network.queries import network_values

FEELING, URGE = Scale(1, 5), Scale(0, 10)


@dataclass(frozen=True, slots=True)
class Trend:
    """How one thing went: a value for each piece of time, its scale, and the course it took."""

    key: str
    pieces: Pieces
    values: Values
    scale: Scale

    @property
    def course(self) -> Course:
        """Which way it went."""
        return course(self.values, self.scale)

    @property
    def is_empty(self) -> bool:
        """There is nothing to show."""
        return all(value is None for value in self.values)


@dataclass(frozen=True, slots=True)
class Moments:
    """Hard moments, oldest first, by what held in each."""

    held: tuple[Held, ...]

    @property
    def not_alone(self) -> int:
        """How many had a person, a service or a step of one's own."""
        return sum(one in {Held.SOMEONE, Held.OWN} for one in self.held)


def span_of(person: Person, span: Span, *, today: date, fresh_on: date | None) -> Pieces:
    """The pieces of time a look back covers; after a fresh start only what came since."""
    if span is not Span.ALL:
        return pieces_of(span, today, fresh_on)
    firsts = [
        CheckIn.objects.filter(person=person).aggregate(first=Min("on"))["first"],
        Touch.objects.filter(person=person).aggregate(first=Min("on"))["first"],
    ]
    return pieces_of(span, today, fresh_on or min((day for day in firsts if day), default=None))


def felt(person: Person, pieces: Pieces) -> tuple[Trend, Trend]:
    """How the person was, and how strong urges were."""
    rows = _by_piece(CheckIn, person, pieces, felt=Avg("feeling"), urged=Avg("urge"))
    return (
        Trend("feeling", pieces, _column(rows, pieces, "felt"), FEELING),
        Trend("urge", pieces, _column(rows, pieces, "urged"), URGE),
    )


MEASURED = {"mspss": "supported", "ucla-3": "lonely"}
"""Measures whose course is shown beside the rest, and under which name."""


def measured(person: Person, pieces: Pieces) -> list[Trend]:
    """Support as it is felt, and loneliness: the last answer of each piece of time."""
    return [_measured(person, pieces, instrument, key) for instrument, key in MEASURED.items()]


def _measured(person: Person, pieces: Pieces, instrument: str, key: str) -> Trend:
    scores = scores_of(person, instrument, pieces.since, piece=pieces.of)
    last = {pieces.of(on): value for on, value, _, _ in scores}
    scale = Scale(*scores[-1][2:]) if scores else Scale(0, 1)
    return Trend(key, pieces, tuple(last.get(day) for day in pieces.begins), scale)


def touched(person: Person, pieces: Pieces) -> Trend:
    """How many contacts there were. A piece of time without any is none, once there was a first."""
    rows = _by_piece(Touch, person, pieces, times=Count("pk"))
    values = [float(rows[day]["times"]) if day in rows else 0.0 for day in pieces.begins]
    if not rows:
        return Trend("touches", pieces, tuple(None for _ in values), Scale(0, 1))
    return Trend("touches", pieces, tuple(values), Scale(0, max(values)))


def rested(person: Person, pieces: Pieces, *, now: datetime) -> tuple[Trend, Trend]:
    """How many needs had nobody, and how many people carried a need alone, at the end of each piece of time."""
    moments = [min(now, datetime.combine(day, time.max, UTC)) for day in pieces.ends()]
    networks = network_values(person, moments)
    begun = [bool(one.needs) for one in networks]
    most = max((len(one.needs) for one in networks), default=0)
    counted = [open_and_alone(one) if is_on else None for one, is_on in zip(networks, begun, strict=True)]
    open_ = tuple(None if one is None else float(one[0]) for one in counted)
    alone = tuple(None if one is None else float(one[1]) for one in counted)
    scale = Scale(0, max(1, most))
    return Trend("open_seats", pieces, open_, scale), Trend("alone", pieces, alone, scale)


def hard_moments(person: Person, pieces: Pieces) -> Moments:
    """The hard moments written down in this time; the last hundred of them."""
    rows = HardMoment.objects.filter(person=person, on__gte=pieces.since).order_by("-on", "-created_at")
    found = list(rows.values_list("who", "used_own")[:100])
    return Moments(tuple(held(who, used_own=used_own) for who, used_own in reversed(found)))


@dataclass(frozen=True, slots=True)
class Tended:
    """What the last months were made of, in counts."""

    touches: int
    given: int
    received: int
    people: int
    """How many different people and groups there was contact with."""
    met: int
    """Ties that are new."""
    parted: int
    """Ties that ended."""


def tended(person: Person, since: date, until: date) -> Tended:
    """Contacts given and received between two days, and who came and went."""
    touches = Touch.objects.filter(person=person, on__gte=since, on__lte=until)
    given = Q(direction__in=[Touch.Direction.GIVEN, Touch.Direction.BOTH])
    received = Q(direction__in=[Touch.Direction.RECEIVED, Touch.Direction.BOTH])
    found = touches.aggregate(
        touches=Count("pk"),
        given=Count("pk", filter=given),
        received=Count("pk", filter=received),
        people=Count("tie", distinct=True),
    )
    begin = datetime.combine(since, time.min, UTC)
    met = Tie.objects.filter(person=person, created_at__gte=begin).count()
    ended = TieRecord.objects.filter(tie__person=person, state="ended", at__gte=begin)
    return Tended(**found, met=met, parted=ended.values("tie").distinct().count())


def _by_piece(model: Any, person: Person, pieces: Pieces, **wanted: Any) -> Mapping[date, Mapping[str, Any]]:
    number, begin = (MonthNumber("on"), first_of) if pieces.is_by_month else (WeekNumber("on"), monday_of)
    until = pieces.ends()[-1] + timedelta(days=1)
    rows = model.objects.filter(person=person, on__gte=pieces.since, on__lt=until)
    grouped = rows.annotate(piece=number).values("piece").annotate(**wanted).order_by("piece")
    return {begin(row["piece"]): row for row in grouped}


def _column(rows: Mapping[date, Mapping[str, Any]], pieces: Pieces, name: str) -> Values:
    found = (rows.get(day, {}).get(name) for day in pieces.begins)
    return tuple(None if value is None else float(value) for value in found)
