"""What the supporters of the demo agreed to, and the asks of its people, through the same actions as everybody's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from holdfast.accounts.actions import open_account
from holdfast.accounts.models import Person
from holdfast.asks.actions import (
    THINK_AGAIN,
    AskFacts,
    OfferFacts,
    SlotFacts,
    answer,
    move_ask,
    note_opened,
    offer_help,
    open_ask,
    tell_update,
)
from holdfast.asks.models import Answer, Ask
from holdfast.domain.asks.dates import answer_needed_by
from holdfast.home.cast import Agreed, Asking, Character, Turn
from holdfast.network.models import Tie
from holdfast.notices.actions import add_destination, confirm_destination
from holdfast.supporters.actions import Hopes, Limits, Newcomer, Offered, accept_invitation, add_supporter, invite
from holdfast.supporters.models import Agreement, Supporter

AGREED_SINCE = timedelta(days=60)
TOLD = timedelta(days=2)


def settle_asks(
    person: Person, character: Character, ties: Mapping[str, Tie], *, passphrase: str, now: datetime
) -> None:
    """Agreements first, then what was asked and told since."""
    since = now - AGREED_SINCE
    circle = {}
    for name, agreed in character.agreed.items():
        helper = _known(agreed, passphrase) or _newcomer(
            ties[name], agreed, _account(person, agreed, passphrase, since)
        )
        circle[name] = _agree(ties[name], agreed, helper, since)
    for asking in character.asks:
        _ask(person, asking, circle, now)
    for text, names in character.told.items():
        tell_update(by=person, text=text, circle=[circle[name] for name in names], now=now - TOLD)


def _account(person: Person, agreed: Agreed, passphrase: str, now: datetime) -> Person | None:
    """An account for those who have one, unless somebody else has the nickname."""
    if not agreed.account or Person.objects.filter(nickname=agreed.account).exists():
        return None
    return open_account(nickname=agreed.account, passphrase=passphrase, now=now, time_zone=person.time_zone)


def _known(agreed: Agreed, passphrase: str) -> Supporter | None:
    """Somebody who helps another of the cast already: their account opens with the passphrase of today."""
    rows = Supporter.objects.filter(account__nickname=agreed.account).select_related("account")
    found = rows.first() if agreed.account else None
    return found if found and found.account and found.account.check_password(passphrase) else None


def _newcomer(tie: Tie, agreed: Agreed, account: Person | None) -> Newcomer:
    return Newcomer(tie.name, Limits(tie.person.time_zone, agreed.hours, agreed.most_asked), account)


def _agree(tie: Tie, agreed: Agreed, helper: Supporter | Newcomer, now: datetime) -> Agreement:
    invitation = invite(by=tie.person, tie=tie, hopes=Hopes(agreed.hoped, called=tie.person.nickname.title()), now=now)
    offered = Offered(agreed.kinds, takes_crisis=agreed.takes_crisis, wakes=agreed.wakes)
    supporter = helper if isinstance(helper, Supporter) else _reached(add_supporter(newcomer=helper, now=now), now)
    agreement = accept_invitation(invitation=invitation, who=supporter, offered=offered, now=now)
    for kind, text, hours in agreed.offers:
        offer_help(agreement=agreement, facts=OfferFacts(kind, text, hours), now=now)
    return agreement


def _reached(supporter: Supporter, now: datetime) -> Supporter:
    """They have a place for notices, of the kind to which nothing can be sent."""
    address = f"supporter-{supporter.pk}@example.invalid"
    place = add_destination(owner=supporter.pk, via="mail", address=address, now=now)
    confirm_destination(destination=place, now=now)
    return supporter


def _ask(person: Person, asking: Asking, circle: Mapping[str, Agreement], now: datetime) -> None:
    """Asked at ten in the morning of its day, or a moment ago; taken by those who took it."""
    begins = _at_ten(person, now, asking.days) if asking.days else now - timedelta(minutes=20)
    slots = tuple(_slot(person, turn, now) for turn in asking.turns)
    first = min((slot.starts_at for slot in slots if slot.starts_at), default=None)
    facts = AskFacts(
        asking.kind,
        asking.text,
        asking.place,
        answer_by=answer_needed_by(asking.kind, begins, first),
        slots=slots,
        only=tuple(circle[name] for name in asking.only),
    )
    ask = move_ask(ask=open_ask(by=person, facts=facts, now=begins), now=begins + THINK_AGAIN)
    _answers(ask, asking, circle, begins + timedelta(minutes=9))


def _answers(ask: Ask, asking: Asking, circle: Mapping[str, Agreement], now: datetime) -> None:
    for reply in ask.replies.filter(agreement__in=[circle[name] for name in asking.opened_by]):
        note_opened(reply=reply, now=now)
    for slot, turn in zip(ask.slots.order_by("position"), asking.turns, strict=True):
        for reply in ask.replies.filter(agreement=circle.get(turn.taken_by)):
            note_opened(reply=reply, now=now)
            answer(reply=reply, said=Answer.YES, now=now, slots=[slot])
    move_ask(ask=ask, now=now)


def _slot(person: Person, turn: Turn, now: datetime) -> SlotFacts:
    day = now.astimezone(ZoneInfo(person.time_zone)) + timedelta(days=turn.days)
    begins, ends = (
        day.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0) for at in (turn.begins, turn.ends)
    )
    return SlotFacts(turn.label, begins, ends)


def _at_ten(person: Person, now: datetime, days: int) -> datetime:
    day = now.astimezone(ZoneInfo(person.time_zone)) - timedelta(days=days)
    return day.replace(hour=10, minute=0, second=0, microsecond=0)
