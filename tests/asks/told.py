"""Looking at what an ask did: who was asked, who was told what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from holdfast.accounts.models import Person
from holdfast.asks.actions import THINK_AGAIN, AskFacts, SlotFacts, move_ask, open_ask
from holdfast.asks.models import Ask, Moment, Promise, Reply
from holdfast.asks.queries import later_ones
from holdfast.domain.asks.kinds import Kind
from holdfast.notices.jobs import deliver_due
from holdfast.notices.models import Notice
from holdfast.supporters.models import Agreement


def keys_to(owner: UUID, starts: str = "") -> list[str]:
    """What was written to somebody, by the first word of its key."""
    rows = Notice.objects.filter(person_id=owner, unique_key__startswith=starts).order_by("created_at", "unique_key")
    return [key.split(":")[0] for key in rows.values_list("unique_key", flat=True)]


def whats(ask: Ask) -> list[str]:
    """The timeline."""
    return list(Moment.objects.filter(ask=ask).order_by("pk").values_list("what", flat=True))


def asked(
    person: Person,
    now: datetime,
    *,
    kind: Kind = Kind.RIDE,
    slots: tuple[SlotFacts, ...] = (SlotFacts(),),
    only: tuple[Agreement, ...] = (),
    answer_by: datetime | None = None,
    everyone: bool = True,
) -> Ask:
    """An ask whose time to think again is over; with `everyone` all who may be asked were."""
    ask = open_ask(by=person, facts=AskFacts(kind, "please", slots=slots, only=only, answer_by=answer_by), now=now)
    return moved_on(ask, now + THINK_AGAIN) if everyone else move_ask(ask=ask, now=now + THINK_AGAIN)


def moved_on(ask: Ask, at: datetime) -> Ask:
    """Moved whenever it is due, until nobody else is to be asked or the time is nearly over."""
    last = ask.answer_by - timedelta(minutes=1)
    ask = move_ask(ask=ask, now=at)
    while not ask.ended_at and ask.next_at and ask.next_at < last and (ask.plan["steps"] or later_ones(ask)):
        ask = move_ask(ask=ask, now=ask.next_at)
    return ask


def letters_left(ask: Ask) -> Ask:
    """All letters that ask were handed to the mail, as a worker would have done by now."""
    deliver_due(now=max(reply.asked_at for reply in ask.replies.all()))
    return ask


def reply_of(ask: Ask, agreement: Agreement) -> Reply:
    """What one supporter was asked."""
    return Reply.objects.get(ask=ask, agreement=agreement)


def standing(ask: Ask) -> list[Promise]:
    """The promises that count, the earliest first."""
    return list(Promise.objects.filter(slot__ask=ask, given_back_at=None, is_waiting=False).order_by("made_at", "pk"))


def names(agreements: Iterable[Agreement]) -> set[str]:
    """Who."""
    return {agreement.tie.name for agreement in agreements}
