"""Looking at what somebody shared: asked for and written down in one transaction, then shown."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404

from holdfast.accounts.models import Person
from holdfast.consent.access import granted
from holdfast.consent.caseload import Pass
from holdfast.consent.items import shown_as
from holdfast.consent.models import Entry
from holdfast.consent.record import Line, hold, write
from holdfast.domain.consent import Item, Viewer

TRIED_AGAIN = timedelta(hours=1)
"""Within this time a second try of the same person at the same thing is no line of its own."""


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

    A professional who is refused is not told why, and the try is in the record.
    The line is written before anything is read: what was shown is in the record even if the machine dies meanwhile.
    """
    how = shown_as(item)
    if how is None:
        raise Http404
    verb = Entry.Verb.TOOK if takes_copy else Entry.Verb.LOOKED
    with transaction.atomic():
        hold()
        allowed = granted(viewers=looker.viewers, owner=owner.pk, item=item, now=now)
        if allowed is not None:
            write(Line(verb, owner.pk, looker.actor, allowed.viewer, frozenset({item}), allowed.id), now=now)
        else:
            _note_refused(looker, owner, item, now)
    if allowed is None:
        raise Http404
    return Look(item, allowed, how.template, how.read(owner, now))


def _note_refused(looker: Looker, owner: Person, item: Item, now: datetime) -> None:
    """A professional tried: one line an hour at most, kept by the transaction of the look and not undone by its 404."""
    asked = sorted((one for one in looker.viewers if one.is_professional), key=lambda one: one.kind)
    lines = Entry.objects.filter(verb=Entry.Verb.REFUSED, subject=owner.pk, actor=looker.actor, items=item)
    if asked and not lines.filter(at__gt=now - TRIED_AGAIN).exists():
        write(Line(Entry.Verb.REFUSED, owner.pk, looker.actor, asked[-1], frozenset({item})), now=now)


def preview(person: Person, item: Item, *, now: datetime) -> dict[str, Any] | None:
    """The same, for the person who wants to see it as somebody else will: nobody looked, nothing is written down."""
    how = shown_as(item)
    return how.read(person, now) if how else None
