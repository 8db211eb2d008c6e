"""One 64-bit number a row that answers most questions about it with one AND."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from functools import lru_cache

from holdfast.domain.meetings.fellowships import Audience
from holdfast.domain.meetings.kinds import Kind
from holdfast.domain.meetings.meeting import Attendance, Category, Meeting

KINDS = tuple(Kind)
ATTENDANCES = tuple(Attendance)
CATEGORIES = tuple(Category)


class Mark(Enum):
    """What a row is beside its kinds."""

    TWELVE_STEP = 0
    NOT_TWELVE_STEP = 1
    FAMILY = 2
    CLOSED = 3
    DATED = 4
    """Its times are not simply every week: `Ahead` knows them."""


_ATTENDANCE_AT = len(KINDS)
_CATEGORY_AT = _ATTENDANCE_AT + len(ATTENDANCES)
_MARK_AT = _CATEGORY_AT + len(CATEGORIES)
_DAY_AT = _MARK_AT + len(Mark)
ALL_DAYS = 0b1111111 << _DAY_AT

_KIND_BITS = {kind: 1 << at for at, kind in enumerate(KINDS)}
_ATTENDANCE_BITS = {one: 1 << (_ATTENDANCE_AT + at) for at, one in enumerate(ATTENDANCES)}
_CATEGORY_BITS = {one: 1 << (_CATEGORY_AT + at) for at, one in enumerate(CATEGORIES)}


def kinds_bits(kinds: Iterable[Kind]) -> int:
    """The bits of these kinds."""
    return sum(_KIND_BITS[kind] for kind in kinds)


def attendance_bits(*attendances: Attendance) -> int:
    """The bits of these ways to take part."""
    return sum(_ATTENDANCE_BITS[one] for one in attendances)


def categories_bits(categories: Iterable[Category]) -> int:
    """The bits of these categories."""
    return sum(_CATEGORY_BITS[one] for one in categories)


def mark_bit(mark: Mark) -> int:
    """The bit of a mark."""
    return 1 << (_MARK_AT + mark.value)


def days_bits(days: Iterable[int]) -> int:
    """The bits of these weekdays, 0 is Sunday."""
    return sum(1 << (_DAY_AT + day) for day in days)


def flags_of(meeting: Meeting) -> int:
    """The flags of every row of a meeting, without the day."""
    return _flags(
        meeting.kinds,
        meeting.attendance,
        meeting.category,
        meeting.twelve_step,
        meeting.audience is Audience.FAMILY,
    ) | (mark_bit(Mark.CLOSED) if meeting.is_closed else 0)


@lru_cache(maxsize=20_000)
def _flags(
    kinds: frozenset[Kind], attendance: Attendance, category: Category, twelve_step: bool | None, is_family: bool
) -> int:
    found = kinds_bits(kinds) | _ATTENDANCE_BITS[attendance] | _CATEGORY_BITS[category]
    if twelve_step is not None:
        found |= mark_bit(Mark.TWELVE_STEP if twelve_step else Mark.NOT_TWELVE_STEP)
    return found | (mark_bit(Mark.FAMILY) if is_family else 0)
