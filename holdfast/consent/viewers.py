"""Who can be given something: each app that knows such people says who they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from holdfast.accounts.models import Person
from holdfast.domain.consent import Viewer


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody the person could share with: how they are called, and what they are ("Ben, friend", "Riverside, a team
    of 3")."""

    viewer: Viewer
    name: str
    about: str = ""


_KNOWN: list[Callable[[Person], list[Known]]] = []


def knows_viewers(found: Callable[[Person], list[Known]]) -> None:
    """Here the people are found with whom a person could share; only those who may look today."""
    _KNOWN.append(found)


def known_to(person: Person) -> list[Known]:
    """Everybody the person could share with today, in the order of the apps."""
    return [known for found in _KNOWN for known in found(person)]
