"""Conflict and repair: each side's words, who mediates, what was agreed, small promises that rebuild trust (W90, W91).

write_conflict, settle_conflict, open_again, remove_conflict; add_promise, answer_promise, remove_promise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from holdfast.accounts.models import Person
from holdfast.network.models import Tie
from holdfast.tending.access import conflicts_of, promises_of
from holdfast.tending.models import Conflict, SmallPromise
from holdfast.tending.rows import written
from holdfast.tending.words import kept_in_words


def follow_ups_due(person: Person, today: date) -> list[Conflict]:
    """What was agreed and is to be looked at again, or both meet about it today."""
    open_ = conflicts_of(person).filter(settled_at=None)
    due = open_.filter(follow_up_on__lte=today) | open_.filter(session_on=today)
    return list(due.order_by("follow_up_on", "pk"))


def promises_due(person: Person, today: date) -> list[SmallPromise]:
    """Small promises of my own whose day has come and that nobody answered yet."""
    mine = promises_of(person).filter(is_kept=None, whose="mine", due_on__lte=today)
    return list(mine.order_by("due_on", "pk"))


def kept_said(promises: Iterable[SmallPromise], whose: str) -> str:
    """ "2 of 3 kept", of one side. A promise that is open counts for nothing."""
    answered = [one for one in promises if one.whose == whose and one.is_kept is not None]
    return kept_in_words(sum(bool(one.is_kept) for one in answered), len(answered))


@dataclass(frozen=True, slots=True)
class ConflictFacts:
    """What it is about, in the words of both, and what comes of it."""

    on: date
    issue: str
    mine: str
    theirs: str
    mediator: Tie | None
    session_on: date | None
    agreement: str
    follow_up_on: date | None


@transaction.atomic
def write_conflict(
    *, by: Person, tie: Tie, facts: ConflictFacts, now: datetime, row: Conflict | None = None
) -> Conflict:
    """Something stands between the two, or it is said differently."""
    return written(row or Conflict(person=by, tie=tie, created_at=now), facts)


@transaction.atomic
def settle_conflict(*, conflict: Conflict, now: datetime) -> Conflict:
    """It is settled, or let be."""
    conflict.settled_at = now
    conflict.save(update_fields=["settled_at"])
    return conflict


@transaction.atomic
def open_again(*, conflict: Conflict) -> Conflict:
    """It is not settled after all."""
    conflict.settled_at = None
    conflict.save(update_fields=["settled_at"])
    return conflict


@transaction.atomic
def remove_conflict(*, conflict: Conflict) -> None:
    """Delete what was written about it. Small promises stay with the tie."""
    conflict.delete()


@dataclass(frozen=True, slots=True)
class PromiseFacts:
    """Something small enough to be kept."""

    whose: str
    text: str
    due_on: date | None


@transaction.atomic
def add_promise(*, conflict: Conflict, facts: PromiseFacts, now: datetime) -> SmallPromise:
    """One small promise, mine or theirs."""
    return SmallPromise.objects.create(
        person=conflict.person,
        tie=conflict.tie,
        conflict=conflict,
        whose=facts.whose,
        text=facts.text,
        due_on=facts.due_on,
        created_at=now,
    )


@transaction.atomic
def answer_promise(*, promise: SmallPromise, is_kept: bool | None, now: datetime) -> SmallPromise:
    """Kept, not kept this time, or (None) open again."""
    promise.is_kept, promise.answered_at = is_kept, None if is_kept is None else now
    promise.save(update_fields=["is_kept", "answered_at"])
    return promise


@transaction.atomic
def remove_promise(*, promise: SmallPromise) -> None:
    """No longer kept here."""
    promise.delete()
