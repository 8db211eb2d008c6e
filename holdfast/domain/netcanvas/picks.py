"""Who of a session could come onto a map: the name, and what can be guessed of the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass

from holdfast.domain.netcanvas.session import Alter, Session, Sessions
from holdfast.domain.network import Circle, Role, SupportKind
from holdfast.domain.role_words import role_named

LONGEST_NAME = 100
MOST = 300


@dataclass(frozen=True, slots=True)
class Pick:
    """Somebody to pick. Without a `role` the words gave none away."""

    name: str
    role: Role | None = None
    circle: Circle | None = None
    gives: tuple[SupportKind, ...] = ()
    knows: tuple[int, ...] = ()
    """Places of others in the same list."""


def picks(sessions: Sessions) -> tuple[Pick, ...]:
    """Everybody of every session in order, at most 300."""
    found: list[Pick] = []
    for session in sessions.found:
        found += _of_session(session, len(found))
    kept = found[:MOST]
    return tuple(_within(one, len(kept)) for one in kept)


def _of_session(session: Session, begins: int) -> list[Pick]:
    places = {one.id: begins + number for number, one in enumerate(session.alters)}
    knows: dict[str, list[int]] = {one.id: [] for one in session.alters}
    for tie in session.ties:
        knows[tie.source].append(places[tie.target])
        knows[tie.target].append(places[tie.source])
    return [_pick(one, number, sorted(set(knows[one.id]))) for number, one in enumerate(session.alters, start=1)]


def _pick(alter: Alter, number: int, knows: list[int]) -> Pick:
    name = _name(alter) or f"{alter.type} {number}"
    circle = alter.attributes.get("circle")
    gives = (one for one in SupportKind if alter.attributes.get(f"gives_{one}") is True)
    return Pick(
        name[:LONGEST_NAME],
        _role(alter),
        Circle(circle) if type(circle) is int and circle in set(Circle) else None,
        tuple(gives),
        tuple(knows),
    )


NAMES = ("name", "nickname", "nick", "fullname", "label", "alias", "nombre", "apodo", "initials")


def _name(alter: Alter) -> str:
    """The first variable that is named like a name; first and last name together, if they are apart."""
    said = {re.sub(r"[^a-zñ]", "", name.lower()): value for name, value in alter.attributes.items()}
    parts = [said.get(part) for part in ("firstname", "lastname")]
    whole = [said.get(name) for name in NAMES]
    found = next((value for value in whole if _is_said(value)), None)
    words = str(found) if found is not None else " ".join(str(part) for part in parts if _is_said(part))
    return " ".join("".join(one for one in words if one.isprintable()).split())


def _is_said(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool) and bool(str(value).strip())


_ABOUT_ROLES = re.compile(r"role|relat|kin|category|type|rol|parentesco|vinculo|vínculo", re.IGNORECASE)


def _role(alter: Alter) -> Role | None:
    """By a variable about roles: its words, or the option that holds."""
    for name, value in alter.attributes.items():
        if not _ABOUT_ROLES.search(name):
            continue
        said = name.split("_", 1)[-1] if value is True else value if isinstance(value, str) else ""
        if said and (role := role_named(said)):
            return role
    return None


def _within(one: Pick, count: int) -> Pick:
    kept = tuple(place for place in one.knows if place < count)
    return Pick(one.name, one.role, one.circle, one.gives, kept)
