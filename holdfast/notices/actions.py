"""Putting notices into the outbox, and who receives them where.

enqueue, notify; add_destination, confirm_destination, remove_destination; set_receiver; make_link, revoke_links;
forget.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from holdfast.notices.models import Destination, Link, Notice, Receiver, Urgency

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

SUBJECT = "You have an update"
"""The same for everything: a subject line is read by whoever holds the phone."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a link opens, and until when: `opens` names the page, `thing` the row it is about, if any."""

    opens: str
    until: datetime
    thing: UUID | None = None


@transaction.atomic
def enqueue(*, person: AbstractBaseUser, address: str, body: str, unique_key: str, now: datetime) -> Notice:
    """Write a letter about the account itself in the transaction of what it tells of; the same key twice is one."""
    waiting = Notice.objects.filter(unique_key=unique_key).first()
    return waiting or Notice.objects.create(
        person_id=person.pk,
        address=address,
        body=body,
        subject=SUBJECT,
        unique_key=unique_key,
        created_at=now,
        due_at=now,
    )


@transaction.atomic
def notify(
    *, to: UUID, target: Target, unique_key: str, now: datetime, urgency: Urgency = Urgency.USUAL
) -> list[Notice]:
    """Tell a person or a supporter that there is something, in the transaction that made it.

    One notice for each place they chose, each with a link of its own. The words are the same whatever it is. The same
    key again writes nothing.
    """
    receiver = Receiver.objects.filter(pk=to).first() or Receiver(pk=to)
    written = []
    for place in usable_destinations(to):
        key = f"{unique_key}:{place.pk}"
        if Notice.objects.filter(unique_key=key).exists():
            continue
        token = make_link(owner=to, target=target, now=now)
        with translation.override(receiver.language):
            body = render_to_string("notices/letter.txt", {"link": address_of(token)})
        written.append(
            Notice.objects.create(
                person_id=to,
                destination=place,
                address=place.address,
                body=body,
                subject=SUBJECT,
                thing=target.thing,
                urgency=urgency,
                unique_key=key,
                created_at=now,
                due_at=now,
            )
        )
    return written


def usable_destinations(owner: UUID) -> list[Destination]:
    """The places notices go to now: confirmed, not gone, and this host can send there."""
    there = Destination.objects.filter(person_id=owner, confirmed_at__isnull=False, off_at=None).order_by("created_at")
    return [place for place in there if place.via != Destination.Via.MAIL or settings.EMAIL_HOST]


@transaction.atomic
def add_destination(*, owner: UUID, via: str, address: str, now: datetime) -> Destination:
    """A further place; nothing goes there until it is confirmed. The same one again is the one that is there."""
    found, _ = Destination.objects.get_or_create(
        person_id=owner, digest=_digest(address), defaults={"via": via, "address": address, "created_at": now}
    )
    return found


@transaction.atomic
def confirm_destination(*, destination: Destination, now: datetime) -> Destination:
    """Somebody opened the link that was sent there."""
    destination.confirmed_at = destination.confirmed_at or now
    destination.save()
    return destination


@transaction.atomic
def remove_destination(*, destination: Destination) -> None:
    """Nothing goes there any more, and what still waited is gone."""
    destination.delete()


@transaction.atomic
def set_receiver(*, owner: UUID, **wishes: Any) -> Receiver:
    """How somebody wants to be told: language, zone, quiet hours, digest, snooze."""
    receiver, _ = Receiver.objects.update_or_create(person_id=owner, defaults=wishes)
    return receiver


@transaction.atomic
def make_link(*, owner: UUID, target: Target, now: datetime) -> str:
    """The token of a new secret address."""
    token = token_urlsafe(24)
    Link.objects.create(
        person_id=owner,
        digest=_hash(token),
        opens=target.opens,
        thing=target.thing,
        expires_at=target.until,
        created_at=now,
    )
    return token


def link_behind(token: str, *, now: datetime) -> Link | None:
    """The link of this token, unless it is unknown, over or revoked: all three look the same from outside."""
    return Link.objects.filter(digest=_hash(token), revoked_at=None, expires_at__gt=now).first()


@transaction.atomic
def revoke_links(*, owner: UUID, now: datetime, thing: UUID | None = None) -> int:
    """Close somebody's links, to one thing or all of them; what waits to be sent for it is dropped."""
    links = Link.objects.filter(person_id=owner, revoked_at=None)
    waiting = Notice.objects.filter(person_id=owner, sent_at=None)
    if thing is not None:
        links, waiting = links.filter(thing=thing), waiting.filter(thing=thing)
    waiting.delete()
    return links.update(revoked_at=now)


@transaction.atomic
def forget(*, owner: UUID) -> None:
    """Everything about somebody who is gone."""
    for model in (Notice, Link, Destination, Receiver):
        model.objects.filter(person_id=owner).delete()


def address_of(token: str) -> str:
    """The whole address a token opens at."""
    return f"{settings.ADDRESS}/u/{token}/"


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _digest(address: str) -> str:
    return sha256(f"{settings.MASTER_KEY}:{address}".encode()).hexdigest()
