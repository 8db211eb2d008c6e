"""Who lives in the town before its journeys begin; run inside the product, told as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from holdfast.accounts.actions import open_account
from holdfast.accounts.models import Person
from holdfast.asks.actions import THINK_AGAIN, AskFacts, SlotFacts, answer, move_ask, open_ask
from holdfast.asks.models import Answer, Reply
from holdfast.asks.steering import ask_sooner
from holdfast.checkins.checking import CheckInFacts, check_in
from holdfast.domain.asks.hours import ALWAYS
from holdfast.domain.asks.kinds import Kind, Stated
from holdfast.domain.network import Role
from holdfast.network.actions import ChannelFacts, TieFacts, add_tie, main_network
from holdfast.network.models import Tie
from holdfast.notices.actions import Target, add_destination, confirm_destination, make_link
from holdfast.supporters.actions import Hopes, Limits, Newcomer, Offered, accept_invitation, invite
from holdfast.supporters.models import Agreement, Supporter
from tests.asks.circle import by_day

PASSPHRASE = "seven wet boots by the door"
DAY = timedelta(days=1)
Told = Mapping[str, str]
"""Names, and the id or address that belongs to each."""


@dataclass(frozen=True, slots=True)
class Household:
    """One person and what they begin with."""

    person: Person
    now: datetime

    def tie(self, name: str, role: Role = Role.FRIEND, **facts: Any) -> Tie:
        """Somebody on the map."""
        network = main_network(by=self.person, name="Recovery", now=self.now)
        return add_tie(by=self.person, networks=[network], facts=TieFacts(name, role, **facts), now=self.now)

    def agreed(self, name: str, role: Role = Role.FRIEND, who: Supporter | None = None, called: str = "") -> Agreement:
        """Somebody who said that they help, and reads mail."""
        hopes = Hopes(called=called)
        invitation = invite(by=self.person, tie=self.tie(name, role), hopes=hopes, now=self.now)
        newcomer = Newcomer(name, Limits(hours=ALWAYS, most_asked=4), language=self.person.language)
        offered = Offered({Kind.RIDE: Stated.GLADLY, Kind.TALK: Stated.GLADLY}, takes_crisis=True)
        agreement = accept_invitation(invitation=invitation, who=who or newcomer, offered=offered, now=self.now)
        if who is None:
            Supporter.objects.filter(pk=agreement.supporter_id).update(time_zone=by_day(self.now))
            address = f"{name}@{self.person.nickname}.example.org"
            place = add_destination(owner=agreement.supporter_id, via="mail", address=address, now=self.now)
            confirm_destination(destination=place, now=self.now)
        return agreement


def johns(house: Household) -> Told:
    """Three weeks of check-ins, a sister and a friend who agreed, a neighbour, a group."""
    for back in range(1, 22):
        facts = CheckInFacts(feeling=1 + back % 5, urge=back % 4)
        check_in(by=house.person, facts=facts, now=house.now - back * DAY)
    house.agreed("Ruth", Role.SIBLING, called="John")
    house.agreed("Ben", called="John")
    house.tie("Tuesday group", Role.SUPPORT_GROUP)
    return {"Walt": str(house.tie("Walt", Role.NEIGHBOUR).pk)}


def marias(house: Household) -> Told:
    """A brother, and a therapist."""
    house.tie("Dr Amari", Role.THERAPIST)
    return {"Luis": str(house.tie("Luis", Role.SIBLING).pk)}


def emilys(house: Household) -> Told:
    """A friend who takes calls at any hour."""
    house.tie("Nora", takes_calls=True, channels=(ChannelFacts("phone", "+1 312 555 0147"),))
    return {}


def sisters(house: Household) -> Told:
    """Ruth helps her brother, and Ana, who never heard of each other; she promised him a ride. Ben could do it, too."""
    brother, now = house.agreed("Ruth", Role.SIBLING, called="Jo"), house.now
    nickname, language = f"ana-{house.person.nickname}", house.person.language
    ana = open_account(nickname=nickname, passphrase=PASSPHRASE, now=now, language=language)
    Household(ana, now).agreed("Ruthie", who=brother.supporter, called="Ana")
    slot = SlotFacts(starts_at=now + 2 * DAY, ends_at=now + 2 * DAY + timedelta(hours=1))
    facts = AskFacts(Kind.RIDE, "To Lake Street", slots=(slot,), answer_by=now + DAY)
    ask = open_ask(by=house.person, facts=facts, now=now - THINK_AGAIN)
    if not move_ask(ask=ask, now=now).replies.exists():
        ask_sooner(ask=ask, agreement=brother, now=now)
    answer(reply=Reply.objects.get(ask=ask, agreement=brother), said=Answer.YES, now=now)
    house.agreed("Ben", called="John")
    token = make_link(owner=brother.supporter_id, target=Target("page", now + 30 * DAY), now=now)
    return {"page": f"/u/{token}/", "ask": str(ask.pk)}


STORIES = {"john": johns, "maria": marias, "emily": emilys, "sister": sisters}


def everybody(languages: Mapping[str, str]) -> None:
    """One of each story for every way, in its language; what they begin with is printed."""
    now = timezone.now()
    told = {}
    for way, language in languages.items():
        for story, begins in STORIES.items():
            nickname = f"{story}-{way}"
            person = open_account(nickname=nickname, passphrase=PASSPHRASE, now=now, language=language)
            told[nickname] = begins(Household(person, now))
    json.dump(told, sys.stdout)
