"""Supporters at their pages: people who asked, addresses that open, and what a browser sees there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from holdfast.accounts.models import Person
from holdfast.asks.actions import THINK_AGAIN, AskFacts, SlotFacts, move_ask, open_ask
from holdfast.asks.models import Reply
from holdfast.asks.steering import ask_sooner
from holdfast.domain.asks.kinds import Kind
from holdfast.notices.actions import Target, make_link
from holdfast.supporters.models import Agreement

WEEK = timedelta(days=7)


def asked(
    person: Person,
    agreement: Agreement,
    now: datetime,
    *,
    kind: Kind = Kind.RIDE,
    text: str = "to the clinic on Main Street",
    slots: tuple[SlotFacts, ...] = (SlotFacts(),),
) -> Reply:
    """This supporter, and nobody else, was asked."""
    facts = AskFacts(kind, text, answer_by=now + timedelta(days=1), slots=slots, only=(agreement,))
    ask = open_ask(by=person, facts=facts, now=now - THINK_AGAIN)
    if not move_ask(ask=ask, now=now).replies.exists():
        ask_sooner(ask=ask, agreement=agreement, now=now)
    return Reply.objects.get(ask=ask, agreement=agreement)


def address(agreement: Agreement, now: datetime, opens: str = "page", thing: Any = None) -> str:
    """A new secret address of this supporter's."""
    token = make_link(owner=agreement.supporter_id, target=Target(opens, now + WEEK, thing), now=now)
    return f"/u/{token}/"


def offered(**more: str) -> Mapping[str, str]:
    """An answer to an invitation."""
    return {
        "do": "accept",
        "nonce": "n" * 32,
        "gives_ride": "gladly",
        "gives_talk": "depends",
        "crisis": "hours",
        "usual": "evenings",
        "most_asked": "2",
        "most_helped": "",
        "time_zone": "America/Chicago",
        "offered": "",
        **more,
    }
