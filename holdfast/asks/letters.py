"""Who is told of a change of an ask, and the line it leaves in the timeline: in the transaction of the change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from holdfast.asks.models import Answer, Ask, Moment, Reply
from holdfast.asks.queries import places_of
from holdfast.domain.asks.kinds import Kind
from holdfast.notices.actions import Target, notify
from holdfast.notices.models import Urgency

LINK_HOLDS = timedelta(days=7)
"""A link to an ask works until this long after its last use."""


def note(ask: Ask, what: str, now: datetime, reply: Reply | None = None) -> Moment:
    """One more line of the timeline."""
    return Moment.objects.create(ask=ask, at=now, what=what, reply=reply)


def tell(ask: Ask, reply: Reply, key: str, now: datetime, urgency: Urgency = Urgency.USUAL) -> None:
    """Tell one supporter that something about their answer changed; never somebody who left."""
    if reply.agreement.ended_at is None:
        target = Target("reply", last_use(ask) + LINK_HOLDS, reply.pk)
        notify(to=reply.agreement.supporter_id, target=target, unique_key=key, now=now, urgency=urgency)


def tell_person(ask: Ask, moment: Moment, now: datetime) -> None:
    """Tell the person who asked of one line of the timeline."""
    urgency = Urgency.NOW if ask.kind == Kind.CRISIS else Urgency.USUAL
    target = Target("ask", last_use(ask) + LINK_HOLDS, ask.pk)
    notify(to=ask.person_id, target=target, unique_key=f"moment:{moment.pk}", now=now, urgency=urgency)


def tell_over(ask: Ask, replies: Iterable[Reply], why: Moment, now: datetime) -> None:
    """Tell each of them, once, that nobody waits for them any more."""
    for reply in replies:
        if Reply.objects.filter(pk=reply.pk, told_at=None).update(told_at=now):
            tell(ask, reply, f"over:{why.pk}:{reply.pk}", now, _urgency(ask, reply))


def _urgency(ask: Ask, reply: Reply) -> Urgency:
    """Who was woken, or is on their way, does not read it with the day's digest."""
    if ask.kind == Kind.CRISIS:
        return Urgency.NOW
    return Urgency.USUAL if reply.answer == Answer.YES else Urgency.LATER


def last_use(ask: Ask) -> datetime:
    """The latest moment this ask is about."""
    return max([ask.answer_by, *(place.until for place in places_of(ask) if place.until)])
