"""Who may reach what in the consent app. `granted` is the one door to anything that is shared."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from holdfast.accounts.models import Person
from holdfast.consent.caseload import Given, Pass, Wanted, given_to
from holdfast.consent.models import Emergency, Entry, Grant, Restriction
from holdfast.consent.viewers import Known, known_to
from holdfast.consent.words import ITEM_OF
from holdfast.domain.consent import Item, Viewer


def grants_of(person: Person) -> QuerySet[Grant]:
    """Everything the person ever gave, the newest first."""
    return Grant.objects.filter(person=person).order_by("-created_at", "-pk")


def grant_for(person: Person, grant_id: UUID) -> Grant:
    """One grant of the person's, or 404."""
    return get_object_or_404(grants_of(person), pk=grant_id)


def known_viewer(person: Person, viewer_id: UUID) -> Known:
    """Somebody the person could share with today, or 404."""
    found = next((known for known in known_to(person) if known.viewer.id == viewer_id), None)
    if found is None:
        raise Http404
    return found


def item_or_404(slug: str) -> Item:
    """What an address names, or 404."""
    if slug not in ITEM_OF:
        raise Http404
    return ITEM_OF[slug]


def is_known(person: Person, viewer: Viewer) -> bool:
    """Whether the person could share with them today."""
    return any(known.viewer == viewer for known in known_to(person))


def was_narrowed(grant: Grant) -> bool:
    """Whether it covers less than its text says."""
    return Entry.objects.filter(subject=grant.person_id, verb=Entry.Verb.NARROWED, grant_id=grant.pk).exists()


def item_numbered(number: int) -> Item:
    """The thing at this place of the list, from 1, or 404: addresses name nothing."""
    items = list(Item)
    if not 1 <= number <= len(items):
        raise Http404
    return items[number - 1]


def emergencies_of(person: Person) -> QuerySet[Emergency]:
    """Every time somebody opened the plan in an emergency, the newest first."""
    return Emergency.objects.filter(person=person).order_by("-created_at", "-pk")


def emergency_for(person: Person, emergency_id: UUID) -> Emergency:
    """One of them, or 404."""
    return get_object_or_404(emergencies_of(person), pk=emergency_id)


def looks_at(person: Person) -> QuerySet[Entry]:
    """Every look at something of the person's by somebody else, and every copy taken, the newest first."""
    verbs = [Entry.Verb.LOOKED, Entry.Verb.TOOK]
    return Entry.objects.filter(subject=person.pk, verb__in=verbs).order_by("-number")


def refused_to(person: Person) -> QuerySet[Entry]:
    """Every time a professional tried to see something that was not shared with them, the newest first."""
    return Entry.objects.filter(subject=person.pk, verb=Entry.Verb.REFUSED).order_by("-number")


def is_restricted(person_id: UUID) -> bool:
    """Whether the person has stopped all sharing."""
    return Restriction.objects.filter(person=person_id).exists()


def granted(*, viewers: Collection[Viewer], owner: UUID, item: Item, now: datetime) -> Pass | None:
    """By what one of these viewers may see this item of this person at this moment; None refuses."""
    return next((one.by for one in _given(viewers, owner, now) if one.item is item), None)


def granted_or_404(*, viewers: Collection[Viewer], owner: UUID, item: Item, now: datetime) -> Pass:
    """The same, or 404: what is not shared is not there."""
    found = granted(viewers=viewers, owner=owner, item=item, now=now)
    if found is None:
        raise Http404
    return found


def items_granted(*, viewers: Collection[Viewer], owner: UUID, now: datetime) -> list[Item]:
    """What these viewers may see of this person now, in the order of the list."""
    return [one.item for one in _given(viewers, owner, now)]


def _given(viewers: Collection[Viewer], owner: UUID, now: datetime) -> list[Given]:
    (found,) = given_to([Wanted(owner, viewers)], now=now)
    return found
