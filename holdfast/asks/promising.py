"""Places taken, given back and passed on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from holdfast.asks.letters import note, tell
from holdfast.asks.models import Answer, Ask, Moment, Promise, Reply
from holdfast.asks.queries import Place, places_of
from holdfast.domain.asks.confirming import remind_at

What = Moment.What


def take(ask: Ask, place: Place, reply: Reply, now: datetime) -> Promise:
    """A free place, else the place of whoever would like to swap, else the end of the waiting list."""
    place = with_room(ask, place, now)
    waits = len(place.kept) >= place.slot.places
    return Promise.objects.create(
        slot=place.slot,
        reply=reply,
        person_id=reply.person_id,
        made_at=now,
        created_at=now,
        is_waiting=waits,
        next_at=None if waits else remind_at(now, place.slot.starts_at),
    )


def with_room(ask: Ask, place: Place, now: datetime) -> Place:
    """Where it is full, whoever would like to swap is free, and their place too."""
    swapping = next((promise for promise in place.kept if promise.swap_at), None)
    if swapping is None or len(place.kept) < place.slot.places:
        return place
    hand_on(ask, swapping, now)
    return replace(place, kept=tuple(promise for promise in place.kept if promise.pk != swapping.pk))


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
    """Whoever waits longest for a place that is free, or that somebody would like to swap, has it now, and is told."""
    for place in places_of(ask):
        full = len(place.kept) >= place.slot.places
        swapping = [promise for promise in place.kept if promise.swap_at]
        for promise in place.waiting[: place.wanted(now)]:
            if full and swapping:
                hand_on(ask, swapping.pop(0), now)
            _lift(ask, place, promise, now)


def _lift(ask: Ask, place: Place, promise: Promise, now: datetime) -> None:
    promise.is_waiting, promise.next_at = False, remind_at(now, place.slot.starts_at)
    promise.save(update_fields=["is_waiting", "next_at"])
    reply = Reply.objects.select_related("agreement").get(pk=promise.reply_id)
    note(ask, What.UP, now, reply)
    tell(ask, reply, f"up:{promise.pk}", now)
