"""Keeping a promise: swapping it, confirming it, and finding cover for a rest.

offer_swap, keep_after_all, confirm_promise, remind, reopen_slot, find_cover, wake_asks_of.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from holdfast.asks import locks
from holdfast.asks.ending import settle
from holdfast.asks.letters import note, tell, tell_person
from holdfast.asks.models import Ask, Moment, Promise
from holdfast.asks.parting import asks_with, swap_all
from holdfast.asks.promising import keep, release
from holdfast.domain.asks.confirming import warn_at
from holdfast.supporters.models import Supporter

What = Moment.What


@transaction.atomic
def offer_swap(*, promise: Promise, now: datetime) -> None:
    """They would like somebody else to take it, and keep it until somebody does."""
    ask, found = _held_with(promise)
    if ask is None or found is None or ask.closed_at or found.is_waiting or found.swap_at:
        return
    found.swap_at = now
    found.save(update_fields=["swap_at"])
    tell_person(ask, note(ask, What.SWAP, now, found.reply), now)
    settle(ask, now, is_free_again=True)


@transaction.atomic
def keep_after_all(*, promise: Promise, now: datetime) -> None:
    """They do it themselves after all."""
    ask, found = _held_with(promise)
    if ask is not None and found is not None and found.swap_at:
        keep(found)
        note(ask, What.CONFIRMED, now, found.reply)
        settle(ask, now)


@transaction.atomic
def confirm_promise(*, promise: Promise, now: datetime) -> None:
    """ "Yes, I am still coming": nobody is reminded any more."""
    standing = Promise.objects.filter(pk=promise.pk, given_back_at=None, confirmed_at=None)
    if standing.update(confirmed_at=now, next_at=None):
        note(promise.slot.ask, What.CONFIRMED, now, promise.reply)


@transaction.atomic
def remind(*, promise: Promise, now: datetime) -> Promise:
    """A yes is not done: ask the supporter once more; if that stays silent, tell the person shortly before."""
    ask, found = _held_with(promise)
    if ask is None or found is None:
        return promise
    starts_at = found.slot.starts_at
    if found.confirmed_at or ask.closed_at or found.is_waiting or starts_at is None or starts_at <= now:
        found.next_at = None
    elif found.reminded_at is None:
        found.reminded_at, found.next_at = now, warn_at(found.made_at, starts_at)
        tell(ask, found.reply, f"confirm:{found.pk}", now)
    else:
        found.next_at = None
        tell_person(ask, note(ask, What.UNSURE, now, found.reply), now)
    found.save(update_fields=["next_at", "reminded_at"])
    return found


@transaction.atomic
def reopen_slot(*, promise: Promise, now: datetime) -> None:
    """The person does not wait for a silent promise: somebody else is asked at once, and the supporter is told."""
    ask, found = _held_with(promise)
    if ask is None or found is None or ask.closed_at or not release(found, now):
        return
    note(ask, What.GIVEN_BACK, now, found.reply)
    tell(ask, found.reply, f"freed:{found.pk}", now)
    settle(ask, now, is_free_again=True)


@transaction.atomic
def find_cover(*, supporter: Supporter, until: datetime, now: datetime) -> int:
    """Before a rest: look for somebody else for what they promised until then; returns how many promises that is."""
    agreements = list(supporter.agreements.filter(ended_at=None))
    return swap_all(locks.all_held(asks_with(agreements, now)), agreements, until, now)


@transaction.atomic
def wake_asks_of(*, supporter: Supporter, now: datetime) -> int:
    """Their limits changed: every open ask of those they support is planned again at once."""
    people = supporter.agreements.filter(ended_at=None).values("person")
    return Ask.objects.filter(person__in=people, ended_at=None, held_until__lte=now, next_at__gt=now).update(
        next_at=now
    )


def _held_with(promise: Promise) -> tuple[Ask | None, Promise | None]:
    ask = locks.held(promise.slot.ask_id)
    rows = Promise.objects.filter(pk=promise.pk, given_back_at=None)
    return ask, rows.select_related("slot", "reply__agreement").first()
