"""Checking the record: every line against the one before, its end against the head and against what was published.

Heads are published outside the database, so that a tail cut together with the head is seen too.
"""

from __future__ import annotations

import hmac
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from holdfast.consent.models import Entry, Head
from holdfast.consent.record import mac_of

BATCH = 2000
"""Lines read at once."""
BEGINNING = bytes(32)
"""What the first line is bound to."""


class What(StrEnum):
    """What is wrong with a line."""

    CHANGED = "changed"
    MISSING = "missing"
    NOT_AS_PUBLISHED = "not_as_published"


@dataclass(frozen=True, slots=True)
class Fault:
    """The first line that is wrong, and how."""

    number: int
    what: What


@dataclass(frozen=True, slots=True)
class Published:
    """A head as it was written down elsewhere."""

    at: datetime
    number: int
    mac: bytes


@dataclass(frozen=True, slots=True)
class Checked:
    """How many lines hold, and the first that does not."""

    lines: int
    fault: Fault | None = None


class _Unreadable(Exception):
    """A row holds what no line can hold; its number."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(str(number))


class HeadsUnreadable(Exception):
    """The file of published heads has a line that is none; its number."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(str(line))


def check_record() -> Checked:
    """Walk the whole record. Raises HeadsUnreadable."""
    head = Head.objects.filter(pk=1).first() or Head(number=0, mac=BEGINNING)
    seals: dict[int, set[bytes]] = defaultdict(set)
    for number, mac in [(head.number, bytes(head.mac)), *((one.number, one.mac) for one in published_heads())]:
        seals[number].add(mac)
    last, before = 0, BEGINNING
    try:
        for entry in _entries():
            if fault := _fault(entry, last + 1, before, seals):
                return Checked(last, fault)
            last, before = entry.number, bytes(entry.mac)
    except _Unreadable as row:
        return Checked(last, Fault(last + 1, What.CHANGED if row.number == last + 1 else What.MISSING))
    is_cut = any(number > last for number in seals)
    return Checked(last, Fault(last + 1, What.MISSING) if is_cut else None)


def _fault(entry: Entry, expected: int, before: bytes, seals: Mapping[int, set[bytes]]) -> Fault | None:
    if entry.number != expected:
        return Fault(expected, What.MISSING)
    if not _is_sound(entry, before):
        return Fault(expected, What.CHANGED)
    if seals.get(expected, set()) - {bytes(entry.mac)}:
        return Fault(expected, What.NOT_AS_PUBLISHED)
    return None


def _is_sound(entry: Entry, before: bytes) -> bool:
    """Whether its seal fits; values of the wrong kind do not."""
    try:
        return hmac.compare_digest(mac_of(entry, before), bytes(entry.mac))
    except (AttributeError, TypeError, ValueError):
        return False


def _entries() -> Iterator[Entry]:
    """Every line in order, a batch at a time, also those added meanwhile."""
    last = -1
    while numbers := list(_numbers().filter(number__gt=last)[:BATCH]):
        yield from _rows(numbers)
        last = numbers[-1]


def _numbers() -> QuerySet[Entry, int]:
    return Entry.objects.order_by("number").values_list("number", flat=True)


def _rows(numbers: list[int]) -> Iterator[Entry]:
    """The lines with these numbers; where they cannot be read together, one by one up to the one that cannot."""
    try:
        yield from list(Entry.objects.filter(number__range=(numbers[0], numbers[-1])).order_by("number"))
    except (TypeError, ValueError):
        for number in numbers:
            try:
                yield Entry.objects.get(number=number)
            except (TypeError, ValueError):
                raise _Unreadable(number) from None


def published_heads() -> list[Published]:
    """What was published, oldest first. Raises HeadsUnreadable."""
    path = Path(settings.RECORD_HEADS)
    lines = path.read_text().splitlines() if path.exists() else []
    return [_published(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def _published(line: int, text: str) -> Published:
    try:
        at, number, mac = text.split()
        return Published(datetime.fromisoformat(at), int(number), bytes.fromhex(mac))
    except ValueError:
        raise HeadsUnreadable(line) from None


def publish_head(*, now: datetime) -> int:
    """A job: write the end of the record down in the second place, once for each end; whether there was a new one."""
    head = Head.objects.filter(pk=1).first()
    known = published_heads()
    if head is None or (known and known[-1].number == head.number and known[-1].mac == bytes(head.mac)):
        return 0
    said = f"{now.astimezone(UTC).isoformat(timespec='seconds')} {head.number} {bytes(head.mac).hex()}\n"
    with Path(settings.RECORD_HEADS).open("a") as stream:
        stream.write(said)
        stream.flush()
        os.fsync(stream.fileno())
    return 1
