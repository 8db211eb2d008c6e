"""Asking somebody oneself, by phone or mail: the words, and the links that open one's own app with them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from holdfast.accounts.models import Person
from holdfast.asks.actions import AskFacts, SlotFacts
from holdfast.asks.models import Ask
from holdfast.asks.words import span
from holdfast.domain.asks.kinds import Kind
from holdfast.domain.network import TieState
from holdfast.network.models import Channel, Tie
from holdfast.supporters.queries import agreements_of

Via = Channel.Via


@dataclass(frozen=True, slots=True)
class OwnWay:
    """Somebody on the map who made no agreement, and how to reach them with the words filled in."""

    tie_id: UUID
    name: str
    links: tuple[tuple[object, str], ...]


def own_words(facts: AskFacts, now: datetime) -> str:
    """What to send: the ask itself, then when and where."""
    times = [span(slot.starts_at, slot.ends_at, now) for slot in facts.slots]
    lines = [facts.text, *(time for time in times if time), facts.place, facts.bring]
    return "\n".join(line for line in lines if line)


def facts_of(ask: Ask) -> AskFacts:
    """What a stored ask says."""
    slots = tuple(SlotFacts(one.label, one.starts_at, one.ends_at, one.places) for one in ask.slots.all())
    return AskFacts(Kind(ask.kind), ask.text, ask.place, ask.bring, ask.preferences, ask.answer_by, ask.dial, slots)


def own_ways(person: Person, words: str, *, unreachable: Iterable[str] = (), asked: Iterable[str] = ()) -> list[OwnWay]:
    """People (no groups and no lines) whom this house does not ask: they made no agreement, or no message reaches them.
    Those with a number or an address come first; ties in `asked` were asked already."""
    known, agreed = set(asked), agreements_of(person).order_by().exclude(pk__in=list(unreachable))
    ties = Tie.objects.filter(person=person, state=TieState.ACTIVE).exclude(pk__in=agreed.values("tie"))
    ties = ties.prefetch_related("channels").order_by("circle", "created_at", "pk")
    found = [
        OwnWay(tie.pk, tie.name, tuple(_links(tie.channels.all(), words)))
        for tie in ties
        if tie.is_somebody and str(tie.pk) not in known
    ]
    return sorted(found, key=lambda one: not one.links)


def _links(channels: Iterable[Channel], words: str) -> Iterable[tuple[object, str]]:
    body = quote(words)
    for channel in channels:
        number = re.sub(r"[^\d+*#]", "", channel.value)
        if channel.via in {Via.PHONE, Via.TEXT} and number:
            yield _("Text"), f"sms:{number}?body={body}"
        if channel.via == Via.PHONE and number:
            yield _("Call"), f"tel:{number}"
        if channel.via == Via.MAIL and re.fullmatch(r"[^\s@?&%:/]+@[^\s@?&%:/]+", channel.value):
            yield _("Mail"), f"mailto:{channel.value}?body={body}"
