"""The expectation card of one tie: what I hope for, what they offer, and what there is to talk about (W80).

write_hopes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.accounts.models import Person
from holdfast.domain.asks.expectations import also_offered, differences
from holdfast.domain.asks.kinds import Kind, Stated
from holdfast.network.models import Tie
from holdfast.supporters.models import Agreement
from holdfast.supporters.queries import agreements_of
from holdfast.supporters.words import HELP, difference_in_words
from holdfast.tending.models import Expectation
from holdfast.tending.rows import written


@dataclass(frozen=True, slots=True)
class Card:
    """Both sides in words. Where a supporter agreed by link, the agreement is the card."""

    agreement: Agreement | None
    hoped: tuple[str, ...]
    hoped_words: str
    offered: tuple[str, ...]
    offered_words: str
    differences: tuple[str, ...]
    also: tuple[str, ...]
    talked_on: date | None

    @property
    def is_empty(self) -> bool:
        """Nothing is written yet."""
        return not (self.hoped or self.hoped_words or self.offered or self.offered_words)

    @property
    def opening(self) -> str:
        """A sentence to begin the talk with."""
        if not self.differences or not self.also:
            return _("I would like to know what is possible for you, and what is too much.")
        return _("I had hoped you could %(hoped)s. You offer to %(also)s, and that helps. What would be possible?") % {
            "hoped": self.first_missing,
            "also": self.also[0],
        }

    first_missing: str = ""


def card_of(tie: Tie) -> Card:
    """The card of one tie, from the agreement where there is one."""
    agreement = agreements_of(tie.person).filter(tie=tie).first()
    if agreement is not None:
        offered = {Kind(kind): Stated(said) for kind, said in agreement.kinds.items()}
        said = Said(_kinds(agreement.hoped_kinds), agreement.hoped, offered, agreement.offered, agreement.takes_crisis)
        return _card(said, tie.name, agreement=agreement)
    row = Expectation.objects.filter(tie=tie).first() or Expectation(tie=tie)
    kinds = _kinds(row.offered_kinds)
    said = Said(
        _kinds(row.hoped_kinds), row.hoped, dict.fromkeys(kinds, Stated.GLADLY), row.offered, Kind.CRISIS in kinds
    )
    return _card(said, tie.name, talked_on=row.talked_on)


@dataclass(frozen=True, slots=True)
class Said:
    """What both sides said, as the rules understand it."""

    hoped: tuple[Kind, ...]
    hoped_words: str
    offered: Mapping[Kind, Stated]
    offered_words: str
    takes_crisis: bool


def _card(said: Said, name: str, **more: Any) -> Card:
    open_ = differences(said.hoped, said.offered, takes_crisis=said.takes_crisis)
    also = also_offered(said.hoped, said.offered, takes_crisis=said.takes_crisis)
    offered = [kind for kind in Kind if kind in said.offered or (kind is Kind.CRISIS and said.takes_crisis)]
    return Card(
        agreement=more.get("agreement"),
        hoped=tuple(str(HELP[kind]) for kind in said.hoped),
        hoped_words=said.hoped_words,
        offered=tuple(str(HELP[kind]) for kind in offered),
        offered_words=said.offered_words,
        differences=tuple(difference_in_words(one, name) for one in open_),
        also=tuple(str(HELP[kind]) for kind in also),
        talked_on=more.get("talked_on"),
        first_missing=str(HELP[open_[0].kind]) if open_ else "",
    )


def _kinds(kinds: Iterable[str]) -> tuple[Kind, ...]:
    known = set(kinds)
    return tuple(kind for kind in Kind if kind in known)


@dataclass(frozen=True, slots=True)
class HopesFacts:
    """Kinds of ask and words, of both sides."""

    hoped_kinds: list[str]
    hoped: str
    offered_kinds: list[str]
    offered: str
    talked_on: date | None


@transaction.atomic
def write_hopes(*, by: Person, tie: Tie, facts: HopesFacts, now: datetime) -> Expectation:
    """The card of this tie; there is one."""
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)  # two first taps write one row
    row = Expectation.objects.filter(person=by, tie=tie).first() or Expectation(person=by, tie=tie, created_at=now)
    return written(row, facts)
