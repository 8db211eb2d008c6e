"""What somebody else sees of a person's map, once it was granted: what it is made of, never who is on it.

The people on a map agreed to nothing. So there are no names, no numbers to call, no notes, nothing on trust, feelings
or quarrels, and needs are told by their kind and not in the person's words: roles and counts, kinds of support, gaps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from holdfast.accounts.models import Person
from holdfast.consent.items import last_of, latest
from holdfast.domain.network import (
    COUNTING,
    SECTOR_OF,
    Circle,
    CoverState,
    NeedCoverage,
    Network,
    Role,
    Sector,
    SupportKind,
    Tie,
    coverage,
    kind_coverage,
)
from holdfast.network.access import networks_of
from holdfast.network.models import Need, TieRecord
from holdfast.network.queries import network_value, today_of
from holdfast.network.words import AREAS, CIRCLES, KINDS, ROLES, SECTORS, Words

ROLES_FOR_OTHERS: Words = {
    **ROLES,
    Role.ACQUAINTANCE: gettext_lazy("an acquaintance"),
    Role.PEER: gettext_lazy("peer"),
    Role.SPONSEE: gettext_lazy("somebody they sponsor"),
    Role.MENTEE: gettext_lazy("somebody they mentor"),
}
KINDS_FOR_OTHERS: Words = {
    **KINDS,
    SupportKind.ACCOUNTABILITY: gettext_lazy("keeping them to their word"),
    SupportKind.ADVOCACY: gettext_lazy("speaking up with them"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the map: how many are there, and in which roles."""

    title: str
    count: int
    roles: tuple[str, ...]


def network_shared(person: Person, now: datetime) -> dict[str, Any] | None:
    """Circles, roles, kinds of support and gaps, in words; None before there is a map."""
    if not networks_of(person).exists():
        return None
    found = network_value(person, today=today_of(person, now))
    there = [tie for tie in found.ties if tie.state in COUNTING]
    return {
        "count": ngettext("%(n)d person, group or service", "%(n)d people, groups and services", len(there))
        % {"n": len(there)},
        "sides": tuple(_side(sector, there) for sector in Sector),
        "circles": tuple(_circles(there)),
        "kinds": tuple(_kinds(found)),
        "gaps": tuple(dict.fromkeys(filter(None, map(_gap, coverage(found))))),
    }


def _side(sector: Sector, ties: Iterable[Tie]) -> Side:
    roles = Counter(tie.role for tie in ties if SECTOR_OF[tie.role] is sector)
    said = (
        f"{ROLES_FOR_OTHERS[role]} ({roles[role]})" if roles[role] > 1 else str(ROLES_FOR_OTHERS[role])
        for role in Role
        if roles[role]
    )
    return Side(str(SECTORS[sector]), roles.total(), tuple(said))


def _circles(ties: Iterable[Tie]) -> Iterable[tuple[str, int]]:
    found = Counter(tie.circle for tie in ties)
    return ((str(CIRCLES[circle]), found[circle]) for circle in Circle if found[circle])


def _kinds(network: Network) -> Iterable[tuple[str, int]]:
    return ((str(KINDS_FOR_OTHERS[row.kind]), len(row.ties)) for row in kind_coverage(network))


def _gap(row: NeedCoverage) -> str:
    said = {"kind": KINDS_FOR_OTHERS[row.need.kind], "area": AREAS[row.need.area]}
    if row.state is CoverState.OPEN:
        return _("%(kind)s (%(area)s): nobody yet") % said
    return _("%(kind)s (%(area)s): one alone") % said if row.state is CoverState.SINGLE else ""


def network_changed_at(owners: Collection[UUID]) -> dict[UUID, datetime]:
    """When somebody came, went or was changed, or a need came or was settled."""
    needs, ties = Need.objects.filter(person__in=owners), TieRecord.objects.filter(tie__person__in=owners)
    return latest(last_of(needs), last_of(needs, "settled_at"), last_of(ties, "at", "tie__person_id"))
