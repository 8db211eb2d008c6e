"""The last look before an ask leaves the house: mail may have been down for hours, and limits may have changed."""

from __future__ import annotations

from datetime import datetime

from holdfast.asks.models import Reply
from holdfast.domain.asks.candidates import Candidate, Refusal, refusal_of
from holdfast.domain.asks.kinds import Kind, Stated
from holdfast.notices.models import Notice
from holdfast.supporters.models import Agreement
from holdfast.supporters.queries import hours_of

ASK = "ask"
"""The first word of the keys of these notices."""


def passes_at(notice: Notice, now: datetime) -> datetime | None:
    """Now, or when their hours begin or their rest ends; None when that is too late, or nobody waits for it."""
    rows = Reply.objects.filter(
        pk__in=[notice.thing], answer="", told_at=None, agreement__ended_at=None, ask__ended_at=None
    )
    reply = rows.select_related("ask", "agreement__supporter").first()
    if reply is None:
        return None
    kind, one = Kind(reply.ask.kind), _limits(reply.agreement)
    at: datetime | None = now
    for _ in Refusal:
        if at is None or at >= reply.ask.answer_by:
            return None
        why = refusal_of(one, kind, at)
        if why is None:
            return at
        at = _after(one, why, at)
    return None


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
