"""Thanks: whom they are owed to, the words that were said, and one to read again on a hard day.

say_thanks, keep_thanks, remove_thanks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.accounts.models import Person
from holdfast.asks.kind_words import KindWords
from holdfast.asks.models import Promise
from holdfast.asks.pages import to_thank
from holdfast.domain import network as domain
from holdfast.domain.cadence import days_since_touch
from holdfast.domain.network import TieState
from holdfast.network.actions import thank
from holdfast.network.models import Tie
from holdfast.network.queries import THANKS_WINDOW, network_value
from holdfast.tending.models import Thanks
from holdfast.tending.words import ago_in_words

PARTED = frozenset({TieState.PHASING_OUT, TieState.ENDED})


@dataclass(frozen=True, slots=True)
class Owed:
    """Somebody helped in the last 60 days and was not thanked (W84). `ask` is the address of an ask that they said yes
    to; empty for help that was written down."""

    name: str
    reason: str
    tie_id: str
    ask: str = ""

    @property
    def address(self) -> str:
        """Where they can be thanked."""
        return self.ask or reverse("thanks")


def owed(person: Person, *, today: date, now: datetime, ties: tuple[domain.Tie, ...] | None = None) -> tuple[Owed, ...]:
    """Everybody who helped and was not thanked, the latest help first. Nobody from whom the person steps back."""
    known = network_value(person, today=today).ties if ties is None else ties
    helped = [tie for tie in known if tie.to_thank and tie.state is TieState.ACTIVE]
    helped.sort(key=lambda tie: (days_since_touch(tie, today) or 0, tie.id))
    written_down = tuple(
        Owed(tie.name, _("They helped you %(when)s.") % {"when": ago_in_words(days_since_touch(tie, today))}, tie.id)
        for tie in helped
    )
    asked = _for_asks(person, now)
    named = {one.tie_id for one in asked}
    return (*asked, *(one for one in written_down if one.tie_id not in named))


def _for_asks(person: Person, now: datetime) -> tuple[Owed, ...]:
    since = now - THANKS_WINDOW
    return tuple(_yes(name, what, one) for name, what, one in to_thank(person, now=now) if _counts(one, since))


def _counts(promise: Promise, since: datetime) -> bool:
    at = promise.slot.starts_at or promise.made_at
    return at > since and promise.reply.agreement.tie.state == TieState.ACTIVE


def _yes(name: str, what: object, promise: Promise) -> Owed:
    reason = _("They said yes to this: %(what)s.") % {"what": what}
    return Owed(name, reason, str(promise.reply.agreement.tie_id), reverse("ask", args=[promise.slot.ask_id]))


def one_to_reread(person: Person, now: datetime) -> Thanks | None:
    """Words of thanks the person received, another one every day; None where none are kept.

    Never of a tie that ended, or that the person steps back from: on a hard day these words would pull back.
    """
    kept = Thanks.objects.filter(person=person, is_given=False).exclude(tie__state__in=PARTED)
    kept = kept.order_by("on", "created_at", "pk")
    ids = list(kept.values_list("pk", flat=True))
    if not ids:
        return None
    return Thanks.objects.select_related("tie").get(pk=ids[now.date().toordinal() % len(ids)])


def to_read_again(person: Person, now: datetime) -> KindWords | None:
    """The same, for the pages of a hard day."""
    found = one_to_reread(person, now)
    return KindWords(found.text, found.tie.name if found.tie else "", found.on) if found else None


@transaction.atomic
def say_thanks(*, by: Person, tie: Tie, text: str, today: date, now: datetime) -> None:
    """They were thanked; the words are kept if the person wants that."""
    thank(by=by, tie=tie, now=now)
    if text:
        keep_thanks(by=by, facts=ThanksFacts(tie, True, text, today), now=now)


@dataclass(frozen=True, slots=True)
class ThanksFacts:
    """Words of thanks, and which way they went."""

    tie: Tie | None
    is_given: bool
    text: str
    on: date


@transaction.atomic
def keep_thanks(*, by: Person, facts: ThanksFacts, now: datetime) -> Thanks:
    """Keep words that were said or heard."""
    return Thanks.objects.create(
        person=by, tie=facts.tie, is_given=facts.is_given, text=facts.text, on=facts.on, created_at=now
    )


@transaction.atomic
def remove_thanks(*, thanks: Thanks) -> None:
    """No longer kept."""
    thanks.delete()
