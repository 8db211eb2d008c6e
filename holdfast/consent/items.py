"""What each item shows: the app that keeps it says how it is read, and when it last changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from holdfast.accounts.models import Person
from holdfast.domain.consent import Item


@dataclass(frozen=True, slots=True)
class Shown:
    """How an item is shown to somebody else: a template, what it is filled with, and when it last changed.

    `read` gives None where there is nothing yet. What it gives is all that anybody else ever sees of the item: notes to
    oneself, other people's words and other people's asks have no place in it. `changed_at` must be cheap.
    """

    template: str
    read: Callable[[Person, datetime], dict[str, Any] | None]
    changed_at: Callable[[Person], datetime | None]


_SHOWN: dict[Item, Shown] = {}


def shows(item: Item, shown: Shown) -> None:
    """This is how the item is shown to whom it was granted."""
    _SHOWN[item] = shown


def shown_as(item: Item) -> Shown | None:
    """How it is shown; None while no app keeps such a thing."""
    return _SHOWN.get(item)


def empty_for(person: Person) -> frozenset[Item]:
    """The items of which nothing is there yet: whoever they are shared with sees none of it before something is."""
    return frozenset(item for item, shown in _SHOWN.items() if shown.changed_at(person) is None)


def all_shown() -> list[Item]:
    """The items that can be shared, in the order of the list."""
    return [item for item in Item if item in _SHOWN]
