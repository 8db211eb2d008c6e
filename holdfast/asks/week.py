"""The help that is planned in one week: of a person who asked, or of a supporter who promised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.urls import reverse

from holdfast.accounts.models import Person
from holdfast.asks.models import Ask, Outcome, Promise, Slot
from holdfast.asks.words import KINDS, Words
from holdfast.domain.asks.kinds import Kind
from holdfast.domain.asks.week import DAY, Turn, Week, week_of
from holdfast.supporters.models import Supporter

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Planned:
    """One slot with its words: what kind, what exactly, who does it."""

    slot: Slot
    starts_at: datetime
    kind: Words
    label: str
    who: tuple[str, ...]
    thanked: bool

    @property
    def short(self) -> str:
        """What it is in two or three words: its own label, or the kind."""
        return self.slot.label or str(self.kind)

    @property
    def is_open(self) -> bool:
        """Whether somebody is still wanted."""
        return len(self.who) < self.slot.places

    @property
    def address(self) -> str:
        """The page of the ask."""
        return reverse("ask", args=[self.slot.ask_id])

    def turn(self) -> Turn:
        """The same for the picture."""
        return Turn(str(self.slot.pk), self.starts_at, self.slot.ends_at, self.slot.places, self.who)


def planned_for(person: Person, *, begins: datetime, ends: datetime) -> list[Planned]:
    """The slots of the person's asks that begin within this time, the earliest first; three reads."""
    slots = _dated(Slot.objects.filter(ask__person=person), begins, ends)
    return list(_planned(slots))


def planned_by(supporter: Supporter, *, begins: datetime, ends: datetime) -> list[Planned]:
    """The slots this supporter promised, for everyone they support. Who else promised is not told."""
    kept = Promise.objects.filter(
        reply__agreement__supporter=supporter,
        reply__agreement__ended_at=None,
        given_back_at=None,
        is_waiting=False,
    )
    slots = _dated(Slot.objects.filter(pk__in=kept.values("slot")), begins, ends)
    return [
        Planned(slot, slot.starts_at, KINDS[Kind(slot.ask.kind)], slot.label or slot.ask.text, (), False)
        for slot in slots
        if slot.starts_at
    ]


def week_shown(planned: Iterable[Planned], first: date, zone: str) -> Week:
    """The picture of a week."""
    return week_of([one.turn() for one in planned], first, zone)


def span_of(first: date, zone: str) -> tuple[datetime, datetime]:
    """A week by the wall clock, with the day before: what began then may reach into it."""
    here = ZoneInfo(zone)
    begins = datetime.combine(first - DAY, time.min, here)
    return begins, datetime.combine(first + WEEK, time.min, here)


def _dated(slots: QuerySet[Slot], begins: datetime, ends: datetime) -> list[Slot]:
    wanted = slots.filter(starts_at__gte=begins, starts_at__lt=ends)
    over = Q(ask__outcome=Outcome.WITHDRAWN) | Q(ask__outcome=Outcome.NOBODY)
    return list(wanted.exclude(over).select_related("ask").order_by("starts_at", "pk"))


def _planned(slots: Iterable[Slot]) -> Iterable[Planned]:
    rows = list(slots)
    promises: dict[UUID, list[Promise]] = {}
    kept = Promise.objects.filter(slot__in=rows, given_back_at=None, is_waiting=False).order_by("made_at", "pk")
    for promise in kept.select_related("reply__agreement__tie"):
        promises.setdefault(promise.slot_id, []).append(promise)
    for slot in rows:
        mine = promises.get(slot.pk, [])
        if slot.starts_at is None:
            continue
        yield Planned(
            slot,
            slot.starts_at,
            KINDS[Kind(slot.ask.kind)],
            slot.label or slot.ask.text,
            tuple(promise.reply.agreement.tie.name for promise in mine),
            bool(mine) and all(promise.thanked_at for promise in mine),
        )


def unthanked(person: Person, *, now: datetime) -> list[Promise]:
    """Help whose time is over and for which nobody said thanks yet, the latest first."""
    kept = Promise.objects.filter(person=person, given_back_at=None, is_waiting=False, thanked_at=None)
    over = Q(slot__starts_at__lt=now) | Q(slot__starts_at=None, slot__ask__ended_at__lt=now)
    rows = kept.filter(over, slot__ask__in=Ask.objects.filter(person=person))
    return list(rows.select_related("slot__ask", "reply__agreement__tie").order_by("-made_at", "pk"))
