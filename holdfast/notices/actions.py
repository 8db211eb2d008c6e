"""Putting notices into the outbox, and who receives them where.

enqueue, notify; add_destination, ask_confirmation, confirm_destination, remove_destination; set_receiver; make_link,
revoke_links, revoke_links_to; forget.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_noop

from holdfast.domain.quiet import leaves_at
from holdfast.notices.carriers.chosen import is_offered
from holdfast.notices.carriers.push import Subscription
from holdfast.notices.letters import address_of, letter, payload, subject
from holdfast.notices.models import Destination, Link, Notice, Receiver, Urgency
from holdfast.sealing.digests import digest_of

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

__all__ = ["EVERYTHING", "PLACE", "SUBJECT", "Target", "address_of", "enqueue", "notify"]

SUBJECT = gettext_noop("You have an update")
"""The same for everything, in English."""
EVERYTHING = "all"
"""What a link opens that stands for several: the page with all that waits for its receiver."""
PLACE = "place"
"""What a link opens that was sent to a new place: the page that confirms it; `thing` is the destination."""
ROUND = timedelta(days=7)
"""How long a link to everything, or to a new place, works."""
MOST_CONFIRMATIONS = 3
"""A day, to one address, whoever asks: nobody's letter box is filled by us."""
DAY = 24 * 3600


class AskedTooOften(Exception):
    """Enough letters went to this new place today."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a link opens, and until when: `opens` names the page, `thing` the row it is about, if any."""

    opens: str
    until: datetime
    thing: UUID | None = None


@transaction.atomic
def enqueue(*, person: AbstractBaseUser, address: str, body: str, unique_key: str, now: datetime) -> Notice:
    """Write a letter about the account itself in the transaction of what it tells of; the same key twice is one.

    The body is a `letters.letter`; its language, and that of the subject, is the one that is active.
    """
    waiting = Notice.objects.filter(unique_key=unique_key).first()
    return waiting or Notice.objects.create(
        person_id=person.pk,
        address=address,
        body=body,
        subject=subject(),
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
    due_at = leaves_at(urgency, receiver.wishes(), written_at=now, now=now)
    keys = {f"{unique_key}:{place.pk}": place for place in usable_destinations(to)}
    known = set(Notice.objects.filter(unique_key__in=keys).values_list("unique_key", flat=True))
    return [
        Notice.objects.create(
            person_id=to,
            destination=place,
            address=place.address,
            **words_for(place, make_link(owner=to, target=target, now=now), receiver.language),
            thing=target.thing,
            urgency=urgency,
            unique_key=key,
            created_at=now,
            due_at=due_at,
        )
        for key, place in keys.items()
        if key not in known
    ]


def words_for(place: Destination, token: str, language: str) -> dict[str, str]:
    """Subject and body of what goes to a place."""
    with translation.override(language):
        return {"subject": subject(), "body": payload(token) if place.via == Destination.Via.PUSH else letter(token)}


def usable_destinations(owner: UUID) -> list[Destination]:
    """The places notices go to now: confirmed, not gone, and this host can send there."""
    there = Destination.objects.filter(person_id=owner, confirmed_at__isnull=False, off_at=None).order_by("created_at")
    return [place for place in there if can_send(place.via)]


def can_send(via: str) -> bool:
    """Whether this host sends that way."""
    if via == Destination.Via.MAIL:
        return bool(settings.EMAIL_HOST)
    return via == Destination.Via.PUSH or is_offered()


@transaction.atomic
def add_destination(*, owner: UUID, via: str, address: str, now: datetime) -> Destination:
    """A further place; nothing goes there until it is confirmed. The same one again is the one that is there.

    One that was off is tried anew. The address of a push is a subscription as `Subscription.written` gives it.
    """
    first = {"via": via, "address": address, "road": _road(via, address), "created_at": now}
    found, is_new = Destination.objects.get_or_create(person_id=owner, digest=_digest(address), defaults=first)
    if not is_new and (found.off_at or found.failing_since):
        found.off_at = found.failing_since = None
        found.save(update_fields=["off_at", "failing_since"])
    return found


def _road(via: str, address: str) -> str:
    """Mail has one; elsewhere each provider is one, under a name that does not tell which."""
    if via == Destination.Via.MAIL:
        return via
    where = Subscription.read(address).host if via == Destination.Via.PUSH else urlsplit(address)[:2]
    return f"{via}:{_digest(str(where))[:16]}"


@transaction.atomic
def ask_confirmation(*, destination: Destination, now: datetime) -> Notice:
    """Send a new place a link that confirms it, at once. Raises AskedTooOften."""
    count = f"confirm:{_digest(destination.address)}"
    before = cache.get(count, 0)
    if before >= MOST_CONFIRMATIONS:
        raise AskedTooOften
    cache.set(count, before + 1, DAY)
    owner = destination.person_id
    receiver = Receiver.objects.filter(pk=owner).first() or Receiver(pk=owner)
    token = make_link(owner=owner, target=Target(PLACE, now + ROUND, destination.pk), now=now)
    return Notice.objects.create(
        person_id=owner,
        destination=destination,
        address=destination.address,
        **words_for(destination, token, receiver.language),
        thing=destination.pk,
        urgency=Urgency.NOW,
        unique_key=f"place:{destination.pk}:{now.isoformat()}",
        created_at=now,
        due_at=now,
    )


@transaction.atomic
def confirm_destination(*, destination: Destination, now: datetime) -> Destination:
    """Somebody opened the link that was sent there, or the browser itself asked for it. The link is used up."""
    destination.confirmed_at = destination.confirmed_at or now
    destination.save(update_fields=["confirmed_at"])
    revoke_links(owner=destination.person_id, thing=destination.pk, now=now)
    return destination


@transaction.atomic
def remove_destination(*, destination: Destination) -> None:
    """Nothing goes there any more, and what still waited is gone. What was handed over there stays handed over."""
    Notice.objects.filter(destination=destination, sent_at=None).delete()
    Link.objects.filter(person_id=destination.person_id, opens=PLACE, thing=destination.pk).delete()
    destination.delete()


@transaction.atomic
def set_receiver(*, owner: UUID, now: datetime | None = None, **wishes: Any) -> Receiver:
    """How somebody wants to be told: language, zone, quiet hours, digest, snooze.

    With `now`, what waits is timed anew. Without it that happens when it comes up.
    """
    receiver, _ = Receiver.objects.update_or_create(person_id=owner, defaults=wishes)
    if now is not None:
        _time_anew(receiver, now)
    return receiver


def _time_anew(receiver: Receiver, now: datetime) -> None:
    waiting = Notice.objects.filter(person_id=receiver.pk, sent_at=None, attempts=0, urgency__gt=Urgency.NOW)
    for notice in waiting.exclude(destination=None).only("urgency", "created_at", "due_at", "person_id"):
        due_at = leaves_at(Urgency(notice.urgency), receiver.wishes(), written_at=notice.created_at, now=now)
        Notice.objects.filter(pk=notice.pk, due_at=notice.due_at).update(due_at=due_at)


@transaction.atomic
def make_link(*, owner: UUID, target: Target, now: datetime) -> str:
    """The token of a new secret address."""
    token = token_urlsafe(24)
    Link.objects.create(
        person_id=owner,
        digest=digest_of(token),
        opens=target.opens,
        thing=target.thing,
        expires_at=target.until,
        created_at=now,
    )
    return token


def link_behind(token: str, *, now: datetime) -> Link | None:
    """The link of this token, unless it is unknown, over or revoked: all three look the same from outside."""
    return Link.objects.filter(digest=digest_of(token), revoked_at=None, expires_at__gt=now).first()


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
def revoke_links_to(*, thing: UUID, now: datetime) -> None:
    """Close everybody's links to one thing; what waits to be sent for it is dropped."""
    Notice.objects.filter(thing=thing, sent_at=None).delete()
    Link.objects.filter(thing=thing, revoked_at=None).update(revoked_at=now)


@transaction.atomic
def forget(*, owner: UUID) -> None:
    """Everything about somebody who is gone."""
    for model in (Notice, Link, Destination, Receiver):
        model.objects.filter(person_id=owner).delete()


def _digest(address: str) -> str:
    return sha256(f"{settings.MASTER_KEY}:{address}".encode()).hexdigest()
