"""What each item shows: the app that keeps it says how it is read, and when it last changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet

from holdfast.accounts.models import Person
from holdfast.domain.consent import Item

Moments = Iterable[tuple[UUID, datetime]]
"""Owners, each with a moment."""


@dataclass(frozen=True, slots=True)
class Shown:
    """How an item is shown to somebody else: a template, what it is filled with, and when it last changed.

    `read` gives None where there is nothing yet. What it gives is all that anybody else ever sees of the item: notes to
    oneself, other people's words and other people's asks have no place in it. `changed_at` answers for many owners at
    once, however many, and leaves out those of whom nothing is there.
    """

    template: str
    read: Callable[[Person, datetime], dict[str, Any] | None]
    changed_at: Callable[[Collection[UUID]], dict[UUID, datetime]]


_SHOWN: dict[Item, Shown] = {}


def shows(item: Item, shown: Shown) -> None:
    """This is how the item is shown to whom it was granted."""
    _SHOWN[item] = shown


def shown_as(item: Item) -> Shown | None:
    """How it is shown; None while no app keeps such a thing."""
    return _SHOWN.get(item)


def empty_for(person: Person) -> frozenset[Item]:
    """The items of which nothing is there yet: whoever they are shared with sees none of it before something is."""
    return frozenset(item for item, shown in _SHOWN.items() if person.pk not in shown.changed_at([person.pk]))


def all_shown() -> list[Item]:
    """The items that can be shared, in the order of the list."""
    return [item for item in Item if item in _SHOWN]


def last_of(rows: QuerySet[Any], moment: str = "created_at", owner: str = "person_id") -> Moments:
    """Of each owner the latest moment in these rows; one query."""
    found = rows.order_by().values_list(owner).annotate(at=Max(moment))
    return ((who, at) for who, at in found if at is not None)


def latest(*moments: Moments) -> dict[UUID, datetime]:
    """Of each owner the latest of all these."""
    found: dict[UUID, datetime] = {}
    for who, at in chain(*moments):
        found[who] = max(at, found.get(who, at))
    return found
