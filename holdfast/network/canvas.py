"""Maps on their way to research tools and back: what leaves, and who was picked of what came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from holdfast.accounts.models import Person
from holdfast.domain.netcanvas import graphml, tables
from holdfast.domain.netcanvas.from_map import About, Level, session_of
from holdfast.domain.netcanvas.picks import Pick
from holdfast.domain.netcanvas.session import Session
from holdfast.domain.network import Circle, Role
from holdfast.network.actions import TieFacts, add_tie, introduce
from holdfast.network.models import Network, Tie
from holdfast.network.queries import network_value, today_of

TABLES, GRAPHML = "tables", "graphml"
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody takes out: which map (None is all of them), how much of the names, what the case is called."""

    network: Network | None
    level: Level
    case_id: str
    form: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A file, and what it tells."""

    session: Session
    form: str

    @property
    def shown(self) -> list[str]:
        """The first names as they stand in it."""
        return [str(one.attributes["name"]) for one in self.session.alters[:SHOWN]]

    @property
    def more(self) -> int:
        """How many further names it has."""
        return max(0, len(self.session.alters) - SHOWN)

    def data(self) -> bytes:
        """The bytes of the file."""
        return tables.render([self.session]) if self.form == TABLES else graphml.render([self.session])


def outgoing(person: Person, wanted: Wanted, *, now: datetime) -> Outgoing:
    """A map as a session, with no more of the names than is wanted."""
    value = network_value(person, wanted.network, today=today_of(person, now))
    return Outgoing(session_of(value, About(person.pk, wanted.case_id, now, wanted.level)), wanted.form)


@transaction.atomic
def import_picks(
    *, by: Person, network: Network, picks: Iterable[Pick], chosen: Mapping[int, Role], now: datetime
) -> list[Tie]:
    """A tie for each place that was chosen, in the role that was said; who knows whom among them, too."""
    every = list(picks)
    added = {place: _added(by, network, every[place], role, now) for place, role in chosen.items()}
    for place, tie in added.items():
        known = [added[other] for other in every[place].knows if other in added]
        if known:
            introduce(by=by, tie=tie, others=known, now=now)
    return list(added.values())


def _added(by: Person, network: Network, pick: Pick, role: Role, now: datetime) -> Tie:
    facts = TieFacts(pick.name, role, pick.circle or Circle.MONTHLY, gives=dict.fromkeys(pick.gives, 2))
    return add_tie(by=by, networks=[network], facts=facts, now=now)
