"""The record of every grant and every look: append-only, chained, checked by a command.

Each line is bound to the one before by HMAC-SHA256 with a key that is not in the database. A changed, lost or swapped
line breaks the chain at its number; a cut tail is seen against the numbers published elsewhere.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction

from holdfast.consent.models import Entry, Head
from holdfast.domain.consent import Item, Viewer

NOBODY = UUID(int=0)
"""Who acts when it is the clock."""


@dataclass(frozen=True, slots=True)
class Line:
    """What is written down: what was done, of whom, by whom, as which viewer, what, and by which grant."""

    verb: Entry.Verb
    subject: UUID
    actor: UUID
    viewer: Viewer | None = None
    items: frozenset[Item] = frozenset()
    grant: UUID | None = None


def hold() -> Head:
    """Wait for one's turn: until the transaction ends nobody else gives, ends or looks.

    Whoever decides by a grant that is then written down holds first. A look then stands in the record either before
    the grant ended, and was allowed, or after, and was refused.
    """
    held = Head.objects.select_for_update()
    return held.filter(pk=1).first() or held.get(pk=Head.objects.get_or_create(pk=1)[0].pk)


@transaction.atomic
def write(line: Line, *, now: datetime) -> Entry:
    """Add one line, in the transaction of what it tells of. Writers wait for each other: the chain has one end."""
    head = hold()
    entry = Entry(
        number=head.number + 1,
        at=now,
        verb=line.verb,
        subject=line.subject,
        actor=line.actor,
        viewer_kind=line.viewer.kind if line.viewer else "",
        viewer_id=line.viewer.id if line.viewer else None,
        items=",".join(sorted(line.items)),
        grant_id=line.grant,
    )
    entry.mac = mac_of(entry, bytes(head.mac))
    entry.save(force_insert=True)
    Head.objects.filter(pk=1).update(number=entry.number, mac=entry.mac)
    return entry


def mac_of(entry: Entry, before: bytes) -> bytes:
    """The seal of one line, given the seal of the one before."""
    said = [
        str(entry.number),
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        str(entry.verb),
        str(entry.subject),
        str(entry.actor),
        entry.viewer_kind,
        str(entry.viewer_id or ""),
        entry.items,
        str(entry.grant_id or ""),
    ]
    return hmac.new(_key(settings.MASTER_KEY), before + "\n".join(said).encode(), sha256).digest()


@lru_cache(maxsize=2)
def _key(master: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"holdfast record of looks")
    return derived.derive(master.encode())
