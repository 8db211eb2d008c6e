"""Looking at what somebody shared: asked for and written down in one transaction, then shown."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404

from holdfast.accounts.models import Person
from holdfast.consent.access import granted_or_404
from holdfast.consent.caseload import Pass
from holdfast.consent.items import shown_as
from holdfast.consent.models import Entry
from holdfast.consent.record import Line, hold, write
from holdfast.domain.consent import Item, Viewer


@dataclass(frozen=True, slots=True)
class Looker:
    """Who looks: the account or the supporter, and the viewers they are."""

    actor: UUID
    viewers: Collection[Viewer]


@dataclass(frozen=True, slots=True)
class Look:
    """What they see: a template and what fills it (None where there is nothing yet), and by what they may."""

    item: Item
    by: Pass
    template: str
    shown: dict[str, Any] | None


def look(looker: Looker, *, owner: Person, item: Item, now: datetime, takes_copy: bool = False) -> Look:
    """See an item. Exactly one line of the record says so; 404 for what is not shared.

    The line is written before anything is read: what was shown is in the record even if the machine dies meanwhile.
    """
    how = shown_as(item)
    if how is None:
        raise Http404
    verb = Entry.Verb.TOOK if takes_copy else Entry.Verb.LOOKED
    with transaction.atomic():
        hold()
        allowed = granted_or_404(viewers=looker.viewers, owner=owner.pk, item=item, now=now)
        write(Line(verb, owner.pk, looker.actor, allowed.viewer, frozenset({item}), allowed.id), now=now)
    return Look(item, allowed, how.template, how.read(owner, now))


def preview(person: Person, item: Item, *, now: datetime) -> dict[str, Any] | None:
    """The same, for the person who wants to see it as somebody else will: nobody looked, nothing is written down."""
    how = shown_as(item)
    return how.read(person, now) if how else None
