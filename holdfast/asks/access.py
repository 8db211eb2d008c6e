"""Who may reach what in the asks app: a person their own asks; a supporter, by a link, what they were asked."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from holdfast.accounts.models import Person
from holdfast.asks.models import Ask, Offer, Promise, Reply, Update
from holdfast.domain.asks.kinds import Kind
from holdfast.notices.models import Link
from holdfast.supporters.models import Agreement

NIL = UUID(int=0)
"""No row has it."""


def asks_of(person: Person) -> QuerySet[Ask]:
    """The person's asks, the latest first."""
    return Ask.objects.filter(person=person).order_by("-created_at", "pk")


def ask_for(person: Person, ask_id: UUID) -> Ask:
    """One of the person's asks, or 404."""
    return get_object_or_404(asks_of(person), pk=ask_id)


def reply_for(person: Person, reply_id: UUID) -> Reply:
    """What one supporter answered to one of the person's asks, or 404."""
    rows = Reply.objects.filter(person=person, agreement__ended_at=None).select_related("ask", "agreement__tie")
    return get_object_or_404(rows, pk=reply_id)


def hard_moments_of(person: Person) -> QuerySet[Ask]:
    """The person's hard moments, the latest first."""
    return asks_of(person).filter(kind=Kind.CRISIS)


def hard_moment_for(person: Person, ask_id: UUID) -> Ask:
    """One of the person's hard moments, or 404."""
    return get_object_or_404(hard_moments_of(person), pk=ask_id)


def promise_for(person: Person, promise_id: UUID) -> Promise:
    """A promise made to this person, or 404."""
    rows = Promise.objects.filter(person=person).select_related("slot__ask__person", "reply__agreement__tie")
    return get_object_or_404(rows, pk=promise_id)


def offers_to(person: Person) -> QuerySet[Offer]:
    """What supporters offer this person."""
    running = Offer.objects.filter(person=person, ended_at=None, agreement__ended_at=None)
    return running.select_related("agreement__tie").order_by("created_at", "pk")


def updates_of(person: Person) -> QuerySet[Update]:
    """What the person told, the latest first."""
    return Update.objects.filter(person=person).order_by("-created_at", "pk")


def reply_behind(link: Link) -> Reply | None:
    """What a supporter was asked, by their link; None once they or the person ended it."""
    if link.thing is None:
        return None
    rows = Reply.objects.filter(pk=link.thing, agreement__supporter=link.person_id, agreement__ended_at=None)
    return rows.select_related("ask__person", "agreement__tie", "agreement__supporter").first()


def update_behind(link: Link) -> tuple[Agreement, Update] | None:
    """What a supporter was told, by their link; None once it was taken back, or one of them ended it."""
    update = Update.objects.filter(pk=link.thing or NIL, taken_back_at=None).first()
    if update is None:
        return None
    told = update.told.filter(supporter=link.person_id, ended_at=None).select_related("person").first()
    return (told, update) if told else None


def offer_of(agreement: Agreement, offer_id: str) -> Offer:
    """One of the standing offers of an agreement, or 404."""
    try:
        return get_object_or_404(agreement.offers.filter(ended_at=None), pk=offer_id)
    except ValidationError:
        raise Http404 from None
