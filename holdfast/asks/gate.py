"""The last look before an ask leaves the house: mail may have been down for hours, and limits may have changed."""

from __future__ import annotations

from datetime import datetime

from holdfast.asks.letters import ASK
from holdfast.asks.models import Ask, Reply
from holdfast.asks.queries import helps_until, places_open
from holdfast.domain.asks.candidates import Candidate, Refusal, refusal_of
from holdfast.domain.asks.kinds import Kind, Stated
from holdfast.notices.models import Notice
from holdfast.supporters.models import Agreement
from holdfast.supporters.queries import hours_of

__all__ = ["ASK", "passes_at"]


def passes_at(notice: Notice, now: datetime) -> datetime | None:
    """Now, or when their hours begin or their rest ends; None when that is too late, or nobody waits for it: it was
    answered or is over, everything was taken or has passed by then, or a later letter asks the same."""
    rows = Reply.objects.filter(
        pk__in=[notice.thing], answer="", told_at=None, agreement__ended_at=None, ask__ended_at=None
    )
    reply = rows.select_related("ask", "agreement__supporter").first()
    if reply is None or _time_of(notice) != reply.times:
        return None
    kind, one, until = Kind(reply.ask.kind), _limits(reply.agreement), helps_until(reply.ask, now=now)
    at: datetime | None = now
    for _ in Refusal:
        if at is None or at >= until:
            return None
        why = refusal_of(one, kind, at)
        if why is None:
            return at if _is_wanted(reply.ask, at) else None
        at = _after(one, why, at)
    return None


def _time_of(notice: Notice) -> int:
    """Which time of asking it belongs to."""
    return int(notice.unique_key.split(":")[2])


def _is_wanted(ask: Ask, at: datetime) -> bool:
    return places_open(ask, now=at) > 0


def _after(one: Candidate, why: Refusal, at: datetime) -> datetime | None:
    """When this limit ends by itself."""
    if why is Refusal.RESPITE:
        return one.away_until
    return one.hours.next_open(at) if why is Refusal.HOURS else None


def _limits(agreement: Agreement) -> Candidate:
    """What they declared, without the counts of their week: this time is counted already."""
    return Candidate(
        id=str(agreement.pk),
        name="",
        kinds={Kind(kind): Stated(stated) for kind, stated in agreement.kinds.items()},
        hours=hours_of(agreement.supporter),
        takes_crisis=agreement.takes_crisis,
        wakes=agreement.wakes,
        away_until=agreement.supporter.away_until,
        is_paused=agreement.paused_at is not None,
    )
