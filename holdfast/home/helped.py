"""What awaits the reader's own answer as somebody's supporter."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.accounts.models import Person
from holdfast.asks.helping import Asked, Stage, asked_now
from holdfast.supporters.access import supporter_of


@dataclass(frozen=True, slots=True)
class Helping:
    """What is asked of the reader now."""

    asked: tuple[Asked, ...]


def helping_of(person: Person) -> Helping | None:
    """None for whoever helps nobody here."""
    supporter = supporter_of(person)
    return Helping(tuple(one for one in asked_now(supporter) if one.stage is Stage.OPEN)) if supporter else None
