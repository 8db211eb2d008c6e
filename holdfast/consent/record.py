"""The record of every grant and every look: append-only, chained, checked by a command.

Each line is bound to the one before, and the end to the last line, by HMAC-SHA256 with a key that is not in the
database. A changed, lost or swapped line breaks the chain at its number; a cut tail leaves an end that does not fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction

from holdfast.consent.models import Entry, Head
from holdfast.consent.seals import BEGINNING, end_seal, is_same, line_seal
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
    first = {"seal": end_seal(0, BEGINNING, b"")}
    return held.filter(pk=1).first() or held.get(pk=Head.objects.get_or_create(pk=1, defaults=first)[0].pk)


@transaction.atomic
def write(line: Line, *, now: datetime) -> Entry:
    """Add one line, in the transaction of what it tells of. Writers wait for each other: the chain has one end."""
    return _added(line, hold_sound(now=now), now)


def hold_sound(*, now: datetime) -> Head:
    """The end, held. Where it does not fit, a line of the record says so first: what follows must not hide it.

    Nothing is refused for that: somebody who stops sharing, or opens a plan in an emergency, must not wait for repair.
    """
    head = hold()
    last = Entry.objects.order_by("-number").values_list("number", "mac").first() or (0, BEGINNING)
    if is_end(head, *last):
        return head
    head.number, head.mac = last[0], _bytes(last[1])
    head.published = _bytes(head.published)
    note_broken(head, now=now)
    return head


def note_broken(head: Head, *, now: datetime) -> None:
    """One line, about nobody: here the record was found not to be what was written. It can never be taken back."""
    _added(Line(Entry.Verb.BROKEN, NOBODY, NOBODY), head, now)


def _added(line: Line, head: Head, now: datetime) -> Entry:
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
    head.number, head.mac = entry.number, entry.mac
    move_end(head)
    return entry


def move_end(head: Head) -> None:
    """Keep where the record ends, sealed; the caller holds it."""
    head.seal = end_seal(head.number, bytes(head.mac), bytes(head.published))
    head.save(update_fields=["number", "mac", "published", "seal"])


def is_end(head: Head, number: int, mac: object) -> bool:
    """Whether this is the end of the record as it was sealed, and this line the last."""
    return is_sealed(head) and head.number == number and is_same(bytes(head.mac), mac)


def is_sealed(head: Head) -> bool:
    """Whether the end is one that was sealed; values of the wrong kind are not."""
    try:
        return is_same(end_seal(head.number, bytes(head.mac), bytes(head.published)), head.seal)
    except (TypeError, ValueError):
        return False


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
    return line_seal(before, "\n".join(said))


def _bytes(value: object) -> bytes:
    """What a row holds, where it can still be read."""
    return bytes(value) if isinstance(value, (bytes, memoryview)) else b""
