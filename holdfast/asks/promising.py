"""Places taken, given back and passed on."""

from __future__ import annotations

from datetime import datetime

from holdfast.asks.letters import note, tell
from holdfast.asks.models import Answer, Ask, Moment, Promise, Reply
from holdfast.asks.queries import Place, places_of
from holdfast.domain.asks.confirming import remind_at
from holdfast.domain.asks.kinds import Kind
from holdfast.supporters.models import Agreement

What = Moment.What


def take(ask: Ask, place: Place, reply: Reply, now: datetime) -> Promise:
    """A free place, else the place of whoever would like to swap, else the end of the waiting list."""
    swapping = next((promise for promise in place.kept if promise.swap_at), None)
    is_full = len(place.kept) >= place.slot.places
    if is_full and swapping:
        hand_on(ask, swapping, now)
    waits = is_full and swapping is None
    return Promise.objects.create(
        slot=place.slot,
        reply=reply,
        person_id=reply.person_id,
        made_at=now,
        created_at=now,
        is_waiting=waits,
        next_at=None if waits else remind_at(now, place.slot.starts_at),
    )


def keep(promise: Promise) -> Promise:
    """They do it after all: nobody else is looked for."""
    if promise.swap_at:
        promise.swap_at = None
        promise.save(update_fields=["swap_at"])
    return promise


def release(promise: Promise, now: datetime) -> bool:
    """The place is free; False when it was already. A supporter who holds nothing else no longer counts as a yes."""
    if not Promise.objects.filter(pk=promise.pk, given_back_at=None).update(given_back_at=now, next_at=None):
        return False
    if not Promise.objects.filter(reply=promise.reply_id, given_back_at=None).exists():
        Reply.objects.filter(pk=promise.reply_id, answer=Answer.YES).update(answer=Answer.NO)
    return True


def hand_on(ask: Ask, promise: Promise, now: datetime) -> None:
    """Somebody else takes it, as they wished: they are told that they are free."""
    release(promise, now)
    reply = Reply.objects.select_related("agreement").get(pk=promise.reply_id)
    note(ask, What.GIVEN_BACK, now, reply)
    tell(ask, reply, f"swapped:{promise.pk}", now)


def move_up(ask: Ask, now: datetime) -> None:
    """Whoever waits longest for a place that is free, or that somebody would like to swap, has it now, and is told.

    Whoever may not have it now keeps their place on the list.
    """
    for place in places_of(ask):
        full = len(place.kept) >= place.slot.places
        swapping = [promise for promise in place.kept if promise.swap_at]
        waiting = [promise for promise in place.waiting if _may_have_it(ask, promise, now)]
        for promise in waiting[: place.wanted(now)]:
            if full and swapping:
                hand_on(ask, swapping.pop(0), now)
            _lift(ask, place, promise, now)


def _may_have_it(ask: Ask, promise: Promise, now: datetime) -> bool:
    """Not while they rest, nor while the person asks nothing of them, nor after the two of them ended it."""
    agreement = Agreement.objects.select_related("supporter").get(replies=promise.reply_id)
    away_until = agreement.supporter.away_until
    rests = away_until is not None and now < away_until and ask.kind != Kind.CRISIS
    return not rests and agreement.ended_at is None and agreement.paused_at is None


def _lift(ask: Ask, place: Place, promise: Promise, now: datetime) -> None:
    promise.is_waiting, promise.next_at = False, remind_at(now, place.slot.starts_at)
    promise.save(update_fields=["is_waiting", "next_at"])
    reply = Reply.objects.select_related("agreement").get(pk=promise.reply_id)
    note(ask, What.UP, now, reply)
    tell(ask, reply, f"up:{promise.pk}", now)
