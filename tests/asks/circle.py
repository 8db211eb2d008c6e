"""People to ask: agreements with supporters who can be reached."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from holdfast.accounts.models import Person
from holdfast.domain.asks.hours import ALWAYS
from holdfast.domain.asks.kinds import Kind, Stated
from holdfast.domain.network import Role
from holdfast.network import actions as network
from holdfast.network.models import Tie
from holdfast.notices.actions import add_destination, confirm_destination
from holdfast.supporters.actions import Hopes, Limits, Newcomer, Offered, accept_invitation, invite
from holdfast.supporters.models import Agreement, Supporter

ANYTHING = dict.fromkeys(Kind, Stated.GLADLY)


def by_day(now: datetime) -> str:
    """A zone in which it is early afternoon: at night a plan would wait for the morning, whoever is asked."""
    east = 13 - now.astimezone(UTC).hour
    return f"Etc/GMT{-east:+d}"


def tie_named(person: Person, name: str, now: datetime) -> Tie:
    """Somebody on the person's map."""
    main = network.main_network(by=person, name="Recovery", now=now)
    return network.add_tie(by=person, networks=[main], facts=network.TieFacts(name, Role.FRIEND), now=now)


def agreed(
    person: Person,
    name: str,
    now: datetime,
    *,
    who: Supporter | None = None,
    kinds: Mapping[Kind, Stated] = ANYTHING,
    limits: Limits | None = None,
    takes_crisis: bool = True,
    wakes: bool = False,
) -> Agreement:
    """Somebody who accepted an invitation and gave a mail address; without `limits` at any hour, without a limit."""
    invitation = invite(by=person, tie=tie_named(person, name, now), hopes=Hopes("a talk now and then"), now=now)
    newcomer = Newcomer(name, limits or Limits(hours=ALWAYS, most_asked=None))
    offered = Offered(kinds, takes_crisis=takes_crisis, wakes=wakes)
    agreement = accept_invitation(invitation=invitation, who=who or newcomer, offered=offered, now=now)
    with_place(agreement.supporter, name, now)
    return agreement


def with_place(owner: Person | Supporter, name: str = "john", now: datetime | None = None) -> None:
    """They read mail."""
    at = now or owner.created_at
    place = add_destination(owner=owner.pk, via="mail", address=f"{name.lower()}@example.org", now=at)
    confirm_destination(destination=place, now=at)
