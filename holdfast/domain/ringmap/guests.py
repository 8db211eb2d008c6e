"""Who is to be seated on the map, in which direction and circle, and how heavily each is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from holdfast.domain.network import Circle, Need, Network, Sector, Tie, TieState, Urgency
from holdfast.domain.ringmap.clusters import clusters
from holdfast.domain.ringmap.picture import Marks, Reading, Words

SEAT = "seat:"
"""Stands before the id of a need, so that it is never taken for a tie."""

_CLOCKWISE = (Sector.PROFESSIONALS, Sector.GROUPS, Sector.FAMILY, Sector.FRIENDS, Sector.PEERS)
"""From straight down, so that family is on top."""

_CIRCLE_OF = {
    Urgency.NOW: Circle.WEEKLY,
    Urgency.SOON: Circle.MONTHLY,
    Urgency.SOMETIME: Circle.NOW_AND_THEN,
}

Table = dict[str, list["Guest"]]


@dataclass(frozen=True, slots=True)
class Guest:
    """A tie, or a seat nobody holds."""

    id: str
    name: str
    note: str
    circle: Circle
    weight: float
    """0 to 1: how broad its strand is."""
    size: float = 1.0
    """The radius of its bulb, as a multiple of the usual."""
    tie: Tie | None = None


def guests(network: Network, words: Words, marks: Marks, reading: Reading) -> Table:
    """Everyone to be seated, by direction in clockwise order, each direction in the order of ids."""
    ties = sorted((tie for tie in network.ties if tie.state is not TieState.ENDED), key=lambda tie: tie.id)
    if not ties and not marks.open_needs:
        return _invitations(words)
    table: Table = {key: [] for key in _CLOCKWISE}
    if reading is Reading.GROUPS and ties:
        table = {key: [] for key in clusters([tie.id for tie in ties], network.acquainted)}
    for key, tie in _directed(ties, network, reading):
        table[key].append(_tie_guest(tie, marks, reading))
    for need in marks.open_needs:
        min(table.values(), key=len).append(_seat(need))
    return table


def _invitations(words: Words) -> Table:
    """One friendly seat in each direction of an empty map."""
    circles = dict(zip(_CLOCKWISE, (2, 1, 2, 1, 2), strict=True))
    return {
        sector: [Guest(SEAT + sector, words.invitations.get(sector, ""), "", Circle(circles[sector]), 0.0)]
        if sector in words.invitations
        else []
        for sector in _CLOCKWISE
    }


def _directed(ties: Sequence[Tie], network: Network, reading: Reading) -> Iterator[tuple[str, Tie]]:
    if reading is not Reading.GROUPS:
        yield from ((tie.sector, tie) for tie in ties)
        return
    by_id = {tie.id: tie for tie in ties}
    for key, ids in clusters([tie.id for tie in ties], network.acquainted).items():
        yield from ((key, by_id[id_]) for id_ in ids)


def _tie_guest(tie: Tie, marks: Marks, reading: Reading) -> Guest:
    count = marks.rests_on.get(tie.id, 0)
    if reading is Reading.KEY_PEOPLE:
        most = max(marks.rests_on.values(), default=0) or 1
        weight, size = count / most, 0.72 + 0.85 * sqrt(count / most)
    else:
        weight, size = min(1.0, sqrt(sum(tie.gives.values()) / 8)), 1.0
    return Guest(tie.id, tie.name, marks.notes.get(tie.id, ""), tie.circle, weight, size, tie)


def _seat(need: Need) -> Guest:
    return Guest(SEAT + need.id, need.text, "", _CIRCLE_OF[need.urgency], 0.0)
