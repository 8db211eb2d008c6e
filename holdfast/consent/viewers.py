"""Who can be given something: each app that knows such people says who they are."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from holdfast.accounts.models import Person
from holdfast.domain.consent import Viewer


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody the person could share with: how they are called, and what they are ("Ben, friend", "Riverside, a team
    of 3")."""

    viewer: Viewer
    name: str
    about: str = ""
    calls_me: str = ""
    """What they call the person, where it is known: not the name to sign in with."""
    opens_in_emergency: bool = False
    """Whether the person lets them open the plan for a hard hour without a grant, with a name and a reason."""

    @property
    def full_name(self) -> str:
        """As it stands in what is agreed to: a professional with where they work."""
        return f"{self.name}, {self.about}" if self.about and self.viewer.is_professional else self.name


Names = Callable[[Person, Collection[UUID]], dict[UUID, str]]
_NAMES: list[Names] = []
_KNOWN: list[Callable[[Person], list[Known]]] = []


def knows_viewers(found: Callable[[Person], list[Known]]) -> None:
    """Here the people are found with whom a person could share; only those who may look today."""
    _KNOWN.append(found)


def known_to(person: Person) -> list[Known]:
    """Everybody the person could share with today, each once, in the order of the apps."""
    known = {one.viewer: one for found in _KNOWN for one in found(person)}
    return list(known.values())


def knows_names(names: Names) -> None:
    """Here it is known how the accounts are called that look for a team of the person's, also those of the past."""
    _NAMES.append(names)


def names_of(person: Person, actors: Collection[UUID]) -> dict[UUID, str]:
    """The names of those who looked, as far as any app knows them."""
    return {actor: name for names in _NAMES for actor, name in names(person, actors).items()}
