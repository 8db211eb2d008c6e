"""Words of thanks to read again on a hard day. Another app keeps them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from holdfast.accounts.models import Person


@dataclass(frozen=True, slots=True)
class KindWords:
    """What somebody once said to the person. `name` is empty where it was not written down who."""

    text: str
    name: str
    on: date


Kept = Callable[[Person, datetime], KindWords | None]
_KEPT: list[Kept] = []


def kind_words_from(kept: Kept) -> None:
    """Here one of the words somebody keeps is found. It must be cheap: the page after a hard check-in asks."""
    _KEPT.append(kept)


def kind_words_for(person: Person, *, now: datetime) -> KindWords | None:
    """One to read again now; None where none are kept."""
    return next((found for kept in _KEPT if (found := kept(person, now))), None)
