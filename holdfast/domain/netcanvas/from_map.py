"""A map as a session, with as much of the names as the person lets out."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID, uuid5

from holdfast.domain.netcanvas.session import Alter, Head, Knows, Session, Value
from holdfast.domain.network import SECTOR_OF, Circle, Network, Role, Sector, SupportKind, Tie, TieState

PERSON, GROUP, KNOWS = "Person", "Group", "Knows"
PROTOCOL = UUID("6f6d6a52-6f0c-5f0e-9f8a-70d2c7b1a6f4")
PROTOCOL_NAME = "Holdfast map"


class Level(StrEnum):
    """How much of a name goes out."""

    NAMES = "names"
    INITIALS = "initials"
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True)
class About:
    """Whose map it is, what the case is called, and when it is taken out."""

    ego: UUID
    case_id: str
    now: datetime
    level: Level


ROLES = {
    PERSON: [role for role in Role if SECTOR_OF[role] is not Sector.GROUPS],
    GROUP: [role for role in Role if SECTOR_OF[role] is Sector.GROUPS],
}
STATES = [state for state in TieState if state is not TieState.ENDED]
CODEBOOK = {
    "node": {
        kind: {
            "name": "text",
            "role": [str(role) for role in ROLES[kind]],
            "circle": [int(circle) for circle in Circle],
            "gives": [str(one) for one in SupportKind],
            "state": [str(state) for state in STATES],
            "trust": "ordinal 0-3",
            "feel_after": "ordinal -2 to 2",
        }
        for kind in (PERSON, GROUP)
    },
    "edge": {KNOWS: {}},
}
"""The variables and their options; a changed codebook is another hash."""
CODEBOOK_HASH = sha256(json.dumps(CODEBOOK, sort_keys=True).encode()).hexdigest()


def session_of(network: Network, about: About) -> Session:
    """Everybody on the map but those with whom it has ended, and who knows whom.

    The ids are the same in every file of one level, and tell nothing: a file of numbers cannot be laid beside one of
    names.
    """
    root = uuid5(about.ego, about.level)
    ties = [tie for tie in network.ties if tie.state is not TieState.ENDED]
    ids = {tie.id: str(uuid5(root, tie.id)) for tie in ties}
    alters = tuple(_alter(tie, number, ids[tie.id], about.level) for number, tie in enumerate(ties, start=1))
    pairs = sorted(pair for pair in network.acquainted if set(pair) <= ids.keys())
    knows = tuple(Knows(str(uuid5(root, f"{one}/{two}")), KNOWS, ids[one], ids[two]) for one, two in pairs)
    return Session(_head(root, about), alters, knows)


def _head(root: UUID, about: About) -> Head:
    return Head(
        case_id=about.case_id,
        session_id=str(uuid5(root, about.now.isoformat())),
        protocol_uid=str(PROTOCOL),
        protocol_name=PROTOCOL_NAME,
        exported_at=about.now,
        codebook_hash=CODEBOOK_HASH,
        ego_id=str(root),
        started_at=about.now,
        finished_at=about.now,
    )


def _alter(tie: Tie, number: int, key: str, level: Level) -> Alter:
    said: dict[str, Value] = {"name": called(tie.name, number, level)}
    kind = GROUP if tie.sector is Sector.GROUPS else PERSON
    said |= _one_of("role", ROLES[kind], {tie.role})
    said["circle"] = int(tie.circle)
    said |= _one_of("gives", list(SupportKind), {one for one, strength in tie.gives.items() if strength})
    said |= _one_of("state", STATES, {tie.state})
    return Alter(key, kind, {**said, "trust": tie.trust, "feel_after": tie.feel_after})


def called(name: str, number: int, level: Level) -> str:
    """What goes out of a name: all of it, "R. M.", or a number."""
    if level is Level.NAMES:
        return name
    letters = [word[0].upper() for word in name.split() if word[0].isalnum()]
    if level is Level.INITIALS and letters:
        return " ".join(f"{letter}." for letter in letters[:3])
    return str(number)


def _one_of(name: str, options: Iterable[str], chosen: Collection[str]) -> dict[str, Value]:
    """A categorical variable: a boolean for each option, every one of them said."""
    return {f"{name}_{option}": option in chosen for option in options}
