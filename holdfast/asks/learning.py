"""What a contact that came to an end teaches, taken down once: of the supporter, and of all together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from holdfast.asks.models import Ask, Reply
from holdfast.domain.asks.kinds import Kind
from holdfast.domain.asks.learned import Event, Outcome, from_json, learn
from holdfast.supporters.models import Supporter


def take_down(ask: Ask, replies: Iterable[Reply], outcome: Outcome, now: datetime) -> None:
    """Add how these contacts ended. The supporters' rows are held by the caller."""
    for reply in replies:
        if Reply.objects.filter(pk=reply.pk, learned_at=None).update(learned_at=now):
            _add(reply.agreement.supporter_id, _event(ask, reply, outcome, now))


def _add(supporter_id: UUID, event: Event) -> None:
    supporter = Supporter.objects.filter(pk=supporter_id, left_at=None).first()
    if supporter is not None:
        supporter.learned = learn(from_json(supporter.learned), event).to_json()
        supporter.save(update_fields=["learned"])


def _event(ask: Ask, reply: Reply, outcome: Outcome, now: datetime) -> Event:
    hour = reply.asked_at.astimezone(ZoneInfo(reply.agreement.supporter.time_zone)).hour
    minutes = max(0.0, (now - reply.asked_at).total_seconds() / 60)
    return Event(Kind(ask.kind), hour, outcome, minutes, now)
