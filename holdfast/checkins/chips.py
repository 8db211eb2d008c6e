"""Chips: one's own, and handing one over. What was earned is written by `counters.note_days` and never taken back.

make_chip, ask_giver, take_back_asking, hand_over, decline_chip.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import transaction

from holdfast.accounts.models import Person
from holdfast.checkins.access import REACHED, choosable
from holdfast.checkins.letters import write_to
from holdfast.checkins.models import Chip
from holdfast.notices.actions import Target, notify, revoke_links, revoke_links_to
from holdfast.notices.models import Notice
from holdfast.supporters.models import Agreement

CHIP = "chip"
"""What such a link opens, and the first word of the keys of its notices."""
HOLDS = timedelta(days=30)
"""Handing something over is not urgent."""


@transaction.atomic
def make_chip(*, by: Person, text: str, earned_on: date, now: datetime) -> Chip:
    """One of the person's own making, for whatever they are glad of."""
    return Chip.objects.create(person=by, text=text, earned_on=earned_on, created_at=now)


@transaction.atomic
def ask_giver(*, chip: Chip, agreement: Agreement, now: datetime) -> bool:
    """Ask somebody who helps to hand it over; False if it was handed over already, or they cannot be asked now.

    Whoever was asked before is asked no longer.
    """
    held = Chip.objects.select_for_update().get(pk=chip.pk)
    if held.handed_at or held.giver_id == agreement.pk or not choosable(held.person).filter(pk=agreement.pk).exists():
        return False
    revoke_links_to(thing=held.pk, now=now)
    Chip.objects.filter(pk=held.pk).update(giver=agreement, asked_at=now)
    key = sha256(f"{held.pk}:{agreement.pk}:{now.isoformat()}".encode()).hexdigest()[:32]
    write_to(agreement.supporter_id, Target(CHIP, now + HOLDS, held.pk), key=f"{CHIP}:{key}", now=now)
    return True


@transaction.atomic
def take_back_asking(*, chip: Chip, now: datetime) -> None:
    """Nobody is asked any more; nobody is told."""
    giver = chip.giver
    if giver is not None and Chip.objects.filter(pk=chip.pk, handed_at=None).update(giver=None, asked_at=None):
        revoke_links(owner=giver.supporter_id, thing=chip.pk, now=now)


@transaction.atomic
def hand_over(*, chip: Chip, line: str, now: datetime) -> Chip:
    """The supporter hands it over with a line; the person is told that there is something. Once is once."""
    held = Chip.objects.select_for_update().get(pk=chip.pk)
    if held.handed_at or held.giver_id is None or held.giver_id != chip.giver_id:
        return held
    held.line, held.handed_at = line, now
    held.save(update_fields=["line", "handed_at"])
    target = Target(CHIP, now + HOLDS, held.pk)
    notify(to=held.person_id, target=target, unique_key=f"handed:{held.pk}", now=now)
    return held


@transaction.atomic
def decline_chip(*, chip: Chip) -> None:
    """Not this time. The person reads that it was not possible, and may ask somebody else; nobody is blamed."""
    Chip.objects.filter(pk=chip.pk, giver=chip.giver_id, handed_at=None).update(giver=None)


def leaves_at(notice: Notice, now: datetime) -> datetime | None:
    """A letter leaves only while they are the one who is asked, and help."""
    reached = {f"giver__{name}": value for name, value in REACHED.items()}
    rows = Chip.objects.filter(pk__in=[notice.thing], giver__supporter=notice.person_id, handed_at=None, **reached)
    return now if rows.exists() else None
