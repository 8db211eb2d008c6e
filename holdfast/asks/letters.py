"""Who is told of a change of an ask, and the line it leaves in the timeline: in the transaction of the change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q

from holdfast.asks.models import Answer, Ask, Moment, Reply
from holdfast.asks.queries import places_of
from holdfast.domain.asks.kinds import Kind
from holdfast.notices.actions import Target, notify
from holdfast.notices.jobs import KEEP
from holdfast.notices.models import Notice, Urgency

LINK_HOLDS = timedelta(days=7)
"""A link to an ask works until this long after its last use."""
ASK, OVER = "ask", "over"
"""The first words of the keys of the letters that ask, and of those that say that it is over."""


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
    """Tell each of them, once, that nobody waits for them any more; whoever never heard of it hears nothing now."""
    for reply in replies:
        if Reply.objects.filter(pk=reply.pk, told_at=None).update(told_at=now) and has_heard(reply, now):
            tell(ask, reply, f"{OVER}:{why.pk}:{reply.pk}", now, _urgency(ask, reply))


def has_heard(reply: Reply, now: datetime) -> bool:
    """Whether they know of this ask: they answered or looked, or a letter with it left, or may have left just now with
    a worker that died, since they were last told that it is over."""
    if reply.answer or reply.opened_at:
        return True
    letters = Notice.objects.filter(thing=reply.pk, person_id=reply.agreement.supporter_id)
    if reply.asked_at < now - KEEP and not letters.filter(unique_key__startswith=f"{ASK}:").exists():
        return True  # what was sent is forgotten after a month
    told = letters.filter(unique_key__startswith=f"{OVER}:", sent_at__isnull=False).order_by("-created_at").first()
    asked = letters.filter(unique_key__startswith=f"{ASK}:")
    if told is not None:
        asked = asked.filter(created_at__gt=told.created_at)
    under_way = Q(attempts__gt=0, failed_at=None)
    return asked.filter(Q(sent_at__isnull=False) | under_way).exists()


def drop_over(reply: Reply) -> None:
    """They are asked again: that it was over is not told any more where it was not told yet."""
    Notice.objects.filter(thing=reply.pk, unique_key__startswith=f"{OVER}:", sent_at=None).delete()


def _urgency(ask: Ask, reply: Reply) -> Urgency:
    """Who was woken, or is on their way, does not read it with the day's digest."""
    if ask.kind == Kind.CRISIS:
        return Urgency.NOW
    return Urgency.USUAL if reply.answer == Answer.YES else Urgency.LATER


def last_use(ask: Ask) -> datetime:
    """The latest moment this ask is about."""
    return max([ask.answer_by, *(place.until for place in places_of(ask) if place.until)])
