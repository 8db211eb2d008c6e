"""Heads of the record, published outside the database: one line of a file for each, bound to the one before."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from holdfast.consent.models import Entry, Head
from holdfast.consent.record import hold_sound, move_end, note_broken
from holdfast.consent.seals import head_seal, is_same


class HeadsUnreadable(Exception):
    """The file of published heads has a line that is none; its number."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(str(line))


@dataclass(frozen=True, slots=True)
class Published:
    """A head as it was written down elsewhere: when, which line was the last, and its seal."""

    at: datetime
    number: int
    mac: bytes
    seal: bytes = b""
    """Of this head, given the one before; none in what was published before heads were sealed."""

    @property
    def said(self) -> str:
        """What its own seal is over."""
        return f"{self.at.astimezone(UTC).isoformat(timespec='seconds')} {self.number} {self.mac.hex()}"


def published_heads() -> list[Published]:
    """What was published, oldest first; what a write left that failed half-way was not. Raises HeadsUnreadable."""
    path = Path(settings.RECORD_HEADS)
    text = path.read_text(errors="replace") if path.exists() else ""
    return read_heads(text[: text.rfind("\n") + 1].splitlines())


def read_heads(lines: Iterable[str]) -> list[Published]:
    """Heads as they were published, or as somebody kept them. Raises HeadsUnreadable."""
    return [_read(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def _read(line: int, text: str) -> Published:
    try:
        at, number, mac, *seal = text.split()
        return Published(datetime.fromisoformat(at), int(number), bytes.fromhex(mac), bytes.fromhex("".join(seal)))
    except ValueError:
        raise HeadsUnreadable(line) from None


def first_spoiled(heads: Sequence[Published]) -> int | None:
    """The first line, from 1, that does not follow the one before as it was published."""
    before, is_sealed = b"", False
    for line, one in enumerate(heads, start=1):
        if (is_sealed or one.seal) and not is_same(head_seal(before, one.said), one.seal):
            return line
        before, is_sealed = one.seal, bool(one.seal)
    return None


@transaction.atomic
def publish_head(*, now: datetime) -> int:
    """A job: write the end of the record down in the second place, once for each end; whether there was a new one.

    Where the file is not the one that was written to last, the record says so of itself before anything goes on.
    """
    if not (Head.objects.exists() or Entry.objects.exists()):
        return 0
    head, known = hold_sound(now=now), published_heads()
    if not _goes_on(head, known):
        note_broken(head, now=now)
    elif known and (known[-1].number, known[-1].mac) == (head.number, bytes(head.mac)):
        return 0
    written = Published(now, head.number, bytes(head.mac))
    seal = head_seal(known[-1].seal if known else b"", written.said)
    _append(f"{written.said} {seal.hex()}\n")
    head.published = seal
    move_end(head)
    return 1


def _goes_on(head: Head, known: Sequence[Published]) -> bool:
    """Whether the file holds what was published last, and nothing of lines that are not there."""
    published = bytes(head.published)
    is_there = not published or any(one.seal == published for one in known)
    return is_there and first_spoiled(known) is None and (not known or known[-1].number <= head.number)


def _append(line: str) -> None:
    """One more, in place of what a write left that failed half-way: on a full disk, say."""
    with Path(settings.RECORD_HEADS).open("a+b") as stream:
        stream.seek(0)
        stream.truncate(stream.read().rfind(b"\n") + 1)
        stream.write(line.encode())
        stream.flush()
        os.fsync(stream.fileno())
