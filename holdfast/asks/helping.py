"""What a supporter sees: what they are asked, what they promised, what was told to them. Never another's part in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum

from holdfast.asks.link_words import asks
from holdfast.asks.models import Answer, Ask, Outcome, Promise, Reply, Slot, Update
from holdfast.asks.queries import answers_help_until
from holdfast.domain.asks.kinds import Kind
from holdfast.supporters.models import Agreement, Supporter

WEEK = timedelta(days=7)
TOLD_FOR = timedelta(days=60)
THANKED_FOR = timedelta(days=120)
KEPT_FOR = timedelta(days=2)
"""A promise without a time stays on the page so long after the ask ended."""


class Stage(StrEnum):
    """Where an ask stands for one supporter."""

    OPEN = "open"
    YES = "yes"
    WAITING = "waiting"
    """On the waiting list."""
    NO = "no"
    LATER = "later"
    AT = "at"
    COVERED = "covered"
    """Somebody is on it: who is not told."""
    OVER = "over"
    """Not needed any more."""
    MISSED = "missed"
    """The time for an answer is over."""
    LATE = "late"
    """A yes after that: the person decides."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing a supporter was asked."""

    reply: Reply
    stage: Stage
    until: datetime
    """Till when an answer helps: of several days, till the last begins that is wanted."""

    @property
    def name(self) -> str:
        """What the supporter calls the person."""
        return self.reply.agreement.person_name

    @property
    def heading(self) -> str:
        """What is asked."""
        return asks(Kind(self.reply.ask.kind), self.name)

    @property
    def is_hard(self) -> bool:
        """A hard moment: somebody is needed now."""
        return self.reply.ask.kind == Kind.CRISIS


@dataclass(frozen=True, slots=True)
class SlotRow:
    """One thing to take on, as a supporter sees it: how many others took it, and nothing of who."""

    slot: Slot
    left: int
    promise: Promise | None

    @property
    def is_full(self) -> bool:
        """No place left for this supporter, except to wait."""
        return self.left <= 0 and self.promise is None


def asked_of(replies: Iterable[Reply]) -> list[Asked]:
    """Each with where it stands; three reads for all of them."""
    found = list(replies)
    mine = {
        promise.reply_id: promise
        for promise in Promise.objects.filter(reply__in=found, given_back_at=None).order_by("-is_waiting")
    }
    until = answers_help_until({reply.ask_id: reply.ask for reply in found}.values())
    return [Asked(reply, _stage(reply, mine.get(reply.pk)), until[reply.ask_id]) for reply in found]


def asked_now(supporter: Supporter) -> list[Asked]:
    """What awaits an answer of this supporter, the most urgent first."""
    rows = _replies(supporter).filter(ask__ended_at=None).exclude(answer__in=[Answer.YES, Answer.NO])
    return asked_of(rows.order_by("ask__answer_by", "pk"))


def asked_between(agreement: Agreement) -> list[Asked]:
    """What one person asks of one supporter now."""
    rows = Reply.objects.filter(agreement=agreement, ask__ended_at=None).exclude(answer__in=[Answer.YES, Answer.NO])
    found = rows.select_related("ask__person", "agreement__person", "agreement__supporter")
    return asked_of(found.order_by("ask__answer_by", "pk"))


def reply_of(supporter: Supporter, reply_id: UUID) -> Reply | None:
    """One thing this supporter was asked, while the two have an agreement."""
    return _replies(supporter).filter(pk=reply_id).first()


def promises_of(supporter: Supporter, *, now: datetime) -> QuerySet[Promise]:
    """What this supporter promised and has not given back, and is not over; the next one first."""
    rows = Promise.objects.filter(
        reply__agreement__supporter=supporter,
        reply__agreement__ended_at=None,
        given_back_at=None,
        slot__ask__closed_at=None,
    ).exclude(slot__ask__outcome__in=[Outcome.WITHDRAWN, Outcome.NOBODY])
    ahead = Q(slot__starts_at__gt=now - timedelta(hours=3)) | Q(slot__ends_at__gt=now)
    soon = Q(slot__starts_at=None) & (Q(slot__ask__ended_at=None) | Q(slot__ask__ended_at__gt=now - KEPT_FOR))
    return _with_words(rows.filter(ahead | soon)).order_by("slot__starts_at", "made_at", "pk")


def promises_between(supporter: Supporter, begins: datetime, ends: datetime) -> list[tuple[Promise, str]]:
    """Promises for this time, given back since then or not, with how each stands: yours, asked, free or covered."""
    rows = Promise.objects.filter(
        reply__agreement__supporter=supporter,
        reply__agreement__ended_at=None,
        is_waiting=False,
        slot__starts_at__gte=begins,
        slot__starts_at__lt=ends,
    ).filter(Q(given_back_at=None) | Q(given_back_at__gte=begins))
    taken = Count("slot__promises", filter=Q(slot__promises__given_back_at=None, slot__promises__is_waiting=False))
    found = _with_words(rows).annotate(taken=taken).order_by("slot__starts_at", "pk")
    return [(promise, _cover(promise, promise.taken)) for promise in found]


def thanks_to(supporter: Supporter, *, now: datetime) -> QuerySet[Promise]:
    """Help for which somebody said thanks, the latest first."""
    rows = Promise.objects.filter(
        reply__agreement__supporter=supporter,
        reply__agreement__ended_at=None,
        thanked_at__gt=now - THANKED_FOR,
    )
    return _with_words(rows).order_by("-thanked_at", "pk")


def updates_to(agreements: Iterable[Agreement], *, now: datetime) -> list[tuple[Agreement, Update]]:
    """What was told to this supporter and not taken back, the latest first; nothing that was told to somebody whose
    place they took over."""
    there = {agreement.pk: agreement for agreement in agreements}
    rows = Update.told.through.objects.filter(
        agreement__in=there, update__taken_back_at=None, update__created_at__gt=now - TOLD_FOR
    ).filter(update__created_at__gte=F("agreement__accepted_at"))
    ordered = rows.select_related("update").order_by("-update__created_at", "pk")
    return [(there[row.agreement_id], row.update) for row in ordered]


def times_asked(supporter: Supporter, *, now: datetime) -> int:
    """How often everyone together asked in the last seven days: what the supporter's own limit counts."""
    asked = Reply.objects.filter(agreement__supporter=supporter, asked_at__gt=now - WEEK)
    return int(asked.aggregate(times=Sum("times", default=0))["times"])


def slots_for(reply: Reply) -> list[SlotRow]:
    """The slots of an ask with the places left and what this supporter took."""
    kept = Count("promises", filter=Q(promises__given_back_at=None, promises__is_waiting=False))
    slots = Slot.objects.filter(ask=reply.ask_id).select_related("ask").annotate(kept=kept)
    mine = {promise.slot_id: promise for promise in reply.promises.filter(given_back_at=None)}
    return [SlotRow(slot, slot.places - slot.kept, mine.get(slot.pk)) for slot in slots.order_by("position", "pk")]


def _replies(supporter: Supporter) -> QuerySet[Reply]:
    rows = Reply.objects.filter(agreement__supporter=supporter, agreement__ended_at=None)
    return rows.select_related("ask__person", "agreement__person", "agreement__tie", "agreement__supporter")


def _with_words(rows: QuerySet[Promise]) -> QuerySet[Promise]:
    return rows.select_related("slot__ask", "reply__ask", "reply__agreement__person")


def _stage(reply: Reply, promise: Promise | None) -> Stage:
    if reply.ask.outcome == Outcome.WITHDRAWN or reply.ask.closed_at is not None:
        return Stage.OVER
    if promise is None and _is_over(reply.ask) and reply.answer == Answer.YES:
        return Stage.LATE
    if promise is not None:
        return Stage.WAITING if promise.is_waiting else Stage.YES
    if reply.answer == Answer.NO:
        return Stage.NO
    if _is_over(reply.ask):
        return Stage.COVERED if reply.ask.outcome == Outcome.MET else Stage.MISSED
    return Stage(reply.answer) if reply.answer in {Answer.LATER, Answer.AT} else Stage.OPEN


def _is_over(ask: Ask) -> bool:
    return ask.ended_at is not None


def _cover(promise: Promise, taken: int) -> str:
    if promise.given_back_at is not None:
        return "covered" if taken >= promise.slot.places else "free"
    return "asked" if promise.swap_at else "yours"
