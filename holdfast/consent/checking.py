"""Checking the record: every line against the one before, its end against its seal and against what was published.

Heads are published outside the database, each bound to the one before, so that a tail cut together with the end, or
an older copy put back, is seen too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import QuerySet

from holdfast.consent.heads import Published, first_spoiled, published_heads
from holdfast.consent.models import Entry, Head
from holdfast.consent.record import is_sealed, mac_of
from holdfast.consent.seals import BEGINNING, is_same

BATCH = 2000
"""Lines read at once."""


class What(StrEnum):
    """What is wrong, and whether the number is that of a line of the record or of the file of published heads."""

    CHANGED = "changed"
    MISSING = "missing"
    NOT_AS_PUBLISHED = "not_as_published"
    END_CHANGED = "end_changed"
    """The end is not as it was sealed; the number is the first that it leaves open."""
    BROKEN = "broken"
    """The record itself says that it was found broken here."""
    HEAD_CHANGED = "head_changed"
    """A line of the file of published heads is not what was published, or one before it is gone."""
    HEADS_MISSING = "heads_missing"
    """The last head that was published is not in the file."""


@dataclass(frozen=True, slots=True)
class Fault:
    """The first line that is wrong, and how."""

    number: int
    what: What


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


Seals = Mapping[int, set[bytes]]
"""What was published of each line."""


@dataclass(frozen=True, slots=True)
class _Walked:
    """The last line that holds, its seal, and what is wrong with the next."""

    last: int
    seal: bytes
    fault: Fault | None = None


def check_record(*, after: int = 0, kept: Iterable[Published] = ()) -> Checked:
    """Walk the whole record, or what follows a line that is known to be wrong. Raises HeadsUnreadable.

    `kept` are heads that somebody kept elsewhere: each must be a line of this record.
    """
    heads = published_heads()
    spoiled = first_spoiled(heads)
    seals = _seals_of([*(heads if spoiled is None else heads[: spoiled - 1]), *kept], after)
    walked, head = _to_the_end(after, seals)
    fault = walked.fault or _fault_of_end(walked, head, seals) or _fault_of_heads(head, heads, spoiled)
    return Checked(walked.last, fault)


def _seals_of(heads: Iterable[Published], after: int) -> Seals:
    seals: dict[int, set[bytes]] = defaultdict(set)
    for one in heads:
        if one.number > after:
            seals[one.number].add(one.mac)
    return seals


def _to_the_end(after: int, seals: Seals) -> tuple[_Walked, Head | None]:
    """Every line, and the end, which is read after them: lines that were added meanwhile are walked, too."""
    before = _seal_at(after)
    if before is None:
        return _Walked(after - 1, BEGINNING, Fault(after, What.MISSING)), None
    walked = _Walked(after, before)
    while True:
        walked = _walk(walked, seals)
        head = Head.objects.filter(pk=1).first()
        is_more = Entry.objects.filter(number__gt=walked.last).exists()
        if walked.fault or head is None or head.number <= walked.last or not is_more:
            return walked, head


def _walk(walked: _Walked, seals: Seals) -> _Walked:
    last, before = walked.last, walked.seal
    try:
        for entry in _entries(last):
            if fault := _fault(entry, last + 1, before, seals):
                return _Walked(last, before, fault)
            last, before = entry.number, bytes(entry.mac)
    except _Unreadable as row:
        what = What.CHANGED if row.number == last + 1 else What.MISSING
        return _Walked(last, before, Fault(last + 1, what))
    return _Walked(last, before)


def _seal_at(number: int) -> bytes | None:
    if not number:
        return BEGINNING
    found = Entry.objects.filter(number=number).values_list("mac", flat=True).first()
    return bytes(found) if isinstance(found, (bytes, memoryview)) else None


def _fault(entry: Entry, expected: int, before: bytes, seals: Seals) -> Fault | None:
    if entry.number != expected:
        return Fault(expected, What.MISSING)
    if not _is_sound(entry, before):
        return Fault(expected, What.CHANGED)
    if seals.get(expected, set()) - {bytes(entry.mac)}:
        return Fault(expected, What.NOT_AS_PUBLISHED)
    return Fault(expected, What.BROKEN) if entry.verb == Entry.Verb.BROKEN else None


def _is_sound(entry: Entry, before: bytes) -> bool:
    """Whether its seal fits; values of the wrong kind do not."""
    try:
        return is_same(mac_of(entry, before), entry.mac)
    except (AttributeError, TypeError, ValueError):
        return False


def _fault_of_end(walked: _Walked, head: Head | None, seals: Seals) -> Fault | None:
    last = walked.last
    if any(number > last for number in seals):
        return Fault(last + 1, What.MISSING)
    if head is None:
        return Fault(last + 1, What.END_CHANGED) if last else None
    if head.number > last:
        return Fault(last + 1, What.MISSING)
    is_end = is_sealed(head) and head.number == last and is_same(walked.seal, head.mac)
    return None if is_end else Fault(min(head.number, last) + 1, What.END_CHANGED)


def _fault_of_heads(head: Head | None, heads: Sequence[Published], spoiled: int | None) -> Fault | None:
    if spoiled is not None:
        return Fault(spoiled, What.HEAD_CHANGED)
    published = bytes(head.published) if head else b""
    is_there = not published or any(one.seal == published for one in heads)
    return None if is_there else Fault(len(heads) + 1, What.HEADS_MISSING)


def _entries(last: int) -> Iterator[Entry]:
    """Every line after this one in order, a batch at a time, also those added meanwhile."""
    last = last or -1
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
