"""Picked up again: written down kindly, told to those chosen and to nobody else, undone when it was a mistake.

write_setback, undo_setback, tell_setback, take_back_telling.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from holdfast.asks.letters import LINK_HOLDS
from holdfast.checkins.access import REACHED, choosable
from holdfast.checkins.counters import held_with, note_days
from holdfast.checkins.letters import write_to
from holdfast.checkins.models import Counter, Setback
from holdfast.notices.actions import Target, revoke_links
from holdfast.notices.models import Notice
from holdfast.supporters.models import Agreement

TOLD = "told"
"""What such a link opens, and the first word of the keys of its notices."""
TAP_TWICE = timedelta(seconds=10)
"""The same within so long is the same tap."""


@dataclass(frozen=True, slots=True)
class SetbackFacts:
    """When it happened, from when on the person counts again, a note for themselves; whom they tell, in which words."""

    at: datetime
    again_at: datetime
    note: str = ""
    told: tuple[Agreement, ...] = ()
    words: str = ""


@transaction.atomic
def write_setback(*, counter: Counter, facts: SetbackFacts, now: datetime) -> Setback:
    """A run ends and another begins. The total, the chips and the runs before it stay as they are."""
    held = held_with(counter, now)
    at = min(max(facts.at, held.started_at), now)
    before = Setback.objects.filter(counter=held, created_at__gt=now - TAP_TWICE, created_at__lte=now)
    twin = before.filter(at__gt=at - TAP_TWICE, at__lt=at + TAP_TWICE).first()
    if twin is not None:
        return _said_again(twin, facts, now)
    setback = Setback.objects.create(
        person_id=held.person_id,
        counter=held,
        at=at,
        again_at=max(at, facts.again_at),
        note=facts.note,
        created_at=now,
    )
    tell_setback(setback=setback, to=facts.told, words=facts.words, now=now)
    return setback


def _said_again(twin: Setback, facts: SetbackFacts, now: datetime) -> Setback:
    """The same once more, from a page gone back to: what was added there is not lost, nobody is told twice."""
    if facts.note and facts.note != twin.note:
        twin.note = facts.note
        twin.save(update_fields=["note"])
    tell_setback(setback=twin, to=facts.told, words=facts.words, now=now)
    return twin


@transaction.atomic
def undo_setback(*, setback: Setback, now: datetime) -> None:
    """It was written down by mistake: the run goes on as before, and whoever was told can read it no more."""
    held_with(setback.counter, now)
    for agreement in setback.told.all():
        take_back_telling(setback=setback, agreement=agreement, now=now)
    counter = setback.counter
    setback.delete()
    note_days(counter=counter, now=now)


@transaction.atomic
def tell_setback(*, setback: Setback, to: Iterable[Agreement], words: str, now: datetime) -> None:
    """Let these know, and nobody else: one neutral notice each. Whoever knows already is not told twice.

    While somebody knows, all read the same words: what is written for one later is never read by another.
    """
    chosen = choosable(setback.person).filter(pk__in=[one.pk for one in to]).exclude(pk__in=setback.told.all())
    new = list(chosen)
    if not new:
        return
    if not setback.told.filter(ended_at=None).exists():
        setback.words = words
    setback.told_at = now
    setback.save(update_fields=["words", "told_at"])
    setback.told.add(*new)
    for agreement in new:
        key = sha256(f"{setback.pk}:{agreement.pk}:{now.isoformat()}".encode()).hexdigest()[:32]
        target = Target(TOLD, now + LINK_HOLDS, setback.pk)
        write_to(agreement.supporter_id, target, key=f"{TOLD}:{key}", now=now)


@transaction.atomic
def take_back_telling(*, setback: Setback, agreement: Agreement, now: datetime) -> None:
    """Their link opens nothing any more, and a letter that had not left yet does not leave."""
    setback.told.remove(agreement)
    revoke_links(owner=agreement.supporter_id, thing=setback.pk, now=now)


def leaves_at(notice: Notice, now: datetime) -> datetime | None:
    """A letter leaves only while its receiver is chosen and helps: who was cut off meanwhile never gets it."""
    rows = Setback.objects.filter(pk__in=[notice.thing])
    told = Agreement.objects.filter(supporter=notice.person_id, pk__in=rows.values("told"), **REACHED)
    return now if told.exists() else None
